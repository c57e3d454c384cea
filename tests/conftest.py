"""What every test may ask for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from hoaian_desktop import papers
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import reporting
from hoaian_desktop.store.store import Store
from tests import compiled
from tests.builders import a_store
from tests.shared import once

NOVEMBER = Span.month(2023, 11)

compiled.share()
gc.set_threshold(50_000, 20, 50)  # a run holds millions of objects that never go: looking through them takes long
gc.disable()  # as in the program: no thread but this one may destroy a widget


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, the rest in its random order: at the end nobody waits for one long test."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What was imported stays for the whole run: the collector need not look at it again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown() -> None:
    """Between two tests is the time to collect."""
    young, middle, _ = gc.get_count()
    if young > gc.get_threshold()[0]:
        gc.collect(1 if middle > gc.get_threshold()[1] else 0)


@pytest.fixture(scope="session")
def closed_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same store after November 2023 was closed as v1, made once a run; nobody opens it, everybody copies it."""

    def make(room: Path) -> None:
        store = a_store(room)
        store.run(lambda session: papers.close_period(session, reporting.ensure_period(session, NOVEMBER).id))
        store.close()

    return once(tmp_path_factory, "office-closed", make)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The store of Đoàn xã Ân Tín, set up and otherwise empty."""
    made = a_store(tmp_path)
    yield made
    made.close()
