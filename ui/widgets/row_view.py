"""The view of a record table: its keys, its mouse and its painting are about rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget


class RowView(QTableView):
    """A table whose Home, End and letters mean rows, not columns."""

    entered_row = Signal()
    resized = Signal()
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered = -1
        self.entered.connect(self._hover)
        self.viewportEntered.connect(self._hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.executeDelayedItemsLayout()
        painter = QPainter(self.viewport())
        self.itemDelegate().paint_rows(painter, self, event.rect(), self._hovered)  # type: ignore[attr-defined]
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover()
        return super().viewportEvent(event)

    def _hover(self, index: QModelIndex | None = None) -> None:
        before, self._hovered = self._hovered, index.row() if index else -1
        for row in {before, self._hovered} - {-1}:
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            self.viewport().update(QRect(0, top, self.viewport().width(), height))

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
