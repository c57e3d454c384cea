"""Totals that do not add up, headings in two rows, formulas without a value: said aloud, never quietly nothing."""

from __future__ import annotations

import openpyxl
import pytest
from sqlalchemy import func, select

from hoaian_desktop import jobs
from hoaian_desktop.exchange.findings import Level, State
from hoaian_desktop.records import CampaignEvent, ImportBatch, Tally
from tests.exchange.conftest import TODAY, planned, take_in
from tests.exchange.test_bad_workbooks import HEADER, found, row

TALLIES = ["STT", "Ngày", "Tổ hỗ trợ", "Thôn", "Dịch vụ", "Trạng thái", "Số người", "Ghi chú"]
EVENTS = ["STT", "Ngày", "Loại hoạt động", "Nội dung", "Số phút phát thanh", "Lượt người nghe/tiếp cận"]
EVENT = [1, "05/08/2023", "Phát thanh", "Tiếng loa thanh niên", 10, 40]


def a_tally(number):
    return [1, "05/08/2023", "", "Năng An", "VNeID mức 2", "Đã kích hoạt", number, ""]


def total(column, number, width):
    cells = ["Tổng cộng", *[""] * (width - 1)]
    cells[column] = number
    return cells


@pytest.mark.parametrize(("said", "levels"), [(27, ["notice"]), (37, ["notice", "warning"])])
def test_a_total_is_held_against_the_plain_sum_of_the_numbers_above_it(store, written, said, levels):
    numbers = (7, -10, "khoảng 20", 30)  # refused rows are added up too: the clerk's own sum has them
    path = written({"Số đếm": [TALLIES, *map(a_tally, numbers), total(6, said, 8)]})
    plan = take_in(store, path)
    about = [one for one in plan.findings if one.code.startswith("total_row")]
    assert [one.level for one in about] == levels
    assert plan.count(State.LEFT_OUT) == 1
    assert store.read(lambda s: s.scalar(select(func.sum(Tally.number)))) == 37
    if said == 37:
        assert (about[1].column, about[1].row) == ("G", 6)
        assert about[1].message.startswith("Dòng cộng ghi 37, cộng các dòng trên được 27.")


@pytest.mark.parametrize(("said", "wrong"), [(2, False), (12, True)])
def test_a_total_below_the_services_says_how_many_rows_there_are(store, written, said, wrong):
    rows = [row(), row(number="052170000002", name="Tống Công Minh")]
    plan = planned(store, written({"Kích hoạt": [HEADER, *rows, total(7, said, 10)]}))
    assert [one.column for one in found(plan, "total_row_mismatch")] == (["H"] if wrong else [])


@pytest.mark.parametrize(("said", "wrong"), [(1, False), (3, True)])
def test_a_total_below_a_column_of_marks_says_how_many_marks_there_are(store, written, said, wrong):
    rows = [[*row(number=f"05217000000{n}", name=f"Tống Công {word}"), mark]
            for n, word, mark in ((1, "Minh", "x"), (2, "Lý", ""), (3, "An", ""))]  # fmt: skip
    plan = planned(store, written({"Kích hoạt": [[*HEADER, "Đánh dấu"], *rows, total(10, said, 11)]}))
    assert [one.column for one in found(plan, "total_row_mismatch")] == (["K"] if wrong else [])


def test_totals_of_parts_and_of_the_whole_both_agree(store, written):
    parts = [a_tally(7), total(6, 7, 8), a_tally(4), total(6, 4, 8), total(6, 11, 8)]
    plan = planned(store, written({"Số đếm": [TALLIES, *parts]}))
    assert len(found(plan, "total_row")) == 3
    assert found(plan, "total_row_mismatch") == []


def test_headings_in_two_rows_are_read_as_one_though_nothing_tells_what_is_merged(store, written):
    above = ["STT", "Ngày", "Loại hoạt động", "Nội dung", "Kết quả", ""]
    below = ["", "", "", "", "Số phút phát thanh", "Lượt người nghe/tiếp cận"]
    plan = take_in(store, written({"Tuyên truyền": [above, below, EVENT, total(4, 10, 6)]}))
    assert (plan.maps["Tuyên truyền"].header.row, plan.maps["Tuyên truyền"].header.last) == (1, 2)
    assert found(plan, "total_row_mismatch") == []
    assert (plan.count(State.IMPORTED), plan.count(State.LEFT_OUT)) == (1, 1)
    assert store.read(lambda s: s.execute(select(CampaignEvent.minutes, CampaignEvent.reach)).one()) == (
        EVENT[4],
        EVENT[5],
    )


def test_a_merged_heading_over_numbers_is_warned_about(store, written):
    plan = take_in(store, written({"Tuyên truyền": [[*EVENTS[:4], "Kết quả", "", "Ghi chú"], [*EVENT, ""]]}))
    warned = {one.column: one.code for one in plan.findings if one.level is Level.WARNING}
    assert warned == {"E": "unknown_column", "F": "column_without_heading"}
    assert store.read(lambda s: s.scalar(select(func.count(CampaignEvent.id)))) == 1


def test_an_unknown_column_of_words_is_only_told(store, written):
    plan = take_in(store, written({"Tuyên truyền": [[*EVENTS, "Thời tiết"], [*EVENT, "mưa"]]}))
    assert [one.level for one in found(plan, "unknown_column")] == [Level.NOTICE]


def test_a_formula_nobody_has_worked_out_is_named_with_what_to_do(store, tmp_path):
    path = tmp_path / "cong-thuc.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Số đếm"
    for cells in (TALLIES, a_tally("=3+4"), a_tally(5), [f"=A{n}" for n in range(1, 9)]):
        sheet.append(cells)
    book.save(path)
    plan = take_in(store, path)
    places = {(one.row, one.column) for one in found(plan, "formula_without_value")}
    assert {(2, "G"), (4, "B"), (4, "G")} <= places
    assert "Hãy mở tệp bằng Excel, lưu lại" in found(plan, "formula_without_value")[0].message
    assert plan.count(State.REJECTED) == 2
    assert store.read(lambda s: s.scalars(select(Tally.number)).all()) == [5]


def test_a_workbook_of_which_nothing_goes_in_is_no_import(store, written):
    bad, mended = (written({"Số đếm": [TALLIES, a_tally(n)]}, f"{n}.xlsx") for n in (-3, 3))
    account = jobs.import_workbook(store, bad, today=TODAY)
    assert account["batch"] is None and account["sheets"][0]["rejected"] == 1
    assert store.read(lambda s: s.scalar(select(func.count(ImportBatch.id)))) == 0
    again = jobs.import_workbook(store, bad, today=TODAY)
    assert "file_imported_before" not in [one["code"] for one in again["findings"]]
    assert jobs.import_workbook(store, mended, today=TODAY)["batch"] is not None
    assert jobs.import_workbook(store, mended, today=TODAY)["batch"] is not None  # nothing new is no fault
