"""Birth dates as people know them: the whole date, month and year, or the year alone."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering
from typing import Self

from hoaian_desktop.rules.dates import check_parts, days_in, not_understood, show_date
from hoaian_desktop.rules.names import clean, fold

EARLIEST_YEAR = 1850

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ t]00:00(?::00(?:\.0+)?)?)?)?)?")
_STORED = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_PARTS = re.compile(r"(?:(?:(\d{1,2})[/.\-\s]+)?(\d{1,2})[/.\-\s]+)?(\d{4}|\d{2})")
_RUNS = (re.compile(r"(\d{2})(\d{2})(\d{4})"), re.compile(r"(\d{2})(\d{2})(\d{2})"), re.compile(r"()(\d{2})(\d{4})"))
_SPOKEN = re.compile(r"\b(?:sinh|ngay|thang|nam)\b")


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date whose day, or day and month, may be unknown; ordered by what is known, the vaguer one first."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None:
            if self.day is not None:
                raise ValueError("Có ngày thì phải có tháng.")
            check_parts(self.year, 1)
        else:
            check_parts(self.year, self.month, self.day)

    @classmethod
    def parse(cls, text: str, *, today: date) -> Self:
        """Read 5/11/1999, 05-11-99, 05111999, 11/1999, 1999, 58 (1958) or ISO; raises ValueError with a sentence.

        A two-digit year lies within the hundred years before `today`; a date after `today` is refused.
        """
        typed = clean(text)
        found = cls._read(typed, today)
        if found.year < EARLIEST_YEAR:
            raise ValueError(f"Năm {found.year} không hợp lý. Hãy kiểm tra lại.")
        if found.first_day > today:
            raise ValueError(f"{_capitalised(found)} chưa tới. Hãy kiểm tra lại.")
        return found

    @classmethod
    def from_date(cls, day: date) -> Self:
        """Return a whole date as a partial one."""
        return cls(day.year, day.month, day.day)

    @classmethod
    @lru_cache(8192)  # lists and look-ups read the same few thousand birthdays again and again
    def from_iso(cls, text: str) -> Self:
        """Read what `iso` wrote: 1999, 1999-11 or 1999-11-05; raises ValueError."""
        if _STORED.fullmatch(text) is None:
            raise ValueError(not_understood(text))
        return cls(*map(int, text.split("-")))

    def is_vaguer_than(self, other: "PartialDate") -> bool:
        """Whether this is the other date with less of it known: 1958 beside 12/03/1958."""
        return self != other and other.iso().startswith(f"{self.iso()}-")

    def iso(self) -> str:
        """Return the stored form: 1999, 1999-11 or 1999-11-05."""
        month = "" if self.month is None else f"-{self.month:02d}"
        day = "" if self.day is None else f"-{self.day:02d}"
        return f"{self.year:04d}{month}{day}"

    def __str__(self) -> str:
        """Return dd/mm/yyyy, mm/yyyy or yyyy."""
        day = "" if self.day is None else f"{self.day:02d}/"
        month = "" if self.month is None else f"{self.month:02d}/"
        return f"{day}{month}{self.year:04d}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._known < other._known

    @property
    def first_day(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or days_in(self.year, month))

    def age_on(self, day: date) -> int | None:
        """Return the completed years on `day`, or None where the unknown parts leave two answers."""
        youngest, oldest = self.youngest_age_on(day), self.oldest_age_on(day)
        return oldest if youngest == oldest else None

    def youngest_age_on(self, day: date) -> int:
        """Return the lowest age possible on `day`; negative before birth."""
        return _years_between(self.last_day, day)

    def oldest_age_on(self, day: date) -> int:
        """Return the highest age possible on `day`; negative before birth."""
        return _years_between(self.first_day, day)

    @property
    def _known(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    @classmethod
    def _read(cls, typed: str, today: date) -> Self:
        plain = " ".join(_SPOKEN.sub(" ", fold(typed)).split())
        if iso := _ISO.fullmatch(plain):
            return cls(*(int(part) for part in iso.groups() if part is not None))
        for run in _RUNS:
            if (found := run.fullmatch(plain)) and (whole := cls._of_run(*found.groups(), today=today)):
                return whole
        parts = _PARTS.fullmatch(plain)
        if parts is None:
            raise ValueError(not_understood(typed))
        day, month, year = parts.groups()
        if month is not None and day is None and len(year) == 2:
            # 11/05 may be a day and a month, or a month and a year: never guess.
            raise ValueError("Hãy ghi năm đủ bốn chữ số, ví dụ 11/1999 hoặc 05/11/1999.")
        return cls(_past_year(year, today), *(int(part) for part in (month, day) if part is not None))

    @classmethod
    def _of_run(cls, day: str, month: str, year: str, *, today: date) -> Self | None:
        # Six digits: ddmmyy, else mmyyyy. 11/1999 read as ddmmyy would have the month 19, so both never hold.
        if len(day + month + year) == 6 and int(month) > 12:
            return None
        return cls(_past_year(year, today), int(month), int(day) if day else None)


def _past_year(year: str, today: date) -> int:
    if len(year) == 4:
        return int(year)
    this_century = today.year // 100 * 100 + int(year)
    return this_century if this_century <= today.year else this_century - 100


def _years_between(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _capitalised(found: PartialDate) -> str:
    if found.month is None:
        return f"Năm {found}"
    return f"Tháng {found}" if found.day is None else f"Ngày {show_date(found.first_day)}"
