"""Many rows into one table in one statement, made ready for the driver here: SQLAlchemy takes longer than the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, FromClause, Table

Processor = Callable[[Any], Any] | None


def insert_many(
    connection: Connection, into: FromClause, rows: Sequence[Mapping[str, Any]], common: Mapping[str, Any]
) -> None:
    """Write rows that all have the same keys; `common` is what is the same in each of them."""
    if not rows:
        return
    assert isinstance(into, Table)
    statement, processors = _compiled(into, (*common, *rows[0]), connection.dialect)
    shared = tuple(_ready(processors[name], value) for name, value in common.items())
    own = [(name, processors[name]) for name in rows[0]]
    ready = [shared + tuple([row[name] if made is None else made(row[name]) for name, made in own]) for row in rows]
    connection.exec_driver_sql(statement, ready)


@lru_cache(64)  # of the book that is open, and of those of a run of tests
def _compiled(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, Mapping[str, Processor]]:
    """The statement with its values in the order of `names`, and what makes each value one of the driver's."""
    columns = ", ".join(dialect.identifier_preparer.format_column(table.c[name]) for name in names)
    into = dialect.identifier_preparer.format_table(table)
    processors = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
    return f"INSERT INTO {into} ({columns}) VALUES ({', '.join('?' * len(names))})", processors


def _ready(processor: Processor, value: Any) -> Any:
    return value if processor is None else processor(value)
