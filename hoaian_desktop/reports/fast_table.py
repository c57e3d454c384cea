"""A table of any length in linear time: it writes its own text and rules, and its header on every page.

ReportLab's tables copy all rows that are left each time a page is full, which is quadratic: ten thousand rows take
eight seconds. Here every part shares one measurement, and a page is cut off by halving.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable

from hoaian_desktop.report_content import Row
from hoaian_desktop.reports import fonts
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.lines import wrap
from hoaian_desktop.reports.table_cells import EDGE, NUMBERS_SIZE, Cell, Measured, Style

NOTE_SIZE = 11.0
_NOTE_PITCH = 14.0
_NOTE_GAP = 5.0
_HEAD = (0.925, 0.933, 0.945)
_GROUP = (0.965, 0.97, 0.98)
_RULE = 0.5
_ENOUGH = 250.0  # points of a page: rows that are kept together and do not fit into this much are cut after all


class FastTable(Flowable):
    """Rows of a measured table, from `first` up to `stop`; `reserve` points below the last one are kept for a note."""

    def __init__(self, table: Measured, first: int = 0, stop: int | None = None, *, reserve: float = 0) -> None:
        super().__init__()
        self.table, self.first, self.reserve = table, first, reserve
        self.stop = len(table.rows) if stop is None else stop

    @classmethod
    def of(
        cls,
        columns: Sequence[str],
        widths: Sequence[float],
        alignments: Sequence[str],
        rows: Sequence[Row],
        *,
        style: Style | None = None,
        notes: Sequence[str] = (),
        ending: Sequence[Flowable] = (),
    ) -> list[Flowable]:
        """A table with its footnotes below it; `widths` are millimetres, `alignments` left, center or right.

        `ending` (an appeal, a signature) follows it and has the last row on its page.
        """
        points = [width * MM for width in widths]
        below: list[Flowable] = [_Note(place, text, sum(points)) for place, text in enumerate(notes, start=1)]
        kept = [*below, *ending] if ending else below[:1]
        reserve = sum(each.wrap(sum(points), 1e6)[1] + each.getSpaceBefore() + each.getSpaceAfter() for each in kept)
        return [cls(Measured(columns, points, alignments, rows, style or Style()), reserve=reserve), *below, *ending]

    def wrap(self, _width: float, height: float) -> tuple[float, float]:
        """Its size; it says that it does not fit if the note below it would not."""
        self.width = self.table.edges[-1]
        self.height = self.table.top_height + self._tall(self.stop)
        wanted = self.height + self.reserve
        return self.width, wanted if self.height <= height < wanted and self.stop - self.first > 1 else self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """What fits and what is left; nothing if not even the first rows that belong together fit."""
        stop = self._fits(height)
        if stop <= self.first:
            return []
        rest = FastTable(self.table, stop, self.stop, reserve=self.reserve)
        # Where only what follows did not fit, the last row would still find room here.
        apart = CondPageBreak(self.table.top_height + rest._tall(self.stop) + self.reserve)
        return [FastTable(self.table, self.first, stop), apart, rest]

    def _tall(self, stop: int) -> float:
        return self.table.ends[stop] - self.table.ends[self.first]

    def _fits(self, height: float) -> int:
        """The row that begins the next page."""
        ends, beginnings = self.table.ends, self.table.beginnings
        room = ends[self.first] + height - self.table.top_height
        # The last row may fit where only its note does not.
        cut = min(bisect_right(ends, room + 1e-6) - 1, self.stop - 1)
        at = bisect_right(beginnings, cut) - 1
        lawful = beginnings[at] if at >= 0 else 0
        return cut if lawful <= self.first and height >= _ENOUGH else lawful

    # Drawing

    def draw(self) -> None:
        """Grounds, rules, then all text in one piece."""
        canv = self.canv
        canv.saveState()
        self._fill(canv)
        self._rule(canv)
        text = canv.beginText()
        pen = _Pen(text)
        self._write_head(pen)
        for place in range(self.first, self.stop):
            self._write_row(pen, place)
        canv.drawText(text)
        canv.restoreState()

    def _lower(self, place: int) -> float:
        """The lower edge of a row, from the bottom of this part."""
        return self.height - self.table.top_height - self._tall(place + 1)

    def _fill(self, canv: Any) -> None:
        table = self.table
        canv.setFillColorRGB(*_HEAD)
        canv.rect(0, self.height - table.head_height, self.width, table.head_height, stroke=0, fill=1)
        canv.setFillColorRGB(*_GROUP)
        for place in range(self.first, self.stop):
            if table.rows[place].kind == "group":
                tall = table.ends[place + 1] - table.ends[place]
                canv.rect(0, self._lower(place), self.width, tall, stroke=0, fill=1)
        canv.setFillGray(0)

    def _rule(self, canv: Any) -> None:
        table, edges = self.table, self.table.edges
        under_head = self.height - table.head_height
        across = [self.height, under_head, *([under_head - table.numbers_height] if table.numbers_height else [])]
        across += [self._lower(place) for place in range(self.first, self.stop)]
        lines = [(0.0, y, self.width, y) for y in across]
        lines += [(x, self.height, x, 0.0) for x in (edges[0], *edges[1:2], edges[-1])]
        lines += [(x, upper, x, lower) for upper, lower in self._stretches() for x in edges[2:-1]]
        canv.setLineWidth(_RULE)
        canv.setLineCap(2)
        canv.setStrokeGray(0)
        canv.lines(lines)

    def _stretches(self) -> Iterator[tuple[float, float]]:
        """Upper and lower end of the rules between columns: a heading runs over all but the first."""
        upper = self.height
        for place in range(self.first, self.stop):
            if self.table.rows[place].kind == "group":
                lower = self._lower(place)
                above = lower + self.table.ends[place + 1] - self.table.ends[place]
                if upper > above:
                    yield upper, above
                upper = lower
        if upper > 0:
            yield upper, 0.0

    def _write_head(self, pen: _Pen) -> None:
        table = self.table
        lower = self.height - table.head_height
        for column, lines in enumerate(table.head):
            cell = Cell(lines, table.style.size)
            self._write(pen, cell, fonts.BOLD, "center", column, 0, lower, table.head_height)
        if not table.numbers_height:
            return
        lower -= table.numbers_height
        for column in range(len(table.widths)):
            axis = (table.edges[column] + table.edges[column + 1]) / 2
            base = lower + (EDGE + table.numbers_height + NUMBERS_SIZE) / 2 - NUMBERS_SIZE
            pen.write(f"({column + 1})", fonts.ITALIC, NUMBERS_SIZE, axis, base, "center")

    def _write_row(self, pen: _Pen, place: int) -> None:
        table = self.table
        row = table.rows[place]
        tall = table.ends[place + 1] - table.ends[place]
        lower = self._lower(place)
        for column, cell in table.cells(place):
            side = "left" if row.kind == "group" and column == 1 else table.alignments[column]
            self._write(pen, cell, table.face(row, column), side, column, table.indent(row, column), lower, tall)

    def _write(
        self, pen: _Pen, cell: Cell, font: str, side: str, column: int, indent: float, lower: float, tall: float
    ) -> None:
        """The lines of a cell in the middle of its height."""
        edges = self.table.edges
        if side == "left":
            x = edges[column] + indent
        elif side == "right":
            x = edges[column + 1] - self.table.style.side
        else:
            x = (edges[column] + edges[column + 1]) / 2
        pitch = self.table.style.pitch(cell.size)
        base = lower + (EDGE + tall + len(cell.lines) * pitch) / 2 - cell.size
        for line in cell.lines:
            pen.write(line, font, cell.size, x, base, side)
            base -= pitch


class _Pen:
    """Writes into a text object; the face is named again only where it changes."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._face: tuple[str, float] | None = None

    def write(self, words: str, font: str, size: float, x: float, base: float, side: str) -> None:
        """One line whose left end, middle or right end lies at `x`."""
        if (font, size) != self._face:
            self._text.setFont(font, size)
            self._face = font, size
        if side != "left":
            wide = fonts.width(words, font, size)
            x -= wide if side == "right" else wide / 2
        self._text.setTextOrigin(x, base)
        self._text.textOut(words)


class _Note(Flowable):
    """A footnote below its table: «(1) …», never cut."""

    def __init__(self, number: int, text: str, width: float) -> None:
        super().__init__()
        self._mark = f"({number})"
        self._indent = fonts.width(self._mark + " ", fonts.REGULAR, NOTE_SIZE)
        self._lines = wrap(text, fonts.REGULAR, NOTE_SIZE, width - self._indent)[:24]
        self.spaceBefore = _NOTE_GAP if number == 1 else 0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size: the whole width, a pitch for each line."""
        self.width, self.height = width, len(self._lines) * _NOTE_PITCH
        return self.width, self.height

    def draw(self) -> None:
        """The mark and the first line are one text, so that they are found and copied together."""
        self.canv.setFont(fonts.REGULAR, NOTE_SIZE)
        base = self.height - NOTE_SIZE
        for place, line in enumerate(self._lines):
            self.canv.drawString(*((self._indent, base, line) if place else (0, base, f"{self._mark} {line}")))
            base -= _NOTE_PITCH
