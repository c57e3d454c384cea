"""Which column of a sheet is which field: by the labels and aliases of the declared fields, and by what it holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import MappingProxyType

from hoaian_desktop.exchange import headers
from hoaian_desktop.exchange.headers import Header, heading_key
from hoaian_desktop.exchange.kinds import BY_KEY, KINDS, PERIOD, PUT_ASIDE, SheetKind
from hoaian_desktop.exchange.workbook import Cell, Sheet, is_blank, text_of
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules.names import fold

Values = Mapping[str, Collection[str]]
_LOOKED_AT = 200  # rows, to see what a column holds
_TICKS = frozenset({"x", "xx", "v", "✓", "✔", "√", "co", "c", "true", "yes", "1"})
_NO_TICKS = frozenset({"0", "khong", "k", "-", "false", "no"})


@dataclass(frozen=True)
class SheetMap:
    """How one sheet is read: its kind, where its data begin, and what each column holds.

    Several columns may hold one field, of which a row fills one: the birth dates of men and of women. What the heading
    of a filled column says by itself («Nữ», «VNeID mức 1») is in `said`; in `marks` the cell is but a tick for it.
    """

    kind: SheetKind
    header: Header
    columns: Mapping[int, Field]  # by index from 0; not those that are only ticked
    unknown: tuple[int, ...]  # columns with a heading nobody knows
    missing: tuple[Field, ...]  # required columns that are not there
    said: Mapping[int, tuple[Field, str]] = field(default_factory=dict)
    marks: frozenset[int] = frozenset()

    @property
    def lacks_count(self) -> bool:
        """Whether a number that figures are made of has no column: then it may stand in one that was not known."""
        found = {field.name for field in self.columns.values()}
        return any(field.kind is Kind.COUNT and field.name not in found for field in self.kind.fields)

    @property
    def nameless(self) -> tuple[int, ...]:
        """The columns between the first and the last heading that have none."""
        named = [at for at, text in enumerate(self.header.texts) if text]
        return tuple(at for at in range(min(named), max(named)) if at not in named)

    @property
    def used(self) -> tuple[int, ...]:
        """Every column something is read from."""
        return tuple(sorted({*self.columns, *self.said}))

    @cached_property
    def by_field(self) -> tuple[tuple[Field, tuple[int, ...]], ...]:
        """The columns of each field."""
        found: dict[str, tuple[Field, tuple[int, ...]]] = {}
        for at, of in self.columns.items():
            found[of.name] = (of, (*found.get(of.name, (of, ()))[1], at))
        return tuple(found.values())

    def column_of(self, name: str | None) -> int | None:
        """The first column that tells a field, or None if the sheet has none for it."""
        said = ((at, of) for at, (of, _) in self.said.items())
        return next((at for at, of in (*self.columns.items(), *said) if of.name == name), None)


def mapping_of(
    sheet: Sheet,
    *,
    kind: str | None = None,
    rows: tuple[int, int] | None = None,
    columns: Mapping[int, str] = MappingProxyType({}),
    values: Values = MappingProxyType({}),
) -> SheetMap | None:
    """How to read a sheet, its kind guessed unless named; None where no header is found or the guess is too bold.

    A sheet whose name says what it is, is nothing else: a list of citizens must not become a list of volunteers.
    `rows` are the headings' first and last row; `columns` are those decided by hand, by the name of their field, ""
    passes one over; `values` are the folded words of what headings may say by themselves, by the name of the field.
    """
    header = headers.at(sheet, *rows) if rows else headers.find(sheet, _known(kind))
    if header is None:
        return None
    if kind:
        return _mapped(BY_KEY[kind], sheet, header, columns, values)
    called = [one for one in KINDS if one.is_called(sheet.name)]
    mapped = (_mapped(one, sheet, header, columns, values) for one in called or KINDS)
    best = max(mapped, key=_likelihood)
    return best if called or rows or len(best.unknown) <= len(best.used) else None


def _likelihood(mapped: SheetMap) -> tuple[bool, int]:
    return not mapped.missing, len(mapped.used) - len(mapped.unknown)


def _mapped(kind: SheetKind, sheet: Sheet, header: Header, decided: Mapping[int, str], values: Values) -> SheetMap:
    reading = _Headings(kind, sheet, header, values)
    by_name = {of.name: of for of in kind.fields}
    reading.columns |= {at: by_name[name] for at, name in decided.items() if name in by_name}
    for index in range(len(header.texts)):
        if index not in decided:
            reading.take(index)
    found = {of.name for of in reading.columns.values()} | {of.name for of, _ in reading.said.values()}
    missing = tuple(of for of in kind.fields if of.name in kind.required - found)
    if kind.key == "targets" and "period" not in found and not {"first_day", "last_day"} <= found:
        missing += (PERIOD,)
    return SheetMap(
        kind,
        header,
        MappingProxyType(dict(sorted(reading.columns.items()))),
        tuple(reading.unknown),
        missing,
        MappingProxyType(reading.said),
        frozenset(reading.marks),
    )


class _Headings:
    """Goes through the headings of a sheet for one kind."""

    def __init__(self, kind: SheetKind, sheet: Sheet, header: Header, values: Values) -> None:
        self._kind = kind
        self._sheet = sheet
        self._header = header
        self._values = values
        self._meant = kind.headings()
        self._passed = {heading_key(text) for text in (*kind.repeated, PUT_ASIDE)}
        self.columns: dict[int, Field] = {}
        self.said: dict[int, tuple[Field, str]] = {}
        self.marks: set[int] = set()
        self.unknown: list[int] = []

    def take(self, column: int) -> None:
        """Say what a column holds: by both its headings, by its own, or by the one merged above it."""
        own, group = heading_key(self._header.texts[column]), heading_key(self._header.group(column))
        if not own or own in headers.NUMBERING:
            return
        both = (f"{group} {own}", f"{own} {group}") if group else ()
        meant = next((self._meant[key] for key in (*both, own) if key in self._meant), None)
        if meant is not None and not self._is_taken(meant):
            self.columns[column] = meant
        elif not self._says(column, own, self._meant.get(group)) and own not in self._passed:
            self.unknown.append(column)

    def _is_taken(self, meant: Field) -> bool:
        return meant.name in {taken.name for taken in self.columns.values()}

    def _says(self, column: int, own: str, group: Field | None) -> bool:
        """Whether the heading is itself a value: «Nam», «VNeID mức 2». What stands below is a tick, or the group's."""
        of = next((of for of in self._kind.fields if own in self._values.get(of.name, ())), None)
        if of is None or self._is_taken(of):
            return False
        self.said[column] = (of, self._header.texts[column])
        ticked = _is_ticked(self._sheet, self._header, column)
        count = next(
            (one for one in self._kind.fields if one.kind is Kind.COUNT and one.name in self._kind.required), None
        )
        if group is not None and group is not of and not ticked:
            self.columns[column] = group
        elif count is not None and not ticked:
            self.columns[column] = count  # so many people under each service
        elif (born := self._field("born")) and of.name == "sex" and not ticked:
            self.columns[column] = born
        else:
            self.marks.add(column)
        return True

    def _field(self, name: str) -> Field | None:
        return next((of for of in self._kind.fields if of.name == name), None)


def _is_ticked(sheet: Sheet, header: Header, column: int) -> bool:
    """Whether most of what stands below a heading are ticks."""
    cells = [row[column] for row in sheet.rows[header.last : header.last + _LOOKED_AT] if column < len(row)]
    filled = [cell for cell in cells if not is_blank(cell)]
    ticks = sum(mark_of(cell) is not None and not isinstance(cell, float) for cell in filled)
    return 2 * ticks >= len(filled)


def mark_of(cell: Cell) -> bool | None:
    """Whether a cell ticks something, or says that it does not; None if it is no tick."""
    if isinstance(cell, bool):
        return cell
    words = fold(text_of(cell)).strip()
    return True if words in _TICKS else False if words in _NO_TICKS else None


@cache
def _known(kind: str | None) -> frozenset[str]:
    kinds: Sequence[SheetKind] = [BY_KEY[kind]] if kind else KINDS
    return frozenset(heading for one in kinds for heading in one.headings())
