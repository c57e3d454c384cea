"""A long table of words that is only read: what stands in a row is asked for when the row is seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView

from ui.dialogs.plain_table import lay_out, side

Words = Callable[[Any], Sequence[str]]
_ROOT = QModelIndex()


class PlainList(QTableView):
    """As `PlainTable`, for thousands of rows: nothing is made of a row before somebody scrolls to it."""

    def __init__(
        self, name: str, headings: Sequence[str], *, widths: Sequence[int] = (), right: Collection[int] = ()
    ) -> None:
        super().__init__()
        self._rows = _Rows(headings, right)
        self.setModel(self._rows)
        lay_out(self, name, widths)

    def show_rows(self, rows: Sequence[Any], words: Words) -> None:
        """Replace all rows; `words` tells what stands in the columns of one."""
        self._rows.replace(rows, words)


class _Rows(QAbstractTableModel):
    def __init__(self, headings: Sequence[str], right: Collection[int]) -> None:
        super().__init__()
        self._headings, self._right = headings, right
        self._rows: Sequence[Any] = ()
        self._words: Words = list

    def replace(self, rows: Sequence[Any], words: Words) -> None:
        self.beginResetModel()
        self._rows, self._words = rows, words
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(self._rows[index.row()])[index.column()]
        return side(index.column(), self._right) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return side(section, self._right)
        return self._headings[section] if role == Qt.ItemDataRole.DisplayRole else None
