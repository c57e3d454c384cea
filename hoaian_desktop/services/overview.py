"""What the first tab shows, asked for in one go: the current period, progress, twelve months, what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import exists, extract, func, select
from sqlalchemy.orm import Session

from hoaian_desktop.indicators import corrected, counting
from hoaian_desktop.indicators.catalogue import BY_CODE, BY_KEY
from hoaian_desktop.indicators.figures import Count
from hoaian_desktop.indicators.tally_heads import heads_left
from hoaian_desktop.records import Activation, CampaignEvent, Office, Service, Tally, Team, Volunteer
from hoaian_desktop.rules import dates, numbers
from hoaian_desktop.rules.aims import Aim
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import missing, report_heads, reporting
from hoaian_desktop.services.missing import Missing
from hoaian_desktop.services.reporting import PeriodLine

MONTHS = 12
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("VNeID mức 1, 2", ("2.1", "2.2")),
    ("Dịch vụ công", ("2.4",)),
    ("VssID", ("2.6",)),
    ("Thanh toán, ví", ("2.7",)),
    ("Chữ ký số, khác", ()),
)
"""The services a bar of the chart is made of, by the indicator they count in; the last takes what is left."""

_KEY_FIGURES = (
    ("2.3", "Định danh điện tử mức 1 và 2"),
    ("2.9.nguoi", "Người dân được hỗ trợ"),
    ("2.5", "Hồ sơ DVC nộp thành công"),
    ("2.4.nguoi", "Được hướng dẫn DVC"),
    ("3.2.buoi", "Phát thanh “Tiếng loa”"),
)
_BESIDE = {"3.2.buoi": "3.2.phut"}  # a second number that says more than the change in per cent


@dataclass(frozen=True)
class KeyFigure:
    """One figure of the period beside the one before; `key` opens the records behind it."""

    key: str
    name: str
    unit: str
    now: Count
    before: Count
    beside: str = ""  # «135 phút»

    @property
    def change(self) -> int | None:
        """How many more than in the period before; None if either is not known."""
        if self.now.total is None or self.before.total is None:
            return None
        return self.now.total - self.before.total

    @property
    def change_percent(self) -> Decimal | None:
        """The change in per cent of the period before; None where that was nothing."""
        return numbers.percent(self.change, self.before.total)


@dataclass(frozen=True)
class Progress(Aim):
    """How far one target is, counted over the days `counted`: up to the end of the period."""

    key: str
    name: str
    unit: str
    counted: Span


@dataclass(frozen=True)
class Months:
    """Turns of support by month and service: for each month a number per group. `mark` is where counting starts."""

    labels: tuple[str, ...]
    groups: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    mark: Decimal | None  # in months from the left edge of the first
    since: date


@dataclass(frozen=True)
class Overview:
    """Everything the first tab shows. `period` is None while no reporting period was made."""

    today: date
    span: Span
    period: PeriodLine | None
    superior: str
    figures: tuple[KeyFigure, ...]
    progress: tuple[Progress, ...]
    months: Months
    missing: tuple[Missing, ...]
    written: bool  # the office's own words are kept for the report
    empty: bool  # nothing was entered yet

    @property
    def days_left(self) -> int | None:
        """Days until the report is due; negative when it is late, None without a deadline."""
        return (self.period.due - self.today).days if self.period and self.period.due else None

    @property
    def closed(self) -> bool:
        """Whether the period's report stands as it was frozen."""
        return self.period is not None and self.period.closed


def load(session: Session, *, today: date) -> Overview:
    """The state of the book on a day."""
    office = session.scalars(select(Office)).one()
    period = current_period(session, today)
    span = period.span if period else _span_of_records(session, today)
    return Overview(
        today=today,
        span=span,
        period=period,
        superior=office.superior,
        figures=_key_figures(session, span, office.since),
        progress=_progress(session, span, office.since, today),
        months=_months(session, min(span.last, today), office.since),
        missing=() if period and period.closed else missing.find(session, span, period),
        written=bool(period and not report_heads.is_untouched(session, period.id)),
        empty=_is_empty(session),
    )


def current_period(session: Session, today: date) -> PeriodLine | None:
    """The period being worked on: the oldest that has begun and is not closed, else the latest that has begun."""
    begun = [line for line in reporting.list_periods(session) if line.span.first <= today]
    opened = [line for line in begun if not line.closed]
    return next(iter([*reversed(opened), *begun]), None)


