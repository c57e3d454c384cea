"""Figures: what was counted, frozen. Screen, paper, workbook and packet read the same value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hoaian_desktop.rules import numbers


@dataclass(frozen=True)
class Count:
    """One counted number. `tally` is None where the indicator takes no tallies; `by` breaks it down by words."""

    named: int | None
    tally: int | None = None
    by: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int | None:
        """Named and tally together; None if nothing is known."""
        if self.named is None and self.tally is None:
            return None
        return (self.named or 0) + (self.tally or 0)


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
