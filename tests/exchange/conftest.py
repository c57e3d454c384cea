"""The sample workbook of Đoàn xã Ân Tín with its exact answers, and workbooks written by a test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from hoaian_desktop.exchange import importing, opening
from hoaian_desktop.exchange.importing import Plan
from hoaian_desktop.store.store import Store
from tests.builders import a_copy, a_store

SAMPLES = Path(__file__).parent.parent / "data"
AN_TIN = SAMPLES / "an-tin"
TODAY = date(2024, 1, 10)

Sheets = dict[str, Sequence[Sequence[Any]]]


@pytest.fixture(scope="session")
def key() -> dict[str, Any]:
    return json.loads((AN_TIN / "key.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def facts() -> dict[str, Any]:
    return json.loads((AN_TIN / "facts.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Plan]:
    """A book that took in the whole sample, closed: tests that go on writing in it take a copy."""
    folder = tmp_path_factory.mktemp("taken-in")
    store = a_store(folder)
    plan = take_in(store, AN_TIN / "so-lieu.xlsx")
    store.close()
    return folder, plan


@pytest.fixture(scope="session")
def an_tin(taken_in: tuple[Path, Plan], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Plan]]:
    """The same book, open; tests only read it."""
    folder, plan = taken_in
    store = a_copy(folder, tmp_path_factory.mktemp("an-tin"))
    yield store, plan
    store.close()


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Sheets], Path]:
    """Writes sheets of rows to a workbook; dates become real dates."""

    def write(sheets: Sheets, name: str = "tep.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return write


def planned(store: Store, path: Path, **about: Any) -> Plan:
    """What an import of the file would do."""
    opened = opening.open_path(path)
    planning = partial(importing.plan, workbook=opened.workbook, conversions=opened.conversions, today=TODAY, **about)
    return store.read(planning)


def take_in(store: Store, path: Path, **about: Any) -> Plan:
    """Import the file and return what was done."""
    plan = planned(store, path, **about)
    store.run(partial(importing.apply, planned=plan))
    return plan
