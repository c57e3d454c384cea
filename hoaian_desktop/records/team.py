"""Digital technology teams and who belongs to them when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped

from hoaian_desktop.fields import Kind
from hoaian_desktop.records.base import Base, Findable, Record, field, reference, references
from hoaian_desktop.records.unit import Village

team_village = Table(
    "team_village",
    Base.metadata,
    Column("team_id", ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
    Column("village_id", ForeignKey("village.id"), primary_key=True, index=True),
)


class Team(Findable, Record):
    """A tổ công nghệ số or a volunteer squad; it works from `started` to `ended`, both days included."""

    __tablename__ = "team"
    __title__ = "tổ"
    __table_args__ = (CheckConstraint("ended IS NULL OR ended >= started", name="dates_in_order"),)

    name: Mapped[str] = field("Tên tổ", Kind.TEXT, required=True, width=30, aliases=["Tổ", "Tên tổ, đội"])
    kind: Mapped[str] = field("Loại tổ", Kind.CHOICE, choices="team_kind", required=True, default="community", width=22)
    villages: Mapped[list[Village]] = references(
        "Thôn", "village", through=team_village, width=16, aliases=["Thôn phụ trách"]
    )
    started: Mapped[date] = field("Ngày bắt đầu", Kind.DATE, required=True, width=11, aliases=["Từ ngày"])
    ended: Mapped[date | None] = field("Ngày kết thúc", Kind.DATE, width=11, aliases=["Đến ngày"])
    decision_number: Mapped[str | None] = field(
        "Số quyết định", Kind.TEXT, width=14, section="Quyết định thành lập", aliases=["Số quyết định thành lập"]
    )
    decision_date: Mapped[date | None] = field(
        "Ngày quyết định", Kind.DATE, width=11, section="Quyết định thành lập", aliases=["Ngày quyết định thành lập"]
    )
    decision_issuer: Mapped[str | None] = field(
        "Cơ quan ban hành", Kind.TEXT, width=18, section="Quyết định thành lập", listed=False
    )
    place: Mapped[str | None] = field("Nơi trực", Kind.TEXT, width=24, listed=False, hint="Nhà văn hóa thôn, Chủ nhật")
    notes: Mapped[str | None] = field("Ghi chú", Kind.NOTE, width=20, listed=False)


class Membership(Record):
    """One volunteer in one team with a role, from one day to another."""

    __tablename__ = "membership"
    __title__ = "thành viên tổ"
    __table_args__ = (CheckConstraint("ended IS NULL OR ended >= started", name="dates_in_order"),)

    team_id: Mapped[int] = reference("Tổ", "team", required=True, width=28, aliases=["Tên tổ"])
    volunteer_id: Mapped[int] = reference("Họ và tên", "volunteer", required=True, width=24, aliases=["Thành viên"])
    role: Mapped[str] = field("Vai trò", Kind.CHOICE, choices="team_role", required=True, default="member", width=12)
    started: Mapped[date] = field("Từ ngày", Kind.DATE, required=True, width=11, aliases=["Ngày bắt đầu"])
    ended: Mapped[date | None] = field("Đến ngày", Kind.DATE, width=11, aliases=["Ngày kết thúc"])
    notes: Mapped[str | None] = field("Ghi chú", Kind.NOTE, width=20, listed=False)
