"""Many rows into one table in one statement, made ready for the driver here: SQLAlchemy takes longer than the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, Dialect, FromClause, Table

Processor = Callable[[Any], Any] | None

# The driver takes twenty times as long for a None as for anything else, and most cells of a row are empty: a column
# without a value is left out, and where only some rows have none, this sign stands for it. No text consists of it.
_NOTHING = "\0"
_OR_NOTHING = "nullif(?, char(0))"


def insert_many(
    connection: Connection, into: FromClause, rows: Sequence[Mapping[str, Any]], common: Mapping[str, Any]
) -> None:
    """Write rows that all have the same keys; `common` is what is the same in each of them."""
    if not rows:
        return
    assert isinstance(into, Table)
    processors = _processors(into, connection.dialect)
    columns: dict[str, Iterable[Any]] = {}
    marks: list[str] = []
    for name, value in common.items():
        made = processors[name]
        ready = value if made is None else made(value)
        if ready is not None or into.c[name].server_default is not None:
            columns[name] = repeat(ready, len(rows))
            marks.append("?")
    for name in rows[0]:
        made = processors[name]
        values = [row[name] for row in rows] if made is None else [made(row[name]) for row in rows]
        empty = values.count(None)
        if empty == len(rows) and into.c[name].server_default is None:
            continue
        columns[name] = [_NOTHING if value is None else value for value in values] if empty else values
        marks.append(_OR_NOTHING if empty else "?")
    statement = _statement(into, tuple(columns), ", ".join(marks), connection.dialect)
    connection.exec_driver_sql(statement, list(zip(*columns.values(), strict=True)))


@lru_cache(64)  # of the book that is open, and of those of a run of tests
def _processors(table: Table, dialect: Dialect) -> Mapping[str, Processor]:
    """What makes each column's values ones of the driver's."""
    return {column.name: column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.c}


def _statement(table: Table, names: tuple[str, ...], marks: str, dialect: Dialect) -> str:
    columns = ", ".join(dialect.identifier_preparer.format_column(table.c[name]) for name in names)
    return f"INSERT INTO {dialect.identifier_preparer.format_table(table)} ({columns}) VALUES ({marks})"
