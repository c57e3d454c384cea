"""Teams: who belongs to them when, what they did, and which weeks are still without figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import ValidationError
from hoaian_desktop.indicators import counting
from hoaian_desktop.indicators.tally_heads import heads_left
from hoaian_desktop.records import Activation, Membership, Office, ReportingPeriod, Tally, Target, Team, Volunteer
from hoaian_desktop.records.activation import activation_volunteer
from hoaian_desktop.records.team import team_village
from hoaian_desktop.records.unit import Village
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import keeping, lists, reporting
from hoaian_desktop.services.listings import TEAMS

ACCOUNTS, PEOPLE, DOSSIERS = "2.3", "2.9.nguoi", "2.5"
_FEW_DAYS = 3  # a period's first days before a Monday join the week after them


@dataclass(frozen=True)
class MemberLine:
    """One membership of a team; `days` on which she helped in this team."""

    id: int
    volunteer_id: int
    full_name: str
    role: str
    started: date
    ended: date | None
    days: int


@dataclass(frozen=True)
class TeamLine:
    """One membership of a volunteer."""

    id: int
    team_id: int
    team: str
    role: str
    started: date
    ended: date | None


@dataclass(frozen=True)
class TeamCard:
    """What the side panel shows of a team; results are those since the counting start."""

    team: Team
    villages: tuple[str, ...]
    households: int | None
    leader_phone: str | None
    members: tuple[MemberLine, ...]
    union_members: int  # among those who are members now
    women: int
    since: date
    accounts: int
    people: int
    dossiers: int
    target: int | None  # accounts asked of this team

    def now(self, today: date) -> list[MemberLine]:
        """Who is a member on a day."""
        return [m for m in self.members if m.started <= today and (m.ended is None or m.ended >= today)]


@dataclass(frozen=True)
class TeamWeeks:
    """Accounts of one team by week. None: nothing at all was noted; `expected` says where something should be."""

    team_id: int | None
    name: str
    numbers: tuple[int | None, ...]
    expected: tuple[bool, ...]

    @property
    def total(self) -> int | None:
        """All weeks together; None if none is known."""
        known = [number for number in self.numbers if number is not None]
        return sum(known) if known else None

    @property
    def missing(self) -> int:
        """How many weeks have gone by without a figure."""
        return sum(1 for n, wanted in zip(self.numbers, self.expected, strict=True) if n is None and wanted)


@dataclass(frozen=True)
class Weeks:
    """The weeks of a period and what each team did in them."""

    span: Span
    weeks: tuple[Span, ...]
    lines: tuple[TeamWeeks, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """The sum of each week over all teams."""
        return tuple(sum(line.numbers[at] or 0 for line in self.lines) for at in range(len(self.weeks)))


def enrol(
    session: Session, values: Mapping[str, Any], *, id_: int | None = None, version: int | None = None, today: date
) -> Membership:
    """Add or change a membership. Raises ValidationError if she already belongs to the team in those days."""
    kept = keeping.save(session, Membership, values, id_=id_, version=version, today=today)
    others = select(Membership).where(
        Membership.team_id == kept.team_id,
        Membership.volunteer_id == kept.volunteer_id,
        Membership.archived.is_(False),
        Membership.id != kept.id,
        or_(Membership.ended.is_(None), Membership.ended >= kept.started),
    )
    if kept.ended is not None:
        others = others.where(Membership.started <= kept.ended)
    if session.scalars(others).first() is not None:
        sentence = "Người này đã ở trong tổ vào những ngày đó. Hãy sửa dòng cũ hoặc đổi ngày."
        raise ValidationError({"volunteer_id": sentence})
    return kept


def end(session: Session, membership_id: int, day: date) -> Membership:
    """Let a membership end on a day, that day included."""
    return keeping.save(session, Membership, {"ended": day}, id_=membership_id, today=day)


def memberships_of(session: Session, volunteer_id: int) -> list[TeamLine]:
    """The teams a volunteer is or was in, those without an end first."""
    rows = session.execute(
        select(Membership.id, Team.id, Team.name, Membership.role, Membership.started, Membership.ended)
        .join(Team, Team.id == Membership.team_id)
        .where(Membership.volunteer_id == volunteer_id, Membership.archived.is_(False))
        .order_by(Membership.ended.is_not(None), Membership.started.desc(), Membership.id)
    )
    return [TeamLine(*row) for row in rows]


def card(session: Session, team_id: int, *, today: date) -> TeamCard:
    """Everything about one team. Raises GoneError."""
    team = keeping.get(session, Team, team_id)
    since = session.scalars(select(Office.since)).one()
    members = _members(session, team_id)
    villages = session.execute(
        select(Village.name, Village.households)
        .join(team_village, team_village.c.village_id == Village.id)
        .where(team_village.c.team_id == team_id)
        .order_by(Village.sort_key)
    ).all()
    known = [households for _, households in villages if households is not None]
    span = Span(since, date.max)
    belongs = Activation.team_id == team_id
    counted = {m.volunteer_id for m in members if m.ended is None or m.ended >= (team.ended or today)}
    people = session.execute(select(Volunteer.sex, Volunteer.position).where(Volunteer.id.in_(counted))).all()
    return TeamCard(
        team=team,
        villages=tuple(name for name, _ in villages),
        households=sum(known) if known else None,
        leader_phone=_leader_phone(session, members),
        members=members,
        union_members=sum(1 for _, position in people if position not in (None, "youth", "federation")),
        women=sum(1 for sex, _ in people if sex == "female"),
        since=since,
        accounts=_result(session, ACCOUNTS, span, since, func.count(), belongs, team_id),
        people=_result(session, PEOPLE, span, since, func.count(Activation.citizen_id.distinct()), belongs, team_id),
        dossiers=_result(session, DOSSIERS, span, since, func.count(), belongs, team_id),
        target=session.scalar(
            select(func.sum(Target.value)).where(
                Target.team_id == team_id, Target.indicator == ACCOUNTS, Target.archived.is_(False)
            )
        ),
    )


def current_span(session: Session, today: date) -> Span:
    """The reporting period `today` lies in, else the one to report next."""
    found = session.execute(
        select(ReportingPeriod.first_day, ReportingPeriod.last_day)
        .where(
            ReportingPeriod.archived.is_(False), ReportingPeriod.first_day <= today, ReportingPeriod.last_day >= today
        )
        .order_by(ReportingPeriod.first_day.desc())
    ).first()
    return Span(*found) if found else reporting.proposed(session, today)


def weeks_of(span: Span) -> tuple[Span, ...]:
    """The weeks of a period, Monday to Sunday; a first stretch of one or two days joins the week after it."""
    weeks: list[Span] = []
    first = span.first
    while first <= span.last:
        last = Span.week_of(first).last
        if not weeks and (last - first).days + 1 < _FEW_DAYS:
            last += timedelta(days=7)
        weeks.append(Span(first, min(last, span.last)))
        first = last + timedelta(days=1)
    return tuple(weeks)


def by_week(session: Session, span: Span, *, today: date) -> Weeks:
    """Accounts of levels 1 and 2 by week and team: the very records behind indicator 2.3."""
    since = session.scalars(select(Office.since)).one()
    weeks = weeks_of(span)
    _, named = counting.behind(ACCOUNTS, span)
    _, tallied = counting.behind(ACCOUNTS, span, tally=True)
    within = named.params(since=since), tallied.params(since=since)
    counted: dict[tuple[int | None, int], int] = {}
    queries: tuple[Any, ...] = (
        select(Activation.team_id, Activation.day, func.count())
        .where(Activation.id.in_(within[0]))
        .group_by(Activation.team_id, Activation.day),
        select(Tally.team_id, Tally.day, func.sum(heads_left()))
        .where(Tally.id.in_(within[1]))
        .group_by(Tally.team_id, Tally.day),
    )
    for query in queries:
        for team_id, day, number in session.execute(query):
            at = _week_at(weeks, day)
            counted[team_id, at] = counted.get((team_id, at), 0) + number
    known = noted(session, span, weeks)
    teams = session.scalars(select(Team).where(Team.archived.is_(False)).order_by(Team.sort_key)).all()
    lines = [_line(team, weeks, counted, known, today) for team in teams]
    shown = [
        line
        for line, team in zip(lines, teams, strict=True)
        if line.total is not None or (team.kind == "community" and any(line.expected))
    ]
    loose = tuple(counted.get((None, at)) for at in range(len(weeks)))
    if any(loose):
        shown.append(TeamWeeks(None, "Không ghi tổ", loose, (False,) * len(weeks)))
    return Weeks(span, weeks, tuple(shown))


@dataclass(frozen=True)
class Standing:
    """How the office's teams stand on a day, by the indicators 1.1 to 1.3."""

    community: int
    villages: int
    all_villages: int
    members: int
    union_members: int


