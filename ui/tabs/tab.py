"""What every tab with records is: one page or several to switch between, and what it says while it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, partial
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from hoaian_desktop.indicators import counting
from hoaian_desktop.services import lists
from hoaian_desktop.services.lists import Behind, Filter, Place, Query
from ui.leaves import Leaf, Leaves
from ui.tabs.page import RecordPage
from ui.tabs.switch import Switch
from ui.tasks import Tasks
from ui.widgets.empty_state import EmptyState, Way


class Tab(QWidget):
    """Hands the window's wishes on to the page shown; a page is made, and loads, when it is shown."""

    go = Signal(str, object)  # another place, with what to show there
    title = ""
    icon = ""
    guide = ""
    kinds: ClassVar[Sequence[type[RecordPage]]]  # its pages, the main one first

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self.tasks = tasks
        self.today = today
        self._fresh: set[RecordPage] = set()  # the pages that show the book as it is now
        # From the outside in: each time a page is put into another widget, all that is in it is styled anew.
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        self.stack = QStackedWidget()
        column.addWidget(self.stack)
        self.content = QStackedWidget()
        self.stack.addWidget(self.content)
        leaves = [Leaf(kind.kept.listing.key, kind, partial(kind, tasks, today=today)) for kind in self.kinds]
        self.pages = Leaves(leaves, self._take_in)
        self.page: RecordPage = self.pages[0]
        tasks.saved.connect(self._book_changed)

    @cached_property
    def empty(self) -> EmptyState:
        """What stands in the place of the pages while there is nothing; most books never need it."""
        made = self.make_empty()
        self.stack.addWidget(made)
        return made

    # What subclasses say

    def make_empty(self) -> EmptyState:
        """What is said while there is nothing."""
        raise NotImplementedError

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
        if self.page not in self._fresh:
            self._fresh.add(self.page)
            self._look_whether_empty()
            self.page.reload()

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
        for at, kind in enumerate(self.kinds):
            if record is kind.kept.record or record in kind.kept.listing.through:
                self.show_page(at)
                self.page.show_behind(behind)

    def show_query(self, query: Query) -> None:
        """Show exactly what another place asks for, with the way back to everything."""
        self.show_page(0)
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
        self.show_page(self.pages.place_of(place.listing))
        self.page.show_query(Query())
        self.page.list.table.select_id(place.id)
        self.page.unfold_card()

    def reload(self) -> None:
        """Ask anew for everything shown."""
        self._fresh.clear()
        self.activate()

    def has_unsaved(self) -> bool:
        """Whether something typed would be lost."""
        return any(page.has_unsaved() for page in self.pages.made())

    def show_page(self, at: int) -> None:
        """Switch to one of the pages by its place."""
        self.page = self.pages[at]
        self.content.setCurrentWidget(self.page)
        self.activate()
        self.stack.setCurrentIndex(0)

    def turn_to(self, at: int) -> None:
        """Switch to one of the pages and put the cursor into its list."""
        self.show_page(at)
        self.page.list.go_to_table()

    def _take_in(self, at: int, page: RecordPage) -> None:
        self.content.addWidget(page)
        page.go.connect(self.go)
        if len(self.kinds) > 1:
            views = [(kind.title, partial(self.turn_to, place)) for place, kind in enumerate(self.kinds)]
            page.list.add_tool(Switch(views, at, key="F6"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F6 and not event.modifiers() and len(self.kinds) > 1:
            self.turn_to((self.content.indexOf(self.page) + 1) % len(self.kinds))
            event.accept()
        else:
            super().keyPressEvent(event)

    # Loading

    def _book_changed(self) -> None:
        self._fresh.clear()
        if self.isVisible():
            # After the answer of the write itself has been dealt with.
            QTimer.singleShot(0, self, self.activate)

    def _look_whether_empty(self) -> None:
        listing = self.pages[0].kept.listing
        operation = partial(lists.holds_any, listing=listing)
        self.tasks.read(self, operation, done=self._show_whether_empty, latest="empty")

    def _show_whether_empty(self, some: bool) -> None:
        busy = any(page.busy for page in self.pages.made())
        nothing = not some and not busy and self.page is self.pages[0]
        self.stack.setCurrentWidget(self.empty if nothing else self.content)
