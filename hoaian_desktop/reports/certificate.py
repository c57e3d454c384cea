"""A certificate of participation: one landscape sheet for each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.platypus import Flowable, PageBreak

from hoaian_desktop.reports import fonts
from hoaian_desktop.reports.flowables import Line, draw_lines
from hoaian_desktop.reports.layout import MM, Sheet
from hoaian_desktop.reports.lines import Fitted, balanced, fit, wrap
from hoaian_desktop.reports.pages import Identity, NumberedPage, build
from hoaian_desktop.reports.sheet_head import Issuer, SheetHead, signer
from hoaian_desktop.rules.dates import show_date

TITLE = "GIẤY CHỨNG NHẬN"
SHEET = Sheet(297, 210, left=28, right=28, top=24, bottom=22)

_FRAME = (0.11, 0.27, 0.49)
_NAME_SIZES = (32.0, 28.0, 24.0, 20.0)
_ACTIVITY_SIZES = (17.0, 15.0, 13.0)
_MOST = 4  # lines of the activity


@dataclass(frozen=True)
class Holder:
    """Who is thanked: her name and her branch."""

    full_name: str
    branch: str | None


@dataclass(frozen=True)
class Thanked:
    """For what and in which days; `day` is that of the signature."""

    activity: str
    first: date
    last: date
    day: date


def render(holders: Sequence[Holder], thanked: Thanked, issuer: Issuer) -> bytes:
    """A sheet for each of them."""
    issuer = issuer.printable()
    story: list[Flowable] = []
    for holder in holders:
        story += [*([PageBreak()] if story else []), _Certificate(holder, thanked, issuer)]
    identity = Identity("Giấy chứng nhận tham gia", issuer.union, "Giấy chứng nhận", thanked.day)
    return build(story, [NumberedPage("certificate", SHEET, numbered=False)], identity)


class _Certificate(Flowable):
    """One whole sheet."""

    def __init__(self, holder: Holder, thanked: Thanked, issuer: Issuer) -> None:
        super().__init__()
        self._issuer, self._day = issuer, thanked.day
        wide = SHEET.text_width * MM
        name = _name(fonts.printable(holder.full_name), wide)
        branch = fonts.printable(holder.branch or "").strip()
        activity = _activity(f"Đã tham gia {fonts.printable(thanked.activity)}", wide * 0.86)
        days = f"từ ngày {show_date(thanked.first)} đến ngày {show_date(thanked.last)}."
        self._lines = [
            Line(f"BAN CHẤP HÀNH {issuer.union.upper()}", fonts.BOLD, 15.0, 20.0),
            Line("Chứng nhận đồng chí", fonts.REGULAR, 17.0, 30.0),
            *(Line(line, fonts.BOLD, name.size, name.size * 1.45) for line in name.lines),
            *([Line(branch, fonts.ITALIC, 15.0, 24.0)] if branch else []),
            Line(activity.lines[0], fonts.REGULAR, activity.size, activity.size * 1.6),
            *(Line(line, fonts.REGULAR, activity.size, activity.size * 1.35) for line in activity.lines[1:]),
            Line(days, fonts.REGULAR, 17.0, 23.0),
        ]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The whole sheet."""
        self.width, self.height = width, SHEET.text_height * MM - 1
        return self.width, self.height

    def draw(self) -> None:
        """The frame, the head, whom and for what in the middle, the signer at the right, the register at the left."""
        canv = self.canv
        self._border(canv)
        axis = self.width / 2
        head = SheetHead(self._issuer, SHEET)
        tall = head.wrap(self.width, 0)[1]
        head.drawOn(canv, 0, self.height - tall)
        canv.setFillColorRGB(*_FRAME)
        base = draw_lines(canv, [Line(TITLE, fonts.BOLD, 38.0, 60.0)], axis, self.height - tall)
        canv.setFillGray(0)
        foot = signer(self._issuer, self._day, SHEET)
        low = foot.wrap(self.width, 0)[1]
        foot.drawOn(canv, 0, 0)
        # What is between title and signer stands in the middle of its room.
        needed = sum(line.pitch for line in self._lines)
        draw_lines(canv, self._lines, axis, base - max(0.0, (base - low - needed) / 2))
        canv.setFont(fonts.ITALIC, 12)
        canv.drawString(0, 8, f"Vào sổ số: ………… -CN/{self._issuer.symbol}")

    def _border(self, canv: Any) -> None:
        """Two rules round the sheet, the outer one thick."""
        canv.saveState()
        canv.setStrokeColorRGB(*_FRAME)
        left, low = SHEET.left * MM, SHEET.bottom * MM
        for inset, thick in ((10.0, 2.2), (12.2, 0.6)):
            canv.setLineWidth(thick)
            canv.rect(
                inset * MM - left, inset * MM - low, (SHEET.width - 2 * inset) * MM, (SHEET.height - 2 * inset) * MM
            )
        canv.restoreState()


def _name(text: str, wide: float) -> Fitted:
    """The name in one line as large as it fits; one that is longer than any name is cut after two."""
    (fitted,) = fit([(text, fonts.BOLD)], _NAME_SIZES, wide)
    if fitted.size == _NAME_SIZES[0] and len(fitted.lines) > 1:
        fitted = Fitted(_NAME_SIZES[-1], tuple(wrap(text, fonts.BOLD, _NAME_SIZES[-1], wide)[:2]))
    return fitted


def _activity(text: str, wide: float) -> Fitted:
    """What was done, in at most two lines, smaller where it is long; a whole paragraph is cut."""
    for size in _ACTIVITY_SIZES:
        lines = balanced(text, fonts.REGULAR, size, wide)
        if len(lines) <= 2:
            return Fitted(size, tuple(lines))
    return Fitted(size, (*lines[: _MOST - 1], "…") if len(lines) > _MOST else tuple(lines))
