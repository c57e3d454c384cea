"""Every key of the menus and the tabs is heard by one, on every tab."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui import waiting
from ui.main_window import MainWindow
from ui.tabs.reports import STEPS

# Heard by the page itself wherever the cursor is in one; its own tests press them.
OF_THE_PAGE = {"Ins", "Ctrl+N", "Ctrl+F"}


def keys_of(window: MainWindow) -> list[tuple[str, QAction | QShortcut | QAbstractButton]]:
    """What can be pressed now, with who hears it."""
    found: list[tuple[str, QAction | QShortcut | QAbstractButton]] = []
    for action in window.actions_by_words.values():
        if action.isEnabled():  # in a book just made there is nothing to undo
            found += [(keys.toString(), action) for keys in action.shortcuts()]
    for shortcut in window.findChildren(QShortcut):
        if shortcut.parent().isVisible() and shortcut.isEnabled():
            found += [(keys.toString(), shortcut) for keys in QShortcut.keys(shortcut)]
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled() and not button.shortcut().isEmpty():
            found.append((button.shortcut().toString(), button))
    return found


def listen(heard: list[object], owner: QAction | QShortcut | QAbstractButton) -> None:
    """Note that a key arrived, and do nothing else."""
    acts = {QAction: "triggered", QShortcut: "activated"}.get(type(owner), "clicked")
    getattr(owner, acts).disconnect()
    getattr(owner, acts).connect(partial(_note, heard, owner))
    if isinstance(owner, QShortcut):
        owner.activatedAmbiguously.connect(partial(_note, heard, "ambiguous"))


def _note(heard: list[object], owner: object, *_: object) -> None:
    heard.append(owner)


def _enter(part: QWidget) -> None:
    """Put the cursor into the part of a page whose own key it is."""
    next(each for each in part.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus).setFocus()


@pytest.mark.parametrize(("at", "step"), [*((at, "") for at in range(6)), *((5, step) for step in STEPS[1:])])
def test_no_key_is_heard_by_two_and_every_key_is_heard(_one_window, at, step):
    window = _one_window.window  # wherever the last one left it: the keys are those of this place
    window.activateWindow()
    window.show_tab(at)
    if step:
        window.tab.show_step(step)
    waiting.settle(_one_window.tasks)
    known = keys_of(window)
    names = [keys for keys, _ in known]
    assert sorted({keys for keys in names if names.count(keys) > 1}) == []
    heard: list[object] = []
    for owner in {id(owner): owner for _, owner in known}.values():
        listen(heard, owner)
    for keys, owner in known:
        if keys in OF_THE_PAGE and hasattr(window.tab, "pages"):
            continue
        heard.clear()
        if isinstance(owner, QShortcut) and owner.context() is Qt.ShortcutContext.WidgetWithChildrenShortcut:
            _enter(owner.parent())
        QTest.keySequence(window.focusWidget() or window, QKeySequence(keys))
        assert heard == [owner], keys