def standing(session: Session, today: date) -> Standing:
    """The figures of the list's footer."""
    since = session.scalars(select(Office.since)).one()
    keys = ("1.1.to", "1.3.thon", "1.3.tong_so", "1.2.nguoi", "1.2.doan_vien")
    counts = counting.count_spans(session, [Span(today, today)], since, keys)[0]
    return Standing(*(counts[key].total or 0 for key in keys))


def members_listed(session: Session, query: lists.Query, today: date) -> int:
    """How many different people belong to the listed teams on a day, for the footer of a list that is narrowed."""
    ids = lists.matching_ids(session, TEAMS, query).subquery()
    belonging = (
        select(func.count(Membership.volunteer_id.distinct()))
        .join(ids, ids.c.id == Membership.team_id)
        .where(
            Membership.archived.is_(False),
            Membership.started <= today,
            or_(Membership.ended.is_(None), Membership.ended >= today),
        )
    )
    return session.scalar(belonging) or 0


def _members(session: Session, team_id: int) -> tuple[MemberLine, ...]:
    days = (
        select(func.count(Activation.day.distinct()))
        .join(activation_volunteer, activation_volunteer.c.activation_id == Activation.id)
        .where(
            activation_volunteer.c.volunteer_id == Membership.volunteer_id,
            Activation.team_id == team_id,
            Activation.archived.is_(False),
        )
        .correlate(Membership)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Membership.id,
            Volunteer.id,
            Volunteer.full_name,
            Membership.role,
            Membership.started,
            Membership.ended,
            days,
        )
        .join(Volunteer, Volunteer.id == Membership.volunteer_id)
        .where(Membership.team_id == team_id, Membership.archived.is_(False))
        .order_by(
            Membership.ended.is_not(None),
            func.coalesce(func.nullif(Membership.role, "leader"), ""),
            Volunteer.sort_key,
            Membership.started,
        )
    )
    return tuple(MemberLine(*row) for row in rows)


