"""Cells a spreadsheet has changed, dates that may be read two ways, and what the user decides about them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from hoaian_desktop.exchange.decisions import Decisions, Meaning, SheetDecision
from hoaian_desktop.exchange.findings import Level, State
from hoaian_desktop.records import Activation, Citizen, Tally, Volunteer
from hoaian_desktop.rules.names import fold
from tests.builders import a_team, a_village
from tests.exchange.conftest import planned, take_in
from tests.exchange.test_bad_workbooks import HEADER, found, row
from tests.exchange.test_what_is_not_taken_in import TALLIES, a_tally

SHEET = "Kích hoạt"
DAYS = HEADER.index("Ngày")


def deciding(**about):
    return {"decisions": Decisions({SHEET: SheetDecision(**about)})}


def days(store):
    return sorted(store.read(lambda session: session.scalars(select(Activation.day)).all()))


def of_day(*written):
    return [row(day=day, number=f"05217000000{at}", name=f"Lê Thị Hoa {'AEO'[at]}") for at, day in enumerate(written)]


def test_a_number_excel_shortened_is_the_number_it_stands_for(store, written):
    plan = take_in(store, written({SHEET: [HEADER, row(number="5,2170000001E+10")]}))
    assert store.read(lambda session: session.scalar(select(Citizen.personal_number))) == "052170000001"
    assert {(one.code, one.level, one.column) for one in found(plan, "number_shortened")} == {
        ("number_shortened", Level.NOTICE, "E")
    }


def test_a_point_between_thousands_is_no_fraction(store, written):
    plan = take_in(store, written({"Số đếm": [TALLIES, a_tally("2.450")]}))
    assert store.read(lambda session: session.scalar(select(Tally.number))) == 2450
    assert [one.level for one in found(plan, "number_grouped")] == [Level.NOTICE]


def test_a_column_with_the_month_first_is_asked_about_and_read_with_the_day_first(store, written):
    path = written({SHEET: [HEADER, *of_day("11/25/2023", "11/05/2023")]})
    plan = planned(store, path)
    assert [(one.level, one.column) for one in found(plan, "ambiguous_dates")] == [(Level.WARNING, "B")]
    assert plan.sheets[0].day_doubts == {DAYS}
    assert len(found(plan, "invalid_date")) == 1
    answered = take_in(store, path, **deciding(month_first=frozenset({DAYS})))
    assert not found(answered, "ambiguous_dates")
    assert days(store) == [date(2023, 11, 5), date(2023, 11, 25)]


def test_true_dates_beside_texts_may_have_been_changed_over_by_excel(store, written):
    path = written({SHEET: [HEADER, *of_day(datetime(2023, 5, 11), "25/11/2023", "30/11/2023")]})
    plan = planned(store, path)
    assert [(one.row, one.column) for one in found(plan, "day_and_month")] == [(2, "B")]
    take_in(store, path, **deciding(month_first=frozenset({DAYS})))
    assert days(store) == [date(2023, 11, 5), date(2023, 11, 25), date(2023, 11, 30)]


@pytest.mark.parametrize(
    "written_days", [("05/11/2023", "06/11/2023"), (datetime(2023, 11, 5), datetime(2023, 11, 25))]
)
def test_ordinary_columns_of_dates_are_not_asked_about(store, written, written_days):
    plan = planned(store, written({SHEET: [HEADER, *of_day(*written_days)]}))
    assert not plan.sheets[0].day_doubts and not found(plan, "ambiguous_dates")


def test_what_is_typed_over_a_cell_counts_instead_of_the_file(store, written):
    path = written({SHEET: [HEADER, row(day="31/02/2023")]})
    assert planned(store, path).count(State.REJECTED) == 1
    plan = take_in(store, path, **deciding(cells={(2, DAYS): "28/02/2023"}))
    assert plan.count(State.IMPORTED) == 1 and days(store) == [date(2023, 2, 28)]


def test_a_row_the_user_drops_is_left_out_and_told(store, written):
    plan = take_in(store, written({SHEET: [HEADER, *of_day("05/11/2023", "06/11/2023")]}), **deciding(dropped={3}))
    assert (plan.count(State.IMPORTED), plan.count(State.LEFT_OUT)) == (1, 1)
    assert [one.row for one in found(plan, "dropped_row")] == [3]
    assert days(store) == [date(2023, 11, 5)]


def test_a_column_can_be_given_to_another_field_or_to_none(store, written):
    headings = ["Cột 1" if text == "SĐT" else text for text in HEADER]
    at, notes = headings.index("Cột 1"), HEADER.index("Ghi chú")
    path = written({SHEET: [headings, row(notes="đến nhà")]})
    assert [one.column for one in found(planned(store, path), "unknown_column")] == ["F"]
    take_in(store, path, **deciding(columns={at: "phone", notes: ""}))
    assert store.read(lambda session: session.scalar(select(Citizen.phone))) == "0905123456"
    assert store.read(lambda session: session.scalar(select(Activation.notes))) is None


def test_a_header_can_be_pointed_at(store, written):
    above = ["Ngày", "Họ và tên", *[""] * 8]
    plan = take_in(store, written({SHEET: [above, HEADER, row()]}), **deciding(header=(2, 2)))
    assert plan.maps[SHEET].header.row == 2 and plan.count(State.IMPORTED) == 1


def test_two_services_ticked_in_one_row_are_two_supports(store, written):
    said = HEADER.index("Dịch vụ")
    headings = [*HEADER[:said], "VNeID mức 1", "VssID", *HEADER[said + 1 :]]
    ticked = [*row()[:said], "x", "X", *row()[said + 1 :]]
    plan = take_in(store, written({SHEET: [headings, ticked]}))
    assert plan.sheets[0].document()["rows"] == 1
    assert len(days(store)) == 2
    assert store.read(lambda session: len(session.scalars(select(Citizen.id)).all())) == 1


def test_numbers_under_each_service_are_tallies(store, written):
    headings = ["STT", "Ngày", "Tổ hỗ trợ", "VNeID mức 1", "VNeID mức 2", "Trạng thái"]
    plan = take_in(store, written({"Số đếm": [headings, [1, "05/11/2023", "", 12, 7, "Đã kích hoạt"]]}))
    assert not [one for one in plan.findings if one.level is Level.ERROR]
    assert sorted(store.read(lambda session: session.scalars(select(Tally.number)).all())) == [7, 12]


def test_ticks_under_nam_and_nu_are_the_sex(store, written):
    at = HEADER.index("Năm sinh") + 1 if "Năm sinh" in HEADER else 3
    headings = [*HEADER[:at], "Nam", "Nữ", *HEADER[at:]]
    take_in(store, written({SHEET: [headings, [*row()[:at], "", "x", *row()[at:]]]}))
    assert store.read(lambda session: session.scalar(select(Citizen.sex))) == "female"


def meaning(table, words, what):
    return {"decisions": Decisions(meanings={(table, fold(words)): what})}


def test_words_that_name_nothing_are_listed_with_what_they_may_mean(store, written):
    team = store.run(lambda session: a_team(session, "Tổ công nghệ số cộng đồng thôn Năng An").id)
    headings = [*HEADER, "Tổ hỗ trợ"]
    rows = [[*one, "Tổ CNSCĐ thôn Năng An"] for one in of_day("05/11/2023", "06/11/2023")]
    path = written({SHEET: [headings, *rows]})
    plan = planned(store, path)
    (unknown,) = [one for one in plan.unmatched if one.table == "team"]
    assert (unknown.words, unknown.rows) == ("Tổ CNSCĐ thôn Năng An", 2)
    assert [one.id for one in unknown.candidates] == [team]
    decided = take_in(store, path, decisions=Decisions(meanings={unknown.key: team}))
    assert not found(decided, "unknown_team")
    assert store.read(lambda session: session.scalars(select(Activation.team_id)).all()) == [team, team]


@pytest.mark.parametrize(("what", "helpers"), [(Meaning.NEW, 1), (Meaning.NOTHING, 0)])
def test_a_helper_nobody_knows_is_added_or_passed_over_as_decided(store, written, what, helpers):
    rows = [[*one, "Đỗ Thị Lan"] for one in of_day("05/11/2023", "06/11/2023")]
    path = written({SHEET: [[*HEADER, "ĐVTN hỗ trợ"], *rows]})
    plan = take_in(store, path, **meaning("volunteer", "Đỗ Thị Lan", what))
    assert not found(plan, "unknown_volunteer") and "volunteer" not in {one.table for one in plan.unmatched if one.rows}
    assert store.read(lambda session: len(session.scalars(select(Volunteer.id)).all())) == helpers


def test_a_village_spelt_wrong_is_the_one_the_user_says(store, written):
    known = store.run(lambda session: a_village(session, "Năng An").id)
    path = written({SHEET: [HEADER, row(village="Thôn Năng Ang")]})
    (unknown,) = planned(store, path).unmatched
    assert (unknown.table, [one.id for one in unknown.candidates]) == ("village", [known])
    take_in(store, path, decisions=Decisions(meanings={unknown.key: known}))
    assert store.read(lambda session: session.scalar(select(Citizen.village_id))) == known
