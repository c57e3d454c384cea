from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hoaian_desktop.errors import ValidationError
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.records import Activation, Base, Record, Volunteer, fields_of
from hoaian_desktop.rules.doubts import Doubt, Level
from hoaian_desktop.rules.partial_date import PartialDate
from tests.builders import a_village, a_volunteer
from ui.widgets.fault_footer import FaultFooter
from ui.widgets.record_form import RecordForm

TODAY = date(2023, 11, 20)
RECORDS = sorted(
    {
        mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Record) and fields_of(mapper.class_)
    },
    key=lambda r: r.__name__,
)


@pytest.fixture
def form(tasks, on_screen, settled, store):
    """The form of a volunteer, in a village that exists."""
    store.run(a_village)
    page = QWidget()
    column = QVBoxLayout(page)
    made = RecordForm(fields_of(Volunteer), tasks, today=lambda: TODAY)
    column.addWidget(made)
    page.resize(430, 640)
    on_screen(page)
    settled()
    return made


def test_a_volunteer_is_entered_by_keyboard_alone(form, qtbot, type_in):
    form.focus_first()
    answers = ["lê thị thu hà", "30/11/2000", "nu", "Năng An", "pho bi thu chi", "nang", "", "", "0905662315", "dang"]
    editors = list(form.editors.values())
    for editor, answer in zip(editors, answers, strict=False):
        assert editor.control.hasFocus(), editor.field.label
        type_in(editor.control, answer)
        qtbot.keyClick(editor.control, Qt.Key.Key_Return)
    values = form.values()
    assert values["full_name"] == "lê thị thu hà"
    assert values["born"] == PartialDate(2000, 11, 30)
    assert (values["sex"], values["position"], values["status"]) == ("female", "branch-deputy", "active")
    assert values["village_id"] == 1
    assert values["phone"] == "0905662315"
    assert values["joined"] is None


def test_enter_in_the_last_field_submits(tasks, on_screen, qtbot):
    form = RecordForm([Field("name", "Tên", Kind.TEXT)])
    on_screen(form)
    form.focus_first()
    with qtbot.waitSignal(form.submitted, timeout=500):
        qtbot.keyClick(form.editors["name"].control, Qt.Key.Key_Return)


def test_tab_walks_in_the_order_of_the_declaration(form, qtbot):
    form.focus_first()
    for editor in form.editors.values():
        assert editor.control.hasFocus(), editor.field.label
        qtbot.keyClick(editor.control, Qt.Key.Key_Tab)


def test_all_faults_are_told_at_once_and_the_cursor_goes_to_the_first(form, qtbot, type_in):
    footer = FaultFooter(form)
    qtbot.addWidget(footer)
    form.load({"full_name": "Lê Thị Thu Hà"})
    type_in(form.editors["born"].control, "31/11/2000")
    type_in(form.editors["phone"].control, "0905 66 231")
    type_in(form.editors["village_id"].control, "Quy Nhơn")
    with pytest.raises(ValidationError) as refused:
        form.values()
    assert list(refused.value.messages) == ["born", "village_id", "phone", "status"]
    form.show_faults(refused.value.messages)
    assert form.editors["born"].control.hasFocus()
    assert footer.text() == "4 ô cần sửa"
    assert form.editors["status"].fault() == "Cần chọn trạng thái."
    form.editors["status"].box.setCurrentIndex(0)
    assert footer.text() == "3 ô cần sửa"
    form.editors["notes"].focus()
    footer.jump.click()
    assert form.editors["born"].control.hasFocus()
    form.clear()
    assert footer.text() == ""


def test_a_fault_in_one_column_does_not_move_the_field_beside_it(form, qtbot):
    def top(name):
        control = form.editors[name].control
        return control.mapTo(form, QPoint(0, 0)).y()

    assert top("born") == top("sex")
    form.editors["born"].set_fault("Tháng 11 chỉ có 30 ngày.")
    qtbot.waitUntil(lambda: form.editors["born"].height() > 60)
    assert top("born") == top("sex")


def test_doubts_stand_under_their_fields_and_do_not_block(form):
    form.load({"full_name": "Lê Thị Thu Hà", "status": "active"})
    doubts = [
        Doubt("a", "Một.", field="born"),
        Doubt("b", "Hai.", Level.HINT, "born"),
        Doubt("c", "Ba.", Level.HARD, "phone"),
        Doubt("d", "Bốn."),
    ]
    form.show_doubts(doubts)
    assert form.editors["born"].doubt() == "Một. Hai."
    assert form.editors["phone"].doubt() == ""
    assert form.values()["full_name"] == "Lê Thị Thu Hà"
    form.show_doubts([])
    assert form.editors["born"].doubt() == ""


def test_it_knows_whether_something_was_changed(form, type_in):
    form.load({"full_name": "Lê Thị Thu Hà", "phone": "0905662315", "status": "active", "born": PartialDate(2000)})
    assert not form.is_changed()
    type_in(form.editors["branch"].control, "Năng An")
    assert form.is_changed()
    form.load(form.values())
    assert not form.is_changed()


def test_options_of_references_come_from_the_book_and_can_be_asked_anew(tasks, on_screen, settled, store):
    form = RecordForm(fields_of(Activation), tasks, today=lambda: TODAY)
    on_screen(form)
    settled()
    assert len(form.editors["service_id"].options) > 5
    assert len(form.editors["volunteers"].options) == 0
    store.run(lambda session: [a_volunteer(session, "Đặng Hữu Phước"), a_volunteer(session, "Võ Thị Diễm")])
    form.editors["volunteers"].set_value((1, 2))
    form.reload_options()
    settled()
    assert form.editors["volunteers"].control.text() == "Đặng Hữu Phước, Võ Thị Diễm"


def test_sections_have_their_headings(qapp, on_screen):
    fields = [
        Field("name", "Tên tổ", Kind.TEXT, width=30),
        Field("number", "Số", Kind.TEXT, section="Quyết định"),
        Field("day", "Ngày", Kind.DATE, section="Quyết định"),
    ]
    form = RecordForm(fields)
    on_screen(form)
    headings = [label.text() for label in form.findChildren(QLabel) if label.property("role") == "section"]
    assert headings == ["Quyết định"]
    assert form.editors["number"].y() == form.editors["day"].y()


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_record_has_a_form_that_starts_empty_and_unchanged(record, qtbot):
    fields = fields_of(record)
    form = RecordForm(fields)
    qtbot.addWidget(form)
    form.clear()
    assert not form.is_changed()
    assert set(form.raw()) == {field.name for field in fields}
    assert form.minimumSizeHint().width() <= 430
