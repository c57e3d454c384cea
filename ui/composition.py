"""The main window is put together here, by hand, over an open book: the only place that knows every tab.

Importing this module brings in everything the window is made of; the session lets a worker do that early.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from hoaian_desktop.store import copies
from hoaian_desktop.store.book import OpenBook
from ui import sample
from ui.commands import Commands
from ui.dialogs.copies import age
from ui.leaves import Leaf
from ui.main_window import MainWindow
from ui.reminding import Reminding
from ui.status import Standing, StatusLine, standing
from ui.tabs.activations import ActivationsTab
from ui.tabs.campaigns import CampaignsTab
from ui.tabs.overview import OverviewTab
from ui.tabs.reports import ReportsTab
from ui.tabs.teams import TeamsTab
from ui.tabs.volunteers import VolunteersTab
from ui.tasks import Tasks
from ui.widgets.search_box import SearchBox

_HOUR = 3_600_000  # milliseconds

if TYPE_CHECKING:
    from ui.session import Session


def main_window(app: QApplication, book: OpenBook, tasks: Tasks, session: Session) -> MainWindow:
    """The main window over an open book."""
    today = sample.today_in(book.folder)

    def make_reports() -> ReportsTab:
        made = ReportsTab(tasks, today=today)
        made.set_folder(book.folder / "reports")
        return made

    tabs = [
        Leaf("overview", OverviewTab, partial(OverviewTab, tasks, today=today)),
        Leaf("teams", TeamsTab, partial(TeamsTab, tasks, today=today)),
        Leaf("volunteers", VolunteersTab, partial(VolunteersTab, tasks, today=today)),
        Leaf("activations", ActivationsTab, partial(ActivationsTab, tasks, today=today)),
        Leaf("campaigns", CampaignsTab, partial(CampaignsTab, tasks, today=today)),
        Leaf("reports", ReportsTab, make_reports),
    ]
    status = StatusLine(book.store.who, sample=sample.is_sample(book.folder))
    window = MainWindow(tabs, status, SearchBox(tasks))
    overview = window.tabs[0]
    commands = Commands(app, book, tasks, session, window, today)

    reminding = Reminding(status, session.remembered, book.folder, today)

    def open_report(period_id: int | None) -> None:
        window.go("reports", None if period_id is None else (period_id, "figures"))

    def stand(known: Standing) -> None:
        window.name_office(known.unit, "Sổ mẫu" if sample.is_sample(book.folder) else "Sổ chuyển đổi số")
        status.show_standing(known, today())
        reminding.look(known)

    def show_standing() -> None:
        tasks.read(status, partial(standing, today=today()), done=stand)

    def show_copy() -> None:
        at, now = copies.latest(book.folder), datetime.now().date()
        status.show_copy(at, now)
        overview.set_backup(*reversed(age(at, now)))

    show_standing()
    show_copy()
    tasks.saved.connect(lambda: status.show_saved(datetime.now()))
    tasks.rested.connect(show_standing)
    reminding.wanted.connect(open_report)
    midnight = QTimer(status)  # who never closes the program is reminded too
    midnight.timeout.connect(show_standing)
    midnight.start(_HOUR)
    commands.copied.connect(show_copy)
    overview.backup_wanted.connect(commands.back_up)
    window.take_place(session.remembered.place)
    window.show_tab(0)
    window.import_wanted.connect(commands.take_in)
    window.make_ahead()
    return window
