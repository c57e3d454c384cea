"""A new reporting period, or the dates of one: presets, two days, the deadline; the next proposes itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import ReportingPeriod, field_of
from hoaian_desktop.rules import period_habits
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.period_habits import FREE, Habit
from hoaian_desktop.rules.periods import PeriodKind, Span
from hoaian_desktop.services import habits, keeping
from hoaian_desktop.services.reporting import PeriodLine
from ui.tabs import report_state
from ui.tasks import Tasks
from ui.widgets.buttons import button, label, on_key
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.record_form import RecordForm


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
        self._offered: tuple[Habit, ...] = ()
        self._chosen = False  # by hand, not proposed
        self._warned: Span | None = None  # overlaps another period of its kind, and that was said
        self.preset = QComboBox()
        self.preset.setAccessibleName("Loại kỳ")
        self.remember = QCheckBox("Ghi nhớ cách chia kỳ và hạn nộp này cho các kỳ sau")
        self.form = RecordForm(
            [field_of(ReportingPeriod, name) for name in ("first_day", "last_day", "due")], columns=3, today=today
        )
        self.notice = NoticeLine()
        self.save_button = button("Lưu" if line else "Lập kỳ", "check", role="primary", key="Ctrl+S")
        on_key(self.save_button, "Ctrl+S")
        self.cancel_button = button("Hủy", key="Esc")
        self._lay_out()
        self.preset.activated.connect(self._choose)
        self.form.submitted.connect(self.save)
        self.form.editors["last_day"].left.connect(self._propose_due)
        for name in ("first_day", "last_day"):
            self.form.editors[name].changed.connect(self._forget_warning)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        self._offer(())
        self._begin()
        tasks.read(self, habits.own, done=self._take_habits)

    def _offer(self, own: Sequence[Habit]) -> None:
        self._offered = period_habits.offered(own)
        self.preset.clear()
        self.preset.addItems([each.words for each in self._offered])

    def _take_habits(self, own: Sequence[Habit]) -> None:
        """The office cuts some kinds its own way."""
        if own and not self._chosen and not self.form.is_changed():
            self._offer(own)
            self._begin()

    @property
    def habit(self) -> Habit:
        """The kind of period picked."""
        return self._offered[self.preset.currentIndex()]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(label("Loại kỳ", "label"))
        column.addWidget(self.preset)
        column.addWidget(self.form)
        column.addWidget(self.remember)
        column.addWidget(self.notice)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        column.addLayout(row)

    def _begin(self) -> None:
        if self._line is None:
            self._pick(self._of(max(self._lines, key=lambda line: line.span.last, default=None)))
            self._propose()
            return
        span = self._line.span
        self._pick(self._of(self._line))
        self.form.load({"first_day": span.first, "last_day": span.last, "due": self._line.due})
        frozen = self._line.version is not None
        for name in ("first_day", "last_day"):
            self.form.editors[name].setEnabled(not frozen)
        self.preset.setEnabled(not frozen)
        if frozen:
            self.notice.say("muted", "Kỳ đã chốt: chỉ đổi được hạn nộp.")

    def _of(self, line: PeriodLine | None) -> Habit:
        """The kind a period is of, which the next one usually has too."""
        if line is None:
            return self._offered[0]
        return next((each for each in self._offered if each.kind == line.kind and each.holds(line.span)), FREE)

    def _pick(self, habit: Habit) -> None:
        self.preset.setCurrentIndex(self._offered.index(habit))

    def _choose(self) -> None:
        self._chosen = True
        self._propose()

    def _propose(self) -> None:
        habit = self.habit
        span = habit.next_of([line.span for line in self._lines], self._today())
        self.form.load({"first_day": span.first, "last_day": span.last, "due": habit.due(span)})
        self.form.show_faults({})
        self._forget_warning()

    def _propose_due(self) -> None:
        """A deadline before the last day was meant for other dates."""
        try:
            values = self.form.values()
        except ValidationError:
            return
        first, last, due = (values[name] for name in ("first_day", "last_day", "due"))
        if not isinstance(first, date) or not isinstance(last, date) or last < first:
            return
        if due is None or (isinstance(due, date) and due < last):
            self.form.editors["due"].set_value(self.habit.due(Span(first, last)))

    def _forget_warning(self) -> None:
        if self._warned is not None:
            self._warned = None
            self.notice.say("muted", "")

    def save(self) -> None:
        """Keep the period; a refusal stays in the dialog."""
        try:
            values = self.form.values()
            span = self._span(values)
            habit = self._to_remember(span, values["due"])
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return
        kind = habit.kind if habit is not None else self.habit.kind
        if self._overlaps(span, kind):
            return
        self.save_button.setEnabled(False)
        period_id = self._line.id if self._line else None
        operation = partial(_keep, span=span, kind=kind.value, due=values["due"], period_id=period_id, habit=habit)
        self._tasks.run(self, operation, done=self._kept, failed=self._refused)

    def _to_remember(self, span: Span, due: object) -> Habit | None:
        if not self.remember.isChecked():
            return None
        habit = Habit.of(span, due if isinstance(due, date) else None)
        if habit is None:
            raise ValidationError({"last_day": "Hai ngày này không lặp lại được. Hãy chọn trọn tuần, tháng, quý …"})
        return habit

    def _overlaps(self, span: Span, kind: PeriodKind) -> bool:
        """Say once that another period of the kind has some of these days; the same again is meant so."""
        others = [line for line in self._lines if line is not self._line and line.kind == kind]
        shared = next((o.span for o in others if o.span.first <= span.last and span.first <= o.span.last), None)
        if shared is None or self._warned == span:
            return False
        self._warned = span
        again = self.save_button.accessibleName()
        days = f"{show_date(shared.first)} – {show_date(shared.last)}"
        self.notice.say(
            "doubt",
            f"Có ngày trùng với kỳ cùng loại {days}: số liệu sẽ báo cáo hai lần. Bấm {again} lần nữa nếu đúng là vậy.",
        )
        return True

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


def _keep(session: Any, *, span: Span, kind: str, due: Any, period_id: int | None, habit: Habit | None) -> int:
    if habit is not None:
        habits.remember(session, habit)
    if period_id is None:
        return report_state.add_period(session, span, kind=kind, due=due)
    values = {"first_day": span.first, "last_day": span.last, "due": due, "kind": kind}
    return keeping.save(session, ReportingPeriod, values, id_=period_id).id


def open_dialog(dialog: PeriodDialog) -> None:
    """Show the dialog over its window; it goes when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
