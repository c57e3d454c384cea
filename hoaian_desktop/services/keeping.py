"""Keeping records: add, change, archive, restore, and the history of each. Values are those of the declared fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, UniqueConstraint, inspect, null, select
from sqlalchemy.orm import Session, selectinload

import hoaian_desktop.indicators.catalogue  # noqa: F401  it supplies choices of fields kept here
from hoaian_desktop.errors import ConflictError, GoneError, StillReferredError, ValidationError
from hoaian_desktop.fields import Field, Kind, read_all
from hoaian_desktop.records import Activation, Change, Citizen, Record, Team, Village, fields_of, record_of
from hoaian_desktop.records.team import team_village
from hoaian_desktop.rules.dates import show_date

AnyRecord = TypeVar("AnyRecord", bound=Record)


def get(session: Session, record: type[AnyRecord], id_: int) -> AnyRecord:
    """One record with its many-references loaded. Raises GoneError."""
    found = session.scalars(_with_references(record).where(record.id == id_)).one_or_none()
    if found is None:
        raise GoneError
    return found


def values_of(session: Session, record: type[Record], id_: int) -> dict[str, Any]:
    """A record's declared values for a form, with its `version`; several references as a tuple of ids."""
    found = get(session, record, id_)
    values: dict[str, Any] = {"version": found.version, "archived": found.archived}
    for f in fields_of(record):
        value = getattr(found, f.name)
        values[f.name] = tuple(other.id for other in value) if f.kind is Kind.REFERENCES else value
    return values


def save(
    session: Session,
    record: type[AnyRecord],
    values: Mapping[str, Any],
    *,
    id_: int | None = None,
    version: int | None = None,
    today: date | None = None,
    more: Mapping[str, Any] | None = None,
) -> AnyRecord:
    """Add a record, or change the one with `id_`; text among the values is parsed. `more` are columns without a field.

    A new record whose unique name or number an archived one bears is that one, brought back with the new values.
    Raises ValidationError with a sentence per field; ConflictError if `version` is no longer the stored one.
    """
    fields = [f for f in fields_of(record) if f.name in values or id_ is None]
    raw = {f.name: values.get(f.name, _default(record, f.name)) for f in fields}
    today = today or date.today()
    read = read_all(fields, raw, today=today)
    _check_day(read, today)
    _check_order(record, read if id_ is None else {**values_of(session, record, id_), **read})
    kept = get(session, record, id_) if id_ is not None else _put_aside(session, record, read) or record()
    if id_ is not None and version is not None and kept.version != version:
        raise ConflictError
    kept.archived = False if id_ is None else kept.archived
    emptied = [f.name for f in fields if id_ is None and read[f.name] is None and defaults(record)[f.name] is not None]
    for f in fields:
        value = read[f.name]
        if f.kind is Kind.REFERENCES:
            chosen: Any = value or ()
            value = _referred(session, f.refers_to, tuple(chosen))
        # A plain None would be filled with the default again when the record is added.
        setattr(kept, f.name, null() if f.name in emptied else value)
    for name, value in (more or {}).items():
        setattr(kept, name, value)
    session.add(kept)
    session.flush()
    if emptied:
        session.refresh(kept, emptied)
    return kept


def defaults(record: type[Record]) -> dict[str, Any]:
    """What a new record has before anybody types."""
    return {f.name: _default(record, f.name) for f in fields_of(record)}


@dataclass(frozen=True)
class Line:
    """One filled field of a record, for a panel that is read: a reference as its words."""

    field: Field
    value: object


@dataclass(frozen=True)
class Card:
    """A record as it is read."""

    id: int
    label: str
    archived: bool
    lines: tuple[Line, ...]


def card(session: Session, record: type[Record], id_: int) -> Card:
    """The fields of a record that say something. Raises GoneError."""
    found = get(session, record, id_)
    lines = []
    for f in fields_of(record):
        value = getattr(found, f.name)
        if f.kind is Kind.REFERENCE and value is not None:
            other = session.get(record_of(f.refers_to), value)
            value = other.label if other else value
        elif f.kind is Kind.REFERENCES:
            value = ", ".join(other.label for other in value)
        if value not in (None, ""):
            lines.append(Line(f, value))
    return Card(found.id, found.label, found.archived, tuple(lines))


def archive(session: Session, record: type[Record], ids: tuple[int, ...]) -> int:
    """Put records aside; they can come back. Returns how many were changed.

    Raises StillReferredError for a village a team looks after: it would be a village with a team, and none of all.
    """
    if record is Village:
        refuse_villages_in_use(session, ids)
    return _set_archived(session, record, ids, archived=True)


