"""Writing what was decided: new records by their kind, then what is added to records of the book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import null, select
from sqlalchemy.orm import Session, selectinload

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
)

# What others refer to is written first.
ORDER: tuple[type[Record], ...] = (
    Village, Volunteer, Team, Membership, InfluentialPerson, Citizen, Activation, Tally, CampaignEvent, Target,
)  # fmt: skip
_AT_ONCE = 500  # ids in one statement


def write(session: Session, new: Iterable[Entry], changed: Iterable[Entry]) -> None:
    """Add and change records in the caller's transaction, through the session, so that every change is logged."""
    made: dict[Entry, Record] = {}
    found = _Found(session, made)
    found.fetch(_referred(new), _referred(changed))
    by_record: dict[type[Record], list[Entry]] = defaultdict(list)
    for entry in new:
        by_record[entry.record].append(entry)
    for record in ORDER:
        for entry in by_record[record]:
            made[entry] = record(**found.values(entry.values))
        session.add_all(made[entry] for entry in by_record[record])
        session.flush()
    _change(session, changed, found)


def _change(session: Session, entries: Iterable[Entry], found: _Found) -> None:
    by_record: dict[type[Record], list[Entry]] = defaultdict(list)
    for entry in entries:
        by_record[entry.record].append(entry)
    for record, changed in by_record.items():
        several = [getattr(record, f.name) for f in fields_of(record) if f.kind is Kind.REFERENCES]
        for start in range(0, len(changed), _AT_ONCE):
            piece = {entry.id: entry for entry in changed[start : start + _AT_ONCE]}
            query = select(record).where(record.id.in_(piece)).options(*map(selectinload, several))
            for kept in session.scalars(query):
                for name, value in found.values(piece[kept.id].changes).items():
                    setattr(kept, name, value)
    session.flush()


class _Found:
    """Turns the entries among values into what the database wants: an id, or the records themselves."""

    def __init__(self, session: Session, made: dict[Entry, Record]) -> None:
        self._session = session
        self._made = made
        self._kept: dict[tuple[type[Record], int], Record] = {}

    def fetch(self, *groups: Iterable[Entry]) -> None:
        wanted: dict[type[Record], set[int]] = defaultdict(set)
        for group in groups:
            for entry in group:
                if entry.id is not None:
                    wanted[entry.record].add(entry.id)
        for record, ids in wanted.items():
            ordered = sorted(ids)
            for start in range(0, len(ordered), _AT_ONCE):
                query = select(record).where(record.id.in_(ordered[start : start + _AT_ONCE]))
                self._kept.update({(record, kept.id): kept for kept in self._session.scalars(query)})

    def values(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: self._value(value) for name, value in values.items()}

    def _value(self, value: Any) -> Any:
        if value is None:
            return null()  # a plain None would let the column's default in
        if isinstance(value, Entry):
            return value.id if value.id is not None else self._made[value].id
        if isinstance(value, tuple):
            return [self._made[one] if one.id is None else self._kept[one.record, one.id] for one in value]
        return value


def _referred(entries: Iterable[Entry]) -> Iterable[Entry]:
    for entry in entries:
        for value in (*entry.values.values(), *entry.changes.values()):
            if isinstance(value, tuple):
                yield from value
