"""The cells of a long table before it is drawn: which face, how many lines, how tall each row, where a page may begin.

Everything is measured once for the whole table, in time and memory that grow with its rows and not faster.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hoaian_desktop.report_content import Row
from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.lines import balanced, wrap

SIDE = 1.2 * MM
"""Between a rule and the text beside it, in points."""
EDGE = 1.9
"""Below the last line of a cell; the face itself leaves room above the first."""
INDENT = 3 * MM
MOST_LINES = 24
MOST_HEAD_LINES = 6
NUMBERS_SIZE = 10.0

_FACES = {"group": fonts.BOLD, "main": fonts.REGULAR, "sub": fonts.ITALIC, "total": fonts.BOLD}


@dataclass(frozen=True)
class Style:
    """How a table is set: the size of its text, the smaller ones of its last column if that holds notes."""

    size: float = at.TABLE_SIZE
    note_sizes: tuple[float, ...] = at.NOTE_SIZES
    numbered: bool = True  # a line «(1) (2) …» below the headings
    air: float = 0.0  # points that each row is taller than its text needs
    side: float = SIDE  # points between a rule and the text beside it

    def pitch(self, size: float) -> float:
        """How far the base lines of this size lie apart."""
        return size * at.TABLE_PITCH / at.TABLE_SIZE


@dataclass(frozen=True)
class Cell:
    """A text broken into lines of one size."""

    lines: tuple[str, ...]
    size: float


class Measured:
    """A table measured: rows with their heights from the top, cells of more than one line, pages' possible beginnings.

    Widths are points. Cells that take one line of the usual size are not kept: they are the text itself.
    """

    def __init__(
        self,
        columns: Sequence[str],
        widths: Sequence[float],
        alignments: Sequence[str],
        rows: Sequence[Row],
        style: Style,
    ) -> None:
        self.widths, self.alignments, self.rows, self.style = tuple(widths), tuple(alignments), rows, style
        self.edges = [0.0]
        for width in widths:
            self.edges.append(self.edges[-1] + width)
        self._last = len(self.widths) - 1
        self._has_notes = self.alignments[-1] == "left" and bool(style.note_sizes)
        self.head = tuple(
            tuple(balanced(text, fonts.BOLD, style.size, width - 2 * style.side)[:MOST_HEAD_LINES])
            for text, width in zip(columns, widths, strict=True)
        )
        tallest = max(len(lines) for lines in self.head)
        self.head_height = self._tall(tallest * style.pitch(style.size)) + 2
        self.numbers_height = style.pitch(style.size) if style.numbered else 0.0
        self._odd: dict[int, dict[int, Cell]] = {}
        # The lower edge of each row below the table's first one, summed up; a page is then found by halving.
        self.ends = array("d", [0.0])
        for place, row in enumerate(rows):
            self.ends.append(self.ends[-1] + self._measure(place, row))
        self.beginnings = array("l", _beginnings(rows))

    @property
    def top_height(self) -> float:
        """The height of what is repeated on every page."""
        return self.head_height + self.numbers_height

    def cells(self, place: int) -> Iterator[tuple[int, Cell]]:
        """Column and content of every cell of a row that has something in it."""
        odd = self._odd.get(place)
        for column, text in enumerate(shown(self.rows[place])):
            if not text:
                continue
            cell = odd.get(column) if odd else None
            yield column, cell or Cell((text,), self.style.size)

    def face(self, row: Row, column: int) -> str:
        """The face of a cell; notes are upright whatever their row is."""
        return fonts.REGULAR if self._is_note(row, column) else _FACES.get(row.kind, fonts.REGULAR)

    def indent(self, row: Row, column: int) -> float:
        """How far a cell begins from the rule at its left."""
        return self.style.side + INDENT if row.kind == "sub" and column == 1 else self.style.side

    def _is_note(self, row: Row, column: int) -> bool:
        return self._has_notes and column == self._last and row.kind != "group"

    def _measure(self, place: int, row: Row) -> float:
        """The height of a row; cells that are not one usual line are kept."""
        size = self.style.size
        tallest = self.style.pitch(size)
        for column, text in enumerate(shown(row)):
            if not text:
                continue
            room = self.widths[column] - self.style.side - self.indent(row, column)
            if row.kind == "group" and column:
                room = self.edges[-1] - self.edges[1] - 2 * self.style.side
            font, is_note = self.face(row, column), self._is_note(row, column)
            # No letter of the face is wider than its size: short texts need not be measured.
            fits = "\n" not in text and (len(text) * size <= room or fonts.width(text, font, size) <= room)
            if fits and not (is_note and self.style.note_sizes[0] != size):
                continue
            cell = self._broken(text, font, room, is_note)
            self._odd.setdefault(place, {})[column] = cell
            tallest = max(tallest, len(cell.lines) * self.style.pitch(cell.size))
        return self._tall(tallest)

    def _broken(self, text: str, font: str, room: float, is_note: bool) -> Cell:
        sizes = self.style.note_sizes if is_note else (self.style.size,)
        for size in sizes:
            if fonts.width(text, font, size) <= room:
                return Cell((" ".join(text.split()),), size)
        size = sizes[min(1, len(sizes) - 1)]
        lines = wrap(text, font, size, room)
        if len(lines) > MOST_LINES:
            lines = [*lines[: MOST_LINES - 1], "…"]
        return Cell(tuple(lines), size)

    def _tall(self, lines: float) -> float:
        return lines + 2 * EDGE - 0.8 + self.style.air


def shown(row: Row) -> Sequence[str]:
    """The cells as they are printed: a number with a footnote is followed by its mark, «35 (1)»."""
    if not row.marks:
        return row.cells
    marks: dict[int, str] = {}
    for column, number in row.marks:
        marks[column] = f"{marks.get(column, '')} ({number})"
    return [f"{text}{marks.get(column, '')}" for column, text in enumerate(row.cells)]


def _beginnings(rows: Sequence[Row]) -> Iterator[int]:
    """Places of rows that may be the first on a page.

    A heading goes with its first row, a row with what is «trong đó»; a sum at the end is never alone.
    """
    for place, row in enumerate(rows):
        after_heading = place > 0 and rows[place - 1].kind == "group"
        is_last_sum = place == len(rows) - 1 and row.kind == "total"
        if not (row.kind == "sub" or after_heading or is_last_sum):
            yield place
