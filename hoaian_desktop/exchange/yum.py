"""Members of the Union as the national member system (YUM) takes them in: phone, number and the day they joined.

Its look-ups are made by these, so nothing in it is masked: it goes out only where that was asked for and noted.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import String, case, func, or_, select, type_coerce

from hoaian_desktop import choices
from hoaian_desktop.exchange.outgoing import OutColumn, Part
from hoaian_desktop.records import Citizen, Volunteer, field_of
from hoaian_desktop.services.conditions import Operator
from hoaian_desktop.services.listings import VOLUNTEERS
from hoaian_desktop.services.lists import Filter, Query

KEY = "yum"
TITLE = "Đoàn viên"

_NO_MEMBERS = frozenset({"youth", "federation"})  # young people and members of the Youth Federation
_LEFT = frozenset({"moved", "graduated", "struck"})
_WHOLE_DAY = len("1999-11-05")
_HINTS = MappingProxyType(
    {
        "personal_number": "Lấy từ mục công dân trùng cả họ tên và ngày sinh, khi chỉ có đúng một người. "
        "Ô trống: sổ chưa có số của người này. Hãy đối chiếu trước khi nộp.",
    }
)


def part() -> Part:
    """Those who are members now, each with what the system asks for."""
    born, joined = (type_coerce(column, String) for column in (Volunteer.born, Volunteer.joined))
    columns = (
        OutColumn(field_of(Volunteer, "full_name"), Volunteer.full_name),
        OutColumn(field_of(Volunteer, "born"), born),
        OutColumn(field_of(Volunteer, "sex"), Volunteer.sex),
        OutColumn(replace(field_of(Volunteer, "phone"), label="Số điện thoại"), Volunteer.phone),
        OutColumn(replace(field_of(Citizen, "personal_number"), label="Số CCCD"), _number_of()),
        OutColumn(field_of(Volunteer, "joined"), joined),
        OutColumn(field_of(Volunteer, "branch"), Volunteer.branch),
        OutColumn(field_of(Volunteer, "position"), Volunteer.position),
        OutColumn(field_of(Volunteer, "member_code"), Volunteer.member_code),
    )
    return Part(VOLUNTEERS, _members(), columns, TITLE, _HINTS, needs_numbers=True)


def _members() -> Query:
    positions = tuple(one.code for one in choices.of("union_position") if one.code not in _NO_MEMBERS)
    states = tuple(one.code for one in choices.of("volunteer_status") if one.code not in _LEFT)
    return Query(
        filters=(Filter("position", positions, Operator.ONE_OF), Filter("status", states, Operator.ONE_OF)),
    )


def _number_of() -> Any:
    """The number of the one citizen of the same name and whole birthday; of two such people, nobody's."""
    same = (
        Citizen.sort_key == Volunteer.sort_key,
        Citizen.born == Volunteer.born,
        func.length(type_coerce(Volunteer.born, String)) == _WHOLE_DAY,
        or_(Citizen.sex.is_(None), Volunteer.sex.is_(None), Citizen.sex == Volunteer.sex),
        Citizen.archived.is_(False),
    )
    only = case((func.count() == 1, func.min(Citizen.personal_number)))
    return select(only).where(*same).correlate(Volunteer).scalar_subquery()
