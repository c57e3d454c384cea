"""Figures in words: numbers, changes against the period before, lists. Each number is said as a live figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hoaian_desktop.reports.joining import inside, joined, listed
from hoaian_desktop.rules.live_text import Token

if TYPE_CHECKING:
    from hoaian_desktop.reports.live_figures import LiveFigures

__all__ = ["Reader", "inside", "joined", "listed"]


class Reader:
    """Reads figures as words. What is missing gives no words at all: it is neither said nor taken for 0."""

    def __init__(self, live: LiveFigures) -> None:
        self.live = live

    def number(self, key: str) -> int | None:
        """The period's number, None if missing."""
        return self.live.number(key)

    def is_zero(self, key: str) -> bool:
        """Whether it was counted and came to nothing."""
        return self.number(key) == 0

    def said(self, key: str, *, zero: bool = False) -> str | None:
        """The period's number in prose; None if missing, and for 0 unless `zero`."""
        number = self.number(key)
        return str(Token(key)) if number or (zero and number == 0) else None

    def said_cumulative(self, key: str) -> str | None:
        """The number since the counting start in prose; None for 0 and missing."""
        return str(Token(key, "since")) if self.live.number(key, "since") else None

    def phrase(self, key: str, words: str, more: str = "") -> str:
        """`words` with the number in the first {} and `more` in the second; empty for 0 and missing."""
        number = self.said(key)
        if not number:
            return ""
        before, _, after = words.partition("{}")
        return before + number + after.replace("{}", more)

    def none_of(self, names: Mapping[str, str]) -> list[str]:
        """The names of what was counted and came to nothing."""
        return [name for key, name in names.items() if self.is_zero(key)]

    def tallies(self, key: str, unit: str, lead: str = ", trong đó") -> str:
        """How many of a number are tallies without names: «, trong đó 23 người theo số đếm»."""
        count = self.live.figures.period.get(key)
        return f"{lead} {Token(key, 'tally')} {unit} theo số đếm" if count and count.tally else ""

    def roles(self, key: str) -> str:
        """What a number is made of: « (02 bí thư chi bộ, 03 trưởng thôn)»; empty where nothing is known of it."""
        count = self.live.figures.period.get(key)
        return f" ({Token(key, 'by')})" if count and any(number for _name, number in count.by) else ""

    def change(self, key: str, *, steady: bool = True) -> str:
        """Against the period before: «tăng 38 tài khoản (21,6%) so với kỳ trước»; empty where it cannot be said.

        Without `steady` an unchanged number is not mentioned.
        """
        now, before = self.number(key), self.live.number(key, "previous")
        if now is None or before is None or (not now and not before) or (now == before and not steady):
            return ""
        return str(Token(key, "change"))
