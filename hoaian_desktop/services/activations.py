"""Activations: a person and what was done for her are entered together; the rules speak before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import RuleRefused
from hoaian_desktop.fields import Field, read_all
from hoaian_desktop.indicators.tally_heads import heads_left, heads_named
from hoaian_desktop.records import (
    Activation,
    Citizen,
    Confirmation,
    Office,
    Tally,
    field_of,
    fields_of,
)
from hoaian_desktop.records.activation import COUNTED_STATUSES
from hoaian_desktop.rules.activation_rules import doubts_of
from hoaian_desktop.rules.doubts import Doubt, Level, hard
from hoaian_desktop.services import citizens, confirmations, facts, keeping, lists
from hoaian_desktop.services.listings import ACTIVATIONS, TALLIES

PERSON_FIELDS: tuple[Field, ...] = tuple(
    field_of(Citizen, name)
    for name in (
        "personal_number", "full_name", "born", "sex", "village_id", "phone", "guardian", "consent_on",
        "consent_method",
    )
)  # fmt: skip
SUPPORT_FIELDS: tuple[Field, ...] = tuple(f for f in fields_of(Activation) if f.name != "citizen_id")


def read(values: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Typed values of both halves of the form. Raises ValidationError with a sentence per field."""
    return read_all((*SUPPORT_FIELDS, *PERSON_FIELDS), values, today=today)


def doubts(
    session: Session, values: Mapping[str, Any], *, today: date, id_: int | None = None, alike: bool = True
) -> list[Doubt]:
    """What the rules and the book say about typed values: refusals first, then what to confirm, then hints."""
    since = session.scalar(select(Office.since))
    return doubts_of(facts.gather(session, values, id_, alike=alike), today=today, since=since)


def save(
    session: Session,
    values: Mapping[str, Any],
    *,
    today: date,
    id_: int | None = None,
    version: int | None = None,
    confirmed: Sequence[str] = (),
) -> Activation:
    """Keep one support and the person it was for; `confirmed` names the doubts somebody let stand.

    `tally_id` among the values says which tally the name stands for.

    Raises ValidationError, ConflictError, or RuleRefused: a hard rule, or a known person's name that would change
    and nobody has confirmed it.
    """
    about = {name: values.get(name) for name in ("citizen_id", "different_from", "tally_id")}
    typed = {**read(values, today=today), **about}
    found = doubts(session, typed, today=today, id_=id_)
    if refusals := hard(found) or [d for d in found if d.code in citizens.RENAMING - set(confirmed)]:
        raise RuleRefused(refusals[0].code, refusals[0].sentence, refusals[0].field)
    return keep(session, typed, today=today, id_=id_, version=version, confirmed=confirmed)


def keep(
    session: Session,
    typed: Mapping[str, Any],
    *,
    today: date,
    id_: int | None = None,
    version: int | None = None,
    confirmed: Sequence[str] = (),
) -> Activation:
    """Keep what was read and judged already, in this same transaction; else as `save`."""
    about = {name: typed.get(name) for name in ("citizen_id", "different_from", "tally_id")}
    person = {f.name: typed.get(f.name) for f in PERSON_FIELDS if f.name in typed}
    citizen = _citizen(session, {**person, **about}, id_)
    support = {f.name: typed[f.name] for f in SUPPORT_FIELDS if f.name in typed}
    support["citizen_id"] = citizen.id
    more = {"tally_id": about["tally_id"]} if about["tally_id"] else {}
    kept = keeping.save(session, Activation, support, id_=id_, version=version, today=today, more=more)
    for code in confirmed:
        session.add(
            Confirmation(
                record="activation",
                record_id=kept.id,
                code=code,
                at=session.info["now"](),
                by=session.info["user"],
            )
        )
    session.flush()
    return kept


def values_of(session: Session, id_: int) -> dict[str, Any]:
    """Both halves of the form for one activation."""
    support = keeping.values_of(session, Activation, id_)
    person = keeping.values_of(session, Citizen, support["citizen_id"])
    return {**{f.name: person[f.name] for f in PERSON_FIELDS}, **support}


def confirmed_codes(session: Session, id_: int) -> frozenset[str]:
    """The doubts about an activation that somebody has let stand."""
    codes = select(Confirmation.code).where(Confirmation.record == "activation", Confirmation.record_id == id_)
    return frozenset(session.scalars(codes))


def to_confirm(
    session: Session,
    values: Mapping[str, Any],
    *,
    today: date,
    id_: int | None = None,
    seen: frozenset[str] = frozenset(),
    alike: bool = True,
) -> list[Doubt]:
    """The doubts about typed values, without the soft ones that were let stand before or are among `seen`.

    What was let stand is asked again once a field it is about has another value. `alike`: see `facts.gather`.
    """
    known = seen
    if id_:
        typed = read(values, today=today)
        known |= confirmations.standing(session, id_, values_of(session, id_), typed) - citizens.RENAMING
    found = doubts(session, values, today=today, id_=id_, alike=alike)
    return [doubt for doubt in found if doubt.level is not Level.SOFT or doubt.code not in known]


def tally_totals(session: Session, query: lists.Query) -> tuple[int, int, int]:
    """How many tallies a list shows, how many people they count without a name, and how many got one since."""
    ids = lists.matching_ids(session, TALLIES, query).subquery()
    left, named = func.coalesce(func.sum(heads_left()), 0), func.coalesce(func.sum(heads_named()), 0)
    number, people, known = session.execute(
        select(func.count(), left, named).select_from(Tally).join(ids, ids.c.id == Tally.id)
    ).one()
    return number or 0, people or 0, known or 0


def totals(session: Session, query: lists.Query) -> tuple[int, int, int]:
    """How many turns, different persons and accounts a list shows, for its footer."""
    # The columns are added to the list's own question: looking up each id again takes minutes among a million.
    person, account = Activation.citizen_id, (Activation.citizen_id, Activation.service_id)
    matching = lists.matching_ids(session, ACTIVATIONS, query)
    turns, persons = session.execute(matching.with_only_columns(func.count(), func.count(person.distinct()))).one()
    counted = matching.where(Activation.status.in_(COUNTED_STATUSES)).with_only_columns(*account)
    accounts = counted.distinct().subquery()
    return turns, persons, session.scalar(select(func.count()).select_from(accounts)) or 0


def _citizen(session: Session, person: dict[str, Any], activation_id: int | None) -> Citizen:
    known = citizens.meant(session, person, activation_id)
    if known is None:
        return keeping.save(session, Citizen, person)
    own = citizens.is_own(session, known, person, activation_id)
    if known.archived:  # her adding was undone: she comes back as she is entered now
        known.archived = False
        entered = person if own else {f.name: person.get(f.name) for f in PERSON_FIELDS}
        return keeping.save(session, Citizen, entered, id_=known.id)
    # what the clerk left empty is not erased from a person she did not look at
    filled = {name: value for name, value in person.items() if value not in (None, "") or own}
    if citizens.lost_its_marks(person["full_name"], known.full_name):
        del filled["full_name"]
    born = filled.get("born")
    if not own and born is not None and known.born is not None and born.is_vaguer_than(known.born):
        del filled["born"]  # «1958» on a list is no news about whoever was born on 12/03/1958
    return keeping.save(session, Citizen, filled, id_=known.id)
