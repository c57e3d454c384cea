"""The top of page one: who writes, under whom, in which Union, where, when and about what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportlab.platypus import Flowable

from hoaian_desktop.report_content import Heading
from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.flowables import CentredLines, Line, draw_lines
from hoaian_desktop.reports.header_layouts import STARS, UNION, Piece, layout_of
from hoaian_desktop.reports.layout import MM, Column
from hoaian_desktop.reports.lines import Fitted, balanced, fit
from hoaian_desktop.rules import dates

PEN = " " * 6
"""The gap for a number or a day that is written by pen."""

_FACES = {"regular": fonts.REGULAR, "bold": fonts.BOLD, "italic": fonts.ITALIC}
_SYMBOLS = {"BÁO CÁO": "BC", "KẾ HOẠCH": "KH", "TỜ TRÌNH": "TTr", "THÔNG BÁO": "TB", "CÔNG VĂN": "CV"}


def number_of(heading: Heading, type_name: str) -> str:
    """The document number: «05-BC/ĐTN», or a gap before the hyphen for the pen."""
    number = PEN if heading.number is None else f"{heading.number:02d}"
    return f"{number}-{_SYMBOLS.get(type_name.upper(), 'BC')}/{heading.symbol}"


def dateline(heading: Heading) -> str:
    """Place and date: «Ân Tín, ngày 05 tháng 02 năm 2024»."""
    if heading.day is not None:
        return dates.long_date(heading.day, heading.place)
    month = heading.month
    return f"{heading.place}, ngày {PEN} tháng {dates.padded_month(month.month)} năm {month.year}"


def short_date(heading: Heading) -> str:
    """The date in one piece, as annexes name their letter: «20/11/2023»."""
    if heading.day is not None:
        return dates.show_date(heading.day)
    return f"{PEN}/{dates.padded_month(heading.month.month)}/{heading.month.year}"


def words_of(piece: Piece, heading: Heading, type_name: str) -> str:
    """What a piece of the heading says."""
    return {
        "union": UNION,
        "superior": heading.superior,
        "issuer": heading.issuer,
        "stars": STARS,
        "number": f"Số: {number_of(heading, type_name)}",
        "date": dateline(heading),
    }[piece.says]


class Letterhead(Flowable):
    """Two columns, each on its own axis, that never reach into one another; what stands where is a table."""

    def __init__(self, heading: Heading, type_name: str) -> None:
        super().__init__()
        layout = layout_of(heading.layout)
        self.left = _column(layout.left, heading, type_name, at.ISSUER)
        right = _column(layout.right, heading, type_name, at.UNION)
        # The last piece of the right column stands level with the number, whatever is above them.
        self.top, self.level = right[:-1], right[-1]

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size: the left column is always the taller one."""
        self.width = width
        self.height = _height_of(line for piece in self.left for line in piece.lines)
        return self.width, self.height

    def draw(self) -> None:
        """Draw both columns."""
        self._column(self.left, at.ISSUER, self.height)
        self._column(self.top, at.UNION, self.height)
        self._column([self.level], at.UNION, _height_of(self.level.lines))

    def _column(self, pieces: Sequence[_Set], column: Column, top: float) -> None:
        for piece in pieces:
            base = draw_lines(self.canv, piece.lines, _axis(column), top)
            if piece.ruled:
                last = piece.lines[-1]
                half = fonts.width(last.text, last.font, last.size) / 2
                self.canv.setLineWidth(at.RULE)
                self.canv.line(_axis(column) - half, base - 3, _axis(column) + half, base - 3)
            top = base


@dataclass(frozen=True)
class _Set:
    """A piece of the heading, set in lines."""

    lines: tuple[Line, ...]
    ruled: bool


def fitted_pieces(
    pieces: Sequence[Piece], heading: Heading, type_name: str, column: Column
) -> Iterator[tuple[Piece, Fitted]]:
    """Each piece of a column with the lines and the size it is set in."""
    for _group, together in groupby(pieces, key=lambda piece: piece.group or piece.says):
        members = list(together)
        texts = [(words_of(piece, heading, type_name), _FACES[piece.face]) for piece in members]
        yield from zip(members, fit(texts, members[0].sizes, _room(column)), strict=True)


def _column(pieces: Sequence[Piece], heading: Heading, type_name: str, column: Column) -> list[_Set]:
    found = fitted_pieces(pieces, heading, type_name, column)
    return [_Set(tuple(_lines(fitted, _FACES[piece.face])), piece.ruled) for piece, fitted in found]


def _height_of(lines: Iterable[Line]) -> float:
    return sum(line.pitch for line in lines)


def title(type_name: str, subject: str, addressee: str) -> list[Flowable]:
    """The kind of paper, the trích yếu in even lines, the dashes, and to whom it goes."""
    axis = at.PORTRAIT.text_width / 2 * MM
    wide = at.PORTRAIT.text_width * MM
    rows = [Line(type_name, fonts.BOLD, at.TYPE_SIZE, at.TEXT_LEADING)]
    rows += [
        Line(text, fonts.BOLD, at.TEXT_SIZE, at.TEXT_LEADING)
        for text in balanced(subject, fonts.BOLD, at.TEXT_SIZE, wide * 0.88)
    ]
    rows.append(Line(at.DASHES, fonts.REGULAR, at.TEXT_SIZE, at.TEXT_LEADING * 0.8))
    parts: list[Flowable] = [CentredLines(rows, axis, before=7.5 * MM, after=at.AFTER / 2)]
    if addressee.strip():
        words = addressee if addressee.startswith("Kính gửi") else f"Kính gửi: {addressee}"
        to = [
            Line(text, fonts.REGULAR, at.TEXT_SIZE, at.TEXT_LEADING)
            for text in balanced(words, fonts.REGULAR, at.TEXT_SIZE, wide * 0.9)
        ]
        parts.append(CentredLines(to, axis, after=at.AFTER + 3))
    return parts


def _room(column: Column) -> float:
    return (column.width - at.GAP) * MM


def _axis(column: Column) -> float:
    return (column.axis - at.PORTRAIT.left) * MM


def _lines(fitted: Fitted, font: str) -> list[Line]:
    return [Line(text, font, fitted.size, at.HEADER_PITCH) for text in fitted.lines]
