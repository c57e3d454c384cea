"""When things happen: Sundays are busy, summer is busiest, the national day of digital transformation stands out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from random import Random

from hoaian_desktop.rules.periods import Span

_SUNDAY = 6
_OF_WEEKDAY = (1.0, 0.8, 0.9, 0.8, 1.2, 3.0, 9.0)
_OF_MONTH = {6: 3.0, 7: 2.1, 8: 1.7, 9: 1.0, 10: 1.1, 11: 0.9, 12: 0.7}


class Rhythm:
    """Draws days of a span, each as often as its weekday and month deserve."""

    def __init__(self, rng: Random, span: Span) -> None:
        self._rng = rng
        self._last = span.last
        self._days = [span.first + timedelta(days=at) for at in range(span.days)]
        self._weights = list(accumulate(_weight(day) for day in self._days))

    def day(self) -> date:
        """Any day of the span."""
        return self._rng.choices(self._days, cum_weights=self._weights)[0]

    def later(self, day: date, most: int) -> date:
        """A day up to `most` days after `day`, never beyond the span."""
        return min(self._last, day + timedelta(days=self._rng.randint(1, most)))

    def sundays(self, month: Span) -> list[date]:
        """The Sundays of a month."""
        return [day for day in self._days if day in month and day.weekday() == _SUNDAY]

    def months(self) -> list[Span]:
        """The calendar months that the span touches, whole."""
        seen = dict.fromkeys((day.year, day.month) for day in self._days)
        return [Span.month(year, month) for year, month in seen]


def _weight(day: date) -> float:
    return (
        _OF_MONTH.get(day.month, 1.0) * _OF_WEEKDAY[day.weekday()] * (4.0 if (day.month, day.day) == (10, 10) else 1.0)
    )
