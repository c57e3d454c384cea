"""Whose book this is, and who may open it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from hoaian_desktop.fields import Kind
from hoaian_desktop.records.base import Record, field, reference


class Office(Record):
    """The office that keeps the book: what its letters say about it. One row."""

    __tablename__ = "office"
    __title__ = "đơn vị sử dụng"

    unit_id: Mapped[int] = reference("Đơn vị", "administrative_unit", required=True, width=30)
    superior: Mapped[str] = field("Cơ quan cấp trên", Kind.TEXT, required=True, width=30)
    issuer: Mapped[str] = field("Cơ quan ban hành", Kind.TEXT, required=True, width=30)
    place: Mapped[str] = field("Địa danh", Kind.TEXT, required=True, width=20)
    symbol: Mapped[str] = field("Ký hiệu", Kind.TEXT, required=True, default="ĐTN", width=10)
    secretary: Mapped[str] = field("Người ký", Kind.NAME, required=True, width=24)
    title: Mapped[str] = field(
        "Chức danh", Kind.CHOICE, choices="signing_title", required=True, default="secretary", width=16
    )
    authority: Mapped[str] = field(
        "Thẩm quyền ký", Kind.CHOICE, choices="signing_authority", required=True, default="committee", width=24
    )
    since: Mapped[date] = field("Mốc lũy kế", Kind.DATE, required=True, width=11)
    directive: Mapped[str | None] = field(
        "Căn cứ thực hiện", Kind.NOTE, width=40, hint="Kế hoạch số … ngày … của Ban Thường vụ …"
    )
    recipients: Mapped[str] = field("Nơi nhận", Kind.NOTE, required=True, width=40)
    header_layout: Mapped[str] = field(
        "Kiểu phần đầu", Kind.CHOICE, choices="header_layout", required=True, default="hd29", width=24
    )
    numbering: Mapped[str] = field(
        "Đánh số văn bản", Kind.CHOICE, choices="numbering", required=True, default="year", width=20
    )
    term_first_day: Mapped[date | None] = field("Ngày đầu nhiệm kỳ", Kind.DATE, width=11)
    # What each kind of period usually looks like here: {"month": {"first_day": 15, "due_day": 20}, …}
    period_presets: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class User(Record):
    """A person who opens the book with a passphrase of her own; `slot` names her key in `book.keys`."""

    __tablename__ = "user_account"
    __title__ = "người dùng"

    full_name: Mapped[str] = field("Họ và tên", Kind.NAME, required=True, width=24)
    title: Mapped[str | None] = field("Chức danh", Kind.TEXT, width=20)
    slot: Mapped[str] = mapped_column(String(40), unique=True)
