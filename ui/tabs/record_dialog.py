"""A small window with one record's form, for what has no page of its own: campaigns, models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import Record, fields_of
from hoaian_desktop.services import adding, keeping
from ui import feedback
from ui.dialogs.parts import row
from ui.tabs.adding import offer_adding
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button
from ui.widgets.fault_footer import FaultFooter
from ui.widgets.fitted import Dialog
from ui.widgets.record_form import RecordForm
from ui.widgets.scrolling import Scrolling


class RecordDialog(Dialog):
    """Stays open until the record is safe."""

    saved = Signal(object)  # the record
    said = Signal(str, object)  # quiet words, and what takes it back (or None)

    def __init__(
        self,
        parent: QWidget,
        tasks: Tasks,
        record: type[Record],
        title: str,
        *,
        id_: int | None = None,
        values: Mapping[str, Any] | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """`values` is what a new record begins with; with `id_` that record is changed."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._tasks = tasks
        self._record = record
        self._id = id_
        self._version: int | None = None
        self._saving = False
        self._today = today
        self.form = RecordForm(fields_of(record), tasks, today=today)
        offer_adding(self.form, tasks, self, self.said.emit, today)
        self.save_button = button("Lưu", "save", role="primary", key="Ctrl+S")
        cancel = button("Hủy", key="Esc")
        sheet = QFrame()
        mark(sheet, role="sheet")
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.addWidget(Scrolling(self.form))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(sheet)
        column.addLayout(row(FaultFooter(self.form), None, cancel, self.save_button))
        self.setMinimumWidth(480)
        cancel.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        self.form.submitted.connect(self.save_button.setFocus)
        self._show({**keeping.defaults(record), **(values or {})})
        if id_ is not None:
            self._tasks.read(self, partial(keeping.values_of, record=record, id_=id_), done=self._show)

    def save(self) -> None:
        """Save and close; a refusal is shown and nothing typed is lost."""
        QGuiApplication.inputMethod().commit()
        try:
            values = self.form.values()
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return
        if self._saving:  # the key was pressed twice
            return
        self._saving = True
        about = {"record": self._record, "values": values, "today": self._today()}
        if self._id is None:
            operation = partial(adding.add, **about)
        else:
            operation = partial(keeping.save, **about, id_=self._id, version=self._version)
        self._tasks.run(self, operation, done=self._done, failed=self._refused)

    def reject(self) -> None:
        if not self.form.is_changed() or feedback.may_discard(self):
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if control and (event.key() == Qt.Key.Key_S or entered):
            self.save()
        elif not entered:
            super().keyPressEvent(event)

    def _show(self, values: Mapping[str, Any]) -> None:
        self._version = values.get("version")
        self.form.load(values)
        self.form.focus_first()

    def _done(self, record: Any) -> None:
        self.saved.emit(record)
        self.accept()

    def _refused(self, error: HoaiAnError) -> None:
        self._saving = False
        if isinstance(error, ValidationError):
            self.form.show_faults(error.messages)
        else:
            feedback.refuse(self, error)
