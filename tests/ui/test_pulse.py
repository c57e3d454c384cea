"""A walk through the program on the full practice book. Prints how long the interface stood still in each step.

How long is a matter for `dev.py bench pulse`; here it is held that what is not looked at is not made on the way.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from hoaian_desktop import practice
from hoaian_desktop.store.store import Store
from tests.ui.pulse import Pulse
from ui import app as parts
from ui import palette, sample, theme, waiting
from ui.remembered import Remembered
from ui.session import Session
from ui.tabs import page


@pytest.fixture
def pulse(qapp) -> Iterator[Pulse]:
    """A beat on the thread of the interface."""
    beating = Pulse()
    yield beating
    beating.stop()


@pytest.fixture
def session(qapp) -> Iterator[Session]:
    """A session with nothing open yet; a book opened in it is closed without a copy."""
    made = Session(qapp, Remembered(), partial(parts.compose, qapp))
    yield made
    if made.book is not None:
        made.tasks.shutdown()
        made.book.close(copy=False)
    made.keeper.shutdown()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.install(qapp)


@pytest.fixture
def readers(monkeypatch) -> set[threading.Thread]:
    """The threads that have asked the book."""
    asked, read = set(), Store.read

    def noted(store, operation):
        asked.add(threading.current_thread())
        return read(store, operation)

    monkeypatch.setattr(Store, "read", noted)
    return asked


def test_the_interface_goes_on_while_a_book_is_opened_and_looked_through_and_never_asks_the_book_itself(
    session, pulse, readers, practice_made, tmp_path, monkeypatch
):
    monkeypatch.setattr(page, "FORM_AFTER", 120)
    folder = shutil.copytree(practice_made, tmp_path / sample.NAME)
    gaps: dict[str, float] = {}

    def step(words: str, act: Callable[[], object], rest: Callable[[], None]) -> None:
        pulse.longest()
        act()
        rest()
        gaps[words] = pulse.longest()

    def keeper_rests() -> None:
        waiting.settle(session.keeper)

    def book_opens() -> None:
        waiting.until(lambda: session.book is not None, "sổ đã mở")

    def book_rests() -> None:
        waiting.settle(session.tasks)

    step("unlock window", partial(session.unlock, folder), keeper_rests)
    session.window.passphrase.line.setText(practice.PASSPHRASE)
    made_when_shown: list[str] = []
    session.shown.connect(lambda shown: made_when_shown.extend(tab.guide for tab in shown.tabs.made()))
    step("opening the book", session.window.unlock, book_opens)
    window = session.window
    assert made_when_shown == ["tong-quan"]

    # While nobody does anything the tabs are made ahead one by one, and the form of the tab shown.
    turns: list[int] = []
    made = window.tabs._tell
    window.tabs._tell = lambda at, tab: (made(at, tab), turns.append(at))
    ahead = partial(waiting.until, lambda: window.tabs.next_to_make() is None, "mọi thẻ đã dựng")
    step("tabs made ahead", lambda: None, ahead)
    assert turns == [1, 2, 3, 4, 5] and window.tab is window.tabs[0]
    window.show_tab(2)
    waiting.until(lambda: "form_panel" in window.tab.page.__dict__, "bảng nhập đã dựng")
    assert not window.tab.page.form_open
    monkeypatch.setattr(page, "FORM_AFTER", 3_600_000)

    for at, leaf in enumerate(window.tabs.all):
        step(leaf.title, partial(QTest.keyClick, window, Qt.Key(Qt.Key.Key_1 + at), Qt.KeyboardModifier.AltModifier),
             book_rests)  # fmt: skip
        assert window.tab is window.tabs[at] and type(window.tab) is leaf.kind
    before = window.grab().toImage()
    step("dark look", window.actions_by_words["Giao diện tối"].trigger, book_rests)
    assert palette.is_dark() and window.grab().toImage() != before
    step("light look", window.actions_by_words["Giao diện tối"].trigger, book_rests)
    assert not palette.is_dark()
    assert readers and threading.main_thread() not in readers
    assert window.windowTitle() == "Đoàn xã Ân Tín · Sổ mẫu"
    print("", *(f"{gap:6.0f} ms  {words}" for words, gap in gaps.items()), sep="\n")
