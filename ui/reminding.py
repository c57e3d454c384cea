"""Reminds of the deadline in the status bar: five days before, one day before, and while it is late; once a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from hoaian_desktop.rules import reminders
from ui.remembered import Remembered
from ui.status import Standing, StatusLine


class Reminding(QObject):
    """Watches what the book stands at; a click on the badge leads to the report and ends the reminder."""

    wanted = Signal(object)  # the id of the period whose report is to be opened; None: just the reports

    def __init__(self, status: StatusLine, remembered: Remembered, book: Path, today: Callable[[], date]) -> None:
        super().__init__(status)
        self._status, self._remembered, self._book, self._today = status, remembered, book, today
        self._standing: Standing | None = None
        status.deadline.pressed.connect(self._open)

    def look(self, standing: Standing) -> None:
        """The book stands so now: remind if it is time."""
        self._standing = standing
        today = self._today()
        if standing.due is None or standing.closed:
            self._status.remind(None)
        elif reminders.is_due(standing.due, today, self._remembered.reminded(self._book)):
            self._remembered.remind(self._book, today)
            self._status.remind(reminders.words(standing.due, today))

    def _open(self) -> None:
        self._status.remind(None)
        self.wanted.emit(self._standing.period_id if self._standing else None)
