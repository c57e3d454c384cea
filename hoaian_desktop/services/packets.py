"""A frozen version as the file that is kept and handed up: its pages, sealed, with the data they were drawn from."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.records import AdministrativeUnit, Report, ReportingPeriod, ReportVersion
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import packet
from hoaian_desktop.reports.packet import Facts, UnitFacts
from hoaian_desktop.reports.seal import Seal
from hoaian_desktop.rules import digests
from hoaian_desktop.services import offices, reporting


def sealed_pdf(session: Session, version: ReportVersion) -> bytes:
    """Draw a frozen version: its seal on every page, its figures attached."""
    from hoaian_desktop.reports import letter

    content = ReportContent.from_data(version.content)
    facts = facts_of(session, version)
    data = [packet.attachment(packet.build(facts))] if facts else []
    return letter.render(content, Seal(content.code, version.digest), data)


def facts_of(session: Session, version: ReportVersion) -> Facts | None:
    """The facts as the version froze them; None for one of an earlier program, whose digest was made otherwise."""
    if reporting.digest(version.content, version.figures) != version.digest:
        return None
    report = session.get_one(Report, version.report_id)
    period = session.get_one(ReportingPeriod, report.period_id)
    unit = session.scalars(select(AdministrativeUnit).where(AdministrativeUnit.key == version.figures["unit"])).one()
    return Facts(
        content=ReportContent.from_data(version.content),
        figures=version.figures,
        version=version.number,
        digest=version.digest,
        content_digest=digests.of(version.content),
        replaces=_before(session, version),
        unit=_unit(session, unit),
        period_kind=period.kind,
        first=period.first_day,
        last=period.last_day,
        due=period.due,
        since=offices.current(session).since,
        closed_at=version.closed_at,
        program=version.program,
    )


def _before(session: Session, version: ReportVersion) -> tuple[int, str] | None:
    before = session.scalars(
        select(ReportVersion).where(
            ReportVersion.report_id == version.report_id, ReportVersion.number == version.number - 1
        )
    ).one_or_none()
    return (before.number, before.digest) if before else None


def _unit(session: Session, unit: AdministrativeUnit) -> UnitFacts:
    parent = session.get(AdministrativeUnit, unit.parent_id) if unit.parent_id else None
    return UnitFacts(
        key=unit.key,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        parent=_unit(session, parent) if parent else None,
    )
