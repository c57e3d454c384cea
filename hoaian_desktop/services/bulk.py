"""Changing many records at once: a preview that counts and asks the rules row by row, then one transaction.

What a field says of an activation may belong to the person (her village), and the team of a volunteer is a
membership: both are changed where they belong. A row a rule refuses is left out and says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import ValidationError
from hoaian_desktop.fields import Field, Kind, read_all
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Activation, Citizen, Confirmation, Membership, Record, Volunteer, record_of
from hoaian_desktop.rules.doubts import Doubt
from hoaian_desktop.services.bulk_rules import Asked, Verdict, fields_for, judged

__all__ = ["Outcome", "Part", "Remark", "change", "fields_for", "preview"]


@dataclass(frozen=True)
class Part:
    """What happens to one field; `persons` where it is the persons' own: their other supports show it too."""

    field: Field
    changes: int
    right: int
    persons: int | None = None


@dataclass(frozen=True)
class Remark:
    """What a rule says about some of the rows, in the words for the first of them."""

    code: str
    sentence: str
    rows: int
    first: str  # whose row that is


@dataclass(frozen=True)
class Outcome:
    """What a change does, or did: `changed` rows differ afterwards, `right` ones were so before."""

    rows: int
    changed: int
    right: int
    parts: tuple[Part, ...]
    refused: tuple[Remark, ...] = ()
    doubts: tuple[Remark, ...] = ()

    @property
    def left_out(self) -> int:
        """How many rows are refused."""
        return sum(remark.rows for remark in self.refused)

    @property
    def codes(self) -> tuple[str, ...]:
        """The soft doubts to be let stand."""
        return tuple(remark.code for remark in self.doubts)


def preview(
    session: Session,
    record: type[Record],
    ids: Sequence[int],
    values: Mapping[str, Any],
    *,
    today: date,
    progress: Progress | None = None,
) -> Outcome:
    """What `values` would do to these records; nothing is written. Raises ValidationError, Cancelled."""
    asked = Asked(session, record, _read(record, values, today), today)
    found = _Count(asked.fields)
    for row in judged(asked, ids, progress):
        found.add(row)
    return found.outcome()


def change(
    session: Session,
    record: type[Record],
    ids: Sequence[int],
    values: Mapping[str, Any],
    *,
    today: date,
    confirmed: Sequence[str] = (),
    progress: Progress | None = None,
) -> Outcome:
    """Change these records in one step that is taken back as one.

    Rows with a soft doubt whose code is not among `confirmed` are left out like refused ones; the others keep who
    let it stand. Raises ValidationError, Cancelled (then nothing is changed).
    """
    session.info["step"] = f"Sửa nhiều {record.__title__}"
    asked = Asked(session, record, _read(record, values, today), today)
    referred = {f.name: _records(session, f, asked.values[f.name]) for f in asked.fields}
    found = _Count(asked.fields)
    # All rows are judged as the preview judged them, before the first of them is changed.
    for row in list(judged(asked, ids, progress)):
        row.refuse_unless(confirmed)
        found.add(row)
        if row.changes and not row.refusal:
            for name in row.changes:
                _set(session, row.kept, name, referred[name], today)
            for doubt in row.doubts:
                session.add(
                    Confirmation(
                        record=record.__tablename__, record_id=row.kept.id, code=doubt.code,
                        at=session.info["now"](), by=session.info["user"],
                    )
                )  # fmt: skip
    session.flush()
    return found.outcome()


class _Count:
    """Adds rows up into an outcome."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields = {f.name: f for f in fields}
        self._rows = self._changed = self._right = 0
        self._changes = dict.fromkeys(self._fields, 0)
        self._same = dict.fromkeys(self._fields, 0)
        self._persons: dict[str, set[int]] = {name: set() for name in self._fields}
        self._refused: dict[str, list[Verdict]] = {}
        self._doubts: dict[str, list[Verdict]] = {}
        self._sentences: dict[str, str] = {}
        self._of_persons = False

    def add(self, row: Verdict) -> None:
        """Count one row."""
        self._rows += 1
        if row.refusal is not None:
            self._note(self._refused, row.refusal, row)
            return
        if not row.changes:
            self._right += 1
        else:
            self._changed += 1
            for doubt in row.doubts:
                self._note(self._doubts, doubt, row)
        self._of_persons = isinstance(row.kept, Activation)
        for name in self._fields:
            if name in row.changes:
                self._changes[name] += 1
                self._persons[name].add(row.owner)
            else:
                self._same[name] += 1

    def _note(self, where: dict[str, list[Verdict]], doubt: Doubt, row: Verdict) -> None:
        where.setdefault(doubt.code, []).append(row)
        self._sentences.setdefault(doubt.code, doubt.sentence)

    def outcome(self) -> Outcome:
        """What it comes to."""
        parts = tuple(
            Part(f, self._changes[name], self._same[name], self._persons_of(name)) for name, f in self._fields.items()
        )
        return Outcome(
            self._rows, self._changed, self._right, parts, self._remarks(self._refused), self._remarks(self._doubts)
        )

    def _persons_of(self, name: str) -> int | None:
        return len(self._persons[name]) if self._of_persons and name == "village_id" else None

    def _remarks(self, found: dict[str, list[Verdict]]) -> tuple[Remark, ...]:
        return tuple(Remark(code, self._sentences[code], len(rows), rows[0].label) for code, rows in found.items())


def _read(record: type[Record], values: Mapping[str, Any], today: date) -> dict[str, Any]:
    if not values:
        raise ValidationError({})
    typed = read_all(fields_for(record, tuple(values)), values, today=today)
    if record is Volunteer and typed.get("team_id", 0) is None:
        raise ValidationError({"team_id": "Cần chọn tổ."})
    return typed


def _records(session: Session, f: Field, value: Any) -> Any:
    if f.kind is not Kind.REFERENCES:
        return value
    other = record_of(f.refers_to)
    return list(session.scalars(select(other).where(other.id.in_(value or ()))))


def _set(session: Session, kept: Any, name: str, value: Any, today: date) -> None:
    if isinstance(kept, Activation) and name == "village_id":
        session.get_one(Citizen, kept.citizen_id).village_id = value
    elif isinstance(kept, Volunteer) and name == "team_id":
        session.add(Membership(team_id=value, volunteer_id=kept.id, role="member", started=today))
    else:
        setattr(kept, name, list(value) if isinstance(value, list) else value)
