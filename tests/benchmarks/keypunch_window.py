"""The child of `keypunch`: the real window over a book; says «ready» once it has the keyboard."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from hoaian_desktop.store import book as books
from tests.benchmarks.keypunch import PASSPHRASE
from ui import app

qt = app.application(sys.argv[:1])
book = books.open_book(Path(sys.argv[1]), passphrase=PASSPHRASE)


def ready() -> None:
    window = qt.activeWindow()
    if window is None:
        for each in qt.topLevelWidgets():
            if each.isVisible():
                each.activateWindow()
        QTimer.singleShot(50, ready)
    else:
        print("ready", flush=True)


QTimer.singleShot(300, ready)
sys.exit(app.run(qt, book=book))
