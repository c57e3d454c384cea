"""The change log: who wrote what and when, each line chained to the one before, so that a gap or an edit shows."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, inspect, select
from sqlalchemy.orm import InstanceState, Session

from hoaian_desktop import fields
from hoaian_desktop.fields import Kind
from hoaian_desktop.records import Change, Record, fields_of, record_of
from hoaian_desktop.store.inserting import insert_many

FIRST = "0" * 64  # what the first line's digest covers
LONGEST = 4000
_BOOKKEEPING = {
    "id", "created_at", "created_by", "changed_at", "changed_by", "version", "archived", "search_text", "sort_key",
}  # fmt: skip
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
_LAST = f"SELECT digest FROM {Change.__tablename__} ORDER BY id DESC LIMIT 1"
_OF_LINE = itemgetter("record", "record_id", "action", "field", "before", "after")


def write(session: Session, *, at: datetime.datetime, by: str) -> None:
    """Add the lines for everything the session has just flushed. `session.info["reason"]` is kept if it is there."""
    _append(session, list(_lines(session, _Words(session))), at=at, by=by, reason=session.info.get("reason"))


def added(session: Session, kind: type[Record], ids: Iterable[int], *, at: datetime.datetime, by: str) -> None:
    """Add the lines for new records that did not go through a flush."""
    reason, connection = session.info.get("reason"), session.connection()
    line = _line(kind.__tablename__, 0, "added")
    chain, last, lines = _Chain(at, by, line, reason), _last_digest(connection), []
    for id_ in ids:
        last = chain.digest(last, id_)
        lines.append({"record_id": id_, "digest": last})
    del line["record_id"]
    insert_many(connection, Change.__table__, lines, {"at": at, "by": by, "reason": reason, **line})


def tell(session: Session, item: Record, action: str, *, after: str, reason: str) -> None:
    """Add a line about something that was done with the book and changed nothing in it."""
    at: datetime.datetime = session.info["now"]()
    line = _line(item.__tablename__, item.id, action, after=after[:LONGEST])
    _append(session, [line], at=at.replace(tzinfo=None), by=session.info["user"], reason=reason)


def _append(
    session: Session, lines: Sequence[dict[str, Any]], *, at: datetime.datetime, by: str, reason: str | None
) -> None:
    if not lines:
        return
    connection = session.connection()
    last = _last_digest(connection)
    when = at.isoformat()
    for line in lines:
        line["digest"] = last = _digest(last, when, by, line, reason)
    insert_many(connection, Change.__table__, lines, {"at": at, "by": by, "reason": reason})


def digest(before: str, row: dict[str, Any]) -> str:
    """SHA-256 in hex over the digest of the line before and what this line says."""
    return _digest(before, row["at"].isoformat(), row["by"], row, row["reason"])


def _digest(before: str, at: str, by: str, line: dict[str, Any], reason: str | None) -> str:
    said = [before, at, by, *_OF_LINE(line), reason]
    return hashlib.sha256(_AS_JSON(said).encode()).hexdigest()


class _Chain:
    """The digests of many lines that differ in their record alone; all the rest of what they say is put together once.

    What `_digest` says is the rule; this is but its shorter way.
    """

    def __init__(self, at: datetime.datetime, by: str, line: dict[str, Any], reason: str | None) -> None:
        record, _, *others = _OF_LINE(line)
        self._before = f", {_AS_JSON([at.isoformat(), by, record])[1:-1]}, "
        self._after = f", {_AS_JSON([*others, reason])[1:-1]}]".encode()

    def digest(self, before: str, record_id: int) -> str:
        """The digest of the line about a record, after the line of that digest."""
        said = f'["{before}"{self._before}{record_id}'.encode() + self._after
        return hashlib.sha256(said).hexdigest()


def first_broken(connection: Connection) -> int | None:
    """The id of the first line that does not follow from the one before, or None if the chain is whole."""
    last = FIRST
    table = Change.__table__
    for row in connection.execute(select(table).order_by(table.c.id)).mappings():
        last = digest(last, dict(row))
        if last != row["digest"]:
            return int(row["id"])
    return None


def _last_digest(connection: Connection) -> str:
    # Asked at every flush: as plain words it takes a fifth of what the same statement takes built and looked up.
    return connection.exec_driver_sql(_LAST).scalar() or FIRST


def _lines(session: Session, words: _Words) -> Iterator[dict[str, Any]]:
    for item in _in_order(session.new):
        yield _line_of(item, "added")
    for item in _in_order(session.dirty):
        yield from _changes(item, words)
    for item in _in_order(session.deleted):
        yield _line_of(item, "removed", before=item.label)


def _in_order(items: Iterable[object]) -> list[Record]:
    """The records among `items`, always in the same order: a session keeps sets, and digests are chained."""
    return sorted((i for i in items if isinstance(i, Record)), key=lambda record: (record.__tablename__, record.id))


def _changes(item: Record, words: _Words) -> Iterator[dict[str, Any]]:
    state = inspect(item)
    if _changed(state, "archived"):
        yield _line_of(item, "archived" if item.archived else "restored")
    touched = set(state.attrs.keys()) - state.unmodified - _BOOKKEEPING
    for field in fields_of(type(item)):
        if field.name in touched and _changed(state, field.name):
            before, after = _shown(field, state, words)
            yield _line_of(item, "changed", field=field.name, before=before, after=after)
        touched.discard(field.name)
    for name in sorted(touched & set(state.mapper.column_attrs.keys())):
        # Texts of a report, the code of a service: that they changed is kept here, not what they say.
        if _changed(state, name):
            yield _line_of(item, "changed", field=name)


def _changed(state: InstanceState[Any], name: str) -> bool:
    return bool(state.attrs[name].history.has_changes())


def _shown(field: fields.Field, state: InstanceState[Any], words: _Words) -> tuple[str | None, str | None]:
    """Both values as the user reads them; None stands for a value that was not known here."""
    history = state.attrs[field.name].history
    if field.kind is Kind.REFERENCES:
        kept = list(history.unchanged or ())
        return _joined([*kept, *history.deleted]), _joined([*kept, *history.added])
    before = history.deleted[0] if history.deleted else None
    after = history.added[0] if history.added else None
    if field.kind is Kind.REFERENCE:
        before, after = words.of(field.refers_to, before), words.of(field.refers_to, after)
    return fields.show(field, before)[:LONGEST], fields.show(field, after)[:LONGEST]


def _joined(records: Iterable[Record]) -> str:
    return "; ".join(sorted(record.label for record in records))[:LONGEST] or fields.MISSING


def _line_of(
    item: Record, action: str, *, field: str | None = None, before: str | None = None, after: str | None = None
) -> dict[str, Any]:
    return _line(item.__tablename__, item.id, action, field, before, after)


def _line(
    record: str, id_: int, action: str, field: str | None = None, before: str | None = None, after: str | None = None
) -> dict[str, Any]:
    return {
        "record": record,
        "record_id": id_,
        "action": action,
        "field": field,
        "before": before,
        "after": after,
    }


class _Words:
    """The words of records that others refer to, each asked for once in a flush."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[str, int], str] = {}

    def of(self, table: str, identity: int | None) -> str | None:
        """The label of one record, or its number if it cannot be found."""
        if identity is None:
            return None
        if (table, identity) not in self._known:
            found = self._session.get(record_of(table), identity)
            self._known[table, identity] = found.label if found else str(identity)
        return self._known[table, identity]
