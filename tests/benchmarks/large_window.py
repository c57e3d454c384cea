"""The child of `large`: the real window over a large book, keyed, scrolled and filtered; prints what it measured."""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from hoaian_desktop.records import Team, Village, Volunteer
from hoaian_desktop.services import lists
from hoaian_desktop.store import book as books
from tests.benchmarks.books import COST, PASSPHRASE, TODAY
from tests.benchmarks.search import AS_TYPED
from tests.ui.pulse import Pulse
from ui import app, collecting, waiting
from ui.remembered import Remembered
from ui.session import Session
from ui.tasks import Tasks

ROUNDS = 9


class Painted(QObject):
    """Notes when the list has painted what is waited for."""

    seen = Signal()

    def __init__(self, view: Any) -> None:
        super().__init__(view)
        self._fact: Callable[[], bool] = lambda: False
        self.at: float | None = None
        view.viewport().installEventFilter(self)

    def when(self, fact: Callable[[], bool]) -> None:
        """From now on wait for a paint at which `fact` is true."""
        self._fact, self.at = fact, None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.at is None and self._fact():
            watched.removeEventFilter(self)
            QApplication.sendEvent(watched, event)  # the painting itself, which is only beginning now
            watched.installEventFilter(self)
            self.at = time.perf_counter()
            self.seen.emit()
            return True
        return False


class Counting(Tasks):
    """The tasks of the program, which count what is asked for."""

    asked: list[Callable[..., Any]] = []

    def read(self, owner: QObject, operation: Any, *arguments: Any, **more: Any) -> None:
        self.asked.append(getattr(operation, "func", operation))
        super().read(owner, operation, *arguments, **more)


