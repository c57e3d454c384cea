"""Sheets in old Vietnamese encodings: which columns are, by their fonts or by likelihood, and the sheet in Unicode.

A column is decided as a whole, its headings with it. A text with a letter that only Unicode has is never changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import filterfalse, islice, zip_longest
from types import MappingProxyType
from typing import NamedTuple

from hoaian_desktop.exchange.fonts import NO_FONTS, SheetFonts
from hoaian_desktop.exchange.workbook import Cell, Row, Sheet
from hoaian_desktop.rules.legacy_recognition import reads_better, recognise, weigh
from hoaian_desktop.rules.legacy_text import Encoding, convert, is_unicode, of_font

SAMPLES = 5
MOST_ROWS = 20_000  # to decide by: the first half of them, and then one in so many down to the end
_LONGEST = 1000  # of a text, to decide by

Typed = tuple[Encoding, bool]  # what a font is made for, and whether it draws capitals only


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
    columns = list(_columns(sheet, fonts))
    found = [_by_font(column) or _by_likelihood(column) or _by_headings(column) for column in columns]
    if beside := _beside(columns, found):
        found = [_joined(column, alone, beside) for column, alone in zip(columns, found, strict=True)]
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
    below = sheet.rows[lowest:]
    tables = [(conversion.column, _table(conversion, below)) for conversion in chosen]
    return replace(sheet, rows=above + [_looked_up(row, tables) for row in below])


@dataclass
class _Column:
    """What is known of a column that has text."""

    index: int
    cells: Sequence[Cell]
    texts: Sequence[str]
    font: str | None
    top: Mapping[int, Typed | None]

    @cached_property
    def has_unicode(self) -> bool:
        return is_unicode("\n".join(self.texts))

    @cached_property
    def headings(self) -> Mapping[int, Typed]:
        """The cells of the first rows that their own font says how to read; not where Unicode was typed in it."""
        typed = {row: typed for row, typed in self.top.items() if typed and row <= len(self.cells)}
        return {row: by for row, by in typed.items() if not weigh([str(self.cells[row - 1])], by[0]).worse}

    @property
    def other_texts(self) -> Sequence[str]:
        """What remains to be judged by likelihood."""
        said = {self.cells[row - 1] for row in self.headings}
        return [text for text in self.texts if text not in said] if said else self.texts


class _Beside(NamedTuple):
    """What the certain columns of a sheet say about its other ones."""

    encoding: Encoding
    alone: bool  # no column of the sheet holds Unicode


def _columns(sheet: Sheet, fonts: SheetFonts) -> Iterator[_Column]:
    tops: dict[int, dict[int, Typed | None]] = {}
    for (row, index), font in fonts.top.items():
        tops.setdefault(index, {})[row] = of_font(font)
    cells: Sequence[Cell]
    for index, cells in enumerate(zip_longest(*_looked_at(sheet.rows), fillvalue="")):
        if texts := [cell for cell in cells if isinstance(cell, str) and cell]:
            if not "\n".join(texts).isascii():  # most columns are plain, and to tell them apart would cost more
                texts = list(set(texts))
            if max(map(len, texts)) > _LONGEST:
                texts = [text[:_LONGEST] for text in texts]
            yield _Column(index, cells, texts, fonts.columns.get(index), tops.get(index, {}))


def _looked_at(rows: Sequence[Row]) -> Sequence[Row]:
    half = MOST_ROWS // 2
    step = -(-max(len(rows) - half, 1) // half)
    return [*rows[:half], *rows[half::step]]


def _by_font(column: _Column) -> Conversion | None:
    """Its data are set in an old font and do not contradict it: people type Unicode into such cells too."""
    typed = of_font(column.font) if column.font else None
    if typed is None:
        return None
    encoding, capitals = typed
    texts = filterfalse(is_unicode, column.texts) if column.has_unicode else column.texts
    evidence = weigh(texts, encoding)
    if evidence.worse > evidence.better or (column.has_unicode and not evidence.better):
        return None
    top = column.headings if column.has_unicode else column.top
    return Conversion(column.index, encoding, capitals, certain=True, mixed=column.has_unicode, top=top)


def _by_likelihood(column: _Column) -> Conversion | None:
    found = recognise(column.other_texts)
    if found is None:
        return None
    return Conversion(column.index, found.encoding, False, found.certain, mixed=found.mixed, top=column.headings)


def _by_headings(column: _Column) -> Conversion | None:
    """Its data are numbers, plain or Unicode, and only what stands above them is set in an old font."""
    if not column.headings:
        return None
    encoding, capitals = next(iter(column.headings.values()))
    return Conversion(column.index, encoding, capitals, certain=True, mixed=True, top=column.headings)


def _beside(columns: Iterable[_Column], conversions: Iterable[Conversion | None]) -> _Beside | None:
    encodings = Counter(one.encoding for one in conversions if one and one.certain and _is_of_a_sheet(one.encoding))
    if not encodings:
        return None
    return _Beside(encodings.most_common(1)[0][0], not any(column.has_unicode for column in columns))


def _is_of_a_sheet(encoding: Encoding) -> bool:
    # Plain keys and marks apart say nothing about the column beside them.
    return encoding not in (Encoding.VIQR, Encoding.DECOMPOSED)


def _joined(column: _Column, conversion: Conversion | None, beside: _Beside) -> Conversion | None:
    """The decision on a column too short to be certain by itself, given what the columns beside it are."""
    if conversion is not None and (conversion.certain or conversion.encoding is not beside.encoding):
        return conversion
    if conversion is not None:
        return replace(conversion, certain=beside.alone)
    plain = all(map(str.isascii, column.texts))
    if plain or column.font or column.has_unicode or weigh(column.texts, beside.encoding).worse:
        return None
    return Conversion(column.index, beside.encoding, False, certain=beside.alone)


def _changes(conversion: Conversion, cells: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    """The texts that come out different, each once, before and after."""
    met: set[str] = set()
    lowest = max(conversion.top, default=0)
    for row, cell in enumerate(cells, 1):
        if not isinstance(cell, str) or (row > lowest and conversion.leaves(cell)) or cell in met:
            continue
        met.add(cell)
        text = cell[:_LONGEST]
        if (read := conversion.read(text, row)) != text:
            yield text, read


def _read_top(row: Row, number: int, conversions: Iterable[Conversion]) -> Row:
    made = list(row)
    for conversion in conversions:
        if conversion.column < len(made) and isinstance(text := made[conversion.column], str):
            made[conversion.column] = conversion.read(text, number)
    return made


def _table(conversion: Conversion, rows: Iterable[Row]) -> dict[Cell, str]:
    """What each different text of a column becomes, where it may change."""
    cells = {row[conversion.column] for row in rows if conversion.column < len(row)}
    return {
        text: conversion.read_below(text) for text in cells if isinstance(text, str) and not conversion.leaves(text)
    }


def _looked_up(row: Row, tables: Iterable[tuple[int, Mapping[Cell, str]]]) -> Row:
    made = list(row)
    for column, table in tables:
        if column < len(made):
            made[column] = table.get(made[column], made[column])
    return made
