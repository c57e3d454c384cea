"""Bring a book's tables to what this program knows; one numbered file a step in `migrations/versions`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from hoaian_desktop.errors import DamagedBook, NewerBook
from hoaian_desktop.records import Base
from hoaian_desktop.store import engine as engines

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext

MARK = 0x486F4149  # «HoAI» as SQLite's application id: tells a book from another encrypted file
_VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
_FOLDER = Path(__file__).with_name("migrations")


@cache
def head() -> str:
    """The newest revision this program knows, from the names of the files: Alembic need not be loaded to ask."""
    return max(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def revision(engine: Engine) -> str | None:
    """The revision of a database; None if it has no tables of ours yet."""
    with engine.connect() as connection:
        try:
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        except OperationalError as error:
            if "no such table" in str(error.orig):
                return None
            raise
        return None if found is None else str(found)


def is_due(engine: Engine) -> bool:
    """Whether the database is older than the program. Raises NewerBook if it is the other way round."""
    found = revision(engine)
    if found is not None and found > head():
        raise NewerBook()
    return found != head()


def begin(engine: Engine) -> None:
    """Give an empty database all its tables at once, as the migrations would leave them (a test compares the two)."""
    with engines.writing(engine).begin() as connection:
        Base.metadata.create_all(connection)
        connection.exec_driver_sql(_VERSION_TABLE)
        connection.exec_driver_sql("INSERT INTO alembic_version (version_num) VALUES (?)", (head(),))
        connection.exec_driver_sql(f"PRAGMA application_id = {MARK}")


def upgrade(engine: Engine, to: str = "head") -> None:
    """Take every step that is missing (up to `to`), all of them or none. Raises NewerBook, DamagedBook.

    Copy the book first: there is no way back but the copy.
    """
    if not is_due(engine):
        return
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(_FOLDER))

    def steps(current: Any, context: MigrationContext) -> Any:
        return script._upgrade_revs(to, current)

    with engines.writing(engine).connect() as connection:
        # On, rebuilding a table would empty the ones that cascade from it. Off only on this connection, and only
        # outside a transaction; afterwards the connection is thrown away.
        connection.connection.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin(), EnvironmentContext(Config(), script, fn=steps) as environment:
                environment.configure(connection=connection, transactional_ddl=True)
                environment.run_migrations()
                connection.exec_driver_sql(f"PRAGMA application_id = {MARK}")
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise DamagedBook("Sổ có mục trỏ tới nội dung không còn. Hãy phục hồi từ bản sao lưu gần nhất.")
        finally:
            connection.invalidate()
