"""Many rows into one table in one statement, made ready for the driver here: SQLAlchemy takes longer than the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
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
    _, processors = _compiled(into, (*common, *rows[0]), connection.dialect)
    # What the driver takes as it is comes first: it is picked out of a row in one go.
    plain = [name for name in rows[0] if processors[name] is None]
    others = [(name, made) for name in rows[0] if (made := processors[name]) is not None]
    statement, _ = _compiled(into, (*common, *plain, *(name for name, _ in others)), connection.dialect)
    shared = tuple(_ready(processors[name], value) for name, value in common.items())
    pick = _picker(plain)
    ready = [shared + pick(row) + tuple([made(row[name]) for name, made in others]) for row in rows]
    connection.exec_driver_sql(statement, ready)


def _picker(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """The values of these names in a row; of a single name `itemgetter` would not give a tuple."""
    return itemgetter(*names) if len(names) > 1 else lambda row: tuple([row[name] for name in names])


@lru_cache(64)  # of the book that is open, and of those of a run of tests
def _compiled(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, Mapping[str, Processor]]:
    """The statement with its values in the order of `names`, and what makes each value one of the driver's."""
    columns = ", ".join(dialect.identifier_preparer.format_column(table.c[name]) for name in names)
    into = dialect.identifier_preparer.format_table(table)
    processors = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
    return f"INSERT INTO {into} ({columns}) VALUES ({', '.join('?' * len(names))})", processors


def _ready(processor: Processor, value: Any) -> Any:
    return value if processor is None else processor(value)
