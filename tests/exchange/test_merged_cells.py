"""Merged cells: equal dates and headings over two rows are filled downwards, wide headings are not copied."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from hoaian_desktop.exchange import workbook

HOSTILE = Path(__file__).parent.parent / "data" / "hostile"


@pytest.fixture
def sheet(tmp_path):
    """A list under a letterhead, with a heading of two rows and a date for two people."""
    path = tmp_path / "gop.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Kích hoạt")
        page.merge_range(0, 0, 0, 3, "ĐOÀN XÃ ÂN THẠNH")
        page.merge_range(1, 0, 2, 0, "Ngày")
        page.merge_range(1, 1, 1, 2, "Ngày sinh")
        page.write_row(2, 1, ["Nam", "Nữ"])
        page.merge_range(3, 0, 4, 0, "", book.add_format({"num_format": "dd/mm/yyyy"}))
        page.write_datetime(3, 0, datetime(2023, 8, 5), book.add_format({"num_format": "dd/mm/yyyy"}))
        page.write_row(3, 1, [1970, ""])
        page.write_row(4, 1, ["", 1971])
        page.merge_range(5, 0, 6, 1, "Ghi chú chung")
    (read,) = workbook.read(path).sheets
    return read


def test_a_date_for_two_people_stands_with_both(sheet):
    assert [row[0] for row in sheet.rows[3:5]] == [date(2023, 8, 5)] * 2


def test_a_heading_over_two_rows_stands_in_both_and_a_wide_one_once(sheet):
    assert [list(row[:3]) for row in sheet.rows[1:3]] == [["Ngày", "Ngày sinh", ""], ["Ngày", "Nam", "Nữ"]]


def test_what_spans_rows_and_columns_is_not_copied(sheet):
    assert [list(row[:2]) for row in sheet.rows[5:7]] in ([["Ghi chú chung", ""]], [["Ghi chú chung", ""], ["", ""]])


def test_the_ranges_are_told(sheet):
    assert sheet.merged == ((1, 0, 1, 3), (2, 0, 3, 0), (2, 1, 2, 2), (4, 0, 5, 0), (6, 0, 7, 1))


@pytest.mark.parametrize("name", ["excel-2003.xls", "dong-trong.ods"])
def test_older_and_open_workbooks_tell_theirs_too(name):
    (sheet,) = workbook.read(HOSTILE / name).sheets
    top, column, bottom, _ = sheet.merged[0]
    assert len({str(row[column]) for row in sheet.rows[top - 1 : bottom]}) == 1


def test_cells_stand_where_they_stand_in_a_sheet_that_does_not_begin_at_its_corner(tmp_path):
    path = tmp_path / "lech.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("A")
        sheet.write(4, 2, "Họ và tên")
        sheet.write(5, 3, 1.5)
    rows = workbook.read(path).sheets[0].rows
    assert [list(row) for row in rows] == [[""] * 4] * 4 + [["", "", "Họ và tên", ""], ["", "", "", 1.5]]
