"""A short table of words that is only read."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QTableWidget, QTableWidgetItem, QWidget

from ui.theme import mark


class PlainTable(QTableWidget):
    """Rows of text; the last column takes the width that is left. Whole texts stand in the tooltips."""

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        *,
        widths: Sequence[int] = (),
        right: Collection[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, len(headings), parent)
        self._right = right
        self.setHorizontalHeaderLabels(list(headings))
        lay_out(self, name, widths)
        for at in range(len(headings)):
            self.horizontalHeaderItem(at).setTextAlignment(side(at, right))

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Replace all rows."""
        self.setRowCount(len(rows))
        for at, cells in enumerate(rows):
            self._fill(at, cells)

    def add_row(self, cells: Sequence[str]) -> None:
        """Add one below."""
        self.insertRow(self.rowCount())
        self._fill(self.rowCount() - 1, cells)

    def _fill(self, at: int, cells: Sequence[str]) -> None:
        for place, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            item.setTextAlignment(side(place, self._right))
            self.setItem(at, place, item)


def lay_out(table: QTableView, name: str, widths: Sequence[int]) -> None:
    """What all tables have that are only read, once their columns are there."""
    mark(table, role="plain-table")
    table.setAccessibleName(name)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(26)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    for at, width in enumerate(widths):
        table.setColumnWidth(at, width)


def side(column: int, right: Collection[int]) -> Qt.AlignmentFlag:
    """Where the words of a column stand."""
    flag = Qt.AlignmentFlag.AlignRight if column in right else Qt.AlignmentFlag.AlignLeft
    return flag | Qt.AlignmentFlag.AlignVCenter
