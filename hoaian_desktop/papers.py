"""Where the figures of a period become a paper: its content, its drawings, its frozen versions. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop import choices, jobs
from hoaian_desktop.errors import AlreadyClosed, BookError, GoneError, NotReady
from hoaian_desktop.indicators import catalogue, corrected, published
from hoaian_desktop.indicators.figures import Figures
from hoaian_desktop.records import AdministrativeUnit, Office, ReportingPeriod, ReportVersion
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import compose
from hoaian_desktop.reports.office import Letterhead, OfficeFacts
from hoaian_desktop.rules import document, periods
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import differences, missing, offices, reporting, version_files, versions
from hoaian_desktop.store import files

if TYPE_CHECKING:
    from hoaian_desktop.store.store import Store

_KIND = "BC_CDS"
_NOT_PDF = "Tệp {name} không có đuôi .pdf. Hãy ghi tên tệp .pdf."
_NO_VERSION = "Kỳ này chưa được chốt nên chưa có bản nào. Hãy bỏ --version để in bản nháp."
_OTHER_NOW = (
    "Kỳ này đã chốt bản v{number}, và sổ nay đã khác bản đó. Hãy mở lại kỳ này, ghi lý do, rồi chốt thành bản v{next}."
)
_NOT_BEGUN = "Kỳ báo cáo bắt đầu ngày {day}, chưa có gì để chốt."


@dataclass(frozen=True)
class Paper:
    """A report ready to be drawn: its content, and the version it is frozen in (None for a draft)."""

    content: ReportContent
    file_name: str  # BC_CDS_AnTin_2023-11_v1.pdf
    version: int | None
    frozen: bytes | None = None  # the PDF it was closed with

    def pdf(self) -> bytes:
        """The very bytes it was closed with, or drawn now: a draft, or a version closed before bytes were kept."""
        return report_pdf(self.content) if self.frozen is None else self.frozen


def report_content(session: Session, span: Span, *, version: int | None = None) -> tuple[ReportContent, Figures]:
    """The report on two days as the book stands now, and the figures in it.

    Number, date and the office's own words are those kept with the period, if there is one. With a `version` it is
    written as that version, not as a draft.
    """
    office, unit = offices.current(session), offices.unit_of(session)
    figures = corrected.figures(session, span)
    period = _period(session, span)
    report = reporting.report_of(session, period.id) if period else None
    content = compose.content_of(
        figures,
        _facts(office, choices.name("unit_kind", unit.kind), unit.name, span),
        _letterhead(office),
        catalogue=catalogue.CATALOGUE,
        groups=catalogue.GROUPS,
        code=_code(unit.name, span, version),
        own=report.narrative if report else None,
        number=report.document_number if report else None,
        day=report.document_date if report else None,
        draft=version is None,
    )
    return content, figures


def paper(session: Session, span: Span, *, version: int | None = None) -> Paper:
    """What is printed for two days: the version asked for, else the newest frozen one, else a draft.

    Raises GoneError for a version that is not there.
    """
    period = _period(session, span)
    if version is not None and period is None:
        raise GoneError(_NO_VERSION)
    frozen = None
    if period is not None:
        of = period.id
        frozen = reporting.version_of(session, of, version) if version else reporting.latest_version(session, of)
    if frozen is None:
        return Paper(report_content(session, span)[0], file_name(session, span), None)
    name = file_name(session, span, version=frozen.number)
    return Paper(
        ReportContent.from_data(frozen.content),
        name,
        frozen.number,
        version_files.newest(session, frozen.id, version_files.PDF),
    )


def version_pdf(session: Session, version_id: int) -> bytes:
    """The paper of one frozen version. Raises GoneError."""
    version = session.get(ReportVersion, version_id)
    if version is None:
        raise GoneError
    kept = version_files.newest(session, version.id, version_files.PDF)
    return kept or report_pdf(ReportContent.from_data(version.content))


def compared(session: Session, period_id: int, older: int, newer: int | None = None) -> differences.Differences:
    """What differs between two frozen versions of a period, by their numbers; without `newer` from what is written now.

    Raises GoneError.
    """
    version = reporting.version_of(session, period_id, older)
    if newer is not None:
        return differences.between(session, version.id, reporting.version_of(session, period_id, newer).id)
    period = session.get_one(ReportingPeriod, period_id)
    content, _ = report_content(session, Span(period.first_day, period.last_day))
    return differences.against(session, version.id, content)


def differences_pdf(found: differences.Differences) -> bytes:
    """The comparison of two versions as pages to print. Needs no session."""
    from hoaian_desktop.reports import differences as paper

    return paper.render(found)


def dissolved(session: Session, span: Span) -> str:
    """What to say where the unit was no more when the days began: who followed it. Empty where it was still there."""
    unit = offices.unit_of(session)
    if unit.valid_to is None or unit.valid_to >= span.first:
        return ""
    after = session.get(AdministrativeUnit, unit.successor_id) if unit.successor_id else None
    heir = f", nay thuộc {choices.name('unit_kind', after.kind)} {after.name}" if after else ""
    name = f"{choices.name('unit_kind', unit.kind)} {unit.name}"
    return (
        f"Lưu ý: {name} chỉ có đến ngày {show_date(unit.valid_to)}{heir}. "
        "Kỳ này ở sau ngày đó; hãy lập báo cáo trong sổ của đơn vị mới."
    )


def file_name(session: Session, span: Span, *, version: int | None = None) -> str:
    """The name of the report's file; a draft's has no version in it."""
    return document.file_name(_KIND, offices.unit_of(session).name, span, version, "pdf")


def close_period(session: Session, period_id: int) -> ReportVersion:
    """Freeze content and figures of a period as the next version; the last one stays if nothing has changed since.

    Raises GoneError, AlreadyClosed for a closed report that was not reopened, and NotReady for a period that has not
    begun, one with faults (`missing.faults`), or a text that cannot be printed.
    """
    period = session.get(ReportingPeriod, period_id)
    if period is None:
        raise GoneError
    span = Span(period.first_day, period.last_day)
    if span.first > session.info["now"]().date():
        raise NotReady([_NOT_BEGUN.format(day=show_date(span.first))])
    last = reporting.latest_version(session, period_id)
    number = last.number if last else 0
    if last is not None:
        content, figures = report_content(session, span, version=number)
        if reporting.digest(content.as_data(), published.document(figures)) == last.digest:
            versions.leave_closed(session, period_id)
            return last
        if not reporting.report_of(session, period_id).reopened:
            raise AlreadyClosed([_OTHER_NOW.format(number=number, next=number + 1)])
    if standing := missing.faults(session, span, period_id):
        raise NotReady(standing)
    content, figures = report_content(session, span, version=number + 1)
    if faults := illegible(content):
        raise NotReady(faults)
    name = file_name(session, span, version=number + 1)
    files = {version_files.PDF: (name, report_pdf(content))}
    return reporting.close(session, period_id, content, published.document(figures), files, catalogue.definitions())


def close_report(store: Store, span: Span, *, reason: str = "") -> Paper:
    """Close the period of two days, made if it is new, and return what is now frozen. Raises as `close_period`.

    With a `reason` a closed report is reopened for it and closed again.
    """

    def operation(session: Session) -> Paper:
        period = reporting.ensure_period(session, span)
        if reason and reporting.latest_version(session, period.id) is not None:
            versions.reopen(session, period.id, reason)
        close_period(session, period.id)
        return paper(session, span)

    return store.run(operation)


def illegible(content: ReportContent) -> tuple[str, ...]:
    """A sentence for each place of a report with letters that would come out as boxes."""
    from hoaian_desktop.reports import legible

    return legible.faults(content)


def report_pdf(content: ReportContent) -> bytes:
    """The PDF of a report; the same content gives the same bytes. Needs no session."""
    from hoaian_desktop.reports import letter

    return letter.render(content)


def check_output(path: Path) -> None:
    """Refuse, before any work is done, where a PDF cannot go. Raises BookError."""
    if path.suffix.lower() != ".pdf":
        raise BookError(_NOT_PDF.format(name=path.name or path))
    with files.told():
        if not path.parent.is_dir():
            raise BookError(files.NO_FOLDER.format(folder=path.parent))


def save_report(pdf: bytes, folder: Path, name: str) -> Path:
    """Write a report into `folder`, made if needed, under the name of its `Paper`. Raises as `write_file`."""
    with files.told():
        folder.mkdir(parents=True, exist_ok=True)
    return jobs.write_file(folder / name, pdf)


def _period(session: Session, span: Span) -> ReportingPeriod | None:
    return session.scalars(
        select(ReportingPeriod).where(ReportingPeriod.first_day == span.first, ReportingPeriod.last_day == span.last)
    ).one_or_none()


def _facts(office: Office, unit_kind: str, unit_name: str, span: Span) -> OfficeFacts:
    superior = document.superior_full(office.superior)
    return OfficeFacts(
        unit_kind=unit_kind,
        unit_name=unit_name,
        superior=f"Ban Thường vụ {superior}",
        superior_short=document.superior_short(office.superior),
        since=office.since,
        directive=office.directive,
        span=span.label,
        next_span=_following(span).label,
    )


def _letterhead(office: Office) -> Letterhead:
    return Letterhead(
        superior=office.superior,
        issuer=office.issuer,
        symbol=office.symbol,
        place=office.place,
        authority=choices.name("signing_authority", office.authority),
        title=choices.name("signing_title", office.title),
        secretary=office.secretary,
        recipients=tuple(line.strip() for line in office.recipients.splitlines() if line.strip()),
    )


def _following(span: Span) -> Span:
    """The period after: as many months where the span is a calendar month, quarter …, otherwise as many days."""
    first = span.last + timedelta(days=1)
    months = periods.MONTHS.get(span.kind)
    if months is None:
        return Span(first, span.last + timedelta(days=span.days))
    year, month = divmod(first.year * 12 + first.month - 1 + months - 1, 12)
    return Span(first, Span.month(year, month + 1).last)


def _code(unit_name: str, span: Span, version: int | None) -> str:
    """The report's identity on paper: AT-2023-11-V1."""
    initials = "".join(word[0] for word in fold(unit_name).split()).upper()
    part = document.file_name("", "", span, None, "").strip("_.")
    return f"{initials}-{part}" + ("" if version is None else f"-V{version}")
