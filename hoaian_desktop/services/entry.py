"""Fast entry: what is known about the line being typed, and saving it in one go with what stands against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hoaian_desktop.errors import ValidationError
from hoaian_desktop.records import Citizen
from hoaian_desktop.rules.doubts import Doubt, Level, hard, soft
from hoaian_desktop.services import activations, citizens, drafts, duplicates, lists
from hoaian_desktop.services.citizens import Folder
from hoaian_desktop.services.listings import ACTIVATIONS
from hoaian_desktop.services.lists import Row

PLACE = "activations"  # of the unfinished line


@dataclass(frozen=True)
class Look:
    """What the book knows about a line that is being typed.

    `known` is the citizen the line is about for certain (her number, or somebody picked); `maybe` are people she
    could be, to be picked or called different; `doubts` are what the rules say so far.
    """

    known: Folder | None
    maybe: tuple[Folder, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Entered:
    """A line that was saved: its record, its person, and the row for the list."""

    id: int
    citizen_id: int
    row: Row


@dataclass(frozen=True)
class Asked:
    """A line that was not saved yet: hard doubts refuse it, soft ones want to be seen first."""

    doubts: tuple[Doubt, ...]
    maybe: tuple[Folder, ...] = ()  # people she could be, if one of the doubts is about that


def look(session: Session, values: Mapping[str, Any], *, today: date, id_: int | None = None) -> Look:
    """What is known about raw values; those that make no sense yet are passed over."""
    typed = _readable(session, values, today)
    number, picked = typed.get("personal_number"), typed["citizen_id"]
    known = citizens.with_number(session, number) if number else None
    if known is None and picked:
        known = session.get(Citizen, picked)
    if known is not None and known.archived:
        known = None  # put aside: she comes back as she is entered now
    if known is not None:
        typed = {**_of(known), **{name: value for name, value in typed.items() if value not in (None, "")}}
    maybe = [] if known is not None or id_ is not None else _maybe(session, typed, values.get("different_from", ()))
    judged = {**typed, "phone": values.get("phone")}  # what is repaired in it is told
    doubts = activations.to_confirm(session, judged, today=today, id_=id_) if typed.get("full_name") else []
    return Look(
        known=citizens.folder(session, known.id) if known is not None else None,
        maybe=_folders(session, maybe),
        doubts=tuple(doubt for doubt in doubts if doubt.code != "maybe-known"),  # `maybe` says it with names
    )


def enter(
    session: Session,
    values: Mapping[str, Any],
    *,
    today: date,
    id_: int | None = None,
    version: int | None = None,
    seen: frozenset[Doubt] = frozenset(),
) -> Entered | Asked:
    """Save a line, unless a rule refuses it or has a soft doubt that is not among those `seen`.

    The unfinished line is forgotten in the same transaction. Raises ValidationError, ConflictError.
    """
    typed = _with_person(session, activations.read(values, today=today), values)
    raised = activations.to_confirm(session, typed, today=today, id_=id_) + _taken_for_known(session, typed, id_)
    asking = [doubt for doubt in raised if doubt.level is Level.SOFT and doubt not in seen]
    if refused := hard(raised) or asking:
        maybe = [] if typed["citizen_id"] or id_ is not None else _maybe(session, typed, typed["different_from"])
        return Asked((*refused, *(doubt for doubt in raised if doubt not in refused)), _folders(session, maybe))
    confirmed = sorted({doubt.code for doubt in soft(raised)})
    kept = activations.save(session, typed, today=today, id_=id_, version=version, confirmed=confirmed)
    for other in {*typed["different_from"]} - {kept.citizen_id}:
        duplicates.different(session, kept.citizen_id, other)
    drafts.drop(session, PLACE)
    session.flush()
    return Entered(kept.id, kept.citizen_id, lists.rows(session, ACTIVATIONS, [kept.id])[0])


def _with_person(session: Session, typed: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values with who was picked. Two numbers are two people: another number typed takes the pick back."""
    picked, number = values.get("citizen_id"), typed.get("personal_number")
    other = session.get(Citizen, picked) if picked and number else None
    if other is not None and other.personal_number not in (None, number):
        picked = None
    return {**typed, "citizen_id": picked, "different_from": tuple(values.get("different_from") or ())}


def _readable(session: Session, values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The typed values of the fields that can be read; what is half typed is left out."""
    try:
        typed = activations.read(values, today=today)
    except ValidationError as error:
        typed = activations.read({n: value for n, value in values.items() if n not in error.messages}, today=today)
    return _with_person(session, typed, values)


def _of(citizen: Citizen) -> dict[str, Any]:
    names = (field.name for field in activations.PERSON_FIELDS if field.name != "village_id")
    return {name: getattr(citizen, name) for name in names}


def _folders(session: Session, found: list[Citizen]) -> tuple[Folder, ...]:
    return tuple(citizens.folder(session, citizen.id) for citizen in found)


def _maybe(session: Session, typed: Mapping[str, Any], not_these: tuple[int, ...]) -> list[Citizen]:
    if not typed.get("full_name"):
        return []
    found = citizens.alike(session, typed["full_name"], typed.get("born"), typed.get("village_id"))
    number = typed.get("personal_number")
    others = [one for one in found if one.id not in not_these and not (number and one.personal_number)]
    return others[:3]


def _taken_for_known(session: Session, typed: Mapping[str, Any], id_: int | None) -> list[Doubt]:
    """Name, year and village of somebody without a number: the same person, but never without saying so."""
    if id_ is not None or typed["citizen_id"] or typed.get("personal_number"):
        return []
    known = citizens.meant(session, typed)
    if known is None:
        return []
    sentence = f"Trong sổ đã có {known.full_name}, cùng năm sinh và thôn. Lưu tiếp sẽ ghi vào người đó."
    return [Doubt("taken-for-known", sentence, Level.SOFT, "full_name")]
