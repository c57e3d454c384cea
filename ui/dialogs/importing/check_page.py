"""The fourth step: every row before it is written, every fault in its cell, to be mended on the spot."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import chain

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from hoaian_desktop.exchange.findings import Finding, Level, State
from hoaian_desktop.exchange.importing import Plan
from hoaian_desktop.exchange.sorted_rows import Show, SortedRows
from hoaian_desktop.exchange.workbook import letters
from hoaian_desktop.rules.numbers import show_count
from ui.dialogs.importing.grid import Grid
from ui.dialogs.importing.grid_model import SORTS, WORDS, GridModel
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.plain_list import PlainList
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.strip import Strip

FINDINGS = ("Mức", "Dòng", "Cột", "Lý do")
LEVELS = {Level.ERROR: "Lỗi", Level.WARNING: "Cảnh báo", Level.NOTICE: "Lưu ý"}
_KEYS = "F2 sửa ô · Delete bỏ dòng · F8 ô cần xem tiếp theo"


class CheckPage(QWidget):
    """Nothing here writes; each change is told, and the plan that comes back is shown."""

    cells_typed = Signal(str, object)  # sheet, and texts by row and column
    rows_dropped = Signal(str, object)
    faults_wanted = Signal()  # the rows that cannot go in, as a workbook

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._rows: Mapping[str, SortedRows] = {}
        self._typed: tuple[int, int, str, list[int]] | None = None
        self.sheet_box, self.show_box = ChoiceBox(), ChoiceBox()
        self.sheet_box.setAccessibleName("Trang")
        self.show_box.setAccessibleName("Hiện dòng")
        self.sheet_box.fit_to("Đoàn viên - tình nguyện viên")
        self.show_box.fit_to("Cảnh báo · 1.234 dòng")
        self.model = GridModel(self)
        self.grid = Grid(self.model)
        self.strip = Strip()
        self.findings = PlainList("Những điều cần xem", FINDINGS, widths=(90, 64, 250), right=(1,))
        self.drop = button("Bỏ mọi dòng lỗi", self._drop_faults, icon="x")
        self.save = button("Tải dòng lỗi ra Excel…", self.faults_wanted.emit, icon="file-down")
        self.about = words("", "muted")
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.grid)
        both.addWidget(self.findings)
        both.setSizes([330, 140])
        both.setStretchFactor(0, 1)
        both.setChildrenCollapsible(False)
        inside = column(
            row(self.sheet_box, self.show_box, self.about, None, self.save, self.drop),
            self.strip,
            both,
            words(_KEYS, "small"),
        )
        inside.setStretch(2, 1)
        self.setLayout(inside)
        self.sheet_box.currentIndexChanged.connect(self._show_sheet)
        self.show_box.currentIndexChanged.connect(self._show_rows)
        self.model.typed.connect(self._type)
        self.grid.rows_dropped.connect(lambda rows: self.rows_dropped.emit(self.sheet(), rows))
        self.grid.next_fault.connect(self._next_fault)
        self.findings.activated.connect(self._go_to)
        self.findings.doubleClicked.connect(self._go_to)

    def sheet(self) -> str:
        """The sheet that is shown."""
        return self.sheet_box.currentData() or ""

    def show_plan(self, plan: Plan, rows: Mapping[str, SortedRows]) -> None:
        """Show what an import would do now, with the rows of each sheet; the cursor stays where it is."""
        before, sheet = self.grid.currentIndex(), self.sheet()
        place = (self.model.row_at(before.row()), before.column()) if before.isValid() else None
        self._plan, self._rows = plan, rows
        with QSignalBlocker(self.sheet_box):
            self.sheet_box.clear()
            for one in plan.sheets:
                if one.kind is not None:
                    self.sheet_box.addItem(_about(one.sheet, plan), one.sheet)
            at = self.sheet_box.findData(sheet) if sheet else _most_wrong(self.sheet_box, plan)
            self.sheet_box.setCurrentIndex(max(0, at))
        self._show_sheet()
        if place is not None:
            self._come_back(*place)
        self._offer_alike()

    def _show_sheet(self) -> None:
        if self._plan is None or not self.sheet():
            return
        wanted = self.show_box.currentData() or Show.ALL
        rows = self._rows[self.sheet()]
        self.model.show_rows(self._plan, rows, wanted)
        with QSignalBlocker(self.show_box):
            self.show_box.clear()
            for sort in SORTS:
                if rows.rows[sort] or sort is Show.ALL:
                    self.show_box.addItem(f"{WORDS[sort]} · {show_count(len(rows.rows[sort]))} dòng", sort)
            self.show_box.setCurrentIndex(max(0, self.show_box.findData(wanted)))
        found = self._plan.maps[self.sheet()].header
        where = f"{found.row}" if found.row == found.last else f"{found.row}–{found.last}"
        for way in (self.save, self.drop):
            way.setVisible(bool(rows.rows[Show.FAULTS]))
        self.about.setText(f"Tiêu đề dòng {where}")
        self.findings.show_rows(rows.findings, self._words)
        self.findings.setVisible(bool(rows.findings))
        if self.show_box.currentData() != wanted:  # no row is of that sort any more
            self._show_rows()

    def _show_rows(self) -> None:
        if self._plan is not None and self.sheet():
            self.model.show_rows(self._plan, self._rows[self.sheet()], self.show_box.currentData() or Show.ALL)

    def _words(self, finding: Finding) -> tuple[str, str, str, str]:
        return LEVELS[finding.level], str(finding.row), self._heading(finding), finding.message

    def _heading(self, finding: Finding) -> str:
        assert self._plan is not None
        mapping = self._plan.maps[self.sheet()]
        at = next((at for at in range(len(mapping.header.texts)) if letters(at) == finding.column), None)
        return finding.column if at is None else f"{finding.column} · {mapping.header.whole(at)}".rstrip(" ·")

    # Mending

    def _type(self, row_at: int, column_at: int, text: str) -> None:
        """A cell was typed over: others just like it can be mended in one go."""
        self._typed = (row_at, column_at, text, self.model.alike(row_at, column_at))
        self.cells_typed.emit(self.sheet(), {(row_at, column_at): text})

    def _offer_alike(self) -> None:
        typed, self._typed = self._typed, None
        if typed is None or not typed[3]:
            self.strip.hide()
            return
        _, at, text, rows = typed
        more = {(other, at): text for other in rows}
        acts = [(f"Sửa cả {show_count(len(rows))} ô", "check", lambda: self.cells_typed.emit(self.sheet(), more))]
        self.strip.tell(f"Còn <b>{show_count(len(rows))} ô</b> trong cột này ghi giống ô vừa sửa.", acts)

    def _drop_faults(self) -> None:
        self.rows_dropped.emit(self.sheet(), self._rows[self.sheet()].rows[Show.FAULTS])

    # Going about

    def _go_to(self, place: QModelIndex) -> None:
        finding = self._rows[self.sheet()].findings[place.row()]
        index = self.model.place_of(finding.row, finding.column)
        if not index.isValid() and self.show_box.currentIndex():
            self.show_box.setCurrentIndex(0)
            index = self.model.place_of(finding.row, finding.column)
        if index.isValid():
            self.grid.go_to(index)

    def _next_fault(self, forwards: bool) -> None:
        """Go to the next cell with an error or a warning that is shown, and from the last one to the first."""
        faults = self._rows[self.sheet()].faults if self.sheet() else ()
        now = self.grid.currentIndex()
        row_at = self.model.row_at(now.row()) if now.isValid() else 0
        columns = [at for at in self._fault_columns(row_at) if (at > now.column() if forwards else at < now.column())]
        if not columns:
            before, after = (
                range(bisect_left(faults, (row_at, ""))),
                range(bisect_left(faults, (row_at + 1, "")), len(faults)),
            )
            order = chain(after, before) if forwards else chain(reversed(before), reversed(after))
            others = (faults[at][0] for at in order)
            row_at = next((row for row in others if self.model.place_of(row, "").isValid()), row_at)
            columns = self._fault_columns(row_at)
        if columns:
            line = self.model.place_of(row_at, "").row()
            self.grid.go_to(self.model.index(line, columns[0 if forwards else -1]))

    def _fault_columns(self, row_at: int) -> list[int]:
        """In which shown columns a row of the file has an error or a warning."""
        faults = self._rows[self.sheet()].faults if self.sheet() else ()
        of_row = faults[bisect_left(faults, (row_at, "")) : bisect_left(faults, (row_at + 1, ""))]
        places = (self.model.place_of(*place) for place in of_row)
        return sorted(place.column() for place in places if place.isValid())

    def _come_back(self, row_at: int, column_at: int) -> None:
        index = self.model.place_of(row_at, "")
        if index.isValid():
            self.grid.setCurrentIndex(self.model.index(index.row(), column_at))


def _about(sheet: str, plan: Plan) -> str:
    faults = next(one.states for one in plan.sheets if one.sheet == sheet)
    return f"{sheet} · {show_count(faults[State.REJECTED])} lỗi" if faults[State.REJECTED] else sheet


def _most_wrong(box: ChoiceBox, plan: Plan) -> int:
    """The sheet with most rows that cannot go in; else the one with most rows."""
    weight = {one.sheet: (one.states[State.REJECTED], len(one.rows)) for one in plan.sheets}
    return max(range(box.count()), key=lambda at: weight[box.itemData(at)], default=0)
