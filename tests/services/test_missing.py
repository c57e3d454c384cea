"""What is found before a period is closed: odd figures, warnings nobody confirmed, what is without names or targets."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hoaian_desktop.indicators.figures import Count
from hoaian_desktop.records import Confirmation, Report, ReportVersion
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import activations, corrections, missing, reporting, unconfirmed, unusual
from hoaian_desktop.services.lists import Behind
from hoaian_desktop.services.missing import Weight
from tests.builders import (
    SINCE,
    a_citizen,
    a_tally,
    a_target,
    a_team,
    an_activation,
    the_service,
)

NOVEMBER = Span.month(2023, 11)


def _found(store, words, span=NOVEMBER, period=None):
    every = store.read(lambda session: missing.find(session, span, period))
    return [each for each in every if words in each.words]


# Figures unlike the last periods'


@pytest.mark.parametrize(
    ("value", "known", "far"),
    [
        (214, [60, 72, 85, 90, 101, 120], True),
        (121, [60, 72, 85, 90, 101, 120], False),
        (10, [60, 72, 85, 90, 101, 120], True),
        (9, [10, 10, 10, 10, 10, 10], False),  # one less is nothing
        (16, [10, 10, 10, 10, 10, 10], True),
        (4, [0, 0, 0, 0, 0, 0], False),
        (300, [60, 72, 85, 90, 101, 5000], True),  # one odd period does not bend the measure
    ],
)
def test_a_figure_is_far_off_by_a_measure_that_one_odd_period_cannot_bend(value, known, far):
    assert (unusual.distance(value, known) is not None) is far


def test_the_usual_range_leaves_out_what_was_odd_itself():
    before = [{"2.2": Count(number)} for number in (60, 72, 85, 90, 101, 5000, 88)]
    [one] = unusual.find(before, {"2.2": Count(214)})
    assert (one.name, one.value, one.low, one.high, one.periods, one.is_high) == (
        "Tài khoản mức 2", 214, 60, 101, 7, True,
    )  # fmt: skip


def _reported(session, year, month, number):
    """A closed month that reported so many accounts of level 2."""
    period = reporting.ensure_period(session, Span.month(year, month))
    report = session.query(Report).filter_by(period_id=period.id).one()
    figures = {"indicators": {"2.2": {"named": number, "tally": 0, "total": number}}}
    session.add(
        ReportVersion(
            report_id=report.id, number=1, state="closed", content={}, figures=figures, digest="", program="1",
            closed_at=datetime(2023, 11, 1), closed_by="Thư",
        )
    )  # fmt: skip


def _months(store, numbers):
    def fill(session):
        for at, number in enumerate(numbers):
            _reported(session, 2023, 10 - at, number)
        for at in range(30):
            an_activation(session, a_citizen(session, f"Lê {at}"))
        return reporting.ensure_period(session, NOVEMBER).id

    return store.run(fill)


def test_a_month_unlike_the_last_ones_is_told_with_its_records(store):
    _months(store, [10, 12, 9, 11, 14, 8])
    [found] = _found(store, "Tài khoản mức 2")
    assert (found.weight, found.words) == (Weight.DOUBT, "Tài khoản mức 2: 30, thường 8–14")
    assert (found.detail, found.tab, found.place) == (
        "Cao hơn hẳn 6 kỳ trước", "activations", Behind("2.2", NOVEMBER),
    )  # fmt: skip


def test_fewer_than_six_periods_with_figures_are_no_measure(store):
    _months(store, [10, 12, 9, 11, 14, 0])
    assert _found(store, "Tài khoản mức 2") == []


def test_few_are_no_wonder_while_the_month_still_runs(store):
    _months(store, [300, 310, 290, 305, 299, 301])
    assert _found(store, "Tài khoản mức 2") == []  # the clock of these tests stands on 20/11/2023


def test_quarters_are_not_measured_by_months(store):
    _months(store, [10, 12, 9, 11, 14, 8])
    assert _found(store, "Tài khoản mức 2", Span.quarter(2023, 4)) == []


# Warnings nobody confirmed


def _doubtful(session):
    """One support for each rule that looks at nothing but what is stored, and some in order."""
    person = a_citizen(session, "Đinh Văn Lành", born=PartialDate(1988, 3), personal_number="052088000001")
    ended = a_team(session, "Tổ đã nghỉ", ended=date(2023, 10, 31))
    service = the_service(session, "vssid")
    service.valid_from, service.valid_to = date(2023, 11, 5), date(2023, 11, 25)
    account = the_service(session, "dvc-account")
    account.valid_to = date(2023, 11, 9)
    return [
        an_activation(session, person),
        an_activation(session, person, "vssid", day=date(2023, 11, 2)),
        an_activation(session, person, "vssid", day=date(2023, 11, 28)),
        an_activation(session, person, "dvc-account", day=date(2023, 11, 28)),
        an_activation(session, a_citizen(session, "Bé Na", born=PartialDate(2017)), day=date(2023, 11, 3)),
        an_activation(session, a_citizen(session, "Bé Tí", born=PartialDate(2017, 11, 3)), day=date(2023, 11, 3)),
        an_activation(session, a_citizen(session, "Sinh Sau", born=PartialDate(2023, 12)), "vneid-1"),
        an_activation(session, a_citizen(session, "Lê Nam", sex="female", personal_number="052099123456")),
        an_activation(session, a_citizen(session, "Lê Năm", personal_number="052098123456")),
        an_activation(session, a_citizen(session, "Lê Mới", personal_number="052205123456", born=PartialDate(2005))),
        an_activation(session, person, "dvc-dossier", status="transacted"),
        an_activation(session, person, "dvc-dossier", status="transacted", transaction_day=date(2023, 11, 1)),
        an_activation(session, person, "dvc-dossier", status="guided", transaction_day=date(2023, 11, 13)),
        an_activation(session, person, "dvc-login", team_id=ended.id),
        an_activation(session, a_citizen(session, "Trước Mốc"), day=date(2023, 6, 29)),
    ]  # fmt: skip


def test_the_statement_finds_what_the_rules_find(store):
    ids = store.run(lambda session: [one.id for one in _doubtful(session)])
    codes = set(unconfirmed._conditions(SINCE))
    whole = Span(date(2023, 6, 1), date(2023, 11, 30))

    def ask(session):
        said = {
            id_: {
                doubt.code
                for doubt in activations.doubts(
                    session, activations.values_of(session, id_), today=date(2023, 12, 1), id_=id_
                )
            }
            for id_ in ids
        }
        found = unconfirmed.find(session, whole, SINCE)
        return said, found

    said, found = store.read(ask)
    expected = [code for each in said.values() for code in each & codes]
    assert set(expected) == codes, codes - set(expected)
    titles = {unconfirmed.BY_CODE[code].title: expected.count(code) for code in codes}
    assert dict(found.rules) == titles
    assert found.records == sum(bool(each & codes) for each in said.values())


def test_a_warning_somebody_confirmed_is_told_no_more(store):
    def fill(session):
        return an_activation(session, a_citizen(session, "Phan Thị Giao"), "dvc-dossier", status="transacted").id

    id_ = store.run(fill)
    [found] = _found(store, "chưa ai xác nhận")
    assert found.words == "1 lượt có cảnh báo chưa ai xác nhận"
    assert found.detail == "Giao dịch chưa có ngày (1)"
    assert (found.weight, found.place.text) == (Weight.DOUBT, "Phan Thị Giao")
    store.run(
        lambda session: session.add(
            Confirmation(
                record="activation", record_id=id_, code="transaction-without-day", at=datetime.now(), by="Thư"
            )
        )
    )
    assert _found(store, "chưa ai xác nhận") == []


def test_supports_of_other_months_and_archived_ones_are_not_looked_at(store):
    def fill(session):
        an_activation(session, status="transacted", service="dvc-dossier", day=date(2023, 10, 31))
        an_activation(session, status="transacted", service="dvc-dossier").archived = True

    store.run(fill)
    assert _found(store, "chưa ai xác nhận") == []


# Tallies, targets, corrections


def test_people_counted_without_names_are_told_with_their_tallies(store):
    def fill(session):
        tally = a_tally(session, 23, day=date(2023, 11, 5))
        a_tally(session, 1, day=date(2023, 11, 6))
        a_tally(session, 9)  # in October
        an_activation(session, a_citizen(session), "vneid-1", day=date(2023, 11, 5)).tally_id = tally.id

    store.run(fill)
    [found] = _found(store, "theo số đếm")
    assert found.words == "23 người theo số đếm chưa có danh sách"
    assert (found.weight, found.place) == (Weight.OPEN, Behind("2.9.nguoi", NOVEMBER, tally=True))


def test_targets_not_entered_and_targets_without_a_number_are_told(store):
    [none] = _found(store, "chỉ tiêu")
    assert (none.words, none.tab) == ("Chưa nhập chỉ tiêu giao", "targets")
    store.run(lambda session: a_target(session, "2.8", None))
    store.run(lambda session: a_target(session, "2.3", 150))
    [open_] = _found(store, "chỉ tiêu")
    assert (open_.words, open_.detail) == ("1 chỉ tiêu chưa có số giao", "Chữ ký số cá nhân")


def test_a_correction_the_book_has_moved_away_from_is_told(store):
    def fill(session):
        an_activation(session, a_citizen(session))
        period = reporting.ensure_period(session, NOVEMBER).id
        corrections.set(session, period, "2.2", 4, "Theo sổ giấy")
        return period

    period = store.run(fill)

    def found():
        line = store.read(reporting.list_periods)[0]
        return _found(store, "Số sửa tay", period=line)

    assert found() == []
    store.run(lambda session: an_activation(session, a_citizen(session, "Lê Thị Năm")))
    [stale] = found()
    assert stale.detail == "Khi sửa sổ đếm 1, nay 2; báo cáo vẫn ghi 4"
    assert (stale.weight, stale.place) == (Weight.DOUBT, (period, "figures"))


def test_the_gravest_come_first_and_only_they_block(store):
    def fill(session):
        an_activation(session, a_citizen(session, born=None))
        an_activation(session, a_citizen(session), status="failed")
        a_tally(session, day=date(2023, 11, 5))
        return reporting.ensure_period(session, NOVEMBER).id

    period = store.run(fill)
    weights = [each.weight for each in _found(store, "")]
    assert weights == sorted(weights, key=list(Weight).index)
    assert len(store.read(lambda session: missing.faults(session, NOVEMBER, period))) == 1


# Teams


def test_a_team_with_whole_weeks_gone_by_without_a_figure_is_told_with_them(store):
    def fill(session):
        busy, quiet = a_team(session, "Tổ CNSCĐ thôn Năng An"), a_team(session, "Tổ CNSCĐ thôn Đại Định")
        a_team(session, "Đội hình DVC", kind="dvc-squad")
        for day in (2, 7, 14):
            an_activation(session, a_citizen(session), day=date(2023, 11, day), team_id=busy.id)
        an_activation(session, a_citizen(session), day=date(2023, 11, 2), team_id=quiet.id)

    store.run(fill)
    [found] = _found(store, "thiếu số liệu")
    assert (found.words, found.detail) == (
        "Tổ CNSCĐ thôn Đại Định thiếu số liệu 2 tuần", "06/11 – 12/11, 13/11 – 19/11",
    )  # fmt: skip
    [silent] = _found(store, "chưa có số liệu kỳ này")
    assert silent.detail == "Đội hình DVC"


def test_several_such_teams_are_told_in_one_line(store):
    def fill(session):
        for name in ("Tổ Một", "Tổ Hai", "Tổ Ba"):
            team = a_team(session, name)
            a_tally(session, day=date(2023, 11, 2), team_id=team.id)

    store.run(fill)
    [found] = _found(store, "thiếu số liệu")
    assert (found.words, found.detail) == ("3 tổ thiếu số liệu từ 2 tuần trở lên", "Tổ Ba, Tổ Hai …")
