"""The rows of a sheet as an import sees them: what the file says, where each row goes, what was found in each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from hoaian_desktop.exchange.findings import Finding, Level
from hoaian_desktop.exchange.importing import Plan
from hoaian_desktop.exchange.mapping import SheetMap
from hoaian_desktop.exchange.sorted_rows import LOUDEST, Show, SortedRows
from hoaian_desktop.exchange.workbook import Sheet, letters, words_of
from hoaian_desktop.fields import Field
from ui.dialogs.importing.private import masked

Index = QModelIndex | QPersistentModelIndex
ROW, STATE, FIRST = 0, 1, 2  # the number of the row, where it goes, and the first column of the file
_ROOT = QModelIndex()


class GridModel(QAbstractTableModel):
    """One sheet at a time. Cells are texts; what is private is masked unless something is wrong with it."""

    typed = Signal(int, int, str)  # row and column of the file, and the new text

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._map: SheetMap | None = None
        self._sorted: SortedRows | None = None
        self._what = Show.ALL
        self._columns: list[int] = []
        self._rows: Sequence[int] = ()

    def show_rows(self, plan: Plan, rows: SortedRows, what: Show) -> None:
        """Show the rows of a sheet that are of one sort."""
        self.beginResetModel()
        self._sorted, self._what = rows, what
        self._map = plan.maps.get(rows.result.sheet)
        self._sheet = plan.read[rows.result.sheet]
        texts = self._map.header.texts if self._map else ()
        self._columns = [at for at, text in enumerate(texts) if text or (self._map and at in self._map.used)]
        self._rows = rows.rows[what]
        self.endResetModel()

    # Places

    def row_at(self, at: int) -> int:
        """The row of the file shown in a line."""
        return self._rows[at]

    def column_at(self, at: int) -> int | None:
        """The column of the file shown in a column; None for what the program says itself."""
        return self._columns[at - FIRST] if at >= FIRST else None

    def place_of(self, row: int, column: str) -> QModelIndex:
        """Where a cell is shown; invalid if its row is not."""
        line = self._sorted.line(row, self._what) if self._sorted else None
        if line is None:
            return _ROOT
        shown = [letters(at) for at in self._columns]
        return self.index(line, FIRST + shown.index(column) if column in shown else STATE)

    def findings_at(self, index: Index) -> Sequence[Finding]:
        """What was found in a cell; of a whole row in its state."""
        assert self._sorted is not None
        row = self._rows[index.row()]
        column = self.column_at(index.column())
        if column is not None:
            return self._sorted.by_cell.get((row, letters(column)), ())
        return self._sorted.by_row.get(row, ()) if index.column() == STATE else ()

    def alike(self, row: int, column: int) -> list[int]:
        """The other rows with a fault of the same kind and the same words in a column."""
        assert self._sorted is not None
        by_cell, letter = self._sorted.by_cell, letters(column)
        codes = {one.code for one in by_cell.get((row, letter), ()) if one.level is Level.ERROR}
        words = self.text(row, column)
        return [
            other
            for (other, at), found in by_cell.items()
            if other != row
            and at == letter
            and any(one.code in codes for one in found)
            and self.text(other, column) == words
        ]

    def level_at(self, index: Index) -> Level | None:
        """How bad it is in a cell."""
        levels = {one.level for one in self.findings_at(index)}
        return next((level for level in LOUDEST if level in levels), None)

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
        return words_of(cells[column]) if column < len(cells) else ""

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
        assert self._sorted is not None
        return self._sorted.sort(row)

    def state_words(self, row: int) -> str:
        """Where a row goes, in a word."""
        assert self._sorted is not None
        if why := self._sorted.result.why.get(row):
            return WHY.get(why, WORDS[Show.LEFT_OUT])
        return WORDS[self.state(row)]

    def _shown(self, index: Index, text: str) -> str:
        return text if self.level_at(index) is not None else masked(self.field_at(index.column()), text)


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
