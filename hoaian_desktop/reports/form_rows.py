"""Rows that the Biểu beyond the first have in common: a heading with its lines and their sum, and the empty table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hoaian_desktop.report_content import Row
from hoaian_desktop.reports.numbering import roman
from hoaian_desktop.rules.numbers import MISSING

NOTHING = "Trong kỳ không phát sinh"


def heading(number: int, words: str, columns: int) -> Row:
    """The heading of a group: «I | TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG»."""
    return Row("group", (roman(number), words.upper(), *[""] * (columns - 2)))


def nothing(words: str, columns: int) -> Row:
    """The one row of a table without any."""
    return Row("main", ("", words, *[""] * (columns - 2)))


def known_sum(numbers: Iterable[int | None]) -> int | None:
    """What is known of some numbers added up; None if nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def words(text: str | None) -> str:
    """A text as it is printed; what is missing is a dash."""
    return text or MISSING


def listed(names: Sequence[str]) -> str:
    """Names after one another."""
    return words(", ".join(names))
