"""Accounts by week of the current period, a row per team; a week without anything noted is pointed at."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from hoaian_desktop.fields import MISSING
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services.lists import Behind
from hoaian_desktop.services.teams import ACCOUNTS, TeamWeeks, Weeks
from ui.tabs.small_table import STRONG, TOTAL, WARN, SmallTable
from ui.theme import mark
from ui.widgets.badge import Badge, Look, Tone
from ui.widgets.buttons import label
from ui.widgets.icon_label import IconLabel

NOT_YET = "chưa có"


class WeeksSheet(QFrame):
    """The table of weeks; Enter or a double click on a week opens the records behind it."""

    behind_wanted = Signal(object)  # lists.Behind

    def __init__(self) -> None:
        super().__init__()
        mark(self, role="sheet")
        self._weeks: Weeks | None = None
        self.caption = label("", "panel-title")
        self.missing = Badge()
        header = QFrame()
        mark(header, role="panel-header")
        line = QHBoxLayout(header)
        line.setContentsMargins(10, 0, 8, 0)
        line.setSpacing(7)
        line.addWidget(IconLabel("calendar-days", "mut"))
        line.addWidget(self.caption)
        line.addStretch(1)
        line.addWidget(self.missing)
        self.table = SmallTable(["Tổ"], most_rows=8, row=27)
        mark(self.table, role="plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.table)
        self.table.activated_row.connect(self._open)
        self.hide()

    def show_weeks(self, weeks: Weeks) -> None:
        """Replace what is shown; without teams the sheet goes."""
        self._weeks = weeks
        self.setVisible(bool(weeks.lines))
        self.caption.setText(f"Tài khoản mức 1 + 2 theo tuần, {weeks.span.label}")
        self.table.set_heads(["Tổ", *[_days(week) for week in weeks.weeks], "Cả kỳ"], right_from=1)
        rows = [[line.name, *_cells(line), _known(line.total)] for line in weeks.lines]
        totals = weeks.totals
        rows.append(["Tổng cộng", *[show_count(number) for number in totals], show_count(sum(totals))])
        self.table.show_rows(rows)
        for at, line in enumerate(weeks.lines):
            for column, (number, wanted) in enumerate(zip(line.numbers, line.expected, strict=True), 1):
                if number is None and wanted:
                    self.table.look(at, WARN, column)
            self.table.look(at, STRONG, len(weeks.weeks) + 1)
        self.table.look(len(rows) - 1, TOTAL)
        self._show_missing(weeks)

    def _show_missing(self, weeks: Weeks) -> None:
        late = [line for line in weeks.lines if line.missing]
        words = ""
        if len(late) == 1:
            words = f"{late[0].name} thiếu {late[0].missing} tuần"
        elif late:
            words = f"{len(late)} tổ thiếu số liệu tuần"
        self.missing.show_state(words, Look("triangle-alert", Tone.WARN))
        self.missing.setVisible(bool(words))

    def _open(self) -> None:
        column = self.table.currentColumn()
        if self._weeks is not None:
            span = self._weeks.weeks[column - 1] if 1 <= column <= len(self._weeks.weeks) else self._weeks.span
            self.behind_wanted.emit(Behind(ACCOUNTS, span))


def _days(week: Span) -> str:
    return f"{week.first.day:02d}/{week.first.month:02d} – {week.last.day:02d}/{week.last.month:02d}"


def _cells(line: TeamWeeks) -> list[str]:
    return [
        (NOT_YET if wanted else MISSING) if number is None else show_count(number)
        for number, wanted in zip(line.numbers, line.expected, strict=True)
    ]


def _known(number: int | None) -> str:
    return MISSING if number is None else show_count(number)
