"""Progress against a target: how far, where one should be today, where it ends."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.palette import token

THICK = 9


def draw_bar(painter: QPainter, rect: QRectF, share: float | None, *, end: float = 1.0, late: bool = False) -> None:
    """Draw a bar filling `rect`; `share` is done/target (None: no figure), `end` the share at the right edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(token("track"))
    painter.drawRoundedRect(rect, 2, 2)
    if not share:
        return
    fill = "okfill" if share >= 1 else "warnfill" if late else "bar"
    painter.setBrush(token(fill))
    width = max(2.0, rect.width() * min(share, end) / end)
    painter.drawRoundedRect(QRectF(rect.left(), rect.top(), width, rect.height()), 2, 2)


class Bar(QWidget):
    """One bar: solid tick = today, dotted = 100 %; amber when late, green when done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self._due: float | None = None
        self._late = False
        self._end = 1.1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_progress(
        self, share: float | None, *, due: float | None = None, late: bool = False, end: float = 1.1, words: str = ""
    ) -> None:
        """Show done/target, and the share that should be reached today; `words` say the same to a screen reader."""
        self._share, self._due, self._late, self._end = share, due, late, max(end, 1.0)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 21)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 21)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = (self.height() - THICK) / 2
        draw_bar(painter, QRectF(0, top, self.width(), THICK), self._share, end=self._end, late=self._late)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._end > 1.0:
            at = round(self.width() / self._end)
            painter.setPen(QPen(token("text"), 0, Qt.PenStyle.DotLine))
            painter.drawLine(at, round(top) - 3, at, round(top) + THICK + 3)
        if self._due is not None:
            at = min(self.width() - 1, round(self.width() * min(self._due, self._end) / self._end))
            painter.setPen(QPen(token("text"), 2))
            painter.drawLine(at, 1, at, self.height() - 2)
        painter.end()
