"""The stretches of days people ask for most; they move with today, so a kept one names the stretch, not its days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from hoaian_desktop.rules.periods import Span

_Of = Callable[[date], Span]


def _month(today: date) -> Span:
    return Span.month(today.year, today.month)


def _last_month(today: date) -> Span:
    return _month(today.replace(day=1) - timedelta(days=1))


STRETCHES: Mapping[str, tuple[str, _Of]] = {
    "today": ("Hôm nay", lambda today: Span(today, today)),
    "this-week": ("Tuần này", Span.week_of),
    "this-month": ("Tháng này", _month),
    "last-month": ("Tháng trước", _last_month),
    "this-quarter": ("Quý này", lambda today: Span.quarter(today.year, (today.month + 2) // 3)),
    "this-year": ("Năm nay", lambda today: Span.year(today.year)),
    "last-year": ("Năm trước", lambda today: Span.year(today.year - 1)),
}
"""Words and days of each stretch by the code it is kept under."""


def stretches(today: date) -> list[tuple[str, Span]]:
    """The words and days of every stretch as they are today."""
    return [(words, of(today)) for words, of in STRETCHES.values()]


def code_of(span: Span, today: date) -> str | None:
    """The code of the stretch that is these days today; None if there is none."""
    return next((code for code, (_, of) in STRETCHES.items() if of(today) == span), None)


def days_of(code: str, today: date) -> Span | None:
    """The days of a kept stretch today; None for a code of a newer program."""
    known = STRETCHES.get(code)
    return known[1](today) if known else None
