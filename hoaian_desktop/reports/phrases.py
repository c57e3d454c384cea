"""Figures in words: numbers, changes against the period before, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hoaian_desktop.rules.numbers import padded, percent, show_percent

if TYPE_CHECKING:
    from hoaian_desktop.indicators.figures import Count, Counts, Figures


def listed(texts: Sequence[str], between: str = ", ") -> str:
    """Join texts; with commas the last two are joined by «và»."""
    if between != ", " or len(texts) < 2:
        return between.join(texts)
    return f"{between.join(texts[:-1])} và {texts[-1]}"


def inside(name: str) -> str:
    """A name as it stands inside a sentence: its first letter small."""
    return name[:1].lower() + name[1:]


def joined(sentences: Sequence[str]) -> list[str]:
    """One paragraph of the sentences there are; none if there are none."""
    said = " ".join(sentence for sentence in sentences if sentence)
    return [said] if said else []


class Reader:
    """Reads figures as words. What is missing gives no words at all: it is neither said nor taken for 0."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def number(self, key: str) -> int | None:
        """The period's number, None if missing."""
        return _total(self._figures.period, key)

    def is_zero(self, key: str) -> bool:
        """Whether it was counted and came to nothing."""
        return self.number(key) == 0

    def said(self, key: str, *, zero: str | None = None) -> str | None:
        """The period's number in prose; `zero` for 0, None if missing."""
        number = self.number(key)
        return padded(number) if number else (zero if number == 0 else None)

    def said_cumulative(self, key: str) -> str | None:
        """The number since the counting start in prose; None for 0 and missing."""
        number = _total(self._figures.cumulative, key)
        return padded(number) if number else None

    def phrase(self, key: str, words: str, more: str = "") -> str:
        """`words` with the number in the first {} and `more` in the second; empty for 0 and missing."""
        number = self.said(key)
        if not number:
            return ""
        before, _, after = words.partition("{}")
        return before + number + after.replace("{}", more)

    def by(self, key: str) -> tuple[tuple[str, int], ...]:
        """A number's breakdown by words."""
        count = self._figures.period.get(key)
        return count.by if count else ()

    def none_of(self, names: Mapping[str, str]) -> list[str]:
        """The names of what was counted and came to nothing."""
        return [name for key, name in names.items() if self.is_zero(key)]

    def tallies(self, key: str, unit: str, lead: str = ", trong đó") -> str:
        """How many of a number are tallies without names: «, trong đó 23 người theo số đếm»."""
        count: Count | None = self._figures.period.get(key)
        return f"{lead} {padded(count.tally)} {unit} theo số đếm" if count and count.tally else ""

    def change(self, key: str, unit: str, *, steady: bool = True) -> str:
        """Against the period before: «tăng 38 tài khoản (21,6%) so với kỳ trước»; empty where it cannot be said.

        Without `steady` an unchanged number is not mentioned.
        """
        now, before = self.number(key), _total(self._figures.previous, key)
        if now is None or before is None or (not now and not before):
            return ""
        if now == before:
            return "bằng kỳ trước" if steady else ""
        word = "tăng" if now > before else "giảm"
        share = percent(abs(now - before), before)
        shown = f" ({show_percent(share)})" if share is not None else ""
        return f"{word} {padded(abs(now - before))} {unit}{shown} so với kỳ trước"


def _total(counts: Counts, key: str) -> int | None:
    count = counts.get(key)
    return None if count is None else count.total
