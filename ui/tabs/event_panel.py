"""One event as it is read: when and where, who came (ticked here), who spoke for it, what it reached."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QMenu

from hoaian_desktop import choices
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import campaigns, references
from hoaian_desktop.services.campaigns import EventCard
from ui.dialogs.parts import row
from ui.tabs.adding import offer_adding_to
from ui.tabs.card_panel import CardPanel
from ui.tabs.kept import Kept
from ui.taking_back import way_back
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button, label, rule
from ui.widgets.editors import editor_for
from ui.widgets.reference_editors import ReferenceEditor

_ID = Qt.ItemDataRole.UserRole
_ROW = 27
_MOST = 10
_PERSON = Field("person", "Thêm người có uy tín", Kind.REFERENCE, refers_to="influential_person", hint="gõ để tìm")


class _People(QListWidget):
    """Names with boxes to tick; Space ticks."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


class EventPanel(CardPanel):
    """Ticking saves at once; everything else is changed in the form."""

    said = Signal(str, object)

    def __init__(self, tasks: Tasks, kept: Kept) -> None:
        super().__init__(tasks, kept)
        self.about = label("", "muted")
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.came = label("", "strong")
        self.team_button = button("Cả tổ", "user-plus", role="link", tip="Đánh dấu mọi thành viên của một tổ")
        self.people = _People()
        self.people.setAccessibleName("Tình nguyện viên tham gia")
        mark(self.people, role="sheet")
        self.with_role = label("", "strong")
        self.influencers = QLabel()
        self.influencers.setTextFormat(Qt.TextFormat.PlainText)
        self.influencers.setWordWrap(True)
        picker = editor_for(_PERSON)
        assert isinstance(picker, ReferenceEditor)
        self.picker = picker
        offer_adding_to(picker, tasks, self, self.said.emit)
        self.results = QLabel()
        self.results.setWordWrap(True)
        self.below.addWidget(self.about)
        self.below.addWidget(rule())
        self.below.addLayout(row(self.came, None, self.team_button))
        for part in (self.people, rule(), self.with_role, self.influencers, self.picker, rule(), self.results):
            self.below.addWidget(part)
        self.people.itemChanged.connect(self._ticked)
        self.team_button.clicked.connect(self._ask_teams)
        self.picker.entered.connect(self._add_person)
        self._show_nothing()

    def reload_options(self) -> None:
        """Ask anew which influential persons can be picked."""
        operation = partial(references.options, table="influential_person")
        self._tasks.read(self, operation, done=self.picker.set_options, latest="people")

    def show_record(self, id_: int | None) -> None:
        self.id = id_
        if id_ is None:
            self._show_nothing()
            return
        operation = partial(campaigns.event_card, event_id=id_)
        self._tasks.read(self, operation, done=self._show_event, failed=lambda _: self._show_nothing(), latest="card")

    def _show_event(self, card: EventCard) -> None:
        event = card.event
        if event.id != self.id:
            return
        self._show_parts(True)
        self.heading.setText(event.subject)
        kind = choices.name("event_kind", event.kind)
        minutes = f"{show_count(event.minutes)} phút" if event.minutes is not None else ""
        where = ", ".join(part for part in (event.place, f"thôn {card.village}" if card.village else "") if part)
        first = " · ".join(part for part in (kind, show_date(event.day), minutes) if part)
        self.about.setText("\n".join(part for part in (first, where, card.campaign) if part))
        self._show_people(card)
        self._show_influencers(card)
        known = [
            f"<b>{show_count(number)}</b> {unit}"
            for number, unit in ((event.reach, "lượt nghe, tiếp cận"), (event.leaflets, "tờ rơi"))
            if number is not None
        ]
        self.results.setText("Kết quả: " + (" · ".join(known) or "chưa có số liệu"))

    def _show_people(self, card: EventCard) -> None:
        came = sum(1 for person in card.volunteers if person.present)
        self.came.setText(f"Tình nguyện viên ({came})")
        at = self.people.currentRow()
        with QSignalBlocker(self.people):
            self.people.clear()
            for person in card.volunteers:
                role = choices.name("team_role", person.role) if person.role else ""
                item = QListWidgetItem(" · ".join(part for part in (person.name, role) if part))
                item.setData(_ID, person.id)
                item.setFlags(
                    Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                )
                item.setCheckState(Qt.CheckState.Checked if person.present else Qt.CheckState.Unchecked)
                self.people.addItem(item)
            self.people.setCurrentRow(min(at, self.people.count() - 1))
        self.people.setVisible(bool(card.volunteers))
        self.people.setFixedHeight(min(len(card.volunteers), _MOST) * _ROW + 4)

    def _show_influencers(self, card: EventCard) -> None:
        self.with_role.setText(f"Người có uy tín ({len(card.influencers)})")
        lines = [f"{p.name} · {choices.name('influence_role', p.role or 'other')}" for p in card.influencers]
        if card.event.households is not None:
            lines.append(f"Đi cùng đến {show_count(card.event.households)} hộ")
        self.influencers.setText("\n".join(lines))
        self.influencers.setVisible(bool(lines))

    def _show_parts(self, shown: bool) -> None:
        super()._show_parts(shown)
        self.state.hide()
        self.lines.hide()
        if hasattr(self, "team_button"):
            self.team_button.setVisible(shown)
            self.came.setVisible(shown)

    # Changing

    def _ticked(self, item: QListWidgetItem) -> None:
        if self.id is not None:
            present = item.checkState() is Qt.CheckState.Checked
            operation = partial(campaigns.attend, event_id=self.id, volunteer_ids=(item.data(_ID),), present=present)
            self._tasks.run(self, operation)

    def _ask_teams(self) -> None:
        self._tasks.read(self, partial(references.options, table="team"), done=self._offer_teams, latest="teams")

    def _offer_teams(self, teams: list[Any]) -> None:
        menu = QMenu(self)
        for team in teams:
            menu.addAction(team.words).triggered.connect(partial(self._tick_team, team.id, team.words))
        if not teams:
            menu.addAction("Chưa có tổ nào").setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.team_button.mapToGlobal(self.team_button.rect().bottomLeft()))
        if teams:
            menu.setActiveAction(menu.actions()[0])

    def _tick_team(self, team_id: int, name: str, _: bool = False) -> None:
        if self.id is not None:
            operation = partial(campaigns.attend_team, event_id=self.id, team_id=team_id)
            self._tasks.run(self, operation, done=partial(self._team_ticked, name))

    def _team_ticked(self, name: str, number: int) -> None:
        self.said.emit(f"Đã thêm {number} người của {name}", way_back(self, self._tasks, self.said.emit))

    def _add_person(self) -> None:
        person = self.picker.value()
        if self.id is not None and person is not None:
            operation = partial(campaigns.add_influencer, event_id=self.id, person_id=person)
            self._tasks.run(self, operation, done=partial(self._person_added))

    def _person_added(self, _: object) -> None:
        self.picker.set_value(None)
        self.said.emit("Đã thêm người có uy tín", way_back(self, self._tasks, self.said.emit))
