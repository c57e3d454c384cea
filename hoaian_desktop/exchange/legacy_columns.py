"""The columns of a sheet and what their fonts say of them, where they bear it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import filterfalse, zip_longest

from hoaian_desktop.exchange.fonts import SheetFonts
from hoaian_desktop.exchange.workbook import Cell, Row, Sheet
from hoaian_desktop.rules.legacy_recognition import weigh
from hoaian_desktop.rules.legacy_text import Encoding, is_unicode, of_font

MOST_ROWS = 20_000  # to decide by: the first half of them, and then one in so many down to the end
LONGEST = 1000  # of a text, to decide by

Typed = tuple[Encoding, bool]  # what a font is made for, and whether it draws capitals only


@dataclass(frozen=True)
class Column:
    """A column with text: its cells, its texts, the font of its data, and what those of its first rows are made for."""

    index: int
    cells: Sequence[Cell]
    texts: Sequence[str]
    font: str | None
    top: Mapping[int, Typed | None]  # by row from 1
    # The sheet holds Unicode elsewhere: where an old font is missing, people type into its cells as they do now.
    doubtful: bool = False
    sure: frozenset[int] = frozenset()  # first rows that bear out their font as a whole

    @cached_property
    def has_unicode(self) -> bool:
        """Whether a text of it has a letter that only Unicode has."""
        return is_unicode("\n".join(self.texts))

    @cached_property
    def headings(self) -> Mapping[int, Typed]:
        """The cells of the first rows that their own font says how to read."""
        return {row: typed for row, typed in self.top.items() if typed and self._is_heading(row, typed[0])}

    def _is_heading(self, row: int, encoding: Encoding) -> bool:
        return row in self.sure or (row <= len(self.cells) and self.bears_out([str(self.cells[row - 1])], encoding))

    def bears_out(self, texts: Iterable[str], encoding: Encoding) -> bool:
        """Whether texts may be what their font says; beside Unicode they have to show it."""
        evidence = weigh(filterfalse(is_unicode, texts) if self.has_unicode else texts, encoding)
        return evidence.better > evidence.against if self.doubtful else evidence.better >= evidence.worse

    @property
    def other_texts(self) -> Sequence[str]:
        """What remains to be judged by likelihood."""
        said = {self.cells[row - 1] for row in self.headings}
        return [text for text in self.texts if text not in said] if said else self.texts


def columns_of(sheet: Sheet, fonts: SheetFonts) -> list[Column]:
    """The columns of a sheet that have text, from left to right."""
    columns = list(_columns(sheet, fonts))
    if not any(column.has_unicode for column in columns):
        return columns
    sure = _rows_set_in_one(columns)
    return [replace(column, doubtful=True, sure=sure) for column in columns]


def _columns(sheet: Sheet, fonts: SheetFonts) -> Iterator[Column]:
    tops: dict[int, dict[int, Typed | None]] = {}
    for (row, index), font in fonts.top.items():
        tops.setdefault(index, {})[row] = of_font(font)
    cells: Sequence[Cell]
    for index, cells in enumerate(zip_longest(*_looked_at(sheet.rows), fillvalue="")):
        if texts := [cell for cell in cells if isinstance(cell, str) and cell]:
            if not "\n".join(texts).isascii():  # most columns are plain, and to tell them apart would cost more
                texts = list(set(texts))
            if max(map(len, texts)) > LONGEST:
                texts = [text[:LONGEST] for text in texts]
            yield Column(index, cells, texts, fonts.columns.get(index), tops.get(index, {}))


def _looked_at(rows: Sequence[Row]) -> Sequence[Row]:
    half = MOST_ROWS // 2
    step = -(-max(len(rows) - half, 1) // half)
    return [*rows[:half], *rows[half::step]]


def _rows_set_in_one(columns: Iterable[Column]) -> frozenset[int]:
    """The first rows whose cells bear out their old font together, none of them Unicode: a line of headings."""
    rows: dict[int, list[tuple[str, Encoding]]] = {}
    for column in columns:
        for row, typed in column.top.items():
            if typed and row <= len(column.cells):
                rows.setdefault(row, []).append((str(column.cells[row - 1]), typed[0]))
    return frozenset(row for row, cells in rows.items() if _bear_out(cells))


def _bear_out(cells: Sequence[tuple[str, Encoding]]) -> bool:
    found = [weigh([text], encoding) for text, encoding in cells]
    unicode = any(is_unicode(text) for text, _ in cells)
    return not unicode and sum(one.better for one in found) > sum(one.against for one in found)
