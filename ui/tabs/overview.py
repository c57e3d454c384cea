"""Tổng quan: the period at a glance, what is missing, and the way to each of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from hoaian_desktop.services import overview, standings
from hoaian_desktop.services.overview import Overview
from hoaian_desktop.services.standings import Standings
from ui.tabs.overview_places import PlacesSheet
from ui.tabs.overview_sheets import FiguresSheet, MonthsSheet, ProgressSheet
from ui.tabs.overview_side import BackupSheet, MissingSheet, ReportSheet
from ui.tasks import Tasks
from ui.widgets.empty_state import EmptyState, Way

NARROW = 1250  # below this the right column moves under the left one
SIDE = 332


class OverviewTab(QWidget):
    """Shows one load of `services.overview`; every figure and finding leads to its records."""

    go = Signal(str, object)
    backup_wanted = Signal()
    shown = Signal()  # an answer is on screen

    key = "overview"
    title = "Tổng quan"
    icon = "layout-dashboard"
    guide = "tong-quan"

    def __init__(self, tasks: Tasks, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._tasks = tasks
        self._today = today
        self._loaded: Overview | None = None  # what is on screen
        self._standings: Standings | None = None
        self.figures = FiguresSheet()
        self.progress = ProgressSheet()
        self.months = MonthsSheet(tasks)
        self.places = PlacesSheet()
        self.report = ReportSheet()
        self.missing = MissingSheet()
        self.backup = BackupSheet()
        self.pages = QStackedWidget()
        self.board = self._lay_out()
        self.empty = self._empty()
        self.nothing = QWidget()  # while the first answer is on its way
        for page in (self.nothing, self.board, self.empty):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        for sheet in (self.figures, self.progress, self.places, self.report, self.missing):
            sheet.go.connect(self.go)
        self.figures.print_wanted.connect(self.print_page)
        self.backup.wanted.connect(self.backup_wanted)
        tasks.saved.connect(self._book_changed)

    def _lay_out(self) -> QScrollArea:
        left, self._right = QVBoxLayout(), QWidget()
        left.setSpacing(10)
        left.addWidget(self.figures)
        left.addWidget(self.progress)
        left.addWidget(self.months, 1)
        left.addWidget(self.places)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(10)
        right.addWidget(self.report)
        right.addWidget(self.missing)
        right.addWidget(self.backup)
        right.addStretch(1)  # the page is longer than most screens: the age of the copy is seen without scrolling
        content = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._columns.setContentsMargins(12, 10, 12, 10)
        self._columns.setSpacing(10)
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self._right)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(content)
        self._fold(narrow=False)
        return area

    def _empty(self) -> EmptyState:
        ways = (
            Way("Lập tổ công nghệ số", "Tổ, thôn phụ trách, quyết định và tổ trưởng.", "Thêm tổ", "users",
                partial(self.go.emit, "teams", None)),
            Way("Ghi tình nguyện viên", "Người làm việc trong tổ; lượt tham gia tính từ đây.", "Thêm người",
                "user-plus", partial(self.go.emit, "volunteers", None)),
            Way("Ghi lượt hỗ trợ đầu tiên", "Người dân, dịch vụ, ngày; mỗi số trong báo cáo từ đây mà ra.",
                "Nhập kích hoạt", "smartphone", partial(self.go.emit, "activations", None)),
        )  # fmt: skip
        why = "Tổng quan cho biết kỳ đang làm đi đến đâu. Sổ chưa có bản ghi nào; bắt đầu bằng ba bước sau."
        return EmptyState("layout-dashboard", "Sổ còn trống", why, ways, "cách đọc các con số")

    # What every tab has

    def activate(self) -> None:
        """The tab is shown: ask anew."""
        self.reload()

    def reload(self) -> None:
        """Ask for the state of the book today."""
        operation = partial(overview.load, today=self._today())
        self._tasks.read(self, operation, done=self._show, latest="overview")

    def add_new(self) -> None:
        """Enter the next support."""
        self.go.emit("activations", None)

    def find(self) -> None:
        """Look for a person among the supports."""
        self.go.emit("activations", None)

    def has_unsaved(self) -> bool:
        """Nothing is entered here."""
        return False

    def set_backup(self, words: str, good: bool = True) -> None:
        """Say how old the last copy of the book is."""
        self.backup.show_age(words, good)

    def _book_changed(self) -> None:
        """Something was saved (targets, an import) while this is looked at."""
        if self.isVisible():
            QTimer.singleShot(0, self, self.reload)

    def _show(self, loaded: Overview) -> None:
        if loaded.empty:
            self.pages.setCurrentWidget(self.empty)
        elif loaded != self._loaded:  # the same figures stay as they stand: making them anew takes a tenth of a second
            for sheet in (self.figures, self.progress, self.report, self.missing):
                sheet.show_overview(loaded)
            self.months.show_months(loaded.months)
            self.pages.setCurrentWidget(self.board)
        self._loaded = loaded
        self.shown.emit()
        if not loaded.empty:  # after the rest: it looks at every support of the period, village by village
            operation = partial(standings.load, span=loaded.span, today=loaded.today)
            self._tasks.read(self, operation, done=self._show_places, latest="places")

    def _show_places(self, loaded: Standings) -> None:
        if loaded != self._standings:
            self._standings = loaded
            self.places.show_standings(loaded)

    # On paper

    def print_page(self) -> None:
        """Show the page as it comes on paper, to be printed or saved."""
        from ui.dialogs.overview_print import OverviewPrintDialog

        OverviewPrintDialog(self.window(), self._tasks, self._today).open()

    # Small windows

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(narrow=self.width() < NARROW)

    def _fold(self, *, narrow: bool) -> None:
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if narrow else across)
        self._right.setMinimumWidth(0 if narrow else SIDE)
        self._right.setMaximumWidth(16777215 if narrow else SIDE)
        self.months.setMinimumHeight(260 if narrow else 236)
