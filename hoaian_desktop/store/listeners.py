"""What happens at every write without being asked: stamps, composed letters, search keys, the change log, steps."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker

from hoaian_desktop.records import Change, Record
from hoaian_desktop.store import change_log, steps, upkeep


def attach(factory: sessionmaker[Session]) -> None:
    """Let every session of `factory` fill stamps and search keys, and keep the change log and the steps."""
    event.listen(factory, "before_flush", _prepare)
    event.listen(factory, "after_flush", _record)
    event.listen(factory, "before_commit", _settle)
    event.listen(factory, "do_orm_execute", _refuse_silent_writes)


def _prepare(session: Session, context: UOWTransaction, instances: object) -> None:
    made, changed = (upkeep.stamps(session, new=new) for new in (True, False))
    for item in session.new:
        _set(item, upkeep.composed(item.__class__, item.__dict__))
        if isinstance(item, Record):
            _set(item, made)
            _set(item, upkeep.search_keys(item.__class__, partial(getattr, item)))
    for item in session.dirty:
        _set(item, upkeep.composed(item.__class__, item.__dict__))
        if isinstance(item, Record) and session.is_modified(item):
            _set(item, changed)
            _set(item, upkeep.search_keys(item.__class__, partial(getattr, item)))


def _set(item: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(item, name, value)


def _record(session: Session, context: UOWTransaction) -> None:
    """After the rows are written, so that new ones have their ids."""
    change_log.write(session, at=upkeep.now(session), by=session.info["user"])
    steps.gather(session)


def _settle(session: Session) -> None:
    """One transaction is one step, however often it was flushed."""
    session.flush()
    steps.write(session)


def _refuse_silent_writes(state: ORMExecuteState) -> None:
    """Bulk statements over records would pass by the stamps and the change log: a mistake in the program."""
    if not (state.is_insert or state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    kind = state.bind_mapper.class_
    if issubclass(kind, Record | Change):
        raise TypeError(f"{kind.__name__}: add, change or delete records through the session, not by statements")
