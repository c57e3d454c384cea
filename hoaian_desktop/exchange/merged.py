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
    room = MOST_CELLS
    for first_row, column, last_row, last_column in merged:
        last_row = min(last_row, len(rows))
        if column != last_column or last_row <= first_row:
            continue
        room -= last_row - first_row
        if room < 0:  # ranges over one another, which no spreadsheet makes
            raise ImportRefused(TOO_LARGE)
        top = rows[first_row - 1]
        if column >= len(top) or is_blank(top[column]):
            continue
        for row in rows[first_row:last_row]:
            if column >= len(row):
                row += [""] * (column + 1 - len(row))
            if is_blank(row[column]):
                row[column] = top[column]


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
