"""What a workbook is once it was read: sheets of rows of typed cells, wherever they came from."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from hoaian_desktop.rules.dates import show_date

Cell = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta
Row = Sequence[Cell]
Place = tuple[int, int]  # row from 1, column from 0
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column: rows from 1, columns from 0

MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_CELLS = 6_000_000  # of all sheets, blank ones between filled ones too: that is what takes up memory
MOST_MARKED = 500_000  # cells with an error or a formula without a value
LONGEST_CELL = 131_072  # signs; a spreadsheet holds 32,767


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows[0]` is row 1 as the user sees it, `rows[0][0]` cell A1. Empty cells are "".

    `merged` are the merged ranges as they stand in the file. Where one spans rows of a single column, its value stands
    in each of its rows already (equal dates, a heading over two rows); across columns nothing was copied.
    Rows count from 1 and columns from 0 in `formulas`, `merged` and `errors`.
    """

    name: str
    rows: Sequence[Row]
    formulas: frozenset[Place] = frozenset()  # formulas whose value was never worked out
    merged: tuple[Merge, ...] = ()
    errors: frozenset[Place] = frozenset()  # cells that showed #REF!, #N/A …: blank in `rows`

    def has_formula(self, row: int) -> bool:
        """Whether the row, as the user counts, holds a formula without a value."""
        return row in self._formula_rows

    @cached_property
    def _formula_rows(self) -> frozenset[int]:
        return frozenset(row for row, _ in self.formulas)


@dataclass(frozen=True)
class Workbook:
    """What was read: the digest recognises it, its path is not kept."""

    digest: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Seen:
    """What was seen in a file that its reader does not tell, by the name of the sheet; places as in `Sheet`."""

    formulas: Mapping[str, frozenset[Place]] = field(default_factory=dict)
    errors: Mapping[str, frozenset[Place]] = field(default_factory=dict)
    merged: Mapping[str, tuple[Merge, ...]] | None = None  # None: the reader tells


def text_of(cell: Cell | None) -> str:
    """A cell as text: whole numbers without «.0», dates as ISO, control signs left out."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        if cell.isprintable():
            return cell
        return "".join(sign for sign in cell if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def words_of(cell: Cell | None) -> str:
    """A cell as a person reads it: as `text_of`, but dates as dd/mm/yyyy, and nothing where only blanks stand."""
    if isinstance(cell, datetime.date):
        return show_date(cell)
    return "" if cell is None or is_blank(cell) else text_of(cell)


def is_blank(cell: Cell | None) -> bool:
    """Whether a user sees nothing in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip("\u200b\ufeff \t\r\n\xa0"))


def letters(index: int) -> str:
    """The name of a column counted from 0: A, B … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
