"""Kinds of sheets, and which column of a sheet is which field: by the labels and aliases of the declared fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from hoaian_desktop.exchange import headers
from hoaian_desktop.exchange.headers import Header, heading_key
from hoaian_desktop.exchange.workbook import Sheet
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.records import (
    Activation,
    CampaignEvent,
    InfluentialPerson,
    Membership,
    Record,
    Tally,
    Target,
    Team,
    Volunteer,
    field_of,
    fields_of,
)
from hoaian_desktop.services.activations import PERSON_FIELDS, SUPPORT_FIELDS

PERIOD = Field("period", "Kỳ", Kind.TEXT, aliases=("Kỳ báo cáo", "Thời gian"), width=22)


@dataclass(frozen=True)
class SheetKind:
    """What the rows of a sheet become. A blank cell in a `required` or `expected` column refuses its row."""

    key: str
    title: str
    record: type[Record]
    fields: tuple[Field, ...]
    required: frozenset[str]  # the sheet must have these columns
    expected: frozenset[str] = frozenset()  # without this column the record's own default stands, and that is told
    repeated: tuple[str, ...] = ()  # headings that only repeat what the book knows
    called: tuple[str, ...] = ()  # words in the name of such a sheet

    def is_called(self, name: str) -> bool:
        """Whether a sheet's name says that it is of this kind."""
        return any(heading_key(words) in heading_key(name) for words in (self.title, *self.called))

    def headings(self) -> Mapping[str, Field]:
        """The field meant by each heading, in compared form; labels go before aliases."""
        return _headings(self.key)


def _person(name: str) -> Field:
    return field_of(Volunteer, name)


# In the order of writing: what others refer to comes first.
KINDS: tuple[SheetKind, ...] = (
    SheetKind(
        "volunteers",
        "Tình nguyện viên",
        Volunteer,
        fields_of(Volunteer),
        frozenset({"full_name"}),
        called=("Đoàn viên", "ĐVTN", "TNV"),
    ),
    SheetKind(
        "teams",
        "Tổ công nghệ số",
        Team,
        fields_of(Team),
        frozenset({"name", "started"}),
        called=("Tổ CNS", "Danh sách tổ", "Đội hình"),
    ),
    SheetKind(
        "members",
        "Thành viên tổ",
        Membership,
        (*fields_of(Membership), _person("born"), _person("sex")),
        frozenset({"team_id", "volunteer_id", "started"}),
        called=("Thành viên",),
    ),
    SheetKind(
        "influencers",
        "Người có uy tín",
        InfluentialPerson,
        fields_of(InfluentialPerson),
        frozenset({"full_name", "role"}),
        called=("Uy tín",),
    ),
    SheetKind(
        "activations",
        "Kích hoạt",
        Activation,
        (*SUPPORT_FIELDS, *PERSON_FIELDS),
        frozenset({"day", "full_name", "service_id"}),
        frozenset({"status"}),
        called=("Hỗ trợ công dân", "Hỗ trợ người dân"),
    ),
    SheetKind(
        "tallies",
        "Số đếm",
        Tally,
        fields_of(Tally),
        frozenset({"day", "service_id", "number"}),
        frozenset({"status"}),
    ),
    SheetKind(
        "events",
        "Tuyên truyền",
        CampaignEvent,
        fields_of(CampaignEvent),
        frozenset({"day", "subject"}),
        frozenset({"kind"}),
        called=("Hoạt động", "Phát thanh"),
    ),
    SheetKind(
        "targets",
        "Chỉ tiêu",
        Target,
        (*fields_of(Target), PERIOD),
        frozenset({"indicator", "value"}),
        repeated=("Chỉ tiêu", "Tên chỉ tiêu", "ĐVT", "Đơn vị tính"),
    ),
)
BY_KEY: Mapping[str, SheetKind] = MappingProxyType({kind.key: kind for kind in KINDS})
# A row may leave these blank although the column must be there: a target that was named but not set.
MAY_BE_BLANK = frozenset({("targets", "value")})


@dataclass(frozen=True)
class SheetMap:
    """How one sheet is read: its kind, where its data begin, and the field of each column."""

    kind: SheetKind
    header: Header
    columns: Mapping[int, Field]  # by index from 0
    unknown: tuple[int, ...]  # columns with a heading nobody knows
    missing: tuple[Field, ...]  # required columns that are not there

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

    def column_of(self, name: str | None) -> int | None:
        """The column of a field, or None if the sheet has none for it."""
        return next((index for index, field in self.columns.items() if field.name == name), None)


def mapping_of(sheet: Sheet, *, kind: str | None = None) -> SheetMap | None:
    """How to read a sheet, its kind guessed unless named; None where no header is found or the guess is too bold.

    A sheet whose name says what it is, is nothing else: a list of citizens must not become a list of volunteers.
    """
    header = headers.find(sheet, _known(kind))
    if header is None:
        return None
    if kind:
        return _mapped(BY_KEY[kind], header)
    called = [one for one in KINDS if one.is_called(sheet.name)]
    best = max((_mapped(one, header) for one in called or KINDS), key=_likelihood)
    return best if called or len(best.unknown) <= len(best.columns) else None


def _likelihood(mapped: SheetMap) -> tuple[bool, int]:
    return not mapped.missing, len(mapped.columns) - len(mapped.unknown)


def _mapped(kind: SheetKind, header: Header) -> SheetMap:
    meant, passed = kind.headings(), {heading_key(text) for text in kind.repeated}
    columns: dict[int, Field] = {}
    unknown = []
    for index, text in enumerate(header.texts):
        key = heading_key(text)
        field = meant.get(key)
        if field is not None and field.name not in {taken.name for taken in columns.values()}:
            columns[index] = field
        elif key and key not in headers.NUMBERING and key not in passed:
            unknown.append(index)
    found = {field.name for field in columns.values()}
    missing = tuple(field for field in kind.fields if field.name in kind.required - found)
    if kind.key == "targets" and "period" not in found and not {"first_day", "last_day"} <= found:
        missing += (PERIOD,)
    return SheetMap(kind, header, MappingProxyType(columns), tuple(unknown), missing)


@cache
def _headings(key: str) -> Mapping[str, Field]:
    fields = BY_KEY[key].fields
    meant = {heading_key(field.label): field for field in reversed(fields)}
    for field in fields:
        for alias in field.aliases:
            meant.setdefault(heading_key(alias), field)
    return MappingProxyType(meant)


@cache
def _known(kind: str | None) -> frozenset[str]:
    kinds: Sequence[SheetKind] = [BY_KEY[kind]] if kind else KINDS
    return frozenset(heading for one in kinds for heading in one.headings())
