"""The kinds of help an office adds to the bundled ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.fields import read_all
from hoaian_desktop.records import Service, fields_of
from hoaian_desktop.rules.names import fold

LONGEST = 26  # signs of a code made of a name; room is left for a number


def add(session: Session, values: Mapping[str, Any], *, today: date) -> Service:
    """Add a service of the office's own. Its code is made of its name, for the bundled ones bring theirs.

    Raises ValidationError with a sentence per field.
    """
    read = read_all(fields_of(Service), values, today=today)
    made = Service(code=_free_code(session, str(read["name"])), **read)
    session.add(made)
    session.flush()
    return made


def _free_code(session: Session, name: str) -> str:
    stem = f"own-{'-'.join(fold(name).split())}"[:LONGEST]
    taken = set(session.scalars(select(Service.code).where(Service.code.startswith(stem, autoescape=True))))
    return next(code for number in count(1) if (code := stem if number == 1 else f"{stem}-{number}") not in taken)
