"""The steps of a longer task: numbers in circles, ticks behind, one may go back freely."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui import icons
from ui.palette import token
from ui.theme import font, mark
from ui.widgets.buttons import rule

_CIRCLE = 22


class _Step(QWidget):
    pressed = Signal()

    def __init__(self, number: int, words: str) -> None:
        super().__init__()
        self.number, self.words = number, words
        self.state = "ahead"  # or current, done
        self.reachable = False
        self.setAccessibleName(f"Bước {number}: {words}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        from PySide6.QtGui import QFontMetrics

        return QSize(_CIRCLE + 12 + QFontMetrics(font(13, 600)).horizontalAdvance(self.words), 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(_CIRCLE + 4, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(1.5, 3.5, _CIRCLE - 2, _CIRCLE - 2)
        edge, ground = {"done": ("okln", "okbg"), "current": ("acc", "acc")}.get(self.state, ("line2", "base"))
        painter.setPen(QPen(token(edge), 1))
        painter.setBrush(token(ground))
        painter.drawEllipse(circle)
        if self.state == "done":
            icons.paint(painter, 5, 7, "check", "ok", 14)
        else:
            painter.setPen(token("white" if self.state == "current" else "mut"))
            painter.setFont(font(12, 600))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self.number))
        painter.setPen(token({"current": "link", "done": "text"}.get(self.state, "mut")))
        painter.setFont(font(13, 600 if self.state == "current" else 400))
        words = self.rect().adjusted(_CIRCLE + 7, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.words)
        if self.hasFocus():
            painter.setPen(QPen(token("link"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.reachable:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.reachable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


class StepBar(QFrame):
    """Shows where one is; a click on a step already reached asks to go there."""

    step_wanted = Signal(int)  # from 0

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="sheet")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 5)
        row.setSpacing(10)
        self._steps: list[_Step] = []
        for at, words in enumerate(steps):
            if at:
                row.addWidget(rule(), 1)
            step = _Step(at + 1, words)
            step.pressed.connect(lambda at=at: self.step_wanted.emit(at))
            self._steps.append(step)
            row.addWidget(step)
        self._reached = 0
        self.set_current(0)

    def current(self) -> int:
        """The step one is at, from 0."""
        return self._current

    def set_current(self, current: int, reached: int | None = None) -> None:
        """Say which step is shown, and how far one may go without asking (default: as far as ever shown)."""
        self._current = current
        self._reached = max(self._reached, current) if reached is None else reached
        for at, step in enumerate(self._steps):
            step.state = "current" if at == current else "done" if at < max(current, self._reached) else "ahead"
            step.reachable = at <= self._reached
            step.setFocusPolicy(Qt.FocusPolicy.TabFocus if step.reachable else Qt.FocusPolicy.NoFocus)
            pointing = step.reachable and at != current
            step.setCursor(Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor)
            step.update()
