"""What was typed and not yet saved: kept in the book itself, since it is somebody's personal data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hoaian_desktop.records import Draft


@dataclass(frozen=True)
class Unfinished:
    """A line that was left unfinished, and when it was last touched."""

    values: dict[str, Any]
    at: datetime


def keep(session: Session, place: str, values: Mapping[str, Any]) -> None:
    """Remember what stands in `place` now; values are text, numbers, lists and None."""
    session.merge(Draft(place=place, values=dict(values), at=_now(session)))


def recall(session: Session, place: str) -> Unfinished | None:
    """What stood in `place` when the program ended, or None."""
    found = session.get(Draft, place)
    return Unfinished(dict(found.values), found.at) if found else None


def drop(session: Session, place: str) -> None:
    """Forget what stood in `place`: it was saved, or given up."""
    session.execute(delete(Draft).where(Draft.place == place))


def _now(session: Session) -> datetime:
    now: datetime = session.info["now"]()
    return now.replace(tzinfo=None)
