"""What is said below Biểu 01 of figures that are not what the book counts: numbered notes and their marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hoaian_desktop.rules.numbers import show_count

if TYPE_CHECKING:
    from hoaian_desktop.indicators.figures import Corrected, Figures

_SUMS = {"year": "lũy kế năm", "cumulative": "lũy kế từ mốc"}


class Footnotes:
    """The notes of one table, numbered in the order in which their rows ask for marks.

    `columns` say where a block of the figures stands: {"period": 5, …}.
    """

    def __init__(self, figures: Figures, columns: Mapping[str, int]) -> None:
        self._columns = columns
        self._of: dict[str, list[Corrected]] = {}
        for one in figures.corrections:
            self._of.setdefault(one.key, []).append(one)
        self._numbers: dict[Corrected, int] = {}
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """«Số liệu theo sổ: 33; sửa thành 35: …», note 1 first; renderings write the numbers."""
        return tuple(self._notes)

    def marks(self, key: str) -> tuple[tuple[int, int], ...]:
        """Column and note of each cell of a figure's row that has a note, in the order of the columns."""
        found = [
            (self._columns[name], number)
            for one in self._of.get(key, ())
            for number in self._numbers_of(one)
            for name in one.columns
        ]
        return tuple(sorted(set(found)))

    def _numbers_of(self, one: Corrected) -> tuple[int, ...]:
        if one.parts:  # a sum is explained by what it is the sum of
            return tuple(
                number
                for key in one.parts
                for part in self._of.get(key, ())
                if "period" in part.columns and part.value is not None
                for number in self._numbers_of(part)
            )
        if one not in self._numbers:
            self._notes.append(_words(one))
            self._numbers[one] = len(self._notes)
        return (self._numbers[one],)


def _words(one: Corrected) -> str:
    verb, more = ("Cộng" if one.added > 0 else "Trừ"), show_count(abs(one.added))
    span = one.span.in_words if one.span else ""
    match one.why:
        case "manual":
            return (
                f"Số liệu theo sổ: {show_count(one.counted)}; sửa thành {show_count(one.value)}: {_ended(one.reason)}"
            )
        case "late":
            return f"{verb} {more} phát sinh sau chốt kỳ {span}; lũy kế đã tính theo ngày phát sinh."
        case "earlier":
            return f"{verb} {more} đã sửa ở báo cáo {span}."
        case _:
            sums = " và ".join(_SUMS[name] for name in one.columns)
            said = f"{sums} gồm {show_count(one.added)} phát sinh sau chốt kỳ {span}, chưa báo cáo ở kỳ nào."
            return said[:1].upper() + said[1:]


def _ended(reason: str) -> str:
    return reason if reason.endswith((".", "…", "!", "?")) else f"{reason}."
