"""What an empty tab says: what is missing, why it matters, and the ways to begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.palette import token
from ui.theme import font, mark
from ui.widgets.buttons import button, label, rule
from ui.widgets.icon_label import IconLabel

WIDTH = 640


@dataclass(frozen=True)
class Way:
    """One way to begin: its name, what to expect, and the button."""

    name: str
    sentence: str
    words: str
    icon: str
    act: Callable[[], object]


class _Number(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.setFixedSize(QSize(25, 25))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(token("softline"), 1))
        painter.setBrush(token("soft"))
        painter.drawEllipse(QRectF(0.5, 0.5, 24, 24))
        painter.setPen(token("link"))
        painter.setFont(font(12, 600))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class EmptyState(QWidget):
    """One sheet in the top third of the page; the first way is the primary button, the last may be a link."""

    def __init__(
        self, icon: str, title: str, why: str, ways: Sequence[Way], help_words: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        sheet = QFrame()
        mark(sheet, role="sheet")
        sheet.setMaximumWidth(WIDTH)
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(26, 22, 22, 16)
        inside.setSpacing(10)
        heading = QHBoxLayout()
        heading.setSpacing(10)
        heading.addWidget(IconLabel(icon, "link", 26))
        heading.addWidget(label(title, "title"), 1)
        inside.addLayout(heading)
        reason = label(why, "muted")
        reason.setWordWrap(True)
        inside.addWidget(reason)
        if ways:
            inside.addWidget(rule())
        self.buttons: list[QPushButton] = []
        for number, way in enumerate(ways, 1):
            inside.addLayout(self._way(number, way, len(ways)))
        if help_words:
            inside.addWidget(rule())
            foot = QHBoxLayout()
            foot.setSpacing(6)
            foot.addWidget(IconLabel("circle-help", "mut", 15))
            foot.addWidget(label(f"F1: {help_words}", "small"), 1)
            inside.addLayout(foot)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(sheet, 8)
        across.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 10, 12, 10)
        page.addStretch(2)
        page.addLayout(across)
        page.addStretch(8)

    def _way(self, number: int, way: Way, of: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(_Number(number))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(way.name, "strong"))
        sentence = label(way.sentence, "muted")
        sentence.setWordWrap(True)
        words.addWidget(sentence)
        row.addLayout(words, 1)
        role = "primary" if number == 1 else "link" if number == of and of > 2 else ""
        made = button(way.words, way.icon, role=role)
        made.clicked.connect(lambda _=False: way.act())
        self.buttons.append(made)
        row.addWidget(made)
        return row
