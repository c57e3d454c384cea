"""The duplicate desk, worked with keys alone."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import func, select

from hoaian_desktop.records import Citizen, DifferentPersons
from hoaian_desktop.rules.partial_date import PartialDate
from tests.builders import a_citizen, a_village, an_activation
from ui import waiting
from ui.dialogs.duplicates import DuplicatesDialog

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def settle(tasks):
    return partial(waiting.settle, tasks)


@pytest.fixture
def desk(tasks, on_screen, settle):
    """Opens the desk as the menu does."""

    def show():
        made = on_screen(DuplicatesDialog(None, tasks))
        settle()
        return made

    return show


def pairs(session):
    """Two pairs: the likelier one with a number, a phone and one service twice."""
    near, far = a_village(session, "Năng An").id, a_village(session, "Thanh Lương").id
    khai = a_citizen(
        session, "Nguyễn Văn Khải", born=PartialDate(1958), village_id=near, personal_number="052058001234",
        phone="0905123456",
    )  # fmt: skip
    again = a_citizen(session, "Nguyen Van Khai", born=PartialDate(1958), village_id=near, phone="0912345678")
    for who in (khai, again):
        an_activation(session, who, "vneid-2")
    for name in ("Bùi Thị Thủy", "Bùi Thị Thúy"):
        a_citizen(session, name, born=PartialDate(1970), village_id=far, sex=None)
    return khai.id, again.id


def press(dialog, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(dialog.focusWidget() or dialog, key, modifier)


def shown(table):
    return [[table.item(at, place).text() for place in range(table.columnCount())] for at in range(table.rowCount())]


def citizen(store, id_):
    return store.read(lambda session: session.get(Citizen, id_))


def test_the_likeliest_pair_is_open_with_its_reasons_masked_numbers_and_double_service(store, desk):
    store.run(pairs)
    dialog = desk()
    assert [row[0] for row in shown(dialog.table)] == ["82", "66"]
    assert "mất dấu, cùng năm sinh, cùng thôn" in dialog.view.why.text()
    assert ["Số định danh", "052*****1234", "—"] in shown(dialog.view.fields)
    dialog.eye.click()
    assert ["Số định danh", "052058001234", "—"] in shown(dialog.view.fields)
    assert "VNeID mức 2" in dialog.view.doubles.sentence()
    assert [shown(table)[0][3] for table in dialog.view.histories] == ["trùng", "trùng"]


def test_a_pair_is_merged_with_keys_the_next_one_comes_and_undo_brings_both_back(store, desk, settle):
    one, other = store.run(pairs)
    dialog = desk()
    fields = dialog.view.fields
    assert fields.hasFocus()
    while fields.item(fields.currentRow(), 0).text() != "Điện thoại":
        press(dialog, Qt.Key.Key_Down)
    press(dialog, Qt.Key.Key_2)
    press(dialog, Qt.Key.Key_Return, CONTROL)
    settle()
    kept = citizen(store, one)
    assert (kept.full_name, kept.phone, citizen(store, other).archived) == ("Nguyễn Văn Khải", "0912345678", True)
    assert dialog.strip.text() == "Đã gộp thành một người: <b>Nguyễn Văn Khải</b>."
    assert dialog.view.heading.text() == "Bùi Thị Thủy · Bùi Thị Thúy"
    press(dialog, Qt.Key.Key_Z, CONTROL)
    settle()
    assert (citizen(store, one).phone, citizen(store, other).archived) == ("0905123456", False)
    assert len(shown(dialog.table)) == 2


def test_one_two_and_space_choose_a_value_and_equal_values_leave_no_choice(store, desk):
    store.run(pairs)
    dialog = desk()
    fields = dialog.view.fields
    fields.setCurrentCell(next(at for at, row in enumerate(shown(fields)) if row[0] == "Họ và tên"), 0)
    names = ["Nguyễn Văn Khải"]
    for key in (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right):
        press(dialog, key)
        names.append(fields.chosen()["full_name"])
    known, typed = "Nguyễn Văn Khải", "Nguyen Van Khai"
    assert names == [known, typed, known, typed, known, typed]
    before = fields.chosen()
    fields.setCurrentCell(next(at for at, row in enumerate(shown(fields)) if row[0] == "Thôn"), 0)
    press(dialog, Qt.Key.Key_Space)
    assert fields.chosen() == before


def test_two_people_are_told_apart_and_it_can_be_taken_back_at_once_or_later(store, desk, settle):
    store.run(pairs)
    remembered = partial(store.read, lambda session: session.scalar(select(func.count()).select_from(DifferentPersons)))
    dialog = desk()
    press(dialog, Qt.Key.Key_K, CONTROL)
    settle()
    assert (remembered(), len(shown(dialog.table))) == (1, 1)
    dialog.strip.buttons[0].click()
    settle()
    assert (remembered(), len(shown(dialog.table))) == (0, 2)
    press(dialog, Qt.Key.Key_K, CONTROL)
    settle()
    dialog.remembered.click()
    settle()
    assert shown(dialog.table)[0][2].startswith("Đã ghi khác người")
    dialog.apart_button.click()
    settle()
    assert remembered() == 0


def test_later_goes_round_and_changes_nothing(store, desk, settle):
    store.run(pairs)
    dialog = desk()
    headings = []
    for _ in range(3):
        headings.append(dialog.view.heading.text())
        press(dialog, Qt.Key.Key_PageDown, CONTROL)
        settle()
    assert headings[0] == headings[2] != headings[1]
    assert len(shown(dialog.table)) == 2


def test_village_and_likeness_narrow_the_list_and_nobody_left_is_explained(store, desk, settle):
    store.run(pairs)
    dialog = desk()
    dialog.village.setCurrentIndex(dialog.village.findText("Thanh Lương"))
    settle()
    assert [row[1] for row in shown(dialog.table)] == ["Bùi Thị Thủy · Bùi Thị Thúy"]
    dialog.level.setCurrentIndex(1)
    settle()
    nobody = dialog.stack.currentWidget()
    assert not dialog.merge_button.isEnabled()
    nobody.buttons[0].click()
    settle()
    assert len(shown(dialog.table)) == 2


def test_an_empty_book_says_why_nobody_is_shown_and_the_desk_fits_a_small_window(store, desk):
    dialog = desk()
    assert dialog.stack.currentIndex() == 1
    assert dialog.total.text() == "0 cặp"
    assert dialog.minimumSizeHint().width() <= 911
    assert dialog.minimumSizeHint().height() <= 441


def test_a_stopped_search_offers_to_begin_again(store, desk, settle):
    store.run(pairs)
    dialog = desk()
    dialog.search()
    dialog.wait.stop_button.click()
    settle()
    if dialog.strip.text():  # else the search was quicker than the hand
        assert dialog.strip.text() == "Đã dừng tìm."
        dialog.strip.buttons[0].click()
        settle()
    assert len(shown(dialog.table)) == 2
