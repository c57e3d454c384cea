"""The Word document of a report: what Word finds in it."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from functools import cache

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hoaian_desktop.report_content import Row
from hoaian_desktop.reports import word
from tests.reports.papers import SENTENCE, a_letter, a_report, a_table, with_marks


@cache
def the_word():
    return word.render(a_report())


def opened(content=None):
    return docx.Document(io.BytesIO(the_word() if content is None else word.render(content)))


def millimetres(cells):
    return [round(int(cell.get(qn("w:w"))) / 1440 * 25.4, 1) for cell in cells]


def test_the_letter_has_the_guides_paper_and_each_annex_a_landscape_section_with_numbers_of_its_own():
    letter, *annexes = opened(replace(a_report(), annexes=(a_table(3), a_table(3)))).sections
    assert len(annexes) == 2
    for section, (width, height, left) in ((letter, (210, 297, 30)), *((each, (297, 210, 20)) for each in annexes)):
        sides = (section.page_width, section.page_height, section.left_margin)
        assert sides == pytest.approx((Mm(width), Mm(height), Mm(left)), abs=1000)
        edges = (section.right_margin, section.top_margin, section.bottom_margin)
        assert edges == pytest.approx((Mm(20),) * 3, abs=1000)
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.different_first_page_header_footer
    assert {each.orientation for each in annexes} == {docx.enum.section.WD_ORIENT.LANDSCAPE}


def test_the_page_number_stands_in_the_header_from_the_second_page_on():
    section = opened().sections[0]
    assert section.first_page_header.paragraphs[0].text == ""
    (number,) = section.header._element.iter(qn("w:fldSimple"))
    assert number.get(qn("w:instr")).strip() == "PAGE"
    assert section.header.paragraphs[0].style.name == "Header"


def test_every_foot_names_the_report_and_says_when_it_is_a_draft():
    for draft, state in ((True, "\tBản nháp"), (False, "\t")):
        for section in opened(replace(a_report(), draft=draft)).sections:
            for foot in (section.footer, section.first_page_footer):
                assert foot.paragraphs[0].text == f"Mã báo cáo: AT-2023-11-V1{state}"


def test_the_foot_can_say_more_than_the_code():
    data = word.render(a_report(), foot="Mã báo cáo: AT-2023-11-V1 · Mã kiểm tra: 9F2C")
    for section in docx.Document(io.BytesIO(data)).sections:
        assert section.footer.paragraphs[0].text == "Mã báo cáo: AT-2023-11-V1 · Mã kiểm tra: 9F2C\t"


def test_headings_are_words_own_and_numbered_as_on_paper():
    document = opened()
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:3] == [
        ("Heading 1", "I. CÔNG TÁC CHỈ ĐẠO, TUYÊN TRUYỀN"),
        ("Heading 1", "II. KẾT QUẢ THỰC HIỆN"),
        ("Heading 2", "1. Tổ công nghệ số cộng đồng"),
    ]
    for name in ("Heading 1", "Heading 2"):
        style = document.styles[name]
        assert (style.font.bold, style.paragraph_format.keep_with_next) == (True, True)
        assert style.paragraph_format.first_line_indent == pytest.approx(Mm(10), abs=1000)
    body = document.styles["Body Text"].paragraph_format
    assert body.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.JUSTIFY
    assert (body.first_line_indent, body.space_after) == (pytest.approx(Mm(10), abs=1000), Pt(6))


def test_it_is_written_in_vietnamese_and_in_times():
    document = opened()
    (language,) = document.styles.element.iter(qn("w:lang"))
    (font,) = document.styles.element.iter(qn("w:rFonts"))
    assert language.get(qn("w:val")) == "vi-VN"
    assert font.get(qn("w:ascii")) == font.get(qn("w:cs")) == "Times New Roman"


def test_it_says_what_it_is_and_is_of_the_reports_own_day():
    about = opened().core_properties
    assert about.title == "Báo cáo kết quả thực hiện công tác chuyển đổi số, Đề án 06 tháng 11 năm 2023"
    assert about.author == about.last_modified_by == "Ban Chấp hành Đoàn xã Ân Tín"
    assert about.language == "vi-VN"
    assert {stamp.replace(tzinfo=None) for stamp in (about.created, about.modified)} == {datetime(2023, 11, 20)}


def test_columns_are_as_wide_as_on_paper_in_the_grid_and_in_the_cells():
    content = a_report()
    heading, signature, annex = opened(content).tables
    for table, widths in ((heading, [74, 86]), (signature, [74, 86]), (annex, list(content.annexes[0].widths))):
        grid = millimetres(table._tbl.tblGrid)
        assert grid == pytest.approx(widths, abs=0.1)
        for row in table._tbl.tr_lst:
            cells = row.tc_lst
            spans = [cell.grid_span for cell in cells]
            expected, at = [], 0
            for span in spans:
                expected.append(sum(widths[at : at + span]))
                at += span
            assert millimetres(cell.tcPr.find(qn("w:tcW")) for cell in cells) == pytest.approx(expected, abs=0.1)


def test_the_head_of_a_table_is_on_every_page_and_no_row_is_cut():
    rows = opened().tables[-1]._tbl.tr_lst
    properties = [row.trPr for row in rows]
    assert all(each.find(qn("w:cantSplit")) is not None for each in properties)
    assert [each.find(qn("w:tblHeader")) is not None for each in properties[:3]] == [True, True, False]
    assert not any(each.find(qn("w:tblHeader")) is not None for each in properties[3:])


def test_the_heading_stands_in_two_columns():
    (left, right), (number, day) = ([cell.text for cell in row.cells] for row in opened().tables[0].rows)
    assert left == "HUYỆN ĐOÀN HOÀI ÂN\nBCH ĐOÀN XÃ ÂN TÍN\n***"
    assert right.strip() == "ĐOÀN TNCS HỒ CHÍ MINH"
    assert (number, day) == ("Số: 12-BC/ĐTN", "Ân Tín, ngày 20 tháng 11 năm 2023")


def test_in_the_older_layout_the_unions_name_leads_the_left_column():
    content = a_letter("Nội dung.", layout="older")
    (left, right), _ = ([cell.text for cell in row.cells] for row in opened(content).tables[0].rows)
    assert left == "ĐOÀN TNCS HỒ CHÍ MINH\nHUYỆN ĐOÀN HOÀI ÂN\nBCH ĐOÀN XÃ ÂN TÍN\n***"
    assert right == ""


def test_a_long_name_shrinks_or_wraps_inside_its_column_as_on_paper():
    shrunk = opened(a_letter("Nội dung.", issuer="BCH ĐOÀN XÃ ÂN TƯỜNG ĐÔNG")).tables[0].cell(0, 0)
    assert [run.font.size for run in shrunk.paragraphs[1].runs] == [Pt(13)]
    wrapped = opened(a_letter("Nội dung.", issuer="BCH ĐOÀN THỊ TRẤN TĂNG BẠT HỔ")).tables[0].cell(0, 0)
    assert wrapped.paragraphs[1].text == "BCH ĐOÀN THỊ TRẤN\nTĂNG BẠT HỔ"


def test_number_and_day_can_be_left_for_the_pen():
    number, day = opened(a_letter("Nội dung.", number=None, day=None)).tables[0].rows[1].cells
    assert number.text == "Số:       -BC/ĐTN"
    assert day.text == "Ân Tín, ngày        tháng 11 năm 2023"


@pytest.mark.parametrize(("closing", "kept"), [("Hết.", 2), (SENTENCE * 3, 1)])
def test_two_lines_of_text_stay_with_the_signature(closing, kept):
    document = opened(a_letter("Một dòng.", "Hai dòng.", closing=closing))
    body = [p for p in document.paragraphs if p.style.name == "Body Text"]
    assert body[-1].text.endswith("./.")
    assert "".join(p.text for p in body).count("./.") == 1
    assert [bool(p.paragraph_format.keep_with_next) for p in body] == [False] * (len(body) - kept) + [True] * kept
    (row,) = document.tables[-1]._tbl.tr_lst
    assert row.trPr.find(qn("w:cantSplit")) is not None


def test_who_signs_stands_beside_who_receives():
    left, right = opened().tables[1].rows[0].cells
    assert left.text.split("\n") == [
        "Nơi nhận:", "- BTV Huyện đoàn (b/c);", "- Đảng ủy, UBND xã (b/c);", "- Các chi đoàn (t/h);", "- Lưu VP.",
    ]  # fmt: skip
    assert [p.text for p in right.paragraphs] == ["TM. BAN CHẤP HÀNH", "BÍ THƯ", "Trần Thị Mỹ Duyên"]
    assert right.paragraphs[2].paragraph_format.space_before == pytest.approx(Mm(28), abs=1000)


def test_a_very_long_list_of_recipients_goes_on_below():
    content = replace(a_letter("Nội dung."), recipients=tuple(f"Chi đoàn thôn {n} (t/h)" for n in range(90)))
    document = opened(content)
    beside = document.tables[1].cell(0, 0).text.split("\n")[1:]
    below = [p.text for p in document.paragraphs if p.style.name == "Nơi nhận"]
    assert [*beside, *below] == [f"- Chi đoàn thôn {n} (t/h){'.' if n == 89 else ';'}" for n in range(90)]


def test_a_corrected_figure_carries_its_mark_and_the_reason_stands_below():
    document = opened(with_marks())
    cell = document.tables[-1].cell(3, 5)
    assert [(run.text, bool(run.font.superscript)) for run in cell.paragraphs[0].runs] == [("6", False), (" (1)", True)]
    assert [p.text for p in document.paragraphs if p.style.name == "Chú thích biểu"] == ["(1) Một tổ nộp muộn."]


def test_a_long_figure_is_set_smaller_and_never_broken():
    content = a_report()
    annex = content.annexes[0]
    row = Row("main", ("2.1", "Tài khoản", "tài khoản", "1.234.567", "186", "1.234.567", "0", "—", "98,5", ""))
    table = opened(replace(content, annexes=(replace(annex, rows=(row,)),))).tables[-1]
    sizes = [cell.paragraphs[0].runs[0].font.size for cell in table.rows[2].cells[3:9]]
    assert sizes == [Pt(11), None, Pt(8.5), None, None, None]


def test_a_report_without_an_annex_ends_with_its_signature():
    document = opened(a_letter("Nội dung."))
    assert len(document.sections) == 1
    assert document.paragraphs[-1].text == ""
    assert document.element.body[-3].tag == qn("w:tbl")  # before the last paragraph and the paper


def test_its_parts_are_of_no_time_and_in_a_fixed_order():
    with zipfile.ZipFile(io.BytesIO(the_word())) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        first, *others = parts.namelist()
        assert (first, others) == ("[Content_Types].xml", sorted(others))


def test_a_document_brings_along_nothing_of_anybody_elses():
    with zipfile.ZipFile(io.BytesIO(the_word())) as parts:
        names = parts.namelist()
        assert not [name for name in names if "thumbnail" in name or "theme" in name or "customXml" in name]
        whole = b"".join(map(parts.read, names))
    assert b"Macintosh" not in whole
    assert b"python" not in whole


def test_thousands_of_rows_are_all_there():
    data = word.render(replace(a_letter("Nội dung."), annexes=(a_table(4_000, note="ghi chú"),)))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert parts.read("word/document.xml").decode().count("Tổ công nghệ số thôn") == 4_000
