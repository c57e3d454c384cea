import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import cache, partial
from pathlib import Path

import pytest

from hoaian_desktop import practice
from hoaian_desktop.records import Base
from hoaian_desktop.store import book as books
from hoaian_desktop.store import engine as engines
from hoaian_desktop.store.store import Store
from tests.commands.conftest import PASSPHRASE, an_tin_made
from tests.shared import once

AN_TIN = "old-21703"
Filled = Callable[[str], Store]


def an_empty_store(folder: Path) -> Store:
    """A plain file with all tables and nothing in them."""
    store = a_store_in(folder)
    with engines.writing(store.engine).begin() as connection:
        Base.metadata.create_all(connection)
    return store


def a_store_in(folder: Path) -> Store:
    """The store over a plain file that is there already, or will be."""
    return Store(engines.plain(folder / "plain.db"), who="Người thử", now=lambda: datetime(2026, 3, 1, 9, 0))


def fill(folder: Path, unit_key: str) -> None:
    """The practice book of a unit, closed."""
    store = an_empty_store(folder)
    store.run(partial(practice.fill, unit_key=unit_key))
    store.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The practice book of a unit, made once; tests only read it. That of Ân Tín is the one other tests have too."""
    with ExitStack() as opened:

        @cache
        def book_of(unit_key: str) -> Store:
            room = tmp_path_factory.mktemp(unit_key) / "book"
            if unit_key == AN_TIN:
                book = books.open_book(Path(shutil.copytree(an_tin_made(tmp_path_factory), room)), PASSPHRASE)
                opened.callback(book.close, copy=False)
                return book.store
            made = once(tmp_path_factory, f"filled-{unit_key}", partial(fill, unit_key=unit_key))
            store = a_store_in(Path(shutil.copytree(made, room)))
            opened.callback(store.close)
            return store

        yield book_of
