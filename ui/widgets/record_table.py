"""A table of records: sorted by its header, paged from the book, told to the page by ids."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPoint,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QVBoxLayout, QWidget

from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import copying
from hoaian_desktop.services.copying import Copied
from hoaian_desktop.services.lists import FIRST_ROWS, Listing, Query, Row
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets import column_memory, column_widths
from ui.widgets.record_model import RecordModel
from ui.widgets.row_delegate import HEIGHT, RowDelegate
from ui.widgets.row_view import RowView
from ui.widgets.wait_line import WaitLine


class RecordTable(QFrame):
    """Shows a listing. Clicking a heading sorts; double click or Enter activates."""

    activated = Signal(int)
    current_changed = Signal(object)  # id or None
    selection_changed = Signal()
    counted = Signal(int)
    loaded = Signal()  # an answer is shown
    menu_wanted = Signal(QPoint)  # global position; the page shows its own menu
    copied = Signal(int)  # so many rows are on the clipboard

    def __init__(
        self,
        tasks: Tasks,
        listing: Listing,
        *,
        key_field: str = "",
        hidden: Collection[str] = (),
        picks: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`key_field` is the column by which a row is known (heavier type); default: the first name.

        `hidden` columns are shown only once the user asks for them. With `picks` there is a current row wherever
        there are rows: the first one, or the neighbour of the one that went.
        """
        super().__init__(parent)
        mark(self, role="sheet")
        self._tasks = tasks
        self.listing = listing
        self.model = RecordModel(tasks, listing, self)
        self.view = RowView()
        self._hidden_at_first = frozenset(hidden)
        self._memory = column_memory.recall(listing.key, hidden)
        self._picks = picks
        self._key = key_field or _key_of(listing)
        self._wanted: int | None = None
        self._stood_at = 0  # the row to pick if the wanted one is gone
        self._told: int | None = None
        self._fitting = self._arranging = False
        self._wait = WaitLine()
        self._set_up_view(self._key)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        inside.addWidget(self._wait)
        self.setFocusProxy(self.view)
        self.model.counted.connect(self.counted)
        self.model.found.connect(self._shown)
        self._save_soon = QTimer(self)
        self._save_soon.setSingleShot(True)
        self._save_soon.timeout.connect(self._remember)

    def _set_up_view(self, key_field: str) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(RowDelegate(view, self.model, key_field))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setMouseTracking(True)
        view.setAccessibleName("Danh sách")
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(HEIGHT)
        header = view.horizontalHeader()
        mark(header, role="dense")
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(36)
        header.setSortIndicatorShown(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        header.sectionClicked.connect(self._sort_by)
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._dragged)
        view.doubleClicked.connect(self._activate)
        view.entered_row.connect(self._activate)
        view.copy_wanted.connect(self.copy)
        view.resized.connect(self._fit)
        view.selectionModel().currentRowChanged.connect(self._tell_current)
        view.selectionModel().selectionChanged.connect(self._tell_selection)
        self._show_sort()
        self._arrange()

    # The list

    def set_query(self, query: Query) -> None:
        """Show what matches; without a sort in the query the user's choice stays."""
        if not query.sort:
            query = replace(query, sort=self.model.query.sort, descending=self.model.query.descending)
        self._wanted = self.current_id()
        self._stood_at = max(0, self.view.currentIndex().row()) if query == self.model.query else 0
        # Whoever stands further down stays there: then the first rows alone are no answer.
        self.model.ask(query, all_at_once=self._stood_at >= FIRST_ROWS)
        self._show_sort()

    def sort_next(self, name: str, *, descending: bool) -> None:
        """Order by a field from the next question on."""
        self.model.query = replace(self.model.query, sort=name, descending=descending)

    def query(self) -> Query:
        """What is shown."""
        return self.model.query

    def reload(self) -> None:
        """Ask again; the current row stays the current one if it is still there."""
        self._wanted = self._wanted or self.current_id()
        self._stood_at = max(0, self.view.currentIndex().row())
        self.model.ask(self.model.query, all_at_once=self._stood_at >= FIRST_ROWS)

    def count(self) -> int:
        """How many rows there are."""
        return self.model.rowCount()

    def current_id(self) -> int | None:
        """The id of the row the cursor is in."""
        return self.model.id_at(self.view.currentIndex().row())

    def current_row(self) -> Row | None:
        """The row the cursor is in, if it has been fetched."""
        at = self.view.currentIndex().row()
        return self.model.row_at(at) if at >= 0 else None

    def selected_ids(self) -> list[int]:
        """The ids of all selected rows, in their order."""
        spans = sorted((span.top(), span.bottom()) for span in self.view.selectionModel().selection())
        rows = dict.fromkeys(row for top, bottom in spans for row in range(top, bottom + 1))
        return [id_ for row in rows if (id_ := self.model.id_at(row)) is not None]

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(span.height() for span in self.view.selectionModel().selection())

    def select_id(self, id_: int) -> None:
        """Make a record the current row, now or as soon as the running answer brings it."""
        self._wanted = id_
        row = self.model.row_of(id_)
        if row >= 0:
            self._go_to(row)

    def put(self, row: Row, *, new: bool = False) -> None:
        """Show a row just saved, without asking the book, and make it the current one."""
        self.model.put(row, new=new)
        self._go_to(self.model.row_of(row.id))

    def select_first(self) -> None:
        """Make the first row the current one, if there is any."""
        if self.model.rowCount():
            self._go_to(0)

    def _go_to(self, row: int) -> None:
        column = self._visual_columns()[0]
        index = self.model.index(row, column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.scrollTo(index)

    def _shown(self) -> None:
        row = self.model.row_of(self._wanted) if self._wanted is not None else -1
        waits = self._wanted is not None and row < 0 and not self.model.is_whole  # it may be among those to come
        if not waits:
            self._wanted = None
        if row < 0 and self._picks and not waits and not self.view.currentIndex().isValid():
            row = min(self._stood_at, self.model.rowCount() - 1)
        if row >= 0:
            self._go_to(row)
        else:
            self._tell_current()
        self._fit()
        self.loaded.emit()

    def _activate(self, index: QModelIndex | None = None) -> None:
        if (id_ := self.current_id()) is not None:
            self.activated.emit(id_)

    def _tell_current(self, *_: QModelIndex) -> None:
        id_ = self.current_id()
        if id_ != self._told:
            self._told = id_
            self.current_changed.emit(id_)

    def _tell_selection(self, *_: QItemSelection) -> None:
        self.selection_changed.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    # Sorting

    def _sort_by(self, column: int) -> None:
        name = self.listing.fields[column].name
        query = self.model.query
        turned = query.sort == name and not query.descending
        self.set_query(replace(query, sort=name, descending=turned))

    def _show_sort(self) -> None:
        names = [field.name for field in self.listing.fields]
        query = self.model.query
        at = names.index(query.sort) if query.sort in names else -1
        order = Qt.SortOrder.DescendingOrder if query.descending else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicator(at, order)

    # Copying

    def copy(self) -> None:
        """Put the selected rows on the clipboard as a table, as many as there are, without holding up the window."""
        if not (ids := self.selected_ids()):
            return
        shown = [self.listing.fields[at].name for at in self._visual_columns()]
        progress = Progress()
        self._wait.watch(progress, f"Đang sao chép {show_count(len(ids))} dòng")
        operation = partial(copying.copied, listing=self.listing, ids=ids, names=shown, progress=progress)
        self._tasks.read(
            self,
            operation,
            done=self._take_copy,
            failed=lambda _: self._wait.finish(),
            latest="copy",
            progress=progress,
        )

    def _take_copy(self, made: Copied) -> None:
        self._wait.finish()
        data = QMimeData()
        data.setText(made.text)
        data.setHtml(made.html)
        QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit(made.rows)

    # Columns

    def columns(self) -> list[tuple[Field, bool]]:
        """The columns in their order, and whether each is shown."""
        names = self._memory.ordered([field.name for field in self.listing.fields])
        return [(self.listing.field_named(name), name not in self._memory.hidden) for name in names]

    def set_columns(self, order: Sequence[str], hidden: Collection[str]) -> None:
        """Show the columns in this order, without the hidden ones; at least one is shown."""
        self._memory.order = list(order)
        if len(set(hidden)) < len(self.listing.fields):
            self._memory.hidden = set(hidden)
        self._arrange()
        self._save_soon.start(300)

    def reset_columns(self) -> None:
        """Order, choice and widths as they were before anybody changed them."""
        self._memory = column_memory.Columns(hidden=set(self._hidden_at_first))
        self._arrange()
        self._save_soon.start(300)

    def columns_menu(self) -> QMenu:
        """A menu to show and hide columns, for the heading's right click."""
        menu = QMenu(self)
        for field, shown in self.columns():
            action = menu.addAction(field.label)
            action.setCheckable(True)
            action.setChecked(shown)
            action.setData(field.name)
        menu.addSeparator()
        menu.addAction("Độ rộng ban đầu").setData("")
        menu.addAction("Thứ tự và cột hiện…").triggered.connect(self.edit_columns)
        menu.triggered.connect(self._toggle_column)
        return menu

    def edit_columns(self) -> None:
        """Choose and order the columns by keyboard."""
        from ui.widgets.columns_dialog import ColumnsDialog

        ColumnsDialog(self).open()

    def _header_menu(self, at: QPoint) -> None:
        self.columns_menu().popup(self.view.horizontalHeader().mapToGlobal(at))

    def _toggle_column(self, action: QAction) -> None:
        name = action.data()
        if name is None:
            return
        if not name:
            self._memory.widths.clear()
        order = [field.name for field, _ in self.columns()]
        self.set_columns(order if self._memory.order else (), self._memory.hidden ^ ({name} if name else set()))

    def _dragged(self, *_: int) -> None:
        if not self._arranging:
            header = self.view.horizontalHeader()
            fields = self.listing.fields
            self._memory.order = [fields[header.logicalIndex(at)].name for at in range(header.count())]
            self._save_soon.start(300)
            self.view.viewport().update()  # the bar of the selected row stands in the first column

    def _arrange(self) -> None:
        """Put the columns where they are remembered to be."""
        header = self.view.horizontalHeader()
        places = {field.name: at for at, field in enumerate(self.listing.fields)}
        self._arranging = True
        for at, (field, shown) in enumerate(self.columns()):
            header.moveSection(header.visualIndex(places[field.name]), at)
            self.view.setColumnHidden(places[field.name], not shown)
        self._arranging = False
        self._fit()

    def _visual_columns(self) -> list[int]:
        """The columns shown, from left to right."""
        header = self.view.horizontalHeader()
        places = [header.logicalIndex(at) for at in range(header.count())]
        return [at for at in places if not self.view.isColumnHidden(at)]

    def _resized(self, column: int, before: int, width: int) -> None:
        if self._fitting or width == 0:
            return
        self._memory.widths[self.listing.fields[column].name] = width
        self._save_soon.start(300)

    def _remember(self) -> None:
        column_memory.remember(self.listing.key, self._memory)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give columns their own width, and share what is left over, or missing, among those that hold words."""
        shown = [(at, f) for at, f in enumerate(self.listing.fields) if not self.view.isColumnHidden(at)]
        own = column_widths.fitted(shown, self._memory.widths, self._key, self.view.viewport().width())
        self._fitting = True
        with QSignalBlocker(self.view.selectionModel()):
            for at, width in own.items():
                self.view.setColumnWidth(at, width)
        self._fitting = False


def _key_of(listing: Listing) -> str:
    named = [field.name for field in listing.fields if field.kind is Kind.NAME or field.name == "name"]
    return named[0] if named else listing.fields[0].name
