"""What the office's other papers share: who issues them, the head of the sheet, the signer at its foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.flowables import CentredLines, Line, draw_lines
from hoaian_desktop.reports.header_layouts import UNION
from hoaian_desktop.reports.layout import MM, Sheet
from hoaian_desktop.reports.lines import balanced, fit
from hoaian_desktop.rules import dates

_PITCH = 15.5
_SIZES = (13.0, 12.0, 11.0)
_SIGNER_PITCH = 17.0


@dataclass(frozen=True)
class Issuer:
    """The office as its papers name it."""

    superior: str  # HUYỆN ĐOÀN HOÀI ÂN
    issuer: str  # BCH ĐOÀN XÃ ÂN TÍN
    union: str  # Đoàn xã Ân Tín
    place: str  # Ân Tín
    symbol: str  # ĐTN
    authority: str  # TM. BAN CHẤP HÀNH
    title: str  # BÍ THƯ
    secretary: str
    village: str  # thôn, khu phố

    def printable(self) -> Issuer:
        """The same with letters that can be drawn."""
        return Issuer(*(fonts.printable(text) for text in vars(self).values()))


class SheetHead(Flowable):
    """Who issues the paper at the left, the Union at the right, each in its half of the sheet."""

    def __init__(self, issuer: Issuer, sheet: Sheet) -> None:
        super().__init__()
        self._room = sheet.text_width * MM / 2
        superior, own = fit(
            [(issuer.superior, fonts.REGULAR), (issuer.issuer, fonts.BOLD)], _SIZES, self._room - at.GAP * MM
        )
        self._lines = [
            *(Line(text, fonts.REGULAR, superior.size, _PITCH) for text in superior.lines),
            *(Line(text, fonts.BOLD, own.size, _PITCH) for text in own.lines),
            Line("***", fonts.REGULAR, 13, _PITCH),
        ]
        self.spaceAfter = 10

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size: the whole width, a pitch for each line of the left half."""
        self.width, self.height = width, len(self._lines) * _PITCH
        return self.width, self.height

    def draw(self) -> None:
        """Draw both halves."""
        draw_lines(self.canv, self._lines, self._room / 2, self.height)
        axis = self._room * 1.5
        draw_lines(self.canv, [Line(UNION, fonts.BOLD, 13, _PITCH)], axis, self.height)
        half = fonts.width(UNION, fonts.BOLD, 13) / 2
        self.canv.setLineWidth(at.RULE)
        self.canv.line(axis - half, self.height - _PITCH - 2, axis + half, self.height - _PITCH - 2)


def title_lines(texts: Sequence[tuple[str, str, float]], sheet: Sheet, *, after: float = 8) -> CentredLines:
    """Text, face and size of centred lines, each wrapped evenly where it is too long."""
    wide = sheet.text_width * MM
    lines = [
        Line(line, font, size, size * 1.3)
        for text, font, size in texts
        for line in balanced(text, font, size, wide * 0.94)
    ]
    return CentredLines(lines, wide / 2, after=after)


def signer(issuer: Issuer, day: date, sheet: Sheet, *, before: float = 12) -> CentredLines:
    """Place and date, who signs and room for the seal, in the right half; never cut."""
    room = sheet.text_width * MM / 2
    said = (
        (dates.long_date(day, issuer.place), fonts.ITALIC),
        (issuer.authority, fonts.BOLD),
        (issuer.title, fonts.REGULAR),
        (issuer.secretary, fonts.BOLD),
    )
    lines = []
    for text, font in said:
        (fitted,) = fit([(text, font)], _SIZES, room - at.GAP * MM)
        lines += [Line(line, font, fitted.size, _SIGNER_PITCH) for line in fitted.lines]
    name = lines[-1]
    lines[-1] = Line(name.text, name.font, name.size, _SIGNER_PITCH + at.SEAL * 0.8)
    return CentredLines(lines, room * 1.5, before=before)
