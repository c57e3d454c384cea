from __future__ import annotations

import unicodedata
from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QVBoxLayout, QWidget

from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules.partial_date import PartialDate
from ui.widgets.editors import EDITORS, Options, editor_for
from ui.widgets.passphrase_editor import CAPS, PassphraseEditor

TODAY = date(2023, 11, 20)
NAME = Field("full_name", "Họ và tên", Kind.NAME, required=True)
DAY = Field("day", "Ngày", Kind.DATE)
BORN = Field("born", "Ngày sinh", Kind.PARTIAL_DATE)
COUNT = Field("number", "Số người", Kind.COUNT)
PHONE = Field("phone", "Điện thoại", Kind.PHONE)
NUMBER = Field("personal_number", "Số định danh", Kind.PERSONAL_NUMBER)
NOTE = Field("notes", "Ghi chú", Kind.NOTE)
STATUS = Field("status", "Trạng thái", Kind.CHOICE, required=True, choices="activation_status")
POSITION = Field("position", "Chức vụ", Kind.CHOICE, choices="union_position")
VILLAGE = Field("village_id", "Thôn", Kind.REFERENCE, refers_to="village")
HELPERS = Field("volunteers", "Tình nguyện viên", Kind.REFERENCES, refers_to="volunteer")
FLAG = Field("final", "Lần cuối", Kind.FLAG)

VILLAGES = [SimpleNamespace(id=n, words=w, detail="") for n, w in enumerate(["Năng An", "Vạn Hội 1", "Vạn Hội 2"], 1)]
PEOPLE = [
    SimpleNamespace(id=7, words="Đặng Hữu Phước", detail="Năng An"),
    SimpleNamespace(id=8, words="Lê Thị Thu Hà", detail="Năng An"),
    SimpleNamespace(id=9, words="Lê Thị Thu Hà", detail="Vĩnh Đức"),
]


@pytest.fixture
def page(on_screen):
    """Put editors on a page, the cursor in the first."""

    def put(*editors):
        made = QWidget()
        column = QVBoxLayout(made)
        for editor in editors:
            column.addWidget(editor)
        made.resize(360, 420)
        on_screen(made)
        editors[0].focus()
        return editors[0] if len(editors) == 1 else editors

    return put


def an_editor(field, options=None):
    return editor_for(field, options=Options(options) if options else None, today=lambda: TODAY)


def leave(qtbot, editor):
    qtbot.keyClick(editor.control, Qt.Key.Key_Tab)


def test_every_kind_of_field_has_an_editor_that_says_its_label(page):
    assert set(EDITORS) == set(Kind)
    for field in (NAME, DAY, BORN, COUNT, PHONE, NUMBER, NOTE, STATUS, POSITION, VILLAGE, HELPERS, FLAG):
        editor = page(an_editor(field))
        assert editor.control.accessibleName().startswith(field.label)


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        (DAY, "5/11", "05/11/2023"),
        (DAY, "051123", "05/11/2023"),
        (DAY, "hom qua", "19/11/2023"),
        (BORN, "1999", "1999"),
        (BORN, "5-3-99", "05/03/1999"),
        (COUNT, "2450", "2.450"),
        (COUNT, "12s", "12"),
        (PHONE, "+84 905.123.456", "0905 123 456"),
        (PHONE, "0905s123456", "0905 123 456"),
        (NUMBER, "052 099 001234", "052099001234"),
        (NAME, "  NGUYỄN   văn AN ", "NGUYỄN văn AN"),
        (NAME, "NGUYỄN VĂN AN", "Nguyễn Văn An"),
    ],
)
def test_what_is_typed_takes_its_normal_form_when_the_cursor_leaves(page, qtbot, field, typed, shown, type_in):
    editor, _ = page(an_editor(field), an_editor(NOTE))
    type_in(editor.line, typed)
    assert editor.line.text() == typed  # nothing is touched while typing: UniKey takes letters back
    leave(qtbot, editor)
    assert editor.line.text() == shown
    assert editor.fault() == ""


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (DAY, "31/11/2023", "Tháng 11 chỉ có 30 ngày."),
        (NUMBER, "0520990012", "12"),
        (COUNT, "-3", "Số đếm không được âm: -3."),
        (NAME, "An 2", "Họ và tên không được có chữ số."),
    ],
)
def test_nonsense_is_told_under_the_field_and_kept(page, qtbot, field, typed, sentence, type_in):
    editor, _ = page(an_editor(field), an_editor(NOTE))
    type_in(editor.line, typed)
    leave(qtbot, editor)
    assert sentence in editor.fault()
    assert editor.line.text() == typed
    assert editor.line.property("fault") is True
    assert editor.line.accessibleDescription() == editor.fault()
    type_in(editor.line, "x")
    assert editor.fault() == ""  # being mended


