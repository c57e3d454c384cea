"""Where the figures of a period become a paper: its content, its drawings, its frozen versions. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop import annexing, choices, jobs
from hoaian_desktop.errors import AlreadyClosed, BookError, GoneError, NotReady
from hoaian_desktop.indicators import catalogue, corrected, published
from hoaian_desktop.indicators.figures import Figures
from hoaian_desktop.records import AdministrativeUnit, Office, Report, ReportingPeriod, ReportVersion
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import compose, narrative
from hoaian_desktop.reports.live_figures import LiveFigures
from hoaian_desktop.reports.office import Letterhead, OfficeFacts
from hoaian_desktop.rules import document, periods, report_forms
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.rules.report_forms import Outline
from hoaian_desktop.services import (
    differences,
    missing,
    offices,
    packets,
    report_heads,
    reporting,
    version_files,
    versions,
)
from hoaian_desktop.services.report_heads import Signer
from hoaian_desktop.store import files

if TYPE_CHECKING:
    from hoaian_desktop.store.store import Store

_KIND = "BC_CDS"
_OTHER_ENDING = "Tệp {name} không có đuôi {endings}. Hãy ghi tên tệp {endings}."
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


@dataclass(frozen=True)
class Words:
    """What the text of a report is written from."""

    form: str  # a code of the list `report_form`
    outline: Outline  # the sections of the form, as they are titled for this period
    subject: str  # the trích yếu of the form
    live: LiveFigures
    drafted: Mapping[str, str]  # what the program proposes for each part, as kept texts


def report_content(session: Session, span: Span, *, version: int | None = None) -> tuple[ReportContent, Figures]:
    """The report on two days as the book stands now, and the figures in it.

    Number, date and the office's own words are those kept with the period, if there is one. With a `version` it is
    written as that version, not as a draft.
    """
    office, unit = offices.current(session), offices.unit_of(session)
    figures = corrected.figures(session, span)
    period = _period(session, span)
    report = reporting.report_of(session, period.id) if period else None
    facts = _facts(office, unit, span, period, report)
    codes = report.annexes if report else [annexing.FIGURES]
    content = compose.content_of(
        figures,
        facts,
        _letterhead(office, report_heads.signer_of(office, report)),
        catalogue=catalogue.CATALOGUE,
        groups=catalogue.GROUPS,
        code=_code(unit.name, span, version),
        own=report.narrative if report else None,
        number=report.document_number if report else None,
        day=report.document_date if report else None,
        subject=report.subject if report else None,
        draft=version is None,
        with_figures=annexing.FIGURES in codes,
        more=annexing.more(session, figures, codes, words=facts.span, village=facts.village),
    )
    return content, figures


def words(session: Session, span: Span, content: ReportContent, figures: Figures) -> Words:
    """What the text of a report is written from, for a content and the figures it was made of."""
    office, unit, period = offices.current(session), offices.unit_of(session), _period(session, span)
    facts = _facts(office, unit, span, period, reporting.report_of(session, period.id) if period else None)
    live = narrative.live(figures, facts, catalogue.CATALOGUE, [annex.code for annex in content.annexes])
    return Words(
        form=facts.form,
        outline=facts.wording.sections(facts.next_span),
        subject=narrative.subject_of(facts),
        live=live,
        drafted=narrative.drafted(live, facts, content.subject),
    )


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
    kept = {kind: _version_file(session, frozen, kind) for kind in DRAWN}
    return Paper(ReportContent.from_data(frozen.content), name, frozen.number, kept)


def version_file(session: Session, version_id: int, kind: str) -> bytes:
    """One frozen version as a file of a kind of `DRAWN`: as it was kept, else drawn anew. Raises GoneError."""
    version = session.get(ReportVersion, version_id)
    if version is None:
        raise GoneError
    return _version_file(session, version, kind)


def version_pdf(session: Session, version_id: int) -> bytes:
    """The paper of one frozen version as it was closed. Raises GoneError."""
    return version_file(session, version_id, version_files.PDF)


def outgoing_pdf(session: Session, version_id: int) -> bytes:
    """The paper of a frozen version as it goes out: the signed one where it was signed. Raises GoneError."""
    return version_files.newest(session, version_id, version_files.SIGNED) or version_pdf(session, version_id)


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


def file_name(session: Session, span: Span, *, version: int | None = None, kind: str = version_files.PDF) -> str:
    """The name of the report's file of a kind of `DRAWN`; a draft's has no version in it."""
    return document.file_name(_KIND, offices.unit_of(session).name, span, version, kind)


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
    version = reporting.close(session, period_id, content, published.document(figures))
    for kind in DRAWN:
        name = file_name(session, span, version=version.number, kind=kind)
        version_files.keep(session, version.id, kind, name, _version_file(session, version, kind))
    return version


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


def report_pdf(content: ReportContent, digest: str = "") -> bytes:
    """The PDF of a report; the same content gives the same bytes. Needs no session.

    With the `digest` of the frozen version it belongs to, its pages carry that version's seal.
    """
    from hoaian_desktop.reports import letter
    from hoaian_desktop.reports.seal import Seal

    return letter.render(content, Seal(content.code, digest) if digest else None)


def report_docx(content: ReportContent, digest: str = "") -> bytes:
    """The Word document of a report, as `report_pdf`."""
    from hoaian_desktop.reports import word

    return word.render(content, _foot(content, digest))


def report_xlsx(content: ReportContent, digest: str = "") -> bytes:
    """The workbook of a report, as `report_pdf`."""
    from hoaian_desktop.reports import workbook

    return workbook.render(content, _foot(content, digest))


def _foot(content: ReportContent, digest: str) -> str:
    from hoaian_desktop.reports.seal import Seal

    return Seal(content.code, digest).words if digest else ""


DRAWN: Mapping[str, Callable[[ReportContent, str], bytes]] = {
    version_files.PDF: report_pdf,
    version_files.WORD: report_docx,
    version_files.EXCEL: report_xlsx,
}
"""What a report is drawn as, by the kind of `version_files`, which is also the ending of the file's name."""


