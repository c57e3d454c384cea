"""A tab in a window of its own, and somebody who types."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from hoaian_desktop.store import engine as engines
from tests.builders import PLAIN, TODAY, a_membership, a_store, a_team, a_village, a_volunteer
from tests.shared import once
from tests.ui.tabs.at_the_bar import Clerk
from ui import waiting
from ui.tabs.activations import ActivationsTab

_NONE = Qt.KeyboardModifier.NoModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier


class Typist:
    """Presses keys where the cursor is, counts them, and waits until the book has answered."""

    def __init__(self, settle: Callable[[], None]) -> None:
        self._settle = settle
        self.pressed = 0

    def key(self, *keys: Qt.Key, control: bool = False) -> Typist:
        """Press keys that are not letters."""
        for key in keys:
            QTest.keyClick(self._where(), key, _CONTROL if control else _NONE)
            self.pressed += 1 + control
            self._settle()
        return self

    def enter(self, times: int = 1) -> Typist:
        """Press Enter."""
        return self.key(*[Qt.Key.Key_Return] * times)

    def type(self, text: str) -> Typist:
        """Type text letter by letter, as UniKey hands it over."""
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self._where(), QKeyEvent(kind, 0, _NONE, letter))
            self.pressed += 1
        self._settle()
        return self

    def fill(self, *texts: str) -> Typist:
        """Type into one field after the other; Enter goes on."""
        for text in texts:
            self.type(text).enter()
        return self

    @staticmethod
    def _where() -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None, "the cursor is nowhere"
        return focused


@pytest.fixture
def settle(tasks) -> Callable[[], None]:
    """Wait until the book has answered everything, also what the answers asked for."""

    def wait() -> None:
        for _ in range(3):
            waiting.until(lambda: tasks.waiting == 0, "việc nền đã xong", 5)
            QApplication.processEvents()

    return wait


@pytest.fixture
def typist(settle) -> Typist:
    return Typist(settle)


@pytest.fixture
def open_tab(qtbot, tasks, settle) -> Callable[..., Any]:
    """Show a tab as the main window does, with a window of 1366×697."""
    windows = []

    def show(kind: Callable[..., Any], width: int = 1366, height: int = 697) -> Any:
        window = QMainWindow()
        qtbot.addWidget(window)
        windows.append(window)  # qtbot itself holds it only weakly
        tab = kind(tasks, today=lambda: TODAY)
        window.setCentralWidget(tab)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=2000)
        tab.activate()
        settle()
        if tab.stack.currentWidget() is tab.content:
            tab.page.list.go_to_table()
        settle()
        return tab

    return show


@pytest.fixture(scope="session")
def village_made(tmp_path_factory) -> Path:
    """The book of `village_life`, closed as a file; nobody opens it, everybody copies it."""

    def fill(session):
        team = a_team(session)
        a_village(session)
        for name in ("Đặng Hữu Phước", "Lê Thị Thu Hà"):
            a_membership(session, team, a_volunteer(session, name))

    def make(room: Path) -> None:
        made = a_store(room)
        made.run(fill)
        made.close()

    return once(tmp_path_factory, "village-life", make)


@pytest.fixture
def village_life(store, village_made):
    """A team with two helpers and a village."""
    shutil.copy(village_made / PLAIN, engines.file_of(store.engine))  # nobody has opened it yet


@pytest.fixture
def clerk(open_tab, village_life, typist, settle) -> Clerk:
    """Somebody at the bar of a book with a team and a village."""
    return Clerk(open_tab(ActivationsTab), typist, settle)


@pytest.fixture
def again(open_tab, typist, settle) -> Callable[[], Clerk]:
    """Open the tab once more over the same book, as after a power cut."""

    def sit_down() -> Clerk:
        made = Clerk(open_tab(ActivationsTab), typist, settle)
        made.tab.stack.setCurrentIndex(0)
        return made

    return sit_down
