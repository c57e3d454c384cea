"""The settings of the office: what its letters say."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import Office, fields_of
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.services import keeping, offices
from hoaian_desktop.services.offices import Dissolved
from ui.dialogs.parts import button, column, row, words
from ui.tasks import Tasks
from ui.widgets.buttons import on_key
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.record_form import RecordForm
from ui.widgets.scrolling import Scrolling
from ui.widgets.strip import Strip

_FIXED = "unit_id"  # the unit of a book never changes: its records are that unit's


class OfficeDialog(Dialog):
    """A form over the one office of the book; closed reports keep what they were closed with."""

    saved = Signal()

    def __init__(self, parent: QWidget, tasks: Tasks) -> None:
        super().__init__(parent)
        self.setWindowTitle("Thiết lập đơn vị")
        self.resize(640, 640)
        self._tasks = tasks
        self._id: int | None = None
        self._version: int | None = None
        self.form = RecordForm([field for field in fields_of(Office) if field.name != _FIXED])
        self.strip = Strip()
        self.gone = NoticeLine()
        self.save = button("Lưu", self._save, icon="save", role="primary")
        on_key(self.save, "Ctrl+S")
        inside = column(
            words("Thiết lập đơn vị", "title"),
            words("Dùng cho các báo cáo sẽ lập. Báo cáo đã chốt giữ nguyên như lúc chốt.", "muted"),
            self.gone,
            self.strip,
            Scrolling(self.form),
            row(None, button("Hủy", self.close), self.save),
        )
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.finished.connect(self.deleteLater)
        self.setEnabled(False)
        tasks.read(self, _load, done=self._show)

    def _show(self, loaded: tuple[int, dict[str, Any], Dissolved | None]) -> None:
        self._id, values, gone = loaded
        if gone is not None:
            self.gone.say("doubt", _became(gone))
        self._version = values["version"]
        self.form.load(values)
        self.setEnabled(True)
        self.form.focus_first()

    def _save(self) -> None:
        try:
            values = self.form.values()
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return
        operation = partial(offices.keep, values=values, id_=self._id, version=self._version)
        self._tasks.run(self, operation, done=self._done, failed=self._refused)

    def _done(self, _: object) -> None:
        self.saved.emit()
        self.accept()

    def _refused(self, error: HoaiAnError) -> None:
        if isinstance(error, ValidationError):
            self.form.show_faults(error.messages)
        else:
            self.strip.refuse(str(error))


def _load(session: Any) -> tuple[int, dict[str, Any], Dissolved | None]:
    office = offices.current(session)
    return office.id, keeping.values_of(session, Office, office.id), offices.dissolved(session)


def _became(gone: Dissolved) -> str:
    unit = f"{gone.unit[:1].upper()}{gone.unit[1:]}"
    if gone.successor is None:
        return f"{unit} không còn từ {show_date(gone.since)}. Kỳ sau ngày đó thuộc đơn vị mới."
    new = gone.successor
    return f"{unit} không còn từ {show_date(gone.since)}, nay thuộc {new}. Báo cáo kỳ sau đó lập trong sổ của {new}."