def report_file(content: ReportContent, kind: str, digest: str = "") -> bytes:
    """A report as a file of a kind of `DRAWN`; of a frozen version with its `digest`."""
    return DRAWN[kind](content, digest)


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


def _version_file(session: Session, version: ReportVersion, kind: str) -> bytes:
    """The bytes it was closed with; drawn now where it was closed before bytes were kept."""
    if kept := version_files.newest(session, version.id, kind):
        return kept
    if kind == version_files.PDF:
        return packets.sealed_pdf(session, version)
    return report_file(ReportContent.from_data(version.content), kind, version.digest)


def _period(session: Session, span: Span) -> ReportingPeriod | None:
    return session.scalars(
        select(ReportingPeriod).where(ReportingPeriod.first_day == span.first, ReportingPeriod.last_day == span.last)
    ).one_or_none()


def _facts(
    office: Office, unit: AdministrativeUnit, span: Span, period: ReportingPeriod | None, report: Report | None
) -> OfficeFacts:
    superior = document.superior_full(office.superior)
    kind = period.kind if period else report_forms.kind_of(span)
    return OfficeFacts(
        unit_kind=choices.name("unit_kind", unit.kind),
        unit_name=unit.name,
        superior=f"Ban Thường vụ {superior}",
        superior_short=document.superior_short(office.superior),
        since=office.since,
        directive=office.directive,
        span=report_forms.span_words(span, kind),
        next_span=report_forms.span_words(periods.following(span, kind), kind),
        form=(report.form if report else None) or report_forms.form_of(kind, span),
    )


def _letterhead(office: Office, signer: Signer) -> Letterhead:
    return Letterhead(
        superior=office.superior,
        issuer=office.issuer,
        symbol=office.symbol,
        place=office.place,
        authority=choices.name("signing_authority", signer.authority),
        title=choices.name("signing_title", signer.title),
        secretary=signer.name,
        recipients=tuple(line.strip() for line in office.recipients.splitlines() if line.strip()),
        layout=office.header_layout,
    )


def _code(unit_name: str, span: Span, version: int | None) -> str:
    """The report's identity on paper: AT-2023-11-V1."""
    initials = "".join(word[0] for word in fold(unit_name).split()).upper()
    part = document.file_name("", "", span, None, "").strip("_.")
    return f"{initials}-{part}" + ("" if version is None else f"-V{version}")
