"""Kích hoạt: who was helped with what, named or as a tally; the rules speak before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from hoaian_desktop.errors import HoaiAnError, RuleRefused
from hoaian_desktop.fields import Field
from hoaian_desktop.records import Activation
from hoaian_desktop.rules.doubts import Doubt, hard, soft
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.rules.phone import REPAIRS
from hoaian_desktop.services import activations, citizens
from hoaian_desktop.services.activations import PERSON_FIELDS, SUPPORT_FIELDS
from hoaian_desktop.services.citizens import Folder
from hoaian_desktop.services.entry import Entered
from hoaian_desktop.services.listings import ACTIVATIONS
from hoaian_desktop.services.lists import Query
from ui.tabs.adding import offer_adding
from ui.tabs.citizen_panel import CitizenFolder, CitizenPanel
from ui.tabs.entry_bar import EntryBar
from ui.tabs.entry_desk import EntryDesk
from ui.tabs.entry_scan import EntryScan
from ui.tabs.form_panel import FormPanel
from ui.tabs.kept import NO_SECRETS, Kept
from ui.tabs.page import Operation, RecordPage
from ui.tabs.tab import Tab
from ui.tabs.tallies import COUNTED, TalliesPage
from ui.taking_back import way_back
from ui.tasks import Tasks
from ui.widgets.empty_state import EmptyState, Way
from ui.widgets.notice_line import NoticeLine
from ui.widgets.side_panel import SidePanel

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_NOTHING = Qt.KeyboardModifier.NoModifier
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
    bulk=("team_id", "village_id", "service_id", "status", "reason", "transaction_day", "volunteers"),
    fields=_form_fields(),
    key_field="full_name",
    order_words=NO_SECRETS,
    width=430,
    card_width=270,
    list_width=1020,
)


class ActivationsPage(RecordPage):
    """Named supports: the person and what was done for her in one form."""

    kept = NAMED
    title = "Có tên"

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(tasks, today=today)
        self._asked: frozenset[str] = frozenset()  # codes of the doubts shown now
        self._let_stand: frozenset[str] = frozenset()
        self._then_next = False
        self._repaired: list[str] = []  # what was put right in the phone, for the message
        self._looked_up = ""
        self._looking = False
        self._save_after_looking: Callable[[], None] | None = None
        self._took_in = False  # the list shows what was just written
        self._uncounted = False  # lines were put into the list since its totals were counted
        self.bar = EntryBar(tasks, today=today)
        self.desk = EntryDesk(self.bar, tasks, today)
        self.scan = EntryScan(self.bar, self.desk, tasks, today)
        self.column.insertWidget(0, self.bar)
        self.list.add_button.hide()  # the bar is always there
        self.desk.entered.connect(self._entered)
        self.desk.watch.person.connect(self._show_person)
        self.desk.said.connect(self.said)
        self.desk.watch.record_wanted.connect(self.list.table.select_id)
        self.desk.whole_form_wanted.connect(self.open_whole_form)
        offer_adding(self.bar.form, tasks, self, self.said.emit, today)
        tasks.rested.connect(self._count_again)
        self.list.offer_papers(
            (
                ("In phiếu đồng ý của công dân này…", self.print_consent),
                ("In phiếu đồng ý để trống…", partial(self.print_consent, blank=True)),
            )
        )
        self.desk.start()

    def print_consent(self, *, blank: bool = False) -> None:
        """Show the consent sheet for the citizen of the current line, or a blank one."""
        from ui.dialogs.office_papers import ConsentDialog

        of = None if blank else self.list.table.current_id()
        ConsentDialog(self, self.tasks, activation_id=of, today=self.today).open()

    # Fast entry

    def add_new(self) -> None:
        """Put the cursor into the bar."""
        self.desk.begin()

    @property
    def busy(self) -> bool:
        return self.form_open or self.bar.form.focused() is not None

    def has_unsaved(self) -> bool:
        self.desk.keep()  # an unfinished line is there again when the book is opened
        return super().has_unsaved()

    def reload(self) -> None:
        super().reload()
        self.bar.form.reload_options()

    def took_in(self) -> bool:
        """Whether the list shows already what was just written; asked once after each write."""
        took, self._took_in = self._took_in, False
        return took

    def _entered(self, entered: Entered, new: bool) -> None:
        self._took_in = self._uncounted = True
        self.list.table.put(entered.row, new=new)
        name = entered.row.cells[self.kept.listing.place_of("full_name")]
        self.said.emit(f"Đã lưu lượt hỗ trợ {name}", way_back(self, self.tasks, self.said.emit))

    def _count_again(self) -> None:
        if self._uncounted:
            self.show_totals(self.list.query())

    def _show_person(self, folder: Folder | None) -> None:
        panel: Any = self.card_panel
        if folder is None:
            panel.leave_typed(self.list.table.current_id())
        else:
            panel.show_typed(folder)

    def open_whole_form(self, values: Mapping[str, Any]) -> None:
        """Open the form with every field (Ctrl+E), e.g. for a guardian or a consent."""
        if self._may_leave():
            self._begin_new({**self.fresh_values(), **values})

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
        said = " ".join(["", *self._repaired])
        return f"lượt hỗ trợ {self.form_panel.form.editors['full_name'].value()}.{said}".removesuffix(".")

    def submit(self, values: dict[str, object], *, then_next: bool) -> None:
        """Ask the rules first; what they doubt is confirmed once."""
        self._then_next = then_next
        typed = {**values, "phone": self.form_panel.form.raw()["phone"]}  # what is repaired in it is told
        operation = partial(
            activations.to_confirm, values=typed, today=self.today(), id_=self.form_panel.id, seen=self._let_stand
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
            self._repaired = [doubt.sentence for doubt in doubts if doubt.code in REPAIRS]
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

    # Keys

    def _verb(self, event: QKeyEvent) -> Callable[[], None] | None:
        if self.bar.form.focused() is None and not self.bar.isAncestorOf(self.focusWidget() or self):
            return super()._verb(event)
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        desk = self.desk
        save = (lambda: None) if event.isAutoRepeat() else desk.save  # a key held down saves once
        verbs: dict[tuple[Qt.KeyboardModifier, int], Callable[[], None]] = {
            (_CONTROL, Qt.Key.Key_Return): save,
            (_CONTROL, Qt.Key.Key_Enter): save,
            (_CONTROL, Qt.Key.Key_S): save,
            (_CONTROL, Qt.Key.Key_E): desk.hand_over,
            (_NOTHING, Qt.Key.Key_Escape): desk.clear,
            (_NOTHING, Qt.Key.Key_F2): desk.change_last,
            (_NOTHING, Qt.Key.Key_F3): desk.watch.same,
            (_SHIFT, Qt.Key.Key_F3): desk.watch.different,
            (_NOTHING, Qt.Key.Key_F4): self.scan.arm,
            (_NOTHING, Qt.Key.Key_F7): desk.repeat,
            (_NOTHING, Qt.Key.Key_F8): desk.go_to_pinned,
        }
        return verbs.get((modifiers, event.key())) or super()._verb(event)

    # The list

    def show_totals(self, query: Query) -> None:
        self._uncounted = False
        self.tasks.read(self, partial(activations.totals, query=query), done=self._show_totals, latest="totals")

    def _show_totals(self, totals: tuple[int, int, int]) -> None:
        turns, people, accounts = (show_count(number) for number in totals)
        self.list.footer.setText(f"<b>{turns}</b> lượt · <b>{people}</b> người · <b>{accounts}</b> tài khoản")


class ActivationsTab(Tab):
    """The tab of supports, by name or by tally (F6 changes between them)."""

    title = "Kích hoạt"
    icon = "smartphone"
    guide = "kich-hoat"

    kinds = (ActivationsPage, TalliesPage)

    @property
    def named(self) -> ActivationsPage:
        """The main page."""
        return self.pages[0]

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

    def _book_changed(self) -> None:
        if self.named.took_in():
            self._fresh &= {self.named}
        else:
            super()._book_changed()

    def show_query(self, query: Query) -> None:
        super().show_query(query)
        if any(wanted.name == "citizen_id" for wanted in query.filters):
            self.named.unfold_card()  # one person was asked for: her history is what is wanted

    def _add_tally(self) -> None:
        self.show_page(1)
        self.page.add_new()
