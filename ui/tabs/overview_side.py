"""The right column of Tổng quan: the report of the period, what is missing before closing, the last copy."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hoaian_desktop import choices
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.document import superior_short
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services.missing import Missing, Weight
from hoaian_desktop.services.overview import Overview
from ui.tabs.report_steps import ReportSteps, states
from ui.tabs.sheets import Sheet, clear
from ui.theme import mark
from ui.widgets import badge
from ui.widgets.badge import Badge, Look, Tone
from ui.widgets.buttons import button, label, rule, set_words
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_label import IconLabel

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
LOOKS = {Weight.FAULT: ("circle-x", "err"), Weight.DOUBT: ("triangle-alert", "warn"), Weight.OPEN: ("circle", "mut")}


def place_of(overview: Overview, step: str) -> object:
    """Where the report tab is to stand: the period and the step; nothing while there is no period."""
    return (overview.period.id, step) if overview.period else None


class ReportSheet(Sheet):
    """The report of the period: days left, state, and the way on."""

    go = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("file-clock", "Báo cáo")
        self.days = label("", "figure")
        self.about_days = label("", "muted")
        self.state = Badge("Nháp", Look("pencil", Tone.NEUTRAL))
        self.due = label("", "muted")
        self.due.setTextFormat(Qt.TextFormat.PlainText)
        self.go_on = button("Tiếp tục", "arrow-right", role="primary")
        self.go_on.clicked.connect(self._go_on)
        top = QHBoxLayout()
        top.setSpacing(7)
        top.addWidget(self.days)
        top.addWidget(self.about_days, 1)
        top.addWidget(self.state)
        below = QHBoxLayout()
        below.addWidget(self.go_on)
        below.addStretch(1)
        self.body.addLayout(top)
        self.body.addWidget(self.due)
        self.steps = ReportSteps()
        self.body.addWidget(self.steps)
        self.body.addLayout(below)
        self._overview: Overview | None = None

    def show_overview(self, overview: Overview) -> None:
        """Show another load's report."""
        self._overview = overview
        period, left = overview.period, overview.days_left
        self.steps.setVisible(period is not None)
        self.steps.show_states(states(overview))
        words = overview.span.short_label
        self.set_title(f"Báo cáo {words[0].lower()}{words[1:]}")
        if period is None:
            self._say("", "Chưa lập kỳ báo cáo", "Lập kỳ để có hạn nộp, lời văn và bản in.", "Lập kỳ báo cáo")
            self.state.show_state("", Look("", Tone.NEUTRAL))
            return
        state = badge.look_of("report_state", period.state) or Look("circle", Tone.NEUTRAL)
        version = f" v{period.version}" if period.version else ""
        self.state.show_state(choices.name("report_state", period.state) + version, state)
        due = f"Hạn {_WEEKDAYS[period.due.weekday()]} {show_date(period.due)}, nộp " if period.due else "Nộp "
        above = superior_short(overview.superior)
        if overview.closed:
            self._say("", "Đã chốt, số liệu của bản này không đổi", f"{due}{above}", "Xem bản đã chốt")
            return
        step = "Xem trước và in" if overview.written else "Lời văn"
        if left is None:
            self._say("", "Chưa đặt hạn nộp", f"{due}{above}", f"Tiếp tục: {step}")
        elif left < 0:
            self._say(show_count(-left), "ngày quá hạn nộp", f"{due}{above}", f"Tiếp tục: {step}")
        else:
            self._say(show_count(left), "ngày đến hạn nộp", f"{due}{above}", f"Tiếp tục: {step}")

    def _say(self, number: str, beside: str, below: str, words: str) -> None:
        self.days.setText(number)
        self.days.setVisible(bool(number))
        self.about_days.setText(beside)
        self.due.setText(below)
        set_words(self.go_on, words)

    def _go_on(self) -> None:
        overview = self._overview
        if overview is None:
            return
        step = "close" if overview.closed else "preview" if overview.written else "narrative"
        self.go.emit("reports", place_of(overview, step))


class MissingSheet(Sheet):
    """What is missing before closing, each with a jump."""

    go = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("list-checks", "Cần làm trước khi chốt")
        self.count = Badge("", Look("", Tone.WARN))
        self.header.addWidget(self.count)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self.lines: list[QWidget] = []

    def show_overview(self, overview: Overview) -> None:
        """Show another load's findings."""
        clear(self._list)
        self.lines = []
        faults = sum(each.weight is Weight.FAULT for each in overview.missing)
        doubts = sum(each.weight is Weight.DOUBT for each in overview.missing)
        words = " · ".join(
            f"{show_count(number)} {word}" for number, word in ((faults, "lỗi"), (doubts, "cảnh báo")) if number
        )
        self.count.show_state(words, Look("", Tone.ERR if faults else Tone.WARN))
        for at, each in enumerate(overview.missing):
            if at:
                self._list.addWidget(rule())
            self.lines.append(self._line(each))
            self._list.addWidget(self.lines[-1])
        if not overview.missing:
            words = "Kỳ này đã chốt." if overview.closed else "Không còn việc gì trước khi chốt."
            nothing = QWidget()
            row = QHBoxLayout(nothing)
            row.setContentsMargins(12, 10, 12, 10)
            row.setSpacing(8)
            row.addWidget(IconLabel("circle-check", "ok"))
            row.addWidget(label(words, "muted"), 1)
            self._list.addWidget(nothing)

    def _line(self, each: Missing) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(9)
        row.addWidget(IconLabel(*LOOKS[each.weight]))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(each.words))
        words.addWidget(ElidedLabel(each.detail, "small"))
        row.addLayout(words, 1)
        jump = button(each.action, role="link", tip=each.words)
        jump.clicked.connect(partial(self.go.emit, each.tab, each.place))
        row.addWidget(jump)
        return made


class BackupSheet(Sheet):
    """How old the last copy of the book is."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("archive", "Sao lưu")
        self._icon = IconLabel("shield-alert", "warn")
        self.words = label("Chưa rõ bản sao lưu gần nhất")
        self.now = button("Sao lưu ngay", role="link")
        self.now.clicked.connect(self.wanted)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.now)
        self.body.addLayout(row)

    def show_age(self, words: str, good: bool) -> None:
        """Say how old the copy is, and whether that is fine."""
        self._icon.show_icon("shield-check" if good else "shield-alert", "ok" if good else "warn")
        self.words.setText(words)
        mark(self.words, role="" if good else "doubt")
