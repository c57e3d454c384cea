"""What the Biểu beyond the first are made of: teams, villages, events and influential persons as plain rows.

The rows are the very records that the indicators count, so that a Biểu cannot disagree with another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.indicators import counting
from hoaian_desktop.indicators.tally_heads import heads_left
from hoaian_desktop.records import (
    Activation,
    CampaignEvent,
    Citizen,
    InfluentialPerson,
    Membership,
    Office,
    Tally,
    Team,
    Village,
    Volunteer,
)
from hoaian_desktop.records.campaign import event_influencer, event_volunteer
from hoaian_desktop.records.team import team_village
from hoaian_desktop.rules.periods import Span

PEOPLE = "2.9.nguoi"
BY_VILLAGE = ("2.1", "2.2", "2.4.luot", "2.5", "2.6", "2.7", "2.8", PEOPLE)
"""The figures that are told village by village: each is the sum of its villages."""


@dataclass(frozen=True)
class TeamRow:
    """A team at work on a day, who leads it then and how many belong to it."""

    name: str
    kind: str  # a code of the list team_kind
    villages: tuple[str, ...]
    decision_number: str | None
    decision_date: date | None
    place: str | None
    leader: str | None
    phone: str | None  # the leader's, whole
    members: int


@dataclass(frozen=True)
class TeamList:
    """The teams at work on a day; `members` are different people in all teams of a kind."""

    day: date
    rows: tuple[TeamRow, ...]
    members: Mapping[str, int]


@dataclass(frozen=True)
class VillageRow:
    """What was done for the people of a village; an empty name: those whose village nobody noted."""

    name: str
    kind: str  # a code of the list village_kind
    counts: Mapping[str, int]


@dataclass(frozen=True)
class EventRow:
    """One broadcast, session, post or class of the period."""

    day: date
    kind: str  # a code of the list event_kind
    subject: str
    place: str
    minutes: int | None
    reach: int | None
    volunteers: int
    influencers: int


@dataclass(frozen=True)
class InfluencerRow:
    """A person of influence who took part in the period, and in how many events."""

    full_name: str
    role: str  # a code of the list influence_role
    village: str | None
    events: int


@dataclass
class _Led:
    """What is known of a team's people while they are read."""

    people: set[int] = field(default_factory=set)
    leader: str | None = None
    phone: str | None = None


def teams(session: Session, day: date) -> TeamList:
    """The teams at work on a day by kind and name: those that indicators 1.1 and 1.4 count."""
    at_work = session.scalars(
        select(Team)
        .where(Team.archived.is_(False), Team.started <= day, or_(Team.ended.is_(None), Team.ended >= day))
        .order_by(Team.sort_key)
    ).all()
    led, villages = _led(session, day), _villages_of_teams(session)
    nobody = _Led()
    rows = [
        TeamRow(
            name=team.name,
            kind=team.kind,
            villages=tuple(villages.get(team.id, ())),
            decision_number=team.decision_number,
            decision_date=team.decision_date,
            place=team.place,
            leader=(of := led.get(team.id, nobody)).leader,
            phone=of.phone,
            members=len(of.people),
        )
        for team in at_work
    ]
    kinds = [choice.code for choice in choices.of("team_kind")]
    rows.sort(key=lambda row: kinds.index(row.kind) if row.kind in kinds else len(kinds))
    members: dict[str, set[int]] = {}
    for team in at_work:
        members.setdefault(team.kind, set()).update(led.get(team.id, nobody).people)
    return TeamList(day, tuple(rows), {kind: len(people) for kind, people in members.items()})


def villages(session: Session, span: Span) -> tuple[VillageRow, ...]:
    """Every village by name, also those where nothing was done; last what has no village, if there is any."""
    since = session.scalars(select(Office.since)).one()
    counts: dict[int | None, dict[str, int]] = {}
    for key in BY_VILLAGE:
        for village, number in _by_village(session, key, span, since):
            each = counts.setdefault(village, {})
            each[key] = each.get(key, 0) + number
    found = session.execute(select(Village.id, Village.name, Village.kind, Village.archived).order_by(Village.sort_key))
    rows = [
        VillageRow(name, kind, counts.get(id_, {}))
        for id_, name, kind, archived in found
        if not archived or any(counts.get(id_, {}).values())
    ]
    unknown = counts.get(None, {})
    if any(unknown.values()):
        rows.append(VillageRow("", "", unknown))
    return tuple(rows)


