"""Tables of a web page as rows of text: what Word, browsers and the «Excel» exports of many offices hand over.

Read in one pass without going back, so that no page, however broken, takes long. Nothing in it is run or fetched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange.refusals import LONG_CELL, TOO_LARGE
from hoaian_desktop.exchange.sheets import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell, Merge, is_blank

MOST_SIGNS = 30_000_000

_NAME = re.compile(r"/?[a-z][a-z0-9:]*", re.IGNORECASE)
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\"']?\s*(\d{1,6})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_UNREAD = frozenset({"script", "style", "head", "title", "template", "noscript", "xml", "svg", "textarea", "select"})
_NEW_LINE = frozenset({"br", "p", "/p", "div", "/div", "li", "/li", "tr", "/tr"})


@dataclass
class Tables:
    """All tables of a page, one under the other with a blank row between, as a spreadsheet would show them."""

    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)
    tables: int = 0


def read(text: str) -> Tables:
    """The tables; a table within a cell is text of that cell."""
    if len(text) > MOST_SIGNS:
        raise ImportRefused(TOO_LARGE)
    reading = _Reading()
    for is_tag, piece in _pieces(text):
        if is_tag:
            reading.tag(piece)
        else:
            reading.text(piece)
    reading.end()
    return reading.found


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Tags without their brackets and the texts between; comments, declarations and scripts are left out."""
    at, last_quote = 0, text.rfind('"')
    while at < len(text):
        begin = text.find("<", at)
        if begin < 0:
            yield False, text[at:]
            return
        if begin > at:
            yield False, text[at:begin]
        if text.startswith("<!--", begin):
            end, size = text.find("-->", begin + 4), 3
        elif text.startswith(("<!", "<?"), begin):
            end, size = text.find(">", begin), 1
        elif found := _NAME.match(text, begin + 1):
            end, size = _end_of_tag(text, begin, last_quote), 1
            if end >= 0:
                yield True, text[begin + 1 : end]
                if found[0].casefold() in _UNREAD and text[end - 1] != "/":
                    closing = re.compile(rf"</{re.escape(found[0])}\b", re.IGNORECASE).search(text, end)
                    end, size = (closing.start() - 1, 1) if closing else (-1, 1)
        else:
            yield False, "<"
            end, size = begin, 1
        if end < 0:
            return
        at = end + size


def _end_of_tag(text: str, begin: int, last_quote: int) -> int:
    """Where the tag ends; a bracket between double quotes is part of it."""
    end, counted, quotes = text.find(">", begin), begin, 0
    while end >= 0:
        quotes += text.count('"', counted, end)
        if quotes % 2 == 0 or end > last_quote:
            return end
        counted = end
        end = text.find(">", text.find('"', end))
    return -1


class _Reading:
    """The tags and texts of a page, taken as they come."""

    def __init__(self) -> None:
        self.found = Tables()
        self._depth = 0
        self._row: list[Cell] | None = None
        self._hanging: dict[int, int] = {}  # by column: how many more rows a cell reaches down
        self._covered: frozenset[int] = frozenset()  # of this row, by cells above
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._cells = self._length = 0

    def text(self, text: str) -> None:
        if self._cell is not None:
            self._length += len(text)
            if self._length > LONGEST_CELL * 4:
                raise ImportRefused(LONG_CELL)
            self._cell.append(_SPACE.sub(" ", text))

    def tag(self, tag: str) -> None:
        found = _NAME.match(tag)
        name = found[0].casefold() if found else ""
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._begin_table()
        elif name == "/table":
            if self._depth == 1:
                self._end_row()
            self._depth = max(self._depth - 1, 0)
        elif self._depth == 1 and name in ("tr", "/tr", "/thead", "/tbody"):
            self._end_row()
            if name == "tr":
                self._begin_row()
        elif self._depth == 1 and name in ("td", "th"):
            self._begin_cell(tag)
        elif self._depth == 1 and name in ("/td", "/th"):
            self._end_cell()
        elif self._cell is not None and (name in _NEW_LINE or (self._depth > 1 and name in ("td", "th"))):
            self._cell.append(" " if name in ("td", "th") else "\n")

    def end(self) -> None:
        self._end_row()
        rows = self.found.rows
        while rows and all(map(is_blank, rows[-1])):
            rows.pop()

    def _begin_table(self) -> None:
        self.found.tables += 1
        self._hanging = {}
        if self.found.rows:
            self.found.rows.append([])

    def _begin_row(self) -> None:
        self._row = []
        self._covered = frozenset(self._hanging)
        self._hanging = {column: rows - 1 for column, rows in self._hanging.items() if rows > 1}

    def _begin_cell(self, tag: str) -> None:
        self._end_cell()
        if self._row is None:
            self._begin_row()
        spans = {name.casefold(): max(int(number), 1) for name, number in _SPAN.findall(tag)}
        self._spans = spans.get("row", 1), spans.get("col", 1)
        self._cell, self._length = [], 0

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        lines = (line.strip(" \xa0") for line in html.unescape("".join(self._cell)).split("\n"))
        text, self._cell = "\n".join(filter(None, lines)), None
        while len(self._row) in self._covered:
            self._row.append("")
        row, column, (down, across) = len(self.found.rows) + 1, len(self._row), self._spans
        across = min(across, MOST_COLUMNS - column)
        if len(text) > LONGEST_CELL:
            raise ImportRefused(LONG_CELL)
        if across < 1:
            raise ImportRefused(TOO_LARGE)
        self._row += [text, *[""] * (across - 1)]
        if down > 1 or across > 1:
            self.found.merged.append((row, column, row + down - 1, column + across - 1))
        if down > 1:
            self._hanging |= dict.fromkeys(range(column, column + across), down - 1)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._cells += len(self._row)
        if len(self.found.rows) >= MOST_ROWS or self._cells > MOST_CELLS:
            raise ImportRefused(TOO_LARGE)
        self.found.rows.append(self._row)
        self._row = None
