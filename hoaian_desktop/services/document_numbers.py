"""Which document numbers the reports of the book have, and have had on paper."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.records import Report, ReportingPeriod, ReportVersion
from hoaian_desktop.rules.numbering import Numbering, Used
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import offices


def numbering(session: Session, *, but: int | None = None) -> Numbering:
    """How the office numbers, and every number of the reports other than the one with id `but`.

    A frozen version keeps its number used, also where the report being written was given another since.
    """
    office = offices.current(session)
    used = {(each.number, each.words): each for each in (*_frozen(session, but), *_written(session, but))}
    return Numbering(office.numbering, office.term_first_day, tuple(used.values()))


def day_of(report: Report, period: ReportingPeriod) -> date:
    """The day that tells a report's year or term: its own, else the day it is due."""
    return report.document_date or period.due or period.last_day


def proposed(session: Session, day: date) -> int:
    """The number that comes next on a day."""
    return numbering(session).next(day)


def _written(session: Session, but: int | None) -> list[Used]:
    rows = session.execute(
        select(Report, ReportingPeriod)
        .join(ReportingPeriod, ReportingPeriod.id == Report.period_id)
        .where(Report.document_number.is_not(None), Report.id != (but or 0), ReportingPeriod.archived.is_(False))
    )
    return [
        Used(report.document_number, day_of(report, period), _words(period))
        for report, period in rows
        if report.document_number is not None
    ]


def _frozen(session: Session, but: int | None) -> list[Used]:
    heading = ReportVersion.content["heading"]
    rows = session.execute(
        select(
            ReportingPeriod,
            heading["number"].as_integer().label("number"),
            heading["day"].as_string().label("day"),
        )
        .join(Report, Report.period_id == ReportingPeriod.id)
        .join(ReportVersion, ReportVersion.report_id == Report.id)
        .where(heading["number"].as_integer().is_not(None), Report.id != (but or 0))
    )
    return [
        Used(number, date.fromisoformat(day) if day else period.due or period.last_day, _words(period))
        for period, number, day in rows
    ]


def _words(period: ReportingPeriod) -> str:
    label = Span(period.first_day, period.last_day).short_label
    return f"báo cáo {label[:1].lower()}{label[1:]}"
