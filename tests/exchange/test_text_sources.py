"""Lists that arrive as text: from other programs, from old ones, from the clipboard; whole folders of them."""

from __future__ import annotations

import codecs
import unicodedata

import pytest

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange import decoding, pasted, workbook

LIST = "Họ và tên;Số CCCD;Thôn\nNguyễn Thị Bưởi;052170000001;Năng An\nĐỗ Văn Ổi;001170000002;Thanh Lương\n"
ROWS = [
    ["Họ và tên", "Số CCCD", "Thôn"],
    ["Nguyễn Thị Bưởi", "052170000001", "Năng An"],
    ["Đỗ Văn Ổi", "001170000002", "Thanh Lương"],
]
TONES = "\u0300\u0301\u0303\u0309\u0323"


def in_1258(text):
    """As the code page 1258 writes it: the letter with its shape, then its tone."""
    written = ""
    for sign in text:
        parts = unicodedata.normalize("NFD", sign)
        shape = "".join(part for part in parts if part not in TONES)
        written += unicodedata.normalize("NFC", shape) + "".join(part for part in parts if part in TONES)
    return written.encode("cp1258")


@pytest.fixture
def read(tmp_path):
    """The rows of a text file with this content."""

    def rows(content, name="danh-sach.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (sheet,) = workbook.read(path).sheets
        assert path.stem not in sheet.name
        return [*sheet.rows]

    return rows


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode(),
        codecs.BOM_UTF8 + LIST.encode(),
        LIST.encode("utf-16"),
        LIST.encode("utf-16-le"),
        LIST.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + LIST.encode("utf-16-be"),
        in_1258(LIST),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16", "utf-16 le bare", "utf-16 be bare", "utf-16 be", "windows-1258"],
)
def test_vietnamese_text_is_read_in_every_encoding_offices_use(read, content):
    assert read(content) == ROWS


@pytest.mark.parametrize(
    "text", ["NguyÔn V¨n ¢n,Th«n N¨ng An", "Nguyeãn Thò Böôûi,Thoân Naêng An"], ids=["TCVN3", "VNI"]
)
def test_old_one_byte_letters_stay_as_they_are_for_a_later_conversion(read, text):
    assert read(text.encode("cp1252")) == [text.split(",")]


def test_one_broken_letter_does_not_spoil_the_others():
    content = (LIST * 20).encode() + b"\xe1\xba"
    assert decoding.decode(content).startswith(LIST)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_sensed_below_titles(read, separator):
    rows = [["Tên", "Số", "Ghi chú"], ["Bưởi", "0905123456", "a" if separator == "," else "thôn 1, xã; 2"[:9]]]
    text = "DANH SÁCH, NĂM 2023\n\n" + "\n".join(separator.join(row) for row in rows)
    assert read(text)[2:] == rows


def test_cells_in_quotes_keep_separators_line_breaks_and_quotes(read):
    text = 'sep=;\r\nTên;Ghi chú\r\n"Bưởi; Thị";"dòng một\ndòng ""hai"""\r\n'
    assert read(text) == [["Tên", "Ghi chú"], ["Bưởi; Thị", 'dòng một\ndòng "hai"']]


def test_cells_that_show_an_error_are_blank_and_told(tmp_path):
    path = tmp_path / "loi.tsv"
    path.write_text("Tên\tSố\nBưởi\t#REF!\n", encoding="utf-8")
    (sheet,) = workbook.read(path).sheets
    assert sheet.rows[1] == ["Bưởi", ""]
    assert sheet.errors == {(2, 1)}


EXCEL = 'Ngày\tHọ và tên\tSố CCCD\r\n05/08/2023\tBưởi\t052170000001\r\n05/08/2023\t"Ổi\nĐỗ Văn"\t001170000002\r\n'
EXCEL_HTML = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<style><!-- td {mso-number-format:"\\@";} --></style></head><body><table border=0><!--StartFragment--> <col width=64>
 <tr height=20><td height=20>Ngày</td><td>Họ và tên</td><td>Số CCCD</td></tr>
 <tr height=20><td rowspan=2 class=xl65>05/08/2023</td><td>Bưởi</td><td class=xl66>052170000001</td></tr>
 <tr><td class=xl67>Ổi<br>  Đỗ Văn</td><td class=xl66>001170000002</td></tr>
