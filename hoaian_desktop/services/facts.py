"""What the book knows about an activation that is being typed, as plain facts for the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.records import Activation, Citizen, Membership, Service, Tally, Team
from hoaian_desktop.records.activation import COUNTED_STATUSES
from hoaian_desktop.rules.activation_checks import ORDER
from hoaian_desktop.rules.activation_facts import ActivationFacts, Earlier, TallyHeads, TeamLife
from hoaian_desktop.services import citizens

REPEATABLE = frozenset({"dvc-dossier", "dvc-login"})
"""Services of which each time is a new act, not the same account again."""


def gather(
    session: Session, values: Mapping[str, Any], id_: int | None = None, *, alike: bool = True
) -> ActivationFacts:
    """Everything the rules look at, of typed values for a new support or for the one with `id_`.

    `alike` is False where people she may be are looked for by other means.
    """
    service = session.get(Service, values["service_id"]) if values.get("service_id") else None
    citizen = citizens.meant(session, values, id_)
    hers = citizen.born if citizen is not None and id_ is None and not citizen.archived else None
    same_before, furthest = _earlier(session, values, citizen, service, id_)
    return ActivationFacts(
        day=values.get("day"),
        service_code=service.code if service else "",
        service_name=service.name if service else "",
        service_valid_from=service.valid_from if service else None,
        service_valid_to=service.valid_to if service else None,
        level=service.level if service else None,
        status=values.get("status") or "",
        transaction_day=values.get("transaction_day"),
        born=values.get("born") or hers,
        sex=values.get("sex"),
        number=values.get("personal_number"),
        phone=values.get("phone"),
        reason=values.get("reason"),
        guardian=values.get("guardian"),
        provinces=choices.provinces(),
        team=_team(session, values),
        same_before=same_before,
        furthest=furthest,
        name=citizens.known_name(session, citizen, values, id_) if citizen else None,
        alike=_alike(session, values) if alike and not citizen else None,
        tally=_tally(session, values, citizen, id_),
    )


def _alike(session: Session, values: Mapping[str, Any]) -> str | None:
    if not values.get("full_name"):
        return None
    others = citizens.alike(session, values["full_name"], values.get("born"), values.get("village_id"))
    return others[0].full_name if others else None


def _earlier(
    session: Session, values: Mapping[str, Any], citizen: Citizen | None, service: Service | None, id_: int | None
) -> tuple[Earlier | None, Earlier | None]:
    """The support that made the account work, and the one that came furthest up to the day."""
    if citizen is None or service is None or service.code in REPEATABLE:
        return None, None
    rows = session.execute(
        select(Activation.id, Activation.day, Activation.status, Team.name)
        .outerjoin(Team, Team.id == Activation.team_id)
        .where(
            Activation.citizen_id == citizen.id,
            Activation.service_id == service.id,
            Activation.archived.is_(False),
            Activation.id != (id_ or 0),
        )
        .order_by(Activation.day, Activation.id)
    ).all()
    day: date | None = values.get("day")
    worked = [row for row in rows if row.status in COUNTED_STATUSES and values.get("status") in COUNTED_STATUSES]
    passed = [
        row
        for row in rows
        if row.status in ORDER and day is not None and (row.day < day or (row.day == day and (not id_ or row.id < id_)))
    ]
    furthest = max(passed, key=lambda row: ORDER.index(row.status), default=None)
    return _of_row(worked[0] if worked else None), _of_row(furthest)


def _of_row(row: Any) -> Earlier | None:
    if row is None:
        return None
    return Earlier(row.day, row.status, choices.name("activation_status", row.status), row.name)


def _team(session: Session, values: Mapping[str, Any]) -> TeamLife | None:
    team = session.get(Team, values["team_id"]) if values.get("team_id") else None
    day: date | None = values.get("day")
    if team is None or day is None:
        return None
    helpers = set(values.get("volunteers") or ())
    return TeamLife(team.started, team.ended, bool(helpers) and _has_stranger(session, team.id, helpers, day))


def _has_stranger(session: Session, team_id: int, helpers: set[int], day: date) -> bool:
    """Whether a helper was no member on the day; a team whose members nobody noted has no strangers."""
    rows = session.execute(
        select(Membership.volunteer_id, Membership.started, Membership.ended).where(
            Membership.team_id == team_id, Membership.archived.is_(False)
        )
    ).all()
    that_day = {who for who, started, ended in rows if started <= day and (ended is None or day <= ended)}
    return bool(rows) and not helpers <= that_day


def _tally(session: Session, values: Mapping[str, Any], citizen: Citizen | None, id_: int | None) -> TallyHeads | None:
    """The tally a name stands for; the person typed is one of those named."""
    tally_id = values.get("tally_id")
    if tally_id is None and id_ is not None:
        tally_id = session.get_one(Activation, id_).tally_id
    tally = session.get(Tally, tally_id) if tally_id else None
    if tally is None:
        return None
    others = session.scalar(
        select(func.count(Activation.citizen_id.distinct())).where(
            Activation.tally_id == tally.id,
            Activation.archived.is_(False),
            Activation.id != (id_ or 0),
            Activation.citizen_id != (citizen.id if citizen else 0),
        )
    )
    return TallyHeads(tally.number, (others or 0) + 1)
