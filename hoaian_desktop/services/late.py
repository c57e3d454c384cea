"""Phát sinh sau chốt: what the book counts differently than a closed report said, and what is decided on it.

A closed report is never changed. What came to light later goes into its next version, into the report that is being
written, or into none; until that is decided no later period is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from hoaian_desktop.errors import GoneError, NotReady
from hoaian_desktop.indicators import corrected, published
from hoaian_desktop.indicators.catalogue import BY_KEY, IN_FORM, Shown, adds_over_periods
from hoaian_desktop.indicators.countings import Stock
from hoaian_desktop.records import (
    Activation,
    CampaignEvent,
    Citizen,
    LateDecision,
    Report,
    ReportingPeriod,
    ReportVersion,
    Service,
    Tally,
)
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import offices, reporting

MONTHS = 13  # how far back closed reports are looked at
MOST_RECORDS = 200
_DAYS = MONTHS * 31
_RECORDS: tuple[type[Activation] | type[Tally] | type[CampaignEvent], ...] = (Activation, Tally, CampaignEvent)
# What a paper says: a row, or words beside one; but not how many villages there are, which have no days.
_SAID = tuple(
    key
    for key, (_, part) in BY_KEY.items()
    if part.shown is not Shown.NOT and not (part.shown is Shown.NOTE and isinstance(part.named, Stock))
)
_NOT_CLOSED = "Kỳ {span} chưa chốt nên không có số phát sinh sau chốt. Hãy chọn kỳ đã chốt."
_NOT_LATER = "Chỉ cộng được vào kỳ bắt đầu sau kỳ {span}. Hãy chọn kỳ đang lập báo cáo."
_NOTHING = "Kỳ {span} không còn số phát sinh sau chốt nào chờ quyết định."


@dataclass(frozen=True)
class LateFigure:
    """One figure of a closed report that would be another now."""

    key: str
    name: str
    unit: str
    reported: int  # in the closed version
    now: int
    decided: int  # of the difference, what was decided already
    adds: bool  # whether it can be counted with a later period: different persons and what stands on a day cannot

    @property
    def waiting(self) -> int:
        """How many more, or fewer, still wait for a decision."""
        return self.now - self.reported - self.decided


@dataclass(frozen=True)
class LateRecord:
    """A record of a closed period that was added, changed or put aside since: where it is shown, and what it is."""

    table: str
    id: int
    day: date
    words: str
    at: datetime
    action: str  # added, changed, archived


@dataclass(frozen=True)
class LatePeriod:
    """A closed period of which the book says something else than its report."""

    period_id: int
    span: Span
    version_id: int
    version: int
    figures: tuple[LateFigure, ...]  # those that wait, in the order of the catalogue
    records: tuple[LateRecord, ...]  # what caused it, the latest first, at most `MOST_RECORDS`

    @property
    def words(self) -> str:
        """«Tài khoản … mức 2: 33 → 35»; the first figures that have a row of their own."""
        shown = [one for one in self.figures if one.key in IN_FORM] or list(self.figures)
        named = "; ".join(f"{one.name}: {one.reported} → {one.now}" for one in shown[:2])
        return named + (f"; và {len(shown) - 2} số khác" if len(shown) > 2 else "")


@dataclass(frozen=True)
class _Closed:
    """A closed report: its period and its newest version."""

    period_id: int
    span: Span
    version_id: int
    version: int
    closed_at: datetime


def waiting(session: Session, before: Span) -> tuple[LatePeriod, ...]:
    """The closed periods before the first day of `before` that wait for a decision, the oldest first.

    A report counts what is inside its own days by the day: a quarter waits for none of its months.
    """
    from_day = date.fromordinal(max(before.first.toordinal() - _DAYS, 1))
    closed = _closed(session, (ReportingPeriod.last_day < before.first, ReportingPeriod.last_day >= from_day))
    touched = _touched(session, closed) if closed else frozenset()
    if not touched:
        return ()
    # A record put on an earlier day also takes away from a later period: an account counts on its first day.
    first = min(one.span.first for one in closed if one.version_id in touched)
    return tuple(one for one in _compared(session, [one for one in closed if one.span.last >= first]) if one.figures)


def of_period(session: Session, period_id: int) -> LatePeriod | None:
    """What is late in one closed period; None where nothing waits or it is not closed."""
    closed = _closed(session, (ReportingPeriod.id == period_id,))
    return next((one for one in _compared(session, closed) if one.figures), None)


def carry(session: Session, from_period_id: int, into_period_id: int) -> LatePeriod:
    """Count what is late in one period with the report on a later one that is being written; say what was carried.

    Figures that do not add up over periods stay as they are; the sums since the counting start hold them by their day.
    Raises NotReady for a period that is not closed or not earlier, AlreadyClosed for a closed `into`, GoneError.
    """
    report = reporting.open_report(session, into_period_id)
    late = _waiting_in(session, from_period_id)
    into = _span_of(session, into_period_id)
    if into.first <= late.span.last:
        raise NotReady([_NOT_LATER.format(span=late.span.in_words)])
    _decide(session, late, report.id)
    return late


def leave(session: Session, period_id: int) -> LatePeriod:
    """Count what is late in a period in no report; the sums since the counting start say so below their table.

    Raises NotReady for a period that is not closed or has nothing waiting, GoneError.
    """
    late = _waiting_in(session, period_id)
    _decide(session, late, None)
    return late


def withdraw(session: Session, from_period_id: int) -> int:
    """Take back what was decided on a period, but for what a closed report holds; returns how many decisions.

    They wait again afterwards.
    """
    closed = {line.id for line in reporting.list_periods(session) if line.closed}
    decisions = session.execute(
        select(LateDecision, Report.period_id)
        .join(ReportVersion, ReportVersion.id == LateDecision.version_id)
        .outerjoin(Report, Report.id == LateDecision.report_id)
        .where(
            ReportVersion.report_id == reporting.report_of(session, from_period_id).id,
            ReportVersion.state != corrected.REPLACED,
            LateDecision.archived.is_(False),
        )
    ).all()
    taken = [decision for decision, into in decisions if into not in closed]
    for decision in taken:
        session.delete(decision)
    session.flush()
    return len(taken)


def _waiting_in(session: Session, period_id: int) -> LatePeriod:
    span = _span_of(session, period_id)
    if not _closed(session, (ReportingPeriod.id == period_id,)):
        raise NotReady([_NOT_CLOSED.format(span=span.in_words)])
    late = of_period(session, period_id)
    if late is None:
        raise NotReady([_NOTHING.format(span=span.in_words)])
    return late


def _decide(session: Session, late: LatePeriod, report_id: int | None) -> None:
    figures = {one.key: one.waiting for one in late.figures}
    session.add(LateDecision(version_id=late.version_id, report_id=report_id, figures=figures))
    session.flush()


def _span_of(session: Session, period_id: int) -> Span:
    period = session.get(ReportingPeriod, period_id)
    if period is None:
        raise GoneError
    return Span(period.first_day, period.last_day)


def _closed(session: Session, conditions: Sequence[ColumnElement[bool]]) -> list[_Closed]:
    """The closed reports of some periods, the oldest first."""
    rows = session.execute(_newest().where(*conditions))
    return [_Closed(id_, Span(first, last), version, number, at) for id_, first, last, version, number, at in rows]


@cache
def _newest() -> Select[int, date, date, int, int, datetime]:
    """All closed reports with their newest versions; made once, as every look at a report asks for some."""
    newest = (
        select(ReportVersion.report_id, func.max(ReportVersion.number).label("number"))
        .group_by(ReportVersion.report_id)
        .subquery()
    )
    return (
        select(
            ReportingPeriod.id,
            ReportingPeriod.first_day,
            ReportingPeriod.last_day,
            ReportVersion.id,
            ReportVersion.number,
            ReportVersion.closed_at,
        )
        .join(Report, Report.period_id == ReportingPeriod.id)
        .join(newest, newest.c.report_id == Report.id)
        .join(ReportVersion, (ReportVersion.report_id == Report.id) & (ReportVersion.number == newest.c.number))
        .where(ReportingPeriod.archived.is_(False), Report.reopened.is_(None))
        .order_by(ReportingPeriod.last_day, ReportingPeriod.first_day.desc())
    )


def _touched(session: Session, closed: Sequence[_Closed]) -> frozenset[int]:
    """The versions of which records were written since they were closed, or since that was last decided on."""
    decided = (
        select(func.max(LateDecision.created_at))
        .where(LateDecision.version_id == ReportVersion.id, LateDecision.archived.is_(False))
        .scalar_subquery()
    )
    looked_at = func.coalesce(decided, ReportVersion.closed_at)
    written = [
        exists().where(
            record.day.between(ReportingPeriod.first_day, ReportingPeriod.last_day), record.changed_at > looked_at
        )
        for record in _RECORDS
    ]
    ids = (
        select(ReportVersion.id)
        .join(Report, Report.id == ReportVersion.report_id)
        .join(ReportingPeriod, ReportingPeriod.id == Report.period_id)
        .where(ReportVersion.id.in_([one.version_id for one in closed]), or_(*written))
    )
    return frozenset(session.scalars(ids))


def _decided(session: Session, version_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """What was decided on each version, summed up by key."""
    decided: dict[int, dict[str, int]] = {id_: {} for id_ in version_ids}
    decisions = select(LateDecision).where(LateDecision.archived.is_(False), LateDecision.version_id.in_(version_ids))
    for one in session.scalars(decisions):
        sums = decided[one.version_id]
        for key, more in one.figures.items():
            sums[key] = sums.get(key, 0) + more
    return decided


def _compared(session: Session, closed: Sequence[_Closed]) -> Iterator[LatePeriod]:
    if not closed:
        return
    spans, ids = [one.span for one in closed], [one.version_id for one in closed]
    decided = _decided(session, ids)
    stored = select(ReportVersion.id, ReportVersion.figures).where(ReportVersion.id.in_(ids))
    frozen = {id_: published.counts(figures) for id_, figures in session.execute(stored)}
    now = corrected.of_periods(session, spans, _SAID, offices.current(session).since)
    for one, counts in zip(closed, now, strict=True):
        figures = []
        for key, then in frozen[one.version_id].items():
            if key not in counts:
                continue
            total = counts[key].total
            if then.total is None or total is None:
                continue
            part = BY_KEY[key][1]
            taken = decided[one.version_id].get(key, 0)
            late = LateFigure(key, part.name, str(part.unit), then.total, total, taken, adds_over_periods(key))
            if late.waiting:
                figures.append(late)
        records = tuple(_records(session, one)) if figures else ()
        yield LatePeriod(one.period_id, one.span, one.version_id, one.version, tuple(figures), records)


def _records(session: Session, closed: _Closed) -> Iterator[LateRecord]:
    """What was written in the period's days since it was closed."""

    def columns(record: type[Any], words: Any, more: Any) -> Select[Any]:
        return select(
            literal(record.__tablename__).label("table"),
            record.id.label("id"),
            record.day.label("day"),
            words.label("words"),
            more.label("more"),
            record.created_at.label("created_at"),
            record.changed_at.label("changed_at"),
            record.archived.label("archived"),
        ).where(record.day.between(closed.span.first, closed.span.last), record.changed_at > closed.closed_at)

    supports = columns(Activation, Citizen.full_name, Service.name)
    supports = supports.join(Citizen, Citizen.id == Activation.citizen_id)
    supports = supports.join(Service, Service.id == Activation.service_id)
    tallies = columns(Tally, Service.name, Tally.number).join(Service, Service.id == Tally.service_id)
    events = columns(CampaignEvent, CampaignEvent.subject, null())
    every = union_all(supports, tallies, events).subquery()
    rows = session.execute(select(every).order_by(every.c.changed_at.desc(), every.c.id.desc()).limit(MOST_RECORDS))
    for row in rows:
        action = "archived" if row.archived else "added" if row.created_at > closed.closed_at else "changed"
        yield LateRecord(row.table, row.id, row.day, _words(row.table, row.words, row.more), row.changed_at, action)


def _words(table: str, words: str, more: Any) -> str:
    if table == Tally.__tablename__:
        return f"{words}: {more} người"
    return f"{words}, {more}" if more else words
