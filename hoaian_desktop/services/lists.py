"""Lists of records as the tabs show them: which columns, how they are found, filtered and ordered.

A list is asked for in steps so that a million rows stay quick: `first` gives the first rows, which an index has at
hand; `ordered` all ids, while those are looked at; `rows` any page by ids. Cells are typed values; references arrive as
their words.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Table, and_, asc, cast, desc, func, inspect, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import visitors

from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.indicators import counting
from hoaian_desktop.indicators.countings import AnySelect
from hoaian_desktop.records import Office, Record, fields_of, record_of
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services.conditions import Operator, clause

_PARSED = 16_000  # letters read in one go, a millisecond's work, for the interface to have its turn between
FIRST_ROWS = 100

Words = Callable[[Session, Sequence[str]], ColumnElement[bool]]
"""The condition that a record is found by all of some folded words."""


@dataclass(frozen=True)
class Filter:
    """One condition. Without an operator: a field equals a value, or a date lies between two (either may be None)."""

    name: str
    value: object
    how: Operator = Operator.IS
    words: str = field(default="", compare=False)  # of the record a reference means, for the strip above the list


@dataclass(frozen=True)
class Behind:
    """Only the records behind a figure: its key, its days, and whether the tallied part is meant."""

    key: str
    span: Span
    tally: bool = False


@dataclass(frozen=True)
class Query:
    """What the user asked a list for."""

    text: str = ""
    sort: str = ""
    descending: bool = False
    filters: tuple[Filter, ...] = ()
    archived: bool = False  # archived records too
    behind: Behind | None = None


@dataclass(frozen=True)
class Place:
    """One record in the list of that key: what a jump may ask for."""

    listing: str
    id: int


@dataclass(frozen=True)
class Row:
    """One line: the record's id, whether it is archived, and a cell for each field of the listing."""

    id: int
    archived: bool
    cells: tuple[object, ...]


@dataclass(frozen=True)
class Found:
    """Ids in order, and the first rows. Unless it is `whole`, more ids follow."""

    ids: array[int]
    rows: tuple[Row, ...]
    whole: bool = True


@dataclass(frozen=True)
class Column:
    """How one field of a listing is read, ordered and asked for in SQL."""

    value: Any
    order: Any
    asked: Any  # what conditions look at: an id, not its words; of several references the SELECT of their ids


@dataclass(frozen=True)
class Beside:
    """The record each one of a list belongs to, whose fields stand in the list too; `by` is the column that says so.

    It is left out of a question where nothing asked for stands there: a person looked up for each of a million
    supports takes seconds.
    """

    record: type[Record]
    by: Any

    def join(self, query: AnySelect, *, lead: bool = False) -> AnySelect:
        """Bring it in. To `lead` is to be gone through first, in the order of its own index.

        Then it must not be found by its id, or SQLite looks up and sorts a million people to show a hundred.
        """
        key = self.record.id + 0 if lead else self.record.id
        return query.join(self.record, key == self.by)

    def join_if_needed(self, query: Select[int], *, lead: bool = False) -> Select[int]:
        """Bring it in where something asked for, or the order, stands there."""
        table = self.record.__table__
        needed = any(getattr(part, "table", None) is table for part in visitors.iterate(query))
        return self.join(query, lead=lead) if needed else query


@dataclass(frozen=True)
class Listing:
    """A list of one kind of record. `beside` brings in what other columns need; `words` says how text is found."""

    key: str
    record: type[Record]
    fields: tuple[Field, ...]
    sort: str
    descending: bool = False
    columns: Mapping[str, Column] = field(default_factory=dict, repr=False, compare=False)
    beside: Beside | None = field(default=None, repr=False, compare=False)
    words: Words | None = field(default=None, repr=False, compare=False)
    through: Mapping[type[Record], Any] = field(default_factory=dict, repr=False, compare=False)
    """Columns of other records that point here: a figure made of memberships opens the list of their volunteers."""
    asked: Mapping[str, tuple[Field, Column]] = field(default_factory=dict, repr=False, compare=False)
    """Every field a condition can be put on, the columns shown first."""

    def field_named(self, name: str) -> Field:
        """The listing's field of that name."""
        return self.fields[self.place_of(name)]

    def place_of(self, name: str) -> int:
        """Which cell of a row belongs to the field of that name."""
        return next(at for at, found in enumerate(self.fields) if found.name == name)


