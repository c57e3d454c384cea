"""One condition as a chip: its words open it to be changed, the cross or Delete takes it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme import mark
from ui.widgets.buttons import button, icon_button

_VERBS = dict.fromkeys((Qt.Key.Key_Delete, Qt.Key.Key_Backspace), "remove_wanted") | dict.fromkeys(
    (Qt.Key.Key_Return, Qt.Key.Key_Enter), "change_wanted"
)
LONGEST = 60  # characters; the whole stands in the tooltip


class Chip(QFrame):
    """Says one condition."""

    change_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="chip")
        shown = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
        self.words = button(shown.replace("&", "&&"), role="link", tip=f"{words}: bấm để sửa, Delete để bỏ")
        self.words.setAccessibleName(words)
        self.cross = icon_button("x", f"Bỏ điều kiện {words}", size=12)
        self.words.clicked.connect(self.change_wanted)
        self.cross.clicked.connect(self.remove_wanted)
        self.words.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 1, 0)
        row.setSpacing(0)
        row.addWidget(self.words)
        row.addWidget(self.cross)

    def text(self) -> str:
        """The whole condition in words."""
        return self.words.accessibleName()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        verb = _VERBS.get(event.key()) if isinstance(event, QKeyEvent) else None
        if verb and event.type() == QEvent.Type.KeyPress:
            getattr(self, verb).emit()
            return True
        if verb and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else the page would take Delete for the current row
            return True
        return super().eventFilter(watched, event)