def test_an_empty_field_is_not_nagged_about_while_walking_through(page, qtbot):
    editor, _ = page(an_editor(NAME), an_editor(NOTE))
    leave(qtbot, editor)
    assert editor.fault() == ""


def test_pasted_decomposed_letters_are_stored_composed(page, qtbot):
    editor, note = page(an_editor(NAME), an_editor(NOTE))
    QGuiApplication.clipboard().setText(unicodedata.normalize("NFD", "Đinh Thị H’Lan\u200b"))
    qtbot.keyClick(editor.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    leave(qtbot, editor)
    assert editor.value() == editor.line.text() == "Đinh Thị H’Lan"
    qtbot.keyClick(note.area, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert unicodedata.is_normalized("NFC", note.value())


def test_a_composition_of_the_input_method_stays_visible_until_it_is_committed(page, qtbot):
    editor = page(an_editor(NAME))
    QApplication.sendEvent(editor.line, QInputMethodEvent("Nguye", []))
    assert editor.line.text() == ""
    event = QInputMethodEvent()
    event.setCommitString("Nguyễn")
    QApplication.sendEvent(editor.line, event)
    assert editor.value() == "Nguyễn"


def test_enter_asks_for_the_next_field_but_not_with_ctrl(page, qtbot):
    for field in (NAME, STATUS, FLAG, VILLAGE, HELPERS):
        editor = page(an_editor(field, VILLAGES))
        with qtbot.waitSignal(editor.entered, timeout=500):
            qtbot.keyClick(editor.control, Qt.Key.Key_Return)
        with qtbot.assertNotEmitted(editor.entered):
            qtbot.keyClick(editor.control, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_tab_leaves_a_note_and_enter_is_a_new_line(page, qtbot, type_in):
    note, after = page(an_editor(NOTE), an_editor(NAME))
    type_in(note.area, "Một")
    qtbot.keyClick(note.area, Qt.Key.Key_Return)
    type_in(note.area, "Hai")
    qtbot.keyClick(note.area, Qt.Key.Key_Tab)
    assert note.value() == "Một\nHai"
    assert after.line.hasFocus()


@pytest.mark.parametrize(
    ("typed", "code"),
    [("da kich", "activated"), ("khong", "failed"), ("hu", "guided"), ("đã ph", "transacted"), ("D", "guided")],
)
def test_a_choice_is_found_by_letters_without_marks(page, qtbot, typed, code, type_in):
    editor = page(an_editor(STATUS))
    type_in(editor.box, typed)
    assert editor.value() == code


def test_unikey_may_take_letters_back_in_a_choice(page, qtbot, type_in):
    editor = page(an_editor(STATUS))
    type_in(editor.box, "d")
    qtbot.keyClick(editor.box, Qt.Key.Key_Backspace)
    type_in(editor.box, "đã kí")
    assert editor.value() == "activated"


def test_who_comes_back_to_a_choice_at_once_begins_a_new_word(page, type_in):
    name, status = page(an_editor(NAME), an_editor(STATUS))
    status.focus()
    type_in(status.box, "huong")
    name.focus()
    status.focus()
    type_in(status.box, "da kich")
    assert status.value() == "activated"


def test_the_wheel_does_not_change_a_choice_the_cursor_is_not_in(page):
    _, status = page(an_editor(NAME), an_editor(STATUS))
    status.set_value("activated")
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(status.box, turn)
    assert status.value() == "activated"


def test_a_choice_that_may_be_empty_has_a_line_for_it(page):
    assert an_editor(POSITION).value() is None
    assert an_editor(POSITION).box.itemText(0) == "—"
    assert an_editor(STATUS).box.currentIndex() == -1


def test_a_code_of_a_newer_program_is_kept(page):
    editor = page(an_editor(STATUS))
    editor.set_value("unheard-of")
    assert editor.value() == "unheard-of"


def test_a_reference_is_found_without_marks_and_taken_by_enter(page, qtbot, type_in):
    editor = page(an_editor(VILLAGE, VILLAGES))
    type_in(editor.line, "van hoi")
    assert editor._list.isVisible()
    assert editor.line.text() == "van hoi"  # the list never writes into the line while typing
    qtbot.keyClick(editor.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(editor.entered, timeout=500):
        qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() == 3
    assert editor.line.text() == "Vạn Hội 2"
    assert not editor._list.isVisible()


def test_a_reference_typed_in_full_is_understood_without_the_list(page, qtbot, type_in):
    editor, after = page(an_editor(VILLAGE, VILLAGES), an_editor(NAME))
    type_in(editor.line, "nang an")
    qtbot.keyClick(editor.line, Qt.Key.Key_Escape)
    leave(qtbot, editor)
    assert editor.value() == 1
    assert editor.line.text() == "Năng An"
    assert after.line.hasFocus()


@pytest.mark.parametrize(("typed", "sentence"), [("vạn hội", "nhiều mục"), ("Quy Nhơn", "Không có “Quy Nhơn”")])
def test_a_reference_that_means_no_record_is_told(page, qtbot, typed, sentence, type_in):
    editor, _ = page(an_editor(VILLAGE, VILLAGES), an_editor(NAME))
    type_in(editor.line, typed)
    qtbot.keyClick(editor.line, Qt.Key.Key_Escape)
    leave(qtbot, editor)
    assert editor.value() is None
    assert sentence in editor.fault()


def test_a_reference_shows_its_words_even_if_the_options_come_later(page):
    editor = page(an_editor(VILLAGE))
    editor.set_value(2)
    assert editor.line.text() == "(mục đã lưu trữ)"
    editor.set_options(VILLAGES)
    assert editor.line.text() == "Vạn Hội 1"
    assert editor.value() == 2


def test_a_reference_can_offer_to_add_what_is_missing(page, qtbot, type_in):
    editor = page(an_editor(VILLAGE, VILLAGES))
    editor.offer_new("thôn")
    type_in(editor.line, "Đại Định")
    qtbot.keyClick(editor.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(editor.new_wanted, timeout=500) as wanted:
        qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert wanted.args == ["Đại Định"]


def test_several_people_are_ticked_by_typing_and_enter(page, qtbot, type_in):
    editor, _ = page(an_editor(HELPERS, PEOPLE), an_editor(NAME))
    type_in(editor.line, "phuoc")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    type_in(editor.line, "ha vinh duc")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() == (7, 9)
    leave(qtbot, editor)
    assert editor.line.text() == "Đặng Hữu Phước, Lê Thị Thu Hà"
    assert editor.line.toolTip() == editor.line.text()
    assert editor.fault() == ""


def test_backspace_in_an_empty_line_takes_the_last_person_back(page, qtbot):
    editor = page(an_editor(HELPERS, PEOPLE))
    editor.set_value((7, 8))
    editor.focus()
    qtbot.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert editor.value() == (7,)


def test_a_ticked_person_is_unticked_by_a_click(page, qtbot):
    editor = page(an_editor(HELPERS, PEOPLE))
    editor.set_value((7, 8))
    editor.focus()
    qtbot.keyClick(editor.line, Qt.Key.Key_Down)
    view = editor._list.view
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(0, 0)).center())
    assert editor.value() == (8,)
    assert editor.line.hasFocus()


def test_a_date_can_be_picked_from_the_calendar(page, qtbot, type_in):
    editor = page(an_editor(DAY))
    type_in(editor.line, "12/11/2023")
    qtbot.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = editor.findChild(QCalendarWidget)
    assert calendar.selectedDate().toPython() == date(2023, 11, 12)
    view = calendar.findChild(QWidget, "qt_calendar_calendarview")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert editor.line.text() == "13/11/2023"


def test_a_whole_personal_number_gets_its_mark(page, qtbot, type_in):
    editor = page(an_editor(NUMBER))
    type_in(editor.line, "05209900123")
    assert not editor._right.isVisible()
    type_in(editor.line, "4")
    assert editor._right.isVisible()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (NAME, "Lê Thị Thu Hà"), (DAY, date(2023, 11, 5)), (BORN, PartialDate(1999, 5)), (COUNT, 2450),
        (PHONE, "0905123456"), (NUMBER, "052099001234"), (NOTE, "Một\nHai"), (STATUS, "activated"), (VILLAGE, 2),
        (HELPERS, (7, 8)), (FLAG, True),
    ],
)  # fmt: skip
def test_a_value_comes_out_as_it_went_in_and_setting_it_is_no_change(page, qtbot, field, value):
    from hoaian_desktop.fields import read_all

    editor = page(an_editor(field, PEOPLE if field is HELPERS else VILLAGES))
    with qtbot.assertNotEmitted(editor.changed):
        editor.set_value(value)
    assert read_all([field], {field.name: editor.value()}, today=TODAY) == {field.name: value}


def test_a_passphrase_is_hidden_until_the_eye_is_pressed(page, qtbot, type_in):
    editor = page(PassphraseEditor())
    type_in(editor.line, "mua he xanh")
    assert not editor.is_shown()
    editor._eye.trigger()
    assert editor.is_shown()
    assert editor._eye.toolTip() == "Ẩn cụm mật khẩu"
    assert editor.value() == "mua he xanh"
    editor.clear()
    assert not editor.is_shown()


def test_capitals_without_shift_tell_of_caps_lock(page, qtbot, type_in):
    editor = page(PassphraseEditor())
    QApplication.sendEvent(
        editor.line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_M, Qt.KeyboardModifier.NoModifier, "M")
    )
    assert editor.doubt() == CAPS
    type_in(editor.line, "uA")  # a capital with Shift is meant
    assert editor.doubt() == ""
    qtbot.keyClick(editor.line, Qt.Key.Key_CapsLock)
    assert editor.doubt() == CAPS