def find(session: Session, listing: Listing, query: Query) -> Found:
    """All ids that match, in order, and the first rows."""
    ids = ordered(session, listing, query)
    return Found(ids, tuple(rows(session, listing, ids[:FIRST_ROWS])))


def first(session: Session, listing: Listing, query: Query) -> Found:
    """The first rows that match, as quickly in a large book as in a small one; all ids where that takes as long."""
    order = listing.columns[query.sort or listing.sort].order
    own, beside = _has_index(listing.record, order), listing.beside and _has_index(listing.beside.record, order)
    if query.text.strip() or query.behind or not (own or beside):
        return find(session, listing, query)  # to know the first, all that match must be found and sorted
    # One more than is shown, so that a short list is known to be whole.
    ids = array("q", session.scalars(_in_order(session, listing, query, few=True).limit(FIRST_ROWS + 1)))
    shown = ids[:FIRST_ROWS]
    return Found(shown, tuple(rows(session, listing, shown)), whole=len(ids) <= FIRST_ROWS)


def ordered(session: Session, listing: Listing, query: Query) -> array[int]:
    """All ids that match, in order: eight bytes each."""
    found = _in_order(session, listing, query).subquery()
    # As one text: a million rows fetched one by one hand the interpreter over to the interface and back each time.
    text = session.scalar(select(func.aggregate_strings(cast(found.c.id, String), ","))) or ""
    ids, at = array("q"), 0
    while at < len(text):
        end = text.find(",", at + _PARSED)
        end = len(text) if end < 0 else end
        ids.extend(map(int, text[at:end].split(",")))
        at = end + 1
    return ids


def holds_any(session: Session, listing: Listing) -> bool:
    """Whether there is any record at all, archived ones too."""
    return session.scalar(select(listing.record.id).limit(1)) is not None


def rows(session: Session, listing: Listing, ids: Sequence[int]) -> list[Row]:
    """The rows of these ids, in their order; ids gone meanwhile are left out."""
    if not ids:
        return []
    record = listing.record
    cells = [listing.columns[f.name].value for f in listing.fields]
    query: AnySelect = select(record.id, record.archived, *cells).where(record.id.in_(list(ids)))
    if listing.beside is not None:
        query = listing.beside.join(query)
    by_id = {row[0]: Row(row[0], row[1], tuple(row[2:])) for row in session.execute(query)}
    return [by_id[id_] for id_ in ids if id_ in by_id]


def count(session: Session, listing: Listing, query: Query) -> int:
    """How many records match."""
    matching = _joined(listing, _matching(session, listing, query)).subquery()
    return session.scalar(select(func.count()).select_from(matching)) or 0


def matching_ids(session: Session, listing: Listing, query: Query) -> Select[int]:
    """A SELECT of the ids that match, to count or add up over: archived ones may be looked at but never count."""
    return _joined(listing, _matching(session, listing, replace(query, archived=False)))


def _in_order(session: Session, listing: Listing, query: Query, *, few: bool = False) -> Select[int]:
    name = query.sort or listing.sort
    turn = desc if (query.descending if query.sort else listing.descending) else asc
    order = listing.columns[name].order
    chosen = _matching(session, listing, query).order_by(turn(order), turn(listing.record.id))
    beside = listing.beside is not None and _has_index(listing.beside.record, order)
    return _joined(listing, chosen, lead=few and beside and not query.filters)


def _joined(listing: Listing, chosen: Select[int], *, lead: bool = False) -> Select[int]:
    return chosen if listing.beside is None else listing.beside.join_if_needed(chosen, lead=lead)


def _has_index(record: type[Record], order: Any) -> bool:
    """Whether the rows of a record can be gone through in this order, without sorting them."""
    table: Any = inspect(record).local_table
    return any(order.compare(index.columns[0]) for index in table.indexes)


