"""Everything is put together here, by hand: the only place that knows every part."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from hoaian_desktop import logs, paths
from ui import qt_texts, sample, theme
from ui.crash import Crash
from ui.remembered import Remembered
from ui.session import Session
from ui.tasks import Tasks

if TYPE_CHECKING:
    from hoaian_desktop.store.book import OpenBook
    from ui.main_window import MainWindow

NAME = "hoaian-desktop"


def application(arguments: list[str], *, keep: Path | None = None) -> QApplication:
    """Qt with our name, words and look. `keep` is where a throw-away run puts its settings."""
    app = QApplication(arguments)
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
    from hoaian_desktop.store import copies
    from ui.commands import Commands
    from ui.dialogs.copies import age
    from ui.main_window import MainWindow
    from ui.status import StatusLine, standing
    from ui.tabs.activations import ActivationsTab
    from ui.tabs.campaigns import CampaignsTab
    from ui.tabs.overview import OverviewTab
    from ui.tabs.reports import ReportsTab
    from ui.tabs.teams import TeamsTab
    from ui.tabs.volunteers import VolunteersTab

    today = sample.today_in(book.folder)
    overview = OverviewTab(tasks, today=today)
    reports = ReportsTab(tasks, today=today)
    reports.set_folder(book.folder / "reports")
    tabs = {
        "overview": overview,
        "teams": TeamsTab(tasks, today=today),
        "volunteers": VolunteersTab(tasks, today=today),
        "activations": ActivationsTab(tasks, today=today),
        "campaigns": CampaignsTab(tasks, today=today),
        "reports": reports,
    }
    known = book.store.read(partial(standing, today=today()))
    status = StatusLine(book.store.who, sample=sample.is_sample(book.folder))
    window = MainWindow(tabs, status, known.unit)
    window.setWindowTitle(f"{known.unit} · {'Sổ mẫu' if sample.is_sample(book.folder) else 'Sổ chuyển đổi số'}")
    commands = Commands(app, book, tasks, session, window, today)

    def show_standing() -> None:
        tasks.read(status, partial(standing, today=today()), done=partial(status.show_standing, today=today()))

    def show_copy() -> None:
        at, now = copies.latest(book.folder), datetime.now().date()
        status.show_copy(at, now)
        overview.set_backup(*reversed(age(at, now)))

    def saved() -> None:
        status.show_saved(datetime.now())
        show_standing()

    status.show_standing(known, today())
    show_copy()
    tasks.saved.connect(saved)
    commands.copied.connect(show_copy)
    overview.backup_wanted.connect(commands.back_up)
    window.show_tab(0)
    window.import_wanted.connect(commands.take_in)
    return window
