"""The one door to the database: `Store.run(operation)` writes, `Store.read(operation)` only reads."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from hoaian_desktop.errors import ConflictError, GoneError, HoaiAnError
from hoaian_desktop.records import Record
from hoaian_desktop.store import engine as engines
from hoaian_desktop.store import faults, listeners

Result = TypeVar("Result")


class Store:
    """A database with a user at it. Safe to use from several threads; what it returns is detached, plain data."""

    def __init__(self, engine: Engine, *, who: str, now: Callable[[], datetime.datetime]) -> None:
        self.engine = engine
        self.who = who
        self.now = now
        self._file = engines.file_of(engine)
        info = {"user": who, "now": now}
        self._write = sessionmaker(engines.writing(engine), expire_on_commit=False, info=info)
        self._read = sessionmaker(engine, expire_on_commit=False, autoflush=False, info=info)
        listeners.attach(self._write)

    def run(self, operation: Callable[[Session], Result]) -> Result:
        """The result of `operation` in one write transaction: committed whole, or rolled back and raised.

        Raises ConflictError, GoneError, StillReferredError or ValidationError for what other records forbid, and a
        BookError (NoRoom, NotWritable, DamagedBook, BookInUse) for what the disk does.
        """
        with self._write() as session:
            try:
                result = operation(session)
                session.commit()
            except StaleDataError as error:
                raise _stale(session) from error
            except DBAPIError as error:
                raise faults.translated(error, self._file) or error from error.orig
            return result

    def read(self, operation: Callable[[Session], Result]) -> Result:
        """The result of `operation` over one unchanging view of the data; the database itself refuses to write."""
        with self._read() as session:
            try:
                return operation(session)
            except DBAPIError as error:
                told = faults.translated(error, self._file)
                # A refused write is the program's mistake here, not the folder's.
                if told is None or "READONLY" in str(getattr(error.orig, "sqlite_errorname", "")):
                    raise
                raise told from error.orig

    def close(self) -> None:
        """Let go of the file. Operations running in other threads must have ended."""
        self.engine.dispose()


def _stale(session: Session) -> HoaiAnError:
    """Gone if a record the session knew is no longer there, otherwise saved by somebody else."""
    session.rollback()
    for item in list(session):
        state = inspect(item)
        if isinstance(item, Record) and state.identity is not None:
            kind = type(item)
            if session.scalar(select(kind.id).where(kind.id == state.identity[0])) is None:
                return GoneError()
    return ConflictError()
