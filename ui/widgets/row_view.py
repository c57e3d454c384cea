"""The view of a record table: its keys are about rows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QTableView


class RowView(QTableView):
    """A table whose Home, End and letters mean rows, not columns."""

    entered_row = Signal()
    resized = Signal()
    copy_wanted = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()  # also when the scroll bar comes or goes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1}.get(event.key())  # type: ignore[call-overload]
        if row is not None and row >= 0 and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            column = max(0, self.horizontalHeader().logicalIndexAt(0))
            self.setCurrentIndex(self.model().index(row, column))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered_row.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy the selected rows (Ctrl+C, and the menu «Sao chép»)."""
        self.copy_wanted.emit()

    def keyboardSearch(self, search: str) -> None:
        """Letters are for the search field: looking through a million rows here would fetch them all."""
