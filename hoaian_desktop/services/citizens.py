"""Citizens: recognised by their number, or by name with birth year and village; never merged by name alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from hoaian_desktop.records import Activation, Citizen, DifferentPersons, Service, Team, Village
from hoaian_desktop.records.activation import COUNTED_STATUSES
from hoaian_desktop.rules.activation_facts import KnownName, Recognised
from hoaian_desktop.rules.likeness import SUGGESTED, Likeness, Person, compare
from hoaian_desktop.rules.names import clean, fold, modern
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import keeping
from hoaian_desktop.services.namesakes import namesakes

_supports = (
    select(func.count()).where(Activation.citizen_id == Citizen.id, Activation.archived.is_(False)).scalar_subquery()
)
_TOLD = (
    select(Citizen.id, Citizen.full_name, Citizen.born, Village.name, _supports)
    .outerjoin(Village, Village.id == Citizen.village_id)
    .where(Citizen.id.in_(bindparam("ids", expanding=True)))
)


@dataclass(frozen=True)
class Suggestion:
    """A known citizen whom a typed line may mean, and why; somebody has to say that she does."""

    id: int
    full_name: str
    born: PartialDate | None
    village: str | None
    supports: int
    likeness: Likeness


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
    """Citizens with the same folded name, and no other birth year or village."""
    key = fold(name)
    if not key:
        return []
    found = session.scalars(_called(key, born).where(Citizen.archived.is_(False)).order_by(Citizen.id))
    return [c for c in found if fold(c.full_name) == key and _may_be(c, born, village_id)]


def suggestions(
    session: Session,
    typed: Person,
    most: int = 3,
    *,
    not_these: Collection[int] = (),
    first: Citizen | None = None,
) -> list[Suggestion]:
    """The known citizens a line being typed may mean, the likeliest first; never one who has another number.

    Looked for by an index: Tên and Họ as typed, whatever their marks; a year one off or mistyped, another village or
    middle name weigh in afterwards. A name of which nothing else is known suggests nobody. `first` is among them
    before all others, however likely.
    """
    likely = {first.id: compare(typed, person_of(first))} if first is not None else {}
    weighed = []
    for id_, other in namesakes(session, typed):
        likeness = compare(typed, other, SUGGESTED)
        if likeness.score >= SUGGESTED and id_ not in not_these:
            weighed.append((-likeness.score, id_, likeness))
    for _, id_, likeness in sorted(weighed, key=lambda one: one[:2]):
        likely.setdefault(id_, likeness)
    return _told(session, dict(islice(likely.items(), most)))


def person_of(citizen: Citizen) -> Person:
    """What is weighed of a citizen when two may be one."""
    return Person(
        citizen.full_name, citizen.born, citizen.village_id, citizen.phone, citizen.personal_number, citizen.sex
    )


def person_in(values: Mapping[str, Any]) -> Person:
    """What is weighed of typed values."""
    born, village, phone = (values.get(name) for name in ("born", "village_id", "phone"))
    return Person(values["full_name"], born, village, phone, values.get("personal_number"), values.get("sex"))


def called_different(session: Session, citizen_id: int) -> set[int]:
    """Those whom somebody called different people from this one."""
    first, second = DifferentPersons.first_id, DifferentPersons.second_id
    pairs = select(first, second).where(or_(first == citizen_id, second == citizen_id))
    return {id_ for pair in session.execute(pairs) for id_ in pair} - {citizen_id}


def same_without_number(
    session: Session,
    name: str,
    born: PartialDate | None,
    village_id: int | None,
    *,
    leave_out: Collection[int] = (),
) -> Citizen | None:
    """The citizen without a number who is the same person by name, birth year and village: the rule of imports.

    One of year and village must be known: two people called alike, of whom nothing else is known, are not one.
    `leave_out` are those somebody called different people.
    """
    year = born.year if born else None
    if year is None and village_id is None:
        return None
    for citizen in alike(session, name, born, village_id):
        same_year = (citizen.born.year if citizen.born else None) == year
        unnumbered = citizen.personal_number is None and citizen.id not in leave_out
        if unnumbered and same_year and citizen.village_id == village_id:
            return citizen
    return None


def meant(session: Session, values: Mapping[str, Any], activation_id: int | None = None) -> Citizen | None:
    """The known citizen whom the form of an activation is about; None if it is somebody new.

    A number decides; then `citizen_id` among the values (somebody picked), then whom the activation was for. Who is
    among `different_from` is somebody else, however alike.
    """
    number = values.get("personal_number")
    found = with_number(session, number) if number else None
    if found is None and (id_ := _opened_with(session, values, activation_id)):
        found = session.get(Citizen, id_)
    if found is None and not number and values.get("full_name"):
        found = same_without_number(
            session,
            values["full_name"],
            values.get("born"),
            values.get("village_id"),
            leave_out=values.get("different_from") or (),
        )
    return found


def is_own(session: Session, citizen: Citizen, values: Mapping[str, Any], activation_id: int | None) -> bool:
    """Whether the form was opened for this citizen: then what was emptied in it is meant to be empty."""
    return citizen.id == _opened_with(session, values, activation_id)


def known_name(
    session: Session, citizen: Citizen, values: Mapping[str, Any], activation_id: int | None = None
) -> KnownName | None:
    """A known citizen whose name would become another one, for the rules; nothing if the name stays."""
    typed, known = values.get("full_name"), citizen.full_name
    if citizen.archived or not typed or _same_name(typed, known) or values.get("citizen_id") == citizen.id:
        return None
    if is_own(session, citizen, values, activation_id):
        others = session.scalar(
            select(func.count()).where(
                Activation.citizen_id == citizen.id, Activation.id != activation_id, Activation.archived.is_(False)
            )
        )
        return KnownName(known, typed, Recognised.OPENED, others or 0)
    by_number = values.get("personal_number") == citizen.personal_number is not None
    return KnownName(known, typed, Recognised.NUMBER if by_number else Recognised.LIKENESS)


RENAMING = frozenset({"name-of-other-supports", "number-of-another-name", "name-marks-differ"})
"""Doubts that are never let stand for good: each asks about the one name typed now."""


def without_consent(session: Session) -> int:
    """How many citizens of the book have no day of consent."""
    lacking = select(func.count()).where(Citizen.archived.is_(False), Citizen.consent_on.is_(None))
    return session.scalar(lacking) or 0


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
    """The folder of the citizen who has this number, while it is typed; not of one whose adding was undone."""
    found = with_number(session, number)
    return folder(session, found.id) if found and not found.archived else None


def folder_of_activation(session: Session, activation_id: int) -> Folder | None:
    """The folder of the citizen a support was for."""
    found = session.get(Activation, activation_id)
    return folder(session, found.citizen_id) if found else None


def lost_its_marks(typed: str, known: str) -> bool:
    """Whether `typed` is the known name without its tones: «Nguyen Van An» must not replace «Nguyễn Văn An»."""
    return typed != known and fold(typed) == fold(known) and fold(typed) == typed.casefold()


def _called(key: str, born: PartialDate | None) -> Select[Citizen]:
    """Whose folded text begins with a whole name, and who may be born in that year: a range of one index."""
    # «!» follows the space that ends the name: «nguyen van an 052…» lies before it, «nguyen van anh» behind.
    found = select(Citizen).where(Citizen.search_text >= key, Citizen.search_text < f"{key}!")
    if born is None:
        return found
    year = type_coerce(Citizen.born, String)
    return found.where(or_(year.is_(None), and_(year >= f"{born.year:04d}", year < f"{born.year + 1:04d}")))


def _opened_with(session: Session, values: Mapping[str, Any], activation_id: int | None) -> int | None:
    if values.get("citizen_id"):
        return int(values["citizen_id"])
    return session.get_one(Activation, activation_id).citizen_id if activation_id is not None else None


def _told(session: Session, likely: Mapping[int, Likeness]) -> list[Suggestion]:
    """What is told of those who are likely, in their order."""
    rows = session.execute(_TOLD, {"ids": list(likely)}) if likely else ()
    told = [Suggestion(id_, name, born, village, done, likely[id_]) for id_, name, born, village, done in rows]
    return sorted(told, key=lambda one: list(likely).index(one.id))


def _same_name(typed: str, known: str) -> bool:
    """Whether two spellings are one name: case, oà or òa, or marks left out."""
    if modern(clean(typed)).casefold() == modern(clean(known)).casefold():
        return True
    return lost_its_marks(typed, known) or lost_its_marks(known, typed)


def _may_be(citizen: Citizen, born: PartialDate | None, village_id: int | None) -> bool:
    other_year = born and citizen.born and born.year != citizen.born.year
    other_village = village_id and citizen.village_id and village_id != citizen.village_id
    return not other_year and not other_village
