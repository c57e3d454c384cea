"""The rows of a sheet as an import sees them: what the file says, where each row goes, what was found in each cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from hoaian_desktop.exchange.findings import Finding, Level, SheetResult, State
from hoaian_desktop.exchange.importing import Plan
from hoaian_desktop.exchange.mapping import SheetMap
from hoaian_desktop.exchange.workbook import Sheet, is_blank, letters, text_of
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules import personal_number, phone
from hoaian_desktop.rules.dates import show_date

Index = QModelIndex | QPersistentModelIndex
ROW, STATE, FIRST = 0, 1, 2  # the number of the row, where it goes, and the first column of the file
_ROOT = QModelIndex()
_LOUDEST = (Level.ERROR, Level.WARNING)
_PRIVATE = (Kind.PERSONAL_NUMBER, Kind.PHONE)


class Show(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    FAULTS = "faults"
    DOUBTS = "doubts"
    NEW = "new"
    UPDATED = "updated"
    KNOWN = "known"
    LEFT_OUT = "left_out"


_OF_STATE = {
    State.IMPORTED: Show.NEW,
    State.UPDATED: Show.UPDATED,
    State.DUPLICATE: Show.KNOWN,
    State.REJECTED: Show.FAULTS,
    State.LEFT_OUT: Show.LEFT_OUT,
}


class GridModel(QAbstractTableModel):
    """One sheet at a time. Cells are texts; what is private is masked unless something is wrong with it."""

    typed = Signal(int, int, str)  # row and column of the file, and the new text

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._map: SheetMap | None = None
        self._result: SheetResult | None = None
        self._columns: list[int] = []
        self._rows: list[int] = []
        self._lines: dict[int, int] = {}  # where each of them is shown
        self._found: dict[int, list[Finding]] = {}
        self._at: dict[tuple[int, str], list[Finding]] = {}
        self._doubted: set[int] = set()

    def show_plan(self, plan: Plan, sheet: str, what: Show) -> None:
        """Show the rows of a sheet that are of one sort."""
        self.beginResetModel()
        self._result = next(one for one in plan.sheets if one.sheet == sheet)
        self._map = plan.maps.get(sheet)
        self._sheet = plan.read[sheet]
        self._found, self._at = defaultdict(list), defaultdict(list)
        for finding in plan.findings:
            if finding.sheet == sheet and finding.row in self._result.rows:
                self._found[finding.row].append(finding)
                self._at[finding.row, finding.column].append(finding)
        self._doubted = {row for row, found in self._found.items() if any(one.level is Level.WARNING for one in found)}
        texts = self._map.header.texts if self._map else ()
        self._columns = [at for at, text in enumerate(texts) if text or (self._map and at in self._map.used)]
        self._rows = [row for row in self._result.rows if what in (Show.ALL, *self.sorts(row))]
        self._lines = {row: at for at, row in enumerate(self._rows)}
        self.endResetModel()

    def sorts(self, row: int) -> tuple[Show, ...]:
        """The sorts a row belongs to."""
        assert self._result is not None
        state = self._result.rows[row]
        doubted = row in self._doubted and state in (State.IMPORTED, State.UPDATED, State.DUPLICATE)
        return (_OF_STATE[state], Show.DOUBTS) if doubted else (_OF_STATE[state],)

    def counts(self) -> Counter[Show]:
        """How many rows of the sheet are of each sort."""
        rows = self._result.rows if self._result else {}
        return Counter({Show.ALL: len(rows)}) + Counter(sort for row in rows for sort in self.sorts(row))

    # Places

    def row_at(self, at: int) -> int:
        """The row of the file shown in a line."""
        return self._rows[at]

    def column_at(self, at: int) -> int | None:
        """The column of the file shown in a column; None for what the program says itself."""
        return self._columns[at - FIRST] if at >= FIRST else None

    def place_of(self, row: int, column: str) -> QModelIndex:
        """Where a cell is shown; invalid if its row is not."""
        if row not in self._lines:
            return _ROOT
        shown = [letters(at) for at in self._columns]
        return self.index(self._lines[row], FIRST + shown.index(column) if column in shown else STATE)

    def findings_at(self, index: Index) -> list[Finding]:
        """What was found in a cell; of a whole row in its state."""
        row = self._rows[index.row()]
        column = self.column_at(index.column())
        if column is not None:
            return self._at.get((row, letters(column)), [])
        return self._found.get(row, []) if index.column() == STATE else []

    def alike(self, row: int, column: int) -> list[int]:
        """The other rows with a fault of the same kind and the same words in a column."""
        codes = {one.code for one in self._at.get((row, letters(column)), []) if one.level is Level.ERROR}
        words = self.text(row, column)
        return [
            other
            for (other, at), found in self._at.items()
            if other != row
            and at == letters(column)
            and any(one.code in codes for one in found)
            and self.text(other, column) == words
        ]

    def faults(self) -> list[tuple[int, str]]:
        """Row and column of every cell with an error or a warning, from the top."""
        return sorted(place for place, found in self._at.items() if any(one.level in _LOUDEST for one in found))

    def level_at(self, index: Index) -> Level | None:
        """How bad it is in a cell."""
        levels = {one.level for one in self.findings_at(index)}
        return next((level for level in _LOUDEST if level in levels), None)

    def field_at(self, at: int) -> Field | None:
        """The field a shown column is read as; None where it is passed over."""
        column = self.column_at(at)
        if column is None or self._map is None:
            return None
        said = self._map.said.get(column)
        return self._map.columns.get(column) or (said[0] if said else None)

    def text(self, row: int, column: int) -> str:
        """What the file says in a cell, or what was typed over it."""
        cells = self._sheet.rows[row - 1] if self._sheet else ()
        cell = cells[column] if column < len(cells) else ""
        return "" if is_blank(cell) else show_date(cell) if hasattr(cell, "year") else text_of(cell)

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else FIRST + len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], self.column_at(index.column())
        if role == Qt.ItemDataRole.EditRole and column is not None:
            return self.text(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            if column is None:
                return str(row) if index.column() == ROW else self.state_words(row)
            return self._shown(index, self.text(row, column))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return "\n".join(dict.fromkeys(one.message for one in self.findings_at(index)))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, column = self._rows[index.row()], self.column_at(index.column())
        if column is None or str(value) == self.text(row, column):
            return False
        self.typed.emit(row, column, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        editable = Qt.ItemFlag.ItemIsEditable if self.field_at(index.column()) else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < FIRST:
            return ("Dòng", "Kết quả")[section]
        assert self._map is not None
        column, field = self._columns[section - FIRST], self.field_at(section)
        if column in self._map.said:
            said = self._map.said[column][1]
            return said if column in self._map.marks or field is None else f"{field.label}, {said}"
        return field.label if field else f"({self._map.header.whole(column)})"

    def state(self, row: int) -> Show:
        """The sort by which a row's result is told."""
        return self.sorts(row)[-1]

    def state_words(self, row: int) -> str:
        """Where a row goes, in a word."""
        assert self._result is not None
        if why := self._result.why.get(row):
            return WHY.get(why, WORDS[Show.LEFT_OUT])
        return WORDS[self.state(row)]

    def _shown(self, index: Index, text: str) -> str:
        field = self.field_at(index.column())
        if field is None or field.kind not in _PRIVATE or self.level_at(index) is not None:
            return text
        digits = "".join(sign for sign in text if sign.isdigit())
        masker = personal_number.mask if field.kind is Kind.PERSONAL_NUMBER else phone.mask
        return masker(digits) if digits else text


WORDS: Mapping[Show, str] = {
    Show.ALL: "Mọi dòng",
    Show.FAULTS: "Lỗi",
    Show.DOUBTS: "Cảnh báo",
    Show.NEW: "Mới",
    Show.UPDATED: "Cập nhật",
    Show.KNOWN: "Đã có",
    Show.LEFT_OUT: "Bỏ qua",
}
WHY: Mapping[str, str] = {
    "blank": "Dòng trống",
    "total": "Dòng cộng",
    "again": "Tiêu đề lặp",
    "numbers": "Số cột",
    "group": "Tên nhóm",
    "below": "Dưới bảng",
    "put_aside": "Đã lưu trữ",
    "dropped": "Đã bỏ",
}
SORTS: Sequence[Show] = tuple(WORDS)
