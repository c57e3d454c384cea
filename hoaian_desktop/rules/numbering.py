"""Document numbers: which comes next, which were used, which were passed over. They run per year or per term of office.

Only reports are numbered here. The office numbers other letters of the kind too, so a gap is worth a look and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

YEAR, TERM = "year", "term"  # codes of the list `numbering`


@dataclass(frozen=True)
class Used:
    """A number that a report has, or that a frozen version of it has on paper; `words` name the report."""

    number: int
    day: date  # of the letter; where it is blank, the day it is due
    words: str  # báo cáo tháng 10/2023


@dataclass(frozen=True)
class Numbering:
    """How the office numbers, and what the other reports have."""

    kind: str
    term_first_day: date | None
    used: tuple[Used, ...]

    def series(self, day: date) -> list[Used]:
        """What was used in the year, or the term, of a day; lowest first."""
        return sorted((each for each in self.used if self._together(each.day, day)), key=lambda each: each.number)

    def next(self, day: date) -> int:
        """The number after the highest used."""
        return max((each.number for each in self.series(day)), default=0) + 1

    def doubled(self, number: int, day: date) -> Used | None:
        """Who has the number already."""
        return next((each for each in self.series(day) if each.number == number), None)

    def skipped(self, number: int, day: date) -> range:
        """The numbers nobody has between this one and the highest before it; none where it is the first of all."""
        before = [each.number for each in self.series(day) if each.number < number]
        return range(max(before) + 1, number) if before else range(0)

    @property
    def words(self) -> str:
        """Within what numbers run: «nhiệm kỳ», «năm»."""
        return "nhiệm kỳ" if self._by_term else "năm"

    @property
    def _by_term(self) -> bool:
        return self.kind == TERM and self.term_first_day is not None

    def _together(self, one: date, other: date) -> bool:
        if self._by_term and self.term_first_day is not None:
            return (one >= self.term_first_day) is (other >= self.term_first_day)
        return one.year == other.year


def doubled_sentence(number: int, used: Used, within: str) -> str:
    """«Số 12 đã dùng cho báo cáo tháng 10/2023 trong năm này.»"""
    return f"Số {number:02d} đã dùng cho {used.words} trong {within} này."


def skipped_sentence(skipped: range) -> str:
    """«Bỏ trống số 05.», «Bỏ trống các số từ 05 đến 08.»; empty where none was passed over."""
    if not skipped:
        return ""
    if len(skipped) == 1:
        return f"Bỏ trống số {skipped[0]:02d}."
    if len(skipped) == 2:
        return f"Bỏ trống các số {skipped[0]:02d} và {skipped[1]:02d}."
    return f"Bỏ trống các số từ {skipped[0]:02d} đến {skipped[-1]:02d}."
