"""Citizens: recognised by their number, suggested by name, year and village, never merged by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.records import Activation, Citizen, Service, Team, Village
from hoaian_desktop.records.activation import COUNTED_STATUSES
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import keeping


@dataclass(frozen=True)
class Support:
    """One line of a citizen's history."""

    id: int
    day: date
    service: str
    status: str
    team: str | None


def with_number(session: Session, number: str) -> Citizen | None:
    """The citizen who has this personal number."""
    return session.scalars(select(Citizen).where(Citizen.personal_number == number)).one_or_none()


def alike(session: Session, name: str, born: PartialDate | None, village_id: int | None) -> list[Citizen]:
    """Citizens with the same folded name, and no other birth year or village: suggestions only."""
    key = fold(name)
    if not key:
        return []
    found = session.scalars(select(Citizen).where(Citizen.search_text.like(f"{key}%"), Citizen.archived.is_(False)))
    return [c for c in found if fold(c.full_name) == key and _may_be(c, born, village_id)]


def same_without_number(
    session: Session, name: str, born: PartialDate | None, village_id: int | None
) -> Citizen | None:
    """The citizen without a number who is the same person by name, birth year and village."""
    for citizen in alike(session, name, born, village_id):
        same_year = (citizen.born and citizen.born.year) == (born and born.year)
        if citizen.personal_number is None and same_year and citizen.village_id == village_id:
            return citizen
    return None


def supports_of(session: Session, citizen_id: int) -> list[Support]:
    """Everything done for a citizen, newest first."""
    rows = session.execute(
        select(Activation.id, Activation.day, Service.name, Activation.status, Team.name)
        .join(Service, Service.id == Activation.service_id)
        .outerjoin(Team, Team.id == Activation.team_id)
        .where(Activation.citizen_id == citizen_id, Activation.archived.is_(False))
        .order_by(Activation.day.desc(), Activation.id.desc())
    )
    return [Support(*row) for row in rows]


def card(session: Session, citizen_id: int) -> dict[str, Any]:
    """What the side panel shows of a citizen besides the history."""
    citizen, village = session.execute(
        select(Citizen, Village.name)
        .outerjoin(Village, Village.id == Citizen.village_id)
        .where(Citizen.id == citizen_id)
    ).one()
    return {
        "full_name": citizen.full_name,
        "born": citizen.born,
        "sex": citizen.sex,
        "personal_number": citizen.personal_number,
        "phone": citizen.phone,
        "village": village,
        "consent_on": citizen.consent_on,
        "consent_method": citizen.consent_method,
    }


@dataclass(frozen=True)
class Folder:
    """A citizen with everything done for her; `values` are those of a form."""

    id: int
    card: dict[str, Any]
    values: dict[str, Any]
    supports: tuple[Support, ...]

    @property
    def accounts(self) -> int:
        """Different services that work."""
        return len({support.service for support in self.supports if support.status in COUNTED_STATUSES})


def folder(session: Session, citizen_id: int) -> Folder:
    """Everything about one citizen. Raises GoneError."""
    values = keeping.values_of(session, Citizen, citizen_id)
    return Folder(citizen_id, card(session, citizen_id), values, tuple(supports_of(session, citizen_id)))


def folder_by_number(session: Session, number: str) -> Folder | None:
    """The folder of the citizen who has this number, while it is typed."""
    found = with_number(session, number)
    return folder(session, found.id) if found else None


def folder_of_activation(session: Session, activation_id: int) -> Folder | None:
    """The folder of the citizen a support was for."""
    found = session.get(Activation, activation_id)
    return folder(session, found.citizen_id) if found else None


def lost_its_marks(typed: str, known: str) -> bool:
    """Whether `typed` is the known name without its tones: «Nguyen Van An» must not replace «Nguyễn Văn An»."""
    return typed != known and fold(typed) == fold(known) and fold(typed) == typed.casefold()


def _may_be(citizen: Citizen, born: PartialDate | None, village_id: int | None) -> bool:
    other_year = born and citizen.born and born.year != citizen.born.year
    other_village = village_id and citizen.village_id and village_id != citizen.village_id
    return not other_year and not other_village
