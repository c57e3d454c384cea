"""A book whose November has figures, made once a run; the tab over a copy of it, or one tab for all who only look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog

from hoaian_desktop.services import reporting
from hoaian_desktop.store.store import Store
from tests.builders import TODAY, a_citizen, a_copy, a_store, a_tally, a_target, a_volunteer, an_activation
from tests.shared import once
from tests.ui.tabs.reports.at_the_report import NOVEMBER, SIZE, went
from ui import waiting
from ui.tabs import report_state
from ui.tabs.report_table import PERIOD
from ui.tabs.reports import ReportsTab
from ui.tasks import Tasks


def fill(session) -> None:
    """Two accounts with names, seven without, a target, somebody who helps."""
    an_activation(session, a_citizen(session))
    an_activation(session, a_citizen(session), day=date(2023, 10, 3))
    a_tally(session, 7, "vneid-2", day=date(2023, 11, 4))
    a_target(session, "2.2", 16)
    a_volunteer(session)
    reporting.ensure_period(session, NOVEMBER)


@pytest.fixture(scope="session")
def november_made(tmp_path_factory) -> Path:
    """The book with November, closed as a file; nobody opens it, everybody copies it."""

    def make(room: Path) -> None:
        store = a_store(room)
        store.run(fill)
        store.close()

    return once(tmp_path_factory, "november", make)


@pytest.fixture(scope="session")
def closed_made(november_made, tmp_path_factory) -> Path:
    """The same book after November was closed as v1."""

    def make(room: Path) -> None:
        store = a_copy(november_made, room)
        store.run(partial(report_state.close, period_id=the_period(store)))
        store.close()

    return once(tmp_path_factory, "november-closed", make)


def the_period(store: Store) -> int:
    (line,) = store.read(reporting.list_periods)
    return line.id


@pytest.fixture
def store(november_made, tmp_path) -> Iterator[Store]:
    """The store of the book with November, for one test."""
    made = a_copy(november_made, tmp_path)
    yield made
    made.close()


@pytest.fixture
def november(store) -> int:
    return the_period(store)


def a_tab(tasks: Tasks) -> ReportsTab:
    made = ReportsTab(tasks, lambda: TODAY)
    made.resize(*SIZE)
    return made


@pytest.fixture
def tab(qtbot, tasks) -> ReportsTab:
    """The tab over a book of its own, not yet opened."""
    made = a_tab(tasks)
    qtbot.addWidget(made)
    return made


@pytest.fixture(scope="module")
def seen_store(november_made, tmp_path_factory) -> Iterator[Store]:
    """The store behind the tab that the tests of a file share."""
    made = a_copy(november_made, tmp_path_factory.mktemp("november"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def _one_tab(qapp, seen_store) -> Iterator[ReportsTab]:
    tasks = Tasks(seen_store)
    tab = a_tab(tasks)
    tab.show()
    tab.activate()
    waiting.until(lambda: tab.state is not None and tasks.waiting == 0, "the figures are there")
    yield tab
    tab.close()
    tab.deleteLater()
    tasks.shutdown()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def seen_tab(qtbot, _one_tab) -> Iterator[ReportsTab]:
    """A tab for all tests of a file that write nothing into the book; it stands at the figures, in its usual size."""
    tab, written, folder = _one_tab, [], _one_tab.preview.folder
    tab.resize(*SIZE)
    tab.preview.blank.setChecked(False)
    if tab.step != "figures":
        went(qtbot, tab, "figures")
    tab.figures.table.setCurrentIndex(tab.figures.table.figures.index(1, PERIOD))
    saved = tab._tasks.saved.connect(lambda: written.append(True))
    yield tab
    tab._tasks.saved.disconnect(saved)
    tab.preview.folder = folder
    for dialog in tab.findChildren(QDialog):
        dialog.reject()
    qtbot.waitUntil(lambda: tab._tasks.waiting == 0)
    assert not written, "the test wrote into the book that others look at"
    assert not tab.has_unsaved(), "the test typed into the book that others look at"
