"""Kích hoạt: who was helped with what, named or as a tally; the rules speak before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from hoaian_desktop.errors import HoaiAnError, RuleRefused
from hoaian_desktop.fields import Field
from hoaian_desktop.records import Activation, Tally
from hoaian_desktop.rules.doubts import Doubt, hard, soft
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import activations, citizens
from hoaian_desktop.services.activations import PERSON_FIELDS, SUPPORT_FIELDS
from hoaian_desktop.services.citizens import Folder
from hoaian_desktop.services.listings import ACTIVATIONS, TALLIES
from hoaian_desktop.services.lists import Query
from ui.tabs.citizen_panel import CitizenFolder, CitizenPanel
from ui.tabs.form_panel import FormPanel
from ui.tabs.kept import Kept
from ui.tabs.page import Operation, RecordPage
from ui.tabs.switch import Switch
from ui.tabs.tab import Tab
from ui.tasks import Tasks
from ui.widgets.empty_state import EmptyState, Way
from ui.widgets.notice_line import NoticeLine
from ui.widgets.side_panel import SidePanel

NO_SECRETS = "Không nhập mật khẩu, mã OTP, passcode của người dân"
_FILLED = ("full_name", "born", "sex", "phone", "guardian", "consent_on", "consent_method")
_FORM = {
    "": ("day", "service_id", "team_id", "village_id", "volunteers"),
    "Người dân": ("personal_number", "full_name", "born", "sex", "phone", "status", "reason", "transaction_day"),
    "Khi cần": ("place", "guardian", "consent_on", "consent_method", "notes"),
}


def _form_fields() -> tuple[Field, ...]:
    """Both halves of the form in the order of a sitting: what stays, then the person, then the rare things."""
    known = {field.name: field for field in (*PERSON_FIELDS, *SUPPORT_FIELDS)}
    return tuple(replace(known[name], section=section) for section, names in _FORM.items() for name in names)


NAMED = Kept(
    Activation,
    ACTIVATIONS,
    one="lượt hỗ trợ",
    add="Thêm lượt",
    icon="smartphone",
    placeholder="Lọc: họ tên, số định danh, điện thoại",
    filters=("day", "team_id", "service_id", "status"),
    carried=("day", "service_id", "team_id", "village_id", "volunteers"),
    dated=("day",),
    fields=_form_fields(),
    key_field="full_name",
    order_words=NO_SECRETS,
    width=430,
    card_width=270,
    list_width=1020,
    filters_below=True,
)
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
    filters_below=True,
)


class ActivationsPage(RecordPage):
    """Named supports: the person and what was done for her in one form."""

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(tasks, NAMED, today=today)
        self._asked: frozenset[str] = frozenset()  # codes of the doubts shown now
        self._let_stand: frozenset[str] = frozenset()
        self._then_next = False
        self._looked_up = ""
        self._looking = False
        self._save_after_looking: Callable[[], None] | None = None

    def furnish(self, panel: FormPanel) -> None:
        self.known = CitizenFolder()
        self.known.hide()
        secrets = NoticeLine()
        panel.body.insertWidget(0, secrets)
        panel.below.addWidget(self.known)
        secrets.say("muted", f"{NO_SECRETS}.", "shield-alert")  # it shows itself: not before it has a place
        editors = panel.form.editors
        editors["personal_number"].changed.connect(self._number_typed)
        editors["status"].changed.connect(self._judge_fields)
        panel.confirmed.connect(self._confirm)
        panel.form.changed.connect(self._forget_asked)

    def make_card(self) -> SidePanel:
        panel = CitizenPanel(self.tasks, self.kept)
        panel.edit_wanted.connect(self.open)
        panel.history_wanted.connect(self.show_history)
        return panel

    # Reading and saving

    def reading(self, id_: int) -> Operation:
        return partial(activations.values_of, id_=id_)

    def saving(self, values: Mapping[str, Any], id_: int | None, version: int | None) -> Operation:
        return partial(
            activations.save,
            values=values,
            today=self.today(),
            id_=id_,
            version=version,
            confirmed=tuple(sorted(self._let_stand)),
        )

    def label_of(self, record: Any) -> str:
        return f"lượt hỗ trợ {self.form_panel.form.editors['full_name'].value()}"

    def submit(self, values: dict[str, object], *, then_next: bool) -> None:
        """Ask the rules first; what they doubt is confirmed once."""
        self._then_next = then_next
        operation = partial(
            activations.to_confirm, values=values, today=self.today(), id_=self.form_panel.id, seen=self._let_stand
        )
        self.tasks.read(self, operation, done=partial(self._judged, values), latest="doubts")

    def _judged(self, values: dict[str, object], doubts: list[Doubt]) -> None:
        if refusals := hard(doubts):
            self.form_panel.form.show_doubts(doubts)
            self.form_panel.refuse(RuleRefused(refusals[0].code, refusals[0].sentence, refusals[0].field))
        elif to_ask := soft(doubts):
            self.form_panel.show_doubts(doubts)
            self._asked = frozenset(doubt.code for doubt in to_ask)
        else:
            super().submit(values, then_next=self._then_next)

    def _confirm(self) -> None:
        self._let_stand |= self._asked
        self._save(then_next=self._then_next)

    def _forget_asked(self) -> None:
        self._asked = self._let_stand = frozenset()

    # The person

    def form_begun(self, id_: int | None) -> None:
        self._forget_asked()
        self._looked_up = str(self.form_panel.form.editors["personal_number"].value() or "")
        self.known.hide()
        self._judge_fields()

    def _number_typed(self) -> None:
        number = "".join(filter(str.isdigit, str(self.form_panel.form.editors["personal_number"].value())))
        if len(number) == 12 and number != self._looked_up:
            self._looked_up, self._looking = number, True
            operation = partial(citizens.folder_by_number, number=number)
            self.tasks.read(self, operation, done=self._found, failed=self._not_found, latest="number")
        elif len(number) != 12:
            self._looked_up = ""
            self.known.hide()

    def _found(self, folder: Folder | None) -> None:
        self._looking = False
        self.known.setVisible(folder is not None)
        if folder is not None and self.form_panel.id is None:
            self._fill(folder)
        self._go_on_saving()

    def _not_found(self, _: HoaiAnError) -> None:
        self._looking = False
        self._go_on_saving()

    def _go_on_saving(self) -> None:
        waiting, self._save_after_looking = self._save_after_looking, None
        if waiting:
            waiting()

    def _fill(self, folder: Folder) -> None:
        """Take over what the book knows; what was typed already stays, but her village is hers, not the last one's."""
        editors = self.form_panel.form.editors
        for name in _FILLED:
            if editors[name].value() in (None, ""):
                editors[name].set_value(folder.values[name])
        if folder.values["village_id"] is not None:
            editors["village_id"].set_value(folder.values["village_id"])
            editors["village_id"].set_pinned(False)
        self.known.show_folder(folder)
        turns = len(folder.supports)
        name = escape(folder.card["full_name"])
        self.form_panel.strip.tell(f"Đã có trong sổ: <b>{name}</b>, {turns} lượt hỗ trợ. Lịch sử ở cuối bảng này.")

    def _save(self, *, then_next: bool) -> None:
        if self._looking:
            self._save_after_looking = partial(self._save, then_next=then_next)
            return
        super()._save(then_next=then_next)

    def _judge_fields(self) -> None:
        """A reason belongs to a failure, a day of transaction to a transaction; filled ones stay in sight."""
        editors = self.form_panel.form.editors
        status = editors["status"].value()
        for name, wanted in (("reason", "failed"), ("transaction_day", "transacted")):
            editors[name].setVisible(status == wanted or editors[name].value() not in (None, ""))

    # The list

    def show_totals(self, query: Query) -> None:
        self.tasks.read(self, partial(activations.totals, query=query), done=self._show_totals, latest="totals")

    def _show_totals(self, totals: tuple[int, int, int]) -> None:
        turns, people, accounts = (show_count(number) for number in totals)
        self.list.footer.setText(f"<b>{turns}</b> lượt · <b>{people}</b> người · <b>{accounts}</b> tài khoản")


