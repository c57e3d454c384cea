"""One team as it is read: where, by which decision, who leads it, its members and what it reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from hoaian_desktop import choices
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.records import Team, field_of
from hoaian_desktop.rules import numbers
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import teams
from hoaian_desktop.services.keeping import Line
from hoaian_desktop.services.teams import TeamCard
from ui.dialogs.parts import row
from ui.tabs.card_panel import CardPanel
from ui.tabs.kept import Kept
from ui.tabs.members_panel import Belonging, MembersPanel
from ui.tasks import Tasks
from ui.widgets import badge
from ui.widgets.badge import Badge, Look, Tone
from ui.widgets.bar import Bar
from ui.widgets.buttons import button, label, rule

_LEADER = Field("leader", "Tổ trưởng", Kind.TEXT)
_PHONE = Field("phone", "Điện thoại tổ trưởng", Kind.PHONE)
_VILLAGES = Field("villages", "Thôn", Kind.TEXT)
_DECISION = Field("decision", "Quyết định", Kind.TEXT)


class TeamPanel(CardPanel):
    """Everything about one team."""

    records_wanted = Signal(int)  # the team's id: show what it did

    def __init__(self, tasks: Tasks, kept: Kept, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(tasks, kept)
        self._today = today
        self.kind = Badge()
        self.body.insertLayout(2, row(self.state, self.kind, None, spacing=6))
        self.members = MembersPanel(tasks, "team_id", "Thêm người", days=True, today=today)
        self.results = _Results()
        self.results.button.clicked.connect(self._want_records)
        for part in (rule(), self.members, rule(), self.results):
            self.below.addWidget(part)
        self._show_nothing()

    def show_record(self, id_: int | None) -> None:
        self.id = id_
        if id_ is None:
            self._show_nothing()
            return
        operation = partial(teams.card, team_id=id_, today=self._today())
        self._tasks.read(self, operation, done=self._show_team, failed=lambda _: self._show_nothing(), latest="card")

    def _show_team(self, card: TeamCard) -> None:
        team = card.team
        if team.id != self.id:
            return
        self._show_parts(True)
        self.heading.setText(team.name)
        self._show_state(team)
        self.lines.show_lines(list(_lines(card)))
        now = card.now(self._today())
        people = {member.volunteer_id for member in now}
        caption = f"{len(people)} thành viên · {card.union_members} đoàn viên · {card.women} nữ"
        belongings = [Belonging(m.id, m.full_name, m.role, m.started, m.ended, m.days) for m in card.members]
        self.members.show_owner(team.id, caption if card.members else "Chưa có thành viên", belongings)
        self.results.show_card(card)
        self.card_shown.emit(card)

    def _show_state(self, team: Team) -> None:
        ended = team.ended is not None and team.ended < self._today()
        if team.archived:
            self.state.show_state(*badge.ARCHIVED)
        elif ended:
            self.state.show_state(f"Kết thúc {show_date(team.ended)}", badge.PUT_ASIDE)
        else:
            self.state.show_state(f"Hoạt động từ {show_date(team.started)}", Look("check", Tone.OK))
        self.state.show()
        self.kind.show_state(choices.name("team_kind", team.kind), Look("", Tone.NEUTRAL))
        self.kind.show()

    def _show_parts(self, shown: bool) -> None:
        super()._show_parts(shown)
        self.state.setVisible(shown)
        if hasattr(self, "kind"):
            self.kind.setVisible(shown)

    def _want_records(self) -> None:
        if self.id is not None:
            self.records_wanted.emit(self.id)


def _lines(card: TeamCard) -> list[Line]:
    team = card.team
    households = f" ({show_count(card.households)} hộ)" if card.households else ""
    leader = next((m.full_name for m in card.members if m.role == "leader" and m.ended is None), None)
    decision = ", ".join(
        part for part in (team.decision_number, show_date(team.decision_date) if team.decision_date else "") if part
    )
    found = [
        Line(_VILLAGES, ", ".join(card.villages) + households if card.villages else None),
        Line(_DECISION, decision),
        Line(field_of(Team, "decision_issuer"), team.decision_issuer),
        Line(_LEADER, leader),
        Line(_PHONE, card.leader_phone),
        Line(field_of(Team, "place"), team.place),
        Line(field_of(Team, "notes"), team.notes),
    ]
    return [line for line in found if line.value]


class _Results(QWidget):
    """What a team reached since the counting start."""

    def __init__(self) -> None:
        super().__init__()
        self._since = label("", "small")
        self.button = button("Xem bản ghi", "arrow-right", role="link")
        self._bar = Bar()
        self._figures = [
            (label(name, "label"), QLabel()) for name in ("Tài khoản mức 1, 2", "Người được hỗ trợ", "Hồ sơ DVC")
        ]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.addLayout(row(label("Kết quả", "strong"), self._since, None, self.button), 0, 0, 1, 3)
        for column, (name, number) in enumerate(self._figures):
            grid.addWidget(name, 1, column)
            grid.addWidget(number, 2, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self._bar, 3, 0, 1, 3)

    def show_card(self, card: TeamCard) -> None:
        """Show the figures of a team."""
        self._since.setText(f"lũy kế từ {show_date(card.since)}")
        asked = f" / {show_count(card.target)} giao" if card.target else " tài khoản"
        words = ((card.accounts, asked), (card.people, " người"), (card.dossiers, " hồ sơ"))
        for (_, shown), (number, unit) in zip(self._figures, words, strict=True):
            shown.setText(f"<b>{show_count(number)}</b>{unit}")
        self._bar.setVisible(bool(card.target))
        if card.target:
            share = card.accounts / card.target
            percent = numbers.show_percent(numbers.percent(card.accounts, card.target))
            self._bar.show_progress(share, words=f"Đạt {percent} chỉ tiêu")
