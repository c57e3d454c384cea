"""SQL is compiled once for all books of a run, as it is once for the one book of a user.

SQLAlchemy keeps compiled statements by engine. Tests open some thousand books; compiling for each took
a quarter of the suite.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from hoaian_desktop.store import engine as engines

_make = engines.create_engine
_compiled: LRUCache[Any, Any] = LRUCache(5000)


def _engine(*given: Any, **options: Any) -> Engine:
    made = _make(*given, **options)
    made._compiled_cache = _compiled
    return made


def share() -> None:
    """From now on every engine of ours knows what the others have compiled."""
    # A compiled statement is found by its dialect too; those of our engines are all alike.
    SQLiteDialect_pysqlite.__hash__ = lambda self: hash(type(self))  # type: ignore[assignment]
    SQLiteDialect_pysqlite.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[assignment]
    engines.create_engine = _engine  # type: ignore[assignment]