def _leader_phone(session: Session, members: tuple[MemberLine, ...]) -> str | None:
    leader = next((m for m in members if m.role == "leader" and m.ended is None), None)
    return session.scalar(select(Volunteer.phone).where(Volunteer.id == leader.volunteer_id)) if leader else None


def _result(
    session: Session, key: str, span: Span, since: date, number: Any, belongs: ColumnElement[bool], team_id: int
) -> int:
    _, ids = counting.behind(key, span)
    named = session.scalar(
        select(number).select_from(Activation).where(Activation.id.in_(ids.params(since=since)), belongs)
    )
    _, ids = counting.behind(key, span, tally=True)
    tallied = session.scalar(
        select(func.sum(heads_left())).where(Tally.id.in_(ids.params(since=since)), Tally.team_id == team_id)
    )
    return (named or 0) + (tallied or 0)


def _week_at(weeks: tuple[Span, ...], day: date) -> int:
    return next(at for at, week in enumerate(weeks) if day in week)


def noted(session: Session, span: Span, weeks: tuple[Span, ...]) -> set[tuple[int | None, int]]:
    """Where a team noted anything at all, whatever the service and the outcome."""
    found: set[tuple[int | None, int]] = set()
    for record in (Activation, Tally):
        rows = session.execute(
            select(record.team_id, record.day)
            .where(record.archived.is_(False), record.day.between(span.first, span.last))
            .distinct()
        )
        found |= {(team_id, _week_at(weeks, day)) for team_id, day in rows}
    return found


def _line(
    team: Team,
    weeks: tuple[Span, ...],
    counted: Mapping[tuple[int | None, int], int],
    noted: set[tuple[int | None, int]],
    today: date,
) -> TeamWeeks:
    numbers = tuple(counted.get((team.id, at), 0 if (team.id, at) in noted else None) for at in range(len(weeks)))
    expected = tuple(
        week.last < today and team.started <= week.last and (team.ended is None or team.ended >= week.first)
        for week in weeks
    )
    return TeamWeeks(team.id, team.name, numbers, expected)
