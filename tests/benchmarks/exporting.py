"""100,000 supports to a workbook, against bare xlsxwriter writing the very same cells from a list in memory.

Both write constant_memory workbooks with cells of the same kinds; the floor knows its cells before it starts.
"""

from __future__ import annotations

import gc
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy.orm import Session

from hoaian_desktop.exchange import cells_out, exporting, outgoing
from hoaian_desktop.fields import Field, Kind
from tests.benchmarks import books
from tests.benchmarks.measure import Result, compare, seconds

ROWS = 100_000
AIM = 1.3
ROUNDS = 5  # each takes many seconds
_WRITE_NUMBERS = (int, float)


def run() -> list[Result]:
    """The list as the tab shows it, and every column the import knows."""
    results = []
    with books.opened(ROWS) as book, tempfile.TemporaryDirectory(prefix="hoaian-") as room:
        of = outgoing.listing_of("activations")
        parts = {
            "export as shown": outgoing.as_shown(of, outgoing.Query(), [field.name for field in of.fields]),
            "export whole": outgoing.whole("activations"),
        }
        for words, part in parts.items():
            rows = book.store.read(partial(_cells, part=part))
            assert len(rows) == ROWS
            gc.freeze()  # a million cells in memory are the floor's, ours is not to look through them again and again
            ours = partial(exporting.export, parts=[part], path=Path(room, "ours.xlsx"))
            timed = [
                partial(seconds, partial(book.store.read, ours)),
                partial(seconds, partial(_bare, Path(room, "bare.xlsx"), rows)),
            ]
            results.append(compare(f"{words}, {ROWS:,}", *timed, aim=AIM, rounds=ROUNDS))
    return results


def _bare(path: Path, rows: list[tuple[Any, ...]]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        text = book.add_format({"num_format": "@"})
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                if cell is None:
                    continue
                if isinstance(cell, _WRITE_NUMBERS):
                    sheet.write_number(number, at, cell, day)
                else:
                    sheet.write_string(number, at, cell, text)


def _cells(session: Session, part: outgoing.Part) -> list[tuple[Any, ...]]:
    """What stands in the cells of an export: texts, and days as numbers."""
    ids = exporting.lists.ordered(session, part.listing, part.query)
    ready = [_ready(column.field) for column in part.columns]
    return [
        tuple(None if value in (None, "") else make(value) for make, value in zip(ready, values, strict=False))
        for page in exporting.pages(session, part, ids, exporting.Progress())
        for values in page
    ]


def _ready(field: Field) -> Any:
    if field.kind is Kind.DATE:
        return cells_out.day_number
    if field.kind is Kind.PARTIAL_DATE:
        return lambda iso: _number(cells_out.partial_date(iso))
    return cells_out.text_of(field, masked=True)


def _number(value: Any) -> Any:
    return value if isinstance(value, int | str) else cells_out.day_number(value)
