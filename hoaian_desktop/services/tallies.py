"""Tallies that get names: «23 người» becomes 18 and five persons, and no head counts twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import RuleRefused
from hoaian_desktop.indicators.tally_heads import heads_left, heads_named
from hoaian_desktop.records import Activation, Citizen, Service, Tally, Team, Village
from hoaian_desktop.rules.doubts import Doubt
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import activations, citizens, keeping

FIXED = ("day", "team_id", "service_id", "status")
"""What every name takes over from its tally, beside the village."""


@dataclass(frozen=True)
class Head:
    """One person who stands for a head of a tally."""

    activation_id: int
    full_name: str
    born: PartialDate | None
    personal_number: str | None


@dataclass(frozen=True)
class Heads:
    """A tally with the names it has so far, the latest first."""

    id: int
    day: date
    service: str
    status: str
    team: str | None
    village: str | None
    number: int
    named: int
    left: int
    archived: bool
    names: tuple[Head, ...]

    @property
    def words(self) -> str:
        """«23 người, đã có tên 5, còn 18»."""
        counts = (show_count(count) for count in (self.number, self.named, self.left))
        return "{} người, đã có tên {}, còn {}".format(*counts)


def heads(session: Session, tally_id: int) -> Heads:
    """A tally and who stands for it. Raises GoneError."""
    tally = keeping.get(session, Tally, tally_id)
    service, team, village, named, left = session.execute(
        select(Service.name, Team.name, Village.name, heads_named(), heads_left())
        .select_from(Tally)
        .join(Service, Service.id == Tally.service_id)
        .outerjoin(Team, Team.id == Tally.team_id)
        .outerjoin(Village, Village.id == Tally.village_id)
        .where(Tally.id == tally_id)
    ).one()
    rows = session.execute(
        select(Activation.id, Citizen.full_name, Citizen.born, Citizen.personal_number)
        .join(Citizen, Citizen.id == Activation.citizen_id)
        .where(Activation.tally_id == tally_id, Activation.archived.is_(False))
        .order_by(Activation.id.desc())
    )
    names = tuple(Head(*row) for row in rows)
    return Heads(
        tally.id, tally.day, service, tally.status, team, village, tally.number, named, left, tally.archived, names
    )


def to_confirm(
    session: Session,
    tally_id: int,
    person: Mapping[str, Any],
    *,
    today: date,
    seen: frozenset[str] = frozenset(),
) -> list[Doubt]:
    """The doubts about one more name for a tally, without the soft ones among `seen`."""
    values = _values(session, tally_id, person, today)
    if "phone" in person:
        values["phone"] = person["phone"]  # as it was typed: what is repaired in it is a doubt of its own
    return activations.to_confirm(session, values, today=today, seen=seen)


def add_name(
    session: Session, tally_id: int, person: Mapping[str, Any], *, today: date, confirmed: Sequence[str] = ()
) -> Activation:
    """Let a person stand for one head of a tally: the support has the tally's day, team, village, service and status.

    Raises what `activations.save` raises, GoneError, and RuleRefused for a tally put aside.
    """
    if keeping.get(session, Tally, tally_id).archived:
        sentence = "Số đếm này đã lưu trữ nên không nhận thêm tên. Hãy khôi phục số đếm trước."
        raise RuleRefused("tally-archived", sentence)
    return activations.save(session, _values(session, tally_id, person, today), today=today, confirmed=confirmed)


def _values(session: Session, tally_id: int, person: Mapping[str, Any], today: date) -> dict[str, Any]:
    tally = keeping.get(session, Tally, tally_id)
    values = {**activations.read(person, today=today), **{name: getattr(tally, name) for name in FIXED}}
    values |= {"tally_id": tally_id, "village_id": tally.village_id}
    known = citizens.meant(session, values)
    if known is not None and known.village_id is not None:
        values["village_id"] = known.village_id  # her village is her own, wherever she was counted
    return values
