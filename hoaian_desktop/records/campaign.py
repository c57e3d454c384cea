"""Directives, initiatives, campaigns and their events."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped

from hoaian_desktop.fields import Kind
from hoaian_desktop.records.base import Base, Findable, Record, field, reference, references
from hoaian_desktop.records.influence import InfluentialPerson
from hoaian_desktop.records.volunteer import Volunteer

event_volunteer = Table(
    "event_volunteer",
    Base.metadata,
    Column("event_id", ForeignKey("campaign_event.id", ondelete="CASCADE"), primary_key=True),
    Column("volunteer_id", ForeignKey("volunteer.id"), primary_key=True, index=True),
)

event_influencer = Table(
    "event_influencer",
    Base.metadata,
    Column("event_id", ForeignKey("campaign_event.id", ondelete="CASCADE"), primary_key=True),
    Column("influential_person_id", ForeignKey("influential_person.id"), primary_key=True, index=True),
)


class Directive(Findable, Record):
    """A document from above that sets work or targets."""

    __tablename__ = "directive"
    __title__ = "văn bản chỉ đạo"
    __searched__ = ("number", "subject", "issuer")

    number: Mapped[str] = field("Số, ký hiệu", Kind.TEXT, required=True, width=16)
    issued: Mapped[date | None] = field("Ngày ban hành", Kind.DATE, width=11)
    issuer: Mapped[str | None] = field("Cơ quan ban hành", Kind.TEXT, width=24)
    subject: Mapped[str | None] = field("Trích yếu", Kind.TEXT, width=40)

    @property
    def label(self) -> str:
        return self.number


class Initiative(Findable, Record):
    """A model that campaigns belong to, such as «Tiếng loa thanh niên»."""

    __tablename__ = "initiative"
    __title__ = "mô hình"

    name: Mapped[str] = field("Tên mô hình", Kind.TEXT, required=True, width=36)
    description: Mapped[str | None] = field("Mô tả", Kind.NOTE, width=40)
    directive_id: Mapped[int | None] = reference("Văn bản chỉ đạo", "directive", width=16)


class Campaign(Findable, Record):
    """A stretch of work under an initiative, with what it set out to do."""

    __tablename__ = "campaign"
    __title__ = "chiến dịch"
    __table_args__ = (CheckConstraint("ended IS NULL OR ended >= started", name="dates_in_order"),)

    name: Mapped[str] = field("Tên chiến dịch", Kind.TEXT, required=True, width=30)
    initiative_id: Mapped[int | None] = reference("Mô hình", "initiative", width=26)
    directive_id: Mapped[int | None] = reference("Văn bản chỉ đạo", "directive", width=16)
    started: Mapped[date] = field("Từ ngày", Kind.DATE, required=True, width=11)
    ended: Mapped[date | None] = field("Đến ngày", Kind.DATE, width=11)
    target_events: Mapped[int | None] = field("Chỉ tiêu số buổi", Kind.COUNT, width=10)
    target_minutes: Mapped[int | None] = field("Chỉ tiêu số phút", Kind.COUNT, width=10)
    notes: Mapped[str | None] = field("Ghi chú", Kind.NOTE, width=20, listed=False)


class CampaignEvent(Findable, Record):
    """One broadcast, session, post, class or day of action."""

    __tablename__ = "campaign_event"
    __title__ = "hoạt động"
    __searched__ = ("subject", "place")

    day: Mapped[date] = field("Ngày", Kind.DATE, required=True, index=True, width=11)
    kind: Mapped[str] = field(
        "Loại hoạt động", Kind.CHOICE, choices="event_kind", required=True, default="broadcast", width=18,
        aliases=["Loại", "Hình thức"],
    )  # fmt: skip
    subject: Mapped[str] = field("Nội dung", Kind.TEXT, required=True, width=36)
    campaign_id: Mapped[int | None] = reference("Chiến dịch", "campaign", width=22)
    village_id: Mapped[int | None] = reference("Thôn", "village", width=14)
    place: Mapped[str | None] = field("Địa điểm", Kind.TEXT, width=18, hint="khi không ở một thôn")
    minutes: Mapped[int | None] = field("Số phút", Kind.COUNT, width=8, aliases=["Số phút phát thanh", "Thời lượng"])
    reach: Mapped[int | None] = field(
        "Lượt nghe, tiếp cận", Kind.COUNT, width=9, aliases=["Lượt người nghe/tiếp cận", "Lượt người nghe"]
    )
    households: Mapped[int | None] = field("Số hộ đến thăm", Kind.COUNT, width=8, aliases=["Số hộ"], listed=False)
    leaflets: Mapped[int | None] = field("Tờ rơi đã phát", Kind.COUNT, width=8, listed=False)
    volunteers: Mapped[list[Volunteer]] = references(
        "Tình nguyện viên", "volunteer", through=event_volunteer, width=24, aliases=["ĐVTN tham gia"]
    )
    influencers: Mapped[list[InfluentialPerson]] = references(
        "Người có uy tín", "influential_person", through=event_influencer, width=24,
        aliases=["Người có uy tín tham gia"], listed=False,
    )  # fmt: skip
    notes: Mapped[str | None] = field("Ghi chú", Kind.NOTE, width=20, listed=False)

    @property
    def label(self) -> str:
        return self.subject
