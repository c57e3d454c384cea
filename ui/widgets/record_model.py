"""The rows of a list of any length: first those at the top, then all ids, then pages as they are looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from hoaian_desktop import choices, fields
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.services import lists
from hoaian_desktop.services.lists import Found, Listing, Query, Row
from ui.tasks import Tasks

Index = QModelIndex | QPersistentModelIndex
PAGE = 256
KEPT = 40  # pages
LIT_FOR = 1600  # milliseconds

_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def alignment_of(field: Field) -> Qt.AlignmentFlag:
    """Where the words of a column stand."""
    return _RIGHT if field.kind is Kind.COUNT else _LEFT


class RecordModel(QAbstractTableModel):
    """Knows rows and fields, nothing else."""

    counted = Signal(int)
    found = Signal()  # a new answer is shown

    def __init__(self, tasks: Tasks, listing: Listing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.listing = listing
        self.query = Query(sort=listing.sort, descending=listing.descending)
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, Row]] = OrderedDict()  # page number -> rows by id
        self._asked: set[int] = set()
        self._wanted: set[int] = set()
        self._lit: int | None = None
        self._unlit = QTimer(self)
        self._unlit.setSingleShot(True)
        self._unlit.setInterval(LIT_FOR)
        self._unlit.timeout.connect(self._put_out)
        self.is_whole = True  # all ids are known
        self._answer = 0  # pages asked for before the newest answer are thrown away
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._fetch)
        self._rest = QTimer(self)  # once the first rows are painted: what is read beside takes time from the interface
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._ask_for_ids)

    # Asking

    def ask(self, query: Query, *, all_at_once: bool = False) -> None:
        """Find what matches; the table shows the earlier rows until the answer is there.

        The first rows come at once, the other ids while those are looked at, unless they are wanted `all_at_once`.
        """
        self.query = query
        operation = partial(lists.find if all_at_once else lists.first, listing=self.listing, query=query)
        self._tasks.read(self, operation, done=self._show, latest="find")

    def _show(self, found: Found) -> None:
        self.is_whole = found.whole
        self._rest.stop()
        self.beginResetModel()
        self._answer += 1
        self._ids = found.ids
        self._pages.clear()
        self._asked.clear()
        self._wanted.clear()
        if found.rows:
            self._pages[0] = {row.id: row for row in found.rows}
        self.endResetModel()
        if found.whole:
            self._complete_first_page(len(found.rows))
            self.counted.emit(len(self._ids))
        else:
            self._rest.start()
        self.found.emit()

    def _ask_for_ids(self) -> None:
        operation = partial(lists.ordered, listing=self.listing, query=self.query)
        # Of the same kind as the question itself: a newer one makes this answer void too.
        self._tasks.read(self, operation, done=partial(self._go_on, self._answer), latest="find")

    def _go_on(self, answer: int, ids: array[int]) -> None:
        """All ids are there: the rows behind the first ones are added, and what is shown stays where it is."""
        if answer != self._answer:  # a row was put on top meanwhile, which these may not know
            self._ask_for_ids()
            return
        shown, self.is_whole = len(self._ids), True
        if ids[:shown] != self._ids:  # the book was written in between
            self.beginResetModel()
            self._answer += 1
            self._ids = ids
            self._pages.clear()
            self.endResetModel()
        elif len(ids) > shown:
            self.beginInsertRows(_ROOT, shown, len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
        self._complete_first_page(len(self._pages.get(0, ())))
        self.counted.emit(len(self._ids))
        self.found.emit()

    def _complete_first_page(self, known: int) -> None:
        if known < min(PAGE, len(self._ids)):
            self._wanted.add(0)
            self._soon.start(0)

    def _fetch(self) -> None:
        for page in sorted(self._wanted - self._asked):
            self._asked.add(page)
            ids = self._ids[page * PAGE : (page + 1) * PAGE]
            operation = partial(lists.rows, listing=self.listing, ids=ids)
            self._tasks.read(self, operation, done=partial(self._take, page, self._answer))
        self._wanted.clear()

    def _take(self, page: int, answer: int, rows: Sequence[Row]) -> None:
        if answer != self._answer:
            return
        self._asked.discard(page)
        self._pages[page] = {row.id: row for row in rows}
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        last = min(len(self._ids), (page + 1) * PAGE) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, self.columnCount() - 1))

    def put(self, row: Row, *, new: bool = False) -> None:
        """Show a row just saved: in its place if it is in the list, else on top; lit for a moment.

        Nothing is asked for, and a `new` row is not looked for: among a million that would be felt while typing.
        """
        self._lit = row.id
        self._unlit.start()
        at = -1 if new and row.id not in self._pages.get(0, ()) else self.row_of(row.id)
        if at >= 0:
            self._pages.setdefault(at // PAGE, {})[row.id] = row
            self.dataChanged.emit(self.index(at, 0), self.index(at, self.columnCount() - 1))
            return
        first = self._pages.get(0, {})
        self.beginInsertRows(_ROOT, 0, 0)
        self._answer += 1
        self._ids.insert(0, row.id)
        self._pages.clear()  # every row has moved by one
        self._asked.clear()
        self._pages[0] = {row.id: row, **first}
        self.endInsertRows()
        if self.is_whole:
            self.counted.emit(len(self._ids))

    def _put_out(self) -> None:
        row, self._lit = self.row_of(self._lit) if self._lit is not None else -1, None
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    # Rows

    def id_at(self, row: int) -> int | None:
        """The record's id of a row."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, id_: int) -> int:
        """The row of a record; −1 if it is not in the list."""
        try:
            return self._ids.index(id_)
        except ValueError:
            return -1

    def row_at(self, row: int) -> Row | None:
        """The row itself; None while it is on its way (then it is asked for)."""
        page = row // PAGE
        rows = self._pages.get(page)
        found = rows.get(self._ids[row]) if rows is not None else None
        if rows is not None:
            self._pages.move_to_end(page)
        elif page not in self._asked:
            self._wanted.add(page)
            if not self._soon.isActive():
                self._soon.start(15)  # what is only scrolled past is not fetched row by row
        return found

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.listing.fields)

    def field_at(self, column: int) -> Field:
        """The field of a column."""
        return self.listing.fields[column]

    def is_lit(self, row: int) -> bool:
        """Whether the row was saved a moment ago."""
        return self._lit is not None and self._ids[row] == self._lit

    def words_of(self, row: Row, column: int) -> str:
        """What a cell says: numbers masked, states in short, a dash for what is missing."""
        field, cell = self.listing.fields[column], row.cells[column]
        if field.kind is Kind.CHOICE and cell:
            return choices.short(field.choices, str(cell))
        return fields.mask(field, cell)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        field = self.field_at(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(field)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row_at(index.row())
        if row is None:
            return ""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words_of(row, index.column())
        return fields.mask(field, row.cells[index.column()])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        field = self.field_at(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return field.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(field)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{field.label}: bấm để sắp xếp"
        return None
