"""Reporting periods and the frozen versions of their reports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hoaian_desktop import __version__
from hoaian_desktop.errors import GoneError
from hoaian_desktop.records import Report, ReportingPeriod, ReportVersion
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import habits, keeping, offices, version_files


@dataclass(frozen=True)
class PeriodLine:
    """One period in the list: its dates, its deadline, and how far its report is."""

    id: int
    kind: str
    span: Span
    due: date | None
    state: str  # draft, closed …
    version: int | None
    document_number: int | None
    document_date: date | None


@dataclass(frozen=True)
class VersionLine:
    """One frozen version of a report."""

    id: int
    number: int
    state: str
    closed_at: Any
    closed_by: str
    digest: str


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
    session.add(Report(period_id=period.id, narrative={}))
    session.flush()
    return period


def proposed(session: Session, today: date) -> Span:
    """The period to report next as the office cuts its time: after the latest one, else the month of `today`.

    Not before the counting start.
    """
    return habits.next_period(session, today, offices.current(session).since)


def list_periods(session: Session) -> list[PeriodLine]:
    """All periods, latest first."""
    latest = (
        select(ReportVersion.report_id, func.max(ReportVersion.number).label("number"))
        .group_by(ReportVersion.report_id)
        .subquery()
    )
    rows = session.execute(
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
    return [
        PeriodLine(
            id=period.id,
            kind=period.kind,
            span=Span(period.first_day, period.last_day),
            due=period.due,
            state=state or "draft",
            version=number,
            document_number=report.document_number,
            document_date=report.document_date,
        )
        for period, report, number, state in rows
    ]


def report_of(session: Session, period_id: int) -> Report:
    """What is being written for a period. Raises GoneError."""
    found = session.scalars(select(Report).where(Report.period_id == period_id)).one_or_none()
    if found is None:
        raise GoneError
    return found


def write(
    session: Session,
    period_id: int,
    *,
    own: Mapping[str, str] | None = None,
    document_number: int | None,
    document_date: date | None,
) -> Report:
    """Keep the number and date of the report being written (None: left blank) and the office's own texts by section.

    Without `own` the texts stay; a text that is empty leaves its section out.
    """
    report = report_of(session, period_id)
    report.document_number = document_number
    report.document_date = document_date
    if own is not None:
        report.narrative = dict(own)
    session.flush()
    return report


def next_number(session: Session, year: int) -> int:
    """The next document number of a year: numbering runs per calendar year by default."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    used = session.scalar(select(func.max(Report.document_number)).where(Report.document_date.between(first, last)))
    return (used or 0) + 1


def versions(session: Session, period_id: int) -> list[VersionLine]:
    """The frozen versions of a period's report, newest first."""
    rows = session.scalars(
        select(ReportVersion)
        .join(Report, Report.id == ReportVersion.report_id)
        .where(Report.period_id == period_id)
        .order_by(ReportVersion.number.desc())
    )
    return [VersionLine(v.id, v.number, v.state, v.closed_at, v.closed_by, v.digest) for v in rows]


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
    files: Mapping[str, tuple[str, bytes]],
) -> ReportVersion:
    """Freeze content, figures and the drawn files as the report's next version; the version before it is replaced.

    `files` are name and content by the kind of `version_files`.
    """
    report = report_of(session, period_id)
    last = latest_version(session, period_id)
    if last is not None:
        last.state = "replaced"
    data = content.as_data()
    version = ReportVersion(
        report_id=report.id,
        number=(last.number if last else 0) + 1,
        state="closed",
        content=data,
        figures=figures,
        digest=digest(data, figures),
        closed_at=session.info["now"](),
        closed_by=session.info["user"],
        program=__version__,
    )
    session.add(version)
    session.flush()
    for kind, (name, file) in files.items():
        version_files.keep(session, version.id, kind, name, file)
    return version


def digest(content: dict[str, Any], figures: dict[str, Any]) -> str:
    """SHA-256 over content and figures, the same on every machine."""
    text = json.dumps([content, figures], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
