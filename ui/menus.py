"""The menu bar as a table: what can be done, its key, its icon."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from ui.theme import set_icon


@dataclass(frozen=True)
class Command:
    """One line of a menu. `keys` is one or several sequences, «Ins; Ctrl+N»; `ticked` makes it an on-off line."""

    words: str
    act: Callable[[], object]
    keys: str = ""
    icon: str = ""
    ticked: bool | None = None


Menus = Mapping[str, Sequence[Command | None]]  # None is a line between two groups


def fill(window: QMainWindow, menus: Menus) -> dict[str, QAction]:
    """Put the menus into the window's menu bar; the actions by their words."""
    made = {}
    for title, commands in menus.items():
        menu = window.menuBar().addMenu(title)
        for command in commands:
            if command is None:
                menu.addSeparator()
                continue
            action = _action(window, command)
            menu.addAction(action)
            made[command.words] = action
    return made


def _action(window: QMainWindow, command: Command) -> QAction:
    action = QAction(command.words, window)
    # QKeySequence.listFromString also reads «;» alone as a key.
    action.setShortcuts([QKeySequence(keys) for keys in command.keys.split("; ") if keys])
    if command.icon:
        set_icon(action, command.icon)
    if command.ticked is not None:
        action.setCheckable(True)
        action.setChecked(command.ticked)
    action.triggered.connect(lambda: command.act())
    return action
