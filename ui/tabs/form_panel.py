"""The form at the right of a list: fields, what stands against saving, and the buttons that stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from hoaian_desktop.errors import ConflictError, GoneError, HoaiAnError, RuleRefused, ValidationError
from hoaian_desktop.fields import Field
from hoaian_desktop.rules.doubts import Doubt, Level
from ui import feedback
from ui.tasks import Tasks
from ui.widgets.buttons import button
from ui.widgets.fault_footer import FaultFooter
from ui.widgets.record_form import RecordForm
from ui.widgets.side_panel import SidePanel
from ui.widgets.strip import Strip


class FormPanel(SidePanel):
    """Edits one record. It keeps what was typed until the data is safe, and decides nothing."""

    save_wanted = Signal()
    save_next_wanted = Signal()
    reload_wanted = Signal()
    confirmed = Signal()  # the doubts shown were read and may stand

    def __init__(
        self,
        tasks: Tasks,
        fields: Sequence[Field],
        icon: str,
        *,
        width: int = 400,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__("", icon, width=width, closable=True)
        self.id: int | None = None
        self.version: int | None = None
        self.strip = Strip()
        self.form = RecordForm(fields, tasks, today=today)
        self.below = QVBoxLayout()
        self.below.setContentsMargins(0, 0, 0, 0)
        self.below.setSpacing(7)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.form)
        self.body.addLayout(self.below)
        self.body.addStretch(1)
        self.cancel_button = button("Hủy", key="Esc")
        self.next_button = button("Lưu, nhập tiếp", "corner-down-left", key="Ctrl+Enter")
        self.save_button = button("Lưu", "save", role="primary", key="Ctrl+S")
        self.add_remark(FaultFooter(self.form))
        self.footer.addStretch(1)
        for made in (self.cancel_button, self.next_button, self.save_button):
            self.add_action(made)
        self.cancel_button.clicked.connect(self.close_wanted)
        self.next_button.clicked.connect(self.save_next_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self.form.changed.connect(self._changed)

    # What is edited

    def begin(self, title: str, values: Mapping[str, Any], *, id_: int | None = None) -> None:
        """Show a record to be changed, or a new one; the cursor goes to the first field."""
        self.set_title(title)
        self.id = id_
        self.version = values.get("version")
        self.form.load(values)
        self._forget_remarks()
        self.next_button.setVisible(id_ is None)
        self.form.focus_first()

    def mark_pinned(self, names: Sequence[str]) -> None:
        """Show which values stay for the next record."""
        for name, editor in self.form.editors.items():
            editor.set_pinned(name in names and editor.value() not in (None, "", ()))

    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return not self.isHidden() and self.form.is_changed()

    def values(self) -> dict[str, object] | None:
        """What is entered; None if something is wrong, which is then said under its field."""
        try:
            return self.form.values()
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return None

    # What stands against it

    def refuse(self, error: HoaiAnError) -> None:
        """Say why it was not saved, under the field where that is known; nothing typed is lost."""
        match error:
            case ValidationError():
                known = {name: text for name, text in error.messages.items() if name in self.form.editors}
                self.form.show_faults(known)
                others = [text for name, text in error.messages.items() if name not in known]
                if others:
                    self.strip.refuse(escape(" ".join(others)))
            case RuleRefused() if error.field in self.form.editors:
                self.form.show_faults({str(error.field): str(error)})
            case RuleRefused():
                self.strip.refuse(escape(str(error)))
            case ConflictError() | GoneError():
                self.strip.refuse(escape(str(error)), [("Tải lại", "refresh-cw", self.reload_wanted.emit)])
            case _:
                feedback.refuse(self, error)

    def show_doubts(self, doubts: Sequence[Doubt]) -> None:
        """Show doubts under their fields; those to be confirmed also in the strip, with the button that lets them."""
        self.form.show_doubts(doubts)
        to_confirm = [doubt.sentence for doubt in doubts if doubt.level is Level.SOFT]
        if to_confirm:
            self.strip.warn(
                escape("\n".join(to_confirm)).replace("\n", "<br>"), [("Vẫn lưu", "save", self.confirmed.emit)]
            )
            self.strip.take_focus()

    def _forget_remarks(self) -> None:
        self.note.setText("")
        self.strip.hide()
        self.form.show_doubts(())

    def _changed(self) -> None:
        self.note.setText("Chưa lưu")
        self.strip.hide()  # what it said was about what stood here before
