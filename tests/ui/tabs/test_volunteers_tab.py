"""The secretary keeps her people; what makes no sense is said under the field and nothing typed is lost."""

from __future__ import annotations

import unicodedata
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from sqlalchemy import select

from hoaian_desktop.records import Membership, Volunteer
from hoaian_desktop.services import keeping
from tests.builders import a_membership, a_team, a_village, a_volunteer
from ui.tabs.volunteers import VolunteersTab

KEY = Qt.Key


def all_of(store, record):
    return store.read(lambda session: session.scalars(select(record).order_by(record.id)).all())


def names_in(tab):
    table, fields = tab.page.list.table, tab.page.kept.listing.fields
    column = [field.name for field in fields].index("full_name")
    return [table.model.row_at(row).cells[column] for row in range(table.count())]


def test_a_volunteer_is_added_by_keyboard_and_the_form_is_ready_for_the_next(open_tab, typist, store):
    tab = open_tab(VolunteersTab)
    tab.add_new()
    typist.fill("Lê Thị Thu Hà", "26/8/2005", "n", "Chi đoàn thôn Năng An")
    typist.key(KEY.Key_Return, control=True)
    assert tab.page.toast.text() == "Đã lưu tình nguyện viên Lê Thị Thu Hà"
    editors = tab.page.form_panel.form.editors
    assert editors["full_name"].control.hasFocus()
    assert editors["full_name"].value() == ""
    assert editors["branch"].value() == "Chi đoàn thôn Năng An"
    typist.fill("Trần Minh Châu").key(KEY.Key_S, control=True)
    assert [v.full_name for v in all_of(store, Volunteer)] == ["Lê Thị Thu Hà", "Trần Minh Châu"]
    assert not tab.page.form_open


def test_nonsense_is_said_under_its_field_and_stays_there(open_tab, typist, store):
    tab = open_tab(VolunteersTab)
    tab.add_new()
    form = tab.page.form_panel.form
    good = {"full_name": "Lê Thị Thu Hà", "born": "", "phone": ""}
    for name, typed, sentence in (
        ("born", "31/02/2000", "Tháng 2 năm 2000 chỉ có 29 ngày"),
        ("born", "01/01/2030", "chưa tới"),
        ("full_name", "Lê " + "a" * 10_000, "tối đa 120"),
        ("full_name", "Lê Thị 😀", "😀"),
        ("phone", "0905 66 231", ""),
    ):
        for field, text in (good | {name: typed}).items():
            form.editors[field].set_value(None)
            form.editors[field].control.setText(text)
        form.editors["notes"].focus()
        typist.key(KEY.Key_S, control=True)
        assert sentence in form.editors[name].fault()
        assert [field for field in good if form.editors[field].fault()] == [name]
        assert form.editors[name].value() == typed
        assert form.editors[name].control.hasFocus()
        assert all_of(store, Volunteer) == []

    # Two faults are counted, and the link leads to the first.
    for field, text in good.items():
        form.editors[field].control.setText(text)
    form.editors["born"].control.setText("31/11/2000")
    form.editors["phone"].control.setText("0905 66 231")
    typist.key(KEY.Key_S, control=True)
    assert form.fault_count() == 2
    form.editors["notes"].focus()
    form.focus_first_fault()
    assert form.editors["born"].control.hasFocus()


def test_decomposed_letters_are_stored_composed(open_tab, typist, store):
    tab = open_tab(VolunteersTab)
    tab.add_new()
    tab.page.form_panel.form.editors["full_name"].control.setText(unicodedata.normalize("NFD", "Nguyễn Thị Ánh"))
    typist.key(KEY.Key_S, control=True)
    assert all_of(store, Volunteer)[0].full_name == "Nguyễn Thị Ánh"


def test_a_position_that_was_emptied_in_the_form_stays_empty(open_tab, typist, store):
    tab = open_tab(VolunteersTab)
    tab.add_new()
    editors = tab.page.form_panel.form.editors
    assert editors["position"].value() == "member"
    editors["full_name"].control.setText("Lê Thị Thu Hà")
    editors["position"].set_value(None)
    typist.key(KEY.Key_S, control=True)
    assert all_of(store, Volunteer)[0].position is None


