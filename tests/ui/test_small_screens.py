"""A screen of 1366×768 at 125 %: nothing opens beyond its edges, and what is pressed stays in sight."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import ui
from hoaian_desktop.records import CampaignEvent, Team, fields_of
from tests.builders import TODAY
from ui import waiting
from ui.dialogs.first_run.window import FirstRunWindow
from ui.dialogs.start import StartWindow
from ui.dialogs.unlock import UnlockWindow
from ui.main_window import MainWindow
from ui.remembered import Remembered
from ui.status import StatusLine
from ui.tabs.record_dialog import RecordDialog
from ui.tasks import Tasks
from ui.widgets.fitted import FRAME, Dialog, Window, come_inside, fit, room_for
from ui.widgets.search_box import SearchBox

ROOM = QSize(1093, 614 - 32) - FRAME  # without the task bar, in logical pixels
MENUS = [
    "Nhập từ Excel…", "Kiểm tra sổ", "Thiết lập đơn vị…", "Thôn…", "Dịch vụ…", "Chỉ tiêu…", "Đổi cụm mật khẩu…",
    "Các lần nhập…",
    "In phiếu khôi phục mới…", "Giới thiệu",
]  # fmt: skip


def _fits(window: QWidget) -> bool:
    least = window.minimumSizeHint().expandedTo(window.minimumSize())
    return least.width() <= ROOM.width() and least.height() <= ROOM.height()


def test_every_dialog_of_the_program_fits_itself_to_the_screen():
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if module.name != "ui.__main__":
            importlib.import_module(module.name)
    ours = [kind for kind in _below(QDialog) if kind.__module__.startswith("ui.") and kind is not Dialog]
    assert ours
    assert [kind.__name__ for kind in ours if not issubclass(kind, Dialog)] == []


def _below(kind: type) -> list[type]:
    return [each for one in kind.__subclasses__() for each in (one, *_below(one))]


def test_a_window_that_is_too_large_opens_as_large_as_its_screen(on_screen):
    dialog = Dialog()
    dialog.resize(4000, 3000)
    on_screen(dialog)
    assert dialog.size() == room_for(dialog)


@pytest.mark.parametrize("words", MENUS)
def test_every_dialog_of_the_menus_can_be_as_small_as_the_screen(seen, words):
    seen.window.actions_by_words[words].trigger()
    waiting.settle(seen.tasks)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Dialog)
    assert _fits(dialog)
    dialog.close()


@pytest.mark.parametrize("record", [Team, CampaignEvent])
def test_the_form_of_a_record_with_many_fields_scrolls_above_its_buttons(qtbot, tasks, record):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = RecordDialog(parent, tasks, record, "Thêm", today=lambda: TODAY)
    dialog.resize(480, 420)
    dialog.show()
    assert dialog.height() == 420
    editor = dialog.form.editors[fields_of(record)[-1].name]
    assert not dialog.rect().contains(editor.mapTo(dialog, editor.rect().center()))
    assert dialog.rect().contains(dialog.save_button.geometry())


def test_the_windows_before_a_book_is_open_can_be_as_small_as_the_screen(qtbot, qapp, tmp_path):
    keeper = Tasks()
    wizard = FirstRunWindow(keeper)
    for window in (StartWindow([tmp_path]), UnlockWindow(tmp_path, keeper), wizard):
        qtbot.addWidget(window)
        assert _fits(window), type(window).__name__
    keeper.shutdown()


def test_the_main_window_fills_a_screen_that_has_little_more_room_than_it_needs(qtbot, full, monkeypatch):
    window = full.window
    window.showNormal()
    monkeypatch.setattr("ui.main_window.room_for", lambda _: ROOM)
    window.take_place(None)
    assert window.isMaximized()


def test_a_window_that_is_small_from_the_first_leaves_out_what_has_no_room(qtbot, tasks):
    window = MainWindow([], StatusLine("Trần Thị Mỹ Duyên", sample=False), SearchBox(tasks))
    window.name_office("Đoàn xã Ân Tín", "Sổ chuyển đổi số")
    qtbot.addWidget(window)
    assert "Đoàn xã Ân Tín" in window.unit.text()
    window.resize(911, 480)
    window.show()
    assert window.unit.text() == ""


def test_the_main_window_opens_where_it_stood(full, a_session, practice):
    full.window.showNormal()
    full.window.resize(1111, 666)
    full.remembered.place = full.window.saveGeometry()
    kept = Remembered().place
    again = full.window
    again.resize(900, 600)
    again.take_place(kept)
    assert (again.width(), again.height()) == (1111, 666)


def test_every_tab_fits_at_125_per_cent(seen):
    window = seen.window
    assert isinstance(window, MainWindow)
    window.showNormal()
    window.resize(ROOM)
    for at, tab in enumerate(window.tabs):
        window.show_tab(at)
        waiting.settle(seen.tasks)
        assert window.minimumSizeHint().height() <= ROOM.height(), tab.title
        assert window.minimumSizeHint().width() <= ROOM.width(), tab.title


def test_fitting_leaves_a_small_window_as_it_is(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    fit(window)
    assert (window.width(), window.height()) == (300, 200)


def test_a_window_shown_half_beyond_the_edge_comes_inside(on_screen):
    window = Window()
    window.resize(400, 300)
    room = window.screen().availableGeometry()
    window.move(room.right() - 100, room.bottom() - 50)
    on_screen(window)
    come_inside(window)
    assert room.contains(window.frameGeometry())
