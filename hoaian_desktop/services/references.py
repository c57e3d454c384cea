"""The records a reference may point to, as words to pick from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.records import AdministrativeUnit, Membership, Volunteer, record_of
from hoaian_desktop.services.lists import words_of


@dataclass(frozen=True)
class Option:
    """One record to pick: its id, its words, and a detail that tells namesakes apart."""

    id: int
    words: str
    detail: str = ""


_DETAIL = {"volunteer": Volunteer.branch, "administrative_unit": AdministrativeUnit.key}


def options(session: Session, table: str) -> list[Option]:
    """What can be picked for a reference to `table`: archived records left out, in Vietnamese order."""
    record = record_of(table)
    detail = _DETAIL.get(table)
    query = select(record.id, words_of(record), *([detail] if detail is not None else []))
    query = query.where(record.archived.is_(False)).order_by(getattr(record, "sort_key", record.id))
    return [Option(row[0], row[1], (row[2] or "") if detail is not None else "") for row in session.execute(query)]


def every_option(session: Session, tables: frozenset[str]) -> dict[str, list[Option]]:
    """`options` of several tables in one go, for a form."""
    return {table: options(session, table) for table in sorted(tables)}


def members_of(session: Session, team_id: int) -> list[Option]:
    """The people in a team now, leader first: who is ticked for an event of the team."""
    rows = session.execute(
        select(Volunteer.id, Volunteer.full_name, Membership.role)
        .join(Membership, Membership.volunteer_id == Volunteer.id)
        .where(Membership.team_id == team_id, Membership.archived.is_(False), Membership.ended.is_(None))
        .order_by(Membership.role, Volunteer.sort_key)
    )
    return [Option(*row) for row in rows]
