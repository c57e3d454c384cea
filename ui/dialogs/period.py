"""A new reporting period, or the dates of one: presets, two days, the deadline; the next proposes itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import ReportingPeriod, field_of
from hoaian_desktop.rules import periods
from hoaian_desktop.rules.periods import MONTHS, PeriodKind, Span
from hoaian_desktop.services import keeping
from hoaian_desktop.services.reporting import PeriodLine
from ui.tabs import report_state
from ui.tasks import Tasks
from ui.widgets.buttons import button, label, on_key
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.record_form import RecordForm

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Preset:
    """One kind of period as the dialog offers it; `begins` is the day of the month it begins on."""

    words: str
    kind: PeriodKind
    begins: int = 1

    def at(self, day: date) -> Span:
        """The period of this kind that holds a day."""
        months = MONTHS.get(self.kind, 1)
        if self.kind is PeriodKind.WEEK:
            return Span.week_of(day)
        year, month = day.year, day.month - (1 if day.day < self.begins else 0)
        count = year * 12 + month - 1
        first = _month(count - (count % months if self.begins == 1 else 0), self.begins)
        following = first.year * 12 + first.month - 1 + months
        return Span(first, _month(following, self.begins) - _DAY)

    def holds(self, span: Span) -> bool:
        """Whether a span is one of this kind."""
        return self.at(span.first) == span


def _month(count: int, day: int) -> date:
    return date(count // 12, count % 12 + 1, day)


PRESETS: tuple[Preset, ...] = (
    Preset("Tháng (từ ngày 1 đến cuối tháng)", PeriodKind.MONTH),
    Preset("Tháng (từ ngày 15 đến ngày 14)", PeriodKind.MONTH, 15),
    Preset("Tuần (thứ Hai đến Chủ nhật)", PeriodKind.WEEK),
    Preset("Quý", PeriodKind.QUARTER),
    Preset("6 tháng", PeriodKind.HALF_YEAR),
    Preset("Năm", PeriodKind.YEAR),
    Preset("Tự chọn hai ngày", PeriodKind.FREE),
)


def next_of(preset: Preset, lines: Sequence[PeriodLine], today: date) -> Span:
    """The period of a kind that comes next: after the latest of that kind, else the one that holds today."""
    if preset.kind is PeriodKind.FREE:
        last = max((line.span.last for line in lines), default=today - _DAY)
        return Span(last + _DAY, max(last + _DAY, today))
    latest = max((line.span for line in lines if preset.holds(line.span)), default=None)
    return preset.at(today if latest is None else latest.last + _DAY)


def preset_of(lines: Sequence[PeriodLine]) -> Preset:
    """The kind of the latest period, which the next one usually has too."""
    latest = max(lines, key=lambda line: line.span.last, default=None)
    return next((each for each in PRESETS if latest and each.holds(latest.span)), PRESETS[0])


class PeriodDialog(Dialog):
    """Builds a period and saves it; stays open until it is kept. `kept` tells its id."""

    kept = Signal(int)

    def __init__(
        self,
        tasks: Tasks,
        lines: Sequence[PeriodLine],
        *,
        line: PeriodLine | None = None,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        """With `line` that period is changed, otherwise a new one is made."""
        super().__init__(parent)
        self._tasks, self._lines, self._line, self._today = tasks, tuple(lines), line, today
        self.setWindowTitle("Sửa kỳ báo cáo" if line else "Kỳ báo cáo mới")
        self.setMinimumWidth(430)
        self.preset = QComboBox()
        self.preset.setAccessibleName("Loại kỳ")
        for each in PRESETS:
            self.preset.addItem(each.words)
        self.form = RecordForm(
            [field_of(ReportingPeriod, name) for name in ("first_day", "last_day", "due")], columns=3, today=today
        )
        self.notice = NoticeLine()
        self.save_button = button("Lưu" if line else "Lập kỳ", "check", role="primary", key="Ctrl+S")
        on_key(self.save_button, "Ctrl+S")
        self.cancel_button = button("Hủy", key="Esc")
        self._lay_out()
        self.preset.activated.connect(self._propose)
        self.form.submitted.connect(self.save)
        self.form.editors["last_day"].left.connect(self._propose_due)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        self._begin()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(label("Loại kỳ", "label"))
        column.addWidget(self.preset)
        column.addWidget(self.form)
        column.addWidget(self.notice)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        column.addLayout(row)

    def _begin(self) -> None:
        if self._line is None:
            self.preset.setCurrentIndex(PRESETS.index(preset_of(self._lines)))
            self._propose()
            return
        span = self._line.span
        found = next((at for at, each in enumerate(PRESETS) if each.holds(span)), len(PRESETS) - 1)
        self.preset.setCurrentIndex(found)
        self.form.load({"first_day": span.first, "last_day": span.last, "due": self._line.due})
        frozen = self._line.version is not None
        for name in ("first_day", "last_day"):
            self.form.editors[name].setEnabled(not frozen)
        self.preset.setEnabled(not frozen)
        if frozen:
            self.notice.say("muted", "Kỳ đã chốt: chỉ đổi được hạn nộp.")

    def _propose(self) -> None:
        preset = PRESETS[self.preset.currentIndex()]
        span = next_of(preset, self._lines, self._today())
        due = periods.due_date(span, preset.kind)
        self.form.load({"first_day": span.first, "last_day": span.last, "due": due})
        self.form.show_faults({})

    def _propose_due(self) -> None:
        """A deadline before the last day was meant for other dates."""
        try:
            values = self.form.values()
        except ValidationError:
            return
        preset = PRESETS[self.preset.currentIndex()]
        first, last, due = (values[name] for name in ("first_day", "last_day", "due"))
        if not isinstance(first, date) or not isinstance(last, date) or last < first:
            return
        if due is None or (isinstance(due, date) and due < last):
            self.form.editors["due"].set_value(periods.due_date(Span(first, last), preset.kind))

    def save(self) -> None:
        """Keep the period; a refusal stays in the dialog."""
        try:
            values = self.form.values()
            span = self._span(values)
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return
        kind = PRESETS[self.preset.currentIndex()].kind
        self.save_button.setEnabled(False)
        if self._line is None:
            operation: Any = partial(report_state.add_period, span=span, kind=kind.value, due=values["due"])
        else:
            changed = {**values, "kind": kind.value}
            operation = partial(_change, values=changed, period_id=self._line.id)
        self._tasks.run(self, operation, done=self._kept, failed=self._refused)

    def _span(self, values: Mapping[str, Any]) -> Span:
        first, last = values["first_day"], values["last_day"]
        if last < first:
            raise ValidationError({"last_day": "Ngày cuối trước ngày đầu. Hãy sửa một trong hai ngày."})
        span = Span(first, last)
        if any(line.span == span and line is not self._line for line in self._lines):
            raise ValidationError({"last_day": "Đã có kỳ của đúng hai ngày này. Hãy chọn kỳ đó trong danh sách."})
        return span

    def _kept(self, period_id: int) -> None:
        self.kept.emit(period_id)
        self.accept()

    def _refused(self, error: HoaiAnError) -> None:
        self.save_button.setEnabled(True)
        self.save_button.setFocus()  # a button that is put out of use loses it
        if isinstance(error, ValidationError):
            self.form.show_faults(error.messages)
        else:
            self.notice.say("fault", str(error))


def _change(session: Any, *, period_id: int, values: Mapping[str, Any]) -> int:
    return keeping.save(session, ReportingPeriod, values, id_=period_id).id


def open_dialog(dialog: PeriodDialog) -> None:
    """Show the dialog over its window; it goes when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
