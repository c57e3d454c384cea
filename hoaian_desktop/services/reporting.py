"""Reporting periods and the frozen versions of their reports."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from hoaian_desktop import __version__, choices
from hoaian_desktop.errors import AlreadyClosed, GoneError, ValidationError
from hoaian_desktop.indicators import published
from hoaian_desktop.records import Report, ReportingPeriod, ReportVersion
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.rules import digests, numbering, report_forms
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import document_numbers, habits, keeping, narrative_templates, offices

_CLOSED = "Kỳ này đã chốt bản v{number}. Hãy bấm Mở lại và ghi lý do, rồi mới sửa; bản v{number} vẫn giữ nguyên."

_REPORT_OF = select(Report).where(Report.period_id == bindparam("of"))  # asked at every turn: made once


@dataclass(frozen=True)
class PeriodLine:
    """One period in the list: its dates, its deadline, and how far its report is."""

    id: int
    kind: str
    span: Span
    due: date | None
    state: str  # draft, closed …
    version: int | None  # the newest frozen one
    document_number: int | None
    document_date: date | None
    reopened: bool = False  # the version after `version` is being written

    @property
    def closed(self) -> bool:
        """Whether the report stands as it was frozen; it has to be reopened before anything in it changes."""
        return self.version is not None and not self.reopened

    @property
    def shown_version(self) -> int | None:
        """The number that goes with the state: of the frozen version, or of the one being written after it."""
        return self.version + 1 if self.version is not None and self.reopened else self.version


@dataclass(frozen=True)
class VersionLine:
    """One frozen version of a report."""

    id: int
    number: int
    state: str
    closed_at: Any
    closed_by: str
    digest: str
    reason: str = ""  # why the report was written anew for this version
    answer: str = ""  # what the unit above said when it was returned
    submitted_at: Any = None
    answered_at: Any = None


def ensure_period(session: Session, span: Span, *, kind: str | None = None, due: date | None = None) -> ReportingPeriod:
    """The period of these two days, made if it is new, with an empty report."""
    found = session.scalars(
        select(ReportingPeriod).where(ReportingPeriod.first_day == span.first, ReportingPeriod.last_day == span.last)
    ).one_or_none()
    if found is not None:
        return found
    kind = kind or span.kind
    period = keeping.save(
        session,
        ReportingPeriod,
        {
            "kind": kind,
            "first_day": span.first,
            "last_day": span.last,
            "due": due or habits.due(session, span, kind),
        },
    )
    # What the office keeps as its own is proposed from the first day; later reports only.
    kept = narrative_templates.of_form(session, report_forms.form_of(kind, span))
    session.add(Report(period_id=period.id, narrative=kept))
    session.flush()
    return period


def proposed(session: Session, today: date) -> Span:
    """The period to report next as the office cuts its time: after the latest one, else the month of `today`.

    Not before the counting start.
    """
    return habits.next_period(session, today, offices.current(session).since)


def list_periods(session: Session) -> list[PeriodLine]:
    """All periods, latest first."""
    return [
        PeriodLine(
            id=period.id,
            kind=period.kind,
            span=Span(period.first_day, period.last_day),
            due=period.due,
            state="draft" if state is None or report.reopened else state,
            version=number,
            document_number=report.document_number,
            document_date=report.document_date,
            reopened=bool(number and report.reopened),
        )
        for period, report, number, state in session.execute(_periods())
    ]


@cache
def _periods() -> Select[ReportingPeriod, Report, int, str]:
    """Each period with its report, and number and state of the newest version; made once, as it is asked so often."""
    latest = (
        select(ReportVersion.report_id, func.max(ReportVersion.number).label("number"))
        .group_by(ReportVersion.report_id)
        .subquery()
    )
    return (
        select(ReportingPeriod, Report, ReportVersion.number, ReportVersion.state)
        .join(Report, Report.period_id == ReportingPeriod.id)
        .outerjoin(latest, latest.c.report_id == Report.id)
        .outerjoin(
            ReportVersion,
            (ReportVersion.report_id == Report.id) & (ReportVersion.number == latest.c.number),
        )
        .where(ReportingPeriod.archived.is_(False))
        .order_by(ReportingPeriod.last_day.desc(), ReportingPeriod.first_day)
    )


def report_of(session: Session, period_id: int) -> Report:
    """What is being written for a period. Raises GoneError."""
    found = session.scalars(_REPORT_OF, {"of": period_id}).one_or_none()
    if found is None:
        raise GoneError
    return found


def open_report(session: Session, period_id: int) -> Report:
    """The report of a period to be written in. Raises AlreadyClosed for a closed one, GoneError."""
    report = report_of(session, period_id)
    last = latest_version(session, period_id)
    if last is not None and not report.reopened:
        raise AlreadyClosed([_CLOSED.format(number=last.number)])
    return report


def write(
    session: Session,
    period_id: int,
    *,
    own: Mapping[str, str] | None = None,
    document_number: int | None,
    document_date: date | None,
    knowingly: bool = False,
) -> Report:
    """Keep the number and date of the report being written (None: left blank) and the office's own texts by section.

    Without `own` the texts stay; a text that is empty leaves its section out. Raises AlreadyClosed, GoneError;
    ValidationError for a number that another report has, unless it is `knowingly` used twice; it may then stay.
    """
    report = report_of(session, period_id)
    kept = dict(report.narrative) if own is None else dict(own)
    if (report.document_number, report.document_date, report.narrative) == (document_number, document_date, kept):
        return report
    report = open_report(session, period_id)
    report.document_date = document_date
    if document_number is not None and document_number != report.number_doubled:
        period = session.get_one(ReportingPeriod, period_id)
        taken = document_numbers.numbering(session, but=report.id)
        other = taken.doubled(document_number, document_numbers.day_of(report, period))
        if other is not None and not knowingly:
            raise ValidationError({"document_number": numbering.doubled_sentence(document_number, other, taken.words)})
        report.number_doubled = document_number if other is not None else None
    report.document_number = document_number
    if own is not None:
        report.narrative = dict(own)
    session.flush()
    return report


def choose_annexes(session: Session, period_id: int, codes: Collection[str]) -> Report:
    """Keep which Biểu go along with the report being written: codes of `report_annex`. Raises AlreadyClosed."""
    report = open_report(session, period_id)
    report.annexes = [choice.code for choice in choices.of("report_annex") if choice.code in codes]
    session.flush()
    return report


def versions(session: Session, period_id: int) -> list[VersionLine]:
    """The frozen versions of a period's report, newest first."""
    rows = session.scalars(
        select(ReportVersion)
        .join(Report, Report.id == ReportVersion.report_id)
        .where(Report.period_id == period_id)
        .order_by(ReportVersion.number.desc())
    )
    return [
        VersionLine(
            v.id, v.number, v.state, v.closed_at, v.closed_by, v.digest, v.reason or "", v.answer or "",
            v.submitted_at, v.answered_at,
        )
        for v in rows
    ]  # fmt: skip


