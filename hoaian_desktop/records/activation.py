"""Services, and what was done for whom: named activations and anonymous tallies."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from hoaian_desktop.fields import Kind
from hoaian_desktop.records.base import Base, Findable, Record, field, reference, references
from hoaian_desktop.records.volunteer import Volunteer

activation_volunteer = Table(
    "activation_volunteer",
    Base.metadata,
    Column("activation_id", ForeignKey("activation.id", ondelete="CASCADE"), primary_key=True),
    Column("volunteer_id", ForeignKey("volunteer.id"), primary_key=True, index=True),
)

COUNTED_STATUSES = ("activated", "transacted")


class Service(Findable, Record):
    """A kind of help. `counts_in` names the indicator it counts in, so a service the user adds is counted too."""

    __tablename__ = "service"
    __title__ = "dịch vụ"

    name: Mapped[str] = field("Tên dịch vụ", Kind.TEXT, required=True, width=24, aliases=["Dịch vụ"])
    code: Mapped[str] = mapped_column(String(30), unique=True)
    level: Mapped[int | None] = mapped_column(Integer)  # 1 or 2 for VNeID
    counts_in: Mapped[str | None] = field(
        "Tính vào chỉ tiêu", Kind.INDICATOR, choices="indicator", width=36
    )  # 2.1, 2.7 …
    valid_from: Mapped[date | None] = field("Từ ngày", Kind.DATE)
    valid_to: Mapped[date | None] = field("Đến ngày", Kind.DATE)


class Activation(Record):
    """One person helped with one service on one day. The same again is a warning, not a constraint."""

    __tablename__ = "activation"
    __title__ = "lượt hỗ trợ"
    __table_args__ = (
        # By day, and of a day what was written since a report was closed, without looking at rows.
        Index("ix_activation_day_changed_at", "day", "changed_at"),
        Index("ix_activation_account", "service_id", "citizen_id", "day"),
        # Of a million: the list by day, its first page at once; persons and accounts counted without looking at rows.
        Index("ix_activation_shown", "day", sqlite_where=text("archived IS 0")),
        Index("ix_activation_person", "citizen_id", "service_id", "status", "archived", "day"),
    )

    day: Mapped[date] = field("Ngày", Kind.DATE, required=True, width=11, aliases=["Ngày hỗ trợ"])
    citizen_id: Mapped[int] = reference("Công dân", "citizen", required=True, width=24)
    service_id: Mapped[int] = reference("Dịch vụ", "service", required=True, width=18, aliases=["Nội dung hỗ trợ"])
    status: Mapped[str] = field(
        "Trạng thái", Kind.CHOICE, choices="activation_status", required=True, default="activated", width=20,
        aliases=["Kết quả/Trạng thái", "Kết quả"],
    )  # fmt: skip
    reason: Mapped[str | None] = field(
        "Lý do không thành công", Kind.CHOICE, choices="failure_reason", width=20, listed=False
    )
    transaction_day: Mapped[date | None] = field(
        "Ngày giao dịch", Kind.DATE, index=True, width=11, aliases=["Ngày phát sinh giao dịch"], listed=False
    )
    team_id: Mapped[int | None] = reference("Tổ", "team", width=20, aliases=["Tổ hỗ trợ"])
    volunteers: Mapped[list[Volunteer]] = references(
        "Tình nguyện viên", "volunteer", through=activation_volunteer, width=24, aliases=["ĐVTN hỗ trợ"]
    )
    place: Mapped[str | None] = field("Địa điểm", Kind.TEXT, width=18, listed=False)
    notes: Mapped[str | None] = field("Ghi chú", Kind.NOTE, width=20, listed=False)
    # The tally this name replaces one head of: the named account counts, the tally's head no longer does.
    tally_id: Mapped[int | None] = mapped_column(ForeignKey("tally.id"), index=True)


class Tally(Record):
    """A count without names: «23 người ngày Chủ nhật». It adds to the same indicators and is shown apart."""

    __tablename__ = "tally"
    __title__ = "số đếm"
    __table_args__ = (CheckConstraint("number >= 0", name="not_negative"),)

    day: Mapped[date] = field("Ngày", Kind.DATE, required=True, index=True, width=11)
    team_id: Mapped[int | None] = reference("Tổ", "team", width=24, aliases=["Tổ hỗ trợ"])
    village_id: Mapped[int | None] = reference("Thôn", "village", width=16)
    service_id: Mapped[int] = reference("Dịch vụ", "service", required=True, width=18)
    status: Mapped[str] = field(
        "Trạng thái", Kind.CHOICE, choices="activation_status", required=True, default="activated", width=20
    )
    number: Mapped[int] = field("Số người", Kind.COUNT, required=True, width=9, aliases=["Số lượng"])
    notes: Mapped[str | None] = field("Ghi chú", Kind.NOTE, width=24)
