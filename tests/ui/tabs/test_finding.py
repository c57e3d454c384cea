"""A list is narrowed by conditions, kept under names, copied and changed many rows at once, without the mouse."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from hoaian_desktop.records import Activation, Confirmation, SavedView
from hoaian_desktop.services.conditions import Operator
from hoaian_desktop.services.lists import Filter
from tests.builders import a_citizen, a_team, a_village, an_activation
from ui import feedback
from ui.tabs.activations import ActivationsTab

KEY = Qt.Key
_BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
PEOPLE = (("Nguyễn Văn An", "activated", 5), ("Đinh Thị Hoa", "guided", 12), ("Lê Bảo", "activated", 19))


@pytest.fixture
def tab(open_tab, store):
    """Three supports in November, two of a team."""

    def fill(session):
        team = a_team(session).id
        a_village(session)
        for number, (name, status, day) in enumerate(PEOPLE):
            who = a_citizen(session, name, personal_number=f"05209900012{number}")
            an_activation(session, who, status=status, day=date(2023, 11, day), team_id=team if number else None)

    store.run(fill)
    return open_tab(ActivationsTab)


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key, _BOTH)


def dialog():
    found = QApplication.activeModalWidget()
    assert found is not None, "no dialog is open"
    return found


def into(tab, widget, qtbot):
    """Go on in the window, as a window manager does once a dialog has closed."""
    tab.window().activateWindow()
    qtbot.waitUntil(tab.window().isActiveWindow, timeout=2000)
    widget.setFocus()


def names(tab):
    table = tab.page.list.table
    return [table.model.index(row, 2).data() for row in range(table.count())]


def all_of(store, record):
    return store.read(lambda session: session.scalars(select(record).order_by(record.id)).all())


def ask(tab, settle, *conditions):
    tab.page.list.filter_row.conditions.set_conditions(conditions)
    tab.page.list.ask()
    settle()


# Conditions


def test_a_condition_is_made_changed_and_taken_away_by_keyboard(tab, typist, settle, qtbot):
    press(KEY.Key_F)
    settle()
    typist.type("ho va ten").key(KEY.Key_Tab, KEY.Key_Tab).type("hoa").enter()
    settle()
    assert names(tab) == ["Đinh Thị Hoa"]
    bar = tab.page.list.filter_row.conditions
    [chip] = bar.chips
    assert chip.text() == "Họ và tên có chứa “hoa”"
    assert tab.page.list.footer.text() == "<b>1</b> lượt · <b>1</b> người · <b>0</b> tài khoản"
    into(tab, chip.words, qtbot)
    typist.enter()
    typist.key(KEY.Key_Backspace).type("bao").enter()
    assert names(tab) == ["Lê Bảo"]
    into(tab, bar.chips[0].words, qtbot)
    typist.key(KEY.Key_Delete)
    assert len(names(tab)) == 3
    assert not bar.isVisible()
    assert bar.add_button.hasFocus()


def test_conditions_hold_together_and_say_references_by_their_words(tab, settle):
    ask(tab, settle, Filter("team_id", 1, Operator.IS_NOT), Filter("day", date(2023, 11, 19), Operator.UP_TO))
    settle()
    assert names(tab) == ["Nguyễn Văn An"]
    words = [chip.text() for chip in tab.page.list.filter_row.conditions.chips]
    assert words == ["Tổ khác Tổ CNSCĐ thôn Năng An", "Ngày đến 19/11/2023"]


def test_a_stretch_needs_an_end_and_stands_the_right_way_round(tab, typist, settle):
    press(KEY.Key_F)
    settle()
    made = dialog()
    made.field.setCurrentIndex(made.field.findData("day"))
    made.how.setCurrentIndex(made.how.findData(Operator.BETWEEN))
    made.save()
    assert made.value.editors[1].fault() == "Cần nhập ít nhất một đầu."
    made.value.editors[0].control.setText("15/11/2023")
    made.value.editors[1].control.setText("1/11/2023")
    made.save()
    assert made.value.editors[1].fault() == "“Đến” phải sau “Từ”."
    made.value.editors[1].control.clear()
    made.save()
    settle()
    assert names(tab) == ["Lê Bảo"]


def test_several_states_are_ticked_for_one_condition(tab, settle):
    press(KEY.Key_F)
    settle()
    made = dialog()
    made.field.setCurrentIndex(made.field.findData("status"))
    made.how.setCurrentIndex(made.how.findData(Operator.ONE_OF))
    made.value.set_value(("guided", "failed"))
    made.save()
    settle()
    assert names(tab) == ["Đinh Thị Hoa"]
    [condition] = tab.page.list.filter_row.conditions.conditions()
    assert condition == Filter("status", ("guided", "failed"), Operator.ONE_OF)


def test_everything_asked_for_is_taken_back_at_once(tab, settle):
    tab.page.list.filter_row.choose("status", "activated")
    ask(tab, settle, Filter("phone", None, Operator.FILLED))
    assert names(tab) == []
    tab.page.list.filter_row.conditions._clear.click()
    settle()
    assert len(names(tab)) == 3


def test_in_little_room_conditions_fold_away_with_the_drop_downs(open_tab, store, settle):
    store.run(an_activation)
    tab = open_tab(ActivationsTab, 911, 441)
    row = tab.page.list.filter_row
    assert row.folded.isVisible() and not row.conditions.add_button.isVisible()
    ask(tab, settle, Filter("phone", None, Operator.EMPTY))
    row.show_query(tab.page.list.view_query())
    assert row.folded.text().strip() == "Lọc (1)"


# Saved views


def keep(tab, name, settle):
    tab.page.list.views.keep()
    settle()
    made = dialog()
    made.editor.set_value(name)
    made.save_button.click()
    settle()
    return made


def actions(tab, settle, found):
    views = tab.page.list.views
    views._views = found
    menu = views.menu_of_views()
    return {action.text(): action for action in menu.actions()}


def test_a_view_is_kept_chosen_renamed_and_deleted(tab, store, settle):
    tab.page.list.filter_row.choose("status", "activated")
    tab.page.list.filter_row.search.setText("le")
    ask(tab, settle, Filter("team_id", 1))
    tab.page.list.table.set_query(tab.page.list.view_query())
    keep(tab, "Đã kích hoạt của tổ", settle)
    assert tab.page.toast.text() == "Đã lưu bộ lọc “Đã kích hoạt của tổ”"
    views = tab.page.list.views
    view = views._current
    tab.page.list.show_all()
    settle()
    assert views._current is None and len(names(tab)) == 3
    views.choose(view)
    settle()
    assert names(tab) == ["Lê Bảo"]
    row = tab.page.list.filter_row
    assert (row.boxes["status"].currentData(), row.boxes["team_id"].currentData()) == ("activated", 1)
    actions(tab, settle, [view])["Đổi tên “Đã kích hoạt của tổ”…"].trigger()
    dialog().editor.set_value("Đã xong")
    dialog().save_button.click()
    settle()
    assert [kept.name for kept in all_of(store, SavedView)] == ["Đã xong"]
    assert views.accessibleName() == "Bộ lọc đã lưu: Đã xong"
    actions(tab, settle, [])["Xóa “Đã xong”"].trigger()
    settle()
    assert all_of(store, SavedView) == []


def test_overwriting_a_view_asks_first(tab, store, settle, monkeypatch):
    keep(tab, "Cần gọi", settle)
    asked = []
    monkeypatch.setattr(feedback, "ask", lambda *about, **words: bool(asked.append(about[1])) or len(asked) > 1)
    tab.page.list.filter_row.search.setText("an")
    made = keep(tab, "cần gọi", settle)
    assert asked == ["Lưu đè bộ lọc?"]
    assert all_of(store, SavedView)[0].query["text"] == ""
    made.save_button.click()
    settle()
    assert all_of(store, SavedView)[0].query["text"] == "an"


def test_a_view_without_a_name_says_so_under_the_field(tab, settle):
    made = keep(tab, "", settle)
    assert made.editor.fault() == "Cần nhập tên bộ lọc."
    made.reject()


# Many rows


def select_all(tab):
    tab.page.list.go_to_table()
    tab.page.list.table.view.selectAll()


def test_many_rows_are_changed_by_keyboard_after_a_preview(tab, typist, store, settle, qtbot):
    assert not tab.page.list.bulk_button.isVisible()
    select_all(tab)
    assert tab.page.list.bulk_button.isVisible()
    press(KEY.Key_E)
    settle()
    made = dialog()
    typist.type("nang an").enter()
    qtbot.waitUntil(made.save_button.isEnabled, timeout=3000)
    said = [made.summary.itemAt(at).widget().sentence() for at in range(made.summary.count())]
    assert said == ["Sẽ đổi tổ của 1 lượt hỗ trợ; 2 lượt hỗ trợ đã đúng."]
    assert made.save_button.text().strip() == "Đổi 1 lượt hỗ trợ"
    typist.key(KEY.Key_S, control=True)
    settle()
    assert {kept.team_id for kept in all_of(store, Activation)} == {1}
    assert tab.page.toast.text() == "Đã đổi 1 lượt hỗ trợ"
    tab.page.toast.undo_button.click()
    settle()
    assert {kept.team_id for kept in all_of(store, Activation)} == {1, None}


def test_what_the_rules_doubt_is_said_and_let_stand_by_the_button(tab, store, settle, qtbot):
    select_all(tab)
    tab.page.change_many()
    made = dialog()
    assert made.editors["reason"].isHidden()
    box = made.editors["status"].box
    box.setCurrentIndex(box.findData("failed"))
    assert made.ticks["status"].isChecked() and not made.editors["reason"].isHidden()
    qtbot.waitUntil(made.save_button.isEnabled, timeout=3000)
    assert made.save_button.text().strip() == "Vẫn đổi 3 lượt hỗ trợ"
    made.save_button.click()
    settle()
    assert [kept.code for kept in all_of(store, Confirmation)] == ["failed-without-reason"] * 3


def test_a_field_that_must_be_filled_says_so_and_nothing_can_be_changed(tab, settle, qtbot):
    select_all(tab)
    tab.page.change_many()
    made = dialog()
    made.ticks["service_id"].setChecked(True)
    qtbot.waitUntil(lambda: bool(made.editors["service_id"].fault()), timeout=3000)
    assert not made.save_button.isEnabled()
    made.reject()


# Copying


def test_selected_rows_are_copied_as_the_table_shows_them(tab, typist, settle):
    table = tab.page.list.table
    order = [field.name for field, _ in table.columns()]
    table.set_columns(["full_name", *(name for name in order if name != "full_name")], {"village_id", "born", "sex"})
    select_all(tab)
    typist.key(KEY.Key_C, control=True)
    settle()
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().splitlines()
    assert lines[0] == "Họ và tên\tNgày\tSố định danh\tDịch vụ\tTrạng thái\tTổ"
    assert lines[1].startswith("Lê Bảo\t19/11/2023\t052*****0122\tVNeID mức 2")
    assert len(lines) == 4
    assert data.hasHtml() and "0520990001" not in data.text() + data.html()
    assert tab.page.toast.text() == "Đã sao chép 3 dòng"
