"""A table of records: sorted by its header, paged from the book, told to the page by ids."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QVBoxLayout, QWidget

from hoaian_desktop import choices
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.services.lists import FIRST_ROWS, Listing, Query, Row
from ui.tasks import Tasks
from ui.theme import font, mark, text_width
from ui.widgets import badge, column_memory
from ui.widgets.cell_delegate import HEIGHT, PADDING, CellDelegate
from ui.widgets.record_model import RecordModel

_ROOMY = {Kind.NAME, Kind.TEXT, Kind.NOTE, Kind.REFERENCE, Kind.REFERENCES}  # take the width that is left over
# How narrow a column may become, as a part of its own width, before the table scrolls sideways.
_NARROWEST = {Kind.NAME: 0.8, Kind.CHOICE: 0.9, Kind.REFERENCE: 0.85} | dict.fromkeys(
    (Kind.TEXT, Kind.NOTE, Kind.REFERENCES), 0.55
)
_WHOLE = {"service"}  # what is looked for first in a list of supports is cut last
_KEY = 0.88
_ARROW = 8


class _View(QTableView):
    """A table whose Home, End and letters mean rows, not columns."""

    entered_row = Signal()
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()  # also when the scroll bar comes or goes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1}.get(event.key())  # type: ignore[call-overload]
        if row is not None and row >= 0 and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            column = max(0, self.horizontalHeader().logicalIndexAt(0))
            self.setCurrentIndex(self.model().index(row, column))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered_row.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are for the search field: looking through a million rows here would fetch them all."""


class RecordTable(QFrame):
    """Shows a listing. Clicking a heading sorts; double click or Enter activates."""

    activated = Signal(int)
    current_changed = Signal(object)  # id or None
    selection_changed = Signal()
    counted = Signal(int)
    loaded = Signal()  # an answer is shown
    menu_wanted = Signal(QPoint)  # global position; the page shows its own menu

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
        self.listing = listing
        self.model = RecordModel(tasks, listing, self)
        self.view = _View()
        self._memory = column_memory.recall(listing.key, hidden)
        self._picks = picks
        self._key = key_field or _key_of(listing)
        self._wanted: int | None = None
        self._stood_at = 0  # the row to pick if the wanted one is gone
        self._told: int | None = None
        self._fitting = False
        self._set_up_view(self._key)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.model.counted.connect(self.counted)
        self.model.found.connect(self._shown)
        self._save_soon = QTimer(self)
        self._save_soon.setSingleShot(True)
        self._save_soon.timeout.connect(self._remember)

    def _set_up_view(self, key_field: str) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(CellDelegate(view, key_field))
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
        header.setSectionsMovable(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(36)
        header.setSortIndicatorShown(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        header.sectionClicked.connect(self._sort_by)
        header.sectionResized.connect(self._resized)
        view.doubleClicked.connect(self._activate)
        view.entered_row.connect(self._activate)
        view.resized.connect(self._fit)
        view.selectionModel().currentRowChanged.connect(self._tell_current)
        view.selectionModel().selectionChanged.connect(self._tell_selection)
        self._show_sort()
        for column, field in enumerate(self.listing.fields):
            view.setColumnHidden(column, field.name in self._memory.hidden)
        self._fit()

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
        column = next((at for at in range(self.model.columnCount()) if not self.view.isColumnHidden(at)), 0)
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

    # Columns

    def columns_menu(self) -> QMenu:
        """A menu to show and hide columns, for the button «Cột» and the heading's right click."""
        menu = QMenu(self)
        for column, field in enumerate(self.listing.fields):
            action = menu.addAction(field.label)
            action.setCheckable(True)
            action.setChecked(not self.view.isColumnHidden(column))
            action.setData(field.name)
        menu.addSeparator()
        menu.addAction("Độ rộng ban đầu").setData("")
        menu.triggered.connect(lambda action: self._toggle_column(action.data()))
        return menu

    def _header_menu(self, at: QPoint) -> None:
        self.columns_menu().popup(self.view.horizontalHeader().mapToGlobal(at))

    def _toggle_column(self, name: str) -> None:
        if not name:
            self._memory = column_memory.Columns(hidden=self._memory.hidden)
        elif name in self._memory.hidden:
            self._memory.hidden.discard(name)
        elif len(self._memory.hidden) + 1 < len(self.listing.fields):
            self._memory.hidden.add(name)
        for column, field in enumerate(self.listing.fields):
            self.view.setColumnHidden(column, field.name in self._memory.hidden)
        self._fit()
        self._save_soon.start(300)

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
        own = {at: self._memory.widths.get(field.name, _width_of(field)) for at, field in shown}
        free = {at: field for at, field in shown if field.name not in self._memory.widths}
        spare = self.view.viewport().width() - sum(own.values())
        if spare > 0:
            own = _shared(own, {at: float(own[at]) for at, field in free.items() if field.kind in _ROOMY}, spare)
        for last in (False, True):
            missing = min(0, self.view.viewport().width() - sum(own.values()))
            gives = {at: float(own[at] - _narrowest(f, f.name == self._key, last=last)) for at, f in free.items()}
            own = _shared(own, gives, max(missing, -int(sum(gives.values()))))
        self._fitting = True
        with QSignalBlocker(self.view.selectionModel()):
            for at, width in own.items():
                self.view.setColumnWidth(at, width)
        self._fitting = False


def _shared(widths: dict[int, int], shares: dict[int, float], spare: int) -> dict[int, int]:
    """Widths with `spare` pixels, or fewer by it, divided in these shares."""
    whole = sum(shares.values())
    return {at: int(width + (spare * shares.get(at, 0.0) / whole if whole else 0)) for at, width in widths.items()}


def _heading(field: Field) -> int:
    return QFontMetrics(font(12, 600)).horizontalAdvance(field.label) + 2 * PADDING + _ARROW


def _width_of(field: Field) -> int:
    heading = _heading(field)
    if field.choices in badge.STATES:
        return max(heading, 2 * PADDING + max(badge.width_of(choice.short) for choice in choices.of(field.choices)))
    return max(text_width(field.width) + 2 * PADDING, heading)


def _narrowest(field: Field, is_key: bool = False, *, last: bool = False) -> int:
    """How narrow a column may become, first and `last`, when the others have given all they can."""
    whole = field.choices in badge.STATES or (field.refers_to in _WHOLE and not last)
    part = 1.0 if whole else _KEY if is_key and not last else _NARROWEST.get(field.kind, 1.0)
    return max(_heading(field), round(_width_of(field) * part))


def _key_of(listing: Listing) -> str:
    named = [field.name for field in listing.fields if field.kind is Kind.NAME or field.name == "name"]
    return named[0] if named else listing.fields[0].name
