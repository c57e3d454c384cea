"""What the pages collect, and how the book is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoaian_desktop.rules.dates import padded_month
from hoaian_desktop.services.offices import UnitEntry

if TYPE_CHECKING:
    from hoaian_desktop.store.book import OpenBook

SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud", "nextcloud", "box sync", "mega")


@dataclass
class Draft:
    """The new book as far as it is known; the pages fill it from left to right."""

    unit: UnitEntry | None = None
    values: dict[str, Any] = field(default_factory=dict)  # of the office
    folder: Path | None = None
    passphrase: str = ""

    @property
    def office_name(self) -> str:
        """What the office is called: «Đoàn xã Ân Tín»."""
        return f"Đoàn {self.unit.full_name}" if self.unit else ""


def era_of(unit: UnitEntry) -> str:
    """When a unit exists, as dates: «đến 30/6/2025» or «từ 01/7/2025»."""
    if unit.valid_to is not None:
        return f"đến {_shown(unit.valid_to)}"
    return f"từ {_shown(unit.valid_from)}" if unit.valid_from is not None else ""


def exists_on(unit: UnitEntry, day: date) -> bool:
    """Whether a unit exists on a day."""
    return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or day <= unit.valid_to)


def synced(folder: Path) -> str:
    """The part of a path that a program for synchronising would copy while the book is open; empty if none."""
    for part in folder.parts:
        if any(name in part.casefold() for name in SYNCED):
            return part
    return ""


def make(draft: Draft) -> tuple[OpenBook, str]:
    """The new book, open, and its recovery code. Raises BookError, NotWritable, NoRoom; then nothing is left behind."""
    from hoaian_desktop import jobs

    if draft.unit is None or draft.folder is None:
        raise ValueError("the pages before were not filled in")
    return jobs.new_book(draft.folder, draft.passphrase, draft.unit.key, draft.values)


def _shown(day: date) -> str:
    return f"{day:%d}/{padded_month(day.month)}/{day.year}"  # as letters write it: 30/6/2025, 01/7/2025
