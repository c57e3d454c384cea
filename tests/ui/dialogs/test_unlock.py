"""Opening a book, and the ways out when it does not open."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt

from hoaian_desktop.store import book as books
from tests.ui.dialogs.conftest import COST, PASSPHRASE, SECRETARY
from ui.dialogs import unlock as unlocking
from ui.dialogs.unlock import UnlockWindow


@pytest.fixture
def window(made, keeper, rest, on_screen) -> UnlockWindow:
    shown = on_screen(UnlockWindow(made[0], keeper))
    rest()
    return shown


def try_with(window, rest, secret):
    window.passphrase.line.setText(secret)
    window.unlock()
    rest()


def test_the_right_passphrase_opens_the_book(window, rest):
    opened = []
    window.opened.connect(opened.append)
    assert window.users.currentText() == SECRETARY
    try_with(window, rest, PASSPHRASE)
    assert [book.store.who for book in opened] == [SECRETARY]
    opened[0].close(copy=False)


def test_a_wrong_one_says_how_many_tries_are_left_and_empties_the_line(window, rest):
    try_with(window, rest, "sai hoan toan roi")
    assert window.strip.text() == "Cụm mật khẩu chưa đúng. Còn 4 lần thử."
    assert window.passphrase.value() == ""
    assert window.open.isEnabled()


def test_after_five_wrong_tries_there_is_a_pause_that_grows(window, rest, qtbot, monkeypatch):
    monkeypatch.setattr(unlocking, "FIRST_PAUSE", 2)
    window._clock.setInterval(10)
    for _ in range(5):
        try_with(window, rest, "sai hoan toan roi")
    assert window.strip.text() == "Đã gõ sai 5 lần. Đợi 2 giây rồi thử lại." or window.open.isEnabled()
    qtbot.waitUntil(window.open.isEnabled, timeout=5000)
    window._clock.setInterval(60_000)
    try_with(window, rest, "sai hoan toan roi")
    assert window.strip.text() == "Đã gõ sai 6 lần. Đợi 4 giây rồi thử lại."
    assert not window.open.isEnabled()


def test_nothing_typed_is_no_wrong_try(window, rest):
    try_with(window, rest, "")
    assert window.passphrase.fault() == "Hãy gõ cụm mật khẩu."
    assert window.strip.text() == ""


def test_the_recovery_code_opens_and_sets_a_new_passphrase(made, window, rest):
    folder, code = made
    opened = []
    window.opened.connect(opened.append)
    page = window.recovery
    page.code.setText(code.lower())
    for line in (page.passphrase.first.line, page.passphrase.again.line):
        line.setText("bay con chim se tren cay")
    page.unlock()
    rest()
    opened[0].close(copy=False)
    books.open_book(folder, "bay con chim se tren cay", cost=COST).close(copy=False)


def test_a_mistyped_group_of_the_code_is_named(made, window, rest):
    page = window.recovery
    page.code.setText("22223-" + made[1].partition("-")[2])
    for line in (page.passphrase.first.line, page.passphrase.again.line):
        line.setText("bay con chim se tren cay")
    page.unlock()
    rest()
    assert "Nhóm thứ 1" in page.notice.sentence()
    assert page.open.isEnabled()


def test_a_damaged_book_offers_its_copies(made, keeper, rest, on_screen):
    folder, _ = made
    data = folder / "book.db"
    data.write_bytes(data.read_bytes()[:9000])
    window = on_screen(UnlockWindow(folder, keeper))
    wanted = []
    window.restore_wanted.connect(wanted.append)
    rest()
    try_with(window, rest, PASSPHRASE)
    assert "bị hỏng" in window.strip.text()
    window.strip.buttons[0].click()
    assert wanted == [folder]


def test_a_book_open_elsewhere_is_not_opened_twice(made, window, rest, open_book):
    opened = []
    window.opened.connect(opened.append)
    try_with(window, rest, PASSPHRASE)
    assert opened == []
    assert "đang được mở" in window.strip.text()


def test_enter_opens_the_book_once(window, rest, qtbot):
    opened = []
    window.opened.connect(opened.append)
    window.passphrase.line.setText(PASSPHRASE)
    qtbot.keyClick(window.passphrase.line, Qt.Key.Key_Return)
    rest()
    assert len(opened) == 1
    opened[0].close(copy=False)


def test_missing_keys_are_told_once_and_copies_offered(made, keeper, rest, on_screen):
    folder, _ = made
    (folder / "book.keys").unlink()
    window = on_screen(UnlockWindow(folder, keeper))
    rest()
    assert "book.keys" in window.strip.text()
    assert [button.text().strip() for button in window.strip.buttons] == ["Phục hồi…"]
    assert window.users.count() == 0


def test_the_page_for_the_code_comes_when_asked_for_and_leads_back(window, rest):
    window._use_code()
    assert window._stack.currentWidget() is window.recovery
    window.recovery.left.emit()
    assert window._stack.currentWidget() is not window.recovery
    assert window.passphrase.line.hasFocus()


def test_names_are_known_before_the_database_library_is_loaded():
    code = (
        "import sys; from ui import app; from ui.dialogs.unlock import UnlockWindow; "
        "from hoaian_desktop.store import vault; sys.exit('sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