<!--EndFragment--></table></body></html>"""
COPIED = [
    ["Ngày", "Họ và tên", "Số CCCD"],
    ["05/08/2023", "Bưởi", "052170000001"],
    ["05/08/2023", "Ổi\nĐỗ Văn", "001170000002"],
]


def test_cells_copied_in_excel_are_text_with_all_zeros():
    (sheet,) = pasted.read(EXCEL).sheets
    assert sheet.rows == COPIED


def test_merged_cells_copied_in_excel_are_filled_from_its_table():
    plain = EXCEL.replace('05/08/2023\t"Ổi', '\t"Ổi')
    (sheet,) = pasted.read(plain, EXCEL_HTML).sheets
    assert sheet.rows == COPIED
    assert sheet.merged == ((2, 0, 3, 0),)


def test_cells_copied_in_libreoffice():
    html = (
        '<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/></head><body>'
        '<table cellspacing="0" border="0"><colgroup span="2" width="85"></colgroup><tr>'
        '<td height="17" align="left"><b><font face="Times New Roman">Tên</font></b></td><td align="left">SĐT</td></tr>'
        '<tr><td height="17">Bưởi</td><td align="right" sdval="905123456" sdnum="1066;">0905123456</td></tr></table>'
    )
    for given in (("Tên\tSĐT\nBưởi\t0905123456\n", html), ("", html)):
        (sheet,) = pasted.read(*given).sheets
        assert sheet.rows == [["Tên", "SĐT"], ["Bưởi", "0905123456"]]


def test_a_table_of_word_keeps_two_paragraphs_in_one_cell():
    plain = "STT\tHọ và tên\r\n1\tBưởi\r\nThôn Năng An\r\n"
    html = """<table class=MsoTableGrid><tr><td width=40><p class=MsoNormal><b>STT<o:p></o:p></b></p></td>
      <td><p class=MsoNormal>Họ và
      tên<o:p></o:p></p></td></tr><tr><td><p>1</p></td><td><p class=MsoNormal>B<span
      lang=VI>ưởi</span></p><p class=MsoNormal>Thôn&nbsp;Năng An</p></td></tr></table>"""
    (sheet,) = pasted.read(plain, html).sheets
    assert sheet.rows == [["STT", "Họ và tên"], ["1", "Bưởi\nThôn\xa0Năng An"]]


def test_a_table_of_zalo_or_a_page_is_read_with_its_wide_heading():
    html = (
        "<div><script>bad()</script><table><thead><tr><th>Tên</th><th colspan='2'>Ngày sinh</th></tr></thead><tbody>"
        "<tr><td>Bưởi<td>1970<td><table><tr><td>trong<td>ô</table></tr></tbody></table></div>"
    )
    (sheet,) = pasted.read("Tên Ngày sinh", html).sheets
    assert sheet.rows == [["Tên", "Ngày sinh", ""], ["Bưởi", "1970", "trong ô"]]
    assert sheet.merged == ((1, 1, 1, 2),)


def test_lines_of_a_message_with_signs_between_are_cells_too():
    (sheet,) = pasted.read("Bưởi; 0905123456\nỔi; 0905123457").sheets
    assert sheet.rows == [["Bưởi", " 0905123456"], ["Ổi", " 0905123457"]]


def test_the_same_cells_pasted_again_are_recognised():
    once, again = pasted.read(EXCEL), pasted.read(EXCEL.replace("\r\n", "\n") + "\n", "<p>khác</p>")
    assert once.digest == again.digest != pasted.read(EXCEL.replace("052", "053")).digest


@pytest.mark.parametrize("given", [("", ""), (" \n\t\n", "<p>x</p>")])
def test_nothing_to_paste_is_said(given):
    with pytest.raises(ImportRefused, match="Ctrl\\+C"):
        pasted.read(*given)


def test_a_folder_gives_its_workbooks_in_the_order_people_count(tmp_path):
    for name in ("Tháng 10.xlsx", "Tháng 2.xls", "~$Tháng 2.xls", ".an.csv", "anh.png", "tháng 1.CSV"):
        (tmp_path / name).touch()
    (tmp_path / "cu.xlsx").mkdir()
    assert [path.name for path in workbook.files_in(tmp_path)] == ["tháng 1.CSV", "Tháng 2.xls", "Tháng 10.xlsx"]


def test_a_folder_without_workbooks_is_refused(tmp_path):
    with pytest.raises(ImportRefused, match="không có bảng tính nào"):
        workbook.files_in(tmp_path)
    with pytest.raises(ImportRefused, match="Không mở được thư mục"):
        workbook.files_in(tmp_path / "khong-co")
