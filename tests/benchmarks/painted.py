"""A process that says "painted" when its first window has been painted, then ends: `painted.py [BOOK SETTINGS]`.

With a book it does what `python -m ui BOOK` does, its settings kept apart; without, it shows a bare window.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class FirstPaint(QObject):
    """Waits for the first window that paints itself; what stands in it is painted in the same go."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, self.say)  # after the paint that is only beginning now
        return False

    def say(self) -> None:
        print("painted", flush=True)
        QApplication.quit()


def watch(qt: QApplication) -> None:
    """Tell of the first paint of `qt` and end it then."""
    qt.installEventFilter(FirstPaint(qt))


def program(book: Path, settings: Path) -> int:
    """The real program by its own first line; only its settings lie elsewhere, and somebody watches."""
    from ui import __main__ as start
    from ui import app

    made_by_program = app.application

    def watched(arguments: list[str]) -> QApplication:
        qt = made_by_program(arguments, keep=settings)
        watch(qt)
        return qt

    app.application = watched
    return start.main([str(book)])


def bare() -> int:
    """The least a PySide6 program can do to show a window."""
    qt = QApplication(sys.argv[:1])
    watch(qt)
    window = QWidget()
    window.resize(960, 600)
    window.show()
    return qt.exec()


if __name__ == "__main__":
    sys.exit(program(*map(Path, sys.argv[1:])) if sys.argv[1:] else bare())
