"""The copies of a book in its `backups` folder: their names, which are kept, and when the last one was made."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DAILY = "so"
BEFORE_UPGRADE = "truoc-nang-cap"
BEFORE_RESTORE = "truoc-phuc-hoi"
SUFFIX = ".hoaian"
DAYS_KEPT = 7
OTHERS_KEPT = 3
_NAME = re.compile(r"(?P<kind>[a-z-]+)-(?P<at>\d{4}-\d\d-\d\d-\d{4})" + re.escape(SUFFIX))
_TIME = "%Y-%m-%d-%H%M"


@dataclass(frozen=True)
class Copy:
    """One copy in the folder of copies."""

    path: Path
    kind: str
    at: datetime.datetime  # to the minute


def folder_of(book: Path) -> Path:
    """Where the copies of a book lie."""
    return book / "backups"


def name(kind: str, at: datetime.datetime) -> str:
    """The file name of a copy: so-2023-11-20-0815.hoaian."""
    return f"{kind}-{at.strftime(_TIME)}{SUFFIX}"


def all_of(book: Path) -> list[Copy]:
    """Every copy of a book, newest first."""
    return sorted(_found(folder_of(book)), key=lambda copy: copy.at, reverse=True)


def latest(book: Path) -> datetime.datetime | None:
    """When the newest copy of a book was made; None if there is none."""
    return next((copy.at for copy in all_of(book)), None)


def prune(book: Path, *, keep: Path) -> None:
    """Leave the last copy of each of seven days, and the last three of the other kinds; never remove `keep`."""
    left: dict[str, list[datetime.date | datetime.datetime]] = {}
    for copy in all_of(book):
        daily = copy.kind == DAILY
        seen = left.setdefault(copy.kind, [])
        mark = copy.at.date() if daily else copy.at
        if mark not in seen and len(seen) < (DAYS_KEPT if daily else OTHERS_KEPT):
            seen.append(mark)
        elif copy.path != keep:
            copy.path.unlink(missing_ok=True)


def _found(folder: Path) -> Iterator[Copy]:
    for path in folder.glob(f"*{SUFFIX}"):
        match = _NAME.fullmatch(path.name)
        try:
            if match:
                yield Copy(path, match["kind"], datetime.datetime.strptime(match["at"], _TIME))
        except ValueError:
            continue  # somebody's own name that only looks like ours
