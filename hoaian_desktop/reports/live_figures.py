"""The figures a text may hold: what each says now, what it is called, and which there are to choose from.

What is missing is «—», never 0. Changes, lists and sentences are figures too: they follow the book as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from hoaian_desktop.reports import enclosures
from hoaian_desktop.reports.joining import inside, listed
from hoaian_desktop.rules.live_text import Token, filled
from hoaian_desktop.rules.numbers import MISSING, about, about_percent, padded, percent, show_count, show_percent

if TYPE_CHECKING:
    from hoaian_desktop.indicators.catalogue import Indicator, Part
    from hoaian_desktop.indicators.figures import Counts, Figures, TargetFigure

STYLES: Mapping[str, str] = {
    "exact": "Số chính xác",
    "about": "Làm tròn: hơn, gần",
    "above": "Làm tròn: trên, gần",
}
"""How a number is said, in the order in which a key goes round; «plain» is exact too, without 0 before 1 to 9."""
COUNTED: Mapping[str, str] = {
    "period": "trong kỳ", "previous": "kỳ trước", "change": "so với kỳ trước", "year": "lũy kế năm",
    "since": "lũy kế từ mốc", "tally": "số đếm trong kỳ", "by": "chia theo loại",
}  # fmt: skip
TARGETED: Mapping[str, str] = {
    "target": "chỉ tiêu giao", "percent": "% đạt", "done": "đã đạt so với chỉ tiêu",
    "left": "còn thiếu so với chỉ tiêu",
}  # fmt: skip
_COLUMNS = {**COUNTED, **TARGETED}
TARGETS, ENCLOSED = "targets", "annexes"
LISTS: Mapping[tuple[str, str], str] = {
    (TARGETS, "reached"): "Số chỉ tiêu đạt, vượt",
    (TARGETS, "reached_list"): "Các chỉ tiêu đạt, vượt",
    (TARGETS, "short"): "Số chỉ tiêu chưa đạt",
    (TARGETS, "short_list"): "Các chỉ tiêu chưa đạt",
    (TARGETS, "left_list"): "Phần còn lại của các chỉ tiêu",
    (ENCLOSED, "sentence"): "Câu nêu các Biểu kèm theo",
}
NOTHING_ENCLOSED = " [không kèm Biểu nào]"
"""What stands on screen where the sentence is empty on paper."""


@dataclass(frozen=True)
class Offer:
    """One figure that can be put into a text: its code, its name, its numbers by column."""

    key: str
    code: str
    name: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class LiveFigures:
    """The figures of one report, as its text says them."""

    figures: Figures
    catalogue: tuple[Indicator, ...] = field(compare=False)
    before: str = "kỳ trước"  # what the period before is called
    village: str = "thôn"  # what the parts of the unit are called
    enclosed: tuple[str, ...] = ()  # the Biểu that go along

    @cached_property
    def _parts(self) -> Mapping[str, tuple[Indicator, Part]]:
        return {each.figure_key(part): (each, part) for each in self.catalogue for part in each.parts}

    @cached_property
    def _counts(self) -> Mapping[str, Counts]:
        figures = self.figures
        return {
            "period": figures.period,
            "previous": figures.previous,
            "year": figures.year,
            "since": figures.cumulative,
        }

    def text(self, source: str) -> str:
        """A kept text as it reads now."""
        return filled(source, self.shown)

    def shown(self, token: Token) -> str | None:
        """What a figure says now; None where there is no such figure."""
        if token.style not in (*STYLES, "plain"):
            return None
        if (token.key, token.column) in LISTS:
            return self._listed(token)
        if token.key not in self._parts:
            return None
        match token.column:
            case "change":
                return self._change(token)
            case "by":
                return self._by(token.key)
            case "percent":
                return _percent(self.target(token.key), token.style)
            case "tally":
                count = self.figures.period.get(token.key)
                return _number(count.tally if count else None, token.style)
            case "target" | "done" | "left":
                return _number(_of_target(self.target(token.key), token.column), token.style)
            case column if column in self._counts:
                return _number(self.number(token.key, column), token.style)
        return None

    def on_screen(self, token: Token) -> str | None:
        """As `shown`, but never empty."""
        said = self.shown(token)
        return NOTHING_ENCLOSED if said == "" else said

    def name(self, token: Token) -> str:
        """What a figure is called: «2.3 Tổng số tài khoản mức 1 và mức 2, trong kỳ»."""
        if words := LISTS.get((token.key, token.column)):
            return words
        indicator, part = self._parts[token.key]
        style = "" if token.style in ("exact", "plain") else ", làm tròn"
        return f"{indicator.code} {_name(indicator, part)}, {_COLUMNS[token.column]}{style}"

    def offers(self) -> list[Offer]:
        """Every figure there is, in the order of the catalogue, those with a target first asked for by their code."""
        found = [
            Offer(key, indicator.code, _name(indicator, part), self._columns(key))
            for key, (indicator, part) in self._parts.items()
        ]
        found += [Offer(key, "", words, {column: words}) for (key, column), words in LISTS.items()]
        return found

    def _columns(self, key: str) -> Mapping[str, str]:
        count = self.figures.period.get(key)
        left_out = {
            "tally": count is None or count.tally is None,
            "by": count is None or not count.by,
        }
        columns = {column: words for column, words in COUNTED.items() if not left_out.get(column)}
        return {**columns, **TARGETED} if self.target(key) is not None else columns

    # Numbers

    def number(self, key: str, column: str = "period") -> int | None:
        """A counted number; None if missing."""
        count = self._counts[column].get(key)
        return None if count is None else count.total

    def target(self, key: str) -> TargetFigure | None:
        """What was asked for of a figure: kept under its own key, or under the code where it stands for all of it."""
        indicator, part = self._parts[key]
        by_code = self.figures.targets.get(indicator.code) if part is indicator.parts[0] else None
        return by_code or self.figures.targets.get(key)

    def targeted(self) -> list[tuple[str, Indicator, TargetFigure]]:
        """The indicators with a target: key, declaration, target."""
        keys = [(each.figure_key(each.parts[0]), each) for each in self.catalogue]
        found = [(key, each, self.target(key)) for key, each in keys]
        return [(key, each, target) for key, each, target in found if target is not None]

    def left(self, target: TargetFigure) -> int | None:
        """What is left to do of a target, 0 where it is reached; None where that cannot be said."""
        return _of_target(target, "left")

    def grew(self, key: str) -> bool:
        """Whether there is more than in the period before."""
        now, before = self.number(key), self.number(key, "previous")
        return now is not None and before is not None and now > before

    # Words

    def _change(self, token: Token) -> str:
        now, before = self.number(token.key), self.number(token.key, "previous")
        if now is None or before is None:
            return MISSING
        if now == before:
            return f"bằng {self.before}"
        by = abs(now - before)
        share = percent(by, before) if token.style in ("exact", "plain") else None
        shown = f" ({show_percent(share)})" if share is not None else ""
        word = "tăng" if now > before else "giảm"
        return f"{word} {_number(by, token.style)} {self._unit(token.key)}{shown} so với {self.before}"

    def _unit(self, key: str) -> str:
        unit = str(self._parts[key][1].unit.value)
        return self.village if unit == "thôn" else unit

    def _by(self, key: str) -> str:
        count = self.figures.period.get(key)
        said = [f"{padded(number)} {inside(name)}" for name, number in (count.by if count else ()) if number]
        return ", ".join(said) or MISSING

    def _listed(self, token: Token) -> str:
        if token.key == ENCLOSED:
            return enclosures.sentence(self.enclosed)
        if token.column == "left_list":
            said = [
                f"{inside(each.name)}: còn {padded(left)} {self._unit(key)}"
                for key, each, target in self.targeted()
                if (left := self.left(target))
            ]
            return listed(said, "; ") or MISSING
        names = self.names_of(reached=token.column.startswith("reached"))
        if token.column in ("reached", "short"):
            return padded(len(names))
        return listed(names, "; ") or MISSING

    def names_of(self, *, reached: bool) -> list[str]:
        """The targets that are reached, or are not, each with its per cent."""
        return [
            f"{inside(each.name)} ({show_percent(target.percent)})"
            for _key, each, target in self.targeted()
            if target.percent is not None and (target.percent >= 100) is reached
        ]


def _name(indicator: Indicator, part: Part) -> str:
    return indicator.name if part is indicator.parts[0] else f"{indicator.name}: {inside(part.name)}"


def _number(number: int | None, style: str) -> str:
    if number is None:
        return MISSING
    match style:
        case "about":
            return about(number)
        case "above":
            return about(number, above="trên")
        case "plain":
            return show_count(number)
    return padded(number)


def _percent(target: TargetFigure | None, style: str) -> str:
    share = target.percent if target else None
    if style not in ("about", "above") or share is None:
        return show_percent(share)
    return about_percent(share, above="trên" if style == "above" else "hơn")


def _of_target(target: TargetFigure | None, column: str) -> int | None:
    """What was asked for, what was reached, or what is left; None where there is no target."""
    if target is None or not target.target:
        return None
    if column == "target":
        return target.target
    if target.done is None:
        return None
    return target.done if column == "done" else max(target.target - target.done, 0)