def restore(session: Session, record: type[Record], ids: tuple[int, ...]) -> int:
    """Bring archived records back, supports with the citizens they were for. Returns how many were changed."""
    number = _set_archived(session, record, ids, archived=False)
    if record is Activation and number:
        people = select(Activation.citizen_id).where(Activation.id.in_(ids))
        _set_archived(session, Citizen, tuple(session.scalars(people)), archived=False)
    return number


def refuse_villages_in_use(session: Session, ids: tuple[int, ...]) -> None:
    """Raise StillReferredError if a team looks after one of these villages: it would be one with a team, of none."""
    used = session.execute(
        select(Village.name, Team.name)
        .join(team_village, team_village.c.village_id == Village.id)
        .join(Team, Team.id == team_village.c.team_id)
        .where(Village.id.in_(ids), Team.archived.is_(False), Team.ended.is_(None))
        .order_by(Village.sort_key, Team.sort_key)
    ).first()
    if used is not None:
        sentence = f"{used[0]} đang do {used[1]} phụ trách. Hãy bỏ thôn này khỏi tổ trước khi lưu trữ."
        raise StillReferredError(sentence)


@dataclass(frozen=True)
class HistoryLine:
    """One change of a record: who, when, which field, from what to what, and why if that is known."""

    at: datetime
    by: str
    action: str
    field: str
    before: str | None
    after: str | None
    reason: str | None = None


_UNDECLARED = {"tally_id": "Thay cho số đếm", "code": "Mã", "level": "Mức"}  # columns that are no fields of a form


def history(session: Session, record: type[Record], id_: int) -> list[HistoryLine]:
    """Everything that happened to a record, newest first; fields by their words on screen.

    A support is entered together with the citizen it was for, so what was changed about her is told with it.
    """
    lines = _changes_of(session, record, id_)
    if record is Activation and (support := session.get(Activation, id_)) is not None:
        hers = _changes_of(session, Citizen, support.citizen_id)
        lines += [(change, label) for change, label in hers if change.action == "changed"]
        lines.sort(key=lambda line: line[0].id, reverse=True)
    return [HistoryLine(c.at, c.by, c.action, label, c.before, c.after, c.reason) for c, label in lines]


def _changes_of(session: Session, record: type[Record], id_: int) -> list[tuple[Change, str]]:
    labels = {**_UNDECLARED, **{f.name: f.label for f in fields_of(record)}}
    changes = session.scalars(
        select(Change).where(Change.record == record.__tablename__, Change.record_id == id_).order_by(Change.id.desc())
    )
    return [(change, labels.get(change.field or "", "")) for change in changes]


def _with_references(record: type[AnyRecord]) -> Select[AnyRecord]:
    several = [getattr(record, f.name) for f in fields_of(record) if f.kind is Kind.REFERENCES]
    return select(record).options(*[selectinload(attribute) for attribute in several])


def _put_aside(session: Session, record: type[AnyRecord], values: Mapping[str, Any]) -> AnyRecord | None:
    """The archived record that has the same unique value as a new one: the database would not take a second."""
    table: Any = inspect(record).local_table
    several = [tuple(c.key for c in one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    for names in [*several, *((c.key,) for c in table.columns if c.unique)]:
        if any(values.get(name) is None for name in names):
            continue
        same = [getattr(record, name) == values[name] for name in names]
        if found := session.scalars(_with_references(record).where(*same, record.archived.is_(True))).first():
            return found
    return None


def _default(record: type[Record], name: str) -> Any:
    column = record.__table__.c.get(name)
    default = getattr(column, "default", None)
    return default.arg if default is not None and default.is_scalar else None


def _referred(session: Session, table: str, ids: tuple[int, ...]) -> list[Record]:
    other = record_of(table)
    return list(session.scalars(select(other).where(other.id.in_(ids)))) if ids else []


def _check_day(values: Mapping[str, Any], today: date) -> None:
    """What was done, and what is counted from, lies on a day that has come; a team or a campaign may begin later."""
    for name in ("day", "since"):
        day = values.get(name)
        if isinstance(day, date) and day > today:
            raise ValidationError({name: f"Ngày {show_date(day)} chưa tới. Hãy sửa lại ngày."})


def _check_order(record: type[Record], values: Mapping[str, Any]) -> None:
    """Two dates of one record stand in order; the database refuses too, but cannot say it under the field."""
    for first, last in (("started", "ended"), ("first_day", "last_day")):
        begin, end = values.get(first), values.get(last)
        if isinstance(begin, date) and isinstance(end, date) and end < begin:
            raise ValidationError({last: "Ngày kết thúc trước ngày bắt đầu. Hãy sửa một trong hai ngày."})


def _set_archived(session: Session, record: type[Record], ids: tuple[int, ...], *, archived: bool) -> int:
    found = session.scalars(select(record).where(record.id.in_(ids), record.archived.is_(not archived))).all()
    for kept in found:
        kept.archived = archived
    session.flush()
    return len(found)
