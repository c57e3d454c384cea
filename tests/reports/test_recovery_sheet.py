from datetime import date

import pypdfium2
import zxingcpp

from hoaian_desktop.reports import recovery_sheet
from hoaian_desktop.reports.lines import balanced
from hoaian_desktop.store import recovery_code
from tests.reports.papers import MM, fonts_of, printed

CODE = "-".join(["WWWWW", "7CPRG", "K7PQ2", "ABCDE"] * 2)


def sheet(code=CODE):
    return recovery_sheet.render("Ban Chấp hành Đoàn xã Ân Tín", code, date(2023, 7, 1))


def test_the_sheet_is_one_page_that_shows_the_code_in_groups():
    (page,) = printed(sheet())
    assert "Ban Chấp hành Đoàn xã Ân Tín" in page.text
    assert "01/07/2023" in page.text
    assert "Zalo" in page.text
    assert page.text.split().count("WWWWW") == 2
    assert page.text.split().count("K7PQ2") == 2
    assert all("+Tinos" in name and embedded for name, embedded in fonts_of(sheet()).items())


def test_the_widest_code_keeps_inside_the_page():
    (page,) = printed(sheet("WWWWW" * 8))
    assert max(line.right for line in page.lines) <= 190.3


def test_the_picture_on_the_sheet_reads_back_as_the_code():
    code = recovery_code.new()
    document = pypdfium2.PdfDocument(sheet(code))
    page = document[0]
    image = page.render(scale=2).to_pil()
    found = zxingcpp.read_barcodes(image)
    page.close()
    document.close()
    assert recovery_code.read(found[0].text) == code


def test_the_same_sheet_has_the_same_bytes():
    assert sheet() == sheet()


def test_titles_break_where_the_sense_allows_it():
    wide = 140 * MM
    subject = "Kết quả thực hiện công tác chuyển đổi số, Đề án 06 "
    for span in ("tháng 11 năm 2023", "quý IV năm 2023", "6 tháng đầu năm 2024", "tuần 46 năm 2023"):
        assert balanced(subject + span, "Tinos-Bold", 14, wide) == [subject.strip(), span]
