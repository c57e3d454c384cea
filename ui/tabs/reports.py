"""Báo cáo: pick a period, then what is missing, figures, words, paper, and freezing and handing it in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import noted, reporting
from hoaian_desktop.services.late import LatePeriod
from hoaian_desktop.services.missing import Missing
from hoaian_desktop.services.reporting import PeriodLine
from ui.dialogs.period import PeriodDialog, open_dialog
from ui.tabs import report_acts, report_state
from ui.tabs.report_acts import Decided
from ui.tabs.report_check import CheckPage
from ui.tabs.report_close import ClosePage
from ui.tabs.report_figures import FiguresPage
from ui.tabs.report_narrative import NarrativePage
from ui.tabs.report_periods import PeriodsSheet
from ui.tabs.report_preview import PreviewPage
from ui.tabs.report_state import ReportState
from ui.tasks import Tasks
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState, Way
from ui.widgets.step_bar import StepBar
from ui.widgets.toast import Toast

NARROW = 1250  # below this the list of periods is a drop-down
STEPS = ("check", "figures", "narrative", "preview", "close")
_WORDS = ("Kiểm tra", "Số liệu", "Lời văn", "Xem trước và in", "Chốt và nộp")


class ReportsTab(QWidget):
    """The walk from what is missing to a report that was handed in; one may go back and forth freely."""

    go = Signal(str, object)
    shown = Signal()  # a period's state is on screen
    closed = Signal(int)  # a version was frozen

    key = "reports"
    title = "Báo cáo"
    icon = "file-text"
    guide = "bao-cao"

    def __init__(self, tasks: Tasks, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._tasks = tasks
        self._today = today
        self._period: int | None = None
        self._seen: dict[int, int] = {}  # how far each period's walk has come since the book was opened
        self._version: int | None = None  # the one asked to be looked at
        self._walked = False  # a step was just walked to by key: the cursor goes along
        self.state: ReportState | None = None
        self.periods = PeriodsSheet()
        self.steps = StepBar(_WORDS)
        self.check = CheckPage()
        self.figures = FiguresPage(tasks)
        self.narrative = NarrativePage(tasks, today)
        self.preview = PreviewPage(tasks)
        self.closing = ClosePage(tasks, today=today)
        self.pages = QStackedWidget()
        for page in (self.check, self.figures, self.narrative, self.preview, self.closing):
            self.pages.addWidget(page)
        self.empty = self._empty()
        self.whole = QStackedWidget()
        self._lay_out()
        self.toast = Toast(self)
        self._connect()
        self._mark_steps()

    def _lay_out(self) -> None:
        board = QWidget()
        row = QHBoxLayout(board)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(self.periods)
        work = QVBoxLayout()
        work.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        self._new = button("Kỳ mới", "plus", key="Insert")
        self._new.clicked.connect(self.add_new)
        top.addWidget(self.periods.picker)
        top.addWidget(self._new)
        top.addStretch(1)
        work.addLayout(top)
        work.addWidget(self.steps)
        work.addWidget(self.pages, 1)
        row.addLayout(work, 1)
        for page in (QWidget(), board, self.empty):
            self.whole.addWidget(page)
        self.board = board
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.whole)
        self._fold(narrow=False)

    def _empty(self) -> EmptyState:
        ways = (
            Way("Lập kỳ báo cáo đầu tiên", "Tháng, quý hoặc hai ngày tự chọn; hạn nộp sửa được.", "Lập kỳ",
                "calendar-days", self.add_new),
            Way("Ghi lượt hỗ trợ trước", "Số liệu của kỳ tính từ các bản ghi trong Kích hoạt.", "Nhập kích hoạt",
                "smartphone", partial(self.go.emit, "activations", None)),
        )  # fmt: skip
        why = "Báo cáo của một kỳ: số liệu, lời văn soạn sẵn, trang in đúng thể thức và bản chốt có số thứ tự."
        return EmptyState("file-text", "Chưa có kỳ báo cáo", why, ways, "từ số liệu đến tờ giấy")

    def _connect(self) -> None:
        self.periods.chosen.connect(self._choose)
        self.periods.opened.connect(lambda: self._walk_to("check"))
        self.periods.new_wanted.connect(self.add_new)
        self.periods.edit_wanted.connect(self.edit)
        self.periods.history_wanted.connect(lambda: self._walk_to("close"))
        self.steps.step_wanted.connect(lambda at: self._walk_to(STEPS[at]))
        self.check.go.connect(self._go_or_stay)
        self.check.seen.connect(self._note)
        late = self.check.late
        late.reopen_wanted.connect(self._reopen)
        late.carry_wanted.connect(self._carry)
        late.leave_wanted.connect(self._leave)
        late.withdraw_wanted.connect(self._withdraw)
        self.check.next_wanted.connect(partial(self._step, 1))
        self.figures.go.connect(self.go)
        self.figures.changed.connect(self._changed)
        self.closing.check_wanted.connect(partial(self._walk_to, "check"))
        self.closing.changed.connect(self._changed)
        self.preview.close_wanted.connect(partial(self._close_step, self.closing.ask))
        self.preview.check_wanted.connect(partial(self._walk_to, "check"))
        self.closing.close_wanted.connect(self._close)
        self.closing.version_wanted.connect(self._look_at)
        self.narrative.reload_wanted.connect(self._load)
        self.preview.reload_wanted.connect(self._load)
        self._tasks.saved.connect(self._book_changed)
        self.preview.printed.connect(lambda sides: self.toast.say(f"Đã gửi {show_count(sides)} trang đến máy in"))
        self.preview.saved.connect(lambda path: self.toast.say(f"Đã lưu {path.name}"))
        edit = QShortcut(QKeySequence("F2"), self)
        edit.activated.connect(self.edit)
        for key, by in (("Alt+Right", 1), ("Alt+Left", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(partial(self._step, by))
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.narrative.save)

    # What every tab has

    def activate(self) -> None:
        """The tab is shown: ask anew."""
        self.reload()

    def reload(self) -> None:
        """Ask for the periods, and for the one looked at."""
        self.narrative.leave(lambda: self._tasks.read(self, reporting.list_periods, self._list, latest="periods"))

    def add_new(self) -> None:
        """Make a new period; the next one proposes itself."""
        dialog = PeriodDialog(self._tasks, self.periods.lines, today=self._today, parent=self.window())
        dialog.kept.connect(self._added)
        open_dialog(dialog)

    def edit(self) -> None:
        """Change the dates or the deadline of the period picked."""
        line = self.periods.current()
        if line is not None:
            dialog = PeriodDialog(self._tasks, self.periods.lines, line=line, today=self._today, parent=self.window())
            dialog.kept.connect(self._added)
            open_dialog(dialog)

    def find(self) -> None:
        """Go to the list of periods."""
        (self.periods.picker if self.periods.isHidden() else self.periods.list).setFocus()

    def has_unsaved(self) -> bool:
        """Whether words were typed that are not in the book yet."""
        return self.narrative.has_unsaved()

    def show_what(self, what: object) -> None:
        """Show a period at a step: (id, "check" | "figures" | "narrative" | "preview" | "close")."""
        if isinstance(what, tuple) and len(what) == 2 and what[1] in STEPS:
            period, step = what
            self._period = period
            self.show_step(step)

    def set_folder(self, folder: Path) -> None:
        """Where reports are saved unless the user picks another folder."""
        self.preview.folder = self.closing.versions.folder = folder

    def _book_changed(self) -> None:
        """Something was saved elsewhere (targets, an import): the figures looked at follow."""
        if self.isVisible() and self.pages.currentWidget() in (self.check, self.figures):
            QTimer.singleShot(0, self, self.reload)

    # Periods

    def _list(self, lines: list[PeriodLine]) -> None:
        ids = [line.id for line in lines]
        if not lines:
            self._period, self.state = None, None
            self.periods.show_lines([], None)
            self.whole.setCurrentWidget(self.empty)
            self.shown.emit()
            return
        if self._period not in ids:
            opened = [line for line in lines if not line.closed and line.span.first <= self._today()]
            self._period = (opened[-1] if opened else lines[0]).id
        self.periods.show_lines(lines, self._period)
        self.whole.setCurrentWidget(self.board)
        self._load()

    def _choose(self, period_id: int) -> None:
        self.narrative.leave(partial(self._switch, period_id))

    def _switch(self, period_id: int) -> None:
        self._period, self._version = period_id, None
        self._load()

    def _added(self, period_id: int) -> None:
        self._period, self._version = period_id, None
        self.reload()

    def _load(self) -> None:
        if self._period is not None:
            operation = partial(report_state.load, period_id=self._period)
            self._tasks.read(self, operation, done=self._show, latest="state")

    def _show(self, state: ReportState) -> None:
        if state.line.id != self._period:
            return
        self.state = state
        self._mark_steps()
        self.check.show_state(state)
        self.figures.show_state(state)
        self.narrative.show_state(state)
        self.closing.show_state(state)
        if self.pages.currentWidget() is self.preview:
            self.preview.show_state(state, self._version)
        if self._walked:
            self._walked = False
            self.pages.currentWidget().take_focus()
        self.shown.emit()

    # Steps

    @property
    def step(self) -> str:
        """The step shown."""
        return STEPS[self.pages.currentIndex()]

    def show_step(self, step: str) -> None:
        """Go to a step; what was typed is kept first, and everything is asked for anew."""
        if step != "preview":
            self._version = None
        self.pages.setCurrentIndex(STEPS.index(step))
        self._mark_steps()
        self.reload()

    def _mark_steps(self) -> None:
        """Tick the steps this period has been through; the one after them may be entered."""
        at, last = self.pages.currentIndex(), len(STEPS) - 1
        if self._period is not None:
            self._seen[self._period] = max(at, self._seen.get(self._period, 0))
        frozen = self.state is not None and self.state.line.id == self._period and self.state.latest is not None
        seen = last if frozen else self._seen.get(self._period or 0, at)
        self.steps.set_current(at, reached=min(seen + 1, last))

    def _walk_to(self, step: str) -> None:
        """Go to a step and put the cursor where one goes on."""
        self._walked = True
        self.show_step(step)

    def _step(self, by: int) -> None:
        self._walk_to(STEPS[min(max(self.pages.currentIndex() + by, 0), len(STEPS) - 1)])

    def _look_at(self, version: int) -> None:
        self._version = version
        self.show_step("preview")

    def _go_or_stay(self, tab: str, place: object) -> None:
        if tab == self.key:
            self.show_what(place)
        else:
            self.go.emit(tab, place)

    def _note(self, finding: Missing, seen: bool) -> None:
        """Keep that a doubt was looked at; what it says elsewhere follows."""
        if self._period is not None:
            operation = partial(noted.note, period_id=self._period, key=noted.key_of(finding), seen=seen)
            self._tasks.run(self, operation, done=lambda _: self._load(), quiet=True)

    def _close_step(self, then: Callable[[], object]) -> None:
        """Go to the last step, and on from there once its state is shown."""

        def go_on() -> None:
            self.shown.disconnect(go_on)
            then()

        self.shown.connect(go_on)
        self.show_step("close")

    # What came to light late

    def _reopen(self, period_id: int) -> None:
        """Go to an earlier period and ask why it is opened again."""
        self._period = period_id
        self._close_step(self.closing.ask_why)

    def _carry(self, late: LatePeriod) -> None:
        if self._period is not None:
            operation = partial(report_acts.carry, period_id=late.period_id, into=self._period)
            self._decide(operation, f"Đã cộng số phát sinh của {late.span.in_words} vào kỳ này")

    def _leave(self, late: LatePeriod) -> None:
        operation = partial(report_acts.leave, period_id=late.period_id)
        self._decide(operation, f"Đã để lại số phát sinh của {late.span.in_words}")

    def _withdraw(self, decided: Decided) -> None:
        operation = partial(report_acts.withdraw, period_id=decided.period_id)
        self._decide(operation, "Đã bỏ quyết định")

    def _decide(self, operation: partial[None], said: str) -> None:
        self._tasks.run(self, operation, done=lambda _: self._changed(said))

    # Closing

    def _close(self) -> None:
        if self._period is not None:
            operation = partial(report_state.close, period_id=self._period)
            self._tasks.run(self, operation, done=self._closed, failed=self._not_closed)

    def _closed(self, version: int) -> None:
        kept = self.state is not None and self.state.latest is not None and self.state.latest.number == version
        self.toast.say(f"Giữ nguyên bản v{version}" if kept else f"Đã chốt bản v{version}")
        self._version = None
        self.closed.emit(version)
        self.reload()

    def _changed(self, said: str) -> None:
        """A version or the period itself is in another state."""
        self.toast.say(said)
        self.reload()

    def _not_closed(self, error: HoaiAnError) -> None:
        self.closing.refuse(error)

    # Leaving and small windows

    def hideEvent(self, event: QHideEvent) -> None:
        self.narrative.save()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(narrow=self.width() < NARROW)

    def minimumSizeHint(self) -> QSize:
        # The list of periods is folded away in a narrow window: it is not what keeps the window from becoming one.
        hint = super().minimumSizeHint()
        listed = 0 if self.periods.isHidden() else self.periods.minimumWidth() + self.board.layout().spacing()
        return QSize(hint.width() - listed, hint.height())

    def _fold(self, *, narrow: bool) -> None:
        self.periods.setVisible(not narrow)
        self.periods.picker.setVisible(narrow)
        self._new.setVisible(narrow)
