"""Volunteers: the Union's members and young people who help."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from hoaian_desktop.fields import Kind
from hoaian_desktop.records.base import Findable, Record, field, reference
from hoaian_desktop.rules.partial_date import PartialDate


class Volunteer(Findable, Record):
    """A Union member or young person who helps; the Union's register calls them đoàn viên."""

    __tablename__ = "volunteer"
    __title__ = "tình nguyện viên"
    __searched__ = ("full_name", "phone", "branch", "member_code")

    full_name: Mapped[str] = field(
        "Họ và tên", Kind.NAME, required=True, width=24, aliases=["Họ tên", "Tên ĐVTN", "Họ và tên ĐVTN"]
    )
    born: Mapped[PartialDate | None] = field("Ngày sinh", Kind.PARTIAL_DATE, width=11, aliases=["Năm sinh"])
    sex: Mapped[str | None] = field("Giới tính", Kind.CHOICE, choices="sex", width=8, aliases=["Giới", "Nam/Nữ"])
    branch: Mapped[str | None] = field("Chi đoàn", Kind.TEXT, width=20)
    position: Mapped[str | None] = field(
        "Chức vụ", Kind.CHOICE, choices="union_position", default="member", width=18, aliases=["Chức vụ Đoàn"]
    )
    village_id: Mapped[int | None] = reference("Thôn", "village", width=14, aliases=["Thôn/khu phố", "Nơi ở"])
    joined: Mapped[PartialDate | None] = field("Ngày vào Đoàn", Kind.PARTIAL_DATE, width=12)
    member_code: Mapped[str | None] = field(
        "Mã đoàn viên", Kind.TEXT, width=14, hint="theo thẻ đoàn viên", aliases=["Số thẻ"], listed=False
    )
    phone: Mapped[str | None] = field("Điện thoại", Kind.PHONE, width=13, aliases=["SĐT", "Số điện thoại"])
    status: Mapped[str] = field(
        "Trạng thái", Kind.CHOICE, choices="volunteer_status", required=True, default="active", width=15
    )
    notes: Mapped[str | None] = field("Ghi chú", Kind.NOTE, width=20, listed=False)
