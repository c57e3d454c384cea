"""Charts as one frozen declaration, and where everything of it stands; `chart_drawing` draws it for screen and paper.

Plain numbers, no library: the window asks here which bar is under the mouse. Units are those of the surface: pixels on
screen, points on paper, y upwards from the lower edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from hoaian_desktop.rules.numbers import show_count

TOTAL = "Cộng"
_BAR, _WIDEST = 0.6, 34.0  # of its slot, and at most
_APART = 1.0  # between two parts of a bar


class Kind(StrEnum):
    """How the series of a label stand: on each other, or beside each other."""

    STACKED = "stacked"
    BESIDE = "beside"


@dataclass(frozen=True)
class Series:
    """One kind of thing, with a number for each label; None is missing and draws nothing."""

    name: str
    numbers: tuple[int | None, ...]


@dataclass(frozen=True)
class Mark:
    """A line across the bars, `at` labels from the left edge of the first; its words stand beside it."""

    at: float
    words: str


@dataclass(frozen=True)
class Chart:
    """What is drawn: labels left to right, series bottom to top (or left to right), a line where something began."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    kind: Kind = Kind.STACKED
    mark: Mark | None = None

    def total(self, at: int) -> int | None:
        """The series of a label together; None if every one is missing there."""
        numbers = [number for series in self.series if (number := series.numbers[at]) is not None]
        return sum(numbers) if numbers else None

    @cached_property
    def table(self) -> tuple[tuple[str, tuple[int | None, ...]], ...]:
        """The same as a table: a row for each series, and their sum where there are several on each other."""
        rows = [(series.name, series.numbers) for series in self.series]
        if self.kind is Kind.STACKED and len(rows) > 1:
            rows.append((TOTAL, tuple(self.total(at) for at in range(len(self.labels)))))
        return tuple(rows)

    def text(self) -> str:
        """The table as lines with tabs, as a spreadsheet takes them; missing is «—»."""
        lines = [["", *self.labels], *([name, *map(show_count, numbers)] for name, numbers in self.table)]
        return "\n".join("\t".join(line) for line in lines)

    def words_at(self, at: int) -> str:
        """All numbers of a label in lines, as a tooltip shows them and a screen reader reads them."""
        parts = [f"{series.name}: {show_count(series.numbers[at])}" for series in reversed(self.series)]
        if self.kind is Kind.BESIDE:
            return "\n".join([self.labels[at], *parts])
        return "\n".join([f"{self.labels[at]}: {show_count(self.total(at))} {self.unit}".rstrip(), *parts])


@dataclass(frozen=True)
class Look:
    """Colours as #RRGGBB and the face: the theme hands in its own, paper has `PAPER`."""

    text: str
    muted: str
    line: str
    ground: str
    mark: str
    series: tuple[str, ...]
    face: str
    size: float


PAPER = Look(
    "#000000", "#404040", "#B0B0B0", "#FFFFFF", "#1B4B82",
    ("#1B4B82", "#5D93CC", "#2C857B", "#8A6BA8", "#7E8A97"), "Tinos", 9.0,
)  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A rectangle by its lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Plot:
    """Where everything of a chart stands on a surface of this size."""

    chart: Chart
    width: float
    height: float
    size: float  # of the letters

    @property
    def left(self) -> float:
        """The left end of the axis."""
        return self.size * 3.8

    @property
    def bottom(self) -> float:
        """The axis itself."""
        return round(self.size * 2.0)

    @property
    def top(self) -> float:
        """Where the highest line of the axis stands: above it the totals, the mark's words and the legend."""
        return round(self.height - self.size * 3.4)

    @cached_property
    def axis(self) -> list[int]:
        """Round values from 0 up."""
        chart = self.chart
        if chart.kind is Kind.STACKED:
            highest = max((chart.total(at) or 0 for at in range(len(chart.labels))), default=0)
        else:
            highest = max((number or 0 for series in chart.series for number in series.numbers), default=0)
        return steps(highest)

    def y(self, value: float) -> float:
        """How high a value stands."""
        return self.bottom + (self.top - self.bottom) * value / self.axis[-1]

    def x(self, at: float) -> float:
        """How far right a place stands, counted in labels."""
        return self.left + (self.width - 4 - self.left) * at / max(1, len(self.chart.labels))

    def label_at(self, x: float) -> int | None:
        """The label whose slot holds a place."""
        return next((at for at in range(len(self.chart.labels)) if self.x(at) <= x < self.x(at + 1)), None)

    def bars(self, at: int) -> Iterator[tuple[int, Box]]:
        """The parts of a label's bar with the number of their series; what is 0 or missing has none."""
        slot = self.x(at + 1) - self.x(at)
        several = len(self.chart.series) if self.chart.kind is Kind.BESIDE else 1
        wide = max(1.0, round(min(_WIDEST, slot * _BAR / several)))
        left = round(self.x(at) + slot / 2 - wide * several / 2)
        below = 0
        for number, series in enumerate(self.chart.series):
            value = series.numbers[at] or 0
            if value and self.chart.kind is Kind.STACKED:
                yield number, Box(left, self.y(below), wide, self.y(below + value) - self.y(below))
                below += value
            elif value:
                yield number, Box(left + number * wide, self.bottom, wide - _APART, self.y(value) - self.bottom)


def steps(highest: int) -> list[int]:
    """Round values for the axis, from 0 to at least `highest`, at most six of them."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= factor * size * 5:
                step = factor * size
                return [step * at for at in range(max(1, -(-highest // step)) + 1)]
        size *= 10
