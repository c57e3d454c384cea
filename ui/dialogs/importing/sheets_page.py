"""The second step: what each sheet is taken for, and in which rows its headings stand."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QSpinBox, QWidget

from hoaian_desktop.exchange.decisions import Decisions
from hoaian_desktop.exchange.importing import Plan
from hoaian_desktop.exchange.workbook import Workbook, letters, words_of
from ui.dialogs.import_sheets import SheetLine, SheetsTable
from ui.dialogs.parts import column, row, words
from ui.dialogs.plain_table import PlainTable
from ui.palette import token

_SHOWN = 24  # rows
_NONE = "Chưa thấy dòng tiêu đề: hãy ghi số dòng có tên cột."


class SheetsPage(QWidget):
    """The sheet the cursor is in is shown below with its headings marked."""

    kind_chosen = Signal(str, str)
    header_chosen = Signal(str, int, int)

    def __init__(self) -> None:
        super().__init__()
        self._book: Workbook | None = None
        self._plan: Plan | None = None
        self.table = SheetsTable()
        self.table.setMaximumHeight(250)
        self.first, self.last = _spin("Tiêu đề từ dòng"), _spin("Tiêu đề đến dòng")
        self.remark = words("", "muted")
        self.preview = PlainTable("Những dòng đầu của trang", ())
        self.preview.horizontalHeader().setStretchLastSection(False)
        self.preview.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.preview.verticalHeader().show()
        heading = row(
            words("Tiêu đề từ dòng", "label"), self.first, words("đến dòng", "label"), self.last, self.remark, None
        )
        inside = column(words("Các trang trong tệp", "label"), self.table, heading, self.preview)
        inside.setStretch(3, 1)
        self.setLayout(inside)
        self.table.kind_chosen.connect(self.kind_chosen)
        self.table.currentCellChanged.connect(self._show_sheet)
        for box in (self.first, self.last):
            box.editingFinished.connect(self._tell_header)

    def show_read(self, book: Workbook, plan: Plan | None, decisions: Decisions) -> None:
        """Show the sheets of a file; without a plan none of them was recognised."""
        at = max(0, self.table.currentRow())
        self._book, self._plan = book, plan
        kinds = {name: one.kind for name, one in decisions.sheets.items() if one.kind is not None}
        if plan is None:
            lines = [SheetLine(sheet.name, None, len(sheet.rows)) for sheet in book.sheets]
        else:
            lines = [SheetLine(one.sheet, one.kind, len(one.rows), one.states) for one in plan.sheets]
        self.table.show_read(lines, kinds)
        self.table.setCurrentCell(min(at, len(lines) - 1), 0)
        self._show_sheet()

    def sheet(self) -> str:
        """The sheet the cursor is in."""
        at = max(0, self.table.currentRow())
        return self._book.sheets[at].name if self._book else ""

    def _show_sheet(self) -> None:
        if self._book is None or self.table.currentRow() < 0:
            return
        sheet = self._book.sheets[self.table.currentRow()]
        sheet = self._plan.read[sheet.name] if self._plan else sheet
        found = self._plan.maps.get(sheet.name) if self._plan else None
        with QSignalBlocker(self.first), QSignalBlocker(self.last):
            for box, value in (
                (self.first, found.header.row if found else 0),
                (self.last, found.header.last if found else 0),
            ):
                box.setMaximum(max(1, len(sheet.rows)))
                box.setValue(value)
        self.remark.setText("" if found else _NONE)
        width = max((len(cells) for cells in sheet.rows[:_SHOWN]), default=0)
        self.preview.setColumnCount(width)
        self.preview.setHorizontalHeaderLabels([letters(at) for at in range(width)])
        self.preview.show_rows(
            [[words_of(cell) for cell in (*cells, *[""] * (width - len(cells)))] for cells in sheet.rows[:_SHOWN]]
        )
        if found:
            self._mark(range(found.header.row, found.header.last + 1))

    def _mark(self, rows: range) -> None:
        for number in rows:
            for at in range(self.preview.columnCount()):
                item = self.preview.item(number - 1, at)
                if item is not None:
                    item.setBackground(QColor(token("soft")))
                    item.setForeground(QColor(token("link")))

    def _tell_header(self) -> None:
        first, last = self.first.value(), max(self.first.value(), self.last.value())
        found = self._plan.maps.get(self.sheet()) if self._plan else None
        if first and (found is None or (first, last) != (found.header.row, found.header.last)):
            self.header_chosen.emit(self.sheet(), first, last)


def _spin(name: str) -> QSpinBox:
    made = QSpinBox()
    made.setAccessibleName(name)
    made.setMinimum(0)
    made.setSpecialValueText("—")
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setFixedWidth(64)
    return made
