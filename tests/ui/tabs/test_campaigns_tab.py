"""Events, who came to them, and the people villagers trust."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from hoaian_desktop.records import Campaign, CampaignEvent, InfluentialPerson, Initiative
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import campaigns, keeping
from hoaian_desktop.services.lists import Behind
from tests.builders import a_membership, a_team, a_village, a_volunteer, an_event, an_influencer
from ui.tabs.campaigns import CampaignsTab

KEY = Qt.Key


def all_of(store, record):
    return store.read(lambda session: session.scalars(select(record).order_by(record.id)).all())


def a_campaign(session, name="Phát thanh quý IV/2023", **about):
    initiative = session.scalars(select(Initiative).where(Initiative.name == "Tiếng loa thanh niên")).one()
    values = {"name": name, "initiative_id": initiative.id, "started": date(2023, 10, 1), **about}
    return keeping.save(session, Campaign, values)


def a_team_of(session, *names):
    team = a_team(session)
    for name in names:
        a_membership(session, team, a_volunteer(session, name))
    return team


def test_an_event_is_added_changed_archived_and_brought_back_by_keyboard(open_tab, typist, store):
    store.run(a_village)
    tab = open_tab(CampaignsTab)
    tab.add_new()
    typist.fill("12/11/2023").enter().fill("Hướng dẫn kích hoạt VNeID mức 2", "").type("nang an").enter()
    typist.fill("", "15").key(KEY.Key_S, control=True)
    [event] = all_of(store, CampaignEvent)
    assert (event.day, event.kind, event.minutes) == (date(2023, 11, 12), "broadcast", 15)
    assert tab.page.toast.text() == "Đã lưu Hướng dẫn kích hoạt VNeID mức 2, 12/11/2023"
    footer = "<b>1</b> hoạt động · <b>1</b> buổi phát thanh, <b>15</b> phút · <b>0</b> lượt TNV"
    assert tab.page.list.footer.text() == footer

    typist.key(KEY.Key_F2)
    tab.page.form_panel.form.editors["reach"].focus()
    typist.type("140").key(KEY.Key_S, control=True)
    assert all_of(store, CampaignEvent)[0].reach == 140
    typist.key(KEY.Key_Delete)
    assert all_of(store, CampaignEvent)[0].archived
    tab.page.toast.undo_button.click()
    typist._settle()
    assert not all_of(store, CampaignEvent)[0].archived


def test_volunteers_are_ticked_by_keyboard_and_a_whole_team_at_once(open_tab, typist, store):
    def fill(session):
        team = a_team_of(session, "Đặng Hữu Phước", "Lê Thị Thu Hà", "Võ Đình Huy")
        an_event(session)
        return team.id

    team_id = store.run(fill)
    tab = open_tab(CampaignsTab)
    panel = tab.events.event_panel
    panel._tick_team(team_id, "Tổ CNSCĐ thôn Năng An")
    typist._settle()
    assert tab.page.toast.text() == "Đã thêm 3 người của Tổ CNSCĐ thôn Năng An"
    assert panel.came.text() == "Tình nguyện viên (3)"

    typist.key(KEY.Key_M, control=True).key(KEY.Key_Space)
    came = store.read(lambda s: keeping.values_of(s, CampaignEvent, 1)["volunteers"])
    assert len(came) == 2
    # Who did not come stays in sight, to be ticked again.
    assert panel.people.count() == 3


def test_the_team_picker_of_the_form_adds_its_members(open_tab, typist, store):
    store.run(lambda s: a_team_of(s, "Đặng Hữu Phước", "Lê Thị Thu Hà"))
    tab = open_tab(CampaignsTab)
    tab.add_new()
    typist.enter(2).type("Ra quân")
    tab.events.team_adder.control.setFocus()
    typist.type("nang an").enter().key(KEY.Key_S, control=True)
    assert store.read(lambda s: keeping.values_of(s, CampaignEvent, 1)["volunteers"]) == (1, 2)


def test_an_influential_person_is_added_to_an_event_with_his_role(open_tab, typist, store):
    store.run(lambda s: (an_event(s, households=12), an_influencer(s)))
    tab = open_tab(CampaignsTab)
    panel = tab.events.event_panel
    panel.picker.control.setFocus()
    typist.type("van tho").enter()
    assert store.read(lambda s: keeping.values_of(s, CampaignEvent, 1)["influencers"]) == (1,)
    assert panel.influencers.text() == "Nguyễn Văn Thơ · Trưởng thôn\nĐi cùng đến 12 hộ"


def test_the_tree_narrows_the_list_and_the_head_shows_how_far_a_campaign_is(open_tab, store, settle):
    def fill(session):
        campaign = a_campaign(session, target_events=12, target_minutes=180, ended=date(2023, 12, 31))
        for day in (1, 2, 3):
            an_event(session, f"Bài {day}", day=date(2023, 11, day), minutes=15, campaign_id=campaign.id)
        an_event(session, "Tin Facebook", kind="post")

    store.run(fill)
    tab = open_tab(CampaignsTab)
    assert tab.page.list.table.count() == 4
    assert tab.events.head.isHidden()
    tab.events.tree.choose(("campaign", 1))
    settle()
    assert tab.page.list.table.count() == 3
    assert tab.events.head.sums.text() == "<b>3</b> / 12 buổi · <b>45</b> / 180 phút phát thanh · <b>0</b> thôn"
    tab.events.tree.choose(("loose", None))
    settle()
    assert tab.page.list.table.count() == 1
    initiative = store.read(lambda s: s.scalars(select(Campaign)).one().initiative_id)
    tab.events.tree.choose(("initiative", initiative))
    settle()
    assert tab.page.list.table.count() == 3


def test_a_new_event_belongs_to_the_campaign_picked(open_tab, typist, store):
    store.run(lambda s: an_event(s, campaign_id=a_campaign(s).id))
    tab = open_tab(CampaignsTab)
    tab.events.tree.choose(("campaign", 1))
    typist._settle()
    tab.page.list.go_to_table()
    typist.key(KEY.Key_Insert).enter(2).type("Bài mới").key(KEY.Key_S, control=True)
    assert all_of(store, CampaignEvent)[1].campaign_id == 1


def back_to(tab, qtbot):
    """A desktop makes the window under a closed dialog active again; without one it has to be said."""
    tab.window().activateWindow()
    qtbot.waitUntil(tab.window().isActiveWindow, timeout=2000)
    tab.events.tree.items.setFocus()


def test_a_campaign_is_added_changed_and_archived_from_the_tree(open_tab, typist, store, qtbot):
    store.run(an_event)
    tab = open_tab(CampaignsTab)
    tab.events.tree.items.setFocus()
    typist.key(KEY.Key_Insert)
    dialog = QApplication.activeModalWidget()
    assert dialog.windowTitle() == "Thêm chiến dịch"
    typist.fill("Cao điểm tháng 11").type("tieng loa").enter().key(KEY.Key_S, control=True)
    [campaign] = all_of(store, Campaign)
    assert campaign.name == "Cao điểm tháng 11"
    assert campaign.initiative_id is not None
    assert tab.events.tree.chosen() == ("campaign", campaign.id)

    back_to(tab, qtbot)
    typist.key(KEY.Key_F2).type("Cao điểm 2023").key(KEY.Key_S, control=True)
    assert all_of(store, Campaign)[0].name == "Cao điểm 2023"
    back_to(tab, qtbot)
    typist.key(KEY.Key_Delete)
    assert all_of(store, Campaign)[0].archived
    tab.page.toast.undo_button.click()
    typist._settle()
    assert not all_of(store, Campaign)[0].archived


def test_influential_persons_have_a_list_and_a_form_of_their_own(open_tab, typist, store):
    store.run(an_event)
    tab = open_tab(CampaignsTab)
    typist.key(KEY.Key_F6)
    assert tab.page is tab.pages[1]
    typist.key(KEY.Key_Insert).fill("Nguyễn Văn Thơ", "1958", "na").type("truong thon").key(KEY.Key_S, control=True)
    [person] = all_of(store, InfluentialPerson)
    assert (person.full_name, person.role) == ("Nguyễn Văn Thơ", "village-head")
    assert tab.page.list.footer.text() == "<b>1</b> người có uy tín"


def test_negative_minutes_are_refused_under_the_field(open_tab, typist, store):
    tab = open_tab(CampaignsTab)
    tab.add_new()
    typist.enter(2).type("Bài phát thanh")
    tab.page.form_panel.form.editors["minutes"].control.setText("-5")
    typist.key(KEY.Key_S, control=True)
    assert tab.page.form_panel.form.editors["minutes"].fault()
    assert all_of(store, CampaignEvent) == []


def test_the_broadcasts_behind_a_figure_are_shown(open_tab, store, settle):
    store.run(lambda s: (an_event(s), an_event(s, "Tin", kind="post")))
    tab = open_tab(CampaignsTab)
    tab.show_behind(Behind("3.2.buoi", Span.month(2023, 11)))
    settle()
    assert tab.page.list.table.count() == 1


def test_the_persons_behind_a_figure_open_the_second_view(open_tab, store, settle):
    def fill(session):
        person = an_influencer(session)
        campaigns.add_influencer(session, an_event(session).id, person.id)
        an_influencer(session, "Trần Đình Cảnh")

    store.run(fill)
    tab = open_tab(CampaignsTab)
    tab.show_behind(Behind("4.1.nguoi", Span.month(2023, 11)))
    settle()
    assert tab.page is tab.pages[1]
    assert tab.page.list.table.count() == 1


def test_the_tree_gives_way_in_a_narrow_window(open_tab, store):
    store.run(an_event)
    tab = open_tab(CampaignsTab, 1093, 543)
    assert tab.events.tree.isHidden()
    assert not tab.events.list.filter_row.boxes["campaign_id"].isHidden()
    assert tab.events.event_panel.is_collapsed()


def test_a_small_window_has_a_menu_in_the_place_of_the_tree(open_tab, typist, store):
    store.run(an_event)
    tab = open_tab(CampaignsTab, width=1093, height=543)
    menu = tab.events.menu
    assert menu.isVisible() and not tab.events.tree.isVisible()
    made = menu.menu()
    made.actions()[0].trigger()
    typist._settle()
    dialog = QApplication.activeModalWidget()
    assert dialog.windowTitle() == "Thêm chiến dịch"
    typist.fill("Cao điểm tháng 11").key(KEY.Key_S, control=True)
    assert len(all_of(store, Campaign)) == 1
    made = menu.menu()
    line = next(action for action in made.actions() if action.text() == "Cao điểm tháng 11")
    below = line.menu()
    change, archive = below.actions()
    change.trigger()
    typist._settle()
    dialog = QApplication.activeModalWidget()
    assert dialog.windowTitle() == "Sửa chiến dịch"
    dialog.reject()
    archive.trigger()
    typist._settle()
    assert all_of(store, Campaign)[0].archived


def test_a_wide_window_has_the_tree_and_no_menu(open_tab, store):
    store.run(an_event)
    tab = open_tab(CampaignsTab)
    assert tab.events.tree.isVisible() and not tab.events.menu.isVisible()
