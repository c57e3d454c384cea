"""The secretary keeps her teams without touching the mouse."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from hoaian_desktop.indicators import counting
from hoaian_desktop.records import Membership, Team
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import keeping, teams
from hoaian_desktop.services.lists import Behind
from tests.builders import SINCE, TODAY, a_citizen, a_membership, a_tally, a_team, a_village, a_volunteer, an_activation
from ui.tabs.teams import TeamsTab

KEY = Qt.Key


def all_of(store, record):
    return store.read(lambda session: session.scalars(select(record).order_by(record.id)).all())


def test_an_empty_tab_says_what_to_do_and_its_button_opens_the_form(open_tab, typist):
    tab = open_tab(TeamsTab)
    assert tab.empty.isVisible()
    tab.empty.buttons[0].click()
    typist.type("Tổ CNSCĐ thôn Năng An")
    assert tab.page.form_panel.form.editors["name"].value() == "Tổ CNSCĐ thôn Năng An"


def test_a_team_is_added_changed_archived_and_brought_back_by_keyboard(open_tab, typist, store):
    store.run(a_village)
    tab = open_tab(TeamsTab)
    tab.add_new()
    typist.fill("Tổ CNSCĐ thôn Năng An", "", "nang an").enter().fill("5/4/2022")
    typist.key(KEY.Key_S, control=True)
    [team] = all_of(store, Team)
    assert (team.name, team.started) == ("Tổ CNSCĐ thôn Năng An", date(2022, 4, 5))
    assert store.read(lambda s: [v.name for v in keeping.get(s, Team, team.id).villages]) == ["Năng An"]
    assert tab.page.toast.text() == "Đã lưu Tổ CNSCĐ thôn Năng An"
    assert tab.page.list.table.selected_ids() == [team.id]

    typist.key(KEY.Key_F2).type("Tổ Năng An").key(KEY.Key_S, control=True)
    assert all_of(store, Team)[0].name == "Tổ Năng An"

    typist.key(KEY.Key_Delete)
    assert all_of(store, Team)[0].archived
    assert tab.page.toast.text() == "Đã lưu trữ 1 tổ"
    assert tab.page.list.table.count() == 0

    tab.page.list.filter_row.archived.setCurrentIndex(1)
    typist._settle()
    tab.page.list.go_to_table()
    typist.key(KEY.Key_Delete)
    assert not all_of(store, Team)[0].archived


def test_what_was_archived_comes_back_with_undo(open_tab, typist, store):
    store.run(a_team)
    tab = open_tab(TeamsTab)
    typist.key(KEY.Key_Delete)
    assert all_of(store, Team)[0].archived
    tab.page.toast.undo_button.click()
    typist._settle()
    assert not all_of(store, Team)[0].archived


def test_enter_opens_the_form_and_escape_leads_back_to_the_row(open_tab, typist, store):
    store.run(a_team)
    tab = open_tab(TeamsTab)
    typist.enter()
    assert tab.page.form_open
    assert tab.page.form_panel.form.editors["name"].control.hasFocus()
    typist.key(KEY.Key_Escape)
    assert not tab.page.form_open
    assert tab.page.list.table.view.hasFocus()


def test_a_membership_is_added_changed_and_ended_by_keyboard(open_tab, typist, store):
    store.run(a_team)
    store.run(a_volunteer)
    tab = open_tab(TeamsTab)
    typist.key(KEY.Key_M, control=True).key(KEY.Key_Insert)
    typist.type("thu ha").enter()
    typist.type("Tổ trưởng").enter().fill("1/7/2023").key(KEY.Key_S, control=True)
    [membership] = all_of(store, Membership)
    assert (membership.role, membership.started, membership.ended) == ("leader", date(2023, 7, 1), None)
    assert tab.page.team_panel.members.table.item(0, 0).text() == "Lê Thị Thu Hà"

    typist.key(KEY.Key_F2).enter(3).fill("31/10/2023").key(KEY.Key_S, control=True)
    assert all_of(store, Membership)[0].ended == date(2023, 10, 31)


def test_a_membership_that_ends_before_it_begins_is_refused_under_the_field(open_tab, typist, store):
    store.run(lambda s: a_membership(s, a_team(s), a_volunteer(s)))
    tab = open_tab(TeamsTab)
    typist.key(KEY.Key_M, control=True).key(KEY.Key_F2).enter(3).fill("1/1/2020").key(KEY.Key_S, control=True)
    members = tab.page.team_panel.members
    assert members.form.editors["ended"].fault().startswith("Ngày kết thúc trước ngày bắt đầu")
    assert members.form_open
    assert all_of(store, Membership)[0].ended is None


def test_nobody_is_twice_in_one_team_at_the_same_time(open_tab, typist, store):
    store.run(lambda s: a_membership(s, a_team(s), a_volunteer(s)))
    tab = open_tab(TeamsTab)
    typist.key(KEY.Key_M, control=True).key(KEY.Key_Insert)
    typist.type("thu ha").enter().key(KEY.Key_S, control=True)
    assert tab.page.team_panel.members.form.editors["volunteer_id"].fault().startswith("Người này đã ở trong tổ")
    assert len(all_of(store, Membership)) == 1


def test_a_removed_membership_can_be_brought_back(open_tab, typist, store):
    store.run(lambda s: a_membership(s, a_team(s), a_volunteer(s)))
    tab = open_tab(TeamsTab)
    typist.key(KEY.Key_M, control=True).key(KEY.Key_Delete)
    assert all_of(store, Membership)[0].archived
    tab.page.toast.undo_button.click()
    typist._settle()
    assert not all_of(store, Membership)[0].archived


def test_weeks_without_anything_noted_are_pointed_at_and_the_total_is_the_indicator(open_tab, store):
    def fill(session):
        busy, silent = a_team(session), a_team(session, "Tổ CNSCĐ thôn Đại Định")
        an_activation(session, day=date(2023, 11, 1), team_id=busy.id)
        an_activation(session, day=date(2023, 11, 8), team_id=busy.id, status="guided")
        a_tally(session, 5, day=date(2023, 11, 14), team_id=busy.id)
        an_activation(session, day=date(2023, 11, 15), team_id=None, citizen=a_citizen(session, "Bùi Thị Ba"))
        an_activation(session, day=date(2023, 11, 16), team_id=silent.id)

    store.run(fill)
    tab = open_tab(TeamsTab)
    table = tab.page.weeks.table
    cells = [[table.item(row, column).text() for column in range(table.columnCount())] for row in range(4)]
    by_name = {line[0]: line[1:] for line in cells}
    # Nguyễn Văn Khải of the first week and of the third are two people of one name, so three accounts and five tallied.
    assert by_name["Tổ CNSCĐ thôn Đại Định"][:3] == ["chưa có", "chưa có", "1"]
    assert by_name["Tổ CNSCĐ thôn Năng An"][:3] == ["1", "0", "5"]
    assert by_name["Không ghi tổ"][2] == "1"
    counted = store.read(lambda s: counting.count_spans(s, [Span.month(2023, 11)], SINCE, ["2.3"])[0]["2.3"].total)
    assert by_name["Tổng cộng"][-1] == str(counted) == "8"


def test_the_list_and_the_panel_count_an_account_for_the_team_that_was_first(open_tab, store):
    def fill(session):
        first, second = a_team(session), a_team(session, "Tổ CNSCĐ thôn Vạn Hội")
        citizen = a_citizen(session)
        an_activation(session, citizen, day=date(2023, 10, 1), team_id=first.id)
        an_activation(session, citizen, day=date(2023, 11, 1), team_id=second.id)
        a_tally(session, 4, team_id=first.id)
        return first.id, second.id

    first, second = store.run(fill)
    tab = open_tab(TeamsTab)
    column = [field.name for field in tab.page.kept.listing.fields].index("accounts")
    shown = {}
    for row in range(tab.page.list.table.count()):
        found = tab.page.list.table.model.row_at(row)
        shown[found.id] = found.cells[column]
    assert shown == {first: 5, second: 0}
    assert store.read(lambda s: teams.card(s, first, today=TODAY)).accounts == 5
    assert store.read(lambda s: teams.card(s, second, today=TODAY)).accounts == 0


def test_the_people_behind_a_figure_lead_to_their_teams(open_tab, store, settle):
    store.run(lambda s: a_membership(s, a_team(s), a_volunteer(s)))
    store.run(lambda s: a_team(s, "Đội hình DVC", kind="dvc-squad"))
    tab = open_tab(TeamsTab)
    tab.show_behind(Behind("1.2.nguoi", Span.month(2023, 11)))
    settle()
    assert tab.page.list.table.count() == 1
    assert "Thành viên của các tổ" in tab.page.list.behind_strip.text()
    tab.page.list.behind_strip.buttons[0].click()
    settle()
    assert tab.page.list.table.count() == 2


def test_the_small_form_of_a_membership_opens_in_sight_however_long_the_panel_is(open_tab, typist, store, qtbot):
    def fill(session):
        team = a_team(session)
        for number in range(11):
            a_membership(session, team, a_volunteer(session, f"Lê Thị {'ABCDEGHKLMN'[number]}"))

    store.run(fill)
    tab = open_tab(TeamsTab)
    typist.key(KEY.Key_M, control=True)
    members = tab.page.team_panel.members
    assert members.change_button.isEnabled()
    typist.key(KEY.Key_F2)
    qtbot.waitUntil(lambda: not members.save_button.visibleRegion().isEmpty(), timeout=2000)
    assert members.form.editors["volunteer_id"].control.hasFocus()


def test_the_footer_of_a_narrowed_list_counts_what_is_shown(open_tab, store, settle):
    def fill(session):
        helper = a_volunteer(session)
        for name in ("Tổ Năng An", "Tổ Vĩnh Đức"):
            a_membership(session, a_team(session, name), helper)
        a_membership(session, a_team(session, "Đội hình xã", kind="youth"), a_volunteer(session, "Đặng Hữu Phước"))

    store.run(fill)
    tab = open_tab(TeamsTab)
    tab.page.list.filter_row.search.setText("to")
    tab.page.list.ask()
    settle()
    assert tab.page.list.footer.text() == "<b>2</b> tổ, đội · <b>1</b> thành viên"


def test_escape_in_the_form_of_a_member_asks_before_typing_is_lost(open_tab, typist, store):
    store.run(lambda session: a_membership(session, a_team(session), a_volunteer(session)))
    tab = open_tab(TeamsTab)
    members = tab.page.team_panel.members
    members.add()
    typist.key(KEY.Key_Escape)
    assert not members.form_open, "nothing typed, nothing asked"
    members.add()
    typist.type("Lê").key(KEY.Key_Escape)  # this one closes the list under the field
    asked = []

    def refuse():
        box = QApplication.activeModalWidget()
        asked.append(box.text())
        box.reject()

    QTimer.singleShot(50, refuse)
    typist.key(KEY.Key_Escape)
    assert asked == ["Bỏ phần đang nhập?"]
    assert members.form_open
    members.form.clear()
