"""The practice book: invented data in a folder of its own, so that nothing real is ever mixed with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hoaian_desktop import paths
from hoaian_desktop.progress import Progress

if TYPE_CHECKING:
    from hoaian_desktop.store.book import OpenBook

NAME = "Sổ mẫu"
UNIT = "old-21703"  # xã Ân Tín
TODAY = date(2023, 12, 31)  # the practice data end here, and so does the time in the book
WORDS = "Đang tạo sổ mẫu…"


def folder() -> Path:
    """Where the practice book of this user lies."""
    return paths.data_folder() / NAME


def is_sample(book: Path) -> bool:
    """Whether a folder is a practice book."""
    return book.name == NAME


def today_in(book: Path) -> Callable[[], date]:
    """The calendar of a book: in the practice book time stands still."""
    return (lambda: TODAY) if is_sample(book) else date.today


def open_book(book: Path, progress: Progress | None = None, *, cost: int | None = None) -> OpenBook:
    """The practice book at a folder, made if it is not there yet. Raises BookError, Cancelled."""
    from hoaian_desktop import practice
    from hoaian_desktop.store import book as books
    from hoaian_desktop.store import vault

    scrypt = cost or vault.COST
    if (book / "book.keys").exists():
        return books.open_book(book, practice.PASSPHRASE, cost=scrypt)
    made, _ = books.create(book, passphrase=practice.PASSPHRASE, user_name=practice.SECRETARY, cost=scrypt)
    filled = False
    try:
        made.store.run(partial(practice.fill, unit_key=UNIT, slot=made.slot, progress=progress))
        filled = True
    finally:
        if not filled:
            made.close(copy=False)
            remove(book)
    return made


def remove(book: Path) -> None:
    """Take a practice book away, and nothing else."""
    if not is_sample(book):
        raise ValueError(book)
    import shutil

    shutil.rmtree(book, ignore_errors=True)
