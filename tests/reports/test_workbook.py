"""The workbook of a report: what Excel finds in it."""

import io
from dataclasses import replace
from datetime import datetime
from functools import cache

import openpyxl
import pytest

from hoaian_desktop.report_content import Row
from hoaian_desktop.reports import workbook
from hoaian_desktop.reports.workbook import sheet_names
from hoaian_desktop.reports.workbook.values import number_in
from tests.reports.papers import SENTENCE, a_letter, a_report, a_table, with_marks


@cache
def the_workbook():
    return workbook.render(a_report())


def opened(content=None):
    return openpyxl.load_workbook(io.BytesIO(the_workbook() if content is None else workbook.render(content)))


def row_of(sheet, name):
    return next(row for row in sheet.iter_rows() if row[1].value == name)


def words(sheet):
    """What stands on a sheet, line after line."""
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def one_table(**changes):
    """A letter with one table of one row."""
    annex = replace(a_table(1), **changes)
    return replace(a_letter("Nội dung."), annexes=(annex,))


def test_the_letter_comes_first_and_then_a_sheet_for_each_annex():
    book = opened(replace(a_report(), annexes=(a_table(1), replace(a_table(1), code="Biểu 04"))))
    assert book.sheetnames == ["Báo cáo", "Biểu 02", "Biểu 04"]
    said = words(book["Báo cáo"])
    assert said[:4] == ["HUYỆN ĐOÀN HOÀI ÂN", "ĐOÀN TNCS HỒ CHÍ MINH", "BCH ĐOÀN XÃ ÂN TÍN", "***"]
    for text in ("Số: 12-BC/ĐTN", "Ân Tín, ngày 20 tháng 11 năm 2023", "BÁO CÁO", "AT-2023-11-V1", "Bản đã chốt",
                 "Kính gửi: Ban Thường vụ Huyện đoàn Hoài Ân", "1. Tổ công nghệ số cộng đồng"):  # fmt: skip
        assert text in said
    assert book["Báo cáo"]["A1"].alignment.horizontal == "center"
    signed = next(text for text in said if text.startswith("TM. BAN CHẤP HÀNH"))
    assert signed.split("\n")[1] == "BÍ THƯ"
    assert signed.endswith("\nTrần Thị Mỹ Duyên")
    assert "Nơi nhận:\n- BTV Huyện đoàn (b/c);\n- Đảng ủy, UBND xã (b/c);\n- Các chi đoàn (t/h);\n- Lưu VP." in said


def test_the_letter_leads_to_its_annexes():
    sheet = opened()["Báo cáo"]
    (link,) = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert link.location == "'Biểu 01'!A1"


def test_figures_are_numbers_and_what_is_missing_stays_a_dash():
    row = row_of(opened()["Biểu 01"], "Tổng số tài khoản mức 1 và mức 2")
    assert [cell.value for cell in row[3:9]] == [1650, 176, 214, 1981, 5535, 85.7]
    assert [cell.number_format for cell in row[3:9]] == ["#,##0"] * 5 + ["#,##0.0"]
    assert row[0].value == "2.3"
    missing = row_of(opened()["Biểu 01"], "Cài đặt, đăng nhập VssID")
    assert (missing[3].value, missing[8].value, missing[5].value) == ("—", "—", 51)


@pytest.mark.parametrize(
    ("text", "kind", "value", "form"),
    [
        ("0", "count", 0, "#,##0"),
        ("1.234.567", "count", 1234567, "#,##0"),
        ("−38", "count", -38, "#,##0"),
        ("98,5", "percent", 98.5, "#,##0.0"),
        ("1.020,0", "percent", 1020.0, "#,##0.0"),
        ("98,5%", "percent", 0.985, "0.0%"),
        ("20/11/2023", "date", 45250, "dd/mm/yyyy"),
    ],
)
def test_a_printed_cell_is_what_excel_calculates_with(text, kind, value, form):
    number = number_in(text, kind)
    assert (number.value, number.form) == (value, form)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("—", "count"), ("", "count"), ("052099001234", "text"), ("1.23", "count"), ("31/02/2023", "date"),
     ("2023", "date"), ("=1", "count"), ("9" * 16, "count"), ("12", ""), ("mười", "percent")],
)  # fmt: skip
def test_everything_else_stays_the_text_it_was(text, kind):
    assert number_in(text, kind) is None


def test_a_day_is_a_day():
    table = one_table(rows=(Row("main", ("1", "20/11/2023", "")),), kinds=("text", "date", "text"))
    cell = opened(table)["Biểu 02"]["B6"]
    assert (cell.value, cell.number_format) == (datetime(2023, 11, 20), "dd/mm/yyyy")


def test_a_corrected_figure_is_still_a_number_and_its_mark_is_in_the_format():
    sheet = opened(with_marks())["Biểu 01"]
    row = row_of(sheet, "Tổ công nghệ số cộng đồng đang hoạt động")
    assert (row[5].value, row[5].number_format) == (6, '#,##0" (1)"')
    assert words(sheet)[-1] == "(1) Một tổ nộp muộn."


