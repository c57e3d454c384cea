"""Step «Số liệu»: Biểu 01 live; the number one stands on is explained below, opens its records, is set by hand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hoaian_desktop.indicators.figures import Count, Why
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count
from ui.dialogs.correction import CorrectionDialog, Figure
from ui.tabs.behind import behind
from ui.tabs.figure_words import how_added, how_counted
from ui.tabs.report_state import ReportState
from ui.tabs.report_table import COUNTED, PERIOD, FiguresTable, Line, count_of, span_of
from ui.tabs.sheets import clear
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button, label, rule
from ui.widgets.scrolling import Scrolling
from ui.widgets.strip import Strip

_NOTE, _NOTES = 25, 60  # pixels for one footnote below the table and for three; more scroll
_LOW = 380  # pixels of the page's height under which the table needs the room
_FROZEN = "Kỳ đã chốt bản <b>v{number}</b> nên không sửa số được nữa. Mở lại kỳ ở bước Chốt và nộp, rồi sửa."
_NO_FIGURE = "Dòng này không có số của mình. Hãy chọn một dòng chỉ tiêu."


class FiguresPage(QWidget):
    """The figures of the period as they stand now."""

    go = Signal(str, object)
    changed = Signal(str)  # a figure was set by hand, with the words for it

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self.strip = Strip()
        self.table = FiguresTable()
        self.heading = label("", "strong")
        self.definition = label("", "muted")
        self.definition.setWordWrap(True)
        self.adds = label("", "small")
        self.mend = button("Sửa số…", "pencil", key="F2")
        self.mend.clicked.connect(self.correct)
        self.notes = label("", "small")
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setWordWrap(True)
        self.notes.setContentsMargins(12, 4, 12, 4)
        self._notes = Scrolling(self.notes)
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
        inside.addWidget(self._notes)
        inside.addLayout(self._foot())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.strip)
        column.addWidget(sheet, 1)
        self.table.cell_changed.connect(self._explain)
        self.table.cell_opened.connect(self._open)
        self.table.correction_wanted.connect(self.correct)
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
        row.addLayout(self._links, 1)
        row.addWidget(self.mend)
        foot.addLayout(row)
        return foot

    def show_state(self, state: ReportState) -> None:
        """Show the figures of another state; one that says the same as the last is on screen already."""
        if state == self._state:
            return
        self._state = state
        self.table.show_state(state)  # the cell one stands on is entered anew, and explained
        self.notes.setText("\n".join(f"({at}) {words}" for at, words in enumerate(state.form01.notes, 1)))
        self._notes.setVisible(bool(self.notes.text()))
        self._fit_notes()
        if state.latest is None:
            self.strip.hide()
            return
        changed = len(state.changed_figures)
        closed = f"Bản <b>v{state.latest.number}</b> đã chốt ngày {show_date(state.latest.closed_at.date())}"
        if changed:
            self.strip.warn(f"{closed}. Số liệu trong sổ nay khác bản đó ở <b>{show_count(changed)} ô</b> (chữ màu).")
        else:
            self.strip.tell(f"{closed}. Số liệu trong sổ vẫn như bản đó.")

    def take_focus(self) -> None:
        """Put the cursor on the table."""
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.definition.setVisible(self.height() >= _LOW)
        self._fit_notes()

    def _fit_notes(self) -> None:
        """As tall as what they say, up to three lines; in a low window one."""
        most = _NOTES if self.height() >= _LOW else _NOTE
        wanted = self.notes.heightForWidth(max(self.width() - 20, 200)) if self.notes.text() else 0
        self._notes.setFixedHeight(min(wanted, most))

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
        self.heading.setToolTip(line.indicator.definition)
        self.definition.setText(line.indicator.definition)
        self.adds.setText(
            f"{self._state.form01.columns[at]}: {days} · đơn vị {line.part.unit}"
            f" · {how_counted(line.part)} · {how_added(line.indicator)}"
        )
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

    # Set by hand

    def correct(self) -> None:
        """Ask for another number for the figure one stands on, in this period's column."""
        state, line = self._state, self._line(self.table.currentIndex().row())
        if state is None:
            return
        if not state.open and state.latest is not None:
            self.strip.refuse(_FROZEN.format(number=state.latest.number))
            return
        if line is None or line.indicator is None or line.part is None:
            self.strip.refuse(_NO_FIGURE)
            return
        count = state.figures.period[line.key]
        parts = f"có tên {show_count(count.named)} + số đếm {show_count(count.tally)}" if count.tally else ""
        mine = (each for each in state.figures.corrections if each.key == line.key and each.why is Why.MANUAL)
        before = next(mine, None)
        figure = Figure(
            period_id=state.line.id,
            key=line.key,
            name=f"{line.indicator.code} · {line.part.name}",
            unit=line.part.unit,
            counted=count.counted,
            detail=parts,
            value=before.value if before else None,
            reason=before.reason if before else "",
        )
        dialog = CorrectionDialog(self._tasks, figure, self.window())
        dialog.kept.connect(self.changed)
        dialog.open()
