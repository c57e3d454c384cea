"""The header of a sheet: which row it is, and headings in the form in which they are compared."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from hoaian_desktop.exchange.workbook import Row, Sheet, is_blank, text_of
from hoaian_desktop.rules.names import clean, fold

SEARCHED_ROWS = 15
NUMBERING = frozenset({"stt", "tt", "so tt", "so thu tu", "no"})

_WORD = re.compile(r"[a-z0-9]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Header:
    """The row of headings; `row` as the user counts, `texts` by column."""

    row: int
    texts: tuple[str, ...]
    below: tuple[int, ...] = ()  # columns whose headings stand one row lower, under a merged cell


def heading_key(text: str) -> str:
    """A heading as compared: no marks, case, brackets and punctuation; «Số CCCD (12 số):» is «so cccd»."""
    folded = fold(text)
    return " ".join(_WORD.findall(_IN_BRACKETS.sub(" ", folded)) or _WORD.findall(folded))


def find(sheet: Sheet, known: Collection[str]) -> Header | None:
    """The row among the first 15 with most headings in `known`, at least two; the first such row."""
    best, most = None, 1
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS], 1):
        texts = _texts(row)
        score = len({heading_key(text) for text in texts if text} & set(known))
        if score > most:
            best, most = Header(number, texts), score
    return best if best is None else replace(best, below=_below(sheet, best))


def _below(sheet: Sheet, header: Header) -> tuple[int, ...]:
    """The columns of a second row of headings: words only, and only under merged headings."""
    row = sheet.rows[header.row] if header.row < len(sheet.rows) else ()
    filled = {at for at, cell in enumerate(row) if not is_blank(cell)}
    blank = {at for at, text in enumerate(header.texts) if not text}
    merged = blank | {at - 1 for at in blank if at}
    words = all(isinstance(row[at], str) for at in filled)
    return tuple(sorted(filled)) if filled & blank and filled <= merged and words else ()


def _texts(row: Row) -> tuple[str, ...]:
    return tuple("" if is_blank(cell) else clean(text_of(cell))[:120] for cell in row)
