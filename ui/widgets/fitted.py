"""Windows that open no larger than the screen has room for, wherever the scale of a small screen leaves little."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

FRAME = QSize(2, 31)  # what the system draws around a window: edges and the title


def room_for(window: QWidget) -> QSize:
    """The largest a window may be on its screen, without its frame."""
    return window.screen().availableGeometry().size() - FRAME


def fit(window: QWidget) -> None:
    """Make a window that is about to be shown no larger than its screen."""
    window.resize(window.size().boundedTo(room_for(window)))


def centred(window: QWidget) -> None:
    """Put a window that stands alone into the middle of its screen, its title in sight."""
    room = window.screen().availableGeometry()
    framed = QRect(room.topLeft(), window.size() + FRAME)
    framed.moveCenter(room.center())
    window.move(framed.left(), max(framed.top(), room.top()))


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
            centred(self)
        super().showEvent(event)