class Desk:
    """Somebody at the list of supports with the bar over it."""

    def __init__(self, session: Session) -> None:
        self.tasks: Any = session.tasks
        self.window: Any = session.window
        self.page = self.window.tabs[3].named
        self.table = self.page.list.table
        self.model = self.table.model
        self.painted = Painted(self.table.view)

    def until_painted(self, act: Callable[[], object], fact: Callable[[], bool]) -> float:
        """Milliseconds from the act until the list has painted the fact."""
        self.painted.when(fact)
        begin = time.perf_counter()
        act()
        if self.painted.at is None:
            _live_until(self.painted.seen)
        assert self.painted.at is not None, "nothing was painted for two minutes"
        return (self.painted.at - begin) * 1000

    def rest(self) -> None:
        waiting.settle(self.tasks)

    def has_row(self, at: int = 0) -> bool:
        return self.model.rowCount() > at and self.model.row_at(at) is not None

    def first_page(self) -> float:
        """From asking for the list to its first rows on screen."""
        answered: list[bool] = []
        self.model.modelReset.connect(lambda: answered.append(True), Qt.ConnectionType.SingleShotConnection)
        taken = self.until_painted(self.page.list.ask, lambda: bool(answered) and self.has_row())
        self.rest()
        return taken

    def enter(self, at: int, about: dict[str, object]) -> float:
        """Key one person; from Ctrl+Enter to her painted row."""
        form, desk = self.page.bar.form, self.page.desk
        form.load({**form.peek(), **about})
        form.editors["full_name"].focus()
        _type(f"Nguyễn Thử Nghiệm {'ABCDEGHIKLMNOPQRSTUVX'[at % 21]}{'ae'[at // 21 % 2]}")
        form.editors["born"].focus()
        _type(str(1950 + at))
        desk.watch.look()
        waiting.pause(600)  # what a person takes to read a doubt; here there is none
        before, key = desk._last, partial(_press, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        return self.until_painted(key, lambda: desk._last != before and self.model.id_at(0) == desk._last)

    def jump(self, to: Callable[[], object]) -> tuple[float, int]:
        """Milliseconds and page queries until what a jump leads to is painted."""
        Counting.asked.clear()
        taken = self.until_painted(to, self._all_in_sight)
        self.rest()
        return taken, sum(operation is lists.rows for operation in Counting.asked)

    def _all_in_sight(self) -> bool:
        view = self.table.view
        top, bottom = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
        last = bottom if bottom >= 0 else self.model.rowCount() - 1
        return all(self.model.row_at(row) is not None for row in range(top, last + 1))

    def filter(self, text: str) -> float:
        """Seconds from the question, after the pause in typing, until all that match are known."""
        self.page.list.filter_row.search.setText(text)
        begin = time.perf_counter()
        self.page.list.ask()
        _live_until(self.model.counted)
        taken = time.perf_counter() - begin
        self.rest()
        return taken


def _live_until(told: Any) -> None:
    """Let the program run as it does for users, who ask it nothing between two of its events; two minutes at most."""
    loop = QEventLoop()
    told.connect(loop.quit)
    QTimer.singleShot(120_000, loop.quit)
    loop.exec()
    told.disconnect(loop.quit)


def _press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def _type(text: str) -> None:
    """Letters one after the other, with the beat of the interface between them."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget(), event)
        waiting.pause(8)


def _memory() -> float:
    """What the process holds in memory, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def measured(desk: Desk, store: Any) -> dict[str, float]:
    """Everything, in the order of a sitting."""
    told: dict[str, float] = {"memory": _memory()}
    pulse = Pulse()
    told["first page"] = statistics.median([desk.first_page() for _ in range(ROUNDS)])
    chance = random.Random(7)
    bar, last = desk.table.view.verticalScrollBar(), desk.table.view
    pulse.longest()
    places = [chance.randrange(bar.maximum()) for _ in range(ROUNDS)]
    jumps = [desk.jump(partial(bar.setValue, place)) for place in places]
    bar.setValue(0)
    desk.rest()
    last.setFocus()
    jumps.append(desk.jump(partial(_press, Qt.Key.Key_End)))
    told["jump"] = statistics.median(taken for taken, _ in jumps)
    told["jump queries"] = max(queries for _, queries in jumps)
    for place in range(0, min(bar.maximum(), 20_000), 400):
        bar.setValue(place)
        waiting.pause(4)
    told["pulse scrolling"] = pulse.longest()
    told["filter"] = statistics.median([desk.filter(text) for text in [*AS_TYPED] * 3])
    told["pulse filtering"] = pulse.longest()
    desk.filter("")
    one = {"day": TODAY, "status": "activated"}
    for name, record in (("team_id", Team), ("village_id", Village), ("volunteers", Volunteer)):
        id_ = store.read(lambda session, record=record: session.scalar(select(record.id).limit(1)))
        one[name] = (id_,) if name == "volunteers" else id_  # type: ignore[assignment]
    one["service_id"] = 1  # type: ignore[assignment]
    desk.page.add_new()
    desk.rest()
    pulse.longest()
    entered = [desk.enter(at, one) for at in range(ROUNDS + 2)][2:]
    told["entry"] = statistics.median(entered)
    told["pulse keying"] = pulse.longest()
    desk.rest()
    told["memory at the end"] = _memory()
    return told


def main(folder: Path, settings: Path) -> None:
    """Open the book, go to the supports, measure, print."""
    qt = app.application(sys.argv[:1], keep=settings)
    import ui.session as sessions

    sessions.Tasks = Counting  # type: ignore[misc]
    session = Session(qt, Remembered(), partial(app.compose, qt))
    book = books.open_book(folder, PASSPHRASE, cost=COST)
    session.opened.connect(collecting.spare, Qt.ConnectionType.QueuedConnection)
    session.use(book)
    session.window.activateWindow()
    session.window.show_tab(3)
    waiting.until(lambda: session.window.tabs.next_to_make() is None, "mọi thẻ đã dựng")
    waiting.until(lambda: session.tasks.waiting == 0, "đã mở", 300)
    print(json.dumps(measured(Desk(session), book.store)), flush=True)
    session.tasks.shutdown()
    book.close(copy=False)
    session.keeper.shutdown()
    os._exit(0)  # everything is measured and closed; windows are not taken apart one by one


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
