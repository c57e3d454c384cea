from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hoaian_desktop.records import Volunteer
from hoaian_desktop.store import book as books
from hoaian_desktop.store.book import OpenBook
from hoaian_desktop.store.store import Store
from tests.store.plain import CHEAP, PASSPHRASE, plain_store


class Clock:
    """A clock that tests set; each asking moves it by a second."""

    def __init__(self) -> None:
        self.at = datetime.datetime(2023, 11, 20, 8, 15)

    def __call__(self) -> datetime.datetime:
        self.at += datetime.timedelta(seconds=1)
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(tmp_path: Path, clock: Clock) -> Iterator[OpenBook]:
    """A new, empty, encrypted book of Trần Thị Hoa, opened by `PASSPHRASE`."""
    made, _ = books.create(tmp_path / "so", passphrase=PASSPHRASE, user_name="Trần Thị Hoa", now=clock, cost=CHEAP)
    yield made
    made.close(copy=False)


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A store over an unencrypted file, for what has nothing to do with keys."""
    made = plain_store(tmp_path / "plain.db", now=clock)
    yield made
    made.close()


class FullDisk:
    """A small disk of its own, and a file that fills it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with self._ballast.open("ab", buffering=0) as file:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while file.write(b"\0" * size):
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        self._ballast.unlink()


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[FullDisk]:
    """A disk of 8 MB; skipped where mounting is not allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("only where a small disk can be mounted")
    yield FullDisk(folder)
    subprocess.run(["umount", "-l", folder], check=True)


def a_book_of_volunteers(folder: Path, name: str, number: int) -> Path:
    """Make a closed book with so many volunteers of one name; whoever tests with it takes a copy."""
    made, _ = books.create(folder, passphrase=PASSPHRASE, user_name="Trần Thị Hoa", now=Clock(), cost=CHEAP)
    made.store.run(lambda session: session.add_all(Volunteer(full_name=f"{name} {at}") for at in range(number)))
    made.close(copy=False)
    return folder
