"""Small labels of a state: an icon, a word, a pale ground. Which state looks how stands in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons
from ui.palette import token
from ui.theme import font

HEIGHT = 20
_PADDING, _ICON, _GAP = 6, 12, 4


class Tone(StrEnum):
    """What a colour means."""

    OK = "ok"
    WARN = "warn"
    ERR = "err"
    INFO = "info"
    NEUTRAL = "neu"


_COLOURS: Mapping[Tone, tuple[str, str, str]] = {  # words, ground, edge
    Tone.OK: ("ok", "okbg", "okln"),
    Tone.WARN: ("warn", "warnbg", "warnln"),
    Tone.ERR: ("err", "errbg", "errln"),
    Tone.INFO: ("link", "soft", "softline"),
    Tone.NEUTRAL: ("neu", "neubg", "neuln"),
}


@dataclass(frozen=True)
class Look:
    """How a state looks."""

    icon: str
    tone: Tone


PUT_ASIDE = Look("archive", Tone.NEUTRAL)
ARCHIVED = ("Đã lưu trữ", PUT_ASIDE)

STATES: Mapping[str, Mapping[str, Look]] = {
    "volunteer_status": {
        "active": Look("check", Tone.OK),
        "away": Look("clock", Tone.NEUTRAL),
        "studying": Look("graduation-cap", Tone.NEUTRAL),
        "moved": Look("log-out", Tone.NEUTRAL),
        "graduated": Look("medal", Tone.INFO),
        "struck": Look("user-minus", Tone.NEUTRAL),
    },
    "activation_status": {
        "guided": Look("message-circle", Tone.NEUTRAL),
        "registered": Look("hourglass", Tone.INFO),
        "installed": Look("smartphone", Tone.INFO),
        "activated": Look("check", Tone.OK),
        "transacted": Look("check-check", Tone.OK),
        "failed": Look("x", Tone.ERR),
    },
    "report_state": {
        "draft": Look("pencil", Tone.NEUTRAL),
        "closed": Look("lock", Tone.INFO),
        "submitted": Look("send", Tone.INFO),
        "returned": Look("corner-up-left", Tone.ERR),
        "accepted": Look("check", Tone.OK),
        "replaced": Look("layers", Tone.NEUTRAL),
    },
    "team_state": {
        "working": Look("check", Tone.OK),
        "ended": Look("archive", Tone.NEUTRAL),
    },
}


def look_of(list_name: str, code: object) -> Look | None:
    """How a state of a list of choices looks; None for lists that are not states."""
    states = STATES.get(list_name)
    return None if states is None else states.get(str(code), Look("circle", Tone.NEUTRAL))


def of_row(words: str, look: Look, *, archived: bool) -> tuple[str, Look]:
    """What a row's badge says: of a record put aside only that it is, for its state counts nowhere."""
    return ARCHIVED if archived else (words, look)


@lru_cache(maxsize=512)
def width_of(words: str, with_icon: bool = True) -> int:
    """How wide a badge with these words is, in logical pixels."""
    text = QFontMetrics(font(12)).horizontalAdvance(words)
    return text + 2 * _PADDING + (_ICON + _GAP if with_icon else 0) + 2


def draw(painter: QPainter, rect: QRectF, words: str, look: Look) -> None:
    """Draw a badge into `rect` (its left edge and middle are kept); words that do not fit are elided."""
    words_colour, ground, edge = _COLOURS[look.tone]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = min(rect.width(), width_of(words, bool(look.icon)))
    box = QRectF(rect.left() + 0.5, rect.center().y() - HEIGHT / 2 + 0.5, width - 1, HEIGHT - 1)
    painter.setPen(QPen(token(edge), 0))
    painter.setBrush(token(ground))
    painter.drawRoundedRect(box, 3, 3)
    left = box.left() + _PADDING
    if look.icon:
        icons.paint(painter, round(left), round(box.center().y() - _ICON / 2), look.icon, words_colour, _ICON)
        left += _ICON + _GAP
    painter.setFont(font(12))
    painter.setPen(token(words_colour))
    room = QRectF(left, box.top(), box.right() - left - 2, box.height())
    shown = _fitted(words, round(room.width()) + 1)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


@lru_cache(maxsize=512)
def _fitted(words: str, width: int) -> str:
    return QFontMetrics(font(12)).elidedText(words, Qt.TextElideMode.ElideRight, width)


class Badge(QWidget):
    """One badge outside a table."""

    def __init__(self, words: str = "", look: Look = Look("", Tone.NEUTRAL), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(words, look)

    def show_state(self, words: str, look: Look) -> None:
        """Show another state; no words hide the badge."""
        self.words, self.look = words, look
        self.setAccessibleName(words)
        if not words:
            self.hide()
        elif self.parent() is not None:  # alone it would open a window of its own
            self.show()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(width_of(self.words, bool(self.look.icon)), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.words:
            painter = QPainter(self)
            draw(painter, QRectF(self.rect()), self.words, self.look)
            painter.end()
