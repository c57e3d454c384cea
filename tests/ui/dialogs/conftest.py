"""Real books in temporary folders, with cheap keys; a window's answers are waited for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog

from hoaian_desktop.services import offices
from hoaian_desktop.store import book as books
from hoaian_desktop.store.book import OpenBook
from ui import waiting
from ui.tasks import Tasks

PASSPHRASE = "con bo vang an co non"
SECRETARY = "Trần Thị Mỹ Duyên"
COST = 1 << 10


@pytest.fixture
def keeper(qapp) -> Iterator[Tasks]:
    """Threads that belong to no book, as the windows before one is open use them."""
    made = Tasks(None)
    yield made
    made.shutdown()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def rest(keeper) -> Callable[[], None]:
    """Wait until the keeper has nothing left to do."""
    return partial(waiting.settle, keeper)


@pytest.fixture(scope="session")
def _made_once(tmp_path_factory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("closed-book") / "Đoàn xã Ân Tín"
    book, code = books.create(folder, passphrase=PASSPHRASE, user_name=SECRETARY, cost=COST)
    unit = next(unit for unit in offices.bundled_units() if unit.key == "old-21703")
    values = offices.defaults(unit, secretary=SECRETARY)
    book.store.run(partial(offices.set_up, unit_key=unit.key, values=values, slot=book.slot))
    book.close(copy=True)
    return folder, code


@pytest.fixture
def made(_made_once, tmp_path) -> tuple[Path, str]:
    """A closed book of xã Ân Tín, and its recovery code."""
    folder, code = _made_once
    return Path(shutil.copytree(folder, tmp_path / folder.name)), code


@pytest.fixture
def open_book(made) -> Iterator[OpenBook]:
    """The same book, open."""
    book = books.open_book(made[0], PASSPHRASE, cost=COST)
    yield book
    book.close(copy=False)


@pytest.fixture
def opened(qapp) -> Iterator[Callable[[QDialog], QDialog]]:
    """Open a dialog as the menus do; it deletes itself when it is closed."""
    made: list[QDialog] = []

    def show(dialog: QDialog) -> QDialog:
        made.append(dialog)
        dialog.open()
        return dialog

    yield show
    for dialog in made:
        if shiboken6.isValid(dialog):
            dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def is_closed(dialog: QDialog) -> bool:
    """Whether a dialog has gone from the screen."""
    return not shiboken6.isValid(dialog) or not dialog.isVisible()
