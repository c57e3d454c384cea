"""The office that keeps the book: set up once with the units and services everyone shares, changed in the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from hoaian_desktop import choices, paths
from hoaian_desktop.errors import GoneError, ValidationError
from hoaian_desktop.records import AdministrativeUnit, Initiative, Office, Service, User, fields_of
from hoaian_desktop.rules import document, letters, numbering, signing
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.periods import REFORM
from hoaian_desktop.services import keeping
from hoaian_desktop.store.steps import STEPLESS

_NO_TERM = "Đánh số theo nhiệm kỳ thì cần ngày đầu nhiệm kỳ. Hãy ghi ngày đó, hoặc chọn đánh số theo năm."


@dataclass(frozen=True)
class UnitEntry:
    """One administrative unit as bundled: what the first-run wizard finds by typing."""

    key: str
    code: str
    name: str
    kind: str  # a code of the list unit_kind
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    aliases: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """The name with its kind: «xã Ân Tín»."""
        return f"{choices.name('unit_kind', self.kind)} {self.name}"


def bundled_units() -> list[UnitEntry]:
    """Every unit of both eras, parents first."""
    return [
        UnitEntry(
            key=raw["key"],
            code=raw["code"],
            name=raw["name"],
            kind=choices.code("unit_kind", raw["kind"]) or raw["kind"],
            parent=raw["parent"],
            valid_from=_day(raw["valid_from"]),
            valid_to=_day(raw["valid_to"]),
            successor=raw["successor"],
            aliases=tuple(raw["aliases"]),
        )
        for raw in _bundled("units.json")
    ]


def unit_named(text: str, units: list[UnitEntry]) -> list[UnitEntry]:
    """The units found by typing part of a name, any case and marks; those that begin with it first."""
    wanted = fold(text)
    found = [u for u in units if any(wanted in fold(name) for name in (u.full_name, u.key, *u.aliases))]
    return sorted(found, key=lambda u: (not fold(u.name).startswith(wanted), fold(u.name), u.key))


def defaults(unit: UnitEntry, *, secretary: str = "", since: date | None = None) -> dict[str, Any]:
    """What the wizard proposes for a unit: the superior and the letter's words of its era."""
    day = date(2023, 6, 30) if unit.valid_to is not None else REFORM
    superior = document.default_superior(day)
    above = document.superior_short(superior)
    below = "Đoàn các xã, thị trấn" if unit.kind in ("district", "province") else "Các chi đoàn"
    return {
        "superior": superior,
        "issuer": document.issuer_line(unit.kind, unit.name),
        "place": unit.name,
        "symbol": "ĐTN",
        "secretary": secretary,
        "title": "secretary",
        "authority": "committee",
        "since": since or day,
        "recipients": f"- BTV {above} (b/c);\n- Đảng ủy, UBND {choices.name('unit_kind', unit.kind)} (b/c);\n"
        f"- {below} (t/h);\n- Lưu VP.",
    }


def set_up(session: Session, unit_key: str, values: Mapping[str, Any], *, slot: str, user_title: str = "") -> Office:
    """Fill a new book: units, services, models, the office and its first user. None of it is a step to undo."""
    session.info[STEPLESS] = True
    units = _add_units(session)
    for raw in _bundled("services.json"):
        session.add(
            Service(
                code=raw["code"],
                name=raw["name"],
                level=raw["level"],
                counts_in=raw["counts_in"],
                valid_from=_day(raw["valid_from"]),
                valid_to=_day(raw["valid_to"]),
            )
        )
    for raw in _bundled("initiatives.json"):
        session.add(Initiative(name=raw["name"], description=raw["description"]))
    if unit_key not in units:
        raise GoneError("Không có đơn vị này trong danh mục. Hãy chọn lại đơn vị.")
    office = keep(session, {**values, "unit_id": units[unit_key].id})
    session.add(User(full_name=office.secretary, title=user_title or None, slot=slot))
    session.flush()
    return office


