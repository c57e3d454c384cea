"""Tình nguyện viên: the Union's people, by given name, and the teams each belongs to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from hoaian_desktop.records import Volunteer
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import teams, volunteers
from hoaian_desktop.services.keeping import Card
from hoaian_desktop.services.listings import VOLUNTEERS
from hoaian_desktop.services.lists import Query
from hoaian_desktop.services.teams import TeamLine
from ui.tabs.card_panel import CardPanel
from ui.tabs.form_panel import FormPanel
from ui.tabs.kept import Kept
from ui.tabs.members_panel import Belonging, MembersPanel
from ui.tabs.page import RecordPage
from ui.tabs.tab import Tab
from ui.tasks import Tasks
from ui.widgets.buttons import rule
from ui.widgets.empty_state import EmptyState, Way
from ui.widgets.side_panel import SidePanel

KEPT = Kept(
    Volunteer,
    VOLUNTEERS,
    one="tình nguyện viên",
    add="Thêm người",
    icon="id-card",
    placeholder="Lọc: họ tên, chi đoàn, số điện thoại",
    filters=("village_id", "status"),
    carried=("branch", "village_id"),
    bulk=("team_id", "status", "branch", "position", "village_id"),
    card_width=300,
    order_words="Xếp theo tên, rồi họ và đệm",
)


class VolunteersPage(RecordPage):
    """The list of volunteers with their memberships."""

    kept = KEPT

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        self.in_card = MembersPanel(tasks, "volunteer_id", "Thêm tổ, đội", today=today)
        self.in_form = MembersPanel(tasks, "volunteer_id", "Thêm tổ, đội", today=today)
        super().__init__(tasks, today=today)
        self.in_card.said.connect(self.said)
        self.list.offer_papers(
            (
                ("In danh sách tình nguyện viên…", self.print_list),
                ("In giấy chứng nhận cho người đang chọn…", self.print_certificates),
            )
        )

    def print_list(self) -> None:
        """Show the list as it stands on paper."""
        from ui.dialogs.office_papers import VolunteerListDialog

        VolunteerListDialog(self, self.tasks, self.list.table.query(), today=self.today).open()

    def print_certificates(self) -> None:
        """Show a certificate for everybody picked."""
        from ui.dialogs.office_papers import CertificateDialog

        CertificateDialog(self, self.tasks, self.picked(), today=self.today).open()

    def furnish(self, panel: FormPanel) -> None:
        panel.below.addWidget(self.in_form)
        self.in_form.hide()
        self.in_form.said.connect(self.said)

    def make_card(self) -> SidePanel:
        panel = super().make_card()
        assert isinstance(panel, CardPanel)
        panel.below.addWidget(rule())
        panel.below.addWidget(self.in_card)
        panel.card_shown.connect(self._show_teams)
        return panel

    def show_totals(self, query: Query) -> None:
        self.tasks.read(self, partial(volunteers.totals, query=query), done=self._show_totals, latest="totals")

    def form_begun(self, id_: int | None) -> None:
        self.in_form.setVisible(id_ is not None)
        if id_ is not None:
            operation = partial(teams.memberships_of, volunteer_id=id_)
            self.tasks.read(self, operation, done=partial(_fill, self.in_form, id_), latest="form-teams")

    def reload(self) -> None:
        super().reload()
        self.in_card.reload_options()
        self.in_form.reload_options()
        if self.form_open:
            self.form_begun(self.form_panel.id)

    def has_unsaved(self) -> bool:
        return super().has_unsaved() or self.in_card.is_changed() or (self.form_open and self.in_form.is_changed())

    def _show_teams(self, card: Card) -> None:
        operation = partial(teams.memberships_of, volunteer_id=card.id)
        self.tasks.read(self, operation, done=partial(_fill, self.in_card, card.id), latest="card-teams")

    def _show_totals(self, totals: volunteers.Totals) -> None:
        self.list.footer.setText(
            f"<b>{show_count(totals.people)}</b> người · <b>{show_count(totals.in_teams)}</b> trong tổ, đội · "
            f"<b>{show_count(totals.women)}</b> nữ"
        )

    def _verb(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_M:
            return (self.in_form if self.form_open else self.in_card).focus
        return super()._verb(event)


def _fill(panel: MembersPanel, owner: int, lines: list[TeamLine]) -> None:
    belongings = [Belonging(line.id, line.team, line.role, line.started, line.ended) for line in lines]
    panel.show_owner(owner, "Tổ, đội tham gia" if lines else "Chưa thuộc tổ, đội nào", belongings)


class VolunteersTab(Tab):
    """The tab of the volunteers."""

    title = "Tình nguyện viên"
    icon = "id-card"
    guide = "tinh-nguyen-vien"
    kinds = (VolunteersPage,)

    def make_empty(self) -> EmptyState:
        first = Way(
            "Thêm từng người",
            "Họ và tên là đủ để bắt đầu; các ô khác bổ sung sau.",
            KEPT.add,
            "plus",
            self.add_new,
        )
        return EmptyState(
            self.icon,
            "Chưa có tình nguyện viên nào",
            "Mỗi lượt hỗ trợ và mỗi hoạt động ghi ai đã tham gia. Thêm đoàn viên, thanh niên một lần, sau đó chỉ cần "
            "chọn.",
            self.ways(first),
            "hướng dẫn về tình nguyện viên và cách tính lượt tham gia",
        )
