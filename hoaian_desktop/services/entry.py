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
from hoaian_desktop.services import activations, citizens, confirmations, drafts, duplicates, lists
from hoaian_desktop.services.citizens import Folder, Suggestion
from hoaian_desktop.services.confirmations import Stood
from hoaian_desktop.services.listings import ACTIVATIONS
from hoaian_desktop.services.lists import Row

PLACE = "activations"  # of the unfinished line
PINNED = ("day", "team_id", "village_id", "service_id", "volunteers")  # what stays for a sitting


@dataclass(frozen=True)
class Look:
    """What the book knows about a line that is being typed.

    `known` is the citizen the line is about for certain (her number, or somebody picked); `maybe` are people she
    could be, to be picked or called different; `doubts` are what the rules say so far.
    """

    known: Folder | None
    maybe: tuple[Suggestion, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Entered:
    """A line that was saved: its record, its person, and the row for the list.

    `stood` are the doubts let stand that are about the sitting, not about the person.
    """

    id: int
    citizen_id: int
    row: Row
    stood: frozenset[Stood] = frozenset()


@dataclass(frozen=True)
class Asked:
    """A line that was not saved yet: hard doubts refuse it, soft ones want to be seen first."""

    doubts: tuple[Doubt, ...]
    maybe: tuple[Suggestion, ...] = ()  # people she could be; whom she would be taken for stands first


def look(
    session: Session,
    values: Mapping[str, Any],
    *,
    today: date,
    id_: int | None = None,
    stood: frozenset[Stood] = frozenset(),
) -> Look:
    """What is known about raw values; those that make no sense yet are passed over, and doubts that `stood`."""
    typed = _readable(session, values, today)
    number, picked = typed.get("personal_number"), typed["citizen_id"]
    known = citizens.with_number(session, number) if number else None
    if known is None and picked:
        known = session.get(Citizen, picked)
    if known is not None and known.archived:
        known = None  # put aside: she comes back as she is entered now
    if known is not None:
        typed = {**_of(known), **{name: value for name, value in typed.items() if value not in (None, "")}}
    maybe = _maybe(session, typed, _taken(session, typed, id_)) if known is None and id_ is None else ()
    judged = {**typed, "phone": values.get("phone")}  # what is repaired in it is told
    doubts = _doubts(session, judged, today, id_) if typed.get("full_name") else []
    settled = _settled(doubts, typed, stood)
    return Look(
        known=citizens.folder(session, known.id) if known is not None else None,
        maybe=maybe,
        doubts=tuple(doubt for doubt in doubts if doubt not in settled),
    )


def of_picked(values: Mapping[str, Any], her: Suggestion, *, today: date) -> dict[str, Any]:
    """What goes into the line with somebody picked: name and birth as the book has them, unless the line says more.

    Whoever is known with a middle name turned round or a year one off is not changed by being recognised.
    """
    try:
        typed = activations.read({name: values.get(name) for name in ("full_name", "born")}, today=today)
    except ValidationError:
        typed = {}  # half typed says nothing yet
    name, born = typed.get("full_name"), typed.get("born")
    taken: dict[str, Any] = {}
    if not name or not citizens.lost_its_marks(her.full_name, name):
        taken["full_name"] = her.full_name
    if her.born and not (born and (born == her.born or her.born.is_vaguer_than(born))):
        taken["born"] = her.born
    return taken


def enter(
    session: Session,
    values: Mapping[str, Any],
    *,
    today: date,
    id_: int | None = None,
    version: int | None = None,
    seen: frozenset[Doubt] = frozenset(),
    stood: frozenset[Stood] = frozenset(),
) -> Entered | Asked:
    """Save a line, unless a rule refuses it or has a soft doubt that is not among those `seen`.

    Nor is asked what `stood` in this sitting with the same values; each record remembers it as let stand none the less.
    The unfinished line is forgotten in the same transaction. Raises ValidationError, ConflictError.
    """
    typed = _with_person(session, activations.read(values, today=today), values)
    taken = _taken(session, typed, id_)
    raised = _doubts(session, typed, today, id_) + _said_of(taken)
    passed = seen | _settled(raised, typed, stood)
    asking = [doubt for doubt in raised if doubt.level is Level.SOFT and doubt not in passed]
    if refused := hard(raised) or asking:
        maybe = () if typed["citizen_id"] or id_ is not None else _maybe(session, typed, taken)
        return Asked((*refused, *(doubt for doubt in raised if doubt not in refused)), maybe)
    confirmed = sorted({doubt.code for doubt in soft(raised)})
    kept = activations.keep(session, typed, today=today, id_=id_, version=version, confirmed=confirmed)
    for other in {*typed["different_from"]} - {kept.citizen_id}:
        duplicates.different(session, kept.citizen_id, other)
    drafts.drop(session, PLACE)
    session.flush()
    row = lists.rows(session, ACTIVATIONS, [kept.id])[0]
    return Entered(kept.id, kept.citizen_id, row, confirmations.about(raised, PINNED, typed))


def _doubts(session: Session, typed: Mapping[str, Any], today: date, id_: int | None) -> list[Doubt]:
    """What the rules say; who she may be is said by `_maybe`, with names."""
    return activations.to_confirm(session, typed, today=today, id_=id_, alike=False)


def _settled(raised: list[Doubt], typed: Mapping[str, Any], stood: frozenset[Stood]) -> frozenset[Doubt]:
    """Those that were let stand before in this sitting, with the same values."""
    return frozenset(one.doubt for one in confirmations.about(raised, PINNED, typed) & stood)


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


def _maybe(session: Session, typed: Mapping[str, Any], taken: Citizen | None) -> tuple[Suggestion, ...]:
    if not typed.get("full_name"):
        return ()
    different = set(typed["different_from"])
    if taken is not None:
        different |= citizens.called_different(session, taken.id)
    return tuple(citizens.suggestions(session, citizens.person_in(typed), not_these=different, first=taken))


def _taken(session: Session, typed: Mapping[str, Any], id_: int | None) -> Citizen | None:
    """Whom a line without a number would be taken for, since name, year and village are hers."""
    if id_ is not None or typed["citizen_id"] or typed.get("personal_number"):
        return None
    return citizens.meant(session, typed)


def _said_of(taken: Citizen | None) -> list[Doubt]:
    """The same person, but never without saying so."""
    if taken is None:
        return []
    sentence = f"Trong sổ đã có {taken.full_name}, cùng năm sinh và thôn. Lưu tiếp sẽ ghi vào người đó."
    return [Doubt("taken-for-known", sentence, Level.SOFT, "full_name")]
