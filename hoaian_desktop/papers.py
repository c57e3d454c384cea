"""Where the figures of a period become a paper: its content, its drawings, its frozen versions. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop import choices, jobs
from hoaian_desktop.errors import BookError, GoneError, NotReady
from hoaian_desktop.indicators import catalogue, counting, published
from hoaian_desktop.indicators.figures import Figures
from hoaian_desktop.records import AdministrativeUnit, Office, ReportingPeriod, ReportVersion
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import compose
from hoaian_desktop.reports.office import Letterhead, OfficeFacts
from hoaian_desktop.rules import document, periods
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import offices, reporting, version_files
from hoaian_desktop.store import files

if TYPE_CHECKING:
    from hoaian_desktop.store.store import Store

_KIND = "BC_CDS"
_OTHER_ENDING = "Tệp {name} không có đuôi {endings}. Hãy ghi tên tệp {endings}."
_NO_VERSION = "Kỳ này chưa được chốt nên chưa có bản nào. Hãy bỏ --version để in bản nháp."
_NOT_BEGUN = "Kỳ báo cáo bắt đầu ngày {day}, chưa có gì để chốt."


@dataclass(frozen=True)
class Paper:
    """A report ready to be drawn: its content, and the version it is frozen in (None for a draft)."""

    content: ReportContent
    file_name: str  # BC_CDS_AnTin_2023-11_v1.pdf
    version: int | None
    frozen: Mapping[str, bytes] = field(default_factory=dict)  # the files it was closed with, by kind

    def file(self, kind: str) -> bytes:
        """The very bytes it was closed with, or drawn now: a draft, or a version closed before bytes were kept.

        `kind` is one of `DRAWN`.
        """
        kept = self.frozen.get(kind)
        return report_file(self.content, kind) if kept is None else kept

    def named(self, kind: str) -> str:
        """The name of its file of a kind of `DRAWN`."""
        return str(Path(self.file_name).with_suffix(f".{kind}"))

    def pdf(self) -> bytes:
        """The PDF."""
        return self.file(version_files.PDF)


def report_content(session: Session, span: Span, *, version: int | None = None) -> tuple[ReportContent, Figures]:
    """The report on two days as the book stands now, and the figures in it.

    Number, date and the office's own words are those kept with the period, if there is one. With a `version` it is
    written as that version, not as a draft.
    """
    office, unit = offices.current(session), offices.unit_of(session)
    figures = counting.count(session, span)
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
    found = {kind: version_files.newest(session, frozen.id, kind) for kind in DRAWN}
    kept = {kind: file for kind, file in found.items() if file is not None}
    return Paper(ReportContent.from_data(frozen.content), name, frozen.number, kept)


def version_file(session: Session, version_id: int, kind: str) -> bytes:
    """One frozen version as a file of a kind of `DRAWN`: as it was kept, else drawn anew. Raises GoneError."""
    version = session.get(ReportVersion, version_id)
    if version is None:
        raise GoneError
    kept = version_files.newest(session, version.id, kind)
    return kept or report_file(ReportContent.from_data(version.content), kind)


def version_pdf(session: Session, version_id: int) -> bytes:
    """The paper of one frozen version. Raises GoneError."""
    return version_file(session, version_id, version_files.PDF)


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


def file_name(session: Session, span: Span, *, version: int | None = None, kind: str = version_files.PDF) -> str:
    """The name of the report's file of a kind of `DRAWN`; a draft's has no version in it."""
    return document.file_name(_KIND, offices.unit_of(session).name, span, version, kind)


def close_period(session: Session, period_id: int) -> ReportVersion:
    """Freeze content and figures of a period as the next version; the last one stays if nothing has changed since.

    Raises GoneError, and NotReady for a period that has not begun or a text that cannot be printed.
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
            return last
    content, figures = report_content(session, span, version=number + 1)
    if faults := illegible(content):
        raise NotReady(faults)
    files = {
        kind: (file_name(session, span, version=number + 1, kind=kind), report_file(content, kind)) for kind in DRAWN
    }
    return reporting.close(session, period_id, content, published.document(figures), files)


def close_report(store: Store, span: Span) -> Paper:
    """Close the period of two days, made if it is new, and return what is now frozen. Raises as `close_period`."""

    def operation(session: Session) -> Paper:
        close_period(session, reporting.ensure_period(session, span).id)
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


def report_docx(content: ReportContent) -> bytes:
    """The Word document of a report; the same content gives the same bytes. Needs no session."""
    from hoaian_desktop.reports import word

    return word.render(content)


def report_xlsx(content: ReportContent) -> bytes:
    """The workbook of a report; the same content gives the same bytes. Needs no session."""
    from hoaian_desktop.reports import workbook

    return workbook.render(content)


DRAWN: Mapping[str, Callable[[ReportContent], bytes]] = {
    version_files.PDF: report_pdf,
    version_files.WORD: report_docx,
    version_files.EXCEL: report_xlsx,
}
"""What a report is drawn as, by the kind of `version_files`, which is also the ending of the file's name."""


def report_file(content: ReportContent, kind: str) -> bytes:
    """A report as a file of a kind of `DRAWN`."""
    return DRAWN[kind](content)


def check_output(path: Path, kinds: Collection[str] = (version_files.PDF,)) -> str:
    """The kind of file that `path` asks for; refuses, before any work is done, where it cannot go. Raises BookError."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in kinds:
        *before, last = (f".{each}" for each in kinds)
        endings = f"{', '.join(before)} hoặc {last}" if before else last
        raise BookError(_OTHER_ENDING.format(name=path.name or path, endings=endings))
    with files.told():
        if not path.parent.is_dir():
            raise BookError(files.NO_FOLDER.format(folder=path.parent))
    return kind


def save_report(file: bytes, folder: Path, name: str) -> Path:
    """Write a report into `folder`, made if needed, under the name of its `Paper`. Raises as `write_file`."""
    with files.told():
        folder.mkdir(parents=True, exist_ok=True)
    return jobs.write_file(folder / name, file)


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
