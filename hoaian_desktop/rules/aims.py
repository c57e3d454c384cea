"""How far a target is: reached, missing, and what is needed every week until its last day. Pure reckoning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hoaian_desktop.rules import numbers
from hoaian_desktop.rules.periods import Span

_WEEK = 7


@dataclass(frozen=True)
class Aim:
    """One target as it stands on a day. A target that is not set, or a figure that is not known, is None: never 0."""

    span: Span  # the days it was given for
    done: int | None
    target: int | None
    today: date

    @property
    def percent(self) -> Decimal | None:
        """Reached in per cent of the target; None where there is none, or it is 0."""
        return numbers.percent(self.done, self.target)

    @property
    def expected(self) -> Decimal:
        """Where it should be today, in per cent: the days gone of all days."""
        whole = max((self.span.last - self.span.first).days, 1)
        gone = min(max((self.today - self.span.first).days, 0), whole)
        return Decimal(gone) * 100 / whole

    @property
    def missing(self) -> int | None:
        """How many are still to be done; 0 once it is reached, None where there is nothing to compare."""
        if self.target is None or self.done is None:
            return None
        return max(self.target - self.done, 0)

    @property
    def needed_per_week(self) -> int | None:
        """How many a week are needed from today to reach the target on its last day; None when that is past."""
        if self.missing is None or self.today > self.span.last:
            return None
        days = max((self.span.last - self.today).days, _WEEK)  # in the last week all that is left is needed in it
        return -(-self.missing * _WEEK // days)

    @property
    def reached(self) -> bool:
        """Whether the target is met."""
        return self.target is not None and self.done is not None and self.done >= self.target

    @property
    def behind(self) -> bool:
        """Whether less is reached than should be today."""
        return not self.reached and self.percent is not None and self.percent < self.expected
