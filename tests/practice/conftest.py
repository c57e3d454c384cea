from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from hoaian_desktop import practice
from hoaian_desktop.records import Base
from hoaian_desktop.store import engine as engines
from hoaian_desktop.store.store import Store

Filled = Callable[[str], Store]


def an_empty_store(folder: Path) -> Store:
    """A plain file with all tables and nothing in them."""
    engine = engines.plain(folder / "plain.db")
    with engines.writing(engine).begin() as connection:
        Base.metadata.create_all(connection)
    return Store(engine, who="Người thử", now=lambda: datetime(2026, 3, 1, 9, 0))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The practice book of a unit, made once; tests only read it."""
    made: dict[str, Store] = {}

    def book_of(unit_key: str) -> Store:
        if unit_key not in made:
            made[unit_key] = an_empty_store(tmp_path_factory.mktemp(unit_key))
            made[unit_key].run(partial(practice.fill, unit_key=unit_key))
        return made[unit_key]

    yield book_of
    for store in made.values():
        store.close()
