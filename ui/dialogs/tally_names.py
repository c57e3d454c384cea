"""«Thay bằng danh sách»: names typed one after another for the heads of a tally."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hoaian_desktop import choices, fields
from hoaian_desktop.errors import HoaiAnError, RuleRefused, ValidationError
from hoaian_desktop.records import Activation, Citizen, field_of
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.doubts import Doubt, Level, hard, soft
from hoaian_desktop.services import citizens, tallies
from hoaian_desktop.services.citizens import Folder
from hoaian_desktop.services.tallies import Head, Heads
from ui import feedback
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.plain_table import PlainTable
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets import buttons
from ui.widgets.fault_footer import FaultFooter
from ui.widgets.fitted import Dialog
from ui.widgets.record_form import RecordForm
from ui.widgets.strip import Strip

FIELDS = tuple(
    replace(field_of(Citizen, name), section="")
    for name in ("personal_number", "full_name", "born", "sex", "phone", "guardian")
)
_SHOWN = tuple(field_of(Citizen, name) for name in ("full_name", "born", "personal_number"))


class TallyNamesDialog(Dialog):
    """Stays open for the whole paper list; what the tally says is the same for everybody on it."""

    named = Signal(object)  # the activation just kept

    def __init__(self, parent: QWidget, tasks: Tasks, tally_id: int, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self.setWindowTitle("Thay số đếm bằng danh sách")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(880, 420)
        self._tasks = tasks
        self._tally_id = tally_id
        self._today = today
        self._asked: frozenset[str] = frozenset()
        self._let_stand: frozenset[str] = frozenset()
        self._told: list[str] = []
        self._looked_up = ""
        self.title = words("", "title")
        self.place = words("", "muted")
        self.count = words("", "strong")
        self.strip = Strip()
        self.form = RecordForm(FIELDS, today=today)
        self.save_button = buttons.button("Lưu, nhập tiếp", "corner-down-left", role="primary", key="Ctrl+Enter")
        self.names = PlainTable("Người đã có tên", ("Họ và tên", "Ngày sinh", "Số định danh"), widths=(180, 100))
        self._lay_out()
        self.save_button.clicked.connect(self.save)
        self.form.submitted.connect(self.save_button.setFocus)
        self.form.changed.connect(self._changed)
        self.form.editors["personal_number"].changed.connect(self._number_typed)
        self._ask()
        self.form.focus_first()

    def _lay_out(self) -> None:
        sheet = QFrame()
        mark(sheet, role="sheet")
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.addWidget(self.form)
        inside.addStretch(1)
        side = column(self.count, self.names)
        keys = words("Enter sang ô sau · Ctrl+Enter lưu, nhập người sau · Esc đóng", "small")
        foot = row(FaultFooter(self.form), keys, None, button("Đóng", self.close), self.save_button)
        body = row(sheet, side, spacing=12)
        body.setStretch(0, 5)
        body.setStretch(1, 5)
        whole = column(row(self.title, self.place, None, spacing=14), self.strip, 2, body, foot)
        whole.setStretch(3, 1)
        whole.setContentsMargins(16, 14, 16, 12)
        self.setLayout(whole)

    # What the book says

    def _ask(self) -> None:
        operation = partial(tallies.heads, tally_id=self._tally_id)
        self._tasks.read(self, operation, done=self._show, failed=self._refused, latest="heads")

    def _show(self, heads: Heads) -> None:
        status = choices.name(field_of(Activation, "status").choices, heads.status)
        self.title.setText(f"{show_date(heads.day)} · {heads.service} · {status}")
        self.place.setText(" · ".join(part for part in (heads.team, heads.village) if part) or "Không ghi tổ và thôn")
        self.count.setText(heads.words)
        self.names.show_rows([_cells(head) for head in heads.names])

    def _number_typed(self) -> None:
        number = "".join(filter(str.isdigit, str(self.form.editors["personal_number"].value())))
        if len(number) == 12 and number != self._looked_up:
            operation = partial(citizens.folder_by_number, number=number)
            self._tasks.read(self, operation, done=self._found, latest="number")
        self._looked_up = number

    def _found(self, folder: Folder | None) -> None:
        if folder is None:
            return
        for name, editor in self.form.editors.items():
            if editor.value() in (None, ""):
                editor.set_value(folder.values[name])
        turns = len(folder.supports)
        self.strip.tell(f"Đã có trong sổ: <b>{escape(folder.card['full_name'])}</b>, {turns} lượt hỗ trợ.")

    # Saving

    def save(self) -> None:
        """Ask the rules, then keep the name; nothing typed is lost by a refusal."""
        raw = self.form.raw()
        try:
            values = self.form.values()
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return
        operation = partial(
            tallies.to_confirm,
            tally_id=self._tally_id,
            person={**values, "phone": raw["phone"]},  # as typed: what is repaired in it is told
            today=self._today(),
            seen=self._let_stand,
        )
        self._tasks.read(self, operation, done=partial(self._judged, values), failed=self._refused, latest="doubts")

    def _judged(self, values: dict[str, object], doubts: list[Doubt]) -> None:
        self.form.show_doubts(doubts)
        if refusals := hard(doubts):
            self._refused(RuleRefused(refusals[0].code, refusals[0].sentence, refusals[0].field))
        elif to_ask := soft(doubts):
            self._asked = frozenset(doubt.code for doubt in to_ask)
            sentence = "<br>".join(escape(doubt.sentence) for doubt in to_ask)
            self.strip.warn(sentence, [("Vẫn lưu", "save", self._confirm)])
            self.strip.buttons[0].setFocus()
        else:
            self._told = [doubt.sentence for doubt in doubts if doubt.level is Level.HINT and doubt.field == "phone"]
            self._keep(values)

    def _confirm(self) -> None:
        self._let_stand |= self._asked
        self.save()

    def _keep(self, values: dict[str, object]) -> None:
        self.setEnabled(False)
        operation = partial(
            tallies.add_name,
            tally_id=self._tally_id,
            person=values,
            today=self._today(),
            confirmed=tuple(sorted(self._let_stand)),
        )
        self._tasks.run(self, operation, done=self._kept, failed=self._refused)

    def _kept(self, activation: object) -> None:
        self.setEnabled(True)
        name = escape(str(self.form.editors["full_name"].value()))
        self.form.clear()
        self._forget()
        self.strip.tell(" ".join([f"Đã lưu <b>{name}</b>.", *map(escape, self._told)]))
        self.form.focus_first()
        self._ask()
        self.named.emit(activation)

    def _refused(self, error: HoaiAnError) -> None:
        self.setEnabled(True)
        match error:
            case ValidationError():
                self.form.show_faults(error.messages)
            case RuleRefused() if error.field in self.form.editors:
                self.form.show_faults({str(error.field): str(error)})
            case RuleRefused():
                self.strip.refuse(escape(str(error)))
            case _:
                feedback.refuse(self, error)

    def _changed(self) -> None:
        self._forget()
        self.strip.hide()  # what it said was about what stood here before

    def _forget(self) -> None:
        self._asked = self._let_stand = frozenset()
        self._looked_up = ""

    # Keys

    def reject(self) -> None:
        sentence = "Người đang nhập chưa được lưu và sẽ mất."
        if not self.form.is_changed() or feedback.ask(self, "Bỏ phần đang nhập?", sentence, yes="Bỏ", no="Nhập tiếp"):
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ControlModifier
        confirming = self.strip.buttons[0] if self.strip.buttons and self.strip.buttons[0].hasFocus() else None
        if entered and not control and confirming is not None:
            confirming.click()
        elif entered and (control or self.save_button.hasFocus()):
            QGuiApplication.inputMethod().commit()
            self.save()
        elif not entered:
            super().keyPressEvent(event)


def _cells(head: Head) -> tuple[str, ...]:
    return tuple(fields.mask(field, getattr(head, field.name)) for field in _SHOWN)
