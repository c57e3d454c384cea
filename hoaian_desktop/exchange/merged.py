"""Merged cells and cells that show an error, settled before anybody reads the rows."""

from __future__ import annotations

from collections.abc import Iterable

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange.refusals import TOO_LARGE
from hoaian_desktop.exchange.sheets import MOST_CELLS, Cell, Merge, is_blank

MOST_MERGES = 100_000

# As Excel, LibreOffice and Google Sheets write them.
ERRORS = frozenset(
    {
        *("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!"),
        *("#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#ERROR!", "#GETTING_DATA"),
        *("Err:502", "Err:504", "Err:508", "Err:509", "Err:511", "Err:522", "Err:523"),
    }
)


def fill_down(rows: list[list[Cell]], merged: Iterable[Merge]) -> None:
    """Repeat the value of each merged cell that spans rows of one column; rows below the last one are not made."""
    downwards = [
        (top, column, min(bottom, len(rows)))
        for top, column, bottom, right in merged
        if column == right and top < min(bottom, len(rows))
    ]
    if sum(bottom - top for top, _, bottom in downwards) > MOST_CELLS:  # over one another, as no spreadsheet makes them
        raise ImportRefused(TOO_LARGE)
    for top, column, bottom in downwards:
        first = rows[top - 1]
        if column >= len(first) or is_blank(first[column]):
            continue
        for row in rows[top:bottom]:
            row += [""] * (column + 1 - len(row))
            if is_blank(row[column]):
                row[column] = first[column]


def blank_errors(rows: list[list[Cell]]) -> frozenset[tuple[int, int]]:
    """Empty the cells that show an error instead of a value and say where they were."""
    found = set()
    for number, row in enumerate(rows, 1):
        if ERRORS.isdisjoint(row):
            continue
        for column, cell in enumerate(row):
            if cell in ERRORS:
                row[column] = ""
                found.add((number, column))
    return frozenset(found)
