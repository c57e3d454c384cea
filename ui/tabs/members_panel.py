"""Memberships of one team or of one volunteer: a small table and a small form, both by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hoaian_desktop import choices
from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import Membership, fields_of
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import keeping, teams
from ui import feedback
from ui.dialogs.parts import row
from ui.tabs.adding import offer_adding
from ui.tabs.small_table import DIM, SmallTable
from ui.taking_back import way_back
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button, label
from ui.widgets.fault_footer import FaultFooter
from ui.widgets.record_form import RecordForm

_CONTROL = Qt.KeyboardModifier.ControlModifier
_NOTHING = Qt.KeyboardModifier.NoModifier
MOST_ROWS = 11


@dataclass(frozen=True)
class Belonging:
    """One membership as this panel shows it: the other side's name, and how often she helped if that is known."""

    id: int
    name: str
    role: str
    started: date
    ended: date | None
    days: int | None = None


class MembersPanel(QWidget):
    """Adds, changes, ends and removes memberships of `owner`, the team or the volunteer they belong to."""

    said = Signal(str, object)

    def __init__(
        self,
        tasks: Tasks,
        owner_field: str,
        add: str,
        *,
        days: bool = False,
        today: Callable[[], date] = date.today,
    ) -> None:
        """`owner_field` is team_id or volunteer_id; `add` the words of the button."""
        super().__init__()
        self._tasks = tasks
        self._today = today
        self._owner_field = owner_field
        self._owner: int | None = None
        self._edited: int | None = None
        self._just_saved: int | None = None
        self._version: int | None = None
        self._saving = False
        self._belongings: tuple[Belonging, ...] = ()
        fields = [field for field in fields_of(Membership) if field.name not in (owner_field, "notes")]
        self._heads = ["Họ và tên" if owner_field == "team_id" else "Tổ, đội", "Vai trò", "Thời gian"]
        self._days = days
        self.caption = label("", "strong")
        self.add_button = button(add, "user-plus" if owner_field == "team_id" else "plus", role="link", key="Insert")
        self.table = SmallTable(self._heads, most_rows=MOST_ROWS)
        self.change_button = button("Sửa", "pencil", key="F2")
        self.end_button = button("Kết thúc", "calendar-check", tip="Ghi ngày kết thúc là hôm nay")
        self.remove_button = button("Bỏ", "x", key="Delete")
        self.form = RecordForm(fields, tasks, today=today)
        self.save_button = button("Lưu", "save", key="Ctrl+S")
        self.cancel_button = button("Hủy", key="Esc")
        offer_adding(self.form, tasks, self, self.said.emit, today)
        self._lay_out()
        self._wire()
        self._show_buttons()

    def _lay_out(self) -> None:
        self._sheet = QFrame()
        mark(self._sheet, role="sheet")
        inside = QVBoxLayout(self._sheet)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.setSpacing(7)
        inside.addWidget(self.form)
        foot = row(FaultFooter(self.form), None, self.cancel_button, self.save_button)
        inside.addLayout(foot)
        self._sheet.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row(self.caption, None, self.add_button))
        column.addWidget(self.table)
        column.addLayout(row(self.change_button, self.end_button, self.remove_button, None, spacing=6))
        column.addWidget(self._sheet)

    def _wire(self) -> None:
        self.add_button.clicked.connect(self.add)
        self.change_button.clicked.connect(self.change)
        self.end_button.clicked.connect(self.end_today)
        self.remove_button.clicked.connect(self.remove)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.cancel)
        self.form.submitted.connect(self.save_button.setFocus)
        self.table.activated_row.connect(self.change)
        self.table.currentCellChanged.connect(self._show_buttons)

    # What is shown

    def show_owner(self, owner: int | None, caption: str, belongings: Sequence[Belonging]) -> None:
        """Show the memberships of a team or a volunteer; a form that is open for the same one stays."""
        if owner != self._owner:
            self._close_form()
        self._owner = owner
        self._belongings = tuple(belongings)
        self.caption.setText(caption)
        kept = self.table.currentRow()
        self.table.set_heads([*self._heads, *(["Ngày"] if self._days else [])], right_from=3)
        self.table.show_rows([self._cells(each) for each in belongings])
        self.table.setVisible(bool(belongings))
        for at, each in enumerate(belongings):
            if each.ended is not None and each.ended < self._today():
                self.table.look(at, DIM)
        saved = next((at for at, each in enumerate(belongings) if each.id == self._just_saved), None)
        if saved is not None:
            self._just_saved = None
            self.table.setCurrentCell(saved, 0)
            if self.add_button.hasFocus() or self.focusWidget() is None:
                self.table.setFocus()
        elif belongings and kept >= 0:
            self.table.setCurrentCell(min(kept, len(belongings) - 1), 0)
        self._show_buttons()

    def reload_options(self) -> None:
        """Ask anew whom or what can be picked."""
        self.form.reload_options()

    @property
    def form_open(self) -> bool:
        """Whether the small form is shown."""
        return not self._sheet.isHidden()

    def is_changed(self) -> bool:
        """Whether something typed would be lost."""
        return self.form_open and self.form.is_changed()

    def focus(self) -> None:
        """Put the cursor into the table, or on the button that adds."""
        if self._belongings:
            self.table.setFocus()
            if self.table.currentRow() < 0:
                self.table.setCurrentCell(0, 0)
        else:
            self.add_button.setFocus()

    def _cells(self, each: Belonging) -> list[str]:
        # One column for both days: beside a second one the names would have no room.
        days = f"đến {show_date(each.ended)}" if each.ended else f"từ {show_date(each.started)}"
        cells = [each.name, choices.name("team_role", each.role), days]
        return [*cells, show_count(each.days)] if self._days else cells

    def _show_buttons(self, *_: int) -> None:
        picked = self._picked()
        for made in (self.change_button, self.end_button, self.remove_button):
            made.setVisible(bool(self._belongings))
            made.setEnabled(picked is not None)
        if picked is not None:
            self.end_button.setEnabled(picked.ended is None)

    def _picked(self) -> Belonging | None:
        at = self.table.currentRow()
        return self._belongings[at] if 0 <= at < len(self._belongings) else None

    # What the user does

    def add(self) -> None:
        """Open the small form for a new membership."""
        self._open({**keeping.defaults(Membership), "started": self._today()}, None)

    def change(self) -> None:
        """Open the small form for the picked membership."""
        if picked := self._picked():
            operation = partial(keeping.values_of, record=Membership, id_=picked.id)
            self._tasks.read(self, operation, done=partial(self._open, id_=picked.id), latest="membership")

    def end_today(self) -> None:
        """Let the picked membership end today."""
        if picked := self._picked():
            done = partial(self._done, f"{picked.name} thôi tham gia từ hôm nay")
            self._tasks.run(self, partial(teams.end, membership_id=picked.id, day=self._today()), done=done)

    def remove(self) -> None:
        """Take a membership that was entered by mistake away; it can be brought back."""
        if picked := self._picked():
            done = partial(self._done, f"Đã bỏ {picked.name}")
            self._tasks.run(self, partial(keeping.archive, record=Membership, ids=(picked.id,)), done=done)

    def save(self) -> None:
        """Save the small form and close it."""
        try:
            values = self.form.values()
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return
        if self._saving:  # the key was pressed twice
            return
        self._saving = True
        values[self._owner_field] = self._owner
        operation = partial(teams.enrol, values=values, id_=self._edited, version=self._version, today=self._today())
        self._tasks.run(self, operation, done=self._saved, failed=self._refused)

    def cancel(self) -> None:
        """Close the small form; ask only if something typed would be lost."""
        if self.is_changed() and not feedback.may_discard(self):
            return
        self._close_form()
        self.focus()

    def _open(self, values: dict[str, Any], id_: int | None) -> None:
        self._edited, self._version = id_, values.get("version")
        self.form.load(values)
        self._sheet.show()
        self.form.focus_first()
        QTimer.singleShot(20, self, self._bring_into_sight)  # once the panel knows how long it has become

    def _bring_into_sight(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if isinstance(around, QScrollArea) and self.form_open:
            around.ensureWidgetVisible(self.save_button, 0, 12)

    def _close_form(self) -> None:
        self._sheet.hide()
        self._edited = self._version = None

    def _saved(self, membership: Any) -> None:
        self._saving = False
        self._just_saved = membership.id
        self._close_form()
        self.focus()
        self._done("Đã lưu thành viên", membership)

    def _refused(self, error: HoaiAnError) -> None:
        self._saving = False
        if isinstance(error, ValidationError):
            shown = {"team_id": "volunteer_id", "volunteer_id": "team_id"}
            names = self.form.editors
            self.form.show_faults({(n if n in names else shown.get(n, n)): s for n, s in error.messages.items()})
        else:
            feedback.refuse(self, error)

    def _done(self, words: str, _: object) -> None:
        self.said.emit(words, way_back(self, self._tasks, self.said.emit))

    # Keys: those of this panel come before those of the page around it

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._verb(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if verb := self._verb(event):
            verb()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _verb(self, event: QKeyEvent) -> Callable[[], None] | None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        verbs: dict[tuple[Qt.KeyboardModifier, int], Callable[[], None]] = {}
        if self.form_open and self._sheet.isAncestorOf(self.focusWidget() or self):
            verbs = {
                (_CONTROL, Qt.Key.Key_S): self.save,
                (_CONTROL, Qt.Key.Key_Return): self.save,
                (_CONTROL, Qt.Key.Key_Enter): self.save,
                (_NOTHING, Qt.Key.Key_Escape): self.cancel,
            }
        elif self._owner is not None:
            verbs = {
                (_NOTHING, Qt.Key.Key_Insert): self.add,
                (_NOTHING, Qt.Key.Key_F2): self.change,
            }
            if self.table.hasFocus():
                verbs[_NOTHING, Qt.Key.Key_Delete] = self.remove
        return verbs.get((modifiers, event.key()))
