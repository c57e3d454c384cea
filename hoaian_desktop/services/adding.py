"""Adding a record from where it is needed: by its name alone where that is enough, else from a small form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.records import Record, Service, Village, Volunteer, fields_of, record_of
from hoaian_desktop.rules import villages
from hoaian_desktop.services import keeping, offices, services
from hoaian_desktop.services.references import Option

BY_NAME = frozenset({"village", "volunteer"})
"""Tables of which a name says enough; what else is known of the record is filled in later."""

BY_FORM = frozenset({"team", "service", "campaign", "initiative", "influential_person", "directive", *BY_NAME})
"""Tables of which a small form makes a record."""


def name_field(record: type[Record]) -> Field:
    """The field people know a record by: its first required text."""
    return next(f for f in fields_of(record) if f.required and f.kind in (Kind.TEXT, Kind.NAME))


def fresh(session: Session, record: type[Record], *, name: str = "", today: date | None = None) -> dict[str, Any]:
    """What a new record begins with: its defaults, the typed name, the office's own unit, days that must be there."""
    values = keeping.defaults(record)
    if name:
        values[name_field(record).name] = name
    if today is not None:
        values |= {f.name: today for f in fields_of(record) if f.kind is Kind.DATE and f.required}
    if record is Village:
        unit = offices.unit_of(session)
        kind, bare = villages.read(name)
        values |= {"unit_id": unit.id, "kind": kind or villages.usual_kind(unit.kind)}
        if bare:
            values["name"] = villages.proper(bare)
    return values


def add(session: Session, record: type[Record], values: Mapping[str, Any], *, today: date) -> Record:
    """Keep a new record; a service of the office's own gets its code. Raises ValidationError."""
    if record is Service:
        return services.add(session, values, today=today)
    return keeping.save(session, record, values, today=today)


def add_named(session: Session, *, table: str, name: str, today: date) -> Option:
    """A record of a table of `BY_NAME`, of which only the name is known; an archived one of that name comes back."""
    record = record_of(table)
    values = fresh(session, record, name=name, today=today)
    made = _put_aside(session, record, values) or add(session, record, values, today=today)
    return Option(made.id, made.label)


def _put_aside(session: Session, record: type[Record], values: Mapping[str, Any]) -> Record | None:
    if record is Volunteer:  # of namesakes nobody knows whether they are one person
        return None
    found = session.scalars(
        select(Village).where(Village.unit_id == values["unit_id"], Village.name == values["name"])
    ).one_or_none()
    if found is not None:
        found.archived = False
        session.flush()
    return found
