"""A short table of words that is only read."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

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
        mark(self, role="plain-table")
        self.setHorizontalHeaderLabels(list(headings))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
        for at in range(len(headings)):
            self.horizontalHeaderItem(at).setTextAlignment(self._side(at))

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Replace all rows."""
        self.setRowCount(len(rows))
        for at, cells in enumerate(rows):
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setTextAlignment(self._side(place))
                self.setItem(at, place, item)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
