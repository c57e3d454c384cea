"""The files of a frozen version: what it was drawn as when it was closed, what was signed, what was scanned."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.records import VersionFile

PDF, WORD, EXCEL, SIGNED, SCAN = "pdf", "docx", "xlsx", "signed", "scan"


@dataclass(frozen=True)
class FileLine:
    """One kept file, without its content."""

    id: int
    kind: str
    name: str
    digest: str
    at: datetime
    by: str


def keep(session: Session, version_id: int, kind: str, name: str, content: bytes) -> VersionFile:
    """Keep a file with a version, beside what is there already."""
    kept = VersionFile(
        version_id=version_id,
        kind=kind,
        name=name,
        content=zlib.compress(content, 9),
        digest=hashlib.sha256(content).hexdigest(),
    )
    session.add(kept)
    session.flush()
    return kept


def newest(session: Session, version_id: int, kind: str) -> bytes | None:
    """The content of the newest file of a kind, as it was kept; None where there is none."""
    packed = session.scalar(
        select(VersionFile.content)
        .where(VersionFile.version_id == version_id, VersionFile.kind == kind, VersionFile.archived.is_(False))
        .order_by(VersionFile.id.desc())
        .limit(1)
    )
    return None if packed is None else zlib.decompress(packed)


def listed(session: Session, version_id: int) -> list[FileLine]:
    """What is kept with a version, oldest first."""
    rows = session.scalars(
        select(VersionFile)
        .where(VersionFile.version_id == version_id, VersionFile.archived.is_(False))
        .order_by(VersionFile.id)
    )
    return [FileLine(f.id, f.kind, f.name, f.digest, f.created_at, f.created_by) for f in rows]
