"""«Sửa số»: a figure of this report set by hand, beside what the book counts, with the reason that is printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import Correction, field_of
from hoaian_desktop.rules.numbers import show_count
from ui.dialogs.parts import column, row, words
from ui.tabs import report_acts
from ui.tasks import Tasks
from ui.widgets.buttons import button, on_key
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.record_form import RecordForm

_CONSEQUENCE = "Lý do in dưới Biểu 01, cạnh số đếm từ sổ. Số sửa chỉ thuộc báo cáo kỳ này, bản ghi trong sổ không đổi."


@dataclass(frozen=True)
class Figure:
    """The figure to be set: what it is, what the book counts, and what was set before."""

    period_id: int
    key: str
    name: str  # 2.2 · Tài khoản …
    unit: str
    counted: int | None
    detail: str = ""  # có tên 1 + số đếm 7
    value: int | None = None
    reason: str = ""


class CorrectionDialog(Dialog):
    """Keeps or takes away a correction; stays open until that is done. `kept` says with what words."""

    kept = Signal(str)

    def __init__(self, tasks: Tasks, figure: Figure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Sửa số trong báo cáo")
        self.setMinimumWidth(460)
        self._tasks, self._figure = tasks, figure
        detail = f" ({figure.detail})" if figure.detail else ""
        self.counted = words(f"Đếm từ sổ: {show_count(figure.counted)} {figure.unit}{detail}")
        self.form = RecordForm([field_of(Correction, name) for name in ("value", "reason")], columns=1)
        self.form.load({"value": figure.value, "reason": figure.reason or None})
        self.notice = NoticeLine()
        self.save_button = button("Ghi số sửa", "check", role="primary", key="Ctrl+S")
        on_key(self.save_button, "Ctrl+S")
        self.remove_button = button("Bỏ số sửa", "rotate-ccw", tip="Lấy lại số đếm từ sổ")
        cancel = button("Hủy", key="Esc")
        inside = column(
            words(figure.name, "record-title", wrap=True),
            self.counted,
            self.form,
            words(_CONSEQUENCE, "small", wrap=True),
            self.notice,
            None,
            row(self.remove_button, None, cancel, self.save_button),
        )
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.remove_button.setVisible(figure.value is not None)
        self.form.submitted.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self.remove_button.clicked.connect(self.remove)
        cancel.clicked.connect(self.reject)
        self.form.editors["value"].focus()

    def save(self) -> None:
        """Keep the number and its reason."""
        try:
            values = self.form.values()
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return
        figure, value = self._figure, values["value"]
        operation = partial(
            report_acts.correct, period_id=figure.period_id, key=figure.key, value=value, reason=values["reason"]
        )
        self._carry_out(operation, f"Đã sửa số: {show_count(value)} {figure.unit}")

    def remove(self) -> None:
        """Report what the book counts again."""
        operation = partial(report_acts.uncorrect, period_id=self._figure.period_id, key=self._figure.key)
        self._carry_out(operation, "Đã lấy lại số đếm từ sổ")

    def _carry_out(self, operation: partial[None], said: str) -> None:
        for each in (self.save_button, self.remove_button):
            each.setEnabled(False)
        self._tasks.run(self, operation, done=partial(self._done, said), failed=self._refused)

    def _done(self, said: str, _: object) -> None:
        self.kept.emit(said)
        self.accept()

    def _refused(self, error: HoaiAnError) -> None:
        for each in (self.save_button, self.remove_button):
            each.setEnabled(True)
        if isinstance(error, ValidationError):
            self.form.show_faults(error.messages)
        else:
            self.notice.say("fault", str(error))
