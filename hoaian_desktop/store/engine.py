"""How a database is opened: SQLCipher with a raw key. A server engine would be one more function here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from hoaian_desktop.rules import names

PAGE_SIZE = 4096  # SQLCipher's default; every page carries its own nonce and check
# A page out of the cache is read and deciphered anew. 100,000 records are 29 MB; with SQLite's own 2 MB their month
# takes over four times the work it takes with 16 MB, and 32 MB win nothing more. At most four connections are kept.
CACHE_KB = 16_000
_WRITES, _FILE = "hoaian_writes", "hoaian_file"
_BUSY_MS = 5000


def encrypted(path: Path, key: bytes) -> Engine:
    """The engine of one encrypted file; nothing is read before the first connection. `key` is 32 random bytes."""
    return _engine(path, key)


def plain(path: Path) -> Engine:
    """The engine of an unencrypted file. For tests only: no command and no window leads here."""
    return _engine(path, None)


def writing(engine: Engine) -> Engine:
    """The same engine and pool, whose transactions take the write lock at their beginning."""
    return engine.execution_options(**{_WRITES: True})


def file_of(engine: Engine) -> Path:
    """The file an engine of ours works on."""
    path: Path = engine.get_execution_options()[_FILE]
    return path


def connect(path: Path, key: bytes | None) -> Any:
    """A driver connection with all pragmas set, in autocommit mode. The caller closes it."""
    made = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        if key is not None:
            # First of all: the library writes to stderr when a key does not fit, and the file name with it.
            made.execute("PRAGMA cipher_log_level = NONE")
            made.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            made.execute("PRAGMA cipher_memory_security = OFF")
        made.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        made.execute("PRAGMA foreign_keys = ON")
        made.execute("PRAGMA journal_mode = WAL")
        made.execute("PRAGMA synchronous = FULL")
        made.execute("PRAGMA temp_store = MEMORY")
        made.create_function("fold", 1, _fold, deterministic=True)
        made.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    except sqlcipher3.Error:
        made.close()
        raise
    return made


def _fold(text: Any) -> str | None:
    """`names.fold` for conditions on text: SQLite's LIKE knows neither marks nor đ. A server has one of this name."""
    return None if text is None else names.fold(str(text))


def _engine(path: Path, key: bytes | None) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher3.dbapi2,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=4,  # one writer, two readers, one for copies
        execution_options={_FILE: path},
        hide_parameters=True,  # no name and no number in a log or an error report
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    # A pooled connection may have served the other kind before.
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