def latest_version(session: Session, period_id: int) -> ReportVersion | None:
    """The newest frozen version of a period's report."""
    return session.scalars(
        select(ReportVersion)
        .join(Report, Report.id == ReportVersion.report_id)
        .where(Report.period_id == period_id)
        .order_by(ReportVersion.number.desc())
        .limit(1)
    ).one_or_none()


def version_of(session: Session, period_id: int, number: int) -> ReportVersion:
    """One frozen version by its number. Raises GoneError that names those there are."""
    lines = versions(session, period_id)
    for line in lines:
        if line.number == number:
            return session.get_one(ReportVersion, line.id)
    there = ", ".join(str(line.number) for line in reversed(lines)) or "chưa có"
    raise GoneError(f"Kỳ này không có bản chốt số {number}. Các bản đã chốt: {there}.")


def content_of_version(session: Session, version_id: int) -> ReportContent:
    """The frozen content of a version."""
    return ReportContent.from_data(session.get_one(ReportVersion, version_id).content)


def close(
    session: Session,
    period_id: int,
    content: ReportContent,
    figures: dict[str, Any],
) -> ReportVersion:
    """Freeze content and figures as the report's next version; the version before it is replaced.

    The reason of a version after the first is the one it was reopened for. Raises AlreadyClosed, GoneError.
    """
    report = open_report(session, period_id)
    last = latest_version(session, period_id)
    if last is not None:
        last.state = "replaced"
    data = content.as_data()
    version = ReportVersion(
        report_id=report.id,
        number=(last.number if last else 0) + 1,
        state="closed",
        reason=report.reopened,
        content=data,
        figures=figures,
        definitions=published.definitions(),
        digest=digest(data, figures),
        closed_at=session.info["now"](),
        closed_by=session.info["user"],
        program=__version__,
    )
    session.add(version)
    report.reopened = None
    session.flush()
    return version


def digest(content: dict[str, Any], figures: dict[str, Any]) -> str:
    """SHA-256 over content and figures, the same on every machine; it is printed on every page of the version."""
    return digests.of_report(digests.of(content), digests.of(figures))
