"""The first day with the program."""

from __future__ import annotations

import shutil

import pytest

from tests.ui.conftest import PASSPHRASE as KNOWN
from ui import main_window
from ui.dialogs.start import StartWindow
from ui.dialogs.unlock import UnlockWindow
from ui.main_window import MainWindow

PASSPHRASE = "con bo vang an co non"


@pytest.fixture(autouse=True)
def _no_tabs_ahead(monkeypatch):
    """Who has just come in looks at the first tab; the others are made ahead in the journey of a month."""
    monkeypatch.setattr(main_window, "QUIET", 3_600_000)


@pytest.fixture
def a_book(office_made, tmp_path):
    """A book somebody made before."""
    return shutil.copytree(office_made, tmp_path / "Đoàn xã Ân Tín")


def test_a_new_book_is_made_closed_with_a_copy_and_opened_again(secretary, tmp_path):
    folder = tmp_path / "Đoàn xã Ân Tín"
    secretary.begins_a_book(folder, PASSPHRASE)
    assert isinstance(secretary.session.window, MainWindow)
    assert secretary.session.window.unit.accessibleName() == "Đoàn xã Ân Tín"

    secretary.leaves()
    assert len(list((folder / "backups").glob("*.hoaian"))) == 1
    assert (folder / "book.db").read_bytes()[:15] != b"SQLite format 3"
    assert secretary.session.remembered.books() == [folder]

    secretary.unlocks(folder, PASSPHRASE)
    assert isinstance(secretary.session.window, MainWindow)


def test_a_wrong_passphrase_is_refused_and_says_how_many_tries_are_left(secretary, a_book):
    secretary.unlocks(a_book, "khong phai cau nay")
    window = secretary.session.window
    assert isinstance(window, UnlockWindow)
    assert window.strip.text() == "Cụm mật khẩu chưa đúng. Còn 4 lần thử."
    assert secretary.session.book is None


def test_another_book_is_opened_without_leaving_the_program(secretary, qapp, a_book):
    gone: list[bool] = []
    qapp.lastWindowClosed.connect(lambda: gone.append(True))
    secretary.unlocks(a_book, KNOWN)
    assert isinstance(secretary.session.window, MainWindow)
    secretary.session.window.actions_by_words["Đóng sổ, mở sổ khác…"].trigger()
    secretary.wait(lambda: isinstance(secretary.session.window, StartWindow))
    assert secretary.session.book is None
    assert not gone

    secretary.press("Đoàn xã Ân Tín").rest()
    secretary.fill("Cụm mật khẩu", KNOWN).press("Mở sổ").rest()
    assert isinstance(secretary.session.window, MainWindow)
