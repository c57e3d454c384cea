"""How this office cuts its reporting periods: kept with its settings, followed by what proposes the next one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.records import Office, ReportingPeriod
from hoaian_desktop.rules import period_habits
from hoaian_desktop.rules.period_habits import FREE, Habit
from hoaian_desktop.rules.periods import PeriodKind, Span


def own(session: Session) -> tuple[Habit, ...]:
    """What the office keeps of its habits; empty while it has kept none."""
    return period_habits.read(session.scalars(select(Office.period_presets)).one() or {})


def remember(session: Session, habit: Habit) -> None:
    """Keep a habit for the periods to come; the one of the same kind before it goes."""
    office = session.scalars(select(Office)).one()
    office.period_presets = {**(office.period_presets or {}), habit.kind.value: period_habits.kept(habit)}
    session.flush()


def due(session: Session, span: Span, kind: str) -> date:
    """The day a period is due by the office's habit, or as usual."""
    mine = period_habits.of_period(span, kind, own(session))
    return Habit(PeriodKind(kind), mine.first_day, mine.due_day if mine.kind == kind else None).due(span)


def next_period(session: Session, today: date, since: date) -> Span:
    """The period to report next: after the latest one, of its kind; without any the month of `today`."""
    known = own(session)
    month = next((habit for habit in period_habits.offered(known) if habit.kind is PeriodKind.MONTH), FREE)
    latest = session.execute(
        select(ReportingPeriod.first_day, ReportingPeriod.last_day, ReportingPeriod.kind)
        .where(ReportingPeriod.archived.is_(False))
        .order_by(ReportingPeriod.last_day.desc(), ReportingPeriod.first_day.desc())
        .limit(1)
    ).first()
    if latest is None or latest.last_day >= today:
        return month.at(max(today, since))
    span = Span(latest.first_day, latest.last_day)
    habit = period_habits.of_period(span, latest.kind, known)
    return (month if habit.kind is PeriodKind.FREE else habit).at(date.fromordinal(span.last.toordinal() + 1))
