"""What happens at every write without being asked: stamps, composed letters, search keys, the change log, steps."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import JSON, String, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker

from hoaian_desktop.records import Change, Record
from hoaian_desktop.records.base import Findable
from hoaian_desktop.rules import names
from hoaian_desktop.store import change_log, steps


def attach(factory: sessionmaker[Session]) -> None:
    """Let every session of `factory` fill stamps and search keys, and keep the change log and the steps."""
    event.listen(factory, "before_flush", _prepare)
    event.listen(factory, "after_flush", _record)
    event.listen(factory, "before_commit", _settle)
    event.listen(factory, "do_orm_execute", _refuse_silent_writes)


@dataclass(frozen=True)
class _Plan:
    """What is to be done to records of one class: worked out once, used for every row."""

    strings: tuple[str, ...]
    documents: tuple[str, ...]  # JSON columns
    searched: tuple[str, ...]  # empty: not findable
    by_given_name: bool
    search_length: int
    sort_length: int


@cache
def _plan(kind: type[Any]) -> _Plan:
    columns = [(item.key, item.columns[0]) for item in inspect(kind).column_attrs]
    lengths = {key: column.type.length or 0 for key, column in columns if isinstance(column.type, String)}
    searched: tuple[str, ...] = getattr(kind, "__searched__", ()) if issubclass(kind, Findable) else ()
    return _Plan(
        strings=tuple(key for key in lengths if key not in {"search_text", "sort_key"}),
        documents=tuple(key for key, column in columns if isinstance(column.type, JSON)),
        searched=searched,
        by_given_name=searched[:1] == ("full_name",),
        search_length=lengths.get("search_text", 0),
        sort_length=lengths.get("sort_key", 0),
    )


def _prepare(session: Session, context: UOWTransaction, instances: object) -> None:
    who, now = session.info["user"], stamp(session)
    for item in session.new:
        _compose(item)
        if isinstance(item, Record):
            item.created_at = item.changed_at = now
            item.created_by = item.changed_by = who
            _index(item)
    for item in session.dirty:
        _compose(item)
        if isinstance(item, Record) and session.is_modified(item):
            item.changed_at, item.changed_by = now, who
            _index(item)


def _record(session: Session, context: UOWTransaction) -> None:
    """After the rows are written, so that new ones have their ids."""
    change_log.write(session, at=stamp(session), by=session.info["user"])
    steps.gather(session)


def _settle(session: Session) -> None:
    """One transaction is one step, however often it was flushed."""
    session.flush()
    steps.write(session)


def stamp(session: Session) -> datetime.datetime:
    """The time now as it is stored: of the wall clock, without a zone."""
    now: datetime.datetime = session.info["now"]()
    return now.replace(tzinfo=None)


def _compose(item: Any) -> None:
    """Only composed letters are stored; what came decomposed (macOS, some web pages) is composed here."""
    plan = _plan(item.__class__)
    values = item.__dict__
    for key in plan.strings:
        value = values.get(key)
        if isinstance(value, str) and not value.isascii() and not unicodedata.is_normalized("NFC", value):
            setattr(item, key, names.nfc(value))
    for key in plan.documents:
        value = values.get(key)
        if value is not None and (composed := _composed(value)) != value:
            setattr(item, key, composed)


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return names.nfc(value)
    if isinstance(value, dict):
        return {_composed(key): _composed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_composed(inner) for inner in value]
    return value


def _index(item: Any) -> None:
    plan = _plan(item.__class__)
    if not plan.searched:
        return
    first, *others = (getattr(item, name) or "" for name in plan.searched)
    text = names.fold(" ".join((first, *filter(None, others))))
    key = names.sort_key(first) if plan.by_given_name else names.collation_key(first)
    item.search_text, item.sort_key = text[: plan.search_length], key[: plan.sort_length]


def _refuse_silent_writes(state: ORMExecuteState) -> None:
    """Bulk statements over records would pass by the stamps and the change log: a mistake in the program."""
    if not (state.is_insert or state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    kind = state.bind_mapper.class_
    if issubclass(kind, Record | Change):
        raise TypeError(f"{kind.__name__}: add, change or delete records through the session, not by statements")
