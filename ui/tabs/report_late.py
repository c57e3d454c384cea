"""«Phát sinh sau chốt»: what the book counts otherwise than closed reports said, and what is decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services.late import LatePeriod, LateRecord
from hoaian_desktop.services.lists import Query, in_days
from ui.dialogs.parts import column, row
from ui.tabs.report_acts import Decided
from ui.tabs.report_state import ReportState
from ui.tabs.sheets import Sheet, clear
from ui.widgets.buttons import button, rule
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.icon_label import IconLabel

SHOWN = 3  # records named below a period; the others are in the list that opens
_TABS = {"activation": "activations", "tally": "activations", "campaign_event": "campaigns"}
_ACTIONS = {"added": "thêm", "changed": "sửa", "archived": "lưu trữ"}
_NOTE = "Phải quyết định trước khi chốt: mở lại kỳ đó, cộng vào kỳ này, hoặc để lại."


class LateSheet(Sheet):
    """A block for each closed period that waits, a line for each decision that was made; hidden without either."""

    go = Signal(str, object)
    reopen_wanted = Signal(int)  # id of the closed period
    carry_wanted = Signal(object)  # the LatePeriod
    leave_wanted = Signal(object)
    withdraw_wanted = Signal(object)  # the Decided

    def __init__(self) -> None:
        super().__init__("clock-alert", "Phát sinh sau chốt")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(self._lines)
        self.buttons: list[QPushButton] = []
        self._shown: tuple[object, ...] = ()

    def show_state(self, state: ReportState) -> None:
        """Show what waits before this period, and what was decided into it."""
        shown = (state.late, state.decided, state.open)
        self.setVisible(bool(state.late or state.decided))
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._lines)
        self.buttons = []
        blocks = [self._waiting(late, open_=state.open) for late in state.late]
        for at, block in enumerate([*blocks, *self._decisions(state.decided)]):
            if at:
                self._lines.addWidget(rule())
            self._lines.addWidget(block)
        self.set_title(f"Phát sinh sau chốt · {show_count(len(state.late))}", _NOTE if state.late else "")

    def _waiting(self, late: LatePeriod, *, open_: bool) -> QWidget:
        words = [
            ElidedLabel(f"{late.span.short_label} đã chốt v{late.version}: {late.words}", tip=_every(late)),
            *(ElidedLabel(_said_of(record), "small") for record in late.records[:SHOWN]),
        ]
        if len(late.records) > SHOWN:
            words.append(ElidedLabel(f"và {show_count(len(late.records) - SHOWN)} bản ghi khác", "small"))
        acts = QWidget()
        flow = FlowLayout(acts)
        see = self._button("Xem bản ghi", role="link")
        see.clicked.connect(partial(self.go.emit, *_place_of(late)))
        reopen = self._button("Mở lại kỳ đó", "lock-open")
        reopen.clicked.connect(partial(self.reopen_wanted.emit, late.period_id))
        carry = self._button("Cộng vào kỳ này", "plus")
        carry.setEnabled(open_ and any(one.adds for one in late.figures))
        carry.setToolTip("" if carry.isEnabled() else "Kỳ này đã chốt, hoặc số này không cộng được qua các kỳ")
        carry.clicked.connect(partial(self.carry_wanted.emit, late))
        leave = self._button("Để lại", tip="Không báo cáo ở kỳ nào; lũy kế có ghi chú")
        leave.clicked.connect(partial(self.leave_wanted.emit, late))
        for made in (reopen, carry, leave, see):
            flow.addWidget(made)
        return _block("circle-x", "err", *words, acts)

    def _decisions(self, decided: Sequence[Decided]) -> list[QWidget]:
        blocks = []
        for each in decided:
            back = self._button("Bỏ quyết định", role="link", tip="Số này lại chờ quyết định")
            back.clicked.connect(partial(self.withdraw_wanted.emit, each))
            line = QWidget()
            line.setLayout(row(_block("circle-check", "ok", ElidedLabel(each.words)), back, 6))
            blocks.append(line)
        return blocks

    def _button(self, words: str, icon: str = "", *, role: str = "", tip: str = "") -> QPushButton:
        made = button(words, icon, role=role, tip=tip)
        self.buttons.append(made)
        return made


def _block(icon: str, token: str, *parts: QWidget) -> QWidget:
    made = QWidget()
    inside = row(column(IconLabel(icon, token), None), column(*parts, spacing=2), spacing=9)
    inside.setStretch(1, 1)
    inside.setContentsMargins(12, 7, 8, 7)
    made.setLayout(inside)
    return made


def _every(late: LatePeriod) -> str:
    return "\n".join(f"{one.name}: {show_count(one.reported)} → {show_count(one.now)}" for one in late.figures)


def _said_of(record: LateRecord) -> str:
    when = f"{record.at:%H:%M} {show_date(record.at.date())}"
    return f"{show_date(record.day)} · {record.words} · {_ACTIONS[record.action]} lúc {when}"


def _place_of(late: LatePeriod) -> tuple[str, Query]:
    tab = _TABS[late.records[0].table] if late.records else "activations"
    return tab, Query(filters=(in_days(late.span.first, late.span.last),))
