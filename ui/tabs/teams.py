"""Tổ công nghệ số: the teams, their members, and what each did week by week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent

from hoaian_desktop.records import Team
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import teams
from hoaian_desktop.services.listings import TEAMS
from hoaian_desktop.services.lists import Filter, Query
from hoaian_desktop.services.teams import Standing
from ui.tabs.kept import Kept
from ui.tabs.page import RecordPage
from ui.tabs.tab import Tab
from ui.tabs.team_card import TeamPanel
from ui.tabs.weeks_sheet import WeeksSheet
from ui.tasks import Tasks
from ui.widgets.empty_state import EmptyState, Way
from ui.widgets.side_panel import SidePanel

KEPT = Kept(
    Team,
    TEAMS,
    one="tổ",
    add="Thêm tổ",
    icon="users",
    placeholder="Lọc theo tên tổ",
    filters=("kind", "state"),
    carried=("kind", "started", "decision_number", "decision_date", "decision_issuer"),
    bulk=("kind", "decision_number", "decision_date", "decision_issuer"),
    width=420,
    list_width=870,
)
LOW = 560  # height of the page in logical pixels under which the weeks give their room to the list


class TeamsPage(RecordPage):
    """The list of teams, the weeks of the period below it, one team at the right."""

    kept = KEPT

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(tasks, today=today)
        self.weeks = WeeksSheet()
        self.column.addWidget(self.weeks)
        self.weeks.behind_wanted.connect(partial(self.go.emit, "behind"))
        self._has_weeks = False
        self._standing: Standing | None = None
        self._members = 0  # of the listed teams
        self.list.table.counted.connect(self._write_totals)
        self.list.offer_papers((("In danh sách dán bảng…", self.print_board),))

    def print_board(self) -> None:
        """Show the teams as they are put up on the notice board."""
        from ui.dialogs.office_papers import TeamBoardDialog

        TeamBoardDialog(self, self.tasks, today=self.today).open()

    def make_card(self) -> SidePanel:
        panel = TeamPanel(self.tasks, self.kept, today=self.today)
        panel.edit_wanted.connect(self.open)
        panel.history_wanted.connect(self.show_history)
        panel.members.said.connect(self.said)
        panel.records_wanted.connect(self._show_records)
        self.team_panel = panel
        return panel

    def show_card(self, id_: object) -> None:
        self.team_panel.show_record(id_ if isinstance(id_, int) else None)

    def show_totals(self, query: Query) -> None:
        self.tasks.read(self, partial(teams.standing, today=self.today()), done=self._show_totals, latest="totals")
        members = partial(teams.members_listed, query=query, today=self.today())
        self.tasks.read(self, members, done=self._show_members, latest="members")

    def label_of(self, record: Any) -> str:
        return str(record.name)

    def reload(self) -> None:
        super().reload()
        self.team_panel.members.reload_options()
        self.tasks.read(self, partial(_weeks_now, today=self.today()), done=self._show_weeks, latest="weeks")

    def has_unsaved(self) -> bool:
        return super().has_unsaved() or self.team_panel.members.is_changed()

    def _show_totals(self, standing: Standing) -> None:
        self._standing = standing
        self._write_totals()

    def _show_members(self, members: int) -> None:
        self._members = members
        self._write_totals()

    def _write_totals(self, *_: object) -> None:
        shown, standing = self.list.table.count(), self._standing
        if standing is None:
            return
        if self.list.is_filtered():  # the standing is that of the whole office
            words = f"<b>{show_count(shown)}</b> tổ, đội · <b>{show_count(self._members)}</b> thành viên"
            self.list.footer.setText(words)
            return
        self.list.footer.setText(
            f"<b>{show_count(shown)}</b> tổ, đội · <b>{standing.community}</b> tổ công nghệ số cộng đồng ở "
            f"<b>{standing.villages}/{standing.all_villages}</b> thôn · <b>{show_count(standing.members)}</b> "
            f"thành viên, <b>{show_count(standing.union_members)}</b> đoàn viên"
        )

    def _show_weeks(self, weeks: teams.Weeks) -> None:
        self.weeks.show_weeks(weeks)
        self._has_weeks = bool(weeks.lines)
        self._judge_height()

    def _show_records(self, team_id: int) -> None:
        self.go.emit("activations", Filter("team_id", team_id))

    def _judge_height(self) -> None:
        self.weeks.setVisible(self._has_weeks and self.height() >= LOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._judge_height()

    def _verb(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_M:
            return self._go_to_members if not self.form_open else None
        return super()._verb(event)

    def _go_to_members(self) -> None:
        self.team_panel.set_collapsed(False)
        self.team_panel.members.focus()


def _weeks_now(session: Any, *, today: date) -> teams.Weeks:
    return teams.by_week(session, teams.current_span(session, today), today=today)


class TeamsTab(Tab):
    """The tab of the teams."""

    title = "Tổ công nghệ số"
    icon = "users"
    guide = "to-cong-nghe-so"
    kinds = (TeamsPage,)

    def make_empty(self) -> EmptyState:
        first = Way(
            "Thêm từng tổ",
            "Tên tổ, thôn, quyết định, tổ trưởng. Khoảng một phút mỗi tổ.",
            KEPT.add,
            "plus",
            self.add_new,
        )
        villages = Way(
            "Hoặc ghi danh sách thôn trước",
            "Tổ, người dân và hoạt động chọn thôn từ danh sách này; gõ tên mới trong ô Thôn cũng thêm được.",
            "Thôn…",
            "map-pin",
            lambda: self.go.emit("villages", None),
        )
        return EmptyState(
            self.icon,
            "Chưa có tổ công nghệ số nào",
            "Mọi số đếm đều gắn với một tổ. Thêm các tổ của xã một lần, sau đó chỉ cần chọn.",
            [first, villages, *self.ways(first)[1:]],
            "hướng dẫn về tổ, đội hình và cách tính thành viên",
        )
