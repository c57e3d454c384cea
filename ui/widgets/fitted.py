"""Windows that open no larger than the screen has room for, wherever the scale of a small screen leaves little."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

FRAME = QSize(2, 31)  # what the system draws around a window: edges and the title

_FRAMED = 50  # milliseconds after which a window manager has drawn its frame, whose size nobody knows before


def room_for(window: QWidget) -> QSize:
    """The largest a window may be on its screen, without its frame."""
    return window.screen().availableGeometry().size() - FRAME


def fit(window: QWidget) -> None:
    """Make a window that is about to be shown no larger than its screen."""
    window.resize(window.size().boundedTo(room_for(window)))


def come_inside(window: QWidget) -> None:
    """Move a window that was just shown so that its title and its last line are on the screen."""
    room, frame = window.screen().availableGeometry(), window.frameGeometry()
    left = max(room.left(), min(frame.left(), room.right() - frame.width() + 1))
    top = max(room.top(), min(frame.top(), room.bottom() - frame.height() + 1))
    if (left, top) != (frame.left(), frame.top()):
        window.move(left, top)


class Dialog(QDialog):
    """Every dialog of the program."""

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            fit(self)  # before Qt puts it over the middle of its parent
        super().showEvent(event)


class Window(QWidget):
    """A window that stands alone: the ones before a book is open, and the help."""

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            fit(self)
            QTimer.singleShot(_FRAMED, self, lambda: come_inside(self))
        super().showEvent(event)
