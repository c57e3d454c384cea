"""«Thêm mới» at the end of a list: what a reference needs and the book does not have yet is added where it is needed.

`offer_adding` works on any `RecordForm`, `offer_adding_to` on one editor. Nothing typed is lost meanwhile, and the
cursor goes on from where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import record_of
from hoaian_desktop.services import adding, keeping
from hoaian_desktop.services.references import Option
from ui.tasks import Tasks
from ui.widgets.record_form import RecordForm
from ui.widgets.reference_editors import PickingEditor

Said = Callable[[str, Callable[[], object] | None], object]  # quiet words, and what takes it back
_WORDS = {
    "village": "thôn",
    "volunteer": "tình nguyện viên",
    "team": "tổ",
    "service": "dịch vụ",
    "campaign": "chiến dịch",
    "initiative": "mô hình",
    "influential_person": "người có uy tín",
    "directive": "văn bản chỉ đạo",
}


def offer_adding(
    form: RecordForm, tasks: Tasks, owner: QWidget, said: Said, today: Callable[[], date] = date.today
) -> None:
    """Let every reference of a form add what its list lacks."""
    for editor in form.editors.values():
        if isinstance(editor, PickingEditor):
            offer_adding_to(editor, tasks, owner, said, today)


def offer_adding_to(
    editor: PickingEditor, tasks: Tasks, owner: QWidget, said: Said, today: Callable[[], date] = date.today
) -> None:
    """Let one reference add what its list lacks. `owner` is over what a small form opens; `said` tells quietly."""
    if editor.field.refers_to in adding.BY_FORM:
        adder = _Adder(editor, tasks, owner, said, today)
        editor.offer_new(_WORDS[editor.field.refers_to])
        # The connection holds what it calls; of a bound method it would hold nothing.
        editor.new_wanted.connect(partial(_Adder.add, adder))


@dataclass(frozen=True)
class _Adder:
    editor: PickingEditor
    tasks: Tasks
    owner: QWidget
    said: Said
    today: Callable[[], date]

    @property
    def table(self) -> str:
        return self.editor.field.refers_to

    def add(self, name: str) -> None:
        """Add at once what a name is enough for; for all else open a small form with the name in it."""
        if name and self.table in adding.BY_NAME:
            operation = partial(adding.add_named, table=self.table, name=name, today=self.today())
            self.tasks.run(self.editor, operation, done=self._added, failed=self._refused)
        else:
            operation = partial(adding.fresh, record=record_of(self.table), name=name, today=self.today())
            self.tasks.read(self.editor, operation, done=self._open)

    def _added(self, option: Option) -> None:
        self.editor.take_new(option)
        self.said(f"Đã thêm {_WORDS[self.table]} {option.words}", partial(self._take_back, option.id))

    def _refused(self, error: HoaiAnError) -> None:
        said = error.messages.values() if isinstance(error, ValidationError) else (str(error),)
        self.editor.set_fault(" ".join(said))

    def _open(self, values: dict[str, Any]) -> None:
        from ui.tabs.record_dialog import RecordDialog

        title = f"Thêm {_WORDS[self.table]}"
        dialog = RecordDialog(self.owner, self.tasks, record_of(self.table), title, values=values, today=self.today)
        dialog.saved.connect(partial(_Adder._made, self))
        dialog.said.connect(self.said)
        dialog.open()

    def _made(self, record: Any) -> None:
        if shiboken6.isValid(self.editor):
            self.editor.take_new(Option(record.id, record.label))
        self.said(f"Đã thêm {_WORDS[self.table]} {record.label}", None)

    def _take_back(self, id_: int) -> None:
        operation = partial(keeping.archive, record=record_of(self.table), ids=(id_,))
        self.tasks.run(self.owner, operation, done=partial(self._taken_back, id_))

    def _taken_back(self, id_: int, _: object) -> None:
        if shiboken6.isValid(self.editor):
            self.editor.forget(id_)
