"""Activations: a person and what was done for her are entered together; the rules speak before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import RuleRefused
from hoaian_desktop.fields import Field, read_all
from hoaian_desktop.records import (
    Activation,
    Citizen,
    Confirmation,
    Membership,
    Office,
    Service,
    Tally,
    Team,
    field_of,
    fields_of,
)
from hoaian_desktop.records.activation import COUNTED_STATUSES
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.doubts import Doubt, Level, hard
from hoaian_desktop.rules.service_rules import ActivationFacts, doubts_of
from hoaian_desktop.services import citizens, keeping, lists
from hoaian_desktop.services.listings import ACTIVATIONS, TALLIES

PERSON_FIELDS: tuple[Field, ...] = tuple(
    field_of(Citizen, name)
    for name in (
        "personal_number", "full_name", "born", "sex", "village_id", "phone", "guardian", "consent_on",
        "consent_method",
    )
)  # fmt: skip
SUPPORT_FIELDS: tuple[Field, ...] = tuple(f for f in fields_of(Activation) if f.name != "citizen_id")
REPEATABLE = frozenset({"dvc-dossier", "dvc-login"})
"""Services of which each time is a new act, not the same account again."""


def read(values: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Typed values of both halves of the form. Raises ValidationError with a sentence per field."""
    return read_all((*SUPPORT_FIELDS, *PERSON_FIELDS), values, today=today)


def doubts(session: Session, values: Mapping[str, Any], *, today: date, id_: int | None = None) -> list[Doubt]:
    """What the rules and the book say about typed values: refusals first, then what to confirm, then hints."""
    service = session.get(Service, values["service_id"]) if values.get("service_id") else None
    since = session.scalar(select(Office.since))
    citizen = citizens.meant(session, values, id_)
    hers = citizen.born if citizen is not None and id_ is None and not citizen.archived else None
    facts = ActivationFacts(
        day=values.get("day"),
        service_code=service.code if service else "",
        service_valid_to=service.valid_to if service else None,
        level=service.level if service else None,
        status=values.get("status") or "",
        transaction_day=values.get("transaction_day"),
        born=values.get("born") or hers,
        sex=values.get("sex"),
        number=values.get("personal_number"),
        reason=values.get("reason"),
        guardian=values.get("guardian"),
    )
    found = doubts_of(facts, today=today, since=since)
    if citizen is None:
        found += _maybe_known(session, values)
    else:
        found += citizens.name_doubts(session, citizen, values, id_)
        found += _same_again(session, values, citizen, service, id_)
    found += _team_doubts(session, values)
    return sorted(found, key=lambda doubt: list(Level).index(doubt.level))


def save(
    session: Session,
    values: Mapping[str, Any],
    *,
    today: date,
    id_: int | None = None,
    version: int | None = None,
    confirmed: Sequence[str] = (),
) -> Activation:
    """Keep one support and the person it was for; `confirmed` names the doubts somebody let stand.

    Raises ValidationError, ConflictError, or RuleRefused: a hard rule, or a known person's name that would change
    and nobody has confirmed it.
    """
    typed = {**read(values, today=today), "citizen_id": values.get("citizen_id")}
    found = doubts(session, typed, today=today, id_=id_)
    if refusals := hard(found) or [d for d in found if d.code in citizens.RENAMING - set(confirmed)]:
        raise RuleRefused(refusals[0].code, refusals[0].sentence, refusals[0].field)
    person = {f.name: typed.get(f.name) for f in PERSON_FIELDS if f.name in typed}
    citizen = _citizen(session, {**person, "citizen_id": typed["citizen_id"]}, id_)
    support = {f.name: typed[f.name] for f in SUPPORT_FIELDS if f.name in typed}
    kept = keeping.save(
        session, Activation, {**support, "citizen_id": citizen.id}, id_=id_, version=version, today=today
    )
    for code in confirmed:
        session.add(
            Confirmation(
                record="activation",
                record_id=kept.id,
                code=code,
                at=session.info["now"](),
                by=session.info["user"],
            )
        )
    session.flush()
    return kept


def values_of(session: Session, id_: int) -> dict[str, Any]:
    """Both halves of the form for one activation."""
    support = keeping.values_of(session, Activation, id_)
    person = keeping.values_of(session, Citizen, support["citizen_id"])
    return {**{f.name: person[f.name] for f in PERSON_FIELDS}, **support}


def confirmed_codes(session: Session, id_: int) -> frozenset[str]:
    """The doubts about an activation that somebody has let stand."""
    codes = select(Confirmation.code).where(Confirmation.record == "activation", Confirmation.record_id == id_)
    return frozenset(session.scalars(codes))


