"""Reporting periods, reports and their frozen versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
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
    form: Mapped[str | None] = field(
        "Loại báo cáo", Kind.CHOICE, choices="report_form", width=20
    )  # None: as the period
    subject: Mapped[str | None] = field("Trích yếu", Kind.TEXT, width=60)
    document_number: Mapped[int | None] = field("Số văn bản", Kind.COUNT, width=8)
    document_date: Mapped[date | None] = field("Ngày ký", Kind.DATE, width=11)
    # Who signs this one; None: as the office's letters.
    signer: Mapped[str | None] = field("Người ký", Kind.NAME, width=24)
    signer_title: Mapped[str | None] = field("Chức danh", Kind.CHOICE, choices="signing_title", width=16)
    signer_authority: Mapped[str | None] = field("Thẩm quyền ký", Kind.CHOICE, choices="signing_authority", width=24)
    narrative: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # section key -> the office's own text
    annexes: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["01"])  # which Biểu go with it
    # Digests of the doubts that were looked at and left as they are, see services/noted.
    noted: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Why a closed report is being written again; None while no version is closed or the last one stands.
    reopened: Mapped[str | None] = field("Lý do mở lại", Kind.NOTE, width=40)


class NarrativeTemplate(Record):
    """A paragraph the office keeps for its own: it is proposed instead of what the program drafts."""

    __tablename__ = "narrative_template"
    __title__ = "mẫu lời văn"
    __table_args__ = (UniqueConstraint("section", "form"),)

    section: Mapped[str] = mapped_column(String(40))  # key of the section
    form: Mapped[str] = mapped_column(String(40))  # the form it is for
    text: Mapped[str] = mapped_column(String(8000))  # with figures as tokens


class Correction(Record):
    """A figure set by hand on one report, with the reason that is printed below its table."""

    __tablename__ = "correction"
    __title__ = "số sửa tay"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))  # of the figure, «2.4.nguoi»
    value: Mapped[int] = field("Số ghi vào báo cáo", Kind.COUNT, required=True, width=10)
    reason: Mapped[str] = field("Lý do", Kind.TEXT, required=True, width=60)
    counted: Mapped[int | None] = mapped_column()  # what the book counted when it was set


class ReportVersion(Record):
    """A frozen, numbered version. Its content is stored whole; later edits make a new version."""

    __tablename__ = "report_version"
    __title__ = "bản báo cáo"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    number: Mapped[int] = mapped_column()  # 1, 2, 3 …
    state: Mapped[str] = field("Trạng thái", Kind.CHOICE, choices="report_state", required=True, default="closed")
    reason: Mapped[str | None] = field("Lý do lập bản này", Kind.NOTE, width=40)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # ReportContent as data
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # Figures as data
    # What each figure meant when it was frozen: name, unit of measure and definition by indicator code.
    definitions: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of content and figures
    closed_at: Mapped[datetime] = mapped_column()
    closed_by: Mapped[str] = mapped_column(String(120))
    submitted_at: Mapped[datetime | None] = mapped_column()
    answered_at: Mapped[datetime | None] = mapped_column()
    answer: Mapped[str | None] = field("Lý do trả lại", Kind.NOTE, width=40)
    program: Mapped[str] = mapped_column(String(20))  # the program version that froze it


class LateDecision(Record):
    """What was decided on figures of a closed version that the book counts differently since.

    They are counted with a later report, or with none. A version that is replaced holds them itself: its decisions
    mean nothing any more.
    """

    __tablename__ = "late_decision"
    __title__ = "quyết định về số phát sinh sau chốt"

    version_id: Mapped[int] = mapped_column(ForeignKey("report_version.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)  # None: counted in no report
    figures: Mapped[dict[str, int]] = mapped_column(JSON)  # how many more, by the key of the figure


class VersionFile(Record):
    """A file of a frozen version, deflated, with the SHA-256 of the file itself.

    What was drawn when it was closed is kept: another year's program and fonts would draw another.
    """

    __tablename__ = "version_file"
    __title__ = "tệp của bản báo cáo"
    __table_args__ = (Index("ix_version_file_version_id_kind", "version_id", "kind"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("report_version.id"))
    kind: Mapped[str] = mapped_column(String(12))  # pdf, docx, xlsx, signed (PDF), scan
    name: Mapped[str] = mapped_column(String(250))  # the file's name
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