def test_the_list_stands_in_the_order_of_given_names(open_tab, store):
    people = [
        "Lê Thị Đào",
        "Ngô Thị Ánh",
        "Trần Văn Dũng",
        "Nguyễn Văn An",
        "Phan Quốc Cường",
        "Bùi Thị Dung",
        "Võ Ngọc Ẩn",
    ]
    store.run(lambda s: [a_volunteer(s, name) for name in people])
    tab = open_tab(VolunteersTab)
    given = [name.split()[-1] for name in names_in(tab)]
    assert given == ["An", "Ánh", "Ẩn", "Cường", "Dung", "Dũng", "Đào"]


def test_searching_without_marks_finds(open_tab, typist, store, qtbot):
    store.run(lambda s: [a_volunteer(s, name) for name in ("Nguyễn Văn Ân", "Trần Thị Bé", "Đặng Hữu Phước")])
    tab = open_tab(VolunteersTab)
    typist.key(KEY.Key_F, control=True).type("nguyen van an")
    qtbot.waitUntil(lambda: tab.page.list.table.count() == 1, timeout=3000)
    assert names_in(tab) == ["Nguyễn Văn Ân"]
    typist.key(KEY.Key_Escape).type("dang huu").enter()
    assert names_in(tab) == ["Đặng Hữu Phước"]
    assert tab.page.list.table.view.hasFocus()


def test_a_filter_leaves_the_others_out(open_tab, store, settle):
    store.run(lambda s: [a_volunteer(s, "Lê Thị Đào", status="away"), a_volunteer(s, "Ngô Thị Ánh")])
    tab = open_tab(VolunteersTab)
    tab.page.list.filter_row.choose("status", "away")
    settle()
    assert names_in(tab) == ["Lê Thị Đào"]


def test_the_village_filter_offers_the_villages_of_the_book(open_tab, store, settle):
    def fill(session):
        a_volunteer(session, "Lê Thị Đào", village_id=a_village(session, "Năng An").id)
        a_volunteer(session, "Ngô Thị Ánh", village_id=a_village(session, "Vĩnh Đức").id)

    store.run(fill)
    tab = open_tab(VolunteersTab)
    box = tab.page.list.filter_row.boxes["village_id"]
    assert [box.itemText(at) for at in range(box.count())] == ["Mọi thôn", "Năng An", "Vĩnh Đức"]
    box.setCurrentIndex(2)
    settle()
    assert names_in(tab) == ["Ngô Thị Ánh"]


def test_a_change_by_somebody_else_is_not_overwritten(open_tab, typist, store):
    person = store.run(a_volunteer)
    tab = open_tab(VolunteersTab)
    typist.enter()
    store.run(partial(keeping.save, record=Volunteer, values={"branch": "Chi đoàn xã"}, id_=person.id))
    typist.type("Lê Thị Hà").key(KEY.Key_S, control=True)
    panel = tab.page.form_panel
    assert "Người khác vừa sửa" in panel.strip.text()
    assert panel.form.editors["full_name"].value() == "Lê Thị Hà"
    panel.strip.buttons[0].click()
    typist._settle()
    assert panel.form.editors["branch"].value() == "Chi đoàn xã"
    typist.type("Lê Thị Hà").key(KEY.Key_S, control=True)
    assert all_of(store, Volunteer)[0].full_name == "Lê Thị Hà"


def test_escape_asks_only_when_something_would_be_lost(open_tab, typist, store, qtbot):
    store.run(a_volunteer)
    tab = open_tab(VolunteersTab)
    typist.enter().key(KEY.Key_Escape)
    assert not tab.page.form_open
    typist.enter().type("Lê")
    asked = []

    def refuse():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        box.reject()

    from PySide6.QtCore import QTimer

    QTimer.singleShot(50, refuse)
    typist.key(KEY.Key_Escape)
    assert asked == ["Bỏ phần đang nhập?"]
    assert tab.page.form_open
    assert tab.has_unsaved()
    tab.page.form_panel.form.clear()


