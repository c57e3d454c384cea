"""How an office cuts its time into reports: on which day a kind of period begins, and on which it is due.

Kept in the office's settings as {"month": {"first_day": 15, "due_day": 20}, "week": {"first_day": 3}}.
Of a week the days are 1 Monday to 7 Sunday, of all other kinds those of the month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from hoaian_desktop.rules import periods
from hoaian_desktop.rules.dates import days_in
from hoaian_desktop.rules.periods import MONTHS, PeriodKind, Span

_DAY = timedelta(days=1)
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_NAMES = {PeriodKind.QUARTER: "Quý", PeriodKind.HALF_YEAR: "6 tháng", PeriodKind.YEAR: "Năm"}
_LATEST_FIRST = 28  # a month that begins later would not begin in February


@dataclass(frozen=True)
class Habit:
    """One kind of period as an office has it. `due_day` None leaves the usual deadline."""

    kind: PeriodKind
    first_day: int = 1
    due_day: int | None = None

    @classmethod
    def of(cls, span: Span, due: date | None = None) -> Self | None:
        """The habit two days and their deadline belong to; None where nothing repeats."""
        kind = next((kind for kind, months in MONTHS.items() if span.is_months(months)), None)
        if kind is not None and span.first.day <= _LATEST_FIRST:
            bare = cls(kind, span.first.day)
        elif span.days == 7:
            bare = cls(PeriodKind.WEEK, span.first.isoweekday())
        else:
            return None
        if due is None or due == bare.due(span):
            return bare
        day = due.isoweekday() if bare.kind is PeriodKind.WEEK else due.day
        told = cls(bare.kind, bare.first_day, day)
        return told if told.due(span) == due else bare

    @property
    def words(self) -> str:
        """How it is called in a list: «Tháng (từ ngày 15 đến ngày 14)»."""
        match self.kind:
            case PeriodKind.WEEK:
                last = _WEEKDAYS[(self.first_day + 5) % 7]
                return f"Tuần ({_WEEKDAYS[self.first_day - 1]} đến {last})"
            case PeriodKind.MONTH if self.first_day == 1:
                return "Tháng (từ ngày 1 đến cuối tháng)"
            case PeriodKind.MONTH:
                return f"Tháng (từ ngày {self.first_day} đến ngày {self.first_day - 1})"
            case PeriodKind.FREE:
                return "Tự chọn hai ngày"
        return _NAMES[self.kind] + (f" (từ ngày {self.first_day})" if self.first_day > 1 else "")

    def at(self, day: date) -> Span:
        """The period of this kind that holds a day; a free one holds nothing else."""
        if self.kind is PeriodKind.FREE:
            return Span(day, day)
        if self.kind is PeriodKind.WEEK:
            first = day - timedelta(days=(day.isoweekday() - self.first_day) % 7)
            return Span(first, first + 6 * _DAY)
        months = MONTHS[self.kind]
        count = day.year * 12 + day.month - 1 - (1 if day.day < self.first_day else 0)
        if self.first_day == 1:
            count -= count % months
        return Span(_day(count, self.first_day), _day(count + months, self.first_day) - _DAY)

    def holds(self, span: Span) -> bool:
        """Whether a span is one of this kind."""
        return self.kind is not PeriodKind.FREE and self.at(span.first) == span

    def next_of(self, spans: Iterable[Span], today: date) -> Span:
        """The period that comes next: after the latest of this kind, else the one that holds today."""
        if self.kind is PeriodKind.FREE:
            last = max((span.last for span in spans), default=today - _DAY)
            return Span(last + _DAY, max(last + _DAY, today))
        latest = max((span for span in spans if self.holds(span)), default=None)
        return self.at(today if latest is None else latest.last + _DAY)

    def due(self, span: Span) -> date:
        """The day a period is due: the first such day after its end, or what is usual."""
        if self.due_day is None:
            return periods.due_date(span, self.kind)
        last = span.last
        if self.kind is PeriodKind.WEEK:
            return last + timedelta(days=(self.due_day - last.isoweekday()) % 7 or 7)
        count = last.year * 12 + last.month - 1
        here = _day(count, self.due_day)
        return here if here > last else _day(count + 1, self.due_day)


FREE = Habit(PeriodKind.FREE)
USUAL: tuple[Habit, ...] = (
    Habit(PeriodKind.MONTH),
    Habit(PeriodKind.MONTH, 15),
    Habit(PeriodKind.WEEK),
    Habit(PeriodKind.QUARTER),
    Habit(PeriodKind.HALF_YEAR),
    Habit(PeriodKind.YEAR),
    FREE,
)
"""What is offered before an office has habits of its own."""


def offered(own: Iterable[Habit]) -> tuple[Habit, ...]:
    """The usual kinds with an office's own in their places: a kind cut otherwise stands before the usual ones."""
    found = list(USUAL)
    for habit in own:
        same = next((at for at, each in enumerate(found) if _alike(each, habit)), None)
        if same is not None:
            found[same] = habit
        else:
            found.insert(next(at for at, each in enumerate(found) if each.kind is habit.kind), habit)
    return tuple(found)


def of_period(span: Span, kind: str, own: Sequence[Habit]) -> Habit:
    """The habit a period was made by; FREE where it follows none."""
    known = [habit for habit in offered(own) if habit.kind == kind and habit.holds(span)]
    return known[0] if known else Habit.of(span) or FREE


def read(kept: Mapping[str, Any]) -> tuple[Habit, ...]:
    """The habits in an office's settings; what a newer program wrote there is passed over."""
    kinds = {kind.value: kind for kind in PeriodKind if kind is not PeriodKind.FREE}
    return tuple(
        Habit(kinds[code], int(each.get("first_day") or 1), each.get("due_day"))
        for code, each in kept.items()
        if code in kinds
    )


def kept(habit: Habit) -> dict[str, int]:
    """A habit as the settings hold it, under the code of its kind."""
    told = {"first_day": habit.first_day}
    return told if habit.due_day is None else {**told, "due_day": habit.due_day}


def _alike(one: Habit, other: Habit) -> bool:
    return (one.kind, one.first_day) == (other.kind, other.first_day)


def _day(count: int, day: int) -> date:
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day, days_in(year, month + 1)))
