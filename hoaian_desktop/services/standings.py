"""How every team and every village stands: what it did in a period, when last, and how far its targets are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hoaian_desktop.indicators import counting, placed
from hoaian_desktop.indicators.catalogue import BY_CODE
from hoaian_desktop.indicators.placed import Place
from hoaian_desktop.indicators.tally_heads import heads_left
from hoaian_desktop.records import Activation, CampaignEvent, Citizen, Office, Tally, Target, Team, Village
from hoaian_desktop.rules.aims import Aim
from hoaian_desktop.rules.periods import Span

_LOOKED_BACK = timedelta(days=366)  # for the last activity: who did nothing for a year has none to show
_FIRST = "2.3"  # the target that speaks for a place that has several


class State(StrEnum):
    """How a team or village stands; the words of each are on screen and on paper."""

    REACHED = "đã đạt"
    ON_TIME = "đúng tiến độ"
    LATE = "chậm"
    NOTED = "có số liệu"
    SILENT = "chưa có số liệu"


@dataclass(frozen=True)
class PlaceAim(Aim):
    """One target of a team or a village."""

    code: str


@dataclass(frozen=True)
class Standing:
    """One team or village. `turns` of the period are 0 where nothing was noted; `last` is None if never in a year."""

    id: int
    name: str
    turns: int
    last: date | None
    aims: tuple[PlaceAim, ...]  # in force at the period's end, in the order of the catalogue
    noted: bool  # something was entered in the period, whatever came of it

    @property
    def aim(self) -> PlaceAim | None:
        """The target that speaks for it: that of accounts, else the one farthest behind; None if none was given."""
        known = [aim for aim in self.aims if aim.target is not None and aim.done is not None]
        far = sorted(known, key=lambda aim: (aim.code != _FIRST, aim.percent is None, aim.percent))
        return far[0] if far else None

    @property
    def state(self) -> State:
        """How it stands."""
        aim = self.aim
        if aim is not None and aim.reached:
            return State.REACHED
        if not self.noted:
            return State.SILENT
        if aim is None:
            return State.NOTED
        return State.LATE if aim.behind else State.ON_TIME


@dataclass(frozen=True)
class Standings:
    """All of them, for one period."""

    span: Span
    teams: tuple[Standing, ...]
    villages: tuple[Standing, ...]


def load(session: Session, span: Span, *, today: date) -> Standings:
    """The teams at work in a period and all villages, by name."""
    since = session.scalars(select(Office.since)).one()
    teams = session.execute(
        select(Team.id, Team.name)
        .where(
            Team.archived.is_(False),
            Team.started <= span.last,
            or_(Team.ended.is_(None), Team.ended >= span.first),
        )
        .order_by(Team.sort_key)
    ).all()
    villages = session.execute(
        select(Village.id, Village.name).where(Village.archived.is_(False)).order_by(Village.sort_key)
    ).all()
    return Standings(
        span,
        _stand(session, Place.TEAM, [(row.id, row.name) for row in teams], span, since, today),
        _stand(session, Place.VILLAGE, [(row.id, row.name) for row in villages], span, since, today),
    )


def _stand(
    session: Session, place: Place, named: list[tuple[int, str]], span: Span, since: date, today: date
) -> tuple[Standing, ...]:
    if not named:
        return ()
    turns, last = _turns(session, place, span), _last_days(session, place, min(span.last, today))
    aims = _aims(session, place, span, since, today)
    return tuple(
        Standing(
            id=id_,
            name=name,
            turns=turns.get(id_, 0),
            last=last.get(id_),
            aims=aims.get(id_, ()),
            noted=id_ in turns or (last.get(id_) or date.min) >= span.first,
        )
        for id_, name in named
    )


def _turns(session: Session, place: Place, span: Span) -> dict[int, int]:
    """Turns of support in the period, as the chart counts them: a person, a service, a day; and people tallied."""
    support = (
        _supports(place, Activation.citizen_id, Activation.service_id, Activation.day)
        .where(Activation.day.between(span.first, span.last))
        .distinct()
        .subquery()
    )
    where = Tally.team_id if place is Place.TEAM else Tally.village_id
    tallied = (
        select(where, func.sum(heads_left()))
        .where(Tally.archived.is_(False), Tally.day.between(span.first, span.last), where.is_not(None))
        .group_by(where)
    )
    found: dict[int, int] = {}
    for asked in (select(support.c.place, func.count()).group_by(support.c.place), tallied):
        for id_, number in session.execute(asked):
            found[id_] = found.get(id_, 0) + (number or 0)
    return found


def _last_days(session: Session, place: Place, until: date) -> dict[int, date]:
    """The last day something was entered for each place, within a year."""
    days = until - _LOOKED_BACK, until
    support = _supports(place, Activation.day).where(Activation.day.between(*days)).subquery()
    asked: list[Any] = [select(support.c.place, func.max(support.c.day)).group_by(support.c.place)]
    others: list[tuple[Any, Any]] = [(Tally, Tally.team_id if place is Place.TEAM else Tally.village_id)]
    if place is Place.VILLAGE:
        others.append((CampaignEvent, CampaignEvent.village_id))
    for record, where in others:
        asked.append(
            select(where, func.max(record.day))
            .where(record.archived.is_(False), record.day.between(*days), where.is_not(None))
            .group_by(where)
        )
    found: dict[int, date] = {}
    for each in asked:
        for id_, day in session.execute(each):
            found[id_] = max(day, found.get(id_, day))
    return found


def _supports(place: Place, *columns: Any) -> Any:
    if place is Place.TEAM:
        rows = select(Activation.team_id.label("place"), *columns).where(Activation.team_id.is_not(None))
    else:
        rows = (
            select(Citizen.village_id.label("place"), *columns)
            .join(Citizen, Citizen.id == Activation.citizen_id)
            .where(Citizen.village_id.is_not(None))
        )
    return rows.where(Activation.archived.is_(False))


def _aims(session: Session, place: Place, span: Span, since: date, today: date) -> Mapping[int, tuple[PlaceAim, ...]]:
    """The targets in force at the period's end, counted from their own first day up to that end."""
    own = (
        (Target.team_id.is_not(None),)
        if place is Place.TEAM
        else (Target.village_id.is_not(None), Target.team_id.is_(None))
    )
    given = counting.placed_targets(session, span.last, *own)
    if not given:
        return {}
    done: dict[date, Mapping[str, Mapping[int | None, int]]] = {}
    for first in {target.first_day for target in given.values()}:
        keys = sorted({BY_CODE[code].main_key for (code, _, _), t in given.items() if t.first_day == first})
        done[first] = placed.count_by(session, keys, Span(first, span.last), since, place)
    found: dict[int, list[PlaceAim]] = {}
    for (code, team_id, village_id), target in given.items():
        id_ = team_id if place is Place.TEAM else village_id
        counted = done[target.first_day].get(BY_CODE[code].main_key)
        if id_ is not None:
            reached = None if counted is None else counted.get(id_, 0)
            days = Span(target.first_day, target.last_day)
            found.setdefault(id_, []).append(PlaceAim(days, reached, target.value, today, code))
    return {id_: tuple(aims) for id_, aims in found.items()}
