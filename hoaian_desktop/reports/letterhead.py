"""The top of page one: who writes, under whom, in which Union, where, when and about what."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from hoaian_desktop.report_content import Heading
from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.flowables import CentredLines, Line, draw_lines
from hoaian_desktop.reports.layout import MM, Column
from hoaian_desktop.reports.lines import Fitted, balanced, fit
from hoaian_desktop.rules import dates

UNION = "ĐOÀN TNCS HỒ CHÍ MINH"
STARS = "***"
PEN = " " * 6
"""The gap for a number or a day that is written by pen."""

_OLDER = "older"  # a code of the list `header_layout`
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


def names(heading: Heading) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """The names above the stars on the left, and what faces them on the right; each with whether it is bold.

    29-HD has the Union's name on the right, the older layout has it first on the left.
    """
    issuers = [(heading.superior, False), (heading.issuer, True)]
    return ([(UNION, False), *issuers], []) if heading.layout == _OLDER else (issuers, [(UNION, True)])


class Letterhead(Flowable):
    """Two columns, each on its own axis, that never reach into one another."""

    def __init__(self, heading: Heading, type_name: str) -> None:
        super().__init__()
        superior, issuer = fit(
            [(heading.superior, fonts.REGULAR), (heading.issuer, fonts.BOLD)], at.NAME_SIZES, _room(at.ISSUER)
        )
        (number,) = fit([(f"Số: {number_of(heading, type_name)}", fonts.REGULAR)], at.NAME_SIZES, _room(at.ISSUER))
        (place,) = fit([(dateline(heading), fonts.ITALIC)], at.NAME_SIZES, _room(at.UNION))
        stars = Fitted(at.TEXT_SIZE, (STARS,))
        self.left = (
            *_lines(superior, fonts.REGULAR),
            *_lines(issuer, fonts.BOLD),
            *_lines(stars, fonts.REGULAR),
            *_lines(number, fonts.REGULAR),
        )
        self.date = _lines(place, fonts.ITALIC)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size: the left column is always the taller one."""
        self.width = width
        self.height = sum(line.pitch for line in self.left)
        return self.width, self.height

    def draw(self) -> None:
        """Draw both columns; the date stands level with the number."""
        canv = self.canv
        draw_lines(canv, self.left, _axis(at.ISSUER), self.height)
        axis = _axis(at.UNION)
        draw_lines(canv, [Line(UNION, fonts.BOLD, at.UNION_SIZE, at.HEADER_PITCH)], axis, self.height)
        self._rule(canv, axis)
        draw_lines(canv, self.date, axis, sum(line.pitch for line in self.date))

    def _rule(self, canv: Any, axis: float) -> None:
        half = fonts.width(UNION, fonts.BOLD, at.UNION_SIZE) / 2
        height = self.height - at.HEADER_PITCH - 3
        canv.setLineWidth(at.RULE)
        canv.line(axis - half, height, axis + half, height)


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
