"""A process that says "painted" when its first window has been painted, then ends: `painted.py [BOOK SETTINGS]`.

With a book it does what `python -m ui BOOK` does, its settings kept apart; without, it shows a bare window.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from ui.session import Session


class FirstPaint(QObject):
    """Waits until a window paints itself; what stands in it is painted in the same go."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.say)  # after the paint that is only beginning now
        return False

    def say(self) -> None:
        print("painted", flush=True)
        QApplication.quit()


def watch(window: QWidget) -> None:
    """Tell of the first paint of a window that was just shown, and end the program then."""
    # Not over the whole application: then PySide makes Python objects of all that Qt sends to itself, and by that
    # loads classes for 30 ms that neither side of the comparison needs.
    window.installEventFilter(FirstPaint(window))
    window.update()


def program(book: Path, settings: Path) -> int:
    """The real program by its own first line; only its settings lie elsewhere, and somebody watches."""
    from ui import __main__ as start
    from ui import app

    made_by_program, session_of_program = app.application, app.Session

    def session(*arguments: Any) -> Session:
        made = session_of_program(*arguments)
        made.shown.connect(watch)
        return made

    app.application = partial(made_by_program, keep=settings)
    app.Session = session
    return start.main([str(book)])


def bare() -> int:
    """The least a PySide6 program can do to show a window."""
    qt = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(960, 600)
    window.show()
    watch(window)
    return qt.exec()


if __name__ == "__main__":
    sys.exit(program(*map(Path, sys.argv[1:])) if sys.argv[1:] else bare())
