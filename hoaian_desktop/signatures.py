"""Where a frozen version meets its signature and the scan of its paper. No Qt.

Signing takes three steps, so that no transaction waits for a token: `unsigned` reads, `signed` signs, `keep_signed`
writes. Nothing secret is kept: neither passphrase nor PIN, only the signed file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop import papers
from hoaian_desktop.errors import GoneError, NotAPdf, NotReady, ScanRefused
from hoaian_desktop.records import Report, ReportingPeriod, ReportVersion, VersionFile
from hoaian_desktop.report_content import ReportContent, Signature
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import reporting, scans, version_files
from hoaian_desktop.services.scans import ScanLine
from hoaian_desktop.signature_facts import Certificate, SigningKey, Verified
from hoaian_desktop.store import files

if TYPE_CHECKING:
    from hoaian_desktop.store.store import Store

_DRAFT = "Kỳ này chưa chốt nên chưa có gì để ký. Hãy chốt kỳ trước."
_REPLACED = "Bản v{number} đã được thay bằng bản mới. Hãy ký bản mới nhất của kỳ."
_SIGNED = "Bản v{number} đã được ký số lúc {at}. Muốn ký lại, hãy mở lại kỳ và chốt bản mới."
_NO_FILE = "Không tìm thấy tệp {name}. Hãy kiểm tra ổ đĩa hoặc USB đã cắm, rồi chọn lại tệp."
_LARGEST = 200 * 2**20  # bytes of a PDF that is read to be checked


@dataclass(frozen=True)
class Unsigned:
    """A frozen version that may be signed: its paper, and who is printed under it."""

    version_id: int
    number: int
    name: str  # BC_CDS_AnTin_2023-11_v1.pdf
    pdf: bytes
    signature: Signature


def unsigned(session: Session, version_id: int) -> Unsigned:
    """What is to be signed. Raises GoneError; NotReady for a version that was replaced or signed already."""
    version = _signable(session, version_id)
    signature = ReportContent.from_data(version.content).signature
    pdf = papers.version_pdf(session, version_id)
    return Unsigned(version.id, version.number, file_name(session, version_id), pdf, signature)


def signed(what: Unsigned, key: SigningKey, at: datetime) -> bytes:
    """The version's PDF with the signature of `key`, made at the aware moment `at`. Needs no session.

    Raises SignatureError.
    """
    from hoaian_desktop.reports import signing

    return signing.sign(what.pdf, key, what.signature, at)


def keep_signed(session: Session, version_id: int, pdf: bytes) -> VersionFile:
    """Keep what was signed beside what it was before. Raises as `unsigned`: somebody may have been quicker."""
    _signable(session, version_id)
    return version_files.keep(session, version_id, version_files.SIGNED, file_name(session, version_id), pdf)


def sign_version(store: Store, version_id: int, key: SigningKey, at: Callable[[], datetime]) -> bytes:
    """Sign a version and keep it, in one go. Raises as `unsigned` and `signed`."""
    what = store.read(partial(unsigned, version_id=version_id))
    pdf = signed(what, key, at())
    store.run(partial(keep_signed, version_id=version_id, pdf=pdf))
    return pdf


def latest(session: Session, span: Span) -> int:
    """The id of the newest frozen version of two days. Raises NotReady where there is none."""
    period = session.scalars(
        select(ReportingPeriod).where(ReportingPeriod.first_day == span.first, ReportingPeriod.last_day == span.last)
    ).one_or_none()
    version = reporting.latest_version(session, period.id) if period else None
    if version is None:
        raise NotReady([_DRAFT])
    return version.id


def file_name(session: Session, version_id: int) -> str:
    """The name of a version's PDF, signed or not. Raises GoneError."""
    version = session.get(ReportVersion, version_id)
    if version is None:
        raise GoneError
    period = session.scalars(
        select(ReportingPeriod)
        .join(Report, Report.period_id == ReportingPeriod.id)
        .where(Report.id == version.report_id)
    ).one()
    return papers.file_name(session, Span(period.first_day, period.last_day), version=version.number)


def certificates(key: SigningKey) -> list[Certificate]:
    """What a file or a token has to sign with, best first, to be shown before signing. Raises SignatureError."""
    from hoaian_desktop.reports import credentials

    return sorted(credentials.certificates(key), key=lambda each: each.last, reverse=True)


def verify_file(path: Path, now: datetime) -> Verified:
    """What the signatures of a file are worth. Raises NotAPdf, BookError where the disk does not read."""
    from hoaian_desktop.reports import verifying

    with files.told():
        if not path.is_file():
            raise NotAPdf(_NO_FILE.format(name=path.name or path))
        if path.stat().st_size > _LARGEST:
            raise NotAPdf
        content = path.read_bytes()
    return verifying.verify(content, now)


def verify(pdf: bytes, now: datetime) -> Verified:
    """What the signatures of a PDF are worth. Raises NotAPdf."""
    from hoaian_desktop.reports import verifying

    return verifying.verify(pdf, now)


def signed_pdf(session: Session, version_id: int) -> bytes | None:
    """The signed file of a version; None where it was not signed."""
    return version_files.newest(session, version_id, version_files.SIGNED)


# ── The scan of the signed, stamped paper ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Scan:
    """A file that may be kept as a scan."""

    ending: str  # pdf, jpg, png
    content: bytes


def read_scan(path: Path) -> Scan:
    """Read and judge a file before it is kept. Needs no session. Raises ScanRefused, BookError."""
    from hoaian_desktop.reports import scans as judging

    with files.told():
        if not path.is_file():
            raise ScanRefused(_NO_FILE.format(name=path.name or path))
        with path.open("rb") as file:
            content = file.read(judging.LARGEST + 1)  # no more than tells that it is too large
    return Scan(judging.ending(content), content)


def attach_scan(session: Session, version_id: int, scan: Scan, *, instead_of: int | None = None) -> int:
    """Keep a scan with a closed version, in the place of an earlier one if said; its id.

    Raises GoneError, ScanRefused.
    """
    name = file_name(session, version_id)
    if instead_of is not None:
        return scans.replace(session, instead_of, name, scan.ending, scan.content).id
    return scans.attach(session, version_id, name, scan.ending, scan.content).id


def scan_lines(session: Session, version_id: int) -> list[ScanLine]:
    """The scans of a version, oldest first, also those that were removed or replaced."""
    return scans.lines(session, version_id)


def scan_to_look_at(name_and_content: tuple[str, bytes]) -> bytes:
    """A scan as PDF pages. Needs no session."""
    from hoaian_desktop.reports import scans as judging

    return judging.as_pdf(name_and_content[1])


def _signable(session: Session, version_id: int) -> ReportVersion:
    version = session.get(ReportVersion, version_id)
    if version is None:
        raise GoneError
    if version.state == "replaced":
        raise NotReady([_REPLACED.format(number=version.number)])
    for line in version_files.listed(session, version_id):
        if line.kind == version_files.SIGNED:
            at = f"{line.at:%H:%M} {show_date(line.at.date())}"
            raise NotReady([_SIGNED.format(number=version.number, at=at)])
    return version
