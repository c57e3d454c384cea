"""The list that opens under a field while typing; the cursor stays in the field all the time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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

from ui import icons
from ui.palette import token
from ui.theme import font, mark
from ui.widgets.options import Option

Index = QModelIndex | QPersistentModelIndex
ROW = 27
MOST_ROWS = 9
_ROOT = QModelIndex()
_OPTION = Qt.ItemDataRole.UserRole
_TICKED = Qt.ItemDataRole.UserRole + 1


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.options: Sequence[Option] = ()
        self.ticked: Collection[int] | None = None  # None: one is picked, nothing is ticked
        self.extra = ""  # a last row that offers something else, e.g. to add what was typed

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.options) + bool(self.extra)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        option = self.options[row] if row < len(self.options) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return option.words if option else self.extra
        if role == _OPTION:
            return option
        if role == _TICKED:
            return None if option is None or self.ticked is None else option.id in self.ticked
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, ROW)

    def paint(self, painter: QPainter, style: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = style.rect
        chosen = bool(style.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, token("sel"))
        option: Option | None = index.data(_OPTION)
        left = rect.left() + 8
        if option is None:
            icons.paint(painter, left, rect.center().y() - 7, "plus", "link", 14)
            left += 20
        elif index.data(_TICKED):
            icons.paint(painter, rect.right() - 22, rect.center().y() - 7, "check", "link", 14)
        painter.setFont(font())
        right = rect.right() - (8 if index.data(_TICKED) is None else 28)
        detail = option.detail if option else ""
        wide = painter.fontMetrics().horizontalAdvance(detail) + 12 if detail else 0
        wide = min(wide, (right - left) // 2)
        words = QRect(left, rect.top(), right - left - wide, rect.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, words.width())
        painter.setPen(token("link" if option is None else "seltx" if chosen else "text"))
        painter.drawText(words, flags, shown)
        if detail:
            painter.setPen(token("seltx" if chosen else "mut"))
            beside = QRect(right - wide + 12, rect.top(), wide - 12, rect.height())
            shown = painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, beside.width())
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)


class PickList(QFrame):
    """A child of the window laid over the page: it can neither take the focus nor disturb the input method."""

    picked = Signal(object)  # an Option
    extra_picked = Signal()

    def __init__(self) -> None:
        super().__init__()
        mark(self, role="choices")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view = QListView()
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Model(self)
        self.view.setModel(self._model)
        self.view.clicked.connect(self._clicked)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        self.hide()

    def show_under(
        self, anchor: QWidget, options: Sequence[Option], *, ticked: Collection[int] | None = None, extra: str = ""
    ) -> None:
        """Open under (or above) `anchor`; with nothing to show it closes."""
        self._model.beginResetModel()
        self._model.options, self._model.ticked, self._model.extra = options, ticked, extra
        self._model.endResetModel()
        rows = self._model.rowCount()
        if not rows:
            self.hide()
            return
        window = anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = anchor.mapTo(window, QPoint(0, anchor.height() + 1))
        below = window.height() - corner.y() - 4
        above = corner.y() - anchor.height() - 4
        wanted = min(rows, MOST_ROWS) * ROW + 4
        height = min(wanted, max(below, above))
        top = corner.y() if height <= below else corner.y() - anchor.height() - height - 2
        width = min(max(anchor.width(), 220), window.width() - 8)
        self.setGeometry(max(4, min(corner.x(), window.width() - width - 4)), top, width, height)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Move the highlighted row, around the ends."""
        rows = self._model.rowCount()
        at = self.view.currentIndex().row()
        self.highlight((at + by) % rows if at >= 0 else (0 if by > 0 else rows - 1))

    def highlight(self, row: int) -> None:
        """Highlight one row; −1 none."""
        index = self._model.index(row, 0) if row >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)

    def take(self) -> bool:
        """Pick the highlighted row; False if there is none."""
        index = self.view.currentIndex()
        if not self.isVisible() or not index.isValid():
            return False
        self._clicked(index)
        return True

    def current(self) -> Option | None:
        """The highlighted option, if any."""
        index = self.view.currentIndex()
        return index.data(_OPTION) if index.isValid() else None

    def _clicked(self, index: QModelIndex) -> None:
        option = index.data(_OPTION)
        if option is None:
            self.extra_picked.emit()
        else:
            self.picked.emit(option)
