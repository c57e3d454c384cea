"""Kích hoạt: the whole form, the list, the tallies. The fast-entry bar has its own file."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import select

from hoaian_desktop.indicators import counting
from hoaian_desktop.records import Activation, Citizen, Confirmation, Tally
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import activations
from hoaian_desktop.services.lists import Behind, Filter
from tests.builders import SINCE, a_citizen, a_tally, a_team, a_village, an_activation
from ui.tabs.activations import NO_SECRETS, ActivationsTab

KEY = Qt.Key


def all_of(store, record):
    return store.read(lambda session: session.scalars(select(record).order_by(record.id)).all())


def count_of(store, code, span):
    return store.read(lambda s: counting.count_spans(s, [span], SINCE, [code])[0][code].total)


@pytest.fixture
def tab(open_tab, village_life):
    return open_tab(ActivationsTab)


def begin(tab, typist, service="vneid muc 2"):
    """Open the whole form and fill what stays for the whole sitting."""
    tab.stack.setCurrentIndex(0)
    tab.page.open_whole_form({})
    typist.enter().type(service).enter().type("nang an").enter().type("nang an").enter()
    typist.type("phuoc").enter().type("thu ha").enter().enter()


def test_a_known_number_fills_the_person_and_shows_her_history(tab, typist, store):
    def fill(session):
        known = a_citizen(session, personal_number="052099000127", village_id=a_village(session, "Vĩnh Đức").id)
        an_activation(session, known, "vssid", day=date(2023, 10, 12))

    store.run(fill)
    begin(tab, typist)
    typist.type("052099000127")
    editors = tab.page.form_panel.form.editors
    assert editors["full_name"].value() == "Nguyễn Văn Khải"
    assert editors["born"].value() == "1999"
    assert "Đã có trong sổ: <b>Nguyễn Văn Khải</b>, 1 lượt hỗ trợ" in tab.page.form_panel.strip.text()
    assert tab.page.known.isVisible()
    assert "VssID" in [label.text() for label in tab.page.known.findChildren(QLabel)]
    typist.key(KEY.Key_Return, control=True)
    assert len(all_of(store, Citizen)) == 1
    # Her village is her own, not the one carried over from the person before.
    assert all_of(store, Citizen)[0].village_id == 2
    assert editors["village_id"].value() is not None


def test_the_same_service_twice_asks_once_and_is_counted_once(tab, typist, store):
    store.run(lambda s: an_activation(s, a_citizen(s, personal_number="052099000127"), day=date(2023, 10, 12)))
    begin(tab, typist)
    typist.type("052099000127").key(KEY.Key_Return, control=True)
    strip = tab.page.form_panel.strip
    assert strip.text().startswith("Công dân này đã được kích hoạt VNeID mức 2 ngày 12/10/2023")
    assert tab.page.form_panel.form.editors["service_id"].doubt()
    assert len(all_of(store, Activation)) == 1
    typist.enter()  # «Vẫn lưu» has the cursor
    assert len(all_of(store, Activation)) == 2
    assert [c.code for c in all_of(store, Confirmation)] == ["same-service-again"]
    assert count_of(store, "2.2", Span(SINCE, date(2023, 12, 31))) == 1

    # What was confirmed is not asked again when the record is opened a second time.
    typist.key(KEY.Key_Escape)
    second = all_of(store, Activation)[1].id
    tab.page.open(second)
    typist._settle()
    tab.page.form_panel.form.editors["place"].control.setText("Nhà văn hóa thôn")
    typist.key(KEY.Key_S, control=True)
    assert all_of(store, Activation)[1].place == "Nhà văn hóa thôn"


def test_level_two_for_a_child_of_four_is_refused_under_the_field(tab, typist, store):
    begin(tab, typist)
    typist.fill("", "Nguyễn Bé Na", "15/3/2019").key(KEY.Key_Return, control=True)
    fault = tab.page.form_panel.form.editors["service_id"].fault()
    assert fault.startswith("Trẻ dưới 6 tuổi không được cấp tài khoản định danh mức 2")
    assert tab.page.form_panel.form.editors["full_name"].value() == "Nguyễn Bé Na"
    assert all_of(store, Activation) == []


def test_a_dvc_account_after_its_end_is_a_doubt_that_can_stand(open_tab, typist, store, village_life):
    tab = open_tab(ActivationsTab)
    tab.page.today = tab.page.form_panel.form._today = lambda: date(2024, 8, 5)
    for editor in tab.page.form_panel.form.editors.values():
        if hasattr(editor, "_today"):
            editor._today = lambda: date(2024, 8, 5)
    tab.stack.setCurrentIndex(0)
    tab.page.open_whole_form({})
    form = tab.page.form_panel.form
    form.editors["day"].control.setText("01/8/2024")
    typist.enter().type("tai khoan dvc").enter()
    form.editors["full_name"].control.setText("Trần Thị Ba")
    typist.key(KEY.Key_S, control=True)
    assert "30/06/2024" in tab.page.form_panel.strip.text() or "30/6/2024" in tab.page.form_panel.strip.text()
    tab.page.form_panel.strip.buttons[0].click()
    typist._settle()
    assert [a.day for a in all_of(store, Activation)] == [date(2024, 8, 1)]


def test_bad_input_gets_its_sentence_and_nothing_is_lost(tab, typist, store):
    begin(tab, typist)
    editors = tab.page.form_panel.form.editors
    good = {"personal_number": "", "day": "20/11/2023", "full_name": "Trần Thị Ba"}
    for name, typed, sentence in (
        ("personal_number", "05209900012", "12"),
        ("day", "31/02/2023", "Tháng 2"),
        ("day", "25/12/2023", "chưa tới"),
        ("full_name", "Nguyễn " + "a" * 10_000, "tối đa"),
        ("full_name", "Trần 😀", "😀"),
    ):
        for field, text in (good | {name: typed}).items():
            editors[field].set_value(None)
            editors[field].control.setText(text)
        typist.key(KEY.Key_S, control=True)
        assert sentence in editors[name].fault()
        assert editors[name].value() == typed
        assert [field for field in good if editors[field].fault()] == [name]
        assert all_of(store, Activation) == []


def test_a_sex_that_disagrees_with_the_number_is_a_doubt_under_the_field(tab, typist):
    begin(tab, typist)
    typist.fill("052199000127", "Nguyễn Văn Khải", "1999").type("na").key(KEY.Key_S, control=True)
    panel = tab.page.form_panel
    assert panel.form.editors["sex"].doubt()
    assert panel.strip.buttons[0].text().strip() == "Vẫn lưu"
    # A correction makes the question void.
    panel.form.editors["sex"].control.setFocus()
    typist.type("nữ")
    assert panel.strip.text() == ""


def test_a_reason_is_asked_for_only_after_a_failure(tab, typist):
    begin(tab, typist)
    editors = tab.page.form_panel.form.editors
    assert editors["reason"].isHidden()
    editors["status"].control.setFocus()
    typist.type("khong")
    assert not editors["reason"].isHidden()
    assert editors["transaction_day"].isHidden()


def test_a_support_is_changed_archived_and_brought_back_by_keyboard(open_tab, typist, store):
    store.run(an_activation)
    tab = open_tab(ActivationsTab)
    typist.key(KEY.Key_F2)
    tab.page.form_panel.form.editors["status"].control.setFocus()
    typist.type("huong").key(KEY.Key_S, control=True)
    assert all_of(store, Activation)[0].status == "guided"
    typist.key(KEY.Key_Delete)
    assert all_of(store, Activation)[0].archived
    tab.page.list.filter_row.archived.setCurrentIndex(1)
    typist._settle()
    tab.page.list.go_to_table()
    typist.key(KEY.Key_Delete)
    assert not all_of(store, Activation)[0].archived


def test_f6_changes_to_tallies_and_one_is_added(tab, typist, store):
    tab.add_new()
    typist.key(KEY.Key_Escape, KEY.Key_F6)
    assert tab.page is tab.pages[1]
    typist.key(KEY.Key_Insert)
    typist.fill("15/10/2023").type("nang an").enter().type("nang an").enter().type("vneid muc 1").enter().enter()
    typist.type("23").key(KEY.Key_Return, control=True)
    [tally] = all_of(store, Tally)
    assert (tally.day, tally.number, tally.status) == (date(2023, 10, 15), 23, "activated")
    assert tab.page.form_panel.form.editors["number"].control.hasFocus()
    assert tab.page.list.footer.text() == "<b>1</b> số đếm · <b>23</b> người không tên"


def test_the_warning_about_secrets_is_always_in_sight(tab, typist):
    tab.stack.setCurrentIndex(0)
    assert tab.page.list.remark.text() == NO_SECRETS
    assert tab.page.list.remark.isVisible()
    tab.page.open_whole_form({})
    shown = [label.text() for label in tab.page.form_panel.findChildren(QLabel) if label.isVisible()]
    assert f"{NO_SECRETS}." in shown


def test_numbers_are_masked_in_the_list_and_shown_for_one_person_by_the_eye(open_tab, store):
    store.run(lambda s: an_activation(s, a_citizen(s, personal_number="052099000127")))
    tab = open_tab(ActivationsTab)
    model = tab.page.list.table.model
    column = [field.name for field in tab.page.kept.listing.fields].index("personal_number")
    assert model.index(0, column).data() == "052*****0127"
    from PySide6.QtWidgets import QToolButton

    lines = tab.page.card_panel.folder.lines
    assert "052*****0127" in [label.text() for label in lines.findChildren(QLabel)]
    lines.findChild(QToolButton).click()
    assert "052099000127" in [label.text().replace(" ", "") for label in lines.findChildren(QLabel)]


def test_a_figure_opens_its_records_named_and_tallied(open_tab, store, settle):
    def fill(session):
        an_activation(session)
        an_activation(session, a_citizen(session, "Bùi Thị Ba"), day=date(2023, 10, 3))
        a_tally(session, service="vneid-2", day=date(2023, 11, 5))

    store.run(fill)
    tab = open_tab(ActivationsTab)
    tab.show_behind(Behind("2.2", Span.month(2023, 11)))
    settle()
    assert tab.page is tab.named
    assert tab.page.list.table.count() == 1
    tab.show_behind(Behind("2.2", Span.month(2023, 11), tally=True))
    settle()
    assert tab.page is tab.pages[1]
    assert tab.page.list.table.count() == 1


def test_the_records_of_a_team_are_shown_by_its_filter(open_tab, store, settle):
    def fill(session):
        an_activation(session, team_id=a_team(session).id)
        an_activation(session, a_citizen(session, "Bùi Thị Ba"))

    store.run(fill)
    tab = open_tab(ActivationsTab)
    tab.show_filter(Filter("team_id", 1))
    settle()
    assert tab.page.list.table.count() == 1


def test_a_citizens_old_name_with_marks_is_not_replaced_by_one_without(store):
    def save(session, name):
        values = {
            "day": date(2023, 11, 12), "service_id": 2, "status": "activated", "full_name": name,
            "personal_number": "052099000127", "born": PartialDate(1999),
        }  # fmt: skip
        return activations.save(session, values, today=date(2023, 11, 20), confirmed=("same-service-again",))

    store.run(lambda s: save(s, "Nguyễn Văn An"))
    store.run(lambda s: save(s, "nguyen van an"))
    assert [c.full_name for c in all_of(store, Citizen)] == ["Nguyễn Văn An"]


def test_enter_brings_the_fields_below_the_edge_into_sight(tab, typist):
    begin(tab, typist)
    typist.fill("", "Trần Thị Ba").enter(4)
    place = tab.page.form_panel.form.editors["place"].control
    assert place.hasFocus()
    typist.enter(3)
    method = tab.page.form_panel.form.editors["consent_method"].control
    assert method.hasFocus()
    assert not method.visibleRegion().isEmpty()


def test_saving_twice_while_a_doubt_is_shown_leaves_the_focus_on_the_answer(tab, typist, store):
    store.run(lambda s: an_activation(s, a_citizen(s, personal_number="052099000127"), day=date(2023, 10, 12)))
    begin(tab, typist)
    typist.type("052099000127")
    for _ in range(2):
        typist.key(KEY.Key_S, control=True)
        assert QApplication.focusWidget() is tab.page.form_panel.strip.buttons[0]
    typist.enter()
    assert len(all_of(store, Activation)) == 2


def test_archived_rows_are_said_not_to_count(tab):
    tab.page.list.filter_row.archived.setCurrentIndex(1)
    assert tab.page.list.remark.text() == "Mục đã lưu trữ không tính vào tổng"
    tab.page.list.filter_row.archived.setCurrentIndex(0)
    assert "không tính" not in tab.page.list.remark.text()


def test_the_tallies_are_made_when_first_wanted_and_each_page_loads_again_when_it_is_shown(tab, typist, store, settle):
    assert list(tab.pages.made()) == [tab.named]
    tab.turn_to(1)
    settle()
    assert tab.page.list.table.count() == 0
    tab.turn_to(0)
    store.run(a_tally)
    tab.tasks.saved.emit()
    settle()
    assert tab.pages[1].list.table.count() == 0  # nobody looks at it
    typist.key(KEY.Key_F6)
    assert tab.pages[1].list.table.count() == 1


def test_the_totals_are_asked_after_the_rows_and_not_beside_them(tab, settle, monkeypatch):
    asked, read = [], tab.tasks.read

    def noted(*arguments, latest="", **more):
        asked.append(latest)
        read(*arguments, latest=latest, **more)

    monkeypatch.setattr(tab.tasks, "read", noted)
    tab.page.list.ask()
    assert "find" in asked and "totals" not in asked
    settle()
    assert asked.count("totals") == 1
