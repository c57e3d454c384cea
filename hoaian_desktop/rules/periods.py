"""Reporting periods: two dates, their presets, names, predecessors and deadlines.

A period need not be a calendar month: state offices close on the 14th (Nghị định 09/2019/NĐ-CP), superiors set their
own day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from hoaian_desktop.rules.dates import days_in, padded_month, show_date

REFORM = date(2025, 7, 1)  # the district level ends, Bình Định becomes part of the new Gia Lai
ROMAN = ("I", "II", "III", "IV")
GRACE = timedelta(days=5)  # from the end of a period to the day its report is due
_DUE_DAYS = (20, 25)  # of a month, as superiors set them
_DAY = timedelta(days=1)


class PeriodKind(StrEnum):
    """Kinds of period; the codes of the list `period_kind`."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    FREE = "free"


MONTHS: Mapping[PeriodKind, int] = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: 12,
}


@dataclass(frozen=True, order=True)
class Span:
    """Two dates, both included; raises ValueError with a sentence if the first is after the last."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"Từ ngày {show_date(self.first)} sau đến ngày {show_date(self.last)}. Hãy đổi lại.")

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """Return a calendar month."""
        return cls(date(year, month, 1), date(year, month, days_in(year, month)))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        """Return quarter 1 to 4."""
        return cls(date(year, 3 * quarter - 2, 1), date(year, 3 * quarter, days_in(year, 3 * quarter)))

    @classmethod
    def half_year(cls, year: int, half: int) -> Self:
        """Return half 1 or 2."""
        return cls(date(year, 6 * half - 5, 1), date(year, 6 * half, days_in(year, 6 * half)))

    @classmethod
    def year(cls, year: int) -> Self:
        """Return a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def week_of(cls, day: date) -> Self:
        """Return the week, Monday to Sunday, that holds `day`."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + 6 * _DAY)

    @classmethod
    def custom(cls, first: date, last: date) -> Self:
        """Return any two dates."""
        return cls(first, last)

    @property
    def days(self) -> int:
        """The number of days, both ends included."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def kind(self) -> PeriodKind:
        """The calendar's kind of these two dates; FREE for all others, also for the 15th to the 14th.

        A week may begin on any day.
        """
        for kind, months in MONTHS.items():
            starts_well = self.first.day == 1 and (self.first.month - 1) % months == 0
            if starts_well and self.is_months(months):
                return kind
        return PeriodKind.WEEK if self.days == 7 else PeriodKind.FREE

    @property
    def label(self) -> str:
        """The name in a sentence: "tháng 11 năm 2023", "quý IV năm 2023", "từ ngày … đến ngày …"."""
        year = self.first.year
        match self.kind:
            case PeriodKind.MONTH:
                return f"tháng {padded_month(self.first.month)} năm {year}"
            case PeriodKind.QUARTER:
                return f"quý {ROMAN[self.first.month // 3]} năm {year}"
            case PeriodKind.HALF_YEAR:
                return f"6 tháng {'đầu' if self.first.month == 1 else 'cuối'} năm {year}"
            case PeriodKind.YEAR:
                return f"năm {year}"
        if self.first == self.last:
            return f"ngày {show_date(self.first)}"
        return f"từ ngày {show_date(self.first)} đến ngày {show_date(self.last)}"

    @property
    def short_label(self) -> str:
        """The name in a list: "Tháng 11/2023", "Quý IV/2023", "Tuần 15/11 – 21/11/2023", "15/11/2023 – 14/12/2023"."""
        year = self.first.year
        match self.kind:
            case PeriodKind.MONTH:
                return f"Tháng {padded_month(self.first.month)}/{year}"
            case PeriodKind.QUARTER:
                return f"Quý {ROMAN[self.first.month // 3]}/{year}"
            case PeriodKind.HALF_YEAR | PeriodKind.YEAR:
                return self.label[0].upper() + self.label[1:]
            case PeriodKind.WEEK:
                first = f"{self.first:%d/%m}" if year == self.last.year else show_date(self.first)
                return f"Tuần {first} – {show_date(self.last)}"
        if self.first == self.last:
            return show_date(self.first)
        return f"{show_date(self.first)} – {show_date(self.last)}"

    @property
    def weeks(self) -> list["Span"]:
        """The weeks, Monday to Sunday, cut to this span."""
        found = []
        monday = Span.week_of(self.first).first
        while monday <= self.last:
            found.append(Span(max(monday, self.first), min(monday + 6 * _DAY, self.last)))
            monday += 7 * _DAY
        return found

    def is_months(self, months: int) -> bool:
        """Whether it is that many whole months; they may begin on any day."""
        return self.last + _DAY == _shifted(self.first, months)


def previous(span: Span, kind: PeriodKind | str = PeriodKind.FREE) -> Span:
    """Return the period before: as many months where the span is whole months, else as many days.

    Whole months may begin on any day: before 15/11–14/12 comes 15/10–14/11. A span that is not what `kind` says
    (a first month that holds one day) goes back by its own days.
    """
    whole = MONTHS.get(PeriodKind(kind))
    for months in MONTHS.values() if whole is None else (whole,):
        if span.is_months(months):
            return Span(_shifted(span.first, -months), span.first - _DAY)
    return Span(span.first - timedelta(days=span.days), span.first - _DAY)


def year_to_date(span: Span) -> Span:
    """Return the span from 1 January to the end of the period (lũy kế từ đầu năm)."""
    return Span(date(span.last.year, 1, 1), span.last)


def since(span: Span, start: date) -> Span | None:
    """Return the span from the counting start to the end of the period; None if it ended before (lũy kế từ mốc)."""
    return Span(start, span.last) if start <= span.last else None


def before_reform(day: date) -> bool:
    """Say whether `day` belongs to the era of districts, until 30/6/2025."""
    return day < REFORM


def due_date(span: Span, kind: PeriodKind | str) -> date:
    """Return the usual day a report is due; every superior sets another, so it is only a preset.

    The 20th or the 25th of the last month where the office's cut-off lies before it, as for the 15th to the 14th; where
    the period ends later, five days after its end: no report is due before all it reports has happened. A week's
    report is so due on the next Friday; a free period is due on its last day.
    """
    last = span.last
    if PeriodKind(kind) is PeriodKind.FREE:
        return last
    usual = () if PeriodKind(kind) is PeriodKind.WEEK else _DUE_DAYS
    return next((last.replace(day=day) for day in usual if day > last.day), last + GRACE)


def _shifted(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, days_in(year, month + 1)))
