"""Reporting periods, reports and their frozen versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hoaian_desktop.fields import Kind
from hoaian_desktop.records.base import Record, field


class ReportingPeriod(Record):
    """A stretch of days that is reported; it need not be a calendar month."""

    __tablename__ = "reporting_period"
    __title__ = "kỳ báo cáo"
    __table_args__ = (
        UniqueConstraint("first_day", "last_day"),
        CheckConstraint("last_day >= first_day", name="dates_in_order"),
    )

    kind: Mapped[str] = field("Loại kỳ", Kind.CHOICE, choices="period_kind", required=True, default="month", width=10)
    first_day: Mapped[date] = field("Từ ngày", Kind.DATE, required=True, width=11)
    last_day: Mapped[date] = field("Đến ngày", Kind.DATE, required=True, width=11)
    due: Mapped[date | None] = field("Hạn nộp", Kind.DATE, width=11)


class Report(Record):
    """The report on one period: what is being written now. What was sent are its versions."""

    __tablename__ = "report"
    __title__ = "báo cáo"

    period_id: Mapped[int] = mapped_column(ForeignKey("reporting_period.id"), unique=True)
    document_number: Mapped[int | None] = field("Số văn bản", Kind.COUNT, width=8)
    document_date: Mapped[date | None] = field("Ngày ký", Kind.DATE, width=11)
    narrative: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # section key -> the office's own text


class ReportVersion(Record):
    """A frozen, numbered version. Its content is stored whole; later edits make a new version."""

    __tablename__ = "report_version"
    __title__ = "bản báo cáo"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    number: Mapped[int] = mapped_column()  # 1, 2, 3 …
    state: Mapped[str] = field("Trạng thái", Kind.CHOICE, choices="report_state", required=True, default="closed")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # ReportContent as data
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # Figures as data
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of content and figures
    closed_at: Mapped[datetime] = mapped_column()
    closed_by: Mapped[str] = mapped_column(String(120))
    program: Mapped[str] = mapped_column(String(20))  # the program version that froze it
    # The very paper, deflated, and the SHA-256 of the PDF itself: another year's program and fonts would draw another.
    # None in versions closed before it was kept.
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pdf_digest: Mapped[str | None] = mapped_column(String(64))
