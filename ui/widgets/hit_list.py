"""The answers of a search, grouped by kind, laid over the page: it can neither take the focus nor disturb UniKey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hoaian_desktop.services.searching import Group, Hit
from ui import icons
from ui.palette import token
from ui.theme import font, mark

Index = QModelIndex | QPersistentModelIndex
ROW, HEADING = 28, 24
WIDTH, MOST_HIGH = 560, 520
_ROOT = QModelIndex()
_LINE = Qt.ItemDataRole.UserRole
_GROUPS = {
    Group.CITIZEN: ("Công dân", "smartphone"),
    Group.VOLUNTEER: ("Tình nguyện viên", "id-card"),
    Group.TEAM: ("Tổ, đội", "users"),
    Group.CAMPAIGN: ("Chiến dịch", "layers"),
    Group.EVENT: ("Hoạt động", "megaphone"),
    Group.INFLUENCER: ("Người có uy tín", "star"),
    Group.REPORT: ("Báo cáo", "file-text"),
}
_TRY = "Thử ít chữ hơn, gõ không dấu; hoặc từ 3 số liền nhau của số định danh, điện thoại."


@dataclass(frozen=True)
class _Line:
    words: str
    detail: str = ""
    icon: str = ""
    hit: Hit | None = None  # None: a heading or a sentence, not to be picked


def _lines(hits: Sequence[Hit], text: str) -> list[_Line]:
    if not hits:
        return [_Line(f"Không tìm thấy “{text}” trong sổ."), _Line(_TRY)]
    lines = []
    for group, found in groupby(hits, key=lambda hit: hit.group):
        title, icon = _GROUPS[group]
        lines.append(_Line(title))
        lines += [_Line(hit.words, hit.detail, icon, hit) for hit in found]
    return lines


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[_Line] = []

    def replace(self, lines: list[_Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.words
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{line.words}, {line.detail}" if line.detail else line.words
            case int() if role == _LINE:
                return line
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.lines[index.row()].hit is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, ROW if index.data(_LINE).hit else HEADING)

    def paint(self, painter: QPainter, style: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = style.rect
        line: _Line = index.data(_LINE)
        flags = Qt.AlignmentFlag.AlignVCenter
        if line.hit is None:
            painter.setFont(font(12, 600 if len(line.words) < 20 else 400))
            painter.setPen(token("mut"))
            painter.drawText(rect.adjusted(10, 0, -10, 0), flags | Qt.AlignmentFlag.AlignLeft, line.words)
            return
        chosen = bool(style.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, token("sel"))
        icons.paint(painter, rect.left() + 12, rect.center().y() - 7, line.icon, "link" if chosen else "mut", 14)
        painter.setFont(font(13, 500))
        inside = rect.adjusted(34, 0, -10, 0)
        words = min(painter.fontMetrics().horizontalAdvance(line.words), inside.width() * 3 // 5)
        _write(painter, inside.adjusted(0, 0, words - inside.width(), 0), line.words, "seltx" if chosen else "text")
        painter.setFont(font(12))
        _write(painter, inside.adjusted(words + 14, 0, 0, 0), line.detail, "seltx" if chosen else "mut")


def _write(painter: QPainter, rect: QRect, words: str, colour: str) -> None:
    painter.setPen(token(colour))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width() + 1)
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, shown)


class HitList(QFrame):
    """Shows answers; headings are passed over by the keys."""

    chosen = Signal(object)  # a Hit

    def __init__(self) -> None:
        super().__init__()
        mark(self, role="choices")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view = QListView()
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName("Kết quả tìm")
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Model(self)
        self.view.setModel(self._model)
        self.view.clicked.connect(self._clicked)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        self.hide()

    def words(self) -> list[str]:
        """Every line shown."""
        return [line.words for line in self._model.lines]

    def current(self) -> Hit | None:
        """The answer highlighted, if any."""
        index = self.view.currentIndex()
        return self._model.lines[index.row()].hit if index.isValid() else None

    def show_under(self, anchor: QWidget, hits: Sequence[Hit], text: str) -> None:
        """Open under `anchor`, right edges in line; the first answer is highlighted."""
        lines = _lines(hits, text)
        self._model.replace(lines)
        window = anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = anchor.mapTo(window, QPoint(anchor.width(), anchor.height() + 1))
        width = min(WIDTH, window.width() - 8)
        needed = sum(ROW if line.hit else HEADING for line in lines) + 4
        height = min(needed, MOST_HIGH, window.height() - corner.y() - 4)
        self.setGeometry(max(4, corner.x() - width), corner.y(), width, height)
        self.show()
        self.raise_()
        self.step(1)
        self.view.scrollToTop()

    def step(self, by: int) -> None:
        """Highlight the next answer, around the ends."""
        lines, at = self._model.lines, self.view.currentIndex().row()
        if not any(line.hit for line in lines):
            return
        at = at if at >= 0 else (-1 if by > 0 else 0)
        at = (at + by) % len(lines)
        while lines[at].hit is None:
            at = (at + by) % len(lines)
        self.view.setCurrentIndex(self._model.index(at, 0))
        if at == 1:
            self.view.scrollToTop()  # with the heading above it

    def take(self) -> bool:
        """Choose the answer highlighted; False if there is none."""
        hit = self.current()
        if hit is None:
            return False
        self.hide()
        self.chosen.emit(hit)
        return True

    def _clicked(self, index: QModelIndex) -> None:
        if self._model.lines[index.row()].hit is not None:
            self.view.setCurrentIndex(index)
            self.take()