def events(session: Session, span: Span) -> tuple[EventRow, ...]:
    """The events of a period by kind and day: those that indicators 3.1 to 3.5 count."""
    helped = _number_of(event_volunteer.c.event_id)
    joined = _number_of(event_influencer.c.event_id)
    found = session.execute(
        select(
            CampaignEvent.day,
            CampaignEvent.kind,
            CampaignEvent.subject,
            Village.name,
            CampaignEvent.place,
            CampaignEvent.minutes,
            CampaignEvent.reach,
            func.coalesce(helped.c.number, 0),
            func.coalesce(joined.c.number, 0),
        )
        .outerjoin(Village, Village.id == CampaignEvent.village_id)
        .outerjoin(helped, helped.c.event_id == CampaignEvent.id)
        .outerjoin(joined, joined.c.event_id == CampaignEvent.id)
        .where(CampaignEvent.archived.is_(False), *_in(session, span))
        .order_by(CampaignEvent.day, CampaignEvent.id)
    )
    kinds = [choice.code for choice in choices.of("event_kind")]
    rows = [
        EventRow(day, kind, subject, ", ".join(part for part in (place, village) if part), *numbers)
        for day, kind, subject, village, place, *numbers in found
    ]
    return tuple(sorted(rows, key=lambda row: kinds.index(row.kind) if row.kind in kinds else len(kinds)))


def influencers(session: Session, span: Span) -> tuple[InfluencerRow, ...]:
    """The persons of influence who took part in a period, by name: those that indicator 4.1 counts."""
    found = session.execute(
        select(InfluentialPerson.full_name, InfluentialPerson.role, Village.name, func.count(CampaignEvent.id))
        .join(event_influencer, event_influencer.c.influential_person_id == InfluentialPerson.id)
        .join(CampaignEvent, CampaignEvent.id == event_influencer.c.event_id)
        .outerjoin(Village, Village.id == InfluentialPerson.village_id)
        .where(CampaignEvent.archived.is_(False), *_in(session, span))
        .group_by(InfluentialPerson.id)
        .order_by(InfluentialPerson.sort_key, InfluentialPerson.id)
    )
    return tuple(InfluencerRow(*row) for row in found)


def _in(session: Session, span: Span) -> tuple[Any, ...]:
    """Within the period and not before the counting start."""
    since = session.scalars(select(Office.since)).one()
    return CampaignEvent.day.between(span.first, span.last), CampaignEvent.day >= since


def _number_of(event_id: Any) -> Any:
    """How many people each event has."""
    return select(event_id.label("event_id"), func.count().label("number")).group_by(event_id).subquery()


def _led(session: Session, day: date) -> dict[int, _Led]:
    """The people of every team on a day; the leader first by name where two are named so."""
    found = session.execute(
        select(Membership.team_id, Membership.role, Volunteer.id, Volunteer.full_name, Volunteer.phone)
        .join(Volunteer, Volunteer.id == Membership.volunteer_id)
        .where(
            Membership.archived.is_(False),
            Membership.started <= day,
            or_(Membership.ended.is_(None), Membership.ended >= day),
        )
        .order_by(Volunteer.sort_key, Volunteer.id)
    )
    led: dict[int, _Led] = {}
    for team_id, role, volunteer_id, name, phone in found:
        each = led.setdefault(team_id, _Led())
        each.people.add(volunteer_id)
        if role == "leader" and each.leader is None:
            each.leader, each.phone = name, phone
    return led


def _villages_of_teams(session: Session) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    pairs = (
        select(team_village.c.team_id, Village.name)
        .join(Village, Village.id == team_village.c.village_id)
        .order_by(Village.sort_key)
    )
    for team_id, name in session.execute(pairs):
        found.setdefault(team_id, []).append(name)
    return found


def _by_village(session: Session, key: str, span: Span, since: date) -> Sequence[Any]:
    """Village and number, first of the named, then of the tallies: the records behind a figure, where they belong."""
    _, named = counting.behind(key, span)
    number = func.count(Activation.citizen_id.distinct()) if key == PEOPLE else func.count()
    rows = session.execute(
        select(Citizen.village_id, number)
        .select_from(Activation)
        .join(Citizen, Citizen.id == Activation.citizen_id)
        .where(Activation.id.in_(named.params(since=since)))
        .group_by(Citizen.village_id)
    ).all()
    _, tallied = counting.behind(key, span, tally=True)
    heads = session.execute(
        select(Tally.village_id, func.sum(heads_left()))
        .where(Tally.id.in_(tallied.params(since=since)))
        .group_by(Tally.village_id)
    ).all()
    return [*rows, *heads]
