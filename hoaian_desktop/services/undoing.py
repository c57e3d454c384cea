"""Undoing and redoing: a step of the book is turned back through the records themselves, so that everything follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, selectinload

from hoaian_desktop.errors import CannotUndo, ChangedSince, GoneError, NothingToUndo
from hoaian_desktop.records import Activation, Change, Citizen, DifferentPersons, Record, Step, StepRow, Village
from hoaian_desktop.services import keeping
from hoaian_desktop.store import steps

UNDONE, REDONE = "Hoàn tác", "Làm lại"  # the reason of these changes in the change log begins with this
_AT_ONCE = 500  # ids in one statement


@dataclass(frozen=True)
class Noted:
    """What an operation answered, and the step it made: what the message «Đã lưu» can take back."""

    answer: Any
    step: int | None


@dataclass(frozen=True)
class Row:
    """One record of a step, with the values it gets and those it should have now. A new record has neither."""

    id: int
    wanted: dict[str, Any] | None
    expected: dict[str, Any] | None


def noted(session: Session, operation: Callable[[Session], Any]) -> Noted:
    """Carry out an operation and keep what it did as one step."""
    answer = operation(session)
    session.flush()
    return Noted(answer, steps.write(session))


def last_done(session: Session) -> Step | None:
    """The step that is undone next."""
    return session.scalars(select(Step).where(Step.state == "done").order_by(Step.id.desc()).limit(1)).first()


def next_undone(session: Session) -> Step | None:
    """The step that is redone next: of those undone the one that was done first."""
    return session.scalars(select(Step).where(Step.state == "undone").order_by(Step.id).limit(1)).first()


def next_words(session: Session) -> tuple[str, str]:
    """What would be undone and redone now, as the menu says it; empty where there is nothing."""
    done, undone = last_done(session), next_undone(session)
    return (done.words if done else ""), (undone.words if undone else "")


def undo(session: Session, *, step_id: int | None = None, force: bool = False) -> Step:
    """Take back the last step, or the one named: what was added is put aside, what was changed gets its old values.

    Raises ChangedSince if its records were changed by something later and not `force`; NothingToUndo; CannotUndo where
    the old values no longer fit the book; GoneError; StillReferredError for a village a team still looks after.
    """
    step = session.get(Step, step_id) if step_id is not None else last_done(session)
    if step is None or step.state != "done":
        raise NothingToUndo
    return _turn(session, step, back=True, force=force)


def redo(session: Session, *, force: bool = False) -> Step:
    """Do again what was undone last. Raises what `undo` raises."""
    step = next_undone(session)
    if step is None:
        raise NothingToUndo("Không còn việc nào để làm lại.")
    return _turn(session, step, back=False, force=force)


def undone_additions(session: Session, record: type[Record]) -> set[int]:
    """The archived records of a kind whose adding was undone: nobody put them aside for their own sake."""
    # Each act goes one deeper, from the adding on; undoing comes back up: all the way only if the adding was undone.
    undone = Change.reason.startswith(f"{UNDONE}: ")
    query = (
        select(record.id)
        .join(Change, (Change.record == record.__tablename__) & (Change.record_id == record.id))
        .where(record.archived.is_(True), Change.action.in_(("added", "archived", "restored")))
        .group_by(record.id)
        .having(func.sum(case((undone, -1), else_=1)) == 0)
    )
    return set(session.scalars(query))


def _turn(session: Session, step: Step, *, back: bool, force: bool) -> Step:
    with _apart(session, f"{UNDONE if back else REDONE}: {step.words}"):
        rows = _rows(session, step, back=back)
        found = {kind: _records(session, kind, of_kind) for kind, of_kind in rows.items()}
        if not force and (changed := _changed_since(session, step, rows, found)):
            raise ChangedSince([steps.called(session, item) for item in changed])
        step.state = "undone" if back else "done"
        try:
            for kind, of_kind in rows.items():
                if kind is Citizen:
                    session.flush()  # first their supports: whoever has others stays
                    of_kind = _without_helped(session, of_kind) if back else of_kind
                _set_values(session, kind, of_kind, found[kind], back=back)
            _set_pairs(session, step, back=back)
            session.flush()
        except IntegrityError as error:
            raise CannotUndo from error
        keeping.refuse_villages_in_use(session, tuple(id_ for id_, v in found.get(Village, {}).items() if v.archived))
    return step


@contextmanager
def _apart(session: Session, reason: str) -> Iterator[None]:
    """What is written here is no step of its own, and the change log says why."""
    before = {name: session.info.get(name) for name in (steps.STEPLESS, "reason")}
    session.info.update({steps.STEPLESS: True, "reason": reason[:400]})
    try:
        yield
    finally:
        session.info.update(before)


def _rows(session: Session, step: Step, *, back: bool) -> dict[type[Record], list[Row]]:
    """The rows of a step by kind, in the order of `steps.KINDS`."""
    kept = session.execute(
        select(StepRow.record, StepRow.record_id, StepRow.before, StepRow.after).where(StepRow.step_id == step.id)
    )
    by_table: dict[str, list[Row]] = defaultdict(list)
    for table, id_, before, after in kept:
        by_table[table].append(Row(id_, *((before, after) if back else (after, before))))
    return {kind: by_table[kind.__tablename__] for kind in steps.KINDS if kind.__tablename__ in by_table}


def _records(session: Session, kind: type[Record], rows: Sequence[Row]) -> dict[int, Record]:
    """The records of these rows, with the several references a row speaks of. Raises GoneError if one is missing."""
    names = {name for row in rows for name in row.wanted or ()}
    several = [getattr(kind, name) for name in names & set(inspect(kind).relationships.keys())]
    found: dict[int, Record] = {}
    for ids in _pieces([row.id for row in rows]):
        query = select(kind).where(kind.id.in_(ids)).options(*map(selectinload, several))
        found |= {item.id: item for item in session.scalars(query)}
    if len(found) < len(rows):
        raise GoneError
    return found


def _changed_since(
    session: Session,
    step: Step,
    rows: dict[type[Record], list[Row]],
    found: dict[type[Record], dict[int, Record]],
) -> list[Record]:
    """The records that are no longer as the step left them."""
    later = _touched_later(session, step)
    changed = []
    for kind, of_kind in rows.items():
        for row in of_kind:
            item = found[kind][row.id]
            if row.expected is None:
                differs = (kind.__tablename__, row.id) in later
            else:
                differs = any(steps.value_of(item, name) != value for name, value in row.expected.items())
            if differs:
                changed.append(item)
    return changed


def _touched_later(session: Session, step: Step) -> set[tuple[str, int]]:
    """What later steps that are in force did to the records this step touched."""
    latest = last_done(session)
    if latest is None or latest.id <= step.id:
        return set()
    mine, later = aliased(StepRow), aliased(StepRow)
    query = (
        select(later.record, later.record_id)
        .join(Step, Step.id == later.step_id)
        .join(mine, (mine.record == later.record) & (mine.record_id == later.record_id))
        .where(Step.id > step.id, Step.state == "done", mine.step_id == step.id)
        .distinct()
    )
    return {(table, id_) for table, id_ in session.execute(query)}


def _without_helped(session: Session, rows: list[Row]) -> list[Row]:
    """Leave out the added citizens who were helped again since: those supports still need them."""
    helped: set[int] = set()
    for ids in _pieces([row.id for row in rows if row.wanted is None]):
        query = select(Activation.citizen_id).where(Activation.citizen_id.in_(ids), Activation.archived.is_(False))
        helped |= set(session.scalars(query))
    return [row for row in rows if row.id not in helped]


def _set_values(
    session: Session, kind: type[Record], rows: Sequence[Row], found: dict[int, Record], *, back: bool
) -> None:
    _let_go(session, kind, rows, found)
    relationships = inspect(kind).relationships
    for row in rows:
        item = found[row.id]
        if row.wanted is None:
            item.archived = back
            continue
        for name, value in row.wanted.items():
            if name in relationships:
                other = relationships[name].mapper.class_
                setattr(item, name, list(session.scalars(select(other).where(other.id.in_(value)))))
            else:
                setattr(item, name, steps.full(kind, name, value))


def _set_pairs(session: Session, step: Step, *, back: bool) -> None:
    """Tell apart again whom this step no longer told apart, and the other way round."""
    rows = session.execute(
        select(StepRow.record_id, StepRow.before, StepRow.after).where(
            StepRow.step_id == step.id, StepRow.record == DifferentPersons.__tablename__
        )
    ).all()
    if not rows:
        return
    firsts = [first for first, _, _ in rows]
    kept = {
        (pair.first_id, pair.second_id): pair
        for pair in session.scalars(select(DifferentPersons).where(DifferentPersons.first_id.in_(firsts)))
    }
    for first, before, after in rows:
        wanted, gone = (before, after) if back else (after, before)
        found = kept.get((first, (wanted or gone)["second_id"]))
        if wanted is None and found is not None:
            session.delete(found)
        elif wanted is not None and found is None:
            values = {name: steps.full(DifferentPersons, name, value) for name, value in wanted.items()}
            session.add(DifferentPersons(first_id=first, **values))


def _let_go(session: Session, kind: type[Record], rows: Sequence[Row], found: dict[int, Record]) -> None:
    """Free what is unique before it goes from one record to another, as in a merge that moved a number."""
    columns = [c.key for c in inspect(kind).local_table.columns if c.unique and c.nullable]
    for name in columns:
        wanted = {row.wanted[name]: row.id for row in rows if row.wanted and row.wanted.get(name) is not None}
        for row in rows:
            item = found[row.id]
            if row.wanted and name in row.wanted and wanted.get(getattr(item, name), row.id) != row.id:
                setattr(item, name, None)
        if wanted:
            session.flush()


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
