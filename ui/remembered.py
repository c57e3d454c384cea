"""What the program remembers between two starts: books, look, the place of the window. Nothing of what is in a book."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

MOST = 6


class Remembered:
    """The user's own settings, as Qt keeps them for this program."""

    def __init__(self) -> None:
        self._settings = QSettings()

    def books(self) -> list[Path]:
        """Folders of the books opened last, newest first; those that are no longer there are left out."""
        kept = self._settings.value("books", [])
        names = [kept] if isinstance(kept, str) else list(kept or [])
        return [folder for folder in map(Path, names) if (folder / "book.keys").is_file()]

    def opened(self, folder: Path) -> None:
        """Put a book first."""
        others = [str(book) for book in self.books() if book != folder]
        self._settings.setValue("books", [str(folder), *others[: MOST - 1]])

    def forget(self, folder: Path) -> None:
        """Leave a book out of the list; the book itself stays where it is."""
        self._settings.setValue("books", [str(book) for book in self.books() if book != folder])

    def reminded(self, book: Path) -> date | None:
        """The last day somebody was reminded of a deadline in a book."""
        kept = str(self._settings.value(_reminded(book), ""))
        try:
            return date.fromisoformat(kept)
        except ValueError:
            return None

    def remind(self, book: Path, day: date) -> None:
        """Note that somebody was reminded today."""
        self._settings.setValue(_reminded(book), day.isoformat())

    @property
    def dark(self) -> bool:
        """Whether the dark look was chosen."""
        return str(self._settings.value("dark", "false")) == "true"

    @dark.setter
    def dark(self, chosen: bool) -> None:
        self._settings.setValue("dark", "true" if chosen else "false")

    @property
    def place(self) -> QByteArray | None:
        """Where the main window stood and how large it was, as Qt keeps it."""
        kept = self._settings.value("place")
        return kept if isinstance(kept, QByteArray) else None

    @place.setter
    def place(self, kept: QByteArray) -> None:
        self._settings.setValue("place", kept)


def _reminded(book: Path) -> str:
    """The settings' name for a book: a folder's own name may not be one."""
    return f"reminded/{sha256(str(book).encode()).hexdigest()[:16]}"
