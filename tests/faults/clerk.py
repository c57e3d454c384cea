"""Clerks for `test_killed_entry`: each opens the book, tells what she finds, types and saves until she is killed.

She sits before the tab of supports, with its list and all its keys; the main window around it would take a second and
a half more of each life.

Started once; for every line on its standard input one clerk is forked, so that Python and Qt are loaded, her page is
built and what she asks compiled only once. Only what is drawn is not: Qt draws with threads, which no fork takes along.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from hoaian_desktop.records import Activation, Citizen
from hoaian_desktop.services import drafts, entry, lists, references, undoing
from hoaian_desktop.services.listings import ACTIVATIONS
from hoaian_desktop.services.lists import Query
from hoaian_desktop.store import book as books
from hoaian_desktop.store.store import Store
from tests import builders, compiled
from tests.faults import conftest as faults
from tests.store.plain import CHEAP
from ui import collecting, theme, waiting
from ui.tabs import entry_desk, page
from ui.tabs.activations import ActivationsPage
from ui.tasks import Tasks

TODAY = date(2023, 12, 20)
_NONE, _CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def tell(what: str, about: object) -> None:
    """One line for the test, in one write."""
    os.write(1, (json.dumps([what, about]) + "\n").encode())


def found(session: Any) -> dict[str, object]:
    """The people of the clerks with how many supports each has, and the unfinished line."""
    query = select(Citizen.id, Citizen.full_name).where(Citizen.full_name.like("Khắc %"))
    people = {name: _supports(session, id_) for id_, name in session.execute(query)}
    left = drafts.recall(session, entry.PLACE)
    return {"people": people, "draft": left.values["full_name"] if left else None}


def _supports(session: Any, citizen_id: int) -> int:
    return len(session.scalars(select(Activation.id).where(Activation.citizen_id == citizen_id)).all())


class Patient(Tasks):
    """Tasks of a page that is built before its book is opened: what it asks until then waits for the book."""

    def __init__(self) -> None:
        super().__init__()
        self._put_off: list[Callable[[], None]] = []

    def read(self, *asked: Any, **about: Any) -> None:
        ask = partial(super().read, *asked, **about)
        if self._store is None:
            self._put_off.append(ask)
        else:
            ask()

    def begin(self, store: Store) -> None:
        """There is the book."""
        self._store = store
        for ask in self._put_off:
            ask()


def work(folder: Path, number: int, supports: ActivationsPage) -> None:
    """One clerk, from opening the book to the end of her life."""
    app = QApplication.instance()
    book = faults.opened(folder)
    tell("found", {**book.store.read(found), "pid": os.getpid()})
    tasks = supports.tasks
    tasks.begin(book.store)
    desk = supports.desk
    desk.entered.connect(lambda entered, new: tell("saved", entered.row.cells[2]))
    supports.show()
    supports.activateWindow()
    supports.reload()
    rest = partial(waiting.until, lambda: tasks.waiting == 0, "đã yên")
    rest()
    app.processEvents()
    form = supports.bar.form
    tell("back", form.peek()["full_name"])
    desk.clear()
    form.load({**form.peek(), "day": date(2023, 12, 10), "service_id": 2, "status": "activated"})
    form.editors["full_name"].focus()
    chance = random.Random(number)
    for line in range(100):
        # Letters alone, as names have: the number of the clerk and of her line, written in them.
        name = f"Khắc {_in_letters(number)} {_in_letters(line)}"
        for at, letter in enumerate(name):
            _key(0, letter)
            app.processEvents()
            if at == chance.randrange(len(name)):
                waiting.pause(40)
                rest()
                tell("paused", form.peek()["full_name"])
        form.editors["born"].focus()
        for letter in str(1950 + line % 50):
            _key(0, letter)
        form.editors["sex"].focus()
        _key(0, "n")
        _key(0, "a")
        tell("saving", name)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, _CONTROL)
        waiting.until(lambda: not desk.watch.paused, "đã lưu")
        form.editors["full_name"].focus()


def _in_letters(number: int) -> str:
    return "ABCDEGHIKL"[number // 10] + "mnopqrstuv"[number % 10]


def _key(key: int, letter: str) -> None:
    where = QApplication.focusWidget()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(where, QKeyEvent(kind, key, _NONE, letter))


def warm_up() -> None:
    """Let what every clerk does be loaded and compiled once, before they are forked."""
    compiled.share()
    with tempfile.TemporaryDirectory() as folder:
        book, _ = books.create(Path(folder, "sổ"), passphrase=faults.PASSPHRASE, user_name=builders.USER, cost=CHEAP)
        store = book.store
        builders.set_up(store)
        store.read(found)
        store.read(partial(references.every_option, tables=frozenset({"team", "village", "service", "volunteer"})))
        store.read(partial(lists.first, listing=ACTIVATIONS, query=Query(sort="day", descending=True)))
        village = store.run(lambda session: builders.a_village(session).id)
        line = {"day": TODAY, "service_id": 2, "status": "activated", "full_name": "Khắc Thử", "born": "1950"}
        for values in (line, {**line, "village_id": village, "born": "1951"}):
            store.run(partial(drafts.keep, place=entry.PLACE, values={"full_name": "Khắc"}))
            store.read(partial(entry.look, values=values, today=TODAY))
            store.run(partial(undoing.noted, operation=partial(entry.enter, values=values, today=TODAY)))
        tasks = Tasks(store)
        supports = ActivationsPage(tasks, today=lambda: TODAY)
        supports.reload()
        waiting.until(lambda: tasks.waiting == 0, "đã yên")
        tasks.shutdown()  # no thread may live while clerks are forked
        shiboken6.delete(supports)
        book.close(copy=False)


def main() -> None:
    """Fork a clerk for each number read, and wait for her end."""
    folder = Path(sys.argv[1])
    entry_desk.KEEP_AFTER = 25  # the clerk is quicker than people are
    page.FORM_AFTER = 3_600_000  # she opens no form
    application = QApplication(["clerk", *theme.ARGUMENTS])
    collecting.begin(application)
    warm_up()
    supports = ActivationsPage(Patient(), today=lambda: TODAY)
    gc.collect()
    gc.freeze()  # a collector that looked through what all clerks share would copy it for each
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            try:
                work(folder, int(line), supports)
            finally:
                os._exit(3)
        os.waitpid(child, 0)
        tell("ended", None)
    shiboken6.delete(supports)
    shiboken6.delete(application)


if __name__ == "__main__":
    main()
