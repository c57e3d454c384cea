"""The states of a frozen version: closed, submitted, returned or accepted, reopened, replaced by the next one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.errors import GoneError, NotReady
from hoaian_desktop.records import Report, ReportVersion
from hoaian_desktop.services import reporting

# What may follow what. A version sent in by mistake may be sent again; what the unit above says comes after that.
_AFTER: Mapping[str, frozenset[str]] = {
    "closed": frozenset({"submitted"}),
    "submitted": frozenset({"submitted", "returned", "accepted"}),
    "returned": frozenset({"submitted", "accepted"}),
    "accepted": frozenset({"returned"}),
}
_REFUSED = "Bản v{number} đang “{now}” nên chưa ghi “{wanted}” được. Hãy chọn bản mới nhất của kỳ."
_NEVER_CLOSED = "Kỳ này chưa chốt bản nào nên không cần mở lại. Hãy sửa rồi chốt."
_WHY_REOPEN = "Chưa ghi lý do mở lại. Lý do được giữ cùng bản chốt sau, hãy ghi một câu."
_NO_REASON = "Chưa ghi lý do trả lại. Hãy ghi lý do cấp trên nêu."
_NOT_YET = "Bản v{number} mới “{now}” nên chưa ghi “{wanted}” được. Hãy nộp bản này trước."


def reopen(session: Session, period_id: int, reason: str) -> Report:
    """Let a closed report be written again, because of `reason`; closing it makes the next version.

    The closed version stays what it is. Raises NotReady without a reason or a closed version, GoneError.
    """
    report = reporting.report_of(session, period_id)
    words = " ".join(reason.split())
    if reporting.latest_version(session, period_id) is None:
        raise NotReady([_NEVER_CLOSED])
    if not words:
        raise NotReady([_WHY_REOPEN])
    report.reopened = words
    session.flush()
    return report


def submit(session: Session, version_id: int) -> ReportVersion:
    """It was handed to the unit above. Raises GoneError, NotReady for a version that was replaced."""
    version = _moved(session, version_id, "submitted")
    version.submitted_at = session.info["now"]()
    session.flush()
    return version


def answer(session: Session, version_id: int, *, accepted: bool, reason: str = "") -> ReportVersion:
    """What the unit above said: taken in, or returned with a reason. Raises GoneError, NotReady."""
    if not accepted and not reason.strip():
        raise NotReady([_NO_REASON])
    version = _moved(session, version_id, "accepted" if accepted else "returned")
    version.answered_at = session.info["now"]()
    version.answer = None if accepted else reason.strip()
    session.flush()
    return version


def leave_closed(session: Session, period_id: int) -> None:
    """Take a reopening back: the newest version stands again. Raises GoneError."""
    reporting.report_of(session, period_id).reopened = None
    session.flush()


def _moved(session: Session, version_id: int, state: str) -> ReportVersion:
    version = session.get(ReportVersion, version_id)
    if version is None:
        raise GoneError
    check(version.number, version.state, state)
    version.state = state
    return version


def check(number: int, now: str, wanted: str) -> None:
    """Refuse a state that cannot follow the one a version is in. Raises NotReady."""
    if wanted in _AFTER.get(now, frozenset()):
        return
    refused = _NOT_YET if now == "closed" else _REFUSED
    names = {"now": choices.name("report_state", now), "wanted": choices.name("report_state", wanted)}
    raise NotReady([refused.format(number=number, **names)])
