"""Step «Số liệu»: Biểu 01 live; the number one stands on is explained below and opens its records."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hoaian_desktop.indicators.figures import Count
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count
from ui.tabs.behind import behind
from ui.tabs.report_state import ReportState
from ui.tabs.report_table import COUNTED, PERIOD, FiguresTable, Line, count_of, span_of
from ui.tabs.sheets import clear
from ui.theme import mark
from ui.widgets.buttons import button, label, rule
from ui.widgets.strip import Strip


class FiguresPage(QWidget):
    """The figures of the period as they stand now."""

    go = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.strip = Strip()
        self.table = FiguresTable()
        self.heading = label("", "strong")
        self.definition = label("", "muted")
        self.definition.setWordWrap(True)
        self.adds = label("", "small")
        self._links = QHBoxLayout()
        self._links.setSpacing(4)
        self._links.setContentsMargins(-6, 0, 0, 0)  # words of link buttons stand in line with the words above
        self.links: list[QPushButton] = []
        sheet = QFrame()
        mark(sheet, role="sheet")
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.table, 1)
        inside.addWidget(rule())
        inside.addLayout(self._foot())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.strip)
        column.addWidget(sheet, 1)
        self.table.cell_changed.connect(self._explain)
        self.table.cell_opened.connect(self._open)
        self._state: ReportState | None = None

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 7, 12, 8)
        foot.setSpacing(1)
        foot.addWidget(self.heading)
        foot.addWidget(self.definition)
        foot.addWidget(self.adds)
        row = QHBoxLayout()
        # Without links the row keeps its place: the table above would grow and shrink with each cell walked over.
        place = QWidget()
        place.setFixedSize(0, button("", role="link").sizeHint().height())
        row.setSpacing(0)
        row.addWidget(place)
        row.addLayout(self._links)
        foot.addLayout(row)
        return foot

    def show_state(self, state: ReportState) -> None:
        """Show the figures of another state; one that says the same as the last is on screen already."""
        if state == self._state:
            return
        self._state = state
        self.table.show_state(state)  # the cell one stands on is entered anew, and explained
        if state.latest is None:
            self.strip.hide()
            return
        changed = len(state.changed_figures)
        closed = f"Bản <b>v{state.latest.number}</b> đã chốt ngày {show_date(state.latest.closed_at.date())}"
        if changed:
            self.strip.warn(f"{closed}. Số liệu trong sổ nay khác bản đó ở <b>{show_count(changed)} ô</b> (chữ màu).")
        else:
            self.strip.tell(f"{closed}. Số liệu trong sổ vẫn như bản đó.")

    def _line(self, row: int) -> Line | None:
        return self.table.figures.lines[row] if 0 <= row < len(self.table.figures.lines) else None

    def _explain(self, row: int, column: int) -> None:
        clear(self._links)
        self.links = []
        line = self._line(row)
        if self._state is None or line is None or line.indicator is None or line.part is None:
            for each in (self.heading, self.definition, self.adds):
                each.setText("")
            return
        at = column if column in COUNTED else PERIOD
        span = span_of(self._state.figures, at)
        days = f"{show_date(span.first)} – {show_date(span.last)}"
        self.heading.setText(f"{line.indicator.code} · {line.part.name}")
        self.definition.setText(line.indicator.definition)
        adds = "" if line.indicator.adds_over_periods else " · không cộng qua các kỳ"
        self.adds.setText(f"{self._state.content.table.columns[at]}: {days} · đơn vị {line.part.unit}{adds}")
        self._offer(line, at)

    def _offer(self, line: Line, column: int) -> None:
        """Links to the named records, to the tallies, and to the parts that have no row of their own."""
        if self._state is None or line.indicator is None or line.part is None:
            return
        figures = self._state.figures
        count = count_of(figures, line.key, column)
        self._link(f"Bản ghi có tên: {show_count(count.named)}", line.key, column, count, tally=False)
        if line.part.tally is not None:
            self._link(f"Số đếm: {show_count(count.tally)}", line.key, column, count, tally=True)
        if line.part is line.indicator.main:
            for part in line.indicator.parts:
                if part.shown in ("note", "not") and not part.only_cumulative:
                    key = line.indicator.figure_key(part)
                    other = count_of(figures, key, column)
                    words = f"{part.name[:1].upper()}{part.name[1:]}: {show_count(other.total)}"
                    self._link(words, key, column, other, tally=not other.named and bool(other.tally))
        self._links.addStretch(1)

    def _link(self, words: str, key: str, column: int, count: Count, *, tally: bool) -> None:
        if self._state is None:
            return
        made = button(words, role="link", tip="Xem các bản ghi phía sau số này")
        made.setEnabled(bool(count.tally if tally else count.named))
        place = behind(key, span_of(self._state.figures, column), tally=tally)
        made.clicked.connect(partial(self.go.emit, *place))
        self._links.addWidget(made)
        self.links.append(made)

    def _open(self, row: int, column: int) -> None:
        line = self._line(row)
        if self._state is None or line is None or not line.key:
            return
        at = column if column in COUNTED else PERIOD
        count = count_of(self._state.figures, line.key, at)
        only_tallies = not count.named and bool(count.tally)
        self.go.emit(*behind(line.key, span_of(self._state.figures, at), tally=only_tallies))
