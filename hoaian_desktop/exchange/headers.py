"""The header of a sheet: which rows it is, and headings in the form in which they are compared."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from hoaian_desktop.exchange.workbook import Row, Sheet, is_blank, text_of
from hoaian_desktop.rules.names import clean, fold

SEARCHED_ROWS = 30
NUMBERING = frozenset({"stt", "tt", "so tt", "so thu tu", "no"})
MOST_ROWS = 3

_WORD = re.compile(r"[a-z0-9]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Header:
    """The headings of a sheet, by column; `row` to `last` as the user counts.

    In two rows, «Ngày sinh» merged over «Nam» and «Nữ», the lower one is the column's text and the upper its group.
    """

    row: int
    texts: tuple[str, ...]
    groups: tuple[str, ...] = ()
    last: int = 0

    def group(self, column: int) -> str:
        """The heading merged above the column's own; empty if it stands alone."""
        return self.groups[column] if column < len(self.groups) else ""

    def whole(self, column: int) -> str:
        """Both headings as the user reads them: «Ngày sinh / Nam»."""
        return " / ".join(filter(None, (self.group(column), self.texts[column])))


def heading_key(text: str) -> str:
    """A heading as compared: no marks, case, brackets and punctuation; «Số CCCD (12 số):» is «so cccd»."""
    folded = fold(text)
    return " ".join(_WORD.findall(_IN_BRACKETS.sub(" ", folded)) or _WORD.findall(folded))


def find(sheet: Sheet, known: Collection[str]) -> Header | None:
    """The rows of headings: the row among the first 30 with most in `known`, at least two, and what belongs to it."""
    best, most = None, 1
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS], 1):
        score = len({heading_key(text) for text in _texts(row) if text} & set(known))
        if score > most:
            best, most = number, score
    if best is None:
        return None
    # Filled downwards, the lower row of headings may say more than the one it begins in.
    tops = [top for top, _, bottom, _ in sheet.merged if top <= best <= bottom and bottom - top < MOST_ROWS]
    return at(sheet, min([best, *tops]))


def at(sheet: Sheet, row: int, last: int | None = None) -> Header:
    """The header that begins in a row; how far it goes is seen by its merged cells unless `last` says so."""
    first = _texts(sheet.rows[row - 1])
    levels = [_spread(first, _spans(sheet, row))]
    header = Header(row, first, ("",) * len(first), row)
    while header.last - row + 1 < MOST_ROWS and header.last < len(sheet.rows):
        below = _texts(sheet.rows[header.last])
        goes_on = _belongs(sheet, header.last + 1, levels[0], first) if last is None else header.last < last
        if not goes_on:
            break
        levels.append(_spread(below, _spans(sheet, header.last + 1)))
        header = replace(header, last=header.last + 1)
    if len(levels) == 1:
        return header
    width = max(map(len, levels))
    if not any(_spans(sheet, row)):
        levels[0] = _to_the_right(levels)
    stacked = [_stack(column, levels) for column in range(width)]
    return replace(header, texts=tuple(own for _, own in stacked), groups=tuple(group for group, _ in stacked))


def _stack(column: int, levels: list[tuple[str, ...]]) -> tuple[str, str]:
    """Group and own heading of a column; what is merged downwards stands in it once."""
    said = dict.fromkeys(text for level in levels if (text := level[column] if column < len(level) else ""))
    *above, own = said or [""]
    return " ".join(above), own


def _spans(sheet: Sheet, row: int) -> dict[int, int]:
    """The cells of a row merged over several columns: the first column of each, with the last."""
    return {left: right for top, left, bottom, right in sheet.merged if top <= row <= bottom and right > left}


def _spread(texts: tuple[str, ...], spans: dict[int, int]) -> tuple[str, ...]:
    spread = list(texts)
    for left, right in spans.items():
        for column in range(left, min(right + 1, len(spread))):
            spread[column] = texts[left] if left < len(texts) else ""
    return tuple(spread)


def _to_the_right(levels: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The upper headings where nothing tells what is merged: a blank one over another heading repeats its neighbour."""
    top, spread, before = levels[0], list(levels[0]), ""
    for column, text in enumerate(top):
        below = any(level[column] for level in levels[1:] if column < len(level))
        before = text or (before if below else "")
        spread[column] = before
    return tuple(spread)


def _belongs(sheet: Sheet, row: int, spread: tuple[str, ...], first: tuple[str, ...]) -> bool:
    """Whether a row is a lower one of the headings: merged into them from above, or words under merged ones only."""
    header_row = row - 1
    down = [(left, right) for top, left, bottom, right in sheet.merged if top <= header_row < row <= bottom]
    if len(down) > 1 and sum(bool(first[left]) for left, _ in down if left < len(first)) > 1:
        return True
    cells = sheet.rows[row - 1]
    filled = {column for column, cell in enumerate(cells) if not is_blank(cell)}
    blank = {column for column, text in enumerate(first) if not text}
    merged = blank | {column - 1 for column in blank if column}
    words = all(isinstance(cells[column], str) for column in filled)
    return bool(filled & blank) and filled <= merged and words


def _texts(row: Row) -> tuple[str, ...]:
    return tuple("" if is_blank(cell) else clean(text_of(cell))[:120] for cell in row)
