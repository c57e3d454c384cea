"""The small pieces windows are put together from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from ui.widgets import buttons
from ui.widgets.buttons import rule, set_words

__all__ = ["button", "column", "row", "rule", "set_words", "words"]


def button(words: str, pressed: Callable[[], object] | None = None, *, icon: str = "", role: str = "") -> QPushButton:
    """A button whose words say what happens; `role` is primary, link, danger or nothing."""
    made = buttons.button(words, icon, role=role)
    if not icon:
        made.setText(words)
    if pressed is not None:
        made.clicked.connect(lambda: pressed())
    return made


def words(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Words on a page, never read as HTML."""
    made = buttons.label(text, role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    return made


def row(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QHBoxLayout:
    """A line of things; None is what stretches, a number is a gap."""
    made = QHBoxLayout()
    _fill(made, parts, spacing)
    return made


def column(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QVBoxLayout:
    """Things under each other; None is what stretches, a number is a gap."""
    made = QVBoxLayout()
    _fill(made, parts, spacing)
    return made


def _fill(layout: QHBoxLayout | QVBoxLayout, parts: tuple[QWidget | QLayout | int | None, ...], spacing: int) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
