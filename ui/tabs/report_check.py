"""Step «Kiểm tra»: what stands in the way of closing, what is worth a look, what is still blank; each with a jump."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import noted
from hoaian_desktop.services.missing import Missing, Weight
from ui.tabs.overview_side import LOOKS
from ui.tabs.report_late import LateSheet
from ui.tabs.report_state import ReportState
from ui.tabs.sheets import Sheet, clear
from ui.widgets.buttons import button, label, rule
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_label import IconLabel
from ui.widgets.scrolling import Scrolling
from ui.widgets.strip import Strip

HEADINGS = {
    Weight.FAULT: "Phải sửa trước khi chốt",
    Weight.DOUBT: "Nên xem",
    Weight.OPEN: "Còn để trống",
}
_NOTHING = "Không còn việc gì trước khi chốt."
_NOTES = {
    Weight.FAULT: "Còn mục nào ở đây thì chưa chốt được.",
    Weight.DOUBT: "Xem rồi mà vẫn đúng thì đánh dấu “Đã xem”; không chặn việc chốt.",
    Weight.OPEN: "Không chặn việc chốt.",
}


class FindingLine(QWidget):
    """One finding: icon, words, detail, «Đã xem» for a doubt, and the jump to where it is mended."""

    def __init__(self, finding: Missing, seen: bool) -> None:
        super().__init__()
        self.finding = finding
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(9)
        row.addWidget(IconLabel(*LOOKS[finding.weight]))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(finding.words))
        words.addWidget(ElidedLabel(finding.detail, "small"))
        row.addLayout(words, 1)
        self.seen = QCheckBox("Đã xem")
        self.seen.setAccessibleName(f"Đã xem: {finding.words}")
        self.seen.setChecked(seen)
        self.jump = button(finding.action, role="link", tip=finding.words)
        row.addWidget(self.seen)
        row.addWidget(self.jump)
        self.seen.setVisible(finding.weight is Weight.DOUBT)  # alone it would open a window of its own


class FindingsSheet(Sheet):
    """The findings of one weight under their heading; hidden where there are none."""

    go = Signal(str, object)
    seen = Signal(object, bool)  # the Missing, whether it was looked at

    def __init__(self, weight: Weight) -> None:
        super().__init__(LOOKS[weight][0], HEADINGS[weight])
        self._weight = weight
        self.setAccessibleName(HEADINGS[weight])
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(self._lines)
        self.lines: list[FindingLine] = []

    def show_findings(self, findings: Sequence[Missing], seen: frozenset[str]) -> None:
        """Show those of this weight; a line that stays only changes its tick, so that the cursor stays too."""
        mine = [each for each in findings if each.weight is self._weight]
        self.setVisible(bool(mine))
        if mine == [line.finding for line in self.lines]:
            for line in self.lines:
                with QSignalBlocker(line.seen):
                    line.seen.setChecked(noted.key_of(line.finding) in seen)
            return
        clear(self._lines)
        self.lines = []
        for each in mine:
            if self.lines:
                self._lines.addWidget(rule())
            line = FindingLine(each, noted.key_of(each) in seen)
            line.jump.clicked.connect(partial(self.go.emit, each.tab, each.place))
            line.seen.toggled.connect(partial(self.seen.emit, each))
            self.lines.append(line)
            self._lines.addWidget(line)
        self.set_title(f"{HEADINGS[self._weight]} · {show_count(len(mine))}", _NOTES[self._weight])


class CheckPage(QWidget):
    """Everything to look at before the figures. `next_wanted` goes on to them."""

    go = Signal(str, object)
    seen = Signal(object, bool)
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.strip = Strip()
        self.strip.hide()
        self._icon = IconLabel("circle-check", "ok", 20)
        self.words = label("", "record-title")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.about = label("", "muted")
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.onward = button("Tiếp tục: Số liệu", "arrow-right", role="primary", key="Alt+→")
        self.onward.clicked.connect(self.next_wanted)
        self.sheets = {weight: FindingsSheet(weight) for weight in HEADINGS}
        for sheet in self.sheets.values():
            sheet.go.connect(self.go)
            sheet.seen.connect(self.seen)
        self.late = LateSheet()
        self.late.go.connect(self.go)
        self._lay_out()

    def _lay_out(self) -> None:
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addWidget(self.strip)
        self.column.addWidget(self._summary())
        for sheet in (self.sheets[Weight.FAULT], self.late, self.sheets[Weight.DOUBT], self.sheets[Weight.OPEN]):
            self.column.addWidget(sheet)
        self.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scrolling(content))

    def _summary(self) -> Sheet:
        sheet = Sheet("list-checks", "Kiểm tra trước khi chốt")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.words)
        words.addWidget(self.about)
        row.addLayout(words, 1)
        row.addWidget(self.onward)
        sheet.body.addLayout(row)
        return sheet

    def show_state(self, state: ReportState) -> None:
        """Show what another state has still to do."""
        faults, doubts = state.faults, state.unseen
        if faults:
            self._icon.show_icon("circle-x", "err")
            self.words.setText(f"{show_count(len(faults))} việc phải sửa trước khi chốt")
        elif doubts:
            self._icon.show_icon("triangle-alert", "warn")
            self.words.setText(f"{show_count(len(doubts))} việc nên xem, không việc nào chặn việc chốt")
        else:
            self._icon.show_icon("circle-check", "ok")
            self.words.setText("Không còn lỗi, không còn cảnh báo" if state.missing else _NOTHING)
        self.about.setText(self._said_of(state))
        # What came late has a sheet of its own, with what may be decided on it.
        found = [each for each in state.missing if each.place != (state.line.id, "check")]
        for sheet in self.sheets.values():
            sheet.show_findings(found, state.noted)
        self.late.show_state(state)
        self._tell(state)

    @staticmethod
    def _said_of(state: ReportState) -> str:
        span = state.line.span.short_label
        kept = sum(each.weight is Weight.DOUBT for each in state.missing) - len(state.unseen)
        said = [f"{span}: bấm vào chữ bên phải mỗi dòng để đến đúng chỗ cần sửa." if state.missing else f"{span}."]
        if kept:
            said.append(f"{show_count(kept)} cảnh báo đã xem.")
        return " ".join(said)

    def _tell(self, state: ReportState) -> None:
        if state.latest is None or state.open:
            self.strip.hide()
            return
        self.strip.tell(
            f"Kỳ này đã chốt bản <b>v{state.latest.number}</b>. Sửa gì dưới đây cũng chỉ vào bản sau, khi mở lại kỳ."
        )

    def take_focus(self) -> None:
        """Put the cursor on the first jump, or on the way on if there is nothing to mend."""
        jumps: list[QPushButton] = [line.jump for line in self.sheets[Weight.FAULT].lines]
        jumps += [*self.late.buttons, *(line.jump for sheet in self.sheets.values() for line in sheet.lines)]
        (jumps[0] if jumps else self.onward).setFocus()
