"""A paper that says only «23 người» is written as quickly as a record, and gets its names later."""

from __future__ import annotations

from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from hoaian_desktop.indicators import counting
from hoaian_desktop.records import Activation, Citizen, Confirmation, Tally
from hoaian_desktop.rules.periods import Span
from tests.builders import SINCE, a_citizen, a_tally, a_team, a_village, an_activation
from ui.dialogs.tally_names import TallyNamesDialog
from ui.tabs.activations import ActivationsTab

KEY = Qt.Key
OCTOBER = Span.month(2023, 10)


def all_of(store, record):
    return store.read(lambda session: session.scalars(select(record).order_by(record.id)).all())


def figure(store):
    counted = store.read(lambda s: counting.count_spans(s, [OCTOBER], SINCE, ["2.1"]))[0]["2.1"]
    return counted.named, counted.tally


@pytest.fixture
def tab(open_tab, store, settle):
    """The page of tallies, with the tally of 23 people as its current line."""

    def fill(session):
        a_tally(session, 23, team_id=a_team(session).id, village_id=a_village(session).id)
        an_activation(session, a_citizen(session, personal_number="052099000127"), "vssid")

    store.run(fill)
    tab = open_tab(ActivationsTab)
    tab.turn_to(1)
    settle()
    return tab


@pytest.fixture
def dialog(tab, typist, qtbot):
    """The window of names, opened with F8."""
    typist.key(KEY.Key_F8)
    found = QApplication.activeModalWidget()
    assert isinstance(found, TallyNamesDialog)
    qtbot.waitUntil(found.isActiveWindow, timeout=2000)
    typist._settle()
    yield found
    if shiboken6.isValid(found):
        found.form.clear()
        found.close()
    typist._settle()


def test_three_tallies_of_a_sunday_cost_one_key_a_field(tab, typist, store):
    typist.key(KEY.Key_Insert)
    before, letters = typist.pressed, ("15/10", "nang an", "nang an", "vneid muc 1", "23")
    typist.fill(*letters[:4]).enter().type(letters[4]).key(KEY.Key_Return, control=True)
    for number in ("9", "14"):
        typist.type(number).key(KEY.Key_Return, control=True)
    assert not tab.page.form_panel.form.fault_count(), tab.page.form_panel.form.raw()
    # Five Enters carry the first through its fields, Ctrl+Enter (two keys) ends each; the others are their number.
    assert typist.pressed - before == sum(map(len, (*letters, "9", "14"))) + 5 + 3 * 2
    kept = all_of(store, Tally)[1:]
    assert [tally.number for tally in kept] == [23, 9, 14]
    assert {(tally.day, tally.team_id, tally.village_id, tally.status) for tally in kept} == {
        (date(2023, 10, 15), 1, 1, "activated")
    }
    typist.key(KEY.Key_Escape)


def test_names_are_typed_one_after_another_and_the_tally_shrinks(dialog, tab, typist, store):
    assert dialog.title.text() == "15/10/2023 · VNeID mức 1 · Đã kích hoạt"
    assert dialog.place.text() == "Tổ CNSCĐ thôn Năng An · Năng An"
    before = typist.pressed
    people = [("052187004417", "Phạm Thị Bích Hạnh", "1987"), ("", "Võ Ngọc Toàn", "1962"), ("", "Đinh Văn Tới", "58")]
    for number, name, born in people:
        typist.fill(number, name).type(born).key(KEY.Key_Return, control=True)
    assert typist.pressed - before == sum(len("".join(person)) for person in people) + 3 * 4
    assert dialog.count.text() == "23 người, đã có tên 3, còn 20"
    assert dialog.names.item(0, 0).text() == "Đinh Văn Tới"
    assert dialog.names.item(2, 2).text() == "052*****4417"
    kept = [activation for activation in all_of(store, Activation) if activation.tally_id == 1]
    assert {(a.day, a.team_id, a.status) for a in kept} == {(date(2023, 10, 15), 1, "activated")}
    assert figure(store) == (3, 20)
    typist.key(KEY.Key_Escape)
    assert QApplication.activeModalWidget() is None
    assert "<b>20</b> người không tên · <b>3</b> người đã có tên" in tab.page.list.footer.text()
    assert tab.pages[1].count.text() == "23 người, đã có tên 3, còn 20"


def test_a_known_number_fills_the_person(dialog, typist, store):
    typist.type("052099000127")
    assert dialog.form.editors["full_name"].value() == "Nguyễn Văn Khải"
    assert "Đã có trong sổ: <b>Nguyễn Văn Khải</b>, 1 lượt hỗ trợ" in dialog.strip.text()
    typist.key(KEY.Key_Return, control=True)
    assert len(all_of(store, Citizen)) == 1
    assert figure(store) == (1, 22)


def test_a_doubt_is_asked_once_and_enter_lets_it_stand(dialog, typist, store):
    typist.fill("052187004417", "Phạm Thị Bích Hạnh").type("1986").key(KEY.Key_Return, control=True)
    assert dialog.strip.text().startswith("Theo số định danh, người này sinh năm 1987")
    assert figure(store) == (0, 23)
    typist.enter()
    assert figure(store) == (1, 22)
    [confirmed] = all_of(store, Confirmation)
    assert (confirmed.code, confirmed.by) == ("number-year", "Trần Thị Mỹ Duyên")


def test_bad_input_is_said_under_its_field_and_nothing_is_kept(dialog, typist, store):
    typist.fill("", "Trần Thị Ba").type("32/13/1999").key(KEY.Key_Return, control=True)
    assert dialog.form.editors["born"].fault()
    assert dialog.form.editors["full_name"].value() == "Trần Thị Ba"
    assert figure(store) == (0, 23)


def test_an_old_phone_is_converted_and_told(dialog, typist, store):
    typist.fill("", "Trần Thị Ba", "1960").enter().type("0168 123 4567").key(KEY.Key_Return, control=True)
    assert dialog.strip.text() == "Đã lưu <b>Trần Thị Ba</b>. Đã đổi đầu số cũ 0168 thành 038."
    assert all_of(store, Citizen)[-1].phone == "0381234567"


def test_an_archived_tally_takes_no_names(tab, typist):
    typist.key(KEY.Key_Delete)
    tab.page.list.filter_row.archived.setCurrentIndex(1)
    typist._settle()
    tab.page.list.go_to_table()
    assert not tab.pages[1].names_button.isEnabled()
    typist.key(KEY.Key_F8)
    assert QApplication.activeModalWidget() is None
