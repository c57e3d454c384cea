"""Figures: what was counted, frozen. Screen, paper, workbook and packet read the same value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hoaian_desktop.rules import numbers
from hoaian_desktop.rules.periods import Span


@dataclass(frozen=True)
class Count:
    """One counted number. `tally` is None where the indicator takes no tallies; `by` breaks it down by words.

    `added` is how many more, or fewer, are reported than the book counts.
    """

    named: int | None
    tally: int | None = None
    by: tuple[tuple[str, int], ...] = ()
    added: int = 0

    @property
    def counted(self) -> int | None:
        """Named and tally together, as the book counts; None if nothing is known."""
        if self.named is None and self.tally is None:
            return None
        return (self.named or 0) + (self.tally or 0)

    @property
    def total(self) -> int | None:
        """What is reported; None if nothing is known."""
        counted = self.counted
        return (counted or 0) + self.added if counted is not None or self.added else None


Counts = Mapping[str, Count]
"""Keyed by indicator code and part: «2.1», «2.4.luot», «1.2.nu»."""


@dataclass(frozen=True)
class TargetFigure:
    """What was asked for and what was reached inside the target's own dates up to the period's end."""

    target: int | None
    done: int | None

    @property
    def percent(self) -> Decimal | None:
        """Reached of the target in percent, one decimal half up; None where there is no target or it is 0."""
        return numbers.percent(self.done, self.target)


class Why(StrEnum):
    """Why a figure is reported as another number than the book counts."""

    MANUAL = "manual"  # set by hand in this report
    LATE = "late"  # what came to light after an earlier report was closed, counted in this one
    EARLIER = "earlier"  # set by hand in the report on a part of the same days
    PARTS = "parts"  # the sum of figures that were set
    LEFT = "left"  # what came to light after an earlier report was closed and is counted in none: only told


@dataclass(frozen=True)
class Corrected:
    """One reason why cells of a figure differ from the book; `columns` name the blocks of `Figures` it touches."""

    key: str
    why: Why
    columns: tuple[str, ...]
    added: int
    counted: int | None = None  # of the period, where it was set by hand
    value: int | None = None  # what it was set to
    reason: str = ""
    span: Span | None = None  # the other report's days
    parts: tuple[str, ...] = ()  # the keys it is the sum of


@dataclass(frozen=True)
class Figures:
    """The indicators of one office for one period and the spans it is compared with."""

    unit: str  # the unit's key, old-21703
    first: date
    last: date
    since: date  # counting start
    period: Counts
    previous: Counts
    year: Counts
    cumulative: Counts
    targets: Mapping[str, TargetFigure] = field(default_factory=dict)
    corrections: tuple[Corrected, ...] = ()  # in the order of the catalogue
