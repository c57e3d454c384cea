"""Campaigns and their events: the tree of initiatives, what a campaign reached, who came to an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from hoaian_desktop.records import (
    Campaign,
    CampaignEvent,
    Directive,
    InfluentialPerson,
    Initiative,
    Membership,
    Village,
    Volunteer,
)
from hoaian_desktop.records.campaign import event_volunteer
from hoaian_desktop.services import keeping, lists
from hoaian_desktop.services.listings import EVENTS


@dataclass(frozen=True)
class Leaf:
    """A campaign in the tree, with how many events it has."""

    id: int
    name: str
    events: int


@dataclass(frozen=True)
class Branch:
    """An initiative with its campaigns; id None gathers the campaigns without one."""

    id: int | None
    name: str
    campaigns: tuple[Leaf, ...]


@dataclass(frozen=True)
class Tree:
    """All initiatives, and how many events there are in all and without a campaign."""

    branches: tuple[Branch, ...]
    events: int
    loose: int


@dataclass(frozen=True)
class CampaignCard:
    """What a campaign set out to do and how far it is."""

    campaign: Campaign
    initiative: str | None
    directive: str | None
    events: int
    minutes: int | None  # as in EventTotals
    villages: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Person:
    """Somebody at an event; `role` is a code of influence_role or of team_role, `present` whether she came."""

    id: int
    name: str
    role: str | None
    present: bool = True


@dataclass(frozen=True)
class EventCard:
    """What the side panel shows of an event: who came, who of the same teams did not."""

    event: CampaignEvent
    campaign: str | None
    village: str | None
    volunteers: tuple[Person, ...]
    influencers: tuple[Person, ...]


@dataclass(frozen=True)
class EventTotals:
    """The sums under the list of events."""

    events: int
    broadcasts: int
    minutes: int | None  # None where there were broadcasts and of none it is known how long it was
    turns: int  # of volunteers


_BROADCAST = CampaignEvent.kind == "broadcast"
_MINUTES = case(
    (func.coalesce(func.sum(case((_BROADCAST, 1))), 0) == 0, 0),  # no broadcast took no time
    else_=func.sum(case((_BROADCAST, CampaignEvent.minutes))),
)


def tree(session: Session) -> Tree:
    """Initiatives by name with their campaigns, the newest first."""
    counts: dict[int | None, int] = {}
    for campaign_id, number in session.execute(
        select(CampaignEvent.campaign_id, func.count())
        .where(CampaignEvent.archived.is_(False))
        .group_by(CampaignEvent.campaign_id)
    ):
        counts[campaign_id] = number
    by_initiative: dict[int | None, list[Leaf]] = {}
    campaigns = session.scalars(
        select(Campaign).where(Campaign.archived.is_(False)).order_by(Campaign.started.desc(), Campaign.sort_key)
    )
    for campaign in campaigns:
        leaf = Leaf(campaign.id, campaign.name, counts.get(campaign.id, 0))
        by_initiative.setdefault(campaign.initiative_id, []).append(leaf)
    initiatives = session.scalars(
        select(Initiative).where(Initiative.archived.is_(False)).order_by(Initiative.sort_key)
    ).all()
    branches = [Branch(found.id, found.name, tuple(by_initiative.pop(found.id, ()))) for found in initiatives]
    if left := [leaf for leaves in by_initiative.values() for leaf in leaves]:
        branches.append(Branch(None, "Khác", tuple(left)))
    return Tree(tuple(branches), sum(counts.values()), counts.get(None, 0))


def card(session: Session, campaign_id: int) -> CampaignCard:
    """How far a campaign is. Raises GoneError."""
    campaign = keeping.get(session, Campaign, campaign_id)
    events, minutes, villages, first, last = session.execute(
        select(
            func.count(),
            _MINUTES,
            func.count(CampaignEvent.village_id.distinct()),
            func.min(CampaignEvent.day),
            func.max(CampaignEvent.day),
        ).where(CampaignEvent.campaign_id == campaign_id, CampaignEvent.archived.is_(False))
    ).one()
    initiative = session.get(Initiative, campaign.initiative_id) if campaign.initiative_id else None
    directive = session.get(Directive, campaign.directive_id) if campaign.directive_id else None
    return CampaignCard(
        campaign,
        initiative.name if initiative else None,
        directive.number if directive else None,
        events or 0,
        minutes,
        villages or 0,
        first,
        last,
    )


def event_card(session: Session, event_id: int) -> EventCard:
    """Who came to an event, and the others of the teams of those who came. Raises GoneError."""
    event = keeping.get(session, CampaignEvent, event_id)
    came = {volunteer.id for volunteer in event.volunteers}
    teams = _teams_of(session, came, event.day)
    belonging = session.execute(
        select(Membership.volunteer_id, Membership.role).where(
            Membership.team_id.in_(teams),
            Membership.archived.is_(False),
            Membership.started <= event.day,
            func.coalesce(Membership.ended, event.day) >= event.day,
        )
    )
    roles: dict[int, str] = {row[0]: row[1] for row in belonging}
    people = session.scalars(
        select(Volunteer)
        .where(Volunteer.id.in_(came | roles.keys()), Volunteer.archived.is_(False) | Volunteer.id.in_(came))
        .order_by(Volunteer.sort_key)
    ).all()
    present = [Person(v.id, v.full_name, roles.get(v.id)) for v in people if v.id in came]
    absent = [Person(v.id, v.full_name, roles.get(v.id), present=False) for v in people if v.id not in came]
    campaign = session.get(Campaign, event.campaign_id) if event.campaign_id else None
    village = session.get(Village, event.village_id) if event.village_id else None
    with_role = sorted(event.influencers, key=lambda person: person.sort_key)
    return EventCard(
        event,
        campaign.name if campaign else None,
        village.name if village else None,
        tuple(present + absent),
        tuple(Person(person.id, person.full_name, person.role) for person in with_role),
    )


def attend(session: Session, event_id: int, volunteer_ids: tuple[int, ...], *, present: bool) -> CampaignEvent:
    """Tick volunteers on or off at an event. Raises GoneError."""
    event = keeping.get(session, CampaignEvent, event_id)
    before = tuple(volunteer.id for volunteer in event.volunteers)
    after = set(before) | set(volunteer_ids) if present else set(before) - set(volunteer_ids)
    return keeping.save(session, CampaignEvent, {"volunteers": tuple(sorted(after))}, id_=event_id)


def attend_team(session: Session, event_id: int, team_id: int) -> int:
    """Tick everyone who belonged to a team on the event's day; returns how many were added."""
    event = keeping.get(session, CampaignEvent, event_id)
    members = members_on(session, team_id, event.day)
    added = set(members) - {volunteer.id for volunteer in event.volunteers}
    attend(session, event_id, tuple(added), present=True)
    return len(added)


