"""Steps: what one transaction did to the office's records, gathered at each flush and kept when it is committed."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, inspect, null, select, update
from sqlalchemy.orm import Session

from hoaian_desktop.records import (
    Activation,
    Campaign,
    CampaignEvent,
    Citizen,
    DifferentPersons,
    Directive,
    InfluentialPerson,
    Initiative,
    Membership,
    Record,
    Service,
    Step,
    StepRow,
    Tally,
    Target,
    Team,
    Village,
    Volunteer,
)
from hoaian_desktop.records.base import Base, PartialDateType
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.store.inserting import insert_many

# What can be undone; a step of several kinds is named after the first of them here. Reports, periods, the office and
# its users are not among them: what was reported is never taken back silently.
KINDS: tuple[type[Record], ...] = (
    Activation, Tally, CampaignEvent, Membership, Team, Volunteer, InfluentialPerson, Campaign, Initiative, Directive,
    Target, Service, Village, Citizen,
)  # fmt: skip
WORDS = "step"  # in session.info: the words of this step, in place of those made here
BATCH = "batch"  # in session.info: the id of the import that is this step
STEPLESS = "stepless"  # in session.info: what is written now is no step (setting up a book, undoing)
KEPT = 500  # steps; older ones are forgotten, except imports: a batch is taken back however long ago it was
_EVERY = 50  # steps between two forgettings
_LONGEST = 250
_ROWS = 5000  # written at a time
_GATHERED = "gathered"
_KINDS = frozenset(KINDS)
_NULL = type(null())  # written where a plain None would let the column's default in
_BOOKKEEPING = frozenset(
    {"id", "created_at", "created_by", "changed_at", "changed_by", "version", "search_text", "sort_key"}
)

Values = dict[str, Any]
Pair = tuple[int, int]  # two persons told apart, the smaller id first


@dataclass
class _Gathered:
    """What a transaction has touched so far. A new record needs no values: undoing it puts it aside.

    Two persons told apart are no record and never put aside: a pair comes or goes, with all its values.
    """

    new: dict[type[Record], set[int]] = field(default_factory=dict)
    changed: dict[type[Record], dict[int, tuple[Values, Values]]] = field(default_factory=dict)
    pairs: dict[Pair, tuple[Values | None, Values | None]] = field(default_factory=dict)

    def add(self, kind: type[Record], ids: Iterable[int]) -> None:
        self.new.setdefault(kind, set()).update(ids)

    def change(self, item: Record) -> None:
        kind = type(item)
        if item.id in self.new.get(kind, ()):
            return
        before, after = _values(item)
        kept_before, kept_after = self.changed.setdefault(kind, {}).setdefault(item.id, ({}, {}))
        for name, value in before.items():
            kept_before.setdefault(name, value)  # of several flushes the first knows what was there before
        kept_after.update(after)

    def pair(self, item: DifferentPersons, *, there: bool) -> None:
        values = {name: plain(getattr(item, name)) for name in ("second_id", "at", "by")}
        ids = item.first_id, item.second_id
        before = self.pairs[ids][0] if ids in self.pairs else None if there else values
        self.pairs[ids] = before, values if there else None

    def settle(self) -> None:
        """Forget what was changed and changed back."""
        self.pairs = {ids: (b, a) for ids, (b, a) in self.pairs.items() if (b is None) != (a is None)}
        for kind, records in list(self.changed.items()):
            for id_, (before, after) in list(records.items()):
                for name in [name for name in before if before[name] == after[name]]:
                    del before[name], after[name]
                if not before:
                    del records[id_]
            if not records:
                del self.changed[kind]


def gather(session: Session) -> None:
    """Take note of what the session has just flushed."""
    if session.info.get(STEPLESS):
        return
    gathered: _Gathered = session.info.setdefault(_GATHERED, _Gathered())
    for item in session.new:
        if type(item) in _KINDS:
            gathered.add(type(item), (item.id,))
        elif isinstance(item, DifferentPersons):
            gathered.pair(item, there=True)
    for item in session.dirty:
        if type(item) in _KINDS:
            gathered.change(item)
    for item in session.deleted:
        if isinstance(item, DifferentPersons):
            gathered.pair(item, there=False)


def added(session: Session, kind: type[Record], ids: Iterable[int]) -> None:
    """Take note of new records that did not go through a flush."""
    if kind in _KINDS and not session.info.get(STEPLESS):
        session.info.setdefault(_GATHERED, _Gathered()).add(kind, ids)


def write(session: Session) -> int | None:
    """Keep what was gathered as one step and return its id; None if there is nothing to undo.

    What was undone and not redone cannot be redone from now on.
    """
    gathered: _Gathered | None = session.info.pop(_GATHERED, None)
    if gathered is None:
        return None
    gathered.settle()
    if not (gathered.new or gathered.changed or gathered.pairs):
        return None
    words = str(session.info.get(WORDS) or _words(session, gathered))[:_LONGEST]
    connection = session.connection()
    connection.execute(update(Step).where(Step.state == "undone").values(state="dropped"))
    now: datetime.datetime = session.info["now"]()
    about = {"at": now.replace(tzinfo=None), "by": session.info["user"], "batch_id": session.info.get(BATCH)}
    made = insert(Step).values(words=words, state="done", **about)
    (step_id,) = connection.execute(made).inserted_primary_key or (0,)
    new = _new_rows(gathered)
    while piece := list(islice(new, _ROWS)):
        insert_many(connection, StepRow.__table__, piece, {"step_id": step_id})
    if changed := [*_changed_rows(step_id, gathered), *_pair_rows(step_id, gathered)]:
        connection.execute(insert(StepRow), changed)
    if step_id % _EVERY == 0:
        _forget(session)
    return int(step_id)


def called(session: Session, item: Record) -> str:
    """A record by its kind and its name: «lượt hỗ trợ Nguyễn Văn An», «Tổ CNSCĐ thôn Năng An»."""
    title, name = item.__title__, name_of(session, item)
    return name if name.casefold().startswith(title) else f"{title} {name}"


def name_of(session: Session, item: Record) -> str:
    """The words by which a user knows a record, also where they are another record's: whose support it is."""
    match item:
        case Activation():
            return _label(session, Citizen, item.citizen_id)
        case Membership():
            return _label(session, Volunteer, item.volunteer_id)
        case Tally():
            return f"{show_count(item.number)} người"
        case Target():
            return item.indicator
    return item.label


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, PartialDate):
        return value.iso()
    return None if isinstance(value, _NULL) else value


