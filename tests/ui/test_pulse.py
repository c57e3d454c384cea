"""A walk through the program on the full practice book; the interface must not stand still. Prints how long it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from hoaian_desktop import practice
from tests.ui.pulse import Pulse
from ui import app as parts
from ui import palette, sample, theme, waiting
from ui.remembered import Remembered
from ui.session import Session

# We aim at 50 ms; a machine that builds two other things at once must not fail this.
GENEROUS = 1000


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


def test_the_interface_goes_on_while_a_month_is_looked_through(session, pulse, tmp_path):
    folder = tmp_path / sample.NAME
    sample.open_book(folder, cost=1 << 10).close(copy=False)
    gaps: dict[str, float] = {}

    def step(words: str, act: Callable[[], object], rest: Callable[[], None]) -> None:
        pulse.longest()
        act()
        rest()
        gaps[words] = pulse.longest()

    def keeper_rests() -> None:
        waiting.settle(session.keeper)

    def book_rests() -> None:
        waiting.until(lambda: session.book is not None, "sổ đã mở")
        waiting.settle(session.tasks)

    step("unlock window", partial(session.unlock, folder), keeper_rests)
    session.window.passphrase.line.setText(practice.PASSPHRASE)
    step("opening the book", session.window.unlock, book_rests)
    window = session.window
    for at, tab in enumerate(window.tabs):
        step(tab.title, partial(QTest.keyClick, window, Qt.Key(Qt.Key.Key_1 + at), Qt.KeyboardModifier.AltModifier),
             book_rests)  # fmt: skip
        assert window.tab is tab
    for at, tab in enumerate(window.tabs):
        step(f"{tab.title} again", partial(window.show_tab, at), book_rests)
    before = window.grab().toImage()
    step("dark look", window.actions_by_words["Giao diện tối"].trigger, book_rests)
    assert palette.is_dark() and window.grab().toImage() != before
    step("light look", window.actions_by_words["Giao diện tối"].trigger, book_rests)
    assert not palette.is_dark()
    print("", *(f"{gap:6.0f} ms  {words}" for words, gap in gaps.items()), sep="\n")
    assert {words: gap for words, gap in gaps.items() if gap > GENEROUS} == {}
