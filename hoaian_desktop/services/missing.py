"""What is missing before a period can be closed: a few cheap checks, each with the place where it is mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from hoaian_desktop.indicators import corrected, counting
from hoaian_desktop.indicators.catalogue import BY_CODE, BY_KEY
from hoaian_desktop.indicators.figures import Counts
from hoaian_desktop.indicators.tally_heads import heads_left
from hoaian_desktop.records import Activation, CampaignEvent, Citizen, Record, Report, Service, Tally, Team, Volunteer
from hoaian_desktop.records.activation import COUNTED_STATUSES
from hoaian_desktop.rules.activation_rules import NO_CONSENT
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbering import skipped_sentence
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import (
    citizens,
    corrections,
    document_numbers,
    late,
    offices,
    report_heads,
    reporting,
    teams,
    unconfirmed,
    unusual,
)
from hoaian_desktop.services.findings import Missing, Weight, gravest_first
from hoaian_desktop.services.lists import Behind, Filter, Query, in_days
from hoaian_desktop.services.reporting import PeriodLine

_OLD, _PEOPLE = "2.9.cao_tuoi", "2.9.nguoi"
_MOST_UNUSUAL = 4
_WEEKS = 2  # without a figure, before anybody is asked about them
_TABS: Mapping[type[Record], str] = {Activation: "activations", Volunteer: "volunteers", CampaignEvent: "campaigns"}

__all__ = ["Missing", "Weight", "faults", "find"]


def find(session: Session, span: Span, period: PeriodLine | None, counts: Counts | None = None) -> tuple[Missing, ...]:
    """Everything worth a look before the period is closed, the gravest first.

    `counts` are figures of the period that were counted already; without them the watched ones are counted here.
    """
    found = (
        *_blocking(session, span, period),
        _without_reason(session, span),
        _repeated(session, span),
        _unconfirmed(session, span),
        *_silent_teams(session, span),
        *_unusual(session, span, period, counts),
        *(_stale(session, period) if period else ()),
        _without_names(session, span),
        _targets(session, span),
        *(_unwritten(session, period) if period else (_no_period(),)),
        _without_consent(session),
    )
    return gravest_first([each for each in found if each is not None])


def faults(session: Session, span: Span, period_id: int) -> list[str]:
    """A sentence for each finding that stands in the way of closing."""
    line = next((each for each in reporting.list_periods(session) if each.id == period_id), None)
    return [each.sentence for each in _blocking(session, span, line) if each and each.weight is Weight.FAULT]


def _blocking(session: Session, span: Span, period: PeriodLine | None) -> Iterator[Missing | None]:
    """Where a report would say what is not so, or where something has to be decided first."""
    yield _dissolved(session, span)
    yield _without_birth_year(session, span, period)
    yield from _late(session, span, period)


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


def _without_birth_year(session: Session, span: Span, period: PeriodLine | None) -> Missing | None:
    """Whose age nobody knows is not among the old; who set that figure by hand has dealt with it."""
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
    if period and (line := corrections.of(session, period.id).get(_OLD)):
        detail = f"Người cao tuổi đã sửa tay thành {show_count(line.value)}"
        return Missing(Weight.DOUBT, words, detail, "Sửa", "activations", query)
    detail = "Không tính được người cao tuổi; ghi năm sinh, hoặc sửa tay số đó kèm lý do"
    return Missing(Weight.FAULT, words, detail, "Sửa", "activations", query)


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
    return Missing(Weight.DOUBT, words, "Lý do giúp nêu khó khăn, vướng mắc", "Sửa", "activations", query)


def _repeated(session: Session, span: Span) -> Missing | None:
    """The same person with the same account more than once, at least once in the span; it is counted once anyway."""
    rows = session.execute(_again(), {"first": span.first, "last": span.last}).all()
    if not rows:
        return None
    first = rows[0]
    query = Query(text=first.personal_number or first.full_name, filters=(Filter("service_id", first.service_id),))
    detail = f"{first.full_name}, cùng {first.name}" + (" …" if len(rows) > 1 else "")
    return Missing(Weight.DOUBT, f"{show_count(len(rows))} người có thể trùng", detail, "Xem", "activations", query)


# What is asked at every look is put together once, for the days `first` to `last`: that takes longer than the answer.

_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)


@cache
def _again() -> Select[Any]:
    again = (
        select(Activation.citizen_id, Activation.service_id)
        .join(Service, Service.id == Activation.service_id)
        .where(
            Activation.archived.is_(False),
            Activation.day <= _LAST,
            Activation.status.in_(COUNTED_STATUSES),
            Service.counts_in != "2.4",
        )
        .group_by(Activation.citizen_id, Activation.service_id, Activation.status)
        .having(func.count() > 1, func.max(Activation.day) >= _FIRST)
        .subquery()
    )
    return (
        select(Citizen.full_name, Citizen.personal_number, Service.name, again.c.service_id)
        .select_from(again)
        .join(Citizen, Citizen.id == again.c.citizen_id)
        .join(Service, Service.id == again.c.service_id)
        .order_by(Citizen.sort_key)
    )


@cache
def _tallies_left() -> Select[int, Any]:
    return select(func.count(), func.sum(heads_left())).where(
        Tally.archived.is_(False), Tally.day.between(_FIRST, _LAST), heads_left() > 0
    )


def _silent_teams(session: Session, span: Span) -> Iterator[Missing]:
    """Teams at work of which nothing was noted in the period, and those with whole weeks that have gone by so."""
    weeks = teams.weeks_of(span)
    noted = teams.noted(session, span, weeks)
    with_any = {team_id for team_id, _ in noted}
    at_work = session.execute(
        select(Team.id, Team.name, Team.kind, Team.started, Team.ended)
        .where(
            Team.archived.is_(False),
            Team.started <= span.last,
            or_(Team.ended.is_(None), Team.ended >= span.first),
        )
        .order_by(Team.sort_key)
    ).all()
    silent = [team.name for team in at_work if team.id not in with_any]
    if silent:
        words = f"{show_count(len(silent))} tổ chưa có số liệu kỳ này"
        query = Query(text=silent[0]) if len(silent) == 1 else None
        yield Missing(Weight.DOUBT, words, _first_two(silent), "Xem", "teams", query)
    today = session.info["now"]().date()
    lacking: dict[str, list[Span]] = {}
    for team in at_work:
        if team.kind == "community" and team.id in with_any:
            missed = [
                week
                for at, week in enumerate(weeks)
                if week.last < today
                and (team.id, at) not in noted
                and team.started <= week.first
                and (team.ended is None or team.ended >= week.last)
            ]
            if len(missed) >= _WEEKS:
                lacking[team.name] = missed
    if len(lacking) == 1:
        [(name, missed)] = lacking.items()
        days = ", ".join(f"{week.first:%d/%m} – {week.last:%d/%m}" for week in missed)
        words = f"{name} thiếu số liệu {show_count(len(missed))} tuần"
        yield Missing(Weight.DOUBT, words, days, "Xem", "teams", Query(text=name))
    elif lacking:
        words = f"{show_count(len(lacking))} tổ thiếu số liệu từ {_WEEKS} tuần trở lên"
        yield Missing(Weight.DOUBT, words, _first_two(list(lacking)), "Xem", "teams")


def _first_two(names: Sequence[str]) -> str:
    return ", ".join(names[:2]) + (" …" if len(names) > 2 else "")


def _unwritten(session: Session, period: PeriodLine) -> tuple[Missing, ...]:
    found = []
    report = reporting.report_of(session, period.id)
    if report_heads.is_untouched(session, period.id):
        detail = "Đã soạn nháp từ số liệu"
        found.append(Missing(Weight.OPEN, "Chưa xem lại lời văn", detail, "Viết", "reports", (period.id, "narrative")))
    if period.document_number is None:
        detail = "Có thể để trống, ghi bằng bút sau khi ký"
        found.append(Missing(Weight.OPEN, "Chưa có số báo cáo", detail, "Ghi", "reports", (period.id, "narrative")))
    else:
        found += _number(session, report, period)
    return tuple(found)


def _number(session: Session, report: Report, period: PeriodLine) -> list[Missing]:
    """A number that another report has, unless that was meant; numbers nobody has before it."""
    number, day = report.document_number, period.document_date or period.due or period.span.last
    if number is None:
        return []
    numbering, place = document_numbers.numbering(session, but=report.id), (period.id, "narrative")
    found = []
    other = numbering.doubled(number, day)
    if other is not None and number != report.number_doubled:
        detail = f"{other.words[:1].upper()}{other.words[1:]} cũng mang số này"
        found.append(Missing(Weight.DOUBT, f"Số {number:02d} bị trùng", detail, "Sửa", "reports", place))
    if said := skipped_sentence(numbering.skipped(number, day)):
        detail = f"Số báo cáo chạy theo {numbering.words}; số bỏ trống có thể đã dùng cho báo cáo khác"
        found.append(Missing(Weight.OPEN, said.rstrip("."), detail, "Xem", "reports", place))
    return found


def _late(session: Session, span: Span, period: PeriodLine | None) -> Iterator[Missing]:
    for one in late.waiting(session, span):
        words = f"Kỳ {one.span.in_words} có số phát sinh sau chốt"
        detail = f"{one.words}; mở lại kỳ đó, cộng vào kỳ này hoặc để riêng"
        yield Missing(
            Weight.FAULT, words, detail, "Quyết định", "reports", (period.id if period else one.period_id, "check")
        )


def _unconfirmed(session: Session, span: Span) -> Missing | None:
    found = unconfirmed.find(session, span, offices.current(session).since)
    if found is None:
        return None
    named = [f"{title} ({show_count(number)})" for title, number in found.rules]
    detail = "; ".join(named[:2]) + (" …" if len(named) > 2 else "")
    query = Query(text=found.person, filters=_in(span))
    words = f"{show_count(found.records)} lượt có cảnh báo chưa ai xác nhận"
    return Missing(Weight.DOUBT, words, detail[:1].upper() + detail[1:], "Xem", "activations", query)


def _unusual(session: Session, span: Span, period: PeriodLine | None, counts: Counts | None) -> Iterator[Missing]:
    """Figures far from those of the last periods; few are no wonder while the period still runs."""
    before = unusual.history(session, span, period.kind if period else str(span.kind))
    if len(before) < unusual.FEWEST:
        return
    since = offices.current(session).since
    now = counts if counts is not None else corrected.of_period(session, span, tuple(unusual.WATCHED), since)
    over = span.last < session.info["now"]().date()
    for one in unusual.find(before, now)[:_MOST_UNUSUAL]:
        if not one.is_high and not over:
            continue
        usual = show_count(one.low) if one.low == one.high else f"{show_count(one.low)}–{show_count(one.high)}"
        than = "Cao" if one.is_high else "Thấp"
        detail = f"{than} hơn hẳn {show_count(one.periods)} kỳ trước"
        words = f"{one.name}: {show_count(one.value)}, thường {usual}"
        yield Missing(Weight.DOUBT, words, detail, "Xem", *_behind(one.key, span))


def _behind(key: str, span: Span) -> tuple[str, Behind]:
    """The tab with the records behind a figure, and which they are."""
    return _TABS[BY_KEY[key][1].named.record], Behind(key, span)


def _stale(session: Session, period: PeriodLine) -> Iterator[Missing]:
    for line in corrections.of(session, period.id).values() if corrections.any_in(session, period.id) else ():
        if line.stale:
            words = f"Số sửa tay cần xem lại: {line.name}"
            then, now = show_count(line.counted_then), show_count(line.counted)
            detail = f"Khi sửa sổ đếm {then}, nay {now}; báo cáo vẫn ghi {show_count(line.value)}"
            yield Missing(Weight.DOUBT, words, detail, "Xem", "reports", (period.id, "figures"))


def _without_names(session: Session, span: Span) -> Missing | None:
    number, people = session.execute(_tallies_left(), {"first": span.first, "last": span.last}).one()
    if not number:
        return None
    words = f"{show_count(people)} người theo số đếm chưa có danh sách"
    detail = f"{show_count(number)} số đếm; có tên thì không tính trùng và biết tuổi"
    return Missing(Weight.OPEN, words, detail, "Xem", "activations", Behind(_PEOPLE, span, tally=True))


def _targets(session: Session, span: Span) -> Missing | None:
    """Nobody has said what is asked for, or of something it was not said how much."""
    in_force = counting.targets_in_force(session, span.last)
    open_ = [code for code, target in in_force.items() if target.value is None]
    if not in_force:
        return Missing(Weight.OPEN, "Chưa nhập chỉ tiêu giao", "Cột chỉ tiêu giao và % đạt in “—”", "Nhập", "targets")
    if not open_:
        return None
    words = f"{show_count(len(open_))} chỉ tiêu chưa có số giao"
    return Missing(Weight.OPEN, words, _first_two([BY_CODE[code].name for code in open_]), "Nhập", "targets")


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
