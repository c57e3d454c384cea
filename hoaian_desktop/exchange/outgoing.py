"""What goes out of a list: which columns, under which headings, read how. Headings are those the import knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import String as Text
from sqlalchemy import Table, case, func, inspect, select, type_coerce
from sqlalchemy.orm import aliased

from hoaian_desktop import choices
from hoaian_desktop.errors import ExportRefused
from hoaian_desktop.exchange import kinds
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.records import Citizen, Membership, Record, Village, Volunteer, fields_of, record_of
from hoaian_desktop.services import listings
from hoaian_desktop.services.lists import Listing, Query, listing, words_of

ARCHIVED = Field("archived", kinds.PUT_ASIDE, Kind.FLAG, width=9)
"""Stands last where the list shows archived records too, so that nobody takes them for others."""

LISTINGS: Mapping[str, Listing] = MappingProxyType(
    {"citizens": listing("citizens", Citizen, sort="full_name"), **listings.BY_KEY}
)
"""Every list that can go out, by its key; the key of a list is that of its kind of sheet."""

_TITLES = {"citizens": "Công dân", "campaigns": "Chiến dịch", "villages": "Thôn", "services": "Dịch vụ"}
_OF_VOLUNTEER = select(Volunteer).where(Volunteer.id == Membership.volunteer_id).correlate(Membership)


@dataclass(frozen=True)
class OutColumn:
    """One column: its heading is the label of the field, `value` says in SQL what stands in it."""

    field: Field
    value: Any


@dataclass(frozen=True)
class Part:
    """One sheet: the records of a list that match, in the order of the list, in these columns."""

    listing: Listing
    query: Query
    columns: tuple[OutColumn, ...]
    title: str
    hints: Mapping[str, str] = field(
        default_factory=dict
    )  # what is said about a column in its heading, by the field's name
    needs_numbers: bool = False  # of no use with masked numbers, so it does not go out with them


def title_of(key: str) -> str:
    """What a list is called as a sheet: the import knows it again by that."""
    return kinds.BY_KEY[key].title if key in kinds.BY_KEY else _TITLES[key]


def whole(key: str, query: Query | None = None) -> Part:
    """Everything the import can take back about the records of a list."""
    of = listing_of(key)
    return _part(of, query or Query(), [_column(of, one) for one in fields_of_kind(key)])


def as_shown(of: Listing, query: Query, names: Sequence[str]) -> Part:
    """The columns a list shows, in their order; what the import knows under another name is called so."""
    known = {one.name: one for one in fields_of_kind(of.key)}
    columns = [
        _column(of, known[name]) if name in known else OutColumn(of.field_named(name), of.columns[name].value)
        for name in names
    ]
    return _part(of, query, columns)


def listing_of(key: str) -> Listing:
    """The list of that key. Raises ExportRefused."""
    if key not in LISTINGS:
        raise ExportRefused(f"Không có danh sách “{key}”. Hãy chọn: {', '.join(LISTINGS)}.")
    return LISTINGS[key]


def fields_of_kind(key: str) -> tuple[Field, ...]:
    """The fields of a kind of sheet that the book keeps; the declared ones where the import knows no such kind."""
    if key not in kinds.BY_KEY:
        return fields_of(LISTINGS[key].record)
    # A period is written in two columns of dates, which need no reading.
    kept = [one for one in kinds.BY_KEY[key].fields if one is not kinds.PERIOD]
    if LISTINGS[key].beside is not None:
        shown = [one.name for one in LISTINGS[key].fields]  # who was helped stands where the list has it
        kept.sort(key=lambda one: shown.index(one.name) if one.name in shown else len(shown))
    return tuple(kept)


def _part(of: Listing, query: Query, columns: Sequence[OutColumn]) -> Part:
    shown = [*columns, OutColumn(ARCHIVED, of.record.archived)] if query.archived else columns
    return Part(of, query, tuple(shown), title_of(of.key))


def _column(of: Listing, known: Field) -> OutColumn:
    return OutColumn(known, _value(of, known))


def _value(of: Listing, known: Field) -> Any:
    """The full value, where a list may show less: a birthday and not its year, a village with the word for its kind."""
    if of.record is Membership and known.name in ("born", "sex"):
        asked = getattr(Volunteer, known.name)
        return _plain(known, _OF_VOLUNTEER.with_only_columns(asked).scalar_subquery())
    own = any(known.name == declared.name for declared in fields_of(of.record))
    record = of.record if own or of.beside is None else of.beside.record
    attribute = getattr(record, known.name)
    if known.kind is Kind.REFERENCE:
        other = aliased(record_of(known.refers_to))
        return select(words_in_files(other)).where(other.id == attribute).correlate(record).scalar_subquery()
    if known.kind is Kind.REFERENCES:
        return _several(record, known, attribute.property.secondary)
    return _plain(known, attribute)


def _plain(known: Field, value: Any) -> Any:
    # The ISO text that is stored needs no object for each of a hundred thousand birthdays.
    return type_coerce(value, Text) if known.kind is Kind.PARTIAL_DATE else value


def words_in_files(other: Any) -> Any:
    """The words by which the import finds a record again: a village with the word for its kind."""
    if inspect(other).mapper.class_ is not Village:
        return words_of(other)
    kinds = {one.code: f"{one.name[:1].upper()}{one.name[1:]} " for one in choices.of("village_kind")}
    return case(kinds, value=other.kind, else_="") + other.name


def _several(record: type[Record], known: Field, link: Table) -> Any:
    """The words of several records, in their own order, as the import takes them apart."""
    other: Any = aliased(record_of(known.refers_to))
    table: Any = inspect(record).local_table
    mine = next(column for column in link.c if column.references(table.c.id))
    theirs = next(column for column in link.c if column is not mine)
    ordered = (
        select(words_in_files(other).label("words"))
        .join(link, theirs == other.id)
        .where(mine == record.id)
        .order_by(other.sort_key, other.id)
        .correlate(record)
        .subquery()
    )
    return select(func.aggregate_strings(ordered.c.words, "; ")).scalar_subquery()
