"""The page every tab is made of: a list, a panel that is read, a form that is filled; all of it by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, partial
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hoaian_desktop.services import keeping
from hoaian_desktop.services.lists import Behind, Query
from ui import feedback
from ui.tabs.adding import offer_adding
from ui.tabs.beside import Beside
from ui.tabs.card_panel import CardPanel
from ui.tabs.form_panel import FormPanel
from ui.tabs.kept import Kept
from ui.tabs.record_list import RecordList
from ui.taking_back import way_back
from ui.tasks import Tasks
from ui.widgets.side_panel import SidePanel
from ui.widgets.toast import Toast

Operation = Callable[[Any], Any]
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NOTHING = Qt.KeyboardModifier.NoModifier
FORM_AFTER = 120  # milliseconds after the page is shown


class RecordPage(QWidget):
    """Keeps records of one kind. Subclasses say how they are read and saved, and what the panel shows."""

    said = Signal(str, object)  # quiet words, and what takes it back (or None)
    go = Signal(str, object)
    kept: ClassVar[Kept]
    title = ""  # on the button that shows it, where a tab has several pages

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self.tasks = tasks
        self.today = today
        kept = self.kept
        self._saving = False
        self._to_select: int | None = None  # the record just saved, once the list is there again
        self.list = RecordList(tasks, kept, today=today)
        self.card_panel = self.make_card()
        if isinstance(self.card_panel, CardPanel):
            self.card_panel.nothing.hide()  # while nobody knows yet whether the list has rows
        self.main = QWidget()
        self.column = QVBoxLayout(self.main)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addWidget(self.list, 1)
        self.beside = Beside(self.main, self.card_panel, least=kept.list_width)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.beside)
        self.toast = Toast(self)
        self.said.connect(self.toast.say)
        self._wire()

    def _wire(self) -> None:
        self.list.add_wanted.connect(self.add_new)
        self.list.edit_wanted.connect(self.open)
        self.list.archive_wanted.connect(self.archive_or_restore)
        self.list.history_wanted.connect(self.show_history)
        self.list.current_changed.connect(self.show_card)
        self.list.queried.connect(self.show_totals)
        self.list.bulk_wanted.connect(self.change_many)
        self.list.export_wanted.connect(self.export)
        self.list.said.connect(lambda words: self.said.emit(words, None))

    @cached_property
    def form_panel(self) -> FormPanel:
        """The form at the right; made when the first record is entered or opened."""
        panel = FormPanel(self.tasks, self.kept.form_fields, self.kept.icon, width=self.kept.width, today=self.today)
        self.beside.add_panel(panel)
        panel.close_wanted.connect(self.cancel)
        panel.save_wanted.connect(self.save)
        panel.save_next_wanted.connect(self.save_and_next)
        panel.reload_wanted.connect(self._load_again)
        panel.form.submitted.connect(self._after_last_field)
        offer_adding(panel.form, self.tasks, self, self.said.emit, self.today)
        self.furnish(panel)
        return panel

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Once the list is there and before anybody presses Insert.
        QTimer.singleShot(FORM_AFTER, self, lambda: self.form_panel)

    # What subclasses say

    def make_card(self) -> SidePanel:
        """The panel that is read."""
        panel = CardPanel(self.tasks, self.kept)
        panel.edit_wanted.connect(self.open)
        panel.history_wanted.connect(self.show_history)
        return panel

    def furnish(self, panel: FormPanel) -> None:
        """Put into the form, just made, what stands beside the fields."""

    def reading(self, id_: int) -> Operation:
        """How the values of a record are read for the form."""
        return partial(keeping.values_of, record=self.kept.record, id_=id_)

    def saving(self, values: Mapping[str, Any], id_: int | None, version: int | None) -> Operation:
        """How they are saved."""
        return partial(
            keeping.save, record=self.kept.record, values=values, id_=id_, version=version, today=self.today()
        )

    def label_of(self, record: Any) -> str:
        """How a saved record is called in the message."""
        return f"{self.kept.one} {record.label}"

    def show_card(self, id_: object) -> None:
        """Show a record in the panel that is read."""
        if isinstance(self.card_panel, CardPanel):
            self.card_panel.show_record(id_ if isinstance(id_, int) else None)

    def show_totals(self, query: Any) -> None:
        """Write the totals under the list."""

    def fresh_values(self) -> dict[str, Any]:
        """What a new record begins with."""
        days = dict.fromkeys(self.kept.dated, self.today())
        return {**keeping.defaults(self.kept.record), **days}

    # Coming and going

    def reload(self) -> None:
        """Ask for everything anew; what is being typed stays."""
        self.list.ask()
        if self._to_select is not None:
            self.list.table.select_id(self._to_select)
            self._to_select = None
        self.list.filter_row.reload_options()
        if self._has_form:
            self.form_panel.form.reload_options()
        if (id_ := self.list.table.current_id()) is not None:
            self.show_card(id_)

    def find(self) -> None:
        """Put the cursor into the search line."""
        self.list.filter_row.focus()

    def show_behind(self, behind: Behind | None) -> None:
        """Show only the records behind a figure."""
        self.list.filter_row.clear()
        self.list.show_behind(behind)

    def show_query(self, query: Query) -> None:
        """Show exactly the records another place asks for."""
        self.list.show_query(query)

    def unfold_card(self) -> None:
        """Open the panel that is read, also where it is folded to a rail; a form that is being filled stays."""
        if not self.form_open:
            self.beside.show_panel(self.card_panel, unfold=True)

    def has_unsaved(self) -> bool:
        """Whether something typed is not in the book yet."""
        return self._has_form and self.form_panel.is_changed()

    @property
    def form_open(self) -> bool:
        """Whether a form is shown."""
        return self._has_form and self.beside.shown is self.form_panel

    @property
    def busy(self) -> bool:
        """Whether something is being entered, so that «nothing here yet» must not come over it."""
        return self.form_open

    @property
    def _has_form(self) -> bool:
        return "form_panel" in self.__dict__

    # The form

    def add_new(self) -> None:
        """Open an empty form."""
        if self._may_leave():
            self._begin_new(self.fresh_values())

    def open(self, id_: int) -> None:
        """Open the form of a record."""
        if self.form_open and self.form_panel.id == id_:
            self.form_panel.form.focus_first()
        elif self._may_leave():
            self.tasks.read(self, self.reading(id_), done=partial(self._begin, id_), latest="open")

    def save(self) -> None:
        """Save what is entered and close the form."""
        self._save(then_next=False)

    def save_and_next(self) -> None:
        """Save, and begin the next record with what carries over."""
        self._save(then_next=self.form_panel.id is None)

    def cancel(self) -> None:
        """Close the form; ask only if something typed would be lost."""
        if self.form_open and self._may_leave():
            self._close_form()

    def _begin_new(self, values: Mapping[str, Any]) -> None:
        self.beside.show_panel(self.form_panel, unfold=True)
        self.form_panel.begin(self.kept.add, values)
        self.form_panel.mark_pinned(self.kept.carried)
        self.form_begun(None)

    def _begin(self, id_: int, values: Mapping[str, Any]) -> None:
        self.beside.show_panel(self.form_panel, unfold=True)
        self.form_panel.begin(f"Sửa {self.kept.one}", values, id_=id_)
        self.form_panel.mark_pinned(())
        self.form_begun(id_)

    def form_begun(self, id_: int | None) -> None:
        """The form shows another record: fill what stands below it."""

    def _load_again(self) -> None:
        if (id_ := self.form_panel.id) is not None:
            self.tasks.read(self, self.reading(id_), done=partial(self._begin, id_), failed=self._gone, latest="open")

    def _gone(self, error: Any) -> None:
        self._close_form()
        feedback.refuse(self, error)

    def _save(self, *, then_next: bool) -> None:
        if not self.form_open:
            return
        values = self.form_panel.values()
        if values is not None:
            self.submit(values, then_next=then_next)

    def submit(self, values: dict[str, object], *, then_next: bool) -> None:
        """Hand typed values over to be saved."""
        if self._saving:  # the key was pressed twice
            return
        id_ = self.form_panel.id
        self._saving = True
        self.tasks.run(
            self,
            self.saving(values, id_, self.form_panel.version),
            done=partial(self._saved, then_next=then_next),
            failed=self._refused,
        )

    def _saved(self, record: Any, *, then_next: bool) -> None:
        self._saving = False
        self._to_select = record.id
        self.said.emit(f"Đã lưu {self.label_of(record)}", way_back(self, self.tasks, self.said.emit))
        if then_next:
            values = self.fresh_values()
            kept = self.form_panel.form.raw()
            self._begin_new({**values, **{name: kept[name] for name in self.kept.carried}})
            self._go_to_first_empty()
        else:
            self._close_form()

    def _go_to_first_empty(self) -> None:
        for name, editor in self.form_panel.form.editors.items():
            if name not in self.kept.carried:
                editor.focus()
                return

    def _refused(self, error: Any) -> None:
        self._saving = False
        self.form_panel.refuse(error)

    def _after_last_field(self) -> None:
        (self.form_panel.next_button if self.form_panel.id is None else self.form_panel.save_button).setFocus()

    def _close_form(self) -> None:
        self.form_panel.id = None
        self.form_panel.form.clear()
        self.beside.show_panel(self.card_panel)
        self.list.go_to_table()

    def _may_leave(self) -> bool:
        if not (self.form_open and self.has_unsaved()):
            return True
        return feedback.may_discard(self)

    # Archiving

    def archive_or_restore(self) -> None:
        """Put the picked records aside, or bring archived ones back: quietly, with a way back."""
        ids = tuple(self.list.table.selected_ids()) or tuple(filter(None, (self.list.table.current_id(),)))
        if ids and self._may_leave():
            if self.form_open:
                self._close_form()
            archived = not self.list.archived_selected()
            verb = keeping.archive if archived else keeping.restore
            operation = partial(verb, record=self.kept.record, ids=ids)
            self.tasks.run(self, operation, done=partial(self._archived, archived))

    def _archived(self, archived: bool, number: int) -> None:
        did = "Đã lưu trữ" if archived else "Đã khôi phục"
        self.said.emit(f"{did} {number} {self.kept.one}", way_back(self, self.tasks, self.said.emit))

    def change_many(self) -> None:
        """Change some fields of all selected records; a preview comes first."""
        from ui.dialogs.bulk import BulkDialog

        if self.list.can_change_many() and self._may_leave():
            if self.form_open:
                self._close_form()
            ids = tuple(self.list.table.selected_ids())
            dialog = BulkDialog(self, self.tasks, self.kept, ids, today=self.today)
            dialog.changed.connect(lambda words: self.said.emit(words, way_back(self, self.tasks, self.said.emit)))
            dialog.open()

    def export(self) -> None:
        """Write the list as it stands to a file."""
        from ui.dialogs.export_list import ExportDialog

        table = self.list.table
        shown = [field.name for field, is_shown in table.columns() if is_shown]
        ExportDialog(self, self.tasks, self.kept.listing, table.query(), shown, self.today).open()

    def picked(self) -> tuple[int, ...]:
        """The records picked in the list, else the one the cursor stands on."""
        return tuple(self.list.table.selected_ids()) or tuple(filter(None, (self.list.table.current_id(),)))

    def show_history(self) -> None:
        """Show who changed what in the current record."""
        from ui.dialogs.history import HistoryDialog

        id_ = self.form_panel.id if self.form_open else self.list.table.current_id()
        if id_ is not None:
            HistoryDialog(self, self.tasks, self.kept.record, id_).open()

    # Keys

    def event(self, event: QEvent) -> bool:
        # The page's keys come first; the window's menu has the same ones for when the cursor is elsewhere.
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
        verbs: dict[tuple[Qt.KeyboardModifier, int], Callable[[], None]] = {
            (_CONTROL, Qt.Key.Key_N): self.add_new,
            (_NOTHING, Qt.Key.Key_Insert): self.add_new,
            (_NOTHING, Qt.Key.Key_F2): self._edit_current,
            (_CONTROL, Qt.Key.Key_F): self.find,
            (_CONTROL, Qt.Key.Key_H): self.show_history,
            (_CONTROL, Qt.Key.Key_P): self.list.open_papers,
            (_CONTROL | _SHIFT, Qt.Key.Key_E): self.change_many,
            (_CONTROL | _SHIFT, Qt.Key.Key_F): self.list.filter_row.conditions.add,
            (_CONTROL | _SHIFT, Qt.Key.Key_L): self.list.table.edit_columns,
        }
        if self.form_open:
            verbs |= {
                (_CONTROL, Qt.Key.Key_S): self.save,
                (_CONTROL, Qt.Key.Key_Return): self.save_and_next,
                (_CONTROL, Qt.Key.Key_Enter): self.save_and_next,
                (_NOTHING, Qt.Key.Key_Escape): self.cancel,
            }
        if self.list.table.view.hasFocus():
            verbs[_NOTHING, Qt.Key.Key_Delete] = self.archive_or_restore
        return verbs.get((modifiers, event.key()))

    def _edit_current(self) -> None:
        if (id_ := self.list.table.current_id()) is not None:
            self.open(id_)
