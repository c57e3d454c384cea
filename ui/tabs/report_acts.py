"""What the pages of the report tab ask of the book about one report, besides showing it. Sessions only pass through."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hoaian_desktop import papers
from hoaian_desktop.errors import GoneError, NotReady
from hoaian_desktop.indicators import corrected
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import corrections, late, reporting, version_files, versions
from hoaian_desktop.services.differences import Differences
from hoaian_desktop.services.reporting import PeriodLine

_FIRST = "Bản v1 là bản đầu tiên của kỳ, chưa có bản trước để so sánh."


@dataclass(frozen=True)
class Decided:
    """What was decided on late figures of an earlier period, as long as it can be taken back."""

    period_id: int  # of the earlier one
    words: str


def decided(session: Any, line: PeriodLine) -> tuple[Decided, ...]:
    """Decisions on earlier periods that count in this one, or in none."""
    ids = {each.span: each.id for each in reporting.list_periods(session)}
    found = []
    for each in corrected.load(session).late:
        if each.of not in ids or each.of.last >= line.span.last or each.into not in (line.span, None):
            continue
        where = f"cộng vào {line.span.in_words}" if each.into else "để lại, không báo cáo ở kỳ nào"
        found.append(Decided(ids[each.of], f"Phát sinh sau chốt {each.of.in_words}: {where}"))
    return tuple(found)


def submit(session: Any, version_id: int, *, span: Span, folder: Path) -> Path:
    """Write a version's file into a folder, the signed one if there is, and mark the version as handed in.

    Both or neither: the file is written before the mark is kept. Raises GoneError, NotReady, BookError.
    """
    version = versions.submit(session, version_id)
    signed = version_files.newest(session, version_id, version_files.SIGNED)
    pdf = signed or papers.version_pdf(session, version_id)
    return papers.save_report(pdf, folder, papers.file_name(session, span, version=version.number))


def answer(session: Any, version_id: int, *, accepted: bool, reason: str = "") -> None:
    """Keep what the unit above said of a version. Raises GoneError, NotReady."""
    versions.answer(session, version_id, accepted=accepted, reason=reason)


def reopen(session: Any, period_id: int, *, reason: str) -> None:
    """Let a closed period be written again as its next version. Raises GoneError, NotReady."""
    versions.reopen(session, period_id, reason)


def correct(session: Any, period_id: int, *, key: str, value: int, reason: str) -> None:
    """Report a figure as another number than the book counts. Raises GoneError, NotReady, ValidationError."""
    corrections.set(session, period_id, key, value, reason)


def uncorrect(session: Any, period_id: int, *, key: str) -> None:
    """Report what the book counts again. Raises GoneError, NotReady."""
    corrections.remove(session, period_id, key)


def carry(session: Any, period_id: int, *, into: int) -> None:
    """Count what is late in one period with the report on another. Raises GoneError, NotReady."""
    late.carry(session, period_id, into)


def leave(session: Any, period_id: int) -> None:
    """Count what is late in a period in no report. Raises GoneError, NotReady."""
    late.leave(session, period_id)


def withdraw(session: Any, period_id: int) -> None:
    """Let what was decided on a period wait again. Raises GoneError."""
    late.withdraw(session, period_id)


def compare(session: Any, period_id: int, number: int | None) -> Differences:
    """What differs between a version and the one before it; without a number, between the draft and the newest.

    Raises GoneError, NotReady for the first version.
    """
    if number == 1:
        raise NotReady([_FIRST])
    if number is not None:
        return papers.compared(session, period_id, number - 1, number)
    newest = reporting.latest_version(session, period_id)
    if newest is None:
        raise GoneError
    return papers.compared(session, period_id, newest.number)
