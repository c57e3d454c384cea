"""Handing a report in: the file of its frozen version, signed if it is, with figures for the unit above. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from hoaian_desktop import jobs, papers
from hoaian_desktop.errors import PacketRefused, PrintError
from hoaian_desktop.records import Report, ReportingPeriod, ReportVersion
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import reporting, version_files, versions
from hoaian_desktop.store import files

_NO_FIGURES = (
    "Bản này được chốt bằng phiên bản chương trình cũ nên tệp không kèm số liệu cho cấp trên. "
    "Hãy mở lại kỳ, chốt bản mới rồi nộp."
)
_NOT_ITS_OWN = "Tệp đã ký không mang số liệu của bản v{number}. Hãy ký lại tệp PDF của bản này rồi nộp."


@dataclass(frozen=True)
class Submission:
    """A report that was handed in: the file, its proper name, and which version it is."""

    file: Path
    name: str  # BC_CDS_AnTin_2023-11_v1.pdf
    version: int
    code: str
    digest: str
    signed: bool


def submit(session: Session, span: Span, output: Path) -> Submission:
    """Hand in the report of two days; it is closed first if it never was, or was reopened since.

    Raises as `papers.close_period` and `hand_in`.
    """
    period = reporting.ensure_period(session, span)
    version = reporting.latest_version(session, period.id)
    if version is None or reporting.report_of(session, period.id).reopened is not None:
        version = papers.close_period(session, period.id)
    return hand_in(session, version.id, output)


def hand_in(session: Session, version_id: int, output: Path) -> Submission:
    """Write the file of a frozen version and mark it submitted: both or neither; again it writes the same bytes.

    The signed file goes out where there is one. `output` is a folder, which gives the file its own name, or the file.
    Raises as `versions.submit`, `papers.check_output` and `jobs.write_file`; PrintError for a file that lacks the
    version's figures.
    """
    version = versions.submit(session, version_id)
    signed = version_files.newest(session, version_id, version_files.SIGNED)
    pdf = papers.outgoing_pdf(session, version_id)
    if not _carries_figures_of(version, pdf):
        raise PrintError(_NOT_ITS_OWN.format(number=version.number) if signed else _NO_FIGURES)
    name = _name(session, version)
    with files.told():
        path = output / name if output.is_dir() else output
    papers.check_output(path)
    written = jobs.write_file(path, pdf)
    return Submission(written, name, version.number, version.content["code"], version.digest, signed is not None)


def _name(session: Session, version: ReportVersion) -> str:
    report = session.get_one(Report, version.report_id)
    period = session.get_one(ReportingPeriod, report.period_id)
    return papers.file_name(session, Span(period.first_day, period.last_day), version=version.number)


def _carries_figures_of(version: ReportVersion, pdf: bytes) -> bool:
    from hoaian_desktop.reports import packet

    try:
        return bool(packet.read(pdf)["report"]["digest"] == version.digest)
    except PacketRefused:
        return False
