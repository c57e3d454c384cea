"""Scans of the signed, stamped paper: kept with the closed version they are of; none is ever thrown away."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import GoneError, ScanRefused
from hoaian_desktop.records import ReportVersion, VersionFile
from hoaian_desktop.services import version_files

_TWICE = "Bản quét này đã được gắn vào bản báo cáo rồi. Hãy chọn tệp khác."


@dataclass(frozen=True)
class ScanLine:
    """One scan, without its content. One that was removed or replaced says when and by whom."""

    id: int
    name: str
    digest: str
    at: datetime
    by: str
    removed_at: datetime | None = None
    removed_by: str = ""


def attach(session: Session, version_id: int, name: str, ending: str, content: bytes) -> VersionFile:
    """Keep one more scan of a closed version; `name` is that of its PDF, `ending` what the content is.

    The user's own file name is not kept: it may say more than belongs here. Raises GoneError, ScanRefused.
    """
    if session.get(ReportVersion, version_id) is None:
        raise GoneError
    kept = list(session.scalars(_of(version_id)))
    digest = hashlib.sha256(content).hexdigest()
    if any(each.digest == digest and not each.archived for each in kept):
        raise ScanRefused(_TWICE)
    number = "" if not kept else str(len(kept) + 1)
    own = f"{PurePath(name).stem}_scan{number}.{ending}"
    return version_files.keep(session, version_id, version_files.SCAN, own, content)


def replace(session: Session, scan_id: int, name: str, ending: str, content: bytes) -> VersionFile:
    """Keep another scan in the place of one; the one before stays in the history. Raises GoneError, ScanRefused."""
    version_id = _get(session, scan_id).version_id
    made = attach(session, version_id, name, ending, content)
    remove(session, scan_id)
    return made


def remove(session: Session, scan_id: int) -> None:
    """Put a scan aside; it stays in the history. Raises GoneError."""
    _get(session, scan_id).archived = True
    session.flush()


def lines(session: Session, version_id: int) -> list[ScanLine]:
    """The scans of a version, oldest first, also those removed."""
    return [
        ScanLine(
            f.id,
            f.name,
            f.digest,
            f.created_at,
            f.created_by,
            f.changed_at if f.archived else None,
            f.changed_by if f.archived else "",
        )
        for f in session.scalars(_of(version_id))
    ]


def content(session: Session, scan_id: int) -> tuple[str, bytes]:
    """Name and content of a scan, also of a removed one. Raises GoneError."""
    found = session.get(VersionFile, scan_id)
    if found is None or found.kind != version_files.SCAN:
        raise GoneError
    return found.name, zlib.decompress(found.content)


def _of(version_id: int) -> Select[VersionFile]:
    return (
        select(VersionFile)
        .where(VersionFile.version_id == version_id, VersionFile.kind == version_files.SCAN)
        .order_by(VersionFile.id)
    )


def _get(session: Session, scan_id: int) -> VersionFile:
    found = session.get(VersionFile, scan_id)
    if found is None or found.kind != version_files.SCAN or found.archived:
        raise GoneError
    return found
