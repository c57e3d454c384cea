"""What is missing before a period can be closed: a few cheap checks, each with the place where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from hoaian_desktop.records import Activation, Citizen, Report, Service, Tally, Team
from hoaian_desktop.records.activation import COUNTED_STATUSES
from hoaian_desktop.rules.activation_rules import NO_CONSENT
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import citizens, offices, reporting
from hoaian_desktop.services.lists import Filter, Query, in_days
from hoaian_desktop.services.reporting import PeriodLine


class Weight(StrEnum):
    """How much a finding matters."""

    FAULT = "fault"  # the period cannot be closed while it stands
    DOUBT = "doubt"
    OPEN = "open"


@dataclass(frozen=True)
class Missing:
    """One finding: what, where, and the tab and query that show it."""

    weight: Weight
    words: str
    detail: str
    action: str
    tab: str
    place: object = None


def find(session: Session, span: Span, period: PeriodLine | None) -> tuple[Missing, ...]:
    """Everything worth a look before the period is closed, the gravest first."""
    found = (
        _dissolved(session, span),
        _without_birth_year(session, span),
        _without_reason(session, span),
        _repeated(session, span),
        _silent_teams(session, span),
        *(_unwritten(session, period) if period else (_no_period(),)),
        _without_consent(session),
    )
    return tuple(each for each in found if each is not None)


def faults(session: Session, span: Span, period_id: int) -> list[str]:
    """A sentence for each finding that stands in the way of closing."""
    line = next((each for each in reporting.list_periods(session) if each.id == period_id), None)
    return [f"{each.words}. {each.detail}." for each in find(session, span, line) if each.weight is Weight.FAULT]


def _in(span: Span) -> tuple[Filter, ...]:
    return (in_days(span.first, span.last),)


def _dissolved(session: Session, span: Span) -> Missing | None:
    """The unit ended before the period did: its letter would come from an office, and go to one, that is no more."""
    gone = offices.dissolved(session)
    if gone is None or span.last <= gone.last_day:
        return None
    words = f"{gone.unit[:1].upper()}{gone.unit[1:]} không còn từ {show_date(gone.since)}"
    above = offices.current(session).superior
    whose = f"Kỳ này do {gone.successor} báo cáo" if gone.successor else "Kỳ này do đơn vị mới báo cáo"
    return Missing(Weight.FAULT, words, f"{whose}; sổ này vẫn in {above}", "Xem", "office")


def _without_birth_year(session: Session, span: Span) -> Missing | None:
    number = session.scalar(
        select(func.count())
        .select_from(Activation)
        .join(Citizen, Citizen.id == Activation.citizen_id)
        .where(Activation.archived.is_(False), Activation.day.between(span.first, span.last), Citizen.born.is_(None))
    )
    if not number:
        return None
    query = Query(filters=(Filter("born", None), *_in(span)))
    words = f"{show_count(number)} bản ghi thiếu năm sinh"
    return Missing(Weight.FAULT, words, "Không tính được người cao tuổi", "Sửa", "activations", query)


def _without_reason(session: Session, span: Span) -> Missing | None:
    number = session.scalar(
        select(func.count()).where(
            Activation.archived.is_(False),
            Activation.day.between(span.first, span.last),
            Activation.status == "failed",
            Activation.reason.is_(None),
        )
    )
    if not number:
        return None
    query = Query(filters=(Filter("status", "failed"), Filter("reason", None), *_in(span)))
    words = f"{show_count(number)} lượt không thành công chưa ghi lý do"
    return Missing(Weight.FAULT, words, "Lý do giúp nêu khó khăn, vướng mắc", "Sửa", "activations", query)


def _repeated(session: Session, span: Span) -> Missing | None:
    """The same person with the same account more than once, at least once in the span; it is counted once anyway."""
    again = (
        select(Activation.citizen_id, Activation.service_id)
        .join(Service, Service.id == Activation.service_id)
        .where(
            Activation.archived.is_(False),
            Activation.day <= span.last,
            Activation.status.in_(COUNTED_STATUSES),
            Service.counts_in != "2.4",
        )
        .group_by(Activation.citizen_id, Activation.service_id, Activation.status)
        .having(func.count() > 1, func.max(Activation.day) >= span.first)
        .subquery()
    )
    rows = session.execute(
        select(Citizen.full_name, Citizen.personal_number, Service.name, again.c.service_id)
        .select_from(again)
        .join(Citizen, Citizen.id == again.c.citizen_id)
        .join(Service, Service.id == again.c.service_id)
        .order_by(Citizen.sort_key)
    ).all()
    if not rows:
        return None
    first = rows[0]
    query = Query(text=first.personal_number or first.full_name, filters=(Filter("service_id", first.service_id),))
    detail = f"{first.full_name}, cùng {first.name}" + (" …" if len(rows) > 1 else "")
    return Missing(Weight.DOUBT, f"{show_count(len(rows))} người có thể trùng", detail, "Xem", "activations", query)


def _silent_teams(session: Session, span: Span) -> Missing | None:
    def nothing_in(record: type[Activation | Tally]) -> ColumnElement[bool]:
        inside = record.day.between(span.first, span.last)
        return ~exists().where(and_(record.team_id == Team.id, record.archived.is_(False), inside))

    names = session.scalars(
        select(Team.name)
        .where(
            Team.archived.is_(False),
            Team.started <= span.last,
            or_(Team.ended.is_(None), Team.ended >= span.first),
            nothing_in(Activation),
            nothing_in(Tally),
        )
        .order_by(Team.sort_key)
    ).all()
    if not names:
        return None
    if len(names) == 1:
        query = Query(text=names[0])
        return Missing(Weight.DOUBT, "1 tổ chưa có số liệu kỳ này", names[0], "Xem", "teams", query)
    detail = ", ".join(names[:2]) + (" …" if len(names) > 2 else "")
    return Missing(Weight.DOUBT, f"{show_count(len(names))} tổ chưa có số liệu kỳ này", detail, "Xem", "teams")


def _unwritten(session: Session, period: PeriodLine) -> tuple[Missing, ...]:
    found = []
    narrative = session.scalar(select(Report.narrative).where(Report.period_id == period.id))
    if not narrative:
        detail = "Đã soạn nháp từ số liệu"
        found.append(Missing(Weight.OPEN, "Chưa xem lại lời văn", detail, "Viết", "reports", (period.id, "narrative")))
    if period.document_number is None:
        detail = "Có thể để trống, ghi bằng bút sau khi ký"
        found.append(Missing(Weight.OPEN, "Chưa có số báo cáo", detail, "Ghi", "reports", (period.id, "narrative")))
    return tuple(found)


def _without_consent(session: Session) -> Missing | None:
    """Said once for the whole book, never at each record; it blocks nothing."""
    number = citizens.without_consent(session)
    if not number:
        return None
    words = NO_CONSENT.doubt({"number": show_count(number)}).sentence.rstrip(".")
    query = Query(filters=(Filter(NO_CONSENT.field, None),))
    return Missing(Weight.OPEN, words, "Ghi ngày và hình thức đồng ý ở lượt hỗ trợ", "Xem", "activations", query)


def _no_period() -> Missing:
    return Missing(Weight.OPEN, "Chưa lập kỳ báo cáo", "Kỳ có ngày đầu, ngày cuối và hạn nộp", "Lập", "reports", None)
