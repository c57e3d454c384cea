"""Imports one by one: what each brought, how much of it still stands, and taking exactly that back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import case, func, null, select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import ChangedSince, GoneError, ImportChangedSince, NothingToUndo
from hoaian_desktop.records import Change, ImportBatch, Step, StepRow, record_of
from hoaian_desktop.services import undoing
from hoaian_desktop.store import steps

_TAKEN_IN = ("imported", "updated")  # states of rows, as the batch keeps them


class Condition(StrEnum):
    """Whether an import can be taken back."""

    STANDS = "stands"
    TAKEN_BACK = "taken-back"
    EMPTY = "empty"  # every row was in the book before
    FORGOTTEN = "forgotten"  # from before the book kept what each import touched


_WHY_NOT: Mapping[Condition, str] = {
    Condition.TAKEN_BACK: "Lần nhập này đã được hoàn tác.",
    Condition.EMPTY: "Lần nhập này không thêm, không sửa mục nào nên không có gì để hoàn tác.",
    Condition.FORGOTTEN: "Sổ không còn giữ chi tiết của lần nhập này. Hãy lưu trữ trực tiếp các mục trong danh sách.",
}


@dataclass(frozen=True)
class Batch:
    """One import: rows taken in by kind of sheet (a key of the imports); records added, still there, changed."""

    id: int
    at: datetime
    by: str
    rows: Mapping[str, int]
    condition: Condition
    added: int
    standing: int
    changed: int

    def document(self) -> dict[str, Any]:
        """As published by the command `imports`."""
        return {
            "batch": self.id,
            "at": self.at.isoformat(timespec="seconds"),
            "by": self.by,
            "rows": dict(self.rows),
            "condition": self.condition.value,
            "added": self.added,
            "standing": self.standing,
            "changed": self.changed,
        }


def every(session: Session) -> list[Batch]:
    """Every import, newest first."""
    return _read(session)


def one(session: Session, batch_id: int) -> Batch:
    """One import. Raises GoneError."""
    found = _read(session, (batch_id,))
    if not found:
        raise GoneError("Không có lần nhập nào mang số này. Hãy xem lại danh sách các lần nhập.")
    return found[0]


def take_back(session: Session, batch_id: int, force: bool = False) -> Batch:
    """Take back exactly what one import did, whole or not at all, and return what it is now.

    What it added is put aside (but a citizen who was helped again stays), what it changed gets its old values.
    Raises ImportChangedSince, naming them, for records changed since, unless `force`; NothingToUndo where there is
    nothing to take back; what `undoing.undo` raises besides; GoneError.
    """
    batch = one(session, batch_id)
    if batch.condition is not Condition.STANDS:
        raise NothingToUndo(_WHY_NOT[batch.condition])
    step_id = session.scalars(select(Step.id).where(Step.batch_id == batch_id, Step.state == "done")).one()
    if not force and (names := _changed_by_forgotten(session, batch_id, step_id)):
        raise ImportChangedSince(names)
    try:
        undoing.undo(session, step_id=step_id, force=force)
    except ChangedSince as error:
        raise ImportChangedSince(error.names) from error
    session.flush()
    return one(session, batch_id)


def reason(batch_id: int) -> str:
    """What the change log says of every line an import writes."""
    return f"Nhập tệp, lần {batch_id}"


def _changed_by_forgotten(session: Session, batch_id: int, step_id: int) -> list[str]:
    """The records an import added that steps have changed which are forgotten by now: the change log forgets nothing.

    What was changed and changed back is not changed.
    """
    last, number = session.execute(select(func.max(Step.id), func.count()).where(Step.id >= step_id)).one()
    if number == last - step_id + 1:
        return []  # every step since is kept, and `undoing` looks at them
    query = (
        select(Change.record, Change.record_id, Change.action, Change.field, Change.before, Change.after)
        .join(StepRow, (StepRow.record == Change.record) & (StepRow.record_id == Change.record_id))
        .where(
            StepRow.step_id == step_id,
            StepRow.before.is_(null()) & StepRow.after.is_(null()),
            Change.action != "added",
            func.coalesce(Change.reason, "") != reason(batch_id),
        )
        .order_by(Change.id)
    )
    first: dict[tuple[str, int, str | None], str | None] = {}
    now: dict[tuple[str, int, str | None], str | None] = {}
    for table, id_, action, name, before, after in session.execute(query):
        if action != "changed":  # put aside or brought back
            name, before, after = "archived", str(action == "restored"), str(action == "archived")
        first.setdefault((table, id_, name), before)
        now[table, id_, name] = after
    changed = dict.fromkeys((table, id_) for (table, id_, name), was in first.items() if now[table, id_, name] != was)
    found = (session.get(record_of(table), id_) for table, id_ in changed)
    return [steps.called(session, record) for record in found if record is not None]


def _read(session: Session, ids: Collection[int] | None = None) -> list[Batch]:
    query = select(ImportBatch).order_by(ImportBatch.id.desc())
    batches = session.scalars(query if ids is None else query.where(ImportBatch.id.in_(ids))).all()
    about = select(Step.batch_id, Step.state).where(Step.batch_id.in_([batch.id for batch in batches]))
    states = dict(session.execute(about).all())
    added, standing, changed = _counted(session, [batch.id for batch in batches])
    return [
        Batch(
            id=batch.id,
            at=batch.created_at,
            by=batch.created_by,
            rows=(rows := _rows(batch)),
            condition=_condition(states.get(batch.id), sum(rows.values())),
            added=added[batch.id],
            standing=standing[batch.id],
            changed=changed[batch.id],
        )
        for batch in batches
    ]


def _rows(batch: ImportBatch) -> Mapping[str, int]:
    rows: Counter[str] = Counter()
    for sheet in batch.sheets:
        if number := sum(sheet.get(state, 0) for state in _TAKEN_IN):
            rows[sheet["kind"]] += number
    return MappingProxyType(rows)


def _condition(state: str | None, rows: int) -> Condition:
    if state is None:
        return Condition.FORGOTTEN if rows else Condition.EMPTY
    return Condition.STANDS if state == "done" else Condition.TAKEN_BACK


def _counted(session: Session, ids: Collection[int]) -> tuple[Mapping[int, int], ...]:
    """The records each import added, those of them that are not put aside, and those it changed."""
    added, standing, changed = (defaultdict[int, int](int) for _ in range(3))
    is_new = StepRow.before.is_(null()) & StepRow.after.is_(null())
    for kind in steps.KINDS:
        query = (
            select(
                Step.batch_id,
                func.sum(case((is_new, 1), else_=0)),
                func.sum(case((is_new & kind.archived.is_(False), 1), else_=0)),
                func.sum(case((is_new, 0), else_=1)),
            )
            .join(StepRow, StepRow.step_id == Step.id)
            .join(kind, kind.id == StepRow.record_id)
            .where(StepRow.record == kind.__tablename__, Step.batch_id.in_(ids))
            .group_by(Step.batch_id)
        )
        for batch_id, new, left, other in session.execute(query):
            added[batch_id] += new
            standing[batch_id] += left
            changed[batch_id] += other
    return added, standing, changed