def full(record: type[Base], name: str, value: Any) -> Any:
    """A column's value from what JSON kept."""
    kept = _types(record).get(name)
    if value is None or kept is None:
        return value
    return PartialDate.from_iso(value) if kept is PartialDate else kept.fromisoformat(value)


@cache
def _types(record: type[Base]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in inspect(record).column_attrs:
        kind = item.columns[0].type
        python = PartialDate if isinstance(kind, PartialDateType) else kind.python_type
        if python in (datetime.date, datetime.datetime, PartialDate):
            found[item.key] = python
    return found


def value_of(item: Record, name: str) -> Any:
    """A record's current value as `StepRow` keeps it: several references as a sorted list of ids."""
    value = getattr(item, name)
    return sorted(other.id for other in value) if isinstance(value, list) else plain(value)


def _values(item: Record) -> tuple[Values, Values]:
    """The changed columns before and after this flush."""
    state = inspect(item)
    before: Values = {}
    after: Values = {}
    for name in list(state.committed_state):
        if name in _BOOKKEEPING:
            continue
        history = state.attrs[name].history
        if not history.has_changes():
            continue
        if name in state.mapper.relationships:
            kept = [other.id for other in history.unchanged or ()]
            before[name] = sorted([*kept, *(other.id for other in history.deleted)])
            after[name] = sorted([*kept, *(other.id for other in history.added)])
        elif history.deleted:  # what nobody had read cannot be put back
            before[name], after[name] = plain(history.deleted[0]), plain(history.added[0] if history.added else None)
    return before, after


def _new_rows(gathered: _Gathered) -> Iterator[dict[str, Any]]:
    for kind in KINDS:
        table = kind.__tablename__
        for id_ in sorted(gathered.new.get(kind, ())):
            yield {"record": table, "record_id": id_}


def _changed_rows(step_id: int, gathered: _Gathered) -> Iterator[dict[str, Any]]:
    for kind in KINDS:
        table = kind.__tablename__
        for id_, (before, after) in sorted(gathered.changed.get(kind, {}).items()):
            yield {"step_id": step_id, "record": table, "record_id": id_, "before": before, "after": after}


def _pair_rows(step_id: int, gathered: _Gathered) -> Iterator[dict[str, Any]]:
    table = DifferentPersons.__tablename__
    for (first_id, _), (before, after) in sorted(gathered.pairs.items()):
        yield {"step_id": step_id, "record": table, "record_id": first_id, "before": before, "after": after}


def _words(session: Session, gathered: _Gathered) -> str:
    """«Thêm lượt hỗ trợ Nguyễn Văn An», «Lưu trữ 5 tổ»: told by the kind that matters most."""
    if not (gathered.new or gathered.changed):
        ids, (before, _) = next(iter(gathered.pairs.items()))
        verb = "Ghi khác người" if before is None else "Bỏ ghi khác người"
        return f"{verb} {', '.join(_label(session, Citizen, id_) for id_ in ids)}"
    kind = next(kind for kind in KINDS if kind in gathered.new or kind in gathered.changed)
    new, changed = gathered.new.get(kind, set()), gathered.changed.get(kind, {})
    verbs = Counter({"Thêm": len(new)}) + Counter(_verb(before, after) for before, after in changed.values())
    verb = next(iter(verbs)) if len(verbs) == 1 else "Sửa"
    if verbs.total() > 1:
        return f"{verb} {show_count(verbs.total())} {kind.__title__}"
    item = session.get(kind, next(iter([*new, *changed])))
    return f"{verb} {called(session, item) if item else kind.__title__}"


def _verb(before: Values, after: Values) -> str:
    if before.get("archived") == after.get("archived"):
        return "Sửa"
    return "Lưu trữ" if after["archived"] else "Khôi phục"


def _label(session: Session, kind: type[Record], id_: int) -> str:
    found = session.get(kind, id_)
    return found.label if found else str(id_)


def _forget(session: Session) -> None:
    """Let go of steps nobody can come back to: overtaken ones, and all but the last `KEPT`."""
    oldest = select(Step.id).where(Step.state != "dropped").order_by(Step.id.desc()).offset(KEPT).limit(1)
    old = session.scalar(oldest) or 0
    is_old = (Step.state == "dropped") | (Step.id <= old)
    session.connection().execute(delete(Step).where(is_old, Step.batch_id.is_(None)))
