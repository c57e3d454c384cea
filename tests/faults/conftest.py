"""A month of practice in a real encrypted book, made once; every test harms a copy of its own."""

from __future__ import annotations

import datetime
import hashlib
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from hoaian_desktop import practice
from hoaian_desktop.store import book as books
from hoaian_desktop.store.book import OpenBook
from tests.shared import once
from tests.store.plain import CHEAP

PASSPHRASE = "Nắng sớm trên đồi chè"
NOW = datetime.datetime(2023, 12, 20, 8, 15)


@pytest.fixture(scope="session")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed practice book of Ân Tín, with one copy among its own. Nobody writes in it."""

    def make(room: Path) -> None:
        begun = partial(books.create, passphrase=PASSPHRASE, user_name=practice.SECRETARY, now=lambda: NOW, cost=CHEAP)
        made, _ = begun(room / "sổ")
        made.store.run(partial(practice.fill, unit_key="old-21703", slot=made.slot))
        assert made.close() is not None

    made = once(tmp_path_factory, "practised", make)
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("practised") / "made")) / "sổ"


@pytest.fixture
def folder(practised: Path, tmp_path: Path) -> Path:
    """A copy of that book to harm."""
    return Path(shutil.copytree(practised, tmp_path / "sổ"))


def opened(folder: Path, *, now: Callable[[], datetime.datetime] = lambda: NOW) -> OpenBook:
    """The book at `folder`, open on a day of the month after."""
    return books.open_book(folder, PASSPHRASE, now=now, cost=CHEAP)


def digest_of(folder: Path) -> str:
    """SHA-256 over everything in every table of the closed book at `folder`."""
    book = opened(folder)
    try:
        return digest_of_open(book)
    finally:
        book.close(copy=False)


def digest_of_open(book: OpenBook) -> str:
    """The same of an open book."""

    def dump(session):
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).all()
        return [(name, sorted(map(repr, session.execute(text(f'SELECT * FROM "{name}"'))))) for name in names]

    return hashlib.sha256(repr(book.store.read(dump)).encode()).hexdigest()