def test_a_text_that_looks_like_a_formula_is_left_alone():
    hostile = ("=1+1", '+cmd|" /C calc"!A0', "@SUM(A1:A2)")
    sheet = opened(one_table(rows=(Row("main", hostile),), code="=Biểu"))["=Biểu"]
    cells = [sheet.cell(6, column) for column in (1, 2, 3)]
    assert [cell.value for cell in cells] == list(hostile)
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


def test_the_sheet_is_set_up_for_printing():
    book = opened()
    letter, annex = book["Báo cáo"], book["Biểu 01"]
    assert (letter.page_setup.orientation, annex.page_setup.orientation) == ("portrait", "landscape")
    assert (letter.page_setup.paperSize, annex.page_setup.paperSize) == (9, 9)
    assert annex.sheet_properties.pageSetUpPr.fitToPage
    assert (annex.page_setup.fitToWidth or 1, annex.page_setup.fitToHeight) == (1, 0)
    assert annex.print_title_rows == "$4:$5"
    assert annex.freeze_panes == "A6"
    assert annex.page_margins.left * 25.4 == pytest.approx(20)
    assert letter.page_margins.left * 25.4 == pytest.approx(30)
    assert "Mã báo cáo: AT-2023-11-V1" in annex.oddFooter.left.text
    assert annex.oddFooter.right.text.strip() == "&P/&N"
    draft = opened(replace(a_report(), draft=True))
    assert "Bản nháp" in draft["Biểu 01"].oddFooter.left.text
    assert "Bản nháp" in words(draft["Báo cáo"])
    sealed = openpyxl.load_workbook(io.BytesIO(workbook.render(a_report(), foot="Mã kiểm tra: 9F2C")))
    assert all("Mã kiểm tra: 9F2C" in sheet.oddFooter.left.text for sheet in sealed)


def test_columns_are_as_wide_as_on_paper():
    annex = a_report().annexes[0]
    sheet = opened()["Biểu 01"]
    shown = [
        each.width * 7 * 25.4 / 96  # a digit is seven pixels wide
        for each in sheet.column_dimensions.values()
        for _ in range(each.min, each.max + 1)
    ]
    assert shown == pytest.approx(annex.widths, abs=0.6)


def test_the_signature_takes_the_closing_along_to_the_next_page():
    breaks = []
    for count in range(20, 60, 4):
        sheet = opened(a_letter(*["Một dòng ngắn."] * count, closing="Hết."))["Báo cáo"]
        places = {str(row[0].value): row[0].row for row in sheet.iter_rows()}
        breaks += [(each.id, places["Hết./."]) for each in sheet.row_breaks.brk]
    assert breaks
    assert all(after == closing - 1 for after, closing in breaks)


def test_no_heading_is_the_last_row_of_a_page():
    breaks = 0
    for count in range(22, 50, 3):
        content = a_letter(*["Một dòng ngắn."] * count)
        below = replace(content.sections[0], level=2, title="Mục", paragraphs=(SENTENCE * 3,))
        sheet = opened(replace(content, sections=(*content.sections, below, below)))["Báo cáo"]
        for each in sheet.row_breaks.brk:
            breaks += 1
            assert sheet.cell(each.id + 1, 1).font.bold or sheet.cell(each.id + 1, 1).value.endswith("./.")
            assert not sheet.cell(each.id, 1).font.bold
    assert breaks > 2


def test_a_long_paragraph_goes_on_in_the_next_row_and_loses_nothing():
    text = (SENTENCE * 100)[:10_000].strip()
    sheet = opened(a_letter(text, "x" * 3000))["Báo cáo"]
    whole = " ".join(words(sheet))
    assert " ".join(text.split()) in " ".join(whole.split())
    assert whole.count("x" * 20) >= 130
    assert max(each.height for each in sheet.row_dimensions.values()) <= 409.5


def test_sheets_have_names_that_excel_takes():
    names = sheet_names("Báo cáo", "Biểu 01/02: [a]", "biểu 01", "Biểu 01", "x" * 60, "x" * 60, "'")
    assert names == [
        "Báo cáo", "Biểu 01 02 a", "biểu 01", "Biểu 01 (2)", "x" * 31, f"{'x' * 27} (2)", "Biểu",
    ]  # fmt: skip
    assert all(len(name) <= 31 for name in names)
    [rare] = sheet_names("0" * 16 + "𐀀" * 8)
    assert rare == "0" * 16 + "𐀀" * 7, "Excel counts a rare letter twice"


def test_the_workbook_says_what_it_is_and_is_of_the_reports_own_day():
    about = opened().properties
    assert about.title == "Báo cáo kết quả thực hiện công tác chuyển đổi số, Đề án 06 tháng 11 năm 2023"
    assert about.creator == "Ban Chấp hành Đoàn xã Ân Tín"
    assert {about.created.date(), about.modified.date()} == {datetime(2023, 11, 20).date()}
