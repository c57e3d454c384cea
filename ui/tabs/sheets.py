"""White sheets with a header: what Tổng quan and Báo cáo are put together from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import mark
from ui.widgets.buttons import label
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_label import IconLabel


class Sheet(QFrame):
    """A header (icon, title, note, whatever is added at its right) over `body`."""

    def __init__(self, icon: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="sheet")
        self._title = label(title, "panel-title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.note = label("", "small")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        header = QFrame()
        mark(header, role="panel-header")
        self.header = QHBoxLayout(header)
        self.header.setContentsMargins(11, 0, 8, 0)
        self.header.setSpacing(8)
        self.header.addWidget(IconLabel(icon, "mut"))
        self.header.addWidget(self._title)
        self.header.addWidget(self.note)
        self.header.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(12, 8, 12, 10)
        self.body.setSpacing(7)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(header)
        column.addLayout(self.body, 1)

    def set_title(self, title: str, note: str = "") -> None:
        """Change the words of the header."""
        self._title.setText(title)
        self.note.setText(note)

    def title(self) -> str:
        """The words of the header."""
        return self._title.text()


class Jump(ElidedLabel):
    """Words that lead somewhere: a click, Enter or the space bar."""

    opened = Signal()

    def __init__(self, words: str, tip: str, role: str = "") -> None:
        super().__init__(words, role, f"{words}\n{tip}")
        self.setAccessibleDescription(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take away everything a layout holds, at once for the eye and soon for the memory."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