def test_eleven_digits_get_their_zero_back_and_are_told_so(page, qtbot, type_in):
    editor, _ = page(an_editor(NUMBER), an_editor(NAME))
    type_in(editor.line, "52099000127")
    leave(qtbot, editor)
    assert editor.line.text() == "052099000127"
    assert editor.fault() == ""
    assert editor.doubt() == "Đã thêm số 0 bị mất ở đầu số định danh: 052*****0127."


def test_ten_digits_are_never_made_up(page, qtbot, type_in):
    editor, _ = page(an_editor(NUMBER), an_editor(NAME))
    type_in(editor.line, "5209900012")
    leave(qtbot, editor)
    assert editor.line.text() == "5209900012"
    assert "còn thiếu 2 chữ số" in editor.fault()


def test_a_long_name_that_was_picked_shows_its_beginning(page, qtbot, type_in):
    editor = page(an_editor(VILLAGE, VILLAGES))
    type_in(editor.line, "nang")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() is not None
    assert editor.line.cursorPosition() == 0


def test_an_indicator_is_picked_by_its_code_or_its_name(page, qtbot, type_in):
    from hoaian_desktop.records import Target, field_of

    editor = page(an_editor(field_of(Target, "indicator")))
    type_in(editor.box, "2.3")
    assert editor.value() == "2.3"
    assert editor.box.currentText() == "2.3 Tổng số tài khoản mức 1 và mức 2"
    editor.set_value("9.9")
    assert editor.value() == "9.9", "what a file brought stays as it is"
