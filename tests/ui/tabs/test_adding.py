"""What a form needs and the book lacks is added from the form: a new book is no dead end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from hoaian_desktop.records import Service, Team, Village, Volunteer
from tests.builders import a_team, a_village, a_volunteer
from ui.tabs.activations import ActivationsTab
from ui.tabs.record_dialog import RecordDialog
from ui.tabs.teams import TeamsTab

DOWN = Qt.Key.Key_Down


def _names(store, record):
    return store.read(lambda session: [(each.label, each.archived) for each in session.scalars(select(record))])


def test_the_first_team_of_a_new_book_gets_its_village_by_typing(open_tab, store, typist):
    tab = open_tab(TeamsTab)
    tab.add_new()
    editors = tab.page.form_panel.form.editors
    editors["name"].focus()
    typist.type("Tổ CNSCĐ thôn Năng An")
    editors["villages"].focus()
    typist.type("thôn Năng An").key(DOWN).enter()
    assert _names(store, Village) == [("Năng An", False)]
    assert len(editors["villages"].value()) == 1
    assert tab.page.toast.text() == "Đã thêm thôn Năng An"
    editors["started"].focus()
    typist.type("5/4/2022").key(Qt.Key.Key_S, control=True)
    assert [team for team, _ in _names(store, Team)] == ["Tổ CNSCĐ thôn Năng An"]


def test_a_village_added_by_mistake_is_taken_back_from_the_form_too(open_tab, store, typist, settle):
    tab = open_tab(TeamsTab)
    tab.add_new()
    editor = tab.page.form_panel.form.editors["villages"]
    editor.focus()
    typist.type("Năng Am").key(DOWN).enter()
    tab.page.toast.undo_button.click()
    settle()
    assert editor.value() == ()
    assert _names(store, Village) == [("Năng Am", True)]
    typist.type("Năng Am").key(DOWN).enter()
    assert _names(store, Village) == [("Năng Am", False)], "the one put aside comes back"


def test_a_town_has_quarters(open_tab, store, typist):
    store.run(lambda session: setattr(_unit(session), "kind", "town"))
    tab = open_tab(TeamsTab)
    tab.add_new()
    tab.page.form_panel.form.editors["villages"].focus()
    typist.type("Gia Chiểu 1").key(DOWN).enter()
    assert store.read(lambda session: session.scalars(select(Village.kind)).all()) == ["khu-pho"]


def test_a_member_who_is_not_in_the_list_is_added_and_typing_goes_on(open_tab, store, typist):
    store.run(a_team)
    tab = open_tab(TeamsTab)
    members = tab.page.team_panel.members
    members.add()
    typist.type("Lê Thị Thu Hà").key(DOWN).enter()
    assert _names(store, Volunteer) == [("Lê Thị Thu Hà", False)]
    assert members.form.editors["role"].control.hasFocus()
    typist.key(Qt.Key.Key_S, control=True)
    assert members.table.rowCount() == 1


def test_a_service_is_added_in_a_small_form_with_the_name_in_it(open_tab, store, typist, settle):
    tab = open_tab(ActivationsTab)
    tab.add_new()
    editor = tab.page.form_panel.form.editors["service_id"]
    editor.focus()
    typist.type("Sổ sức khỏe điện tử").key(DOWN).enter()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RecordDialog)
    assert dialog.form.editors["name"].value() == "Sổ sức khỏe điện tử"
    dialog.save()
    settle()
    made = store.read(lambda session: session.scalars(select(Service).where(Service.code.startswith("own-"))).one())
    assert editor.value() == made.id
    assert editor.line.text() == "Sổ sức khỏe điện tử"


def test_a_name_that_is_in_the_list_is_not_offered_again_but_a_mark_makes_another(open_tab, store, typist):
    store.run(lambda session: (a_team(session), a_volunteer(session, "Lê Thị Thu")))
    tab = open_tab(TeamsTab)
    members = tab.page.team_panel.members
    members.add()
    editor = members.form.editors["volunteer_id"]
    typist.type("lê thị thu")
    assert editor._offer() == ""
    editor.line.clear()
    typist.type("lê thị thư")
    assert editor._offer() == "Thêm mới “lê thị thư”"


def test_text_that_means_nothing_says_how_it_is_added(open_tab, store, typist):
    store.run(lambda session: (a_team(session), a_village(session)))
    tab = open_tab(TeamsTab)
    tab.add_new()
    editor = tab.page.form_panel.form.editors["villages"]
    editor.focus()
    typist.type("Quy Nhơn").key(Qt.Key.Key_Tab)
    assert "“Thêm mới” ở cuối danh sách" in editor.fault()


def test_the_empty_teams_tab_leads_to_the_villages(open_tab, qtbot):
    tab = open_tab(TeamsTab)
    with qtbot.waitSignal(tab.go, timeout=500) as asked:
        next(way for way in tab.empty.buttons if "Thôn" in way.text()).click()
    assert asked.args == ["villages", None]


def _unit(session):
    from hoaian_desktop.services import offices

    return offices.unit_of(session)
