"""What every tab with records is: one page or several to switch between, and what it says while it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from hoaian_desktop.indicators import counting
from hoaian_desktop.services import lists
from hoaian_desktop.services.lists import Behind, Filter, Place, Query
from ui.tabs.page import RecordPage
from ui.tasks import Tasks
from ui.widgets.empty_state import EmptyState, Way


class Tab(QWidget):
    """Hands the window's wishes on to the page shown; loads again when the book changed meanwhile."""

    go = Signal(str, object)  # another place, with what to show there
    title = ""
    icon = ""
    guide = ""

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self.tasks = tasks
        self.today = today
        self._stale = True
        self._has_some = False
        self.pages: Sequence[RecordPage] = self.make_pages()
        self.page = self.pages[0]
        self.stack = QStackedWidget()
        self.empty = self.make_empty()
        self.content = QStackedWidget()
        for page in self.pages:
            self.content.addWidget(page)
            page.go.connect(self.go)
        self.stack.addWidget(self.frame(self.content))
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.addWidget(self.stack)
        tasks.saved.connect(self._book_changed)

    # What subclasses say

    def make_pages(self) -> Sequence[RecordPage]:
        """The pages of the tab, the main one first."""
        raise NotImplementedError

    def make_empty(self) -> EmptyState:
        """What is said while there is nothing."""
        raise NotImplementedError

    def frame(self, content: QWidget) -> QWidget:
        """What stands around the pages."""
        return content

    def ways(self, first: Way) -> list[Way]:
        """The usual ways to begin: typing, a workbook, the practice book."""
        return [
            first,
            Way(
                "Hoặc nhập danh sách có sẵn",
                "Đọc tệp Excel của đơn vị, báo từng ô cần sửa trước khi ghi.",
                "Nhập từ Excel…",
                "file-input",
                lambda: self.go.emit("import", None),
            ),
            Way(
                "Hoặc xem thử với số liệu mẫu",
                "Số liệu mẫu nằm trong sổ riêng, xóa được bằng một lần bấm.",
                "Mở sổ mẫu",
                "flask-conical",
                lambda: self.go.emit("practice", None),
            ),
        ]

    # What the window wants

    def activate(self) -> None:
        """The tab is shown: load again if the book changed since."""
        if self._stale:
            self._stale = False
            self._look_whether_empty()
            for page in self.pages:
                page.reload()

    def add_new(self) -> None:
        """Begin a new record."""
        self.activate()
        self.stack.setCurrentIndex(0)
        self.page.add_new()

    def find(self) -> None:
        """Put the cursor into the search line."""
        self.page.find()

    def show_behind(self, behind: Behind) -> None:
        """Show only the records behind a figure."""
        record, _ = counting.behind(behind.key, behind.span, tally=behind.tally)
        for page in self.pages:
            if record is page.kept.record or record in page.kept.listing.through:
                self.activate()
                self.stack.setCurrentIndex(0)
                self.show_page(page)
                page.show_behind(behind)

    def show_query(self, query: Query) -> None:
        """Show exactly what another place asks for, with the way back to everything."""
        self.activate()
        self.stack.setCurrentIndex(0)
        self.show_page(self.pages[0])
        self.page.show_query(query)

    def show_filter(self, wanted: Filter) -> None:
        """Show only what one condition lets through, e.g. the supports of a team."""
        self.show_query(Query(filters=(wanted,)))

    def show_what(self, what: object) -> None:
        """Show one record by its id or its place in a list, or the records of a query."""
        if isinstance(what, Query):
            self.show_query(what)
        elif isinstance(what, Place):
            self._show_place(what)
        elif isinstance(what, int):
            self.activate()
            self.stack.setCurrentIndex(0)
            self.page.list.show_all()
            self.page.list.table.select_id(what)

    def _show_place(self, place: Place) -> None:
        self.activate()
        self.stack.setCurrentIndex(0)
        self.show_page(next(page for page in self.pages if page.kept.listing.key == place.listing))
        self.page.show_query(Query())
        self.page.list.table.select_id(place.id)
        self.page.unfold_card()

    def reload(self) -> None:
        """Ask anew for everything shown."""
        self._stale = True
        self.activate()

    def has_unsaved(self) -> bool:
        """Whether something typed would be lost."""
        return any(page.has_unsaved() for page in self.pages)

    def show_page(self, page: RecordPage) -> None:
        """Switch to one of the pages."""
        self.page = page
        self.content.setCurrentWidget(page)

    # Loading

    def _book_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            # After the answer of the write itself has been dealt with.
            QTimer.singleShot(0, self, self.activate)

    def _look_whether_empty(self) -> None:
        listing = self.pages[0].kept.listing
        operation = partial(lists.holds_any, listing=listing)
        self.tasks.read(self, operation, done=self._show_whether_empty, latest="empty")

    def _show_whether_empty(self, some: bool) -> None:
        busy = any(page.busy for page in self.pages)
        self.stack.setCurrentIndex(0 if some or busy or self.page is not self.pages[0] else 1)
