"""Figures set by hand in a report that is being written, each with the reason that is printed below its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import NotReady, ValidationError
from hoaian_desktop.indicators import corrected, counting
from hoaian_desktop.indicators.catalogue import BY_KEY, IN_FORM
from hoaian_desktop.records import Correction, Report, ReportingPeriod
from hoaian_desktop.rules.numbers import MOST, show_count
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import keeping, offices, reporting

LONGEST = 250  # letters of a reason: it is printed in one or two lines
_NO_ROW = "Chỉ tiêu này không có dòng trong Biểu 01 nên không sửa tay được."
_NO_REASON = "Chưa ghi lý do sửa. Lý do được in dưới bảng, hãy ghi một câu."
_LONG_REASON = "Lý do dài quá {longest} chữ cái, không in vừa dưới bảng. Hãy ghi ngắn hơn."
_NO_VALUE = "Chưa ghi số. Hãy ghi số sẽ in vào báo cáo, từ 0 trở lên."
_TOO_MUCH = "Số quá lớn. Hãy kiểm tra lại."
_IS_LATE = (
    "Số này tăng do phát sinh sau chốt của kỳ trước, không phải sửa tay. "
    "Muốn bỏ, hãy bỏ quyết định đó ở mục Phát sinh sau chốt."
)


@dataclass(frozen=True)
class CorrectionLine:
    """One figure of a report that is not the counted one; `kind` is manual or late."""

    key: str
    name: str
    counted: int | None  # as the book counts now
    value: int
    reason: str
    kind: str
    counted_then: int | None = None  # what the book counted when it was set; None for late ones

    @property
    def stale(self) -> bool:
        """Whether the book has counted something else since it was set."""
        return self.counted_then is not None and self.counted_then != self.counted


def of(session: Session, period_id: int) -> Mapping[str, CorrectionLine]:
    """The figures of a report that were set by hand or raised by late ones, in the order of the catalogue."""
    report = reporting.report_of(session, period_id)
    span = _span(session, period_id)
    manual = {one.key: one for one in _of_report(session, report.id) if one.key in BY_KEY}
    changes = corrected.load(session)
    late = {key: more for key, more in changes.into.get(span, {}).items() if more and key not in manual}
    keys = [key for key in BY_KEY if key in manual or key in late]
    if not keys:
        return {}
    counts = counting.count_spans(session, [span], offices.current(session).since, keys)[0]
    lines = {}
    for key in keys:
        counted, name = counts[key].counted, BY_KEY[key][1].name
        if key in manual:
            one = manual[key]
            lines[key] = CorrectionLine(key, name, counted, one.value, one.reason, "manual", one.counted)
        else:
            reason = "; ".join(
                late_words(each.of, each.figures[key])
                for each in changes.late
                if each.into == span and each.figures.get(key)
            )
            lines[key] = CorrectionLine(key, name, counted, (counted or 0) + late[key], reason, "late")
    return lines


def any_in(session: Session, period_id: int) -> bool:
    """Whether anything was set by hand in a period's report."""
    found = select(Correction.id).join(Report, Report.id == Correction.report_id)
    found = found.where(Report.period_id == period_id, Correction.archived.is_(False))
    return session.scalar(found.limit(1)) is not None


def set(session: Session, period_id: int, key: str, value: int | None, reason: str) -> CorrectionLine:
    """Report `value` instead of what the book counts, because of `reason`.

    Raises ValidationError with a sentence for the value or the reason, NotReady for a closed report or a figure that
    has no row, GoneError.
    """
    report = reporting.open_report(session, period_id)
    if key not in IN_FORM:
        raise NotReady([_NO_ROW])
    words = " ".join(reason.split())
    faults = {}
    if value is None or value < 0:
        faults["value"] = _NO_VALUE
    elif value > MOST:
        faults["value"] = _TOO_MUCH
    if not words:
        faults["reason"] = _NO_REASON
    elif len(words) > LONGEST:
        faults["reason"] = _LONG_REASON.format(longest=LONGEST)
    if faults:
        raise ValidationError(faults)
    counted = counting.count_spans(session, [_span(session, period_id)], offices.current(session).since, [key])[0]
    known = session.scalars(
        select(Correction).where(Correction.report_id == report.id, Correction.key == key)
    ).one_or_none()
    keeping.save(
        session,
        Correction,
        {"value": value, "reason": words},
        id_=known.id if known else None,
        more={"report_id": report.id, "key": key, "counted": counted[key].counted, "archived": False},
    )
    return of(session, period_id)[key]


def remove(session: Session, period_id: int, key: str) -> None:
    """Report again what the book counts; nothing happens where nothing was set.

    Raises NotReady for a closed report or a late figure, GoneError.
    """
    report = reporting.open_report(session, period_id)
    known = [one for one in _of_report(session, report.id) if one.key == key]
    for one in known:
        session.delete(one)
    session.flush()
    if not known and corrected.load(session).into.get(_span(session, period_id), {}).get(key):
        raise NotReady([_IS_LATE])


def late_words(of_span: Span, more: int) -> str:
    """What is said of late figures that are reported in another period: «Cộng 2 phát sinh sau chốt kỳ …»."""
    verb = "Cộng" if more > 0 else "Trừ"
    return f"{verb} {show_count(abs(more))} phát sinh sau chốt kỳ {of_span.in_words}"


def _of_report(session: Session, report_id: int) -> list[Correction]:
    return list(
        session.scalars(
            select(Correction)
            .where(Correction.report_id == report_id, Correction.archived.is_(False))
            .order_by(Correction.id)
        )
    )


def _span(session: Session, period_id: int) -> Span:
    period = session.get_one(ReportingPeriod, period_id)
    return Span(period.first_day, period.last_day)
