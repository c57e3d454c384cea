"""Chiến dịch: models and campaigns at the left, their events, and the people villagers trust."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.records import Campaign, CampaignEvent, InfluentialPerson, Initiative, Record
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import campaigns, keeping, references
from hoaian_desktop.services.listings import EVENTS, INFLUENCERS
from hoaian_desktop.services.lists import Query
from ui.tabs.adding import offer_adding_to
from ui.tabs.beside import GAP, NARROW
from ui.tabs.campaign_head import CampaignHead
from ui.tabs.campaign_menu import CampaignMenu
from ui.tabs.campaign_tree import CAMPAIGN, CampaignTree
from ui.tabs.event_panel import EventPanel
from ui.tabs.form_panel import FormPanel
from ui.tabs.kept import Kept
from ui.tabs.page import RecordPage
from ui.tabs.record_dialog import RecordDialog
from ui.tabs.tab import Tab
from ui.taking_back import way_back
from ui.tasks import Tasks
from ui.widgets.editors import editor_for
from ui.widgets.empty_state import EmptyState, Way
from ui.widgets.reference_editors import ReferenceEditor
from ui.widgets.side_panel import SidePanel

EVENT = Kept(
    CampaignEvent,
    EVENTS,
    one="hoạt động",
    add="Thêm hoạt động",
    icon="megaphone",
    placeholder="Lọc hoạt động",
    filters=("kind", "day", "campaign_id"),
    carried=("day", "kind", "campaign_id"),
    dated=("day",),
    key_field="subject",
    bulk=("kind", "campaign_id", "village_id", "volunteers"),
    width=410,
    card_width=300,
)
PERSON = Kept(
    InfluentialPerson,
    INFLUENCERS,
    one="người có uy tín",
    add="Thêm người",
    icon="star",
    placeholder="Lọc: họ tên, số điện thoại",
    filters=("role", "village_id"),
    carried=("village_id",),
    bulk=("role", "village_id"),
    width=400,
    card_width=330,
    order_words="Xếp theo tên, rồi họ và đệm",
)
_TEAM = Field("team", "Thêm cả tổ", Kind.REFERENCE, refers_to="team", hint="chọn tổ để thêm mọi thành viên")


class EventsPage(RecordPage):
    """The events of what is picked in the tree."""

    kept = EVENT
    title = "Hoạt động"

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(tasks, today=today)
        self._to_choose: tuple[str, int | None] | None = None
        self.tree = CampaignTree()
        self.head = CampaignHead(today=today)
        self.column.insertWidget(0, self.head)
        outer = self.layout()
        outer.removeWidget(self.beside)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(GAP)
        across.addWidget(self.tree)
        across.addWidget(self.beside, 1)
        outer.addLayout(across)  # type: ignore[attr-defined]
        team = editor_for(_TEAM)
        assert isinstance(team, ReferenceEditor)
        self.team_adder = team
        team.changed.connect(self._add_team_to_form)
        offer_adding_to(team, tasks, self, self.said.emit, today)
        self.tree.picked.connect(self._picked)
        self.tree.add_campaign_wanted.connect(self.add_campaign)
        self.tree.add_initiative_wanted.connect(partial(self._open_dialog, Initiative, "Thêm mô hình", None, {}))
        self.tree.change_wanted.connect(self._change)
        self.tree.archive_wanted.connect(self._archive)
        self.menu = CampaignMenu()
        self.list.add_tool(self.menu)
        self.menu.add_campaign_wanted.connect(self.tree.add_campaign_wanted)
        self.menu.add_initiative_wanted.connect(self.tree.add_initiative_wanted)
        self.menu.change_wanted.connect(self.tree.change_wanted)
        self.menu.archive_wanted.connect(self.tree.archive_wanted)

    def furnish(self, panel: FormPanel) -> None:
        panel.below.addWidget(self.team_adder)
        self.team_adder.entered.connect(panel.save_button.setFocus)

    def make_card(self) -> SidePanel:
        panel = EventPanel(self.tasks, self.kept)
        panel.edit_wanted.connect(self.open)
        panel.history_wanted.connect(self.show_history)
        panel.said.connect(self.said)
        self.event_panel = panel
        return panel

    def show_card(self, id_: object) -> None:
        self.event_panel.show_record(id_ if isinstance(id_, int) else None)

    def label_of(self, record: Any) -> str:
        return f"{record.subject}, {show_date(record.day)}"

    def fresh_values(self) -> dict[str, Any]:
        kind, id_ = self.tree.chosen()
        return {**super().fresh_values(), **({"campaign_id": id_} if kind == CAMPAIGN else {})}

    def reload(self) -> None:
        self.tasks.read(self, campaigns.tree, done=self._show_tree, latest="tree")
        super().reload()
        self.event_panel.reload_options()
        self._show_head()
        self.tasks.read(
            self, partial(references.options, table="team"), done=self.team_adder.set_options, latest="teams"
        )

    def show_behind(self, behind: Any) -> None:
        self.tree.choose(("everything", None))
        super().show_behind(behind)

    def show_query(self, query: Query) -> None:
        self.tree.choose(("everything", None))
        super().show_query(query)

    def show_totals(self, query: Query) -> None:
        self.tasks.read(self, partial(campaigns.totals, query=query), done=self._show_totals, latest="totals")

    def _show_totals(self, totals: campaigns.EventTotals) -> None:
        self.list.footer.setText(
            f"<b>{show_count(totals.events)}</b> hoạt động · <b>{show_count(totals.broadcasts)}</b> buổi phát thanh, "
            f"<b>{show_count(totals.minutes)}</b> phút · <b>{show_count(totals.turns)}</b> lượt TNV"
        )

    # The tree

    def _picked(self, kind: str, id_: object) -> None:
        self.list.narrow_to(self.tree.filters())
        self._show_head()

    def _show_head(self) -> None:
        kind, id_ = self.tree.chosen()
        if kind == CAMPAIGN and id_ is not None:
            operation = partial(campaigns.card, campaign_id=id_)
            self.tasks.read(self, operation, done=self.head.show_card, failed=lambda _: self.head.hide(), latest="head")
        else:
            self.head.show_card(None)

    def add_campaign(self) -> None:
        """Open the form of a new campaign, under the model picked."""
        kind, id_ = self.tree.chosen()
        values = {"started": self.today(), "initiative_id": id_ if kind == "initiative" else None}
        self._open_dialog(Campaign, "Thêm chiến dịch", None, values)

    def _change(self, kind: str, id_: int) -> None:
        if kind == CAMPAIGN:
            self._open_dialog(Campaign, "Sửa chiến dịch", id_, {})
        else:
            self._open_dialog(Initiative, "Sửa mô hình", id_, {})

    def _open_dialog(self, record: type[Record], title: str, id_: int | None, values: Mapping[str, Any]) -> None:
        dialog = RecordDialog(self, self.tasks, record, title, id_=id_, values=values, today=self.today)
        dialog.saved.connect(self._dialog_saved)
        dialog.said.connect(self.said)
        dialog.open()

    def _dialog_saved(self, record: Any) -> None:
        self.said.emit(f"Đã lưu {record.label}", way_back(self, self.tasks, self.said.emit))
        if isinstance(record, Campaign):
            self._to_choose = (CAMPAIGN, record.id)  # its line is there as soon as the tree has been read again

    def _show_tree(self, tree: campaigns.Tree) -> None:
        self.tree.show_tree(tree)
        self.menu.show_tree(tree)
        if self._to_choose is not None:
            self.tree.choose(self._to_choose)
            self._to_choose = None

    def _archive(self, kind: str, id_: int) -> None:
        record: type[Record] = Campaign if kind == CAMPAIGN else Initiative
        words = "Đã lưu trữ chiến dịch" if kind == CAMPAIGN else "Đã lưu trữ mô hình"
        done = partial(self._tree_archived, words)
        self.tasks.run(self, partial(keeping.archive, record=record, ids=(id_,)), done=done)

    def _tree_archived(self, words: str, _: object) -> None:
        self.said.emit(words, way_back(self, self.tasks, self.said.emit))

    # The form

    def form_begun(self, id_: int | None) -> None:
        self.team_adder.set_value(None)

    def _add_team_to_form(self) -> None:
        team_id = self.team_adder.value()
        if team_id is not None:
            day = self.today()
            operation = partial(campaigns.members_on, team_id=team_id, day=day)
            self.tasks.read(self, operation, done=self._take_members, latest="members")

    def _take_members(self, members: tuple[int, ...]) -> None:
        editor = self.form_panel.form.editors["volunteers"]
        chosen = tuple(editor.value())  # type: ignore[call-overload]
        editor.set_value((*chosen, *(id_ for id_ in members if id_ not in chosen)))
        self.form_panel.note.setText("Chưa lưu")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.window().width() < NARROW
        self.tree.setVisible(not narrow)
        self.menu.setVisible(narrow)
        self.list.filter_row.boxes["campaign_id"].setVisible(narrow)

    def _verb(self, event: QKeyEvent) -> Callable[[], None] | None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if self.tree.items.hasFocus() and event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Insert):
            return None
        if control and event.key() == Qt.Key.Key_M and not self.form_open:
            return self._go_to_people
        return super()._verb(event)

    def _go_to_people(self) -> None:
        self.event_panel.set_collapsed(False)
        self.event_panel.people.setFocus()
        if self.event_panel.people.currentRow() < 0:
            self.event_panel.people.setCurrentRow(0)


class InfluencersPage(RecordPage):
    """The people villagers listen to."""

    kept = PERSON
    title = "Người có uy tín"

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(tasks, today=today)
        self.list.table.counted.connect(self._show_count)

    def _show_count(self, number: int) -> None:
        self.list.footer.setText(f"<b>{show_count(number)}</b> người có uy tín")


class CampaignsTab(Tab):
    """The tab of campaigns, with the influential persons as its second view (F6)."""

    title = "Chiến dịch"
    icon = "megaphone"
    guide = "chien-dich"

    kinds = (EventsPage, InfluencersPage)

    @property
    def events(self) -> EventsPage:
        """The main page."""
        return self.pages[0]

    def make_empty(self) -> EmptyState:
        first = Way(
            "Ghi hoạt động đầu tiên",
            "Buổi phát thanh, tuyên truyền, tập huấn hay tin bài: ngày, nội dung, ai tham gia.",
            EVENT.add,
            "plus",
            self.add_new,
        )
        campaign = Way(
            "Hoặc lập chiến dịch trước",
            "Chiến dịch gom các hoạt động của một đợt và có chỉ tiêu số buổi, số phút.",
            "Thêm chiến dịch",
            "layers",
            self._add_campaign,
        )
        return EmptyState(
            self.icon,
            "Chưa có hoạt động nào",
            "Số buổi, số phút phát thanh và lượt tham gia trong báo cáo được cộng từ các hoạt động ghi ở đây.",
            [first, campaign, *self.ways(first)[1:]],
            "hướng dẫn về chiến dịch, hoạt động và người có uy tín",
        )

    def _add_campaign(self) -> None:
        self.show_page(0)
        self.events.add_campaign()
