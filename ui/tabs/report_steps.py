"""The way of a report as five short bars: what is done, where one is, what is still to come."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hoaian_desktop.services.missing import Weight
from hoaian_desktop.services.overview import Overview
from ui.palette import token
from ui.theme import font

STEPS = ("Kiểm tra", "Số liệu", "Lời văn", "Xem, in", "Chốt, nộp")
_GAP, _THICK = 5, 4


class StepState(Enum):
    """How far a step is."""

    DONE = auto()
    NOW = auto()
    FAULT = auto()
    OPEN = auto()


_LOOKS = {
    StepState.DONE: ("okfill", "mut", "xong"),
    StepState.NOW: ("bar", "link", "đang làm"),
    StepState.FAULT: ("warnfill", "warn", "có lỗi"),
    StepState.OPEN: ("track", "mut", "chưa tới"),
}


def states(overview: Overview) -> tuple[StepState, ...]:
    """How far each step of the current report is."""
    if overview.closed:
        return (StepState.DONE,) * len(STEPS)
    faults = any(each.weight is Weight.FAULT for each in overview.missing)
    done, now, later = StepState.DONE, StepState.NOW, StepState.OPEN
    words = (done, now) if overview.written else (now, later)
    return (StepState.FAULT if faults else done, done, *words, later)


class ReportSteps(QWidget):
    """Shows the states of the steps; the button below leads on."""

    def __init__(self) -> None:
        super().__init__()
        self.states: tuple[StepState, ...] = (StepState.OPEN,) * len(STEPS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_states(self, shown: tuple[StepState, ...]) -> None:
        """Show another report's."""
        self.states = shown
        said = ", ".join(f"{name}: {_LOOKS[state][2]}" for name, state in zip(STEPS, shown, strict=True))
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        wide = (self.width() - _GAP * (len(STEPS) - 1)) / len(STEPS)
        for at, (name, state) in enumerate(zip(STEPS, self.states, strict=True)):
            fill, colour, _ = _LOOKS[state]
            left = at * (wide + _GAP)
            painter.fillRect(QRectF(left, 0, wide, _THICK), token(fill))
            painter.setFont(font(11, 600 if state in (StepState.NOW, StepState.FAULT) else 400))
            painter.setPen(token(colour))
            painter.drawText(QRectF(left - 2, _THICK + 3, wide + 4, 16), Qt.AlignmentFlag.AlignCenter, name)
        painter.end()
