"""The child of `keypunch`: the real window over a book; says «ready» once it has the keyboard, «rested» when asked."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, QTimer

from hoaian_desktop.store import book as books
from tests.benchmarks.keypunch import COST, PASSPHRASE
from ui import app, main_window, waiting
from ui.remembered import Remembered
from ui.session import Session

main_window.QUIET = 3_600_000  # the typist stays on one tab: the others are not made ahead of her
qt = app.application(sys.argv[:1])
session = Session(qt, Remembered(), partial(app.compose, qt))
session.ended.connect(qt.quit)
session.use(books.open_book(Path(sys.argv[1]), passphrase=PASSPHRASE, cost=COST))
asked = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)


def ready() -> None:
    """Say so once the window has the keyboard: nobody manages windows here."""
    if qt.activeWindow() is None:
        session.window.activateWindow()
        QTimer.singleShot(50, ready)
    else:
        print("ready", flush=True)


def rest() -> None:
    """Answer the typist when nothing is being read or written any more."""
    if sys.stdin.readline():
        waiting.settle(session.tasks)
        print("rested", flush=True)
    else:
        asked.setEnabled(False)


asked.activated.connect(rest)
QTimer.singleShot(300, ready)
qt.exec()
session.keeper.shutdown()
