"""The third step: which column is which field; below it what words mean that name nothing in the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHeaderView, QSplitter, QWidget

from hoaian_desktop.exchange.decisions import LEAVE_OUT, SheetDecision
from hoaian_desktop.exchange.importing import ENCODINGS, Plan
from hoaian_desktop.exchange.mapping import SheetMap
from hoaian_desktop.exchange.workbook import Sheet, letters, words_of
from hoaian_desktop.services.references import Option
from ui.dialogs.importing import private
from ui.dialogs.importing.words_table import ROW, WordsTable
from ui.dialogs.parts import column, row, words
from ui.dialogs.plain_table import PlainTable
from ui.widgets.choice_box import ChoiceBox

_COLUMNS = ("Cột", "Tiêu đề trong tệp", "Ví dụ", "Ghi vào", "Cách đọc")
_FIELD, _READ = 3, 4
_SAMPLES, _LOOKED_AT = 3, 200


class ColumnsPage(QWidget):
    """One sheet at a time; the words stand for the whole file."""

    field_chosen = Signal(str, int, str)  # sheet, column, the name of a field or LEAVE_OUT
    month_first = Signal(str, int, bool)
    left_as_is = Signal(str, int, bool)  # sheet, column, whether its old encoding is left
    meanings_chosen = Signal(object)  # by table and folded words: an id or a Meaning

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._wanted = ""
        self.sheet_box = ChoiceBox()
        self.sheet_box.setAccessibleName("Trang")
        self.columns = PlainTable("Các cột của trang", _COLUMNS, widths=(44, 230, 300, 210))
        self.words = WordsTable()
        self.columns.verticalHeader().setDefaultSectionSize(ROW)
        self.columns.horizontalHeader().setStretchLastSection(False)
        self.columns.setColumnWidth(_READ, 190)
        self.columns.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.boxes: dict[int, ChoiceBox] = {}
        self.ticks: dict[int, QCheckBox] = {}
        self.sheet_box.fit_to("Đoàn viên - tình nguyện viên xx")
        above = QWidget()
        above.setLayout(column(row(words("Trang", "label"), self.sheet_box, None), self.columns))
        self._both = QSplitter()
        self._both.setOrientation(Qt.Orientation.Vertical)
        self._both.addWidget(above)
        self._both.addWidget(self.words)
        self._both.setSizes([380, 170])
        self._both.setChildrenCollapsible(False)
        self.setLayout(column(self._both))
        self.sheet_box.currentIndexChanged.connect(self._show_sheet)
        self.words.meant.connect(self.meanings_chosen)

    def show_plan(self, plan: Plan, options: Mapping[str, Sequence[Option]]) -> None:
        """Show how the sheets are read; `options` are the records of the book by table."""
        self._plan = plan
        before = self._wanted or self.sheet_box.currentText()
        self._wanted = ""
        with QSignalBlocker(self.sheet_box):
            self.sheet_box.clear()
            self.sheet_box.addItems([one.sheet for one in plan.sheets if one.sheet in plan.maps])
            self.sheet_box.setCurrentIndex(max(0, self.sheet_box.findText(before)))
        self._show_sheet()
        self.words.show_words(plan.unmatched, plan.decisions, options)

    def go_to(self, sheet: str) -> None:
        """Show the columns of a sheet, the next time a plan is shown."""
        self._wanted = sheet

    def _show_sheet(self) -> None:
        plan, name = self._plan, self.sheet_box.currentText()
        if plan is None or name not in plan.maps:
            self.columns.setRowCount(0)
            return
        mapping = plan.maps[name]
        sheet = plan.read[name]
        decision, result = plan.decisions.of(name), next(one for one in plan.sheets if one.sheet == name)
        shown = [at for at in range(len(mapping.header.texts)) if mapping.header.texts[at] or at in mapping.used]
        encodings = {one.column: one.encoding for one in plan.conversions.get(name, ())}
        self.boxes, self.ticks = {}, {}
        self.columns.setRowCount(0)
        self.columns.show_rows(
            [(letters(at), mapping.header.whole(at), _samples(sheet, mapping, at), "", "") for at in shown]
        )
        for place, at in enumerate(shown):
            self.columns.setCellWidget(place, _FIELD, self._field_box(name, mapping, decision, at))
            if at in result.day_doubts or at in decision.month_first:
                tick = self.ticks[at] = QCheckBox("Tháng ghi trước")
                tick.setToolTip("Đánh dấu nếu cột này ghi tháng trước ngày, như 11/25/2023.")
                tick.setChecked(at in decision.month_first)
                tick.toggled.connect(partial(self.month_first.emit, name, at))
                self.columns.setCellWidget(place, _READ, tick)
            elif at in encodings:
                tick = self.ticks[at] = QCheckBox(f"Từ {ENCODINGS[encodings[at]]}")
                tick.setToolTip("Đánh dấu để chuyển cột này sang Unicode.")
                tick.setChecked(at not in decision.as_is)
                tick.toggled.connect(lambda on, name=name, at=at: self.left_as_is.emit(name, at, not on))
                self.columns.setCellWidget(place, _READ, tick)

    def _field_box(self, sheet: str, mapping: SheetMap, decision: SheetDecision, at: int) -> ChoiceBox:
        box = self.boxes[at] = ChoiceBox()
        box.setAccessibleName(f"Cột {letters(at)} ghi vào")
        said = mapping.said.get(at)
        if said is not None and at not in decision.columns:
            also = mapping.columns.get(at)
            box.addItem(f"{also.label}, {said[1]}" if also else f"{said[0].label}: {said[1]}", None)
        box.addItem("Không nhập cột này", LEAVE_OUT)
        for of in mapping.kind.fields:
            box.addItem(of.label, of.name)
        field = mapping.columns.get(at)
        if said is None or at in decision.columns:
            box.setCurrentIndex(max(0, box.findData(field.name if field else LEAVE_OUT)))
        box.activated.connect(lambda _: self.field_chosen.emit(sheet, at, box.currentData()))
        return box


def _samples(sheet: Sheet, mapping: SheetMap, column_at: int) -> str:
    """The first few different things that stand in a column."""
    cells = (cells[column_at] for cells in sheet.rows[mapping.header.last :][:_LOOKED_AT] if column_at < len(cells))
    field = mapping.columns.get(column_at)
    texts = (private.masked(field, words) for cell in cells if (words := words_of(cell)))
    return " · ".join(list(dict.fromkeys(text[:40] for text in texts))[:_SAMPLES])
