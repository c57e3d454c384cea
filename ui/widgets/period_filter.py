"""Which days a list shows: all, this month, last month … or any two dates."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.periods import Span
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.editor import Today
from ui.widgets.editors import DateEditor
from ui.widgets.fitted import Dialog

Days = tuple[date | None, date | None]

_EVER = "Mọi thời gian"
_OWN = "Chọn khoảng ngày…"


def presets(today: date) -> list[tuple[str, Days]]:
    """The usual stretches of days, by name."""
    month = Span.month(today.year, today.month)
    before = month.first - timedelta(days=1)
    last_month = Span.month(before.year, before.month)
    quarter = Span.quarter(today.year, (today.month - 1) // 3 + 1)
    week = Span.week_of(today)
    spans = [("Hôm nay", Span(today, today)), ("Tuần này", week), ("Tháng này", month), ("Tháng trước", last_month)]
    spans += [("Quý này", quarter), ("Năm nay", Span.year(today.year)), ("Năm trước", Span.year(today.year - 1))]
    return [(_EVER, (None, None)), *((name, (span.first, span.last)) for name, span in spans)]


class PeriodFilter(ChoiceBox):
    """A drop-down of periods; the last entry asks for two dates."""

    changed = Signal()

    def __init__(self, today: Today = date.today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._own: tuple[str, Days] | None = None
        self._before = 0
        self.setAccessibleName("Thời gian")
        self._fill()
        self.activated.connect(self._chosen)
        self.currentIndexChanged.connect(self._moved)

    def days(self) -> Days:
        """The first and last day; (None, None) is ever."""
        found: Days | None = self.currentData()
        return found or (None, None)

    def set_days(self, first: date | None, last: date | None, name: str = "") -> None:
        """Show these days, as a preset if there is one like it."""
        days = (first, last)
        usual = [shown for shown, preset in presets(self._today()) if preset == days]
        if not usual:
            words = name or " – ".join(show_date(day) if day else "…" for day in days)
            self._own = (words, days)
        with QSignalBlocker(self):
            self._fill()
            self.setCurrentIndex(self.findText(usual[0] if usual else self._own[0] if self._own else _EVER))
        self._before = self.currentIndex()
        self.changed.emit()

    def _fill(self) -> None:
        self.clear()
        for name, days in (*presets(self._today()), *([self._own] if self._own else [])):
            self.addItem(name, days)
        self.addItem(_OWN, None)

    def _moved(self, at: int) -> None:
        if self.itemText(at) != _OWN and at >= 0:
            self._before = at
            self.changed.emit()

    def _chosen(self, at: int) -> None:
        if self.itemText(at) == _OWN:
            with QSignalBlocker(self):
                self.setCurrentIndex(self._before)
            dialog = _DaysDialog(self.days(), self._today, self)
            dialog.accepted.connect(lambda: self.set_days(*dialog.days()))
            dialog.open()


class _DaysDialog(Dialog):
    def __init__(self, days: Days, today: Today, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Khoảng ngày")
        self._first = DateEditor(Field("first", "Từ ngày", Kind.DATE), today)
        self._last = DateEditor(Field("last", "Đến ngày", Kind.DATE), today)
        self._first.set_value(days[0])
        self._last.set_value(days[1])
        fields = QHBoxLayout()
        fields.addWidget(self._first)
        fields.addWidget(self._last)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._check)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(fields)
        column.addWidget(buttons)

    def days(self) -> Days:
        """The two dates entered; an empty one is open."""
        return self._first.typed_date(), self._last.typed_date()

    def _check(self) -> None:
        for editor in (self._first, self._last):
            editor.normalise()
            if editor.fault():
                editor.focus()
                return
        first, last = self.days()
        if first and last and first > last:
            self._last.set_fault("Đến ngày phải sau từ ngày.")
            self._last.focus()
            return
        self.accept()
