"""Tables written as text: which sign separates the cells is sensed; every cell stays text, so no zero is lost."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange.guard import unguarded
from hoaian_desktop.exchange.refusals import LONG_CELL, NOT_TEXT, TOO_LARGE
from hoaian_desktop.exchange.sheets import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell, is_blank

_SEPARATORS = "\t;|,"  # of two that fit equally well, the first: commas stand in texts and numbers too
_SAMPLED_ROWS = 200
_SAMPLED_SIGNS = 200_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SAID = re.compile(r"sep=(.)(?:\r\n|\r|\n|$)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")

# The library counts signs of a cell against a limit it has in common with everybody: said here so that nobody wonders.
csv.field_size_limit(LONGEST_CELL)


def rows_of(text: str, separator: str | None = None) -> list[list[Cell]]:
    """The rows of a text. Raises ImportRefused for what is no text, and what is more than anybody keys in."""
    if len(_CONTROLS.findall(text[:_SAMPLED_SIGNS])) * 50 > len(text[:_SAMPLED_SIGNS]):
        raise ImportRefused(NOT_TEXT)
    text = text.removeprefix("\ufeff")
    if separator is None and (said := _SAID.match(text)):
        separator, text = said[1], text[said.end() :]
    separator = separator or _sensed(text)
    quoted = _quotes_close(text, separator)
    rows: list[list[Cell]] = []
    last = cells = 0
    try:
        for row in _parsed(text, separator, quoted=quoted):
            while row and is_blank(row[-1]):
                row.pop()
            if row:
                last = len(rows) + 1
                cells += len(row)
                if last > MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
                    raise ImportRefused(TOO_LARGE)
            if len(rows) <= MOST_ROWS:  # blank lines at the end may be more
                rows.append([unguarded(cell) for cell in row])
    except csv.Error as error:
        raise ImportRefused(LONG_CELL) from error
    return rows[:last]


def _parsed(text: str, separator: str, *, quoted: bool = True) -> Iterator[list[str]]:
    if quoted:
        return csv.reader(_lines(text), delimiter=separator)
    return csv.reader(_lines(text), delimiter=separator, quoting=csv.QUOTE_NONE)


def _lines(text: str) -> Iterator[str]:
    return (found[0] for found in _LINE.finditer(text))


def _quotes_close(text: str, separator: str) -> bool:
    """Whether the last quotation mark closes: one left open («5" ống») would swallow all the rows after it."""
    if '"' not in text:
        return True
    try:
        last: list[str] = []
        for last in csv.reader(_and_end(text), delimiter=separator):  # noqa: B007 (the last one is looked at)
            pass
        return last == ["end"]
    except csv.Error:
        return False


def _and_end(text: str) -> Iterable[str]:
    yield from _lines(text)
    yield "\n"
    yield "end"


def _sensed(text: str) -> str:
    """The separator that gives most rows of one width; texts of titles and notes count for none."""
    sample = text[:_SAMPLED_SIGNS]
    best, most = ",", 0
    for separator in _SEPARATORS:
        if separator not in sample:
            continue
        try:
            widths = Counter(len(row) for row in islice(_parsed(sample, separator), _SAMPLED_ROWS) if len(row) > 1)
        except csv.Error:
            continue
        same = max(widths.values(), default=0)
        if same > most:
            best, most = separator, same
    return best
