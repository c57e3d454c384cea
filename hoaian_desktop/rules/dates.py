"""Whole dates as people type, read and print them."""

import re
from datetime import date, timedelta

from hoaian_desktop.rules.names import clean, fold

_SPOKEN = {"hom nay": 0, "nay": 0, "hom qua": 1, "qua": 1, "hom kia": 2}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_PARTS = re.compile(r"(\d{1,2})(?:[/.\-\s]+(\d{1,2}))?(?:[/.\-\s]+(\d{4}|\d{2}))?")
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
_YEARS_AHEAD = 10  # a two-digit year may lie this far ahead: plans and due dates


def is_leap(year: int) -> bool:
    """Say whether `year` has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year: int, month: int) -> int:
    """Return how many days a month has."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def check_parts(year: int, month: int, day: int | None = None) -> None:
    """Raise ValueError with the sentence that names what is wrong with a year, month and day."""
    if not 1 <= year <= 9999:
        raise ValueError(f"Không có năm {year}.")
    if not 1 <= month <= 12:
        raise ValueError(f"Không có tháng {month}.")
    if day is None:
        return
    if not 1 <= day <= 31:
        raise ValueError(f"Không có ngày {day}.")
    if day > (last := days_in(year, month)):
        which = f"Tháng 2 năm {year}" if month == 2 else f"Tháng {month}"
        raise ValueError(f"{which} chỉ có {last} ngày.")


def make_date(year: int, month: int, day: int) -> date:
    """Return the date, or raise ValueError with the sentence that names the mistake."""
    check_parts(year, month, day)
    return date(year, month, day)


def parse_date(text: str, *, today: date) -> date:
    """Read a whole date: 5 (of this month), 5/11, 5/11/23, 051123, 05112023, 2023-11-05, hôm nay, hôm qua.

    Without a year the nearest such day is meant: 28/12 typed in January lies behind.
    Raises ValueError with a Vietnamese sentence.
    """
    typed = clean(text)
    if (ago := _SPOKEN.get(fold(typed))) is not None:
        return today - timedelta(days=ago)
    if found := _ISO.fullmatch(typed):
        return make_date(*map(int, found.groups()))
    found = _RUN.fullmatch(typed) or _PARTS.fullmatch(typed)
    if found is None:
        raise ValueError(not_understood(typed))
    day, month, year = found.groups()
    if month is None:
        if year is not None:
            raise ValueError(not_understood(typed))
        return make_date(today.year, today.month, int(day))
    if year is None:
        return _nearest(int(day), int(month), today)
    return make_date(_whole_year(year, today), int(month), int(day))


def not_understood(text: str) -> str:
    """Return the sentence for text that is no date at all."""
    shown = text if len(text) <= 30 else text[:30] + "…"
    return f"Không hiểu ngày “{shown}”. Hãy nhập như 05/11/2023." if shown else "Hãy nhập ngày, ví dụ 05/11/2023."


def show_date(day: date | None) -> str:
    """Return dd/mm/yyyy; nothing for None."""
    return "" if day is None else f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def padded_month(month: int) -> str:
    """Return the month as papers write it: only 1 and 2 get a zero, lest somebody add a digit before them."""
    return f"{month:02d}" if month < 3 else str(month)


def long_date(day: date, place: str, *, blank: bool = False) -> str:
    """Return the dateline of a letter: "Ân Tín, ngày 05 tháng 02 năm 2024".

    `blank` leaves the day open for the pen, as offices date after signing.
    """
    shown = "  " if blank else f"{day.day:02d}"
    return f"{clean(place)}, ngày {shown} tháng {padded_month(day.month)} năm {day.year}"


def _whole_year(year: str, today: date) -> int:
    if len(year) == 4:
        return int(year)
    this_century = today.year // 100 * 100 + int(year)
    return this_century if this_century <= today.year + _YEARS_AHEAD else this_century - 100


def _nearest(day: int, month: int, today: date) -> date:
    years = [today.year, today.year - 1, today.year + 1]
    if (month, day) == (2, 29):
        # It exists in some years only; where none is near, this year's fault is told.
        years = [year for year in years if is_leap(year)] or [today.year]
    return min((make_date(year, month, day) for year in years), key=lambda found: abs(found - today))