def members_on(session: Session, team_id: int, day: date) -> tuple[int, ...]:
    """The volunteers who belong to a team on a day, leader first."""
    rank = case((Membership.role == "leader", 0), (Membership.role == "deputy", 1), else_=2)
    return tuple(
        session.scalars(
            select(Membership.volunteer_id)
            .join(Volunteer, Volunteer.id == Membership.volunteer_id)
            .where(
                Membership.team_id == team_id,
                Membership.archived.is_(False),
                Volunteer.archived.is_(False),
                Membership.started <= day,
                func.coalesce(Membership.ended, day) >= day,
            )
            .order_by(rank, Volunteer.sort_key)
        )
    )


def totals(session: Session, query: lists.Query) -> EventTotals:
    """What the listed events add up to."""
    ids = lists.matching_ids(session, EVENTS, query).subquery()
    events, broadcasts, minutes = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(case((_BROADCAST, 1), else_=0)), 0),
            _MINUTES,
        ).join(ids, ids.c.id == CampaignEvent.id)
    ).one()
    turns = session.scalar(
        select(func.count()).select_from(event_volunteer).join(ids, ids.c.id == event_volunteer.c.event_id)
    )
    return EventTotals(events, broadcasts, minutes, turns or 0)


def add_influencer(session: Session, event_id: int, person_id: int) -> CampaignEvent:
    """Note that an influential person took part. Raises GoneError."""
    event = keeping.get(session, CampaignEvent, event_id)
    keeping.get(session, InfluentialPerson, person_id)
    ids = {person.id for person in event.influencers} | {person_id}
    return keeping.save(session, CampaignEvent, {"influencers": tuple(sorted(ids))}, id_=event_id)


def _teams_of(session: Session, volunteers: set[int], day: date) -> list[int]:
    return list(
        session.scalars(
            select(Membership.team_id)
            .where(
                Membership.volunteer_id.in_(volunteers),
                Membership.archived.is_(False),
                Membership.started <= day,
                func.coalesce(Membership.ended, day) >= day,
            )
            .distinct()
        )
    )
