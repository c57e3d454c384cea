"""A screen of 1366×768 at 125 %: nothing opens beyond its edges, and what is pressed stays in sight.

What the main window opens is looked at where the other looks at it are: in test_main_window.py.
"""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

import ui
from hoaian_desktop.records import CampaignEvent, Team, fields_of
from tests.builders import TODAY
from ui.dialogs.first_run.window import FirstRunWindow
from ui.dialogs.start import StartWindow
from ui.dialogs.unlock import UnlockWindow
from ui.main_window import MainWindow
from ui.status import StatusLine
from ui.tabs.record_dialog import RecordDialog
from ui.tasks import Tasks
from ui.widgets.fitted import FRAME, Dialog, Window, come_inside, fit, room_for
from ui.widgets.search_box import SearchBox

ROOM = QSize(1093, 614 - 32) - FRAME  # without the task bar, in logical pixels


def fits(window: QWidget) -> bool:
    """Whether a window can be made as small as the screen."""
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
        assert fits(window), type(window).__name__
    keeper.shutdown()


def test_a_window_that_is_small_from_the_first_leaves_out_what_has_no_room(qtbot, tasks):
    window = MainWindow([], StatusLine("Trần Thị Mỹ Duyên", sample=False), SearchBox(tasks))
    window.name_office("Đoàn xã Ân Tín", "Sổ chuyển đổi số")
    qtbot.addWidget(window)
    assert "Đoàn xã Ân Tín" in window.unit.text()
    window.resize(911, 480)
    window.show()
    assert window.unit.text() == ""


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
