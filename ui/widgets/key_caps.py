"""Which keys do what, as a row of small caps: «Enter ô kế tiếp»."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.theme import mark


class KeyCaps(QWidget):
    """Pairs of a key and what it does; an empty key shows the words alone."""

    def __init__(self, keys: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for at, (key, words) in enumerate(keys):
            if at:
                row.addSpacing(8)
            if key:
                cap = QLabel(key)
                mark(cap, role="cap")
                row.addWidget(cap)
            said = QLabel(words)
            mark(said, role="small")
            row.addWidget(said)
        row.addStretch(1)
