"""From the first line to the last window: Qt, log, session; what the main window is made of is in composition.py."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from hoaian_desktop import logs, paths
from ui import collecting, qt_texts, screenless, theme
from ui.crash import Crash
from ui.remembered import Remembered
from ui.session import Session
from ui.tasks import Tasks

if TYPE_CHECKING:
    from hoaian_desktop.store.book import OpenBook
    from ui.main_window import MainWindow

NAME = "hoaian-desktop"


# How long a worker goes on, in seconds, while the interface asks for its turn; Python's own 5 ms are no long time, but
# a table asks Python for each of its cells, and each time waits anew: while a long file was looked through, showing six
# hundred cells took three seconds.
TURN = 0.0001


def application(arguments: list[str], *, keep: Path | None = None) -> QApplication:
    """Qt with our name, words and look. `keep` is where a throw-away run puts its settings."""
    screenless.prepare()
    app = QApplication([*arguments, *theme.ARGUMENTS])
    collecting.begin(app)
    sys.setswitchinterval(TURN)
    app.setOrganizationName(NAME)
    app.setApplicationName(NAME)
    app.setApplicationDisplayName("Sổ chuyển đổi số")
    app.setDesktopFileName(NAME)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    if keep is not None:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(keep))
    qt_texts.install(app)
    theme.install(app, dark=Remembered().dark)
    return app


def run(app: QApplication, folder: Path | None = None, *, book: OpenBook | None = None) -> int:
    """The program as people use it, on an open book or one to be opened; returns the exit code at the end."""
    logs.start(paths.log_folder())
    crash = Crash(app)
    crash.install()
    app.setQuitOnLastWindowClosed(True)
    session = Session(app, Remembered(), partial(compose, app))
    session.ended.connect(app.quit)
    session.opened.connect(collecting.spare, Qt.ConnectionType.QueuedConnection)  # once it is shown
    if book is None:
        session.begin(folder)
    else:
        session.use(book)
    code = app.exec()
    session.keeper.shutdown()
    crash.uninstall()
    return code


def compose(app: QApplication, book: OpenBook, tasks: Tasks, session: Session) -> MainWindow:
    """The main window over an open book."""
    from ui import composition  # every tab and the database library: none of it before a book is open

    return composition.main_window(app, book, tasks, session)
