"""Buttons as the look wants them: icon and word, or an icon with a tooltip and an accessible name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QPushButton, QToolButton, QWidget

from ui.icons import set_icon
from ui.theme import mark

_TOKENS = {"primary": "white", "link": "link", "danger": "err"}


class _Button(QPushButton):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)


class _IconButton(QToolButton):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)


def _pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Enter presses the button that has the focus, as the space bar does: Qt does so only in dialogs, by itself."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    if not plain or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if not event.isAutoRepeat():
        button.click()
    event.accept()
    return True


def button(words: str, icon: str = "", *, role: str = "", tip: str = "", key: str = "") -> QPushButton:
    """A button with a verb. `role` is primary (one per sheet), link, danger or nothing; `key` is shown in the tip."""
    made = _Button()
    # Else Enter in a field of a dialog presses whatever button comes first.
    made.setAutoDefault(False)
    if role == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        set_icon(made, icon, _TOKENS.get(role, "text"))
    set_words(made, words)
    if role:
        mark(made, role=role)
    if tip or key:
        made.setToolTip(f"{tip or words} ({key})" if key else tip)
    return made


def on_key(button: QAbstractButton, key: str) -> None:
    """Let a key press the button, at once: `setShortcut` would show it held down for a tenth of a second first."""
    made = QShortcut(QKeySequence(key), button)
    made.setAutoRepeat(False)
    made.activated.connect(button.click)


def set_words(button: QPushButton, words: str) -> None:
    """Change the words of a button made by `button`."""
    # Qt sets icon and text 4 px apart and cannot be told otherwise; a space is enough.
    button.setText(words if button.icon().isNull() else f" {words}")
    button.setAccessibleName(words)


def icon_button(icon: str, words: str, *, size: int = 16, token: str = "mut", key: str = "") -> QToolButton:
    """A button with an icon alone: closing, editing, paging, zooming, collapsing. `words` say what it does."""
    made = _IconButton()
    set_icon(made, icon, token, size)
    made.setToolTip(f"{words} ({key})" if key else words)
    made.setAccessibleName(words)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def label(words: str, role: str = "") -> QLabel:
    """A label in one of the style sheet's roles: title, strong, muted, small, label …"""
    made = QLabel(words)
    if role:
        mark(made, role=role)
    return made


def rule(vertical: bool = False, parent: QWidget | None = None) -> QFrame:
    """A thin line between two parts of a sheet."""
    made = QFrame(parent)
    mark(made, role="rule-vertical" if vertical else "rule")
    return made
