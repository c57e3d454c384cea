"""The sheets of a workbook: what each is taken for, and where its rows go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHeaderView

from hoaian_desktop.exchange.findings import State
from hoaian_desktop.exchange.importing import LEAVE_OUT
from hoaian_desktop.exchange.kinds import BY_KEY, KINDS
from hoaian_desktop.rules.numbers import show_count
from ui.dialogs.plain_table import PlainTable
from ui.widgets.choice_box import ChoiceBox

STATES = (State.IMPORTED, State.UPDATED, State.DUPLICATE, State.REJECTED, State.LEFT_OUT)
_READ = ("Trang", "Loại dữ liệu", "Dòng", "Sẽ nhập", "Bổ sung", "Trùng", "Không nhận", "Bỏ qua")
_WRITTEN = ("Trang", "Loại dữ liệu", "Dòng", "Đã nhập", "Đã bổ sung", "Trùng", "Không nhận", "Bỏ qua")
_KIND = 1
_ROW = 32


@dataclass(frozen=True)
class SheetLine:
    """One sheet: the kind it is read as (None: not known yet), its rows, and how many went where (None: unread)."""

    name: str
    kind: str | None
    rows: int
    states: Mapping[State, int] | None = None


class SheetsTable(PlainTable):
    """Before writing the kind of each sheet can be picked by hand, or the sheet left out."""

    kind_chosen = Signal(str, str)  # the sheet, and a key of KINDS or LEAVE_OUT

    def __init__(self) -> None:
        super().__init__("Kết quả theo trang", _READ, widths=(190, 190, 56, 76, 90, 64, 96), right=range(2, 8))
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.boxes: dict[str, ChoiceBox] = {}  # by the names of the sheets

    def show_read(self, lines: Sequence[SheetLine], chosen: Mapping[str, str]) -> None:
        """Show what taking them in would do; `chosen` are the kinds picked by hand."""
        self._show(_READ, lines)
        for at, line in enumerate(lines):
            box = self.boxes[line.name] = ChoiceBox()
            box.setAccessibleName(f"Loại dữ liệu của trang {line.name}")
            with QSignalBlocker(box):
                _fill(box, line.kind, chosen.get(line.name))
            box.activated.connect(partial(self._tell, line.name))
            self.setCellWidget(at, _KIND, box)

    def show_written(self, lines: Sequence[SheetLine]) -> None:
        """Show where the rows went."""
        self._show(_WRITTEN, lines)

    def _show(self, headings: Sequence[str], lines: Sequence[SheetLine]) -> None:
        self.boxes.clear()
        self.setRowCount(0)  # lets the boxes go
        for at, words in enumerate(headings):
            self.horizontalHeaderItem(at).setText(words)
        self.show_rows([_cells(line) for line in lines])

    def _tell(self, sheet: str, _: int) -> None:
        self.kind_chosen.emit(sheet, self.boxes[sheet].currentData())


def _fill(box: ChoiceBox, kind: str | None, chosen: str | None) -> None:
    if kind is None and chosen != LEAVE_OUT:
        box.addItem("Chọn loại dữ liệu…", LEAVE_OUT)
    for each in KINDS:
        box.addItem(each.title, each.key)
    box.addItem("Không nhập trang này", LEAVE_OUT)
    if chosen == LEAVE_OUT:
        box.setCurrentIndex(box.count() - 1)
    else:
        box.setCurrentIndex(max(0, box.findData(chosen or kind)))


def _cells(line: SheetLine) -> tuple[str, ...]:
    kind = BY_KEY[line.kind].title if line.kind else "Không nhập"
    counts = ["—"] * len(STATES) if line.states is None else [show_count(line.states[at]) for at in STATES]
    return (line.name, kind, show_count(line.rows), *counts)