def to_confirm(
    session: Session,
    values: Mapping[str, Any],
    *,
    today: date,
    id_: int | None = None,
    seen: frozenset[str] = frozenset(),
) -> list[Doubt]:
    """The doubts about typed values, without the soft ones that were let stand before or are among `seen`."""
    known = seen | (confirmed_codes(session, id_) - citizens.RENAMING if id_ else frozenset())
    found = doubts(session, values, today=today, id_=id_)
    return [doubt for doubt in found if doubt.level is not Level.SOFT or doubt.code not in known]


def tally_totals(session: Session, query: lists.Query) -> tuple[int, int]:
    """How many tallies a list shows, and how many people they count."""
    ids = lists.matching_ids(session, TALLIES, query).subquery()
    number, people = session.execute(
        select(func.count(), func.coalesce(func.sum(Tally.number), 0)).join(ids, ids.c.id == Tally.id)
    ).one()
    return number or 0, people or 0


def totals(session: Session, query: lists.Query) -> tuple[int, int, int]:
    """How many turns, different persons and accounts a list shows, for its footer."""
    ids = lists.matching_ids(session, ACTIVATIONS, query).subquery()
    account = select(Activation.citizen_id, Activation.service_id).join(ids, ids.c.id == Activation.id)
    turns, persons = session.execute(
        select(func.count(), func.count(Activation.citizen_id.distinct())).join(ids, ids.c.id == Activation.id)
    ).one()
    accounts = account.where(Activation.status.in_(COUNTED_STATUSES)).distinct().subquery()
    return turns, persons, session.scalar(select(func.count()).select_from(accounts)) or 0


def _citizen(session: Session, person: dict[str, Any], activation_id: int | None) -> Citizen:
    known = citizens.meant(session, person, activation_id)
    if known is None:
        return keeping.save(session, Citizen, person)
    own = citizens.is_own(session, known, person, activation_id)
    if known.archived:  # her adding was undone: she comes back as she is entered now
        known.archived = False
        entered = person if own else {f.name: person.get(f.name) for f in PERSON_FIELDS}
        return keeping.save(session, Citizen, entered, id_=known.id)
    # what the clerk left empty is not erased from a person she did not look at
    filled = {name: value for name, value in person.items() if value not in (None, "") or own}
    if citizens.lost_its_marks(person["full_name"], known.full_name):
        del filled["full_name"]
    return keeping.save(session, Citizen, filled, id_=known.id)


def _maybe_known(session: Session, values: Mapping[str, Any]) -> list[Doubt]:
    if not values.get("full_name"):
        return []
    others = citizens.alike(session, values["full_name"], values.get("born"), values.get("village_id"))
    if not others:
        return []
    sentence = f"Trong sổ đã có {others[0].full_name}. Nếu là cùng người, hãy nhập số định danh của người đó."
    return [Doubt("maybe-known", sentence, Level.HINT, "full_name")]


def _same_again(
    session: Session, values: Mapping[str, Any], citizen: Citizen, service: Service | None, id_: int | None
) -> list[Doubt]:
    if service is None or service.code in REPEATABLE or values.get("status") not in COUNTED_STATUSES:
        return []
    before = session.execute(
        select(Activation.day, Team.name)
        .outerjoin(Team, Team.id == Activation.team_id)
        .where(
            Activation.citizen_id == citizen.id,
            Activation.service_id == service.id,
            Activation.status.in_(COUNTED_STATUSES),
            Activation.archived.is_(False),
            Activation.id != (id_ or 0),
        )
        .order_by(Activation.day)
    ).first()
    if before is None:
        return []
    team = f" ({before[1]})" if before[1] else ""
    sentence = (
        f"Công dân này đã được kích hoạt {service.name} ngày {show_date(before[0])}{team}. "
        "Lưu tiếp sẽ không tính thêm tài khoản."
    )
    return [Doubt("same-service-again", sentence, Level.SOFT, "service_id")]


def _team_doubts(session: Session, values: Mapping[str, Any]) -> list[Doubt]:
    team = session.get(Team, values["team_id"]) if values.get("team_id") else None
    day: date | None = values.get("day")
    if team is None or day is None:
        return []
    if day < team.started or (team.ended is not None and day > team.ended):
        sentence = f"Ngày {show_date(day)} tổ này chưa hoạt động hoặc đã kết thúc. Hãy xem lại ngày hoặc tổ."
        return [Doubt("outside-team-life", sentence, Level.SOFT, "team_id")]
    helpers = tuple(values.get("volunteers") or ())
    if not helpers:
        return []
    members = set(
        session.scalars(
            select(Membership.volunteer_id).where(Membership.team_id == team.id, Membership.archived.is_(False))
        )
    )
    if members and not members.issuperset(helpers):
        return [Doubt("helper-not-in-team", "Có tình nguyện viên không thuộc tổ đã chọn.", Level.HINT, "volunteers")]
    return []