def test_a_saved_change_can_be_taken_back(open_tab, typist, store):
    store.run(a_volunteer)
    tab = open_tab(VolunteersTab)
    typist.enter().type("Lê Thị Hà").key(KEY.Key_S, control=True)
    assert all_of(store, Volunteer)[0].full_name == "Lê Thị Hà"
    tab.page.toast.undo_button.click()
    typist._settle()
    assert all_of(store, Volunteer)[0].full_name == "Lê Thị Thu Hà"


def test_history_says_who_changed_what(open_tab, typist, store):
    store.run(a_volunteer)
    tab = open_tab(VolunteersTab)
    typist.enter().type("Lê Thị Hà").key(KEY.Key_S, control=True)
    lines = store.read(partial(keeping.history, record=Volunteer, id_=1))
    newest = lines[0]
    assert (newest.by, newest.field, newest.before, newest.after) == (
        "Trần Thị Mỹ Duyên", "Họ và tên", "Lê Thị Thu Hà", "Lê Thị Hà",
    )  # fmt: skip
    typist.key(KEY.Key_H, control=True)
    dialog = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "HistoryDialog" and w.isVisible())
    dialog.close()
    assert tab.page.list.table.count() == 1


def test_a_volunteer_joins_a_team_from_her_own_page(open_tab, typist, store):
    store.run(a_volunteer)
    store.run(a_team)
    tab = open_tab(VolunteersTab)
    typist.key(KEY.Key_M, control=True).key(KEY.Key_Insert).type("nang an").enter().key(KEY.Key_S, control=True)
    [membership] = all_of(store, Membership)
    assert (membership.team_id, membership.volunteer_id, membership.role) == (1, 1, "member")
    assert tab.page.in_card.table.item(0, 0).text() == "Tổ CNSCĐ thôn Năng An"


def test_the_footer_adds_up_in_words(open_tab, store):
    def fill(session):
        a_membership(session, a_team(session), a_volunteer(session))
        a_volunteer(session, "Nguyễn Văn An", sex="male")

    store.run(fill)
    tab = open_tab(VolunteersTab)
    assert tab.page.list.footer.text() == "<b>2</b> người · <b>1</b> trong tổ, đội · <b>1</b> nữ"


def test_a_phone_is_masked_until_the_eye_is_pressed(open_tab, store):
    store.run(lambda s: a_volunteer(s, phone="0905662310"))
    tab = open_tab(VolunteersTab)
    from PySide6.QtWidgets import QLabel, QToolButton

    lines = tab.page.card_panel.lines
    shown = [label.text() for label in lines.findChildren(QLabel)]
    assert not any("662310" in words.replace(" ", "") for words in shown)
    lines.findChild(QToolButton).click()
    shown = [label.text() for label in lines.findChildren(QLabel)]
    assert any("662310" in words.replace(" ", "").replace(".", "") for words in shown)


def test_the_panel_is_a_rail_in_a_narrow_window_and_the_form_lies_over_the_list(open_tab, typist, store):
    store.run(a_volunteer)
    tab = open_tab(VolunteersTab, 1093, 543)
    assert tab.page.card_panel.is_collapsed()
    typist.enter()
    panel = tab.page.form_panel
    assert panel.isVisible()
    assert not panel.is_collapsed()
    assert panel.save_button.isVisible()
    typist.key(KEY.Key_Escape)
    assert tab.page.card_panel.is_collapsed()


def test_a_refused_save_leaves_the_cursor_where_it_was_and_what_is_typed_next_arrives(open_tab, typist, store):
    store.run(a_volunteer)
    tab = open_tab(VolunteersTab)
    typist.enter().type("Lê Thị H")
    store.run(lambda s: setattr(s.scalars(select(Volunteer)).one(), "branch", "Chi đoàn Năng An"))
    typist.key(KEY.Key_S, control=True)
    assert tab.page.form_panel.strip.buttons, "somebody else changed it meanwhile"
    typist.type("à")
    assert tab.page.form_panel.form.editors["full_name"].value() == "Lê Thị Hà"
    tab.page.form_panel.form.clear()
