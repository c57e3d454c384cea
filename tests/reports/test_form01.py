from dataclasses import replace

import pytest

from hoaian_desktop.indicators.catalogue import CATALOGUE, GROUPS
from hoaian_desktop.indicators.figures import TargetFigure
from hoaian_desktop.report_content import Row
from hoaian_desktop.reports import form01, letter
from tests.reports.papers import a_report, figures, nothing_done, printed, the_report


def rows(of):
    annex = form01.annex_of(of, CATALOGUE, GROUPS, "tháng 11 năm 2023")
    return {row.cells[1]: row for row in annex.rows}


def test_there_are_ten_columns_as_wide_as_the_sheet():
    annex = form01.annex_of(figures(), CATALOGUE, GROUPS, "tháng 11 năm 2023")
    assert len(annex.columns) == len(annex.widths) == len(annex.alignments) == 10
    assert sum(annex.widths) == 257
    assert annex.columns[7] == "Lũy kế từ 30/6/2023"
    assert all(len(row.cells) == 10 for row in annex.rows)
    assert annex.title == "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU CHUYỂN ĐỔI SỐ, ĐỀ ÁN 06 THÁNG 11 NĂM 2023"


def test_every_indicator_has_its_row_and_every_group_its_heading():
    found = rows(figures())
    assert {row.cells[0] for row in found.values()} >= {*(i.code for i in CATALOGUE), *GROUPS}
    assert found["Trong đó: nữ"].kind == "sub"
    assert found["Tổng số tài khoản mức 1 và mức 2"].kind == "total"


def test_the_headline_row_reads_as_on_paper():
    row = rows(figures(tallies={"2.3": 23}))["Tổng số tài khoản mức 1 và mức 2"]
    assert row.cells[:4] == ("2.3", "Tổng số tài khoản mức 1 và mức 2", "tài khoản", "1.650")
    assert row.cells[4:] == ("176", "214", "1.981", "5.535", "85,7", "gồm 23 số đếm")


def test_what_is_missing_and_a_target_nobody_set_are_the_same_dash_as_on_screen():
    found = rows(figures({"3.5": None}, targets={"3.1": TargetFigure(0, 4)}))
    leaflets = found["Tờ rơi, áp phích, mã QR đã phát"].cells
    assert (leaflets[3], leaflets[5], leaflets[8]) == ("—", "—", "—")
    sessions = found["Buổi tuyên truyền trực tiếp"].cells
    assert (sessions[3], sessions[8]) == ("0", "—")


def test_notes_say_what_has_no_row():
    found = rows(figures())
    assert found["Buổi tuyên truyền trực tiếp"].cells[9] == "187 lượt người nghe"
    assert found["Người dân được hỗ trợ"].cells[9] == "320 lượt hỗ trợ; không cộng dồn"


def test_a_month_without_records_still_prints_its_zeros():
    found = rows(nothing_done())
    assert found["Tổng số tài khoản mức 1 và mức 2"].cells[4:8] == ("0", "0", "0", "0")


def test_the_table_is_printed_bold_and_italic_where_it_should_be():
    pages = [page for page in printed(the_report()) if page.width > page.height]
    lines = [line for page in pages for line in page.lines]
    fonts = {line.text.strip(): line.font for line in lines}
    assert fonts["Tổng số tài khoản mức 1 và mức 2"] == "Tinos-Bold"
    assert fonts["Trong đó: nữ"] == "Tinos-Italic"
    assert fonts["Tổ công nghệ số cộng đồng đang hoạt động"] == "Tinos"
    assert fonts["TỔ CÔNG NGHỆ SỐ, ĐỘI HÌNH THANH NIÊN"] == "Tinos-Bold"
    number = next(line for line in lines if line.text.strip() == "1.650")
    percent = next(line for line in lines if line.text.strip() == "85,7")
    assert number.base == percent.base


def test_an_annex_without_number_and_day_leaves_room_for_the_pen():
    content = a_report()
    blank = replace(content, heading=replace(content.heading, number=None, day=None))
    text = " ".join(printed(letter.render(blank))[3].text.split())
    assert "(Kèm theo Báo cáo số -BC/ĐTN ngày /11/2023 của Ban Chấp hành Đoàn xã Ân Tín)" in text


def test_a_town_counts_its_quarters():
    annex = form01.annex_of(figures(), CATALOGUE, GROUPS, "tháng 11 năm 2023", village="khu phố")
    row = next(row for row in annex.rows if row.cells[0] == "1.3")
    assert row.cells[2] == "khu phố"
    assert "khu phố hiện có" in row.cells[9]
    assert all("thôn" not in cell for row in annex.rows for cell in (row.cells[2], row.cells[9]))


@pytest.mark.parametrize("before", [0, 1])
def test_what_is_among_a_row_never_begins_a_page_without_it(before):
    rows = [Row("main", ("", "Nội dung đầu", *[""] * 8))] * before
    for number in range(30):
        rows.append(Row("main", (str(number), f"Nội dung {number}", *[""] * 8)))
        rows.append(Row("sub", ("", "Trong đó: nữ", *[""] * 8)))
    report = a_report()
    annex = replace(report.annexes[0], rows=tuple(rows))
    paper = printed(letter.render(replace(report, annexes=(annex,))))
    pages = [page for page in paper if page.width > page.height]
    assert len(pages) > 1
    for page in pages:
        said = [line.text for line in page.lines if "Nội dung" in line.text or "Trong đó" in line.text]
        assert "Nội dung" in said[0]
