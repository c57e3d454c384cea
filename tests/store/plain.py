"""A store over plain SQLite with every table, quickly made: for tests that have nothing to do with keys."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hoaian_desktop.records import Base
from hoaian_desktop.store import engine
from hoaian_desktop.store.store import Store

PASSPHRASE = "mùa hè xanh 2023"
CHEAP = 16  # scrypt's n: real books take 65,536


def plain_store(
    path: Path, *, who: str = "Trần Thị Hoa", now: Callable[[], datetime.datetime] = datetime.datetime.now
) -> Store:
    """A new, empty store in the file `path`."""
    path.write_bytes(_empty())
    return Store(engine.plain(path), who=who, now=now)


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        made = engine.plain(path)
        with engine.writing(made).begin() as connection:
            Base.metadata.create_all(connection)
        made.dispose()
        return path.read_bytes()
