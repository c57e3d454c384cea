"""What a report says above and below its text: its form, its trích yếu, who signs it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from hoaian_desktop.errors import ValidationError
from hoaian_desktop.records import Office, Report, ReportingPeriod
from hoaian_desktop.rules import report_forms, signing
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import narrative_templates, reporting

_WHOLE = "Hãy ghi đủ người ký, chức danh và thẩm quyền ký, hoặc lấy lại người ký của đơn vị."


@dataclass(frozen=True)
class Signer:
    """Who signs: codes of the lists `signing_authority` and `signing_title`, and the name without titles."""

    authority: str
    title: str
    name: str


def default_form(period: ReportingPeriod) -> str:
    """The form of a period unless the office chose another."""
    return report_forms.form_of(period.kind, Span(period.first_day, period.last_day))


def form_of(session: Session, period_id: int) -> str:
    """The form of a period's report. Raises GoneError."""
    return reporting.report_of(session, period_id).form or default_form(session.get_one(ReportingPeriod, period_id))


def is_untouched(session: Session, period_id: int) -> bool:
    """Whether nobody has written anything yet: the report says what was drafted and what the office's templates say."""
    kept = narrative_templates.of_form(session, form_of(session, period_id))
    own = reporting.report_of(session, period_id).narrative
    return all(kept.get(section) == text for section, text in own.items())


def choose_form(session: Session, period_id: int, form: str | None) -> None:
    """Write a period's report in another form (None: the period's own).

    Templates that stood unchanged give way to those of the new form. Raises AlreadyClosed.
    """
    usual = default_form(session.get_one(ReportingPeriod, period_id))
    before, after = form_of(session, period_id), form or usual
    if after == before:
        return
    report = reporting.open_report(session, period_id)
    report.form = None if after == usual else after
    kept = [narrative_templates.of_form(session, each) for each in (before, after)]
    report.narrative = narrative_templates.carried_over(report.narrative, *kept)
    session.flush()


def name_it(session: Session, period_id: int, subject: str | None) -> None:
    """Keep the report's own trích yếu; None or nothing is the form's."""
    kept = (subject or "").strip() or None
    if reporting.report_of(session, period_id).subject != kept:
        reporting.open_report(session, period_id).subject = kept
    session.flush()


def sign_by(session: Session, period_id: int, signer: Signer | None) -> None:
    """Let somebody else sign this report; None is who signs for the office. Raises ValidationError, AlreadyClosed."""
    report = reporting.open_report(session, period_id)
    if signer is not None:
        if not (signer.authority and signer.title and signer.name.strip()):
            raise ValidationError({"signer": _WHOLE})
        if said := signing.refusal(signer.authority, signer.title):
            raise ValidationError({"signer_title": said})
    report.signer_authority = signer.authority if signer else None
    report.signer_title = signer.title if signer else None
    report.signer = signer.name.strip() if signer else None
    session.flush()


def signer_of(office: Office, report: Report | None) -> Signer:
    """Who signs a report: somebody of its own, else who signs for the office."""
    if report is None or not (report.signer and report.signer_title and report.signer_authority):
        return Signer(office.authority, office.title, office.secretary)
    return Signer(report.signer_authority, report.signer_title, report.signer)
