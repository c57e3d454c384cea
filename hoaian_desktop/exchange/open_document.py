"""The content of an .ods looked through: how far it unfolds, which cells are merged, which formulas have no value.

It says «the next thousand rows are like this one» in a few letters; the reader writes them all out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange.merged import MOST_MERGES
from hoaian_desktop.exchange.refusals import DAMAGED, LONG_CELL, TOO_LARGE, UNSAFE
from hoaian_desktop.exchange.sheets import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MARKED,
    MOST_ROWS,
    Merge,
    Place,
    Seen,
)

MOST_BYTES = 400_000_000
MOST_TEXT = 100_000_000  # signs in all cells together
_FARTHEST = 1 << 24


def look_through(pieces: Iterator[bytes]) -> Seen:
    """Refuse content that unfolds too far, tell what the reader does not."""
    content = _Content()
    parser = expat.ParserCreate()
    parser.StartElementHandler = content.start
    parser.EndElementHandler = content.end
    parser.CharacterDataHandler = content.text
    parser.StartDoctypeDeclHandler = content.doctype
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > MOST_BYTES:
                raise ImportRefused(TOO_LARGE)
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ImportRefused(DAMAGED) from error
    return Seen(content.formulas, content.errors, content.merged)


class _Content:
    """One run over the elements."""

    def __init__(self) -> None:
        self.formulas: dict[str, frozenset[Place]] = {}
        self.errors: dict[str, frozenset[Place]] = {}
        self.merged: dict[str, tuple[Merge, ...]] = {}
        self._all_cells = self._all_text = 0
        self._name = ""
        self._in_cell = 0
        self._begin_table()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._begin_cell(name, attributes)
        elif name == "table:table-row":
            self._repeat_row = _number(attributes, "table:number-rows-repeated")
            self._column = self._filled_to = self._row_text = 0
            self._row_formulas.clear()
            self._row_errors.clear()
        elif name == "table:table" and not self._in_cell:
            self._name = attributes.get("table:name", "")
            self._begin_table()

    def end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()
        elif name == "table:table" and not self._in_cell:
            self._end_table()

    def text(self, text: str) -> None:
        if self._in_cell:
            self._length += len(text)

    def doctype(self, *_: Any) -> None:
        raise ImportRefused(UNSAFE)

    def _begin_table(self) -> None:
        self._row = self._column = self._rows = self._columns = 0
        self._repeat_row, self._filled_to, self._row_text = 1, 0, 0
        self._row_formulas: list[int] = []
        self._row_errors: list[int] = []
        self._formulas: set[Place] = set()
        self._errors: set[Place] = set()
        self._merged: list[Merge] = []

    def _begin_cell(self, name: str, attributes: dict[str, str]) -> None:
        self._in_cell += 1
        self._length = 0
        self._repeat = _number(attributes, "table:number-columns-repeated")
        self._error = attributes.get("calcext:value-type") == "error"
        self._valued = "office:value-type" in attributes
        self._formula = "table:formula" in attributes
        down = _number(attributes, "table:number-rows-spanned")
        across = _number(attributes, "table:number-columns-spanned")
        if down > 1 or across > 1:
            first = (self._row + 1, self._column)
            self._merged.append((*first, self._row + down, self._column + across - 1))
            if len(self._merged) > MOST_MERGES:
                raise ImportRefused(TOO_LARGE)

    def _end_cell(self) -> None:
        self._in_cell -= 1
        if self._length > LONGEST_CELL:
            raise ImportRefused(LONG_CELL)
        if self._error:
            self._row_errors.append(self._column)
        elif self._formula and not self._valued and not self._length:
            self._row_formulas.append(self._column)
        self._column = min(self._column + self._repeat, _FARTHEST)
        if self._valued or self._length:
            self._filled_to = self._column
            self._row_text += self._length * self._repeat

    def _end_row(self) -> None:
        if self._row < MOST_ROWS:
            self._formulas.update((self._row + 1, column) for column in self._row_formulas if column < MOST_COLUMNS)
            self._errors.update((self._row + 1, column) for column in self._row_errors if column < MOST_COLUMNS)
        self._row = min(self._row + self._repeat_row, _FARTHEST)
        if self._filled_to:
            self._rows, self._columns = self._row, max(self._columns, self._filled_to)
            self._all_text += self._row_text * self._repeat_row
            self._look()

    def _end_table(self) -> None:
        self._all_cells += self._rows * self._columns
        self._rows = self._columns = 0
        self._look()
        self.merged[self._name] = tuple(self._merged)
        self.formulas[self._name] = frozenset(self._formulas)
        self.errors[self._name] = frozenset(self._errors)

    def _look(self) -> None:
        if self._rows > MOST_ROWS or self._columns > MOST_COLUMNS or self._all_text > MOST_TEXT:
            raise ImportRefused(TOO_LARGE)
        if self._all_cells + self._rows * self._columns > MOST_CELLS or len(self._formulas) > MOST_MARKED:
            raise ImportRefused(TOO_LARGE)


def _number(attributes: dict[str, str], name: str) -> int:
    number = attributes.get(name, "1")
    return int(number) if number.isdecimal() and len(number) < 9 else _FARTHEST
