"""People as they are listed on paper: volunteers in the order of their list, each with her teams of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hoaian_desktop.records import Membership, Team, Village, Volunteer
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import lists
from hoaian_desktop.services.listings import VOLUNTEERS

_AT_ONCE = 900  # ids in one question


@dataclass(frozen=True)
class VolunteerRow:
    """A volunteer as she is listed; `teams` are name and role (a code of team_role) on the day asked for."""

    id: int
    full_name: str
    born: PartialDate | None
    sex: str | None
    branch: str | None
    position: str | None
    village: str | None
    phone: str | None  # whole
    teams: tuple[tuple[str, str], ...]


def volunteers(session: Session, query: lists.Query, day: date) -> tuple[VolunteerRow, ...]:
    """Those a list shows, in its order."""
    return volunteers_named(session, lists.ordered(session, VOLUNTEERS, query), day)


def volunteers_named(session: Session, ids: Sequence[int], day: date) -> tuple[VolunteerRow, ...]:
    """The volunteers of these ids, in their order; ids gone meanwhile are left out."""
    found: dict[int, VolunteerRow] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = list(ids[start : start + _AT_ONCE])
        teams = _teams_of(session, some, day)
        rows = session.execute(
            select(
                Volunteer.id,
                Volunteer.full_name,
                Volunteer.born,
                Volunteer.sex,
                Volunteer.branch,
                Volunteer.position,
                Village.name,
                Volunteer.phone,
            )
            .outerjoin(Village, Village.id == Volunteer.village_id)
            .where(Volunteer.id.in_(some))
        )
        found |= {row[0]: VolunteerRow(*row, teams=tuple(teams.get(row[0], ()))) for row in rows}
    return tuple(found[id_] for id_ in ids if id_ in found)


def _teams_of(session: Session, ids: Sequence[int], day: date) -> dict[int, list[tuple[str, str]]]:
    rows = session.execute(
        select(Membership.volunteer_id, Team.name, Membership.role)
        .join(Team, Team.id == Membership.team_id)
        .where(
            Membership.volunteer_id.in_(ids),
            Membership.archived.is_(False),
            Team.archived.is_(False),
            Membership.started <= day,
            or_(Membership.ended.is_(None), Membership.ended >= day),
            or_(Team.ended.is_(None), Team.ended >= day),
        )
        .order_by(Team.sort_key, Team.id)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for volunteer_id, team, role in rows:
        found.setdefault(volunteer_id, []).append((team, role))
    return found
