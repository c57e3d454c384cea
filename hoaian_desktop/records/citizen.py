"""The people who are helped."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hoaian_desktop.fields import Kind
from hoaian_desktop.records.base import Findable, Record, field, reference
from hoaian_desktop.rules.partial_date import PartialDate


class Citizen(Findable, Record):
    """A person who was helped. Never a password, a one-time code, a card number or a picture of a card."""

    __tablename__ = "citizen"
    __title__ = "công dân"
    __table_args__ = (Index(None, "search_text", "born"),)  # namesakes of a year, without looking at their rows
    __searched__ = ("full_name", "personal_number", "phone")

    personal_number: Mapped[str | None] = field(
        "Số định danh", Kind.PERSONAL_NUMBER, unique=True, width=14, hint="12 số, nếu có",
        aliases=["Số CCCD", "CCCD", "Số căn cước", "Số định danh cá nhân", "CMND/CCCD", "Căn cước"],
    )  # fmt: skip
    full_name: Mapped[str] = field("Họ và tên", Kind.NAME, required=True, width=24, aliases=["Họ tên", "Tên công dân"])
    born: Mapped[PartialDate | None] = field("Ngày sinh", Kind.PARTIAL_DATE, width=11, aliases=["Năm sinh"])
    sex: Mapped[str | None] = field("Giới tính", Kind.CHOICE, choices="sex", width=8, aliases=["Giới", "Nam/Nữ"])
    village_id: Mapped[int | None] = reference("Thôn", "village", width=14, aliases=["Thôn/khu phố", "Địa chỉ"])
    phone: Mapped[str | None] = field(
        "Điện thoại", Kind.PHONE, width=13, hint="nếu có", aliases=["SĐT", "Số điện thoại"]
    )
    guardian: Mapped[str | None] = field(
        "Người giám hộ", Kind.NAME, width=20, listed=False, section="Đồng ý xử lý dữ liệu", hint="khi chưa đủ 16 tuổi"
    )
    consent_on: Mapped[date | None] = field(
        "Ngày đồng ý", Kind.DATE, width=11, listed=False, section="Đồng ý xử lý dữ liệu"
    )
    consent_method: Mapped[str | None] = field(
        "Hình thức đồng ý", Kind.CHOICE, choices="consent_method", width=16, listed=False,
        section="Đồng ý xử lý dữ liệu",
    )  # fmt: skip
