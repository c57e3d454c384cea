"""«Kiểm tra lần cuối»: three lines beside the paper and before closing, and the way back to what is left."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services.missing import Weight
from ui.tabs.report_state import ReportState
from ui.tabs.sheets import clear
from ui.widgets.buttons import button, label
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_label import IconLabel

Line = tuple[str, str, str]  # icon, token, words
_GOOD, _LOOK, _FAULT = ("circle-check", "ok"), ("triangle-alert", "warn"), ("circle-x", "err")


def lines_of(state: ReportState) -> Iterator[Line]:
    """What is said of a state: figures, faults, doubts, blanks."""
    corrected = sum(bool(row.marks) for row in state.form01.rows)
    if state.latest is None:
        said = f"{show_count(corrected)} số sửa tay, có lý do" if corrected else "Số liệu lấy từ bản ghi"
        yield ("pencil" if corrected else _GOOD[0]), ("mut" if corrected else _GOOD[1]), said
    elif changed := len(state.changed_figures):
        yield *_LOOK, f"{show_count(changed)} ô khác bản v{state.latest.number}"
    else:
        yield *_GOOD, f"Số liệu khớp bản v{state.latest.number}"
    faults, unseen = len(state.faults), len(state.unseen)
    yield (*_FAULT, f"{show_count(faults)} lỗi phải sửa") if faults else (*_GOOD, "Không còn lỗi")
    doubts = sum(each.weight is Weight.DOUBT for each in state.missing)
    if unseen:
        yield *_LOOK, f"{show_count(unseen)} cảnh báo chưa xem"
    elif doubts:
        yield *_GOOD, f"{show_count(doubts)} cảnh báo đã xem"
    blanks = sum(each.weight is Weight.OPEN for each in state.missing)
    if blanks:
        yield "circle", "mut", f"{show_count(blanks)} mục còn để trống"


class LastCheck(QWidget):
    """The lines under their heading. `check_wanted` goes back to Kiểm tra."""

    check_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label("Kiểm tra lần cuối", "label"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        column.addLayout(self._lines)
        self.back = button("Xem ở Kiểm tra", role="link")
        self.back.clicked.connect(self.check_wanted)
        row = QHBoxLayout()
        row.setContentsMargins(-6, 0, 0, 0)  # the words of the link stand in line with those above
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)
        self.words: list[str] = []

    def show_state(self, state: ReportState) -> None:
        """Say it of another state."""
        said = list(lines_of(state))
        self.back.setVisible(bool(state.missing))
        if self.words == [words for *_, words in said]:
            return
        self.words = [words for *_, words in said]
        clear(self._lines)
        for icon, token, words in said:
            self._lines.addWidget(_line(icon, token, words))


def _line(icon: str, token: str, words: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(7)
    row.addWidget(IconLabel(icon, token, 14))
    row.addWidget(ElidedLabel(words), 1)
    return made
