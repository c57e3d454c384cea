"""Which columns a table shows and in what order; every change is seen in the table at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ui.dialogs.parts import column, row, words
from ui.theme import mark
from ui.widgets.buttons import button
from ui.widgets.fitted import Dialog

if TYPE_CHECKING:
    from ui.widgets.record_table import RecordTable

_NAME = Qt.ItemDataRole.UserRole


class _List(QListWidget):
    """Ticks with the space bar; Ctrl+Up and Ctrl+Down carry the line along."""

    def __init__(self, dialog: ColumnsDialog) -> None:
        super().__init__()
        self._dialog = dialog
        self.setAccessibleName("Các cột")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(event.key())  # type: ignore[call-overload]
        if by and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._dialog.move_current(by)
        else:
            super().keyPressEvent(event)


class ColumnsDialog(Dialog):
    """A tick shows a column; its place in the list is its place in the table."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Cột")
        self.resize(360, 430)
        self._table = table
        self.list = _List(self)
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        mark(self.list, role="choices")
        self.up = button("Lên", "arrow-up", key="Ctrl+Mũi tên lên")
        self.down = button("Xuống", "arrow-down", key="Ctrl+Mũi tên xuống")
        self.reset = button("Về ban đầu", "rotate-ccw", tip="Thứ tự, cột hiện và độ rộng như lúc đầu")
        self.close_button = button("Đóng", role="primary", key="Esc")
        self.up.clicked.connect(lambda: self.move_current(-1))
        self.down.clicked.connect(lambda: self.move_current(1))
        self.reset.clicked.connect(self._reset)
        self.close_button.clicked.connect(self.accept)
        self.list.itemChanged.connect(self._apply)
        self.list.model().rowsMoved.connect(self._apply)
        self.list.currentRowChanged.connect(self._judge)
        inside = column(
            words("Đánh dấu cột cần hiện. Kéo, hoặc Ctrl cùng mũi tên, để đổi thứ tự.", "muted", wrap=True),
            self.list,
            row(self.up, self.down, None, spacing=6),
            row(self.reset, None, self.close_button),
        )
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self._fill()
        self.list.setFocus()

    def move_current(self, by: int) -> None:
        """Carry the current line up or down."""
        at = self.list.currentRow()
        if 0 <= at + by < self.list.count():
            item = self.list.takeItem(at)
            self.list.insertItem(at + by, item)
            self.list.setCurrentRow(at + by)
            self._apply()

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for field, shown in self._table.columns():
            item = QListWidgetItem(field.label)
            item.setData(_NAME, field.name)
            item.setToolTip(field.hint)
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._judge()

    def _apply(self, *_: object) -> None:
        items = [self.list.item(at) for at in range(self.list.count())]
        hidden = {item.data(_NAME) for item in items if item.checkState() is Qt.CheckState.Unchecked}
        self._table.set_columns([item.data(_NAME) for item in items], hidden)
        if len(hidden) == len(items):  # one column stays: the table refused
            self._fill()

    def _reset(self) -> None:
        self._table.reset_columns()
        self._fill()

    def _judge(self, *_: int) -> None:
        at = self.list.currentRow()
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < self.list.count() - 1)
