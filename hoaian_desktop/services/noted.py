"""Doubts that were looked at and left as they are: they are said once for a period and stay quiet until they change."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from hoaian_desktop.services import reporting
from hoaian_desktop.services.missing import Missing

_LETTERS = 16


def key_of(finding: Missing) -> str:
    """The same for the same words: one more case makes another finding, which has not been looked at."""
    said = "\n".join((finding.weight, finding.words, finding.detail))
    return hashlib.sha256(said.encode()).hexdigest()[:_LETTERS]


def of(session: Session, period_id: int) -> frozenset[str]:
    """Keys of what was looked at for a period. Raises GoneError."""
    return frozenset(reporting.report_of(session, period_id).noted)


def note(session: Session, period_id: int, key: str, *, seen: bool) -> None:
    """Keep, or forget, that a doubt of a period was looked at. Raises GoneError."""
    report = reporting.report_of(session, period_id)
    kept = set(report.noted)
    report.noted = sorted(kept | {key} if seen else kept - {key})
    session.flush()
