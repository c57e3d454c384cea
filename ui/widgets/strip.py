"""The strip between a form and its table: one sentence to look at, at most two buttons. Never a box."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.theme import mark
from ui.widgets.buttons import button
from ui.widgets.icon_label import IconLabel

Act = tuple[str, str, Callable[[], object]]  # words, icon, what happens

_LOOKS = {
    "warn": ("strip-warn", "triangle-alert", "warn"),
    "error": ("strip-error", "circle-alert", "err"),
    "info": ("strip-info", "info", "link"),
}


class Strip(QFrame):
    """Hidden until it has something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(36)
        self._icon = IconLabel(size=18)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons: list[QPushButton] = []
        self._before: QWidget | None = None  # where the cursor was before it came here
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(9, 3, 6, 3)
        self._row.setSpacing(9)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._words, 1)
        self.hide()

    def warn(self, sentence: str, acts: Sequence[Act] = ()) -> None:
        """Show something to look at. `sentence` is rich text, the fact in <b>; escape what users typed."""
        self._say("warn", sentence, acts)

    def refuse(self, sentence: str, acts: Sequence[Act] = ()) -> None:
        """Show what stands in the way."""
        self._say("error", sentence, acts)

    def tell(self, sentence: str, acts: Sequence[Act] = ()) -> None:
        """Show a remark."""
        self._say("info", sentence, acts)

    def take_focus(self) -> None:
        """Put the cursor on the first button; it goes back to where it was once the strip goes."""
        now = QApplication.focusWidget()
        if now is not None and not self.isAncestorOf(now):
            self._before = now
        self.buttons[0].setFocus()

    def setVisible(self, visible: bool) -> None:
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        super().setVisible(visible)
        if not visible and inside and self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus()

    def text(self) -> str:
        """The sentence shown; empty while hidden."""
        return self._words.text() if not self.isHidden() else ""

    def _say(self, look: str, sentence: str, acts: Sequence[Act]) -> None:
        role, icon, token = _LOOKS[look]
        mark(self, role=role)
        self._icon.show_icon(icon, token)
        self._words.setText(sentence)
        self._words.setAccessibleName(sentence)
        for old in self.buttons:
            self._row.removeWidget(old)
            old.deleteLater()
        self.buttons = []
        for words, icon_name, act in acts:
            made = button(words, icon_name)
            made.clicked.connect(lambda _=False, act=act: act())
            self._row.addWidget(made)
            made.show()  # the layout would do so later, and until then it cannot have the focus
            self.buttons.append(made)
        self.show()
