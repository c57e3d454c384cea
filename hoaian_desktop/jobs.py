"""Where a query meets a file: books made, reports drawn and closed, workbooks taken in, copies. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.errors import (
    BookError,
    DamagedBook,
    DamagedKeys,
    EmptyBook,
    GoneError,
    NewerBook,
    NotABook,
    NotReady,
)
from hoaian_desktop.indicators import catalogue, counting, published
from hoaian_desktop.indicators.figures import Figures
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import AdministrativeUnit, Office, ReportingPeriod, ReportVersion
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import compose
from hoaian_desktop.reports.office import Letterhead, OfficeFacts
from hoaian_desktop.rules import document, periods
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import offices, reporting
from hoaian_desktop.store import backup, book, files

if TYPE_CHECKING:
    from hoaian_desktop.exchange.importing import Plan
    from hoaian_desktop.store.book import OpenBook
    from hoaian_desktop.store.store import Store

_KIND = "BC_CDS"
_NO_COPY = "Không tìm thấy tệp {name}. Hãy kiểm tra ổ đĩa hoặc USB đã cắm, rồi chọn lại tệp."
_CODES: Mapping[type[BookError], str] = {
    DamagedBook: "damaged",
    DamagedKeys: "keys",
    EmptyBook: "empty",
    NewerBook: "newer",
}
_NOT_PDF = "Tệp {name} không có đuôi .pdf. Hãy ghi tên tệp .pdf."
_NO_SIGNER = "Chưa ghi họ tên"  # stands under the report until somebody writes it in the settings
_NO_VERSION = "Kỳ này chưa được chốt nên chưa có bản nào. Hãy bỏ --version để in bản nháp."
_NOT_BEGUN = "Kỳ báo cáo bắt đầu ngày {day}, chưa có gì để chốt."


# ── Books ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def new_book(
    folder: Path, passphrase: str, unit_key: str, values: Mapping[str, Any] | None = None
) -> tuple[OpenBook, str]:
    """A new book of a unit, open, and its recovery code; `values` are what the wizard asked for.

    Whatever `values` leave out is what the unit's era proposes. Raises GoneError for an unknown unit, ValidationError,
    WeakPassphrase, BookError, NotWritable, NoRoom.
    """
    unit = unit_entry(unit_key)
    book.check_passphrase(passphrase, unit_name=unit.name)
    given = dict(values or {})
    secretary = given.get("secretary") or _NO_SIGNER
    proposed = offices.defaults(unit, secretary=secretary, since=given.get("since"))
    made, code = book.create(folder, passphrase=passphrase, user_name=given.get("secretary") or unit.full_name)
    settled = False
    try:
        made.store.run(partial(offices.set_up, unit_key=unit_key, values={**proposed, **given}, slot=made.slot))
        settled = True
    finally:
        if not settled:
            made.discard()
    return made, code


def unit_entry(unit_key: str) -> offices.UnitEntry:
    """The bundled unit of a key. Raises GoneError."""
    for unit in offices.bundled_units():
        if unit.key == unit_key:
            return unit
    raise GoneError(f"Không có đơn vị “{unit_key}” trong danh mục. Hãy ghi mã như old-21703 hoặc new-21703.")


def back_up(opened: OpenBook, to: Path | None = None) -> Path:
    """A new verified copy of an open book, among its own or at `to`. Raises NoRoom, NotWritable, DamagedBook."""
    with files.told():
        if to is not None and not to.is_dir() and not to.parent.is_dir():
            raise BookError(files.NO_FOLDER.format(folder=to.parent))
    return backup.back_up(opened, to)


def restore(file: Path, folder: Path, passphrase: str, *, over_another: bool = False) -> None:
    """Put the book of a copy into `folder`. Raises as `backup.restore`."""
    with files.told():
        if not file.is_file():
            raise NotABook(_NO_COPY.format(name=file.name or file))
    backup.restore(file, folder, passphrase, over_another=over_another)


def check(folder: Path, passphrase: str) -> dict[str, Any]:
    """What is wrong with a closed book, as published: ok, and the findings. A book that does not open is one of them.

    Raises WrongPassphrase, NotABook and BookInUse: they say nothing about the book itself.
    """
    from hoaian_desktop.store import health

    try:
        opened = book.open_book(folder, passphrase)
    except (DamagedBook, DamagedKeys, EmptyBook, NewerBook) as error:
        return {"ok": False, "findings": [{"code": _CODES[type(error)], "level": "error", "message": str(error)}]}
    try:
        found = health.check(opened)
    finally:
        opened.close(copy=False)
    findings = [{"code": one.code, "level": one.level, "message": one.message} for one in found]
    return {"ok": not any(one.level == "error" for one in found), "findings": findings}


# ── Workbooks ────────────────────────────────────────────────────────────────────────────────────────────────────────


def import_workbook(
    store: Store,
    path: Path,
    *,
    today: date,
    sheet: str | None = None,
    kind: str | None = None,
    as_is: bool = False,
    dry_run: bool = False,
    rejected: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Take in a workbook, or with `dry_run` only look at it; the account as published by the command `import`.

    Sound rows go in, faulty ones are listed and written to the workbook `rejected`; with none of them sound there is
    no batch; a failure leaves the book as it was. Headings once decided about by hand are read as they were then.
    What is surely in an old encoding is read in Unicode, unless it is to be taken `as_is`.
    Raises ImportRefused, Cancelled; BookError where `rejected` cannot be written, after what is sound went in.
    """
    from hoaian_desktop.exchange import faulty, importing, opening, remembered

    opened = opening.open_path(path)
    found, read = opened.conversions, opening.in_unicode(opened)
    plan = partial(
        importing.plan,
        workbook=opened.workbook,
        today=today,
        sheet=sheet,
        kind=kind,
        conversions=found,
        progress=progress,
    )

    def planning(session: Session) -> Plan:
        decisions = remembered.recall(session, read, kind=kind)
        return plan(session, decisions=opening.leaving(decisions, found, everything=as_is))

    def taking_in(session: Session) -> tuple[Plan, int | None]:
        planned = planning(session)
        # No batch where nothing goes in: the mended file is not one that was taken in before.
        return planned, None if planned.is_fruitless else importing.apply(session, planned).id

    planned, batch = (store.read(planning), None) if dry_run else store.run(taking_in)
    if rejected is not None:
        faulty.write(planned, rejected)
    return planned.document(batch)


# ── Reports ──────────────────────────────────────────────────────────────────────────────────────────────────────────


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
    return Paper(ReportContent.from_data(frozen.content), name, frozen.number, reporting.pdf_of(frozen))


def version_pdf(session: Session, version_id: int) -> bytes:
    """The paper of one frozen version. Raises GoneError."""
    version = session.get(ReportVersion, version_id)
    if version is None:
        raise GoneError
    return reporting.pdf_of(version) or report_pdf(ReportContent.from_data(version.content))


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
    return reporting.close(session, period_id, content, published.document(figures), report_pdf(content))


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
    return write_file(folder / name, pdf)


def write_file(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all. Raises NoRoom, NotWritable; BookError if another program holds the file."""
    with files.told():
        if not path.parent.is_dir():
            raise BookError(files.NO_FOLDER.format(folder=path.parent))
    with files.in_use_told(path):
        files.write_whole(path, content, shared=True)
    return path


def recovery_sheet(unit_key: str, code: str, day: date) -> bytes:
    """The sheet with the recovery code, to be printed and locked away."""
    from hoaian_desktop.reports import recovery_sheet as sheet

    return sheet.render(f"Đoàn {unit_entry(unit_key).full_name}", code, day)


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
