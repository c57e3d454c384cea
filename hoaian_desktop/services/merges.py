"""Two citizens become one: what would happen, and doing it. Each activation keeps its day, team and helpers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import ConflictError, GoneError, RuleRefused
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.records import Activation, Citizen, Service, Team, fields_of, record_of
from hoaian_desktop.records.activation import COUNTED_STATUSES
from hoaian_desktop.rules.likeness import Likeness, compare
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import duplicates, keeping
from hoaian_desktop.services.citizens import person_of
from hoaian_desktop.services.facts import REPEATABLE
from hoaian_desktop.store import steps


@dataclass(frozen=True)
class Line:
    """One field of both persons, as values and as what is read; `second` says whose value is proposed."""

    field: Field
    values: tuple[Any, Any]
    words: tuple[Any, Any]  # of a reference its words, else the value itself
    second: bool

    @property
    def same(self) -> bool:
        """Whether there is nothing to choose."""
        return bool(self.values[0] == self.values[1])


@dataclass(frozen=True)
class Done:
    """One support of one of the two; `double` if the other has the same account too, which counts once."""

    id: int
    day: date
    service: str
    status: str
    team: str | None
    double: bool


@dataclass(frozen=True)
class Merge:
    """What merging two citizens would do: nothing is written yet."""

    keep_id: int
    other_id: int
    versions: tuple[int, int]
    likeness: Likeness
    lines: tuple[Line, ...]
    histories: tuple[tuple[Done, ...], tuple[Done, ...]]
    following: int  # activations that go over to the kept citizen
    doubles: tuple[str, ...]  # services both have: one account from now on

    def proposed(self) -> dict[str, Any]:
        """The value proposed for each field."""
        return {line.field.name: line.values[line.second] for line in self.lines}


def preview(session: Session, one_id: int, other_id: int) -> Merge:
    """What merging would do. Kept is who has the number, else who was helped more often, else the older entry.

    Raises GoneError if one of them is no longer there.
    """
    found = {id_: _living(session, id_) for id_ in (one_id, other_id)}
    done = {id_: _done(session, id_) for id_ in found}

    def weight(id_: int) -> tuple[bool, int, int]:
        return found[id_].personal_number is not None, len(done[id_]), -id_

    keep_id, gone_id = sorted(found, key=weight, reverse=True)
    keep, gone = found[keep_id], found[gone_id]
    doubles = _doubles(done[keep_id], done[gone_id])
    return Merge(
        keep_id,
        gone_id,
        (keep.version, gone.version),
        compare(person_of(keep), person_of(gone)),
        tuple(_line(session, field, keep, gone) for field in fields_of(Citizen)),
        (_told(done[keep_id], doubles), _told(done[gone_id], doubles)),
        len(done[gone_id]),
        tuple(sorted({name for (id_, name) in doubles})),
    )


def merge(
    session: Session,
    keep_id: int,
    other_id: int,
    values: Mapping[str, Any] | None = None,
    *,
    versions: tuple[int, int] | None = None,
) -> Citizen:
    """Make one citizen of two: `values` for the kept one, every activation of the other with her, the other archived.

    A field not among `values` keeps what is known. The other gives her number up: an archived entry must not be found
    by it. Whoever was called somebody else than she is now somebody else than the kept one. Tallies are nobody's and
    stay. Raises GoneError, ConflictError if `versions` are no longer those stored, RuleRefused where two numbers say
    two people, and what `keeping.save` raises.
    """
    keep, other = _living(session, keep_id), _living(session, other_id)
    if keep_id == other_id:
        raise RuleRefused("same-entry", "Hãy chọn hai mục khác nhau để gộp.")
    if versions is not None and versions != (keep.version, other.version):
        raise ConflictError
    if keep.personal_number and other.personal_number:
        sentence = "Hai người có hai số định danh khác nhau nên là hai người, không gộp được. Hãy xem lại số."
        raise RuleRefused("two-numbers", sentence, "personal_number")
    known = {f.name: (getattr(keep, f.name), getattr(other, f.name)) for f in fields_of(Citizen)}
    chosen = {name: _known(*both) for name, both in known.items()} | dict(values or {})
    session.info[steps.WORDS] = f"Gộp người trùng {keep.full_name}"
    other.personal_number = None
    other.archived = True
    session.flush()  # the number is free before it is taken
    for support in session.scalars(select(Activation).where(Activation.citizen_id == other_id)):
        support.citizen_id = keep_id
    duplicates.hand_on(session, other_id, keep_id)
    for name, both in known.items():
        if chosen[name] in both:  # as it was stored, even where it would not be let in today
            setattr(keep, name, chosen.pop(name))
    session.flush()
    return keeping.save(session, Citizen, chosen, id_=keep_id) if chosen else keep


def _living(session: Session, id_: int) -> Citizen:
    found = session.get(Citizen, id_)
    if found is None or found.archived:
        raise GoneError
    return found


def _known(kept: Any, other: Any) -> Any:
    return other if kept in (None, "") else kept


def _line(session: Session, field: Field, keep: Citizen, gone: Citizen) -> Line:
    values = getattr(keep, field.name), getattr(gone, field.name)
    return Line(field, values, (_words(session, field, values[0]), _words(session, field, values[1])), _fuller(*values))


def _words(session: Session, field: Field, value: Any) -> Any:
    if field.kind is not Kind.REFERENCE or value is None:
        return value
    other = session.get(record_of(field.refers_to), value)
    return other.label if other else value


def _fuller(kept: Any, other: Any) -> bool:
    """Whether the other's value says more: something instead of nothing, marks or a whole date instead of a part."""
    if kept in (None, "") or other in (None, ""):
        return kept in (None, "") and other not in (None, "")
    if isinstance(kept, str) and isinstance(other, str):
        return kept.isascii() and not other.isascii()
    if isinstance(kept, PartialDate) and isinstance(other, PartialDate):
        return other.iso().startswith(f"{kept.iso()}-")  # 12/03/1958 instead of 1958
    return False


@dataclass(frozen=True)
class _Row:
    id: int
    day: date
    service_id: int
    code: str
    service: str
    status: str
    team: str | None

    @property
    def account(self) -> tuple[int, str] | None:
        """The account this made, if it counts as one."""
        counts = self.status in COUNTED_STATUSES and self.code not in REPEATABLE
        return (self.service_id, self.service) if counts else None


def _done(session: Session, citizen_id: int) -> list[_Row]:
    rows = session.execute(
        select(Activation.id, Activation.day, Service.id, Service.code, Service.name, Activation.status, Team.name)
        .join(Service, Service.id == Activation.service_id)
        .outerjoin(Team, Team.id == Activation.team_id)
        .where(Activation.citizen_id == citizen_id, Activation.archived.is_(False))
        .order_by(Activation.day.desc(), Activation.id.desc())
    )
    return [_Row(*row) for row in rows]


def _doubles(kept: list[_Row], other: list[_Row]) -> set[tuple[int, str]]:
    both = {row.account for row in kept} & {row.account for row in other}
    return {account for account in both if account is not None}


def _told(rows: list[_Row], doubles: set[tuple[int, str]]) -> tuple[Done, ...]:
    return tuple(Done(r.id, r.day, r.service, r.status, r.team, r.account in doubles) for r in rows)
