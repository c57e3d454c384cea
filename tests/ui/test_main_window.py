"""The main window over an empty and a full book: sizes, keys, words.

A screen of 1366×768 at 125 % is the smallest in offices: what the window opens fits there.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hoaian_desktop.indicators import catalogue
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services.lists import Behind
from tests.ui.conftest import at_first, sessions
from tests.ui.test_small_screens import ROOM, fits
from tests.ui.words import english_words
from ui import waiting
from ui.dialogs.duplicates import DuplicatesDialog
from ui.dialogs.export_list import ExportDialog
from ui.main_window import MainWindow
from ui.remembered import Remembered
from ui.session import Session
from ui.tabs.record_list import EXPORT
from ui.widgets.fitted import Dialog

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SMALLEST = (1366, 697)  # a maximised window on a screen of 1366×768


@pytest.fixture(scope="module")
def _new_window(qapp, office_made, tmp_path_factory) -> Iterator[Session]:
    with sessions(qapp, office_made) as begin:
        yield begin(tmp_path_factory.mktemp("new") / "Đoàn xã Ân Tín")


@pytest.fixture(params=["empty", "full"])
def session(request) -> Session:
    """A session over an empty and over a full book, for tests that change nothing."""
    return at_first(request.getfixturevalue("_one_window" if request.param == "full" else "_new_window"))


def test_every_tab_opens_fits_a_small_screen_and_speaks_vietnamese(session):
    window = session.window
    for at, tab in enumerate(window.tabs):
        window.show_tab(at)
        waiting.settle(session.tasks)
        hint = window.minimumSizeHint()
        assert window.tab is tab
        assert (hint.width(), hint.height()) <= SMALLEST and hint.height() <= SMALLEST[1], tab.title
    assert english_words(window) == []


def test_every_tab_fits_at_125_per_cent(seen):
    window = seen.window
    assert isinstance(window, MainWindow)
    window.resize(ROOM)
    for at, tab in enumerate(window.tabs):
        window.show_tab(at)
        waiting.settle(seen.tasks)
        assert window.minimumSizeHint().height() <= ROOM.height(), tab.title
        assert window.minimumSizeHint().width() <= ROOM.width(), tab.title


@pytest.mark.parametrize(
    "words",
    [
        "Nhập từ Excel…", "Kiểm tra sổ", "Thiết lập đơn vị…", "Thôn…", "Dịch vụ…", "Chỉ tiêu…", "Đổi cụm mật khẩu…",
        "Các lần nhập…",
        "In phiếu khôi phục mới…", "Giới thiệu", "Thùng rác…",
    ],
)  # fmt: skip
def test_every_dialog_of_the_menus_opens_speaks_vietnamese_fits_the_screen_and_closes_with_esc(seen, words):
    seen.window.actions_by_words[words].trigger()
    waiting.settle(seen.tasks)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Dialog)
    assert english_words(dialog) == []
    assert fits(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    waiting.until(lambda: QApplication.activeModalWidget() is None, "hộp thoại đã đóng", 5)


def test_the_menu_opens_the_desk_of_duplicates_by_its_key(seen):
    action = seen.window.actions_by_words["Người trùng…"]
    assert action.shortcut() == QKeySequence("Ctrl+G")
    action.trigger()
    waiting.settle(seen.tasks)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DuplicatesDialog)
    dialog.close()


def test_a_list_goes_out_with_the_columns_and_the_order_of_the_list_shown(seen):
    seen.window.show_tab(2)
    waiting.settle(seen.tasks)
    page = seen.window.tab.page
    seen.window.actions_by_words[EXPORT].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ExportDialog)
    part = dialog.part()
    assert [column.field.name for column in part.columns] == [
        field.name for field, on in page.list.table.columns() if on
    ]
    assert (part.listing, part.query) == (page.kept.listing, page.list.table.query())
    dialog.close()


def test_where_there_is_no_list_to_go_out_the_window_says_so(seen):
    seen.window.show_tab(0)
    seen.window.actions_by_words[EXPORT].trigger()
    assert QApplication.activeModalWidget() is None


def test_alt_and_a_number_pick_a_tab(seen):
    window = seen.window
    for number, tab in enumerate(window.tabs, 1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), ALT)
        assert window.tab is tab


def test_control_page_down_walks_around_the_tabs(seen):
    window = seen.window
    for at in (1, 2):
        QTest.keyClick(window, Qt.Key.Key_PageDown, CONTROL)
        assert window.tab is window.tabs[at]
    QTest.keyClick(window, Qt.Key.Key_PageUp, CONTROL)
    assert window.tab is window.tabs[1]


def test_f1_opens_the_guide_of_the_tab(seen):
    QTest.keyClick(seen.window, Qt.Key.Key_2, ALT)
    QTest.keyClick(seen.window, Qt.Key.Key_F1)
    assert seen.guide_window.list.currentItem().text() == "Tổ công nghệ số"
    seen.guide_window.close()


def test_a_figure_opens_the_records_behind_it(seen):
    behind = Behind("2.2", Span.month(2023, 11))
    seen.window.go("behind", behind)
    waiting.settle(seen.tasks)
    assert seen.window.tab.title == "Kích hoạt"
    assert seen.window.tab.page.list.table.query().behind == behind


def test_every_figure_of_the_catalogue_leads_somewhere(seen):
    for key in catalogue.BY_KEY:
        seen.window.go("behind", Behind(key, Span.month(2023, 11)))
        waiting.settle(seen.tasks)


def test_small_windows_leave_out_what_can_be_found_elsewhere(seen):
    window = seen.window
    window.resize(1366, 700)
    assert window.unit.text().strip() == "Đoàn xã Ân Tín"
    assert window.status.user.isVisible()
    window.resize(1093, 600)
    assert window.unit.text() == "" and window.unit.toolTip().startswith("Đoàn xã Ân Tín")
    assert not window.status.user.isVisible()
    assert not window.bar.tabIcon(0).isNull()
    window.resize(911, 500)
    assert window.bar.tabIcon(0).isNull()


def test_it_fills_a_screen_that_has_little_more_room_than_it_needs(seen, monkeypatch):
    monkeypatch.setattr("ui.main_window.room_for", lambda _: ROOM)
    seen.window.take_place(None)
    assert seen.window.isMaximized()


def test_it_opens_where_it_stood(seen):
    window = seen.window
    window.resize(1111, 666)
    seen.remembered.place = window.saveGeometry()
    kept = Remembered().place
    window.resize(900, 600)
    window.take_place(kept)
    assert (window.width(), window.height()) == (1111, 666)


def test_what_is_being_typed_is_asked_about_and_who_goes_all_the_same_leaves_one_verified_copy(
    full, practice, monkeypatch
):
    window = full.window
    window.go("teams")
    window.tab.add_new()
    waiting.settle(full.tasks)
    window.tab.page.form_panel.form.editors["name"].line.insert("Tổ mới")
    asked: list[str] = []
    answers = [False, True]

    def ask(parent, title, *_, **__):
        asked.append(title)
        return answers.pop(0)

    monkeypatch.setattr("ui.feedback.ask", ask)
    window.close()
    assert asked == ["Đóng khi chưa lưu?"]
    assert full.book is not None and window.isVisible()

    ended: list[bool] = []
    full.ended.connect(lambda: ended.append(True))
    window.close()
    waiting.until(lambda: bool(ended), "sổ đã đóng")
    assert answers == []
    assert len(list((practice / "backups").glob("so-*.hoaian"))) == 1
    assert (practice / "lock").read_bytes() == b""
    assert full.book is None
