"""The SELECTs that indicators count over: one function for each kind of thing the office does."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, String, case, cast, extract, false, func, null, select, union
from sqlalchemy.orm import InstrumentedAttribute

from hoaian_desktop.indicators.countings import SINCE, Accounts, AnySelect, Distinct, HighestLevelOne, Rows, Stock
from hoaian_desktop.indicators.tally_heads import heads_left
from hoaian_desktop.records import (
    Activation,
    CampaignEvent,
    Citizen,
    InfluentialPerson,
    Membership,
    Service,
    Tally,
    Team,
    Village,
    Volunteer,
)
from hoaian_desktop.records.activation import COUNTED_STATUSES, activation_volunteer
from hoaian_desktop.records.campaign import event_influencer, event_volunteer
from hoaian_desktop.records.team import team_village

Condition = ColumnElement[bool]


def _services(*codes: str) -> Condition:
    return Activation.service_id.in_(select(Service.id).where(Service.counts_in.in_(codes)))


def _supports(*columns: Any) -> AnySelect:
    """Every support that may count: whatever its status, from the counting start on."""
    return select(*columns).where(Activation.archived == false(), Activation.day >= SINCE)


def accounts(*codes: str) -> Accounts:
    """Accounts that work, by the first day they did."""
    return Accounts(
        Activation,
        _supports(
            Activation.citizen_id.label("who"),
            Activation.service_id.label("what"),
            Activation.day.label("day"),
            Activation.id.label("id"),
        ).where(_services(*codes), Activation.status.in_(COUNTED_STATUSES)),
    )


def accounts_in_use(*codes: str) -> Accounts:
    """Accounts with a real transaction, by the day of the first one."""
    return Accounts(
        Activation,
        _supports(
            Activation.citizen_id.label("who"),
            Activation.service_id.label("what"),
            Activation.transaction_day.label("day"),
            Activation.id.label("id"),
        ).where(_services(*codes), Activation.status == "transacted", Activation.transaction_day.is_not(None)),
    )


def level_one_only() -> HighestLevelOne:
    """Citizens who have level 1 and not yet level 2."""
    return HighestLevelOne(
        Activation,
        _supports(
            Activation.citizen_id.label("who"),
            Service.level.label("level"),
            Activation.day.label("day"),
            Activation.id.label("id"),
        )
        .join(Service, Service.id == Activation.service_id)
        .where(Service.counts_in.in_(("2.1", "2.2")), Activation.status.in_(COUNTED_STATUSES)),
    )


def people_supported(*codes: str, where: Condition | None = None) -> Distinct:
    """Different citizens who were helped, whatever came of it; all services if no code is given."""
    rows = _supports(Activation.day.label("day"), Activation.citizen_id.label("what"), Activation.id.label("id"))
    if codes:
        rows = rows.where(_services(*codes))
    if where is not None:
        rows = rows.join(Citizen, Citizen.id == Activation.citizen_id).where(where)
    return Distinct(Activation, rows)


def sixty_or_older() -> Condition:
    """The citizen is 60 or older in the year of the support; unknown birth years are not."""
    birth_year = cast(func.substr(cast(Citizen.born, String), 1, 4), Integer)
    return extract("year", Activation.day) - birth_year >= 60


def turns_of_support(*codes: str) -> Rows:
    """Different (citizen, service, day): the same help twice on one day is one turn."""
    rows = _supports(Activation.day.label("day"), func.min(Activation.id).label("id")).group_by(
        Activation.citizen_id, Activation.service_id, Activation.day
    )
    return Rows(Activation, rows.where(_services(*codes)) if codes else rows)


def transactions(*codes: str) -> Rows:
    """Supports that ended in a real transaction, by the day of the transaction."""
    return Rows(
        Activation,
        _supports(Activation.transaction_day.label("day"), Activation.id.label("id")).where(
            _services(*codes), Activation.status == "transacted"
        ),
    )


def tallied(*codes: str, statuses: tuple[str, ...] = ()) -> Rows:
    """People counted without names, less those who got one since; every status unless some are named."""
    rows = select(Tally.day.label("day"), heads_left().label("amount"), Tally.id.label("id")).where(
        Tally.archived == false(), Tally.day >= SINCE
    )
    if codes:
        rows = rows.where(Tally.service_id.in_(select(Service.id).where(Service.counts_in.in_(codes))))
    return Rows(Tally, rows.where(Tally.status.in_(statuses)) if statuses else rows)


def teams(kind: str) -> Stock:
    """Teams of a kind at work on the last day."""
    return Stock(
        Team,
        select(
            Team.started.label("started"), Team.ended.label("ended"), Team.id.label("what"), Team.id.label("id")
        ).where(Team.archived == false(), Team.kind == kind),
    )


def members(kind: str, where: Condition | None = None) -> Stock:
    """Different members of those teams on the last day; who left, or whose team ended, no longer counts."""
    started = case((Membership.started > Team.started, Membership.started), else_=Team.started)
    ended = case(
        (Team.ended.is_(None), Membership.ended),
        (Membership.ended.is_(None), Team.ended),
        (Membership.ended < Team.ended, Membership.ended),
        else_=Team.ended,
    )
    rows = (
        select(
            started.label("started"),
            ended.label("ended"),
            Membership.volunteer_id.label("what"),
            Membership.id.label("id"),
        )
        .join(Team, Team.id == Membership.team_id)
        .join(Volunteer, Volunteer.id == Membership.volunteer_id)
        .where(Membership.archived == false(), Team.archived == false(), Team.kind == kind)
    )
    return Stock(Membership, rows if where is None else rows.where(where))


def villages_with_team(kind: str) -> Stock:
    """Villages that a team of the kind looks after on the last day."""
    return Stock(
        Team,
        select(
            Team.started.label("started"),
            Team.ended.label("ended"),
            team_village.c.village_id.label("what"),
            Team.id.label("id"),
        )
        .join(team_village, team_village.c.team_id == Team.id)
        .where(Team.archived == false(), Team.kind == kind),
    )


def villages() -> Stock:
    """All villages of the book."""
    return Stock(
        Village,
        select(null().label("started"), null().label("ended"), Village.id.label("what"), Village.id.label("id")).where(
            Village.archived == false()
        ),
    )


_support_days = (
    select(Activation.day.label("day"), activation_volunteer.c.volunteer_id.label("what"))
    .join(activation_volunteer, activation_volunteer.c.activation_id == Activation.id)
    .where(Activation.archived == false(), Activation.day >= SINCE)
)
_event_days = (
    select(CampaignEvent.day.label("day"), event_volunteer.c.volunteer_id.label("what"))
    .join(event_volunteer, event_volunteer.c.event_id == CampaignEvent.id)
    .where(CampaignEvent.archived == false(), CampaignEvent.day >= SINCE)
)


def _with_id(days: Any) -> AnySelect:
    rows = days.subquery()
    return select(rows.c.day, rows.c.what, rows.c.what.label("id"))


def volunteers_taking_part() -> Distinct:
    """Different volunteers named in a support or an event."""
    return Distinct(Volunteer, _with_id(union(_support_days, _event_days)))


def volunteer_days() -> Rows:
    """Different (volunteer, day) over supports and events together."""
    return Rows(Volunteer, _with_id(union(_support_days, _event_days)))


def volunteer_days_of_support() -> Rows:
    """Different (volunteer, day) in supports."""
    return Rows(Volunteer, _with_id(_support_days.distinct()))


def volunteer_turns_in_events() -> Rows:
    """Volunteers over all events, each time they came."""
    return Rows(Volunteer, _with_id(_event_days))


def _events(*columns: Any) -> AnySelect:
    return select(CampaignEvent.day.label("day"), CampaignEvent.id.label("id"), *columns).where(
        CampaignEvent.archived == false(), CampaignEvent.day >= SINCE
    )


def events(kind: str) -> Rows:
    """Events of a kind; one row is one session, broadcast, post or class."""
    return Rows(CampaignEvent, _events().where(CampaignEvent.kind == kind))


def event_sum(amount: InstrumentedAttribute[Any], kind: str | None = None, *, known_only: bool = False) -> Rows:
    """A number of the events added up: minutes, people reached, leaflets."""
    rows = _events(amount.label("amount"))
    return Rows(CampaignEvent, rows if kind is None else rows.where(CampaignEvent.kind == kind), known_only)


def event_villages(kind: str) -> Distinct:
    """Different villages where events of a kind took place."""
    return Distinct(
        CampaignEvent,
        _events(CampaignEvent.village_id.label("what")).where(
            CampaignEvent.kind == kind, CampaignEvent.village_id.is_not(None)
        ),
    )


def _influenced(*columns: Any) -> AnySelect:
    with_one = select(event_influencer.c.event_id)
    return _events(*columns).where(CampaignEvent.id.in_(with_one))


def influencers(*, by_role: bool = False) -> Distinct:
    """Different influential persons who took part; by their role if asked."""
    word = [InfluentialPerson.role.label("word")] if by_role else []
    rows = (
        select(
            CampaignEvent.day.label("day"),
            InfluentialPerson.id.label("what"),
            InfluentialPerson.id.label("id"),
            *word,
        )
        .join(event_influencer, event_influencer.c.event_id == CampaignEvent.id)
        .join(InfluentialPerson, InfluentialPerson.id == event_influencer.c.influential_person_id)
        .where(CampaignEvent.archived == false(), CampaignEvent.day >= SINCE)
    )
    return Distinct(InfluentialPerson, rows)


def influenced_events() -> Rows:
    """Events with at least one influential person."""
    return Rows(CampaignEvent, _influenced())


def influenced_households() -> Rows:
    """Households visited in those events."""
    return Rows(CampaignEvent, _influenced(CampaignEvent.households.label("amount")))
