"""SQL is compiled once for all books of a run, as it is once for the one book of a user.

SQLAlchemy keeps compiled statements by engine. Tests open some thousand books; compiling for each took
a quarter of the suite. What makes the tables of a new book it compiles anew each time: two thirds of making one.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, create_mock_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from hoaian_desktop.records import Base
from hoaian_desktop.store import engine as engines

_make, _make_tables = engines.create_engine, Base.metadata.create_all
_compiled: LRUCache[Any, Any] = LRUCache(5000)


def _engine(*given: Any, **options: Any) -> Engine:
    made = _make(*given, **options)
    made._compiled_cache = _compiled
    return made


@cache
def _tables() -> list[str]:
    """The statements that make all tables."""
    written: list[str] = []
    noting = create_mock_engine("sqlite://", lambda made, *_, **__: written.append(str(made.compile(noting))))
    _make_tables(noting, checkfirst=False)
    return written


def _create_all(connection: Connection) -> None:
    for statement in _tables():
        connection.exec_driver_sql(statement)


def share() -> None:
    """From now on every engine of ours knows what the others have compiled."""
    # A compiled statement is found by its dialect too; those of our engines are all alike.
    SQLiteDialect_pysqlite.__hash__ = lambda self: hash(type(self))  # type: ignore[assignment]
    SQLiteDialect_pysqlite.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[assignment]
    engines.create_engine = _engine  # type: ignore[assignment]
    Base.metadata.create_all = _create_all  # type: ignore[method-assign, assignment]
