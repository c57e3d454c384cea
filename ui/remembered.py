"""What the program remembers between two starts: books, look, the place of the window. Nothing of what is in a book."""

from __future__ import annotations

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

    # Where the user's certificate is. Its passphrase, or the token's PIN, is kept nowhere.

    @property
    def certificate(self) -> str:
        """The certificate file signed with last; empty if none was."""
        return str(self._settings.value("certificate", ""))

    @property
    def token_library(self) -> str:
        """The token's library signed with last; empty if none was."""
        return str(self._settings.value("token_library", ""))

    @property
    def signs_with_token(self) -> bool:
        """Whether the token was what was signed with last."""
        return str(self._settings.value("signs_with_token", "false")) == "true"

    def signed_with(self, path: Path, *, token: bool) -> None:
        """Remember where the certificate was."""
        self._settings.setValue("token_library" if token else "certificate", str(path))
        self._settings.setValue("signs_with_token", "true" if token else "false")
