"""New records by the thousand: what a flush does for each of them, without an object and a statement for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, func, inspect, select
from sqlalchemy.orm import Session

from hoaian_desktop.records import Record
from hoaian_desktop.store import change_log, steps, upkeep
from hoaian_desktop.store.inserting import insert_many

Values = Mapping[str, Any]


def add(session: Session, kind: type[Record], rows: Sequence[Values]) -> range:
    """Write new records of one kind and return their ids, in the order of `rows`.

    Values are those of the columns, and of several references the ids of the others; what is left out gets its default.
    Nothing may be waiting for a flush that these records refer to.
    """
    connection = session.connection()
    table = kind.__table__
    # The transaction holds the write lock: nobody else counts on meanwhile.
    first = (connection.scalar(select(func.max(table.c.id))) or 0) + 1
    ids = range(first, first + len(rows))
    if not rows:
        return ids
    stamps, linked = upkeep.stamps(session, new=True), _links(kind)
    filled = {"id", *upkeep.keys_of(kind)}.union(*rows)
    usual = {name: value for name, value in _usual(kind).items() if name not in stamps}
    # What no row says is the same in all of them.
    same = {name: usual.pop(name) for name in tuple(usual) if name not in filled}
    written = []
    for id_, values in zip(ids, rows, strict=True):
        row = {**usual, **values, **upkeep.composed(kind, values), "id": id_}
        row.update(upkeep.search_keys(kind, row.get))
        written.append(row)
        for name in linked:
            row.pop(name, None)
    insert_many(connection, table, written, {**stamps, **same})
    for name, (link, own, other) in linked.items():
        pairs = [
            {own: id_, other: one} for id_, values in zip(ids, rows, strict=True) for one in values.get(name) or ()
        ]
        insert_many(connection, link, pairs, {})
    change_log.added(session, kind, ids, at=upkeep.now(session), by=session.info["user"])
    steps.added(session, kind, ids)
    return ids


@cache
def _usual(kind: type[Record]) -> dict[str, Any]:
    """Every column with what a new record has in it when nothing is said."""
    columns = {item.key: item.columns[0] for item in inspect(kind).column_attrs}
    defaults = {key: getattr(column.default, "arg", None) for key, column in columns.items()}
    return {**defaults, "version": 1}


@cache
def _links(kind: type[Record]) -> dict[str, tuple[Table, str, str]]:
    """The link table of each of several references, its column for these records and the one for the others."""
    found = {}
    for name, relation in inspect(kind).relationships.items():
        if isinstance(link := relation.secondary, Table):
            (own,) = (column.name for column in link.c if column.references(kind.__table__.c.id))
            (other,) = (column.name for column in link.c if column.name != own)
            found[name] = (link, own, other)
    return found
