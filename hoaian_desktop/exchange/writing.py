"""Writing what was decided: new records by their kind, then what is added to records of the book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hoaian_desktop.exchange.letting_go import let_go
from hoaian_desktop.exchange.shelf import Entry
from hoaian_desktop.fields import Kind
from hoaian_desktop.records import (
    Activation,
    CampaignEvent,
    Citizen,
    InfluentialPerson,
    Membership,
    Record,
    Tally,
    Target,
    Team,
    Village,
    Volunteer,
    fields_of,
    record_of,
)
from hoaian_desktop.store import bulk

# What others refer to is written first.
ORDER: tuple[type[Record], ...] = (
    Village, Volunteer, Team, Membership, InfluentialPerson, Citizen, Activation, Tally, CampaignEvent, Target,
)  # fmt: skip
_AT_ONCE = 500  # ids in one statement
_ROWS = 2000  # new records made at a time: what is made for them is let go before the next come


def write(session: Session, new: Iterable[Entry], changed: Iterable[Entry]) -> None:
    """Add and change records in the caller's transaction, by the doors of the store that log every change."""
    ids: dict[Entry, int] = {}
    by_record = _by_record(new)
    for record in ORDER:
        entries, references = by_record[record], [f.name for f in fields_of(record) if f.refers_to]
        for start in range(0, len(entries), _ROWS):
            piece = entries[start : start + _ROWS]
            rows = [_row(entry.values, references, ids) for entry in piece]
            ids.update(zip(piece, bulk.add(session, record, rows), strict=True))
    for record, entries in _by_record(changed).items():
        _change(session, record, entries, ids)
    let_go(ids)
    session.flush()


def _by_record(entries: Iterable[Entry]) -> defaultdict[type[Record], list[Entry]]:
    found: defaultdict[type[Record], list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.record].append(entry)
    return found


def _change(session: Session, record: type[Record], entries: Sequence[Entry], ids: Mapping[Entry, int]) -> None:
    others = {f.name: record_of(f.refers_to) for f in fields_of(record) if f.kind is Kind.REFERENCES}
    several = [selectinload(getattr(record, name)) for name in others]
    for start in range(0, len(entries), _AT_ONCE):
        piece = {entry.id: entry for entry in entries[start : start + _AT_ONCE]}
        for kept in session.scalars(select(record).where(record.id.in_(piece)).options(*several)):
            for name, value in piece[kept.id].changes.items():
                meant = _kept(value, ids)
                if (other := others.get(name)) is not None:
                    meant = [session.get_one(other, id_) for id_ in meant]
                setattr(kept, name, meant)


def _row(values: Mapping[str, Any], references: Iterable[str], ids: Mapping[Entry, int]) -> dict[str, Any]:
    row = dict(values)
    for name in references:
        if name in row:
            row[name] = _kept(row[name], ids)
    return row


def _kept(value: Any, ids: Mapping[Entry, int]) -> Any:
    """A value as the database wants it: the id of an entry, the ids of several."""
    if value.__class__ is Entry:
        return ids[value] if value.id is None else value.id
    if value.__class__ is tuple:
        return [ids[one] if one.id is None else one.id for one in value]
    return value