def keep(session: Session, values: Mapping[str, Any], *, id_: int | None = None, version: int | None = None) -> Office:
    """Keep what the letters say about the office. Raises as `keeping.save`; all of it must be drawable on paper."""
    from hoaian_desktop.reports import fonts  # the typeface is asked for only here

    said = {f.name: (f.label, values.get(f.name)) for f in fields_of(Office)}
    lacking = {name: (label, fonts.missing(text)) for name, (label, text) in said.items() if isinstance(text, str)}
    if refused := {name: letters.sentence(label, found) for name, (label, found) in lacking.items() if found}:
        raise ValidationError(refused)
    if impossible := signing.refusal(values.get("authority"), values.get("title")):
        raise ValidationError({"title": impossible})
    if values.get("numbering") == numbering.TERM and not values.get("term_first_day"):
        raise ValidationError({"term_first_day": _NO_TERM})
    return keeping.save(session, Office, values, id_=id_, version=version)


# What every page asks is put together once: that takes longer than the answer.

_OFFICE = select(Office)


@cache
def _unit_of() -> Select[AdministrativeUnit]:
    return select(AdministrativeUnit).join(Office, Office.unit_id == AdministrativeUnit.id)


@cache
def _with_successor() -> Select[AdministrativeUnit, AdministrativeUnit]:
    after = aliased(AdministrativeUnit)
    return (
        select(AdministrativeUnit, after)
        .join(Office, Office.unit_id == AdministrativeUnit.id)
        .outerjoin(after, after.id == AdministrativeUnit.successor_id)
    )


def current(session: Session) -> Office:
    """The one office of the book."""
    return session.scalars(_OFFICE).one()


def unit_of(session: Session) -> AdministrativeUnit:
    """The unit of the office."""
    return session.scalars(_unit_of()).one()


@dataclass(frozen=True)
class Dissolved:
    """The office's unit is no more: its last day, and the unit its area belongs to since."""

    unit: str
    last_day: date
    successor: str | None

    @property
    def since(self) -> date:
        """The first day without the unit."""
        return self.last_day + timedelta(days=1)


def dissolved(session: Session) -> Dissolved | None:
    """What became of the office's unit; None while it exists."""
    unit, successor = session.execute(_with_successor()).one()
    if unit.valid_to is None:
        return None
    return Dissolved(_full_name(unit), unit.valid_to, _full_name(successor) if successor else None)


def _full_name(unit: AdministrativeUnit) -> str:
    return f"{choices.name('unit_kind', unit.kind)} {unit.name}"


def communes_of(session: Session) -> list[AdministrativeUnit]:
    """The communes a book is about: its own unit, or those below a district or province of the same era."""
    unit = unit_of(session)
    if unit.kind not in ("district", "province"):
        return [unit]
    below = session.scalars(
        select(AdministrativeUnit).where(AdministrativeUnit.parent_id == unit.id).order_by(AdministrativeUnit.sort_key)
    ).all()
    return list(below) or [unit]


def _add_units(session: Session) -> dict[str, AdministrativeUnit]:
    entries = bundled_units()
    units: dict[str, AdministrativeUnit] = {}
    for entry in entries:
        if entry.parent and units[entry.parent].id is None:
            session.flush()  # those above get their ids, all together
        parent = units[entry.parent].id if entry.parent else None
        units[entry.key] = AdministrativeUnit(
            key=entry.key,
            code=entry.code,
            name=entry.name,
            kind=entry.kind,
            parent_id=parent,
            valid_from=entry.valid_from,
            valid_to=entry.valid_to,
        )
        session.add(units[entry.key])
    session.flush()
    for entry in entries:
        if entry.successor:
            units[entry.key].successor_id = units[entry.successor].id
    session.flush()
    return units


def _bundled(name: str) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = json.loads(paths.resource("data", name).read_text(encoding="utf-8"))
    return data


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
