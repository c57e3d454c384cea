"""Soft doubts somebody has let stand: who and when, and whether they still stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from hoaian_desktop.records import Activation, Change, Citizen, Confirmation, fields_of
from hoaian_desktop.rules.activation_rules import BY_CODE
from hoaian_desktop.rules.doubts import Doubt, soft
from hoaian_desktop.services.keeping import HistoryLine

ACTIVATION = Activation.__tablename__


@dataclass(frozen=True)
class Stood:
    """A soft doubt that was let stand, with the values it was about: with the same ones it may stand again."""

    doubt: Doubt
    values: tuple[object, ...]


def about(doubts: Iterable[Doubt], names: Collection[str], typed: Mapping[str, Any]) -> frozenset[Stood]:
    """The soft ones among `doubts` that are about fields of `names` and nothing else, with what is typed there."""
    found = set()
    for doubt in soft(doubts):
        looked_at = _looks_at(doubt.code)
        if looked_at and set(looked_at) <= set(names):
            found.add(Stood(doubt, tuple(_comparable(typed.get(name)) for name in looked_at)))
    return frozenset(found)


def standing(session: Session, id_: int, stored: Mapping[str, Any], typed: Mapping[str, Any]) -> frozenset[str]:
    """The codes let stand for an activation, but for those about a field whose value is now another one."""
    rows = session.execute(
        select(Confirmation.code, func.max(Confirmation.at))
        .where(Confirmation.record == ACTIVATION, Confirmation.record_id == id_)
        .group_by(Confirmation.code)
    )
    return frozenset(
        code
        for code, at in rows
        if not any(_differ(stored.get(name), typed.get(name)) for name in _looks_at(code) if name in typed)
        and not _changed_since(session, id_, stored["citizen_id"], _looks_at(code), at)
    )


def lines(session: Session, table: str, id_: int) -> list[HistoryLine]:
    """What was let stand for a record, as lines of its history, newest first."""
    labels = {f.name: f.label for record in (Citizen, Activation) for f in fields_of(record)}
    found = session.scalars(
        select(Confirmation)
        .where(Confirmation.record == table, Confirmation.record_id == id_)
        .order_by(Confirmation.id.desc())
    )
    made = []
    for one in found:
        rule = BY_CODE.get(one.code)
        where, title = (labels.get(rule.field, ""), rule.title) if rule else ("", one.code)
        made.append(HistoryLine(one.at, one.by, "confirmed", where, None, title))
    return made


def _looks_at(code: str) -> tuple[str, ...]:
    return BY_CODE[code].looks_at if code in BY_CODE else ()


def _differ(one: Any, other: Any) -> bool:
    return bool(_comparable(one) != _comparable(other))


def _comparable(value: Any) -> Any:
    return frozenset(value) if isinstance(value, tuple) and value else value or None


def _changed_since(session: Session, id_: int, citizen_id: int, names: tuple[str, ...], at: datetime) -> bool:
    """Whether the log tells of a later change, e.g. by a bulk change that asked nobody."""
    of_support = and_(Change.record == ACTIVATION, Change.record_id == id_)
    of_person = and_(Change.record == Citizen.__tablename__, Change.record_id == citizen_id)
    changed = select(Change.id).where(or_(of_support, of_person), Change.field.in_(names), Change.at > at).limit(1)
    return session.scalar(changed) is not None
