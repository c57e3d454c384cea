"""Words that end in «…» where they have no room, and stand whole in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import mark


class ElidedLabel(QLabel):
    """One line of plain text; it never makes its place wider."""

    def __init__(self, words: str, role: str = "", tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._words = words
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(tip or words)
        self.setAccessibleName(words)
        if role:
            mark(self, role=role)

    def say(self, words: str) -> None:
        """Show other words."""
        if words == self._words:
            return  # said again at each letter typed beside it
        self._words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width()))

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(60, self.sizeHint().width()), super().minimumSizeHint().height())