def _matching(session: Session, listing: Listing, query: Query) -> Select[int]:
    record = listing.record
    chosen = select(record.id)
    # A figure of months ago still counts somebody put aside since: the list behind it shows all it counts.
    if not query.archived and query.behind is None:
        chosen = chosen.where(record.archived.is_(False))
    if listing.words is not None and (words := fold(query.text).split()):
        chosen = chosen.where(listing.words(session, words))
    for wanted in query.filters:
        asked, column = listing.asked[wanted.name]
        chosen = chosen.where(clause(asked.kind, column.asked, wanted.how, wanted.value))
    if query.behind is not None:
        since = session.scalar(select(Office.since))
        of, ids = counting.behind(query.behind.key, query.behind.span, tally=query.behind.tally)
        found = ids.params(since=since)
        if of is not record:
            if of not in listing.through:
                raise ValueError(f"{query.behind.key} is made of {of.__name__}, not {record.__name__}")
            found = select(listing.through[of]).where(of.id.in_(found))
        chosen = chosen.where(record.id.in_(found))
    return chosen


def words_of(record: Any) -> Any:
    """The column whose words stand for a record in lists."""
    for name in ("full_name", "name", "number", "subject"):
        if name in inspect(record).mapper.columns:
            return getattr(record, name)
    raise LookupError(record)


def columns_of(record: type[Record], fields: Sequence[Field]) -> dict[str, Column]:
    """Columns drawn from the declarations; a listing replaces or adds what is special."""
    return {f.name: _column(record, f) for f in fields}


def _column(record: type[Record], f: Field) -> Column:
    attribute = getattr(record, f.name)
    if f.kind is Kind.REFERENCE:
        other = aliased(record_of(f.refers_to))
        words = select(words_of(other)).where(other.id == attribute).scalar_subquery()
        order = select(getattr(other, "sort_key", words_of(other))).where(other.id == attribute).scalar_subquery()
        return Column(words, order, attribute)
    if f.kind is Kind.REFERENCES:
        return _several(record, f, attribute.property.secondary)
    ordered = getattr(record, "__searched__", ())[:1] == (f.name,)
    return plain(attribute, getattr(record, "sort_key", attribute) if ordered else attribute)


def plain(value: Any, order: Any = None) -> Column:
    """A column that is an expression."""
    return Column(value, value if order is None else order, value)


def _several(record: type[Record], f: Field, link: Table) -> Column:
    other = aliased(record_of(f.refers_to))
    table: Any = inspect(record).local_table
    mine = next(c for c in link.c if c.references(table.c.id))
    theirs = next(c for c in link.c if c is not mine)
    words = (
        select(func.aggregate_strings(words_of(other), ", "))
        .select_from(other)
        .join(link, theirs == other.id)
        .where(mine == record.id)
        .correlate(record)
        .scalar_subquery()
    )
    return Column(words, words, select(theirs).where(mine == record.id).correlate(record))


def listing(
    key: str,
    record: type[Record],
    *,
    sort: str,
    descending: bool = False,
    leave_out: Sequence[str] = (),
    extra: Mapping[str, tuple[Field, Column]] | None = None,
    order: Sequence[str] = (),
    beside: Beside | None = None,
    words: Words | None = None,
    through: Mapping[type[Record], Any] | None = None,
    asked: Mapping[str, tuple[Field, Column]] | None = None,
) -> Listing:
    """A listing of a record's listed fields, with `extra` ones, in source order unless `order` is given.

    Conditions can be put on all of them and on those not listed; `asked` replaces or adds some.
    """
    declared = [f for f in fields_of(record) if f.name not in leave_out]
    columns = columns_of(record, declared)
    known = {f.name: f for f in declared}
    for name, (added, column) in (extra or {}).items():
        known[name] = added
        columns[name] = column
    shown = order or [f.name for f in known.values() if f.listed]
    if words is None and hasattr(record, "search_text"):
        words = holding(record.search_text)
    first = {name: (known[name], columns[name]) for name in (*shown, *known)}
    return Listing(
        key, record, tuple(known[name] for name in shown), sort, descending, columns, beside, words, through or {},
        {**first, **(asked or {})},
    )  # fmt: skip


def holding(text: Any) -> Words:
    """Words found anywhere in a folded column: good for lists of some thousands."""
    return lambda session, words: and_(*(text.contains(word, autoescape=True) for word in words))


def in_days(first: date | None, last: date | None, name: str = "day") -> Filter:
    """A filter on a stretch of days, both included."""
    return Filter(name, (first, last))
