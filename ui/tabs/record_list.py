"""A list with its toolbar: add, change, archive, search, filters; below it the totals in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from hoaian_desktop.indicators import catalogue
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services.lists import Behind, Filter, Query
from ui.tabs import asked
from ui.tabs.filter_row import FilterRow
from ui.tabs.kept import Kept
from ui.tabs.saved_views import SavedViews
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button, set_words
from ui.widgets.record_table import RecordTable
from ui.widgets.strip import Strip

Paper = tuple[str, Callable[[], object]]

EXPORT = "Xuất danh sách ra Excel…"
NOT_COUNTED = "Mục đã lưu trữ không tính vào tổng"


class RecordList(QWidget):
    """Shows the records of one kind and says what the user wants to do with them."""

    add_wanted = Signal()
    edit_wanted = Signal(int)
    archive_wanted = Signal()
    history_wanted = Signal()
    bulk_wanted = Signal()
    export_wanted = Signal()
    said = Signal(str)
    current_changed = Signal(object)  # id or None
    queried = Signal(object)  # the Query now shown, once its rows are: totals asked beside them would hold them up

    def __init__(self, tasks: Tasks, kept: Kept, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self.kept = kept
        self._behind: Behind | None = None
        self._narrowed: tuple[Filter, ...] = ()  # set by the page, e.g. the campaign picked in the tree
        self._sent: tuple[Filter, ...] = ()  # by a jump, beyond what the drop-downs can say
        self._jumped = False  # what is shown was asked for elsewhere
        self._asked = Query()
        self.table = RecordTable(tasks, kept.listing, key_field=kept.key_field, picks=True)
        self.add_button = button(kept.add, "plus", role="primary", key="Insert")
        self.edit_button = button("Sửa", "pencil", key="F2")
        self.archive_button = button("Lưu trữ", "archive", key="Delete")
        self.bulk_button = button("Sửa nhiều…", "list-checks", tip="Sửa các dòng đang chọn", key="Ctrl+Shift+E")
        self.papers: tuple[Paper, ...] = ()  # what can be printed from here, in the words of a menu
        self.papers_button = button("In", "printer", tip="In danh sách, giấy tờ", key="Ctrl+P")
        self.papers_button.hide()
        self.columns_button = button("Cột", "columns-3", tip="Chọn cột, đổi thứ tự", key="Ctrl+Shift+L")
        self.filter_row = FilterRow(tasks, kept.listing, kept.filters, kept.placeholder, today=today)
        self.views = SavedViews(tasks, kept.listing, today=today)
        self.behind_strip = Strip()
        self.footer = QLabel()
        self.footer.setTextFormat(Qt.TextFormat.RichText)
        self.footer.setMinimumWidth(50)
        self.remark = QLabel(kept.order_words)
        mark(self.remark, role="small")
        self._lay_out()
        self.add_button.clicked.connect(self.add_wanted)
        self.edit_button.clicked.connect(self._edit_current)
        self.archive_button.clicked.connect(self.archive_wanted)
        self.bulk_button.clicked.connect(self.bulk_wanted)
        self.columns_button.clicked.connect(self.table.edit_columns)
        self.papers_button.clicked.connect(self.open_papers)
        self.filter_row.changed.connect(self.ask)
        self.views.query = self.view_query
        self.views.chosen.connect(self.show_view)
        self.views.said.connect(self.said)
        self.table.copied.connect(self._copied)
        self.filter_row.left_downwards.connect(self.go_to_table)
        self.table.activated.connect(self.edit_wanted)
        self.table.current_changed.connect(self._moved)
        self.table.selection_changed.connect(self._judge_buttons)
        self.table.loaded.connect(self._loaded)
        self.table.counted.connect(lambda _: self.queried.emit(self._asked))
        self.table.menu_wanted.connect(self._menu)
        self._judge_buttons()

    def _lay_out(self) -> None:
        self.toolbar = QHBoxLayout()
        self.toolbar.setContentsMargins(0, 0, 0, 0)
        self.toolbar.setSpacing(6)
        for made in (self.add_button, self.edit_button, self.archive_button, self.bulk_button):
            self.toolbar.addWidget(made)
        self.toolbar.addStretch(1)
        self.toolbar.addWidget(self.views)
        self.toolbar.addWidget(self.papers_button)
        self.toolbar.addWidget(self.columns_button)
        self.tools = QHBoxLayout()
        self.tools.setContentsMargins(0, 0, 0, 0)
        self.tools.setSpacing(6)
        self.tools.addWidget(self.filter_row, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.footer, 1)
        foot.addWidget(self.remark)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.toolbar)
        column.addLayout(self.tools)
        column.addWidget(self.filter_row.extra)
        column.addWidget(self.filter_row.conditions)
        column.addWidget(self.behind_strip)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def add_tool(self, widget: QWidget) -> None:
        """Put one more thing at the left of the search line."""
        self.tools.insertWidget(self.tools.indexOf(self.filter_row), widget)

    def offer_papers(self, papers: Sequence[Paper]) -> None:
        """Let papers be printed from here: words of the menu, and what opens them."""
        self.papers = tuple(papers)
        self.papers_button.setVisible(bool(papers))

    def open_papers(self) -> None:
        """Open the menu of what can be printed."""
        if self.papers:
            menu = QMenu(self)
            self._add_papers(menu)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.papers_button.mapToGlobal(QPoint(0, self.papers_button.height())))

    def _add_papers(self, menu: QMenu) -> None:
        for words, opened in self.papers:
            menu.addAction(words).triggered.connect(partial(_call, opened))

    # Asking

    def query(self) -> Query:
        """What is asked for now."""
        return Query(
            text=self.filter_row.text(),
            filters=(*self.filter_row.filters(), *self._narrowed, *self._sent),
            archived=bool(self.filter_row.archived.currentData()),
            behind=self._behind,
        )

    def ask(self) -> None:
        """Show what matches."""
        query = self._asked = self.query()
        self.remark.setText(NOT_COUNTED if query.archived else self.kept.order_words)
        self._say_jump()
        self.table.set_query(query)
        self.views.judge()

    def narrow_to(self, filters: tuple[Filter, ...]) -> None:
        """Show only what the page picked elsewhere."""
        self._narrowed = filters
        self.ask()

    def show_behind(self, behind: Behind | None) -> None:
        """Show only the records behind a figure; None shows all again."""
        self._behind = behind
        self._sent, self._jumped = (), False
        if behind is None:
            self.behind_strip.hide()
        else:
            name = catalogue.BY_KEY[behind.key][1].name
            tallied = ", phần số đếm" if behind.tally else ""
            sentence = f"Chỉ các bản ghi phía sau số <b>{name}</b>{tallied}, {behind.span.label}."
            self.behind_strip.tell(sentence, [("Bỏ lọc", "filter-x", lambda: self.show_behind(None))])
        self.ask()

    def show_query(self, query: Query) -> None:
        """Show exactly what was asked for elsewhere; the strip takes it back.

        What the search line and the drop-downs can say stands there, so that it can be changed.
        """
        row = self.filter_row
        self.show_all()
        row.archived.setCurrentIndex(row.archived.findData(query.archived))
        row.search.setText(query.text)
        for wanted in query.filters:
            if row.can_choose(wanted):
                row.choose(wanted.name, wanted.value)
        self._sent = tuple(wanted for wanted in query.filters if not row.can_choose(wanted))
        self._jumped = True
        self.ask()

    def view_query(self) -> Query:
        """What can be kept as a view: not the figure behind a jump, nor what is picked elsewhere on the page."""
        shown = self.table.query()
        filters = (*self.filter_row.filters(), *self._sent)
        return replace(self.query(), filters=filters, sort=shown.sort, descending=shown.descending, behind=None)

    def show_view(self, query: Query) -> None:
        """Show what a kept view asks for."""
        self._behind, self._sent, self._jumped = None, (), False
        self.behind_strip.hide()
        self.filter_row.show_query(query)
        if query.sort:
            self.table.sort_next(query.sort, descending=query.descending)
        self.ask()

    def _say_jump(self) -> None:
        """The strip follows what is typed and chosen after a jump, and goes once nothing is left out any more."""
        if not self._jumped:
            return
        said = asked.words(self.kept.listing, self.filter_row.text(), self._sent)
        if said or self.filter_row.filters():
            sentence = f"Đang xem: <b>{escape(said)}</b>" if said else "Đang xem các dòng khớp với ô lọc."
            self.behind_strip.tell(sentence, [("Bỏ lọc", "filter-x", self.show_all)])
        else:
            self._jumped = False
            self.behind_strip.hide()

    def is_filtered(self) -> bool:
        """Whether some records are left out."""
        return self.filter_row.is_active() or self._behind is not None or bool(self._narrowed or self._sent)

    def show_all(self) -> None:
        """Take every filter away."""
        self.filter_row.clear()
        self.show_behind(None)

    # The current row

    def go_to_table(self) -> None:
        """Put the cursor into the table, on a row if there is any."""
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        current = self.table.current_id()
        if current is None:
            self.table.select_first()
        elif not self.table.selected_ids():
            self.table.select_id(current)  # Qt gives the focus a current row, but picks none

    def archived_selected(self) -> bool:
        """Whether the rows picked are archived ones, so that the button brings them back."""
        row = self.table.current_row()
        return row is not None and row.archived

    def _edit_current(self) -> None:
        if (id_ := self.table.current_id()) is not None:
            self.edit_wanted.emit(id_)

    def _moved(self, id_: object) -> None:
        self._judge_buttons()
        self.current_changed.emit(id_)

    def _loaded(self) -> None:
        self._judge_buttons()
        if not self.table.count():
            self.current_changed.emit(None)  # the panel says so; until now it did not know

    def _judge_buttons(self) -> None:
        picked = self.table.current_id() is not None
        self.edit_button.setEnabled(picked)
        self.archive_button.setEnabled(picked)
        set_words(self.archive_button, "Khôi phục" if self.archived_selected() else "Lưu trữ")
        self.bulk_button.setVisible(self.can_change_many())

    def can_change_many(self) -> bool:
        """Whether several rows are picked of a kind that has fields to be changed together."""
        return bool(self.kept.bulk) and self.table.selected_count() > 1

    def _copied(self, rows: int) -> None:
        self.said.emit(f"Đã sao chép {show_count(rows)} dòng")

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(self.kept.add).triggered.connect(self.add_wanted)
        if self.table.current_id() is not None:
            menu.addAction("Sửa").triggered.connect(self._edit_current)
            words = "Khôi phục" if self.archived_selected() else "Lưu trữ"
            menu.addAction(words).triggered.connect(self.archive_wanted)
            if self.can_change_many():
                menu.addAction("Sửa nhiều…").triggered.connect(self.bulk_wanted)
            menu.addSeparator()
            menu.addAction("Sao chép").triggered.connect(self.table.copy)
            menu.addAction("Lịch sử").triggered.connect(self.history_wanted)
        menu.addSeparator()
        self._add_papers(menu)
        menu.addAction(EXPORT).triggered.connect(self.export_wanted)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = sum(self.tools.itemAt(at).sizeHint().width() + 6 for at in range(self.tools.count() - 1))
        self.filter_row.fold(self.width() < beside + self.filter_row.needed())


def _call(opened: Callable[[], object], *_: bool) -> None:
    opened()
