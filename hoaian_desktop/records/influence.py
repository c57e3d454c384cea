"""Người có uy tín: the people villagers listen to."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from hoaian_desktop.fields import Kind
from hoaian_desktop.records.base import Findable, Record, field, reference
from hoaian_desktop.rules.partial_date import PartialDate


class InfluentialPerson(Findable, Record):
    """A người có uy tín in the wide sense of the model; a recognition decision is optional."""

    __tablename__ = "influential_person"
    __title__ = "người có uy tín"
    __searched__ = ("full_name", "phone")

    full_name: Mapped[str] = field("Họ và tên", Kind.NAME, required=True, width=24, aliases=["Họ tên"])
    born: Mapped[PartialDate | None] = field("Năm sinh", Kind.PARTIAL_DATE, width=11, aliases=["Ngày sinh"])
    sex: Mapped[str | None] = field("Giới tính", Kind.CHOICE, choices="sex", width=8)
    role: Mapped[str] = field(
        "Vai trò", Kind.CHOICE, choices="influence_role", required=True, default="other", width=22
    )
    village_id: Mapped[int | None] = reference("Thôn", "village", width=16)
    phone: Mapped[str | None] = field("Điện thoại", Kind.PHONE, width=13, aliases=["SĐT"])
    recognition: Mapped[str | None] = field(
        "Quyết định công nhận", Kind.TEXT, width=18, listed=False, hint="không bắt buộc"
    )
    notes: Mapped[str | None] = field("Ghi chú", Kind.NOTE, width=20, listed=False)
