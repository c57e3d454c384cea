"""Số đếm: counts without names, as quick to write as a record, and the names that take their place later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from hoaian_desktop.records import Tally
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import activations, tallies
from hoaian_desktop.services.keeping import Card
from hoaian_desktop.services.listings import TALLIES
from hoaian_desktop.services.lists import Query
from hoaian_desktop.services.tallies import Heads
from ui.tabs.card_panel import CardPanel
from ui.tabs.kept import NO_SECRETS, Kept
from ui.tabs.page import RecordPage
from ui.tasks import Tasks
from ui.widgets.buttons import button, label
from ui.widgets.side_panel import SidePanel

COUNTED = Kept(
    Tally,
    TALLIES,
    one="số đếm",
    add="Thêm số đếm",
    icon="hash",
    placeholder="Lọc theo ghi chú",
    filters=("day", "team_id", "service_id"),
    carried=("day", "team_id", "village_id", "service_id", "status"),
    dated=("day",),
    key_field="number",
    order_words=NO_SECRETS,
    width=430,
    card_width=300,
    bulk=("team_id", "village_id", "service_id", "status"),
)
MOST = 30  # names shown beside the list


class TalliesPage(RecordPage):
    """Counts without names."""

    kept = COUNTED
    title = "Số đếm"

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        self.count = label("", "strong")
        self.names = label("")
        super().__init__(tasks, today=today)
        self.names_button = button("Thay bằng danh sách", "users-round", key="F8")
        self.list.toolbar.insertWidget(3, self.names_button)
        self.names_button.clicked.connect(self.replace_by_names)
        self.list.table.selection_changed.connect(self._judge_button)
        self.list.table.loaded.connect(self._judge_button)
        self._judge_button()

    def make_card(self) -> SidePanel:
        panel = super().make_card()
        assert isinstance(panel, CardPanel)
        self.names.setWordWrap(True)
        self.names.setTextFormat(Qt.TextFormat.PlainText)
        for part in (self.count, self.names):
            part.hide()
            panel.below.addWidget(part)
        panel.card_shown.connect(self._ask_heads)
        return panel

    def label_of(self, record: Any) -> str:
        return f"số đếm {show_count(record.number)} người"

    def replace_by_names(self) -> None:
        """Type the names behind the current tally, one after another."""
        from ui.dialogs.tally_names import TallyNamesDialog

        id_ = self.list.table.current_id()
        if id_ is not None and self.names_button.isEnabled() and self._may_leave():
            if self.form_open:
                self._close_form()
            TallyNamesDialog(self, self.tasks, id_, today=self.today).open()

    def _judge_button(self) -> None:
        row = self.list.table.current_row()
        self.names_button.setEnabled(row is not None and not row.archived)

    def _ask_heads(self, card: Card) -> None:
        self.tasks.read(self, partial(tallies.heads, tally_id=card.id), done=self._show_heads, latest="heads")

    def _show_heads(self, heads: Heads) -> None:
        if isinstance(self.card_panel, CardPanel):
            self.card_panel.heading.setText(f"{show_count(heads.number)} người")
        self.count.setText(heads.words)
        shown = [head.full_name for head in heads.names[:MOST]]
        self.names.setText("\n".join([*shown, *["…"] * (len(heads.names) > MOST)]))
        self.names.setVisible(bool(shown))

    def show_totals(self, query: Query) -> None:
        self.tasks.read(self, partial(activations.tally_totals, query=query), done=self._show_totals, latest="totals")

    def _show_totals(self, totals: tuple[int, int, int]) -> None:
        number, people, named = (show_count(count) for count in totals)
        known = f" · <b>{named}</b> người đã có tên" if totals[2] else ""
        self.list.footer.setText(f"<b>{number}</b> số đếm · <b>{people}</b> người không tên{known}")

    def _verb(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.key() == Qt.Key.Key_F8 and not event.modifiers() and self.names_button.isEnabled():
            return self.replace_by_names
        return super()._verb(event)
