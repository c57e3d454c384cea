"""Volunteers: the sums under their list."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from hoaian_desktop.records import Membership, Volunteer
from hoaian_desktop.services import lists
from hoaian_desktop.services.listings import VOLUNTEERS


@dataclass(frozen=True)
class Totals:
    """How many people a list shows, how many of them are in a team now, and how many are women."""

    people: int
    in_teams: int
    women: int


def totals(session: Session, query: lists.Query) -> Totals:
    """What the listed volunteers add up to."""
    ids = lists.matching_ids(session, VOLUNTEERS, query).subquery()
    people, women = session.execute(
        select(func.count(), func.coalesce(func.sum(case((Volunteer.sex == "female", 1), else_=0)), 0)).join(
            ids, ids.c.id == Volunteer.id
        )
    ).one()
    in_teams = session.scalar(
        select(func.count(Membership.volunteer_id.distinct()))
        .join(ids, ids.c.id == Membership.volunteer_id)
        .where(Membership.archived.is_(False), Membership.ended.is_(None))
    )
    return Totals(people or 0, in_teams or 0, women or 0)