class TalliesPage(RecordPage):
    """Counts without names."""

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(tasks, COUNTED, today=today)

    def label_of(self, record: Any) -> str:
        return f"số đếm {show_count(record.number)} người"

    def show_totals(self, query: Query) -> None:
        self.tasks.read(self, partial(activations.tally_totals, query=query), done=self._show_totals, latest="totals")

    def _show_totals(self, totals: tuple[int, int]) -> None:
        number, people = totals
        self.list.footer.setText(f"<b>{show_count(number)}</b> số đếm · <b>{show_count(people)}</b> người không tên")


class ActivationsTab(Tab):
    """The tab of supports, by name or by tally (F6 changes between them)."""

    title = "Kích hoạt"
    icon = "smartphone"
    guide = "kich-hoat"

    def make_pages(self) -> Sequence[RecordPage]:
        self.named = ActivationsPage(self.tasks, today=self.today)
        self.tallies = TalliesPage(self.tasks, today=self.today)
        views = [("Có tên", partial(self._switch, self.named)), ("Số đếm", partial(self._switch, self.tallies))]
        for at, page in enumerate((self.named, self.tallies)):
            page.list.add_tool(Switch(views, at, key="F6"))
        return [self.named, self.tallies]

    def make_empty(self) -> EmptyState:
        first = Way(
            "Ghi lượt hỗ trợ đầu tiên",
            "Họ tên, dịch vụ và kết quả; ngày, tổ, thôn giữ nguyên cho người sau.",
            NAMED.add,
            "plus",
            self.add_new,
        )
        counted = Way(
            "Hoặc ghi số đếm không tên",
            "Khi tổ chỉ báo “23 người ngày Chủ nhật”.",
            COUNTED.add,
            "hash",
            self._add_tally,
        )
        return EmptyState(
            self.icon,
            "Chưa có lượt hỗ trợ nào",
            f"Mọi số trong báo cáo được đếm từ đây, mỗi tài khoản một lần. {NO_SECRETS}.",
            [first, counted, *self.ways(first)[1:]],
            "hướng dẫn ghi lượt hỗ trợ và cách đếm tài khoản",
        )

    def show_query(self, query: Query) -> None:
        super().show_query(query)
        if any(wanted.name == "citizen_id" for wanted in query.filters):
            self.named.unfold_card()  # one person was asked for: her history is what is wanted

    def _switch(self, page: RecordPage) -> None:
        self.show_page(page)
        page.list.go_to_table()

    def _add_tally(self) -> None:
        self.activate()
        self.stack.setCurrentIndex(0)
        self.show_page(self.tallies)
        self.tallies.add_new()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F6 and not event.modifiers():
            self._switch(self.tallies if self.page is self.named else self.named)
            event.accept()
        else:
            super().keyPressEvent(event)
