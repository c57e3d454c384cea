"""What is wrong with an open book, found by reading all of it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from hoaian_desktop.errors import DamagedBook, HoaiAnError
from hoaian_desktop.records import Report, ReportingPeriod, ReportVersion, VersionFile
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.store import change_log, copies, faults, migrate, vault
from hoaian_desktop.store.backup import DATA, KEYS
from hoaian_desktop.store.book import OpenBook
from hoaian_desktop.store.engine import connect

OLD_COPY_DAYS = 7
Level = Literal["error", "warning", "notice"]
_RESTORE = "Hãy phục hồi từ bản sao lưu gần nhất."


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be, with the sentence that says what to do."""

    code: str
    level: Level
    message: str


Look = Callable[[OpenBook], Iterator[Finding]]


def check(book: OpenBook) -> list[Finding]:
    """Everything found, worst first; empty if the book is sound. Reads every page: some seconds for a large book."""
    found = [finding for code, what, look in _LOOKS for finding in _looked(book, code, what, look)]
    order = ("error", "warning", "notice")
    return sorted(found, key=lambda finding: order.index(finding.level))


def _looked(book: OpenBook, code: str, what: str, look: Look) -> list[Finding]:
    """What one look finds; that it could not read what it looks at is a finding of its own, in one sentence."""
    try:
        return list(look(book))
    except (DamagedBook, DatabaseError):
        return [Finding(code, "error", f"Không đọc được {what}. {_RESTORE}")]
    except HoaiAnError as error:
        return [Finding(code, "error", str(error))]


def _pages(book: OpenBook) -> Iterator[Finding]:
    if _first(book, "PRAGMA cipher_integrity_check") is not None:
        yield Finding("pages", "error", f"Tệp sổ có trang bị hỏng. {_RESTORE}")


def _integrity(book: OpenBook) -> Iterator[Finding]:
    if _first(book, "PRAGMA integrity_check") != ("ok",):
        yield Finding("integrity", "error", f"Cấu trúc tệp sổ bị hỏng. {_RESTORE}")


def _foreign_keys(book: OpenBook) -> Iterator[Finding]:
    broken = _first(book, "PRAGMA foreign_key_check")
    if broken is not None:
        yield Finding("foreign-keys", "error", f"Bảng {broken[0]} có mục trỏ tới nội dung không còn. {_RESTORE}")


def _change_log(book: OpenBook) -> Iterator[Finding]:
    broken = book.store.read(lambda session: change_log.first_broken(session.connection()))
    if broken is not None:
        sentence = f"Nhật ký thay đổi bị sửa hoặc thiếu từ dòng {broken}. Hãy so với bản sao lưu cũ hơn."
        yield Finding("change-log", "error", sentence)


def _schema(book: OpenBook) -> Iterator[Finding]:
    if _first(book, "PRAGMA application_id") != (migrate.MARK,):
        yield Finding("schema", "error", f"Tệp sổ thiếu dấu nhận biết. {_RESTORE}")
    elif _first(book, "SELECT version_num FROM alembic_version") != (migrate.head(),):
        yield Finding("schema", "error", "Sổ không cùng phiên bản với chương trình. Hãy đóng rồi mở lại sổ.")


def _reports(book: OpenBook) -> Iterator[Finding]:
    for number, first, last in book.store.read(_altered_papers):
        days = f"từ {show_date(first)} đến {show_date(last)}"
        sentence = f"Bản báo cáo đã chốt số {number} của kỳ {days} không còn nguyên như lúc chốt. {_RESTORE}"
        yield Finding("reports", "error", sentence)


def _altered_papers(session: Session) -> list[tuple[int, date, date]]:
    """Number and days of the frozen versions whose paper is not the one its digest was made of."""
    kept = (
        select(VersionFile.id, ReportVersion.number, ReportingPeriod.first_day, ReportingPeriod.last_day)
        .join(ReportVersion, ReportVersion.id == VersionFile.version_id)
        .join(Report, Report.id == ReportVersion.report_id)
        .join(ReportingPeriod, ReportingPeriod.id == Report.period_id)
        .order_by(ReportingPeriod.last_day, ReportVersion.number)
    )
    paper = select(VersionFile.content, VersionFile.digest)
    altered = (
        (number, first, last)
        for id_, number, first, last in session.execute(kept).all()
        if not _is_whole(*session.execute(paper.where(VersionFile.id == id_)).one())  # one file at a time
    )
    return list(dict.fromkeys(altered))


def _is_whole(packed: bytes, digest: str) -> bool:
    try:
        return hashlib.sha256(zlib.decompress(packed)).hexdigest() == digest
    except zlib.error:
        return False


def _keys(book: OpenBook) -> Iterator[Finding]:
    try:
        keys = vault.read(book.folder / KEYS)
    except HoaiAnError as error:
        yield Finding("keys", "error", str(error))
        return
    if not keys.fits(book.key):
        yield Finding("keys", "error", "Tệp khóa book.keys là của sổ khác. Hãy chép lại tệp này từ bản sao lưu.")
    elif not any(slot.kind == vault.RECOVERY for slot in keys.slots):
        yield Finding("keys", "warning", "Sổ chưa có mã khôi phục. Hãy tạo và in phiếu khôi phục.")


def _copies(book: OpenBook) -> Iterator[Finding]:
    last = copies.latest(book.folder)
    if last is None:
        yield Finding("backup-age", "warning", "Chưa có bản sao lưu nào. Hãy sao lưu ngay.")
        return
    days = (book.store.now().replace(tzinfo=None) - last).days
    if days > OLD_COPY_DAYS:
        yield Finding("backup-age", "warning", f"Bản sao lưu gần nhất đã {days} ngày. Hãy sao lưu ngay.")


def _first(book: OpenBook, statement: str) -> Any:
    """The first row. Raises DamagedBook where the file cannot even be read."""
    data = book.folder / DATA
    with faults.told(data), closing(connect(data, book.key)) as connection:
        return connection.execute(statement).fetchone()


# Code, what is looked at in the user's words, and the look itself.
_LOOKS: tuple[tuple[str, str, Look], ...] = (
    ("pages", "các trang của tệp sổ", _pages),
    ("integrity", "cấu trúc tệp sổ", _integrity),
    ("foreign-keys", "các mục nối với nhau trong sổ", _foreign_keys),
    ("change-log", "nhật ký thay đổi", _change_log),
    ("schema", "phiên bản của sổ", _schema),
    ("reports", "các bản báo cáo đã chốt", _reports),
    ("keys", "tệp khóa book.keys", _keys),
    ("backup-age", "thư mục bản sao lưu", _copies),
)