def _span_of_records(session: Session, today: date) -> Span:
    """Without a period: the calendar month of the latest record, for a book taken over from a workbook."""
    latest = [
        session.scalar(select(func.max(record.day)).where(record.day <= today))
        for record in (Activation, Tally, CampaignEvent)
    ]
    day = max((found for found in latest if found), default=today)
    return Span.month(day.year, day.month)


def _key_figures(session: Session, span: Span, since: date) -> tuple[KeyFigure, ...]:
    keys = [key for key, _ in _KEY_FIGURES] + list(_BESIDE.values())
    now, before = corrected.with_previous(session, span, keys, since)
    found = []
    for key, name in _KEY_FIGURES:
        other = _BESIDE.get(key)
        beside = _beside(now[key], now[other], str(BY_KEY[other][1].unit)) if other else ""
        found.append(KeyFigure(key, name, str(BY_KEY[key][1].unit), now[key], before[key], beside))
    return tuple(found)


def _beside(figure: Count, other: Count, unit: str) -> str:
    """«135 phút»; broadcasts that together took no minute are broadcasts of which nobody wrote down how long."""
    known = other.total if other.total or not figure.total else None
    return f"{numbers.show_count(known)} {unit}"


def _progress(session: Session, span: Span, since: date, today: date) -> tuple[Progress, ...]:
    """The office's own targets in force at the period's end, counted as on paper: up to that end."""
    in_force = counting.targets_in_force(session, span.last)
    reached = counting.reached(session, span.last, since, in_force)
    return tuple(
        Progress(
            key=BY_CODE[code].main_key,
            name=BY_CODE[code].name,
            unit=str(BY_CODE[code].main.unit),
            span=Span(target.first_day, target.last_day),
            counted=Span(target.first_day, span.last),
            done=reached[code].done,
            target=target.value,
            today=today,
        )
        for code, target in in_force.items()
    )


def _months(session: Session, last: date, since: date) -> Months:
    """Turns of support (one person, one service, one day) and people tallied, in the twelve months up to a day."""
    starts = [date(last.year, last.month, 1)]
    while len(starts) < MONTHS:
        before = starts[0] - timedelta(days=1)
        starts.insert(0, before.replace(day=1))
    end = date(last.year, last.month, dates.days_in(last.year, last.month))
    turns = (
        select(Activation.service_id, Activation.day)
        .where(Activation.archived.is_(False), Activation.day.between(starts[0], end))
        .group_by(Activation.citizen_id, Activation.service_id, Activation.day)
        .subquery()
    )
    in_group = {code: at for at, (_, codes) in enumerate(GROUPS) for code in codes}
    table = {(start.year, start.month): [0] * len(GROUPS) for start in starts}
    year, month = extract("year", turns.c.day), extract("month", turns.c.day)
    named = (
        select(year, month, Service.counts_in, func.count())
        .join(Service, Service.id == turns.c.service_id)
        .group_by(year, month, Service.counts_in)
    )
    year, month = extract("year", Tally.day), extract("month", Tally.day)
    tallied = (
        select(year, month, Service.counts_in, func.sum(heads_left()))
        .join(Service, Service.id == Tally.service_id)
        .where(Tally.archived.is_(False), Tally.day.between(starts[0], end))
        .group_by(year, month, Service.counts_in)
    )
    for in_year, in_month, code, number in [*session.execute(named), *session.execute(tallied)]:
        table[in_year, in_month][in_group.get(code, len(GROUPS) - 1)] += number
    return Months(
        labels=_month_labels(starts),
        groups=tuple(name for name, _ in GROUPS),
        values=tuple(tuple(numbers_) for numbers_ in table.values()),
        mark=_mark(starts, end, since),
        since=since,
    )


def _month_labels(starts: Sequence[date]) -> tuple[str, ...]:
    """The year stands where it is new, and at the last."""
    shown = []
    for at, start in enumerate(starts):
        with_year = at in (0, len(starts) - 1) or start.month == 1
        shown.append(f"{start.month}/{start.year % 100:02d}" if with_year else str(start.month))
    return tuple(shown)


def _mark(starts: Sequence[date], end: date, since: date) -> Decimal | None:
    if not starts[0] < since <= end:
        return None
    at = max(place for place, start in enumerate(starts) if start <= since)
    return at + Decimal(since.day - 1) / dates.days_in(since.year, since.month)


def _is_empty(session: Session) -> bool:
    kinds = (Activation, Tally, CampaignEvent, Team, Volunteer)
    return not any(session.scalar(select(exists().where(kind.archived.is_(False)))) for kind in kinds)
