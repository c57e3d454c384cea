"""The kinds of sheets that can be taken in: what their rows become, and by which headings each field is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType

from hoaian_desktop.exchange.headers import heading_key
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.records import (
    Activation,
    CampaignEvent,
    Citizen,
    InfluentialPerson,
    Membership,
    Record,
    Tally,
    Target,
    Team,
    Village,
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

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its fields."""
        return tuple(of.name for of in self.fields)

    @cached_property
    def referring(self) -> tuple[Field, ...]:
        """The fields that point to other records."""
        return tuple(of for of in self.fields if of.refers_to)

    @cached_property
    def looked_up(self) -> tuple[Field, ...]:
        """The fields whose words are looked up before a row is judged; a village may be added by the row itself."""
        return tuple(of for of in self.referring if of.refers_to != "village" and of.name != "volunteer_id")

    @cached_property
    def of_villages(self) -> tuple[Field, ...]:
        """The fields that point to villages."""
        return tuple(of for of in self.referring if of.refers_to == "village")

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
        "villages",
        "Thôn",
        Village,
        tuple(of for of in fields_of(Village) if of.name != "unit_id"),
        frozenset({"name"}),
        called=("Danh sách thôn", "Danh mục thôn"),
    ),
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
        "citizens",
        "Công dân",
        Citizen,
        fields_of(Citizen),
        frozenset({"full_name"}),
        called=("Danh sách công dân", "Danh sách người dân"),
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
PUT_ASIDE = "Đã lưu trữ"  # the heading by which our own lists tell archived records
GUIDE = "Hướng dẫn"  # a sheet of our own templates that is for people
# A row may leave these blank although the column must be there: a target that was named but not set.
MAY_BE_BLANK = frozenset({("targets", "value")})


@cache
def _headings(key: str) -> Mapping[str, Field]:
    fields = BY_KEY[key].fields
    meant = {heading_key(of.label): of for of in reversed(fields)}
    for of in fields:
        for alias in of.aliases:
            meant.setdefault(heading_key(alias), of)
    return MappingProxyType(meant)
