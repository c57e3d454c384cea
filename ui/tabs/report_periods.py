"""The list of reporting periods with their states, by year; in a narrow window a drop-down."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hoaian_desktop import choices
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.services.reporting import PeriodLine
from ui.palette import token
from ui.tabs.sheets import Sheet
from ui.theme import font
from ui.widgets import badge
from ui.widgets.badge import Look, Tone
from ui.widgets.buttons import button, label

WIDTH = 268
_ROW = 30
_LINE = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


def name_of(line: PeriodLine) -> str:
    """How a period is called in lists."""
    return line.span.short_label


def state_of(line: PeriodLine) -> tuple[str, Look]:
    """The words and look of a period's state."""
    look = badge.look_of("report_state", line.state) or Look("circle", Tone.NEUTRAL)
    return choices.name("report_state", line.state), look


class _Lines(QStyledItemDelegate):
    """Draws a year as a heading, a period with its version and state."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        line: PeriodLine | None = index.data(_LINE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and line is not None
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver) and line is not None
        painter.save()
        ground = "head" if line is None else "sel" if selected else "alt" if hovered else "base"
        painter.fillRect(rect, token(ground))
        painter.setPen(QPen(token("line"), 0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if selected:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), token("link"))
        painter.setFont(font(13, 600 if line is None else 500 if selected else 400))
        painter.setPen(token("seltx" if selected else "text"))
        inside = rect.adjusted(9, 0, -8, -1)
        if line is None:
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, index.data())
        else:
            self._draw_line(painter, inside, line, selected)
        painter.restore()

    def _draw_line(self, painter: QPainter, inside: QRect, line: PeriodLine, selected: bool) -> None:
        words, look = state_of(line)
        wide = badge.width_of(words)
        room = inside.width() - wide - 8
        version = f"v{line.shown_version}" if line.shown_version else ""
        taken = painter.fontMetrics().horizontalAdvance(version) + 8 if version else 0
        name = painter.fontMetrics().elidedText(name_of(line), Qt.TextElideMode.ElideRight, room - taken)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, name)
        if version:
            left = inside.left() + painter.fontMetrics().horizontalAdvance(name) + 8
            painter.setFont(font(12))
            painter.setPen(token("seltx" if selected else "mut"))
            painter.drawText(inside.adjusted(left - inside.left(), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, version)
        badge.draw(painter, QRectF(inside.right() - wide, inside.top(), wide, inside.height()), words, look)


class _List(QListWidget):
    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class PeriodsSheet(Sheet):
    """Picks a period. `chosen` tells its id; `opened` asks for its first step."""

    chosen = Signal(int)
    opened = Signal()
    new_wanted = Signal()
    edit_wanted = Signal()
    history_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("calendar-days", "Kỳ báo cáo")
        self.new = button("Kỳ mới", "plus", role="link", key="Insert")
        self.new.clicked.connect(self.new_wanted)
        self.header.addWidget(self.new)
        self.list = _List()
        self.list.setAccessibleName("Các kỳ báo cáo")
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(self._foot())
        self.picker = QComboBox()  # stands for the list where there is no room
        self.picker.setAccessibleName("Kỳ báo cáo")
        self.picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.picker.setMinimumContentsLength(24)
        self.lines: tuple[PeriodLine, ...] = ()
        # The window gives its first focus to whatever comes first.
        QWidget.setTabOrder(self.list, self.new)
        self.list.currentItemChanged.connect(self._picked)
        self.list.opened.connect(self.opened)
        self.list.itemDoubleClicked.connect(lambda _: self.opened.emit())
        self.picker.activated.connect(self._picked_below)
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(WIDTH)

    def _foot(self) -> QHBoxLayout:
        self.words = label("", "small")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        edit = button("Sửa kỳ", role="link", key="F2")
        edit.clicked.connect(self.edit_wanted)
        history = button("Lịch sử", role="link", tip="Các bản đã chốt của kỳ này")
        history.clicked.connect(self.history_wanted)
        self._actions = (edit, history)
        row = QHBoxLayout()
        row.setContentsMargins(11, 4, 6, 6)
        row.setSpacing(2)
        row.addWidget(self.words, 1)
        row.addWidget(edit)
        row.addWidget(history)
        return row

    def show_lines(self, lines: Sequence[PeriodLine], current: int | None) -> None:
        """Show these periods, latest first, the one with id `current` picked; emits nothing."""
        self.lines = tuple(lines)
        with QSignalBlocker(self.list), QSignalBlocker(self.picker):
            self.list.clear()
            self.picker.clear()
            year = None
            for line in lines:
                if line.span.last.year != year:
                    year = line.span.last.year
                    heading = QListWidgetItem(f"Năm {year}", self.list)
                    heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self._add(line, picked=line.id == current)
        self._show_words(self.current())

    def _add(self, line: PeriodLine, *, picked: bool) -> None:
        words = state_of(line)[0] + (f" v{line.shown_version}" if line.shown_version else "")
        item = QListWidgetItem(name_of(line), self.list)
        item.setData(_LINE, line)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name_of(line)}, {words}")
        item.setToolTip(f"{show_date(line.span.first)} – {show_date(line.span.last)} · {words}")
        self.picker.addItem(f"{name_of(line)} · {words}", line.id)
        if picked:
            self.list.setCurrentItem(item)
            self.picker.setCurrentIndex(self.picker.count() - 1)

    def current(self) -> PeriodLine | None:
        """The period picked."""
        item = self.list.currentItem()
        return item.data(_LINE) if item else None

    def pick(self, period_id: int) -> None:
        """Pick a period as a click would."""
        for at in range(self.list.count()):
            line = self.list.item(at).data(_LINE)
            if line is not None and line.id == period_id:
                self.list.setCurrentRow(at)

    def _picked(self, item: QListWidgetItem | None) -> None:
        line = item.data(_LINE) if item else None
        self._show_words(line)
        if line is not None:
            with QSignalBlocker(self.picker):
                self.picker.setCurrentIndex(self.picker.findData(line.id))
            self.chosen.emit(line.id)

    def _picked_below(self, at: int) -> None:
        self.pick(self.picker.itemData(at))

    def _show_words(self, line: PeriodLine | None) -> None:
        for action in self._actions:
            action.setEnabled(line is not None)
        self.words.setText(f"Hạn {show_date(line.due)}" if line and line.due else "")
