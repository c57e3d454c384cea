"""Figures by the team or the village they belong to, where the records behind them say whose they are.

A support belongs to its team and to the village of the citizen it was for, a tally and an event to what stands in
them. What a figure is made of may say neither (days of volunteers, posts): then it is missing there, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Integer, Select, literal_column, select, union_all
from sqlalchemy.orm import Session

from hoaian_desktop.indicators.catalogue import BY_KEY
from hoaian_desktop.indicators.countings import Counting, Days, values_of
from hoaian_desktop.records import Activation, CampaignEvent, Citizen, Membership, Record, Tally
from hoaian_desktop.rules.periods import Span


class Place(StrEnum):
    """What a figure can be told apart by."""

    TEAM = "team"
    VILLAGE = "village"


_village_of_citizen = select(Citizen.village_id).where(Citizen.id == Activation.citizen_id).scalar_subquery()
_WHERE: Mapping[Place, Mapping[type[Record], Any]] = {
    Place.TEAM: {Activation: Activation.team_id, Tally: Tally.team_id, Membership: Membership.team_id},
    Place.VILLAGE: {
        Activation: _village_of_citizen,
        Tally: Tally.village_id,
        CampaignEvent: CampaignEvent.village_id,
    },
}


def can_be_told(key: str, place: Place) -> bool:
    """Whether every record behind a figure says its team or village."""
    part = BY_KEY[key][1]
    return all(counting.record in _WHERE[place] for counting in (part.named, part.tally) if counting is not None)


def count_by(
    session: Session, keys: Sequence[str], span: Span, since: date, place: Place
) -> dict[str, dict[int | None, int]]:
    """Each figure by the id of its team or village, None for what names none; all in one statement.

    A place that is not among them has 0. Figures that cannot be told apart are not in the answer.
    """
    wanted = tuple(key for key in keys if can_be_told(key, place))
    if not wanted:
        return {}
    found: dict[str, dict[int | None, int]] = {key: {} for key in wanted}
    for at, where, number in session.execute(_statement(wanted, place), {"since": since, **values_of([span])}):
        counted = found[wanted[at]]
        counted[where] = counted.get(where, 0) + (number or 0)
    return found


@lru_cache(64)
def _statement(keys: tuple[str, ...], place: Place) -> CompoundSelect[Any]:
    days = Days.named(0)
    selects = []
    for at, key in enumerate(keys):
        part = BY_KEY[key][1]
        for counting in (part.named, part.tally):
            if counting is not None:
                selects.append(_placed(at, counting, place, days))
    return union_all(*selects)


def _placed(at: int, counting: Counting, place: Place, days: Days) -> Select[Any]:
    where = _WHERE[place][counting.record]
    rows = counting.one_by_one(days).subquery()
    record: Any = counting.record
    told = select(where.label("place"), rows.c.number).select_from(rows).join(record, record.id == rows.c.id)
    if "what" in rows.c:
        told = told.add_columns(rows.c.what)
    places = told.subquery()
    number = counting.together(places.c)
    return select(literal_column(str(at), Integer), places.c.place, number).group_by(places.c.place)
