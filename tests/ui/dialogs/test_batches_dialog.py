"""Các lần nhập by keyboard: an import is picked, asked about, taken back; or refused with the names."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from hoaian_desktop.exchange import importing
from hoaian_desktop.exchange.workbook import Sheet, Workbook
from hoaian_desktop.records import Volunteer
from hoaian_desktop.services import undoing
from tests.builders import TODAY
from tests.ui.dialogs.conftest import is_closed
from ui import feedback, waiting
from ui.dialogs.batches import BatchesDialog

HEADINGS = ("Họ và tên", "Ngày sinh")
FIRST = [("Lê Thị Thu Hà", "11/05/2001"), ("Đặng Hữu Phước", "28/02/2000")]
SECOND = [("Tống Công Minh", "01/02/1999")]


@pytest.fixture
def two(store):
    """Two imports, the second of one volunteer."""

    def take_in(session, people):
        book = Workbook(people[0][0], (Sheet("Tình nguyện viên", [HEADINGS, *people]),))
        return importing.apply(session, importing.plan(session, book, today=TODAY)).id

    return [store.run(partial(take_in, people=people)) for people in (FIRST, SECOND)]


@pytest.fixture
def show(qtbot, tasks, opened, on_screen):
    def make():
        dialog = opened(BatchesDialog(on_screen(QWidget()), tasks))
        waiting.settle(tasks)
        dialog.activateWindow()
        qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget()), timeout=2000)
        return dialog

    return make


@pytest.fixture
def answer(monkeypatch):
    """Answers every question so, and keeps what was asked."""

    def give(agreed):
        heard = []
        monkeypatch.setattr(feedback, "ask", lambda _, *said, **buttons: heard.extend(said) or agreed)
        return heard

    return give


def there(store):
    query = select(Volunteer.full_name).where(Volunteer.archived.is_(False)).order_by(Volunteer.id)
    return store.read(lambda session: session.scalars(query).all())


def cells(dialog, row):
    return [dialog.table.item(row, at).text() for at in range(dialog.table.columnCount())]


def test_without_an_import_it_says_what_will_stand_here(show):
    dialog = show()
    assert dialog.empty.isVisible() and not dialog.table.isVisible()
    assert dialog.empty.text().startswith("Chưa có lần nhập nào.")
    assert not dialog.back.isEnabled()


def test_the_imports_stand_in_a_list_the_newest_first_with_the_cursor_on_it(show, two):
    dialog = show()
    assert dialog.table.hasFocus()
    when, who = "20/11/2023 08:15", "Trần Thị Mỹ Duyên"
    assert cells(dialog, 0) == [str(two[1]), when, who, "1", "0", "1", "Đã nhập", "Tình nguyện viên 1"]
    assert cells(dialog, 1)[3:6] == ["2", "0", "2"]


def test_the_older_import_is_taken_back_by_keyboard_and_brought_back_by_redo(show, two, store, tasks, answer):
    dialog = show()
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    heard = answer(True)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    waiting.settle(tasks)
    assert heard[0] == f"Hoàn tác lần nhập {two[0]}?"
    assert heard[1].startswith("2 mục đã thêm sẽ vào thùng rác.")
    assert there(store) == ["Tống Công Minh"]
    assert dialog.strip.text() == f"Đã hoàn tác lần nhập {two[0]}: <b>2 mục</b> vào thùng rác."
    assert cells(dialog, 1)[5:7] == ["0", "Đã hoàn tác"]
    assert dialog.table.currentRow() == 1 and not dialog.back.isEnabled()
    store.run(undoing.redo)
    assert len(there(store)) == 3


def test_an_import_stays_when_the_question_is_answered_with_no(show, two, store, tasks, answer):
    dialog = show()
    heard = answer(False)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    waiting.settle(tasks)
    assert heard and len(there(store)) == 3
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert is_closed(dialog)


def test_an_import_with_a_record_changed_since_stays_and_names_it(show, two, store, tasks, answer):
    def corrected(session):
        found = session.scalars(select(Volunteer).where(Volunteer.full_name == "Tống Công Minh")).one()
        found.phone = "0912345678"

    store.run(corrected)
    dialog = show()
    answer(True)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    waiting.settle(tasks)
    assert "1 mục đã được sửa sau khi nhập: tình nguyện viên Tống Công Minh." in dialog.strip.text()
    assert len(there(store)) == 3
    assert dialog.back.isEnabled()
