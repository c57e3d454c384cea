"""The line under a field or beside a button: an icon and a sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.theme import mark
from ui.widgets.icon_label import IconLabel

_LOOKS = {
    "fault": ("circle-alert", "err"),
    "doubt": ("triangle-alert", "warn"),
    "good": ("circle-check", "ok"),
    "muted": ("info", "mut"),
}


class NoticeLine(QWidget):
    """Says one sentence as a fault, a doubt, good news or a remark; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(size=14)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(5)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self._icon.setContentsMargins(0, 2, 0, 0)
        self.hide()

    def say(self, look: str, sentence: str, icon: str = "") -> None:
        """Show `sentence` as `fault`, `doubt`, `good` or `muted`; an empty one hides the line."""
        usual, token = _LOOKS[look]
        self._icon.show_icon(icon or usual, token)
        self._words.setText(sentence)
        mark(self._words, role="small" if look == "muted" else look)
        self.setVisible(bool(sentence))

    def sentence(self) -> str:
        """What it says now."""
        return self._words.text()
