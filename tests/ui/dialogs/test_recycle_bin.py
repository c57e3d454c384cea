"""Thùng rác by keyboard: found, picked, brought back, and taken back again."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from hoaian_desktop.records import Team, Volunteer
from hoaian_desktop.services import keeping, recycling
from tests.builders import a_team, a_volunteer
from ui import waiting
from ui.dialogs import recycle_bin
from ui.dialogs.recycle_bin import RecycleBin


@pytest.fixture
def three(store):
    """Two volunteers and a team that were put aside."""
    made = store.run(lambda s: (a_team(s), a_volunteer(s, "Lê Thị Thu Hà"), a_volunteer(s, "Lê Văn Bình")))
    for kind, record in zip((Team, Volunteer, Volunteer), made, strict=True):
        store.run(partial(keeping.archive, record=kind, ids=(record.id,)))


@pytest.fixture
def show(qtbot, tasks, opened, on_screen):
    def make():
        parent = on_screen(QWidget())
        dialog = opened(RecycleBin(parent, tasks))
        waiting.settle(tasks)
        dialog.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.search, timeout=2000)
        return dialog

    return make


def names(dialog):
    return [dialog.table.item(at, 1).text() for at in range(dialog.table.rowCount())]


def test_an_empty_bin_says_what_would_be_in_it(show):
    dialog = show()
    assert dialog.empty.isVisible() and not dialog.table.isVisible()
    assert dialog.empty.text().startswith("Thùng rác trống")
    assert not dialog.restore.isEnabled()


def test_everything_put_aside_stands_in_one_list_the_newest_first(show, three):
    dialog = show()
    assert names(dialog) == ["Lê Văn Bình", "Lê Thị Thu Hà", "Tổ CNSCĐ thôn Năng An"]
    assert [dialog.table.item(0, at).text() for at in (0, 2, 4)] == ["Tình nguyện viên", "20/11/2023 08:15", "—"]
    assert dialog.count.text() == "3 mục"


def test_several_come_back_by_keyboard_and_can_be_taken_back(show, three, store, tasks):
    dialog = show()
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    QTest.keyClick(dialog.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.restore.text().strip() == "Khôi phục 2 mục"
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    waiting.settle(tasks)
    assert names(dialog) == ["Tổ CNSCĐ thôn Năng An"]
    assert dialog.strip.text() == "Đã khôi phục 2 mục"
    dialog.strip.buttons[0].click()
    waiting.settle(tasks)
    assert store.read(recycling.find).number == 3
    assert len(names(dialog)) == 3


def test_it_is_searched_without_marks_once_typing_rests(show, three, type_in, tasks, monkeypatch):
    monkeypatch.setattr(recycle_bin, "QUIET", 20)
    dialog = show()
    type_in(dialog.search, "thu ha")
    waiting.until(lambda: names(dialog) == ["Lê Thị Thu Hà"], "tìm thấy", 5)
    type_in(dialog.search, "x")
    waiting.until(dialog.empty.isVisible, "không thấy", 5)
    assert dialog.empty.text() == "Không có mục nào khớp. Hãy gõ ít chữ hơn."
