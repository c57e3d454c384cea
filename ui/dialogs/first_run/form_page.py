"""Steps drawn from the declared fields of the office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hoaian_desktop.errors import ValidationError
from hoaian_desktop.records import Office, field_of
from hoaian_desktop.services import offices
from ui.dialogs.first_run.draft import Draft
from ui.dialogs.first_run.page import Page
from ui.widgets.record_form import RecordForm


class FormPage(Page):
    """Some fields of the office, filled with what the unit's era proposes."""

    def __init__(self, title: str, sentence: str, names: Sequence[str]) -> None:
        super().__init__(title, sentence)
        self.form = RecordForm([field_of(Office, name) for name in names])
        self.form.submitted.connect(self.entered)
        self.body.addWidget(self.form)

    def enter(self, draft: Draft) -> None:
        proposed: dict[str, Any] = offices.defaults(draft.unit) if draft.unit else {}
        known = {**proposed, **draft.values}
        self.form.load({field.name: known.get(field.name) for field in self.form.fields})

    def leave(self, draft: Draft) -> bool:
        try:
            draft.values |= self.form.values()
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return False
        return True

    def focus(self) -> None:
        self.form.focus_first()
