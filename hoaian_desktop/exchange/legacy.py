"""Sheets in old Vietnamese encodings: which columns are, by their fonts or by likelihood, and the sheet in Unicode.

A column is decided as a whole, its headings with it. A text with a letter that only Unicode has is never changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType

from hoaian_desktop.exchange.fonts import NO_FONTS, SheetFonts
from hoaian_desktop.exchange.legacy_columns import LONGEST, Column, Typed, columns_of
from hoaian_desktop.exchange.workbook import Cell, Row, Sheet
from hoaian_desktop.rules.legacy_recognition import reads_better, recognise, weigh
from hoaian_desktop.rules.legacy_text import Encoding, convert, of_font

SAMPLES = 5


@dataclass(frozen=True)
class Conversion:
    """How one column (from 0) reads in Unicode; `samples` are texts of it, before and after.

    `certain` needs no question. `mixed`: only texts that read better are changed, the others are Unicode already.
    `top` is what the fonts say of single cells in the first rows, by row from 1: titles and headings have their own.
    """

    column: int
    encoding: Encoding
    capitals: bool
    certain: bool
    samples: tuple[tuple[str, str], ...] = ()
    mixed: bool = False
    top: Mapping[int, Typed | None] = field(default_factory=lambda: MappingProxyType({}))

    def read(self, text: str, row: int) -> str:
        """A text of this column in Unicode; `row` from 1."""
        return self._read(text, self.top[row]) if row in self.top else self.read_below(text)

    def read_below(self, text: str) -> str:
        """A text below the first rows in Unicode."""
        return self._read(text, None if self.mixed else (self.encoding, self.capitals))

    def leaves(self, text: str) -> bool:
        """Whether a text below the first rows surely stays as it is: plain keys hold no old letters."""
        return text.isascii() and not self.capitals and self.encoding is not Encoding.VIQR

    def _read(self, text: str, typed: Typed | None) -> str:
        if typed is not None:
            return convert(text, typed[0], capitals=typed[1])
        return convert(text, self.encoding) if reads_better(text, self.encoding) else text


def decide(sheet: Sheet, fonts: SheetFonts = NO_FONTS) -> tuple[Conversion, ...]:
    """The columns of a sheet that are not in Unicode, from left to right; none for an ordinary sheet."""
    columns = columns_of(sheet, fonts)
    found = [_by_font(column) or _by_likelihood(column) or _by_headings(column) for column in columns]
    encoding = _of_most(found)
    if encoding and not any(column.doubtful for column in columns):
        found = [_joined(column, alone, encoding) for column, alone in zip(columns, found, strict=True)]
    shown = [
        replace(conversion, samples=tuple(islice(_changes(conversion, column.cells), SAMPLES)))
        for column, conversion in zip(columns, found, strict=True)
        if conversion
    ]
    return tuple(conversion for conversion in shown if conversion.samples)


def apply(sheet: Sheet, conversions: Iterable[Conversion]) -> Sheet:
    """The same sheet with these columns in Unicode; the sheet itself where there are none."""
    chosen = tuple(conversions)
    if not chosen:
        return sheet
    lowest = max((row for conversion in chosen for row in conversion.top), default=0)
    above = [_read_top(row, number, chosen) for number, row in enumerate(sheet.rows[:lowest], 1)]
    readers = [(conversion.column, _Reader(conversion)) for conversion in chosen]
    return replace(sheet, rows=above + [_read_below(row, readers) for row in sheet.rows[lowest:]])


def _by_font(column: Column) -> Conversion | None:
    """Its data are set in an old font and bear it out."""
    typed = of_font(column.font) if column.font else None
    if typed is None or not column.bears_out(column.texts, typed[0]):
        return None
    top = column.headings if column.has_unicode else column.top
    return Conversion(column.index, *typed, certain=True, mixed=column.has_unicode, top=top)


def _by_likelihood(column: Column) -> Conversion | None:
    found = recognise(column.other_texts)
    if found is None:
        return None
    return Conversion(column.index, found.encoding, False, found.certain, mixed=found.mixed, top=column.headings)


def _by_headings(column: Column) -> Conversion | None:
    """Its data are numbers, plain or Unicode, and only what stands above them is set in an old font."""
    if not column.headings:
        return None
    encoding, capitals = next(iter(column.headings.values()))
    return Conversion(column.index, encoding, capitals, certain=True, mixed=True, top=column.headings)


def _of_most(conversions: Iterable[Conversion | None]) -> Encoding | None:
    """The encoding of most columns that are certain; letters with their marks apart say nothing about others."""
    certain = Counter(one.encoding for one in conversions if one and one.certain)
    del certain[Encoding.DECOMPOSED]
    return certain.most_common(1)[0][0] if certain else None


def _joined(column: Column, alone: Conversion | None, encoding: Encoding) -> Conversion | None:
    """The decision on a column too short to be certain by itself, in a sheet of this encoding and without Unicode."""
    if alone is not None:
        return replace(alone, certain=alone.certain or alone.encoding is encoding)
    evidence = weigh(column.texts, encoding)
    if column.font or evidence.worse or (encoding is Encoding.VIQR and not evidence.strong):
        return None
    return Conversion(column.index, encoding, capitals=False, certain=True)


def _changes(conversion: Conversion, cells: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    """The texts that come out different, each once, before and after."""
    met: set[str] = set()
    lowest = max(conversion.top, default=0)
    for row, cell in enumerate(cells, 1):
        if not isinstance(cell, str) or (row > lowest and conversion.leaves(cell)) or cell in met:
            continue
        met.add(cell)
        text = cell[:LONGEST]
        if (read := conversion.read(text, row)) != text:
            yield text, read


def _read_top(row: Row, number: int, conversions: Iterable[Conversion]) -> Row:
    made = list(row)
    for conversion in conversions:
        if conversion.column < len(made) and isinstance(text := made[conversion.column], str):
            made[conversion.column] = conversion.read(text, number)
    return made


class _Reader(dict[Cell, Cell]):
    """Reads the cells of one column below the first rows, each different text once."""

    def __init__(self, conversion: Conversion) -> None:
        super().__init__()
        self._conversion = conversion

    def __missing__(self, cell: Cell) -> Cell:
        # Numbers are not kept: 1 and True would be one.
        if not isinstance(cell, str) or self._conversion.leaves(cell):
            return cell
        self[cell] = self._conversion.read_below(cell)
        return self[cell]


def _read_below(row: Row, readers: Iterable[tuple[int, _Reader]]) -> Row:
    made = list(row)
    for column, reader in readers:
        if column < len(made):
            made[column] = reader[made[column]]
    return made
