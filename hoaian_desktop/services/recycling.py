"""The recycle bin: everything put aside, of every kind in one list, and the way back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from hoaian_desktop.records import Activation, Change, Citizen, Membership, Record, Volunteer, record_of
from hoaian_desktop.rules.names import fold
from hoaian_desktop.services import keeping
from hoaian_desktop.store import steps

MOST = 500  # lines shown at once
_AT_ONCE = 500  # ids in one statement


@dataclass(frozen=True)
class Aside:
    """One record put aside: what it is, who did that when, and why if it was undone."""

    table: str
    id: int
    kind: str
    name: str
    at: datetime
    by: str
    reason: str | None


@dataclass(frozen=True)
class Bin:
    """The newest lines that match, and how many there are of them in all."""

    lines: tuple[Aside, ...]
    number: int


def find(session: Session, text: str = "") -> Bin:
    """What was put aside last, found by words of its kind and its name, with or without marks."""
    wanted = fold(text).split()
    order = sorted(
        ((row[1], kind.__tablename__, row[0]) for kind in steps.KINDS for row in session.execute(_put_aside(kind))),
        reverse=True,
    )
    names: dict[tuple[str, int], str] = {}
    if wanted:
        names = _names(session, [(table, id_) for _, table, id_ in order])
        folded = {key: fold(f"{record_of(key[0]).__title__} {name}") for key, name in names.items()}
        order = [one for one in order if all(word in folded[one[1], one[2]] for word in wanted)]
    shown = order[:MOST]
    names |= _names(session, [(table, id_) for _, table, id_ in shown if (table, id_) not in names])
    changes = {change.id: change for change in _changes(session, [change for change, _, _ in shown])}
    lines = []
    for change_id, table, id_ in shown:
        change = changes[change_id]
        kind = record_of(table).__title__
        lines.append(Aside(table, id_, kind, names[table, id_], change.at, change.by, change.reason))
    return Bin(tuple(lines), len(order))


def restore(session: Session, chosen: Sequence[tuple[str, int]]) -> int:
    """Bring records back, each named by table and id; returns how many were changed."""
    by_table: dict[str, list[int]] = defaultdict(list)
    for table, id_ in chosen:
        by_table[table].append(id_)
    return sum(keeping.restore(session, record_of(table), tuple(ids)) for table, ids in by_table.items())


def _put_aside(record: type[Record]) -> Select[int, int]:
    """The archived records of a kind, with the line of the change log that says so."""
    return (
        select(record.id, func.max(Change.id))
        .join(Change, (Change.record == record.__tablename__) & (Change.record_id == record.id))
        .where(record.archived.is_(True), Change.action == "archived")
        .group_by(record.id)
    )


def _changes(session: Session, ids: Sequence[int]) -> Sequence[Change]:
    return session.scalars(select(Change).where(Change.id.in_(ids))).all() if ids else []


def _names(session: Session, keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    by_table: dict[str, list[int]] = defaultdict(list)
    for table, id_ in keys:
        by_table[table].append(id_)
    names = {}
    for table, ids in by_table.items():
        record = record_of(table)
        for start in range(0, len(ids), _AT_ONCE):
            piece = ids[start : start + _AT_ONCE]
            people = _people(session, record, piece)
            for item in session.scalars(select(record).where(record.id.in_(piece))):
                names[table, item.id] = steps.name_of(session, item)
            del people
    return names


def _people(session: Session, record: type[Record], ids: Sequence[int]) -> Sequence[Record]:
    """Whom these records are called after, all at once: held by the caller, the session finds them again."""
    if record is Activation:
        return session.scalars(
            select(Citizen).join(Activation, Activation.citizen_id == Citizen.id).where(Activation.id.in_(ids))
        ).all()
    if record is Membership:
        return session.scalars(
            select(Volunteer).join(Membership, Membership.volunteer_id == Volunteer.id).where(Membership.id.in_(ids))
        ).all()
    return ()
