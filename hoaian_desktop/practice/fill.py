"""Fills an empty book with practice data, month by month, as it would have been written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from hoaian_desktop import choices, papers
from hoaian_desktop.errors import BookError
from hoaian_desktop.practice import office
from hoaian_desktop.practice.commune import Commune
from hoaian_desktop.practice.events import Events, Happening
from hoaian_desktop.practice.shares import days_of, shares_of
from hoaian_desktop.practice.supports import Support, Supports
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Activation, AdministrativeUnit, Campaign, Service, Tally, Village
from hoaian_desktop.records.campaign import event_influencer, event_volunteer
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import document_numbers, offices, reporting
from hoaian_desktop.store import bulk

_NOT_EMPTY = "Sổ này đã có dữ liệu. Hãy tạo dữ liệu mẫu trong một thư mục mới."
_SATURDAY = 5
_DUE = 5  # day of the next month; a report is closed on a working day before


def fill(session: Session, unit_key: str, *, slot: str = "practice", progress: Progress | None = None) -> None:
    """Write invented data into a new book: `unit_key` is the district, or a commune before or since the reform.

    The same book comes out every time, stamps included. `slot` names the first user's key. Raises GoneError for a unit
    without practice data, BookError for a book with villages in it, Cancelled.
    """
    shares, days = shares_of(unit_key), days_of(unit_key)
    if session.scalar(select(func.count()).select_from(Village)):
        raise BookError(_NOT_EMPTY)
    progress = progress or Progress()
    progress.words = "Đang tạo dữ liệu mẫu"
    clock = session.info["now"]
    try:
        _dated(session, days.first)
        kept = offices.set_up(session, unit_key, office.values(unit_key), slot=slot)
        _, plan, asked = office.directives(session, kept, days)
        campaigns = office.campaigns(session, days, plan, len(shares))
        communes = _communes(session, shares, days)
        teams = [team for commune in communes for team in commune.teams]
        office.targets(session, days, asked, [share for _, share in shares], teams)
        months = _Months(session, communes, campaigns, progress)
        for month in progress.over(months.spans):
            months.write(month)
            if month.first >= days.first:
                _report(session, month, last=month is months.spans[-1])
    finally:
        session.info["now"] = clock


def _communes(session: Session, shares: list[tuple[str, Any]], days: Span) -> list[Commune]:
    units = {unit.key: unit for unit in session.scalars(select(AdministrativeUnit))}
    communes = []
    for home, share in shares:
        unit = units[home]
        name = f"{choices.name('unit_kind', unit.kind)} {unit.name}"
        commune = Commune.of(share, unit_id=unit.id, name=name, days=days)
        commune.settle(session)
        communes.append(commune)
    return communes


def _dated(session: Session, day: date) -> None:
    """What is written from now on is stamped as written on the evening of `day`."""
    session.info["now"] = lambda: datetime.combine(day, time(19, 30))


def _report(session: Session, month: Span, *, last: bool) -> None:
    """The month's report: closed some days after the month, but the last one is still being written."""
    due = month.last + timedelta(days=_DUE)
    period = reporting.ensure_period(session, month, due=due)
    if last:
        return
    day = next(day for day in (due - timedelta(days=early) for early in (2, 1, 0)) if day.weekday() < _SATURDAY)
    _dated(session, day)
    reporting.write(session, period.id, document_number=document_numbers.proposed(session, day), document_date=day)
    papers.close_period(session, period.id)


class _Months:
    """Everything that happened, by the month in which it is written down."""

    def __init__(
        self, session: Session, communes: list[Commune], campaigns: Mapping[str, Campaign], progress: Progress
    ) -> None:
        self._session = session
        self._services = {service.code: service.id for service in session.scalars(select(Service))}
        self._supports: dict[Span, list[Support]] = defaultdict(list)
        self._tallies: dict[Span, list[Tally]] = defaultdict(list)
        self._happenings: dict[Span, list[Happening]] = defaultdict(list)
        for commune in communes:
            progress.check()
            supports, tallies = Supports(commune, self._services).draw()
            for support in supports:
                self._supports[_month(support.day)].append(support)
            for tally in tallies:
                self._tallies[_month(tally.day)].append(tally)
            for happening in Events(commune, campaigns).draw():
                self._happenings[_month(happening.event.day)].append(happening)
        self.spans = sorted({*self._supports, *self._happenings})

    def write(self, month: Span) -> None:
        """Keep what happened in a month, the people first."""
        session, supports, happenings = self._session, self._supports[month], self._happenings[month]
        _dated(session, month.last)
        session.add_all({id(support.citizen): support.citizen for support in supports}.values())
        session.flush()
        bulk.add(session, Activation, [self._values(support) for support in supports])
        session.add_all([*self._tallies[month], *(happening.event for happening in happenings)])
        session.flush()
        came = [{"event_id": h.event.id, "volunteer_id": one.id} for h in happenings for one in h.volunteers]
        trusted = [
            {"event_id": h.event.id, "influential_person_id": one.id} for h in happenings for one in h.influencers
        ]
        for table, rows in ((event_volunteer, came), (event_influencer, trusted)):
            if rows:
                session.execute(insert(table), rows)

    def _values(self, support: Support) -> dict[str, Any]:
        return {
            "day": support.day,
            "citizen_id": support.citizen.id,
            "service_id": self._services[support.service],
            "status": support.status,
            "reason": support.reason,
            "transaction_day": support.transaction_day,
            "team_id": support.team.id if support.team else None,
            "place": support.team.place if support.team else None,
            "volunteers": [helper.id for helper in support.helpers],
        }


def _month(day: date) -> Span:
    return Span.month(day.year, day.month)
