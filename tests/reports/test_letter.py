import hashlib
import io
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pikepdf
import pytest

from hoaian_desktop.reports import legible, letter
from tests.reports.papers import (
    A_SEAL,
    MM,
    SENTENCE,
    a_letter,
    a_report,
    a_table,
    fonts_of,
    last_printed,
    printed,
    the_closed_report,
    the_report,
    whole_text,
)


def page_one(**heading):
    return printed(letter.render(a_letter("Nội dung.", **heading)))[0]


def test_the_paper_is_a4_with_the_margins_of_the_guide():
    pages = printed(letter.render(a_letter(*[SENTENCE * 4] * 20)))
    assert len(pages) > 2
    for page in pages:
        assert (page.width, page.height) == pytest.approx((595.28, 841.89), abs=0.01)
        assert min(line.left for line in page.body) * MM == pytest.approx(85.04, abs=0.1)
        assert max(line.right for line in page.body) <= 190.3
        assert min(line.base for line in page.body) >= 20
        assert max(line.base for line in page.body) <= 277


def test_page_one_has_no_number_and_page_two_has_it_in_the_middle_of_the_top_margin():
    first, second, third = printed(the_report())[:3]
    assert not [line for line in first.lines if line.base < 20]
    for page, number in ((second, "2"), (third, "3")):
        (line,) = [line for line in page.lines if line.base < 20]
        assert line.text == number
        assert (line.left + line.right) / 2 == pytest.approx(110, abs=0.5)
        assert (line.size, line.font) == (14, "Tinos")


def test_only_tinos_is_used_and_all_of_it_is_embedded():
    fonts = fonts_of(the_report())
    assert fonts
    assert all("+Tinos" in name for name in fonts)
    assert all(fonts.values())


def test_the_header_stands_as_the_guide_says():
    page = printed(the_report())[0]
    expected = {
        "HUYỆN ĐOÀN HOÀI ÂN": (14, "Tinos", 67),
        "BCH ĐOÀN XÃ ÂN TÍN": (14, "Tinos-Bold", 67),
        "***": (14, "Tinos", 67),
        "Số: 12-BC/ĐTN": (14, "Tinos", 67),
        "ĐOÀN TNCS HỒ CHÍ MINH": (15, "Tinos-Bold", 147),
        "Ân Tín, ngày 20 tháng 11 năm 2023": (14, "Tinos-Italic", 147),
        "BÁO CÁO": (16, "Tinos-Bold", 110),
        "Kính gửi: Ban Thường vụ Huyện đoàn Hoài Ân": (14, "Tinos", 110),
    }
    for text, (size, font, axis) in expected.items():
        line = page.line(text)
        assert (line.text.strip(), line.size, line.font) == (text, size, font)
        assert (line.left + line.right) / 2 == pytest.approx(axis, abs=0.4)
    assert page.line("HUYỆN ĐOÀN").base == pytest.approx(page.line("ĐOÀN TNCS").base, abs=0.1)
    assert page.line("Số:").base == pytest.approx(page.line("Ân Tín, ngày").base, abs=0.1)


def test_the_rule_below_the_unions_name_is_as_long_as_the_name():
    with pikepdf.open(io.BytesIO(letter.render(a_letter("Nội dung.")))) as document:
        drawn = pikepdf.parse_content_stream(document.pages[0])
    starts = [float(step.operands[0]) for step in drawn if str(step.operator) == "m"]
    stops = [float(step.operands[0]) for step in drawn if str(step.operator) == "l"]
    name = printed(letter.render(a_letter("Nội dung.")))[0].line("ĐOÀN TNCS")
    assert len(starts) == len(stops) == 1
    assert (stops[0] - starts[0]) / MM == pytest.approx(name.right - name.left, abs=0.6)


def test_neither_era_prints_the_state_motto():
    old = page_one()
    new = page_one(superior="TỈNH ĐOÀN GIA LAI", issuer="BCH ĐOÀN XÃ VẠN ĐỨC", place="Vạn Đức")
    assert "HUYỆN ĐOÀN HOÀI ÂN" in old.text
    assert "TỈNH ĐOÀN GIA LAI" in new.text
    for page in (old, new):
        assert "CỘNG HÒA" not in page.text.upper()
        assert "ĐỘC LẬP" not in page.text.upper()


UNITS = [
    ("XÃ", name)
    for name in (
        "Ân Hảo Tây", "Ân Hảo Đông", "Ân Sơn", "Ân Mỹ", "Đak Mang", "Ân Tín", "Ân Thạnh", "Ân Phong", "Ân Đức",
        "Ân Hữu", "Bok Tới", "Ân Tường Tây", "Ân Tường Đông", "Ân Nghĩa",
        "Hoài Ân", "Ân Hảo", "Vạn Đức", "Ân Tường", "Kim Sơn",
    )
] + [("THỊ TRẤN", "Tăng Bạt Hổ")]  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), UNITS, ids=lambda value: value)
@pytest.mark.parametrize("day", [date(2023, 11, 20), None], ids=["dated", "open"])
def test_every_units_header_keeps_inside_its_columns(kind, name, day):
    page = page_one(issuer=f"BCH ĐOÀN {kind} {name.upper()}", place=name, day=day, number=None if day is None else 112)
    head = [line for line in page.lines if line.base < page.line("BÁO CÁO").base - 3]
    left = [line for line in head if line.left < 104]
    right = [line for line in head if line.left >= 104]
    assert max(line.right for line in left) <= 104
    assert min(line.left for line in left) >= 30
    assert max(line.right for line in right) <= 190
    assert len({line.base for line in right}) == 2
    issuer = " ".join(line.text for line in left if line.font == "Tinos-Bold")
    assert issuer.split() == f"BCH ĐOÀN {kind} {name.upper()}".split()
    for above, below in pairwise(sorted({round(line.base, 1) for line in left})):
        assert below - above > 4.5


def test_a_name_that_is_too_long_shrinks_and_then_wraps():
    fits = page_one(issuer="BCH ĐOÀN XÃ ÂN TƯỜNG ĐÔNG")
    assert fits.line("BCH ĐOÀN XÃ").size == 13
    wraps = page_one(issuer="BCH ĐOÀN THỊ TRẤN TĂNG BẠT HỔ")
    left = [line for line in wraps.lines if line.left < 100 and line.base < 45]
    assert [line.text.strip() for line in left if line.font == "Tinos-Bold"] == ["BCH ĐOÀN THỊ TRẤN", "TĂNG BẠT HỔ"]


@pytest.mark.parametrize(
    ("number", "day", "shown", "dated"),
    [
        (5, date(2024, 2, 5), "Số: 05-BC/ĐTN", "Ân Tín, ngày 05 tháng 02 năm 2024"),
        (112, date(2024, 11, 15), "Số: 112-BC/ĐTN", "Ân Tín, ngày 15 tháng 11 năm 2024"),
        (7, date(2025, 3, 1), "Số: 07-BC/ĐTN", "Ân Tín, ngày 01 tháng 3 năm 2025"),
    ],
)
def test_number_and_date_have_the_unions_form(number, day, shown, dated):
    page = page_one(number=number, day=day)
    assert page.line("Số:").text.strip() == shown
    assert page.line("Ân Tín, ngày").text.strip() == dated


def test_number_and_day_can_be_left_for_the_pen():
    text = " ".join(page_one(number=None, day=None).text.split())
    assert "Số: -BC/ĐTN" in text
    assert "Ân Tín, ngày tháng 11 năm 2023" in text
    page = page_one(number=None, day=None)
    place = next(line for line in page.lines if line.text.startswith("Ân Tín, ngày"))
    rest = next(line for line in page.lines if "năm 2023" in line.text and line.base == place.base)
    assert place is rest or rest.left - place.right > 5


def test_text_comes_out_in_whole_composed_words():
    text = whole_text(the_report())
    assert unicodedata.is_normalized("NFC", text)
    for words in (
        "chuyển đổi số, Đề án 06",
        "Trần Thị Mỹ Duyên",
        "tổ công nghệ số cộng đồng",
        "Biểu 01",
    ):
        assert words in text


def test_decomposed_text_is_composed_before_it_is_drawn():
    sentence = "Hướng dẫn người dân nộp hồ sơ dịch vụ công trực tuyến."
    assert sentence in whole_text(letter.render(a_letter(unicodedata.normalize("NFD", sentence))))


@pytest.mark.parametrize(
    "closing",
    [f"Trên đây là kết quả{end}" for end in ("", ".", "./.", " . ", "./")],
)
def test_the_end_mark_stands_once_after_the_last_word(closing):
    text = whole_text(letter.render(a_letter("Nội dung.", closing=closing)))
    assert text.count("./.") == 1
    assert "Trên đây là kết quả./. Nơi nhận:" in text or "Trên đây là kết quả./. TM. BAN CHẤP HÀNH" in text


def test_without_a_closing_the_end_mark_goes_to_the_last_paragraph():
    assert "Đoạn cuối./." in whole_text(letter.render(a_letter("Đoạn đầu.", "Đoạn cuối.", closing="")))


@pytest.mark.parametrize("shape", ["short", "long", "headed"])
def test_the_signature_never_stands_alone(shape):
    closing = {"short": "Hết.", "long": SENTENCE * 5, "headed": "Hết."}[shape]
    places, pages = set(), set()
    for count in range(8, 48):  # from the first page to the third: each line of a page is once the last
        content = a_letter(*["Một dòng ngắn."] * count, closing=closing)
        if shape == "headed":
            last = replace(content.sections[0], key="proposals", title="Đề xuất", paragraphs=())
            content = replace(content, sections=(*content.sections, last))
        last_page, number = last_printed(letter.render(content))
        signed = last_page.line("TM. BAN CHẤP HÀNH")
        above = [
            line
            for line in last_page.body
            if line.base < signed.base - 1 and line.size == 14 and line.font == "Tinos" and line.left < 60
        ]
        assert len(above) >= 2, count
        assert last_page.line("Trần Thị Mỹ Duyên").base > signed.base
        assert max(line.base for line in last_page.body) <= 277
        places.add(round(signed.base))
        pages.add(number)
    assert len(places) > 10
    assert pages == {1, 2, 3}


def test_no_heading_is_the_last_line_of_a_page():
    for count in range(1, 30):
        content = a_letter(*["Một dòng ngắn."] * count)
        first = content.sections[0]
        parent = replace(first, key="results", title="Kết quả", paragraphs=())
        below = replace(first, level=2, title="Mục", paragraphs=(SENTENCE * 3,))
        content = replace(content, sections=(first, parent, below, below, below, below))
        for page in printed(letter.render(content))[:-1]:
            assert max(page.body, key=lambda line: line.base).font == "Tinos"


def test_the_signature_stands_on_its_axis_beside_the_recipients():
    page = printed(letter.render(a_letter("Nội dung.")))[0]
    authority, title, name = page.line("TM. BAN"), page.line("BÍ THƯ"), page.line("Trần Thị")
    assert [(line.size, line.font) for line in (authority, title, name)] == [
        (14, "Tinos-Bold"), (14, "Tinos"), (14, "Tinos-Bold"),
    ]  # fmt: skip
    for line in (authority, title, name):
        assert (line.left + line.right) / 2 == pytest.approx(147, abs=0.4)
    assert 25 <= name.base - title.base <= 40
    label = page.line("Nơi nhận:")
    assert (label.font, label.size) == ("Tinos-BoldItalic", 12)
    assert label.base == pytest.approx(authority.base, abs=0.5)
    assert page.line("- BTV Huyện đoàn (b/c);").size == 11
    assert page.line("- Lưu VP.").left == pytest.approx(30, abs=0.3)


def test_the_footer_names_the_report_and_says_when_it_is_a_draft():
    closed = printed(letter.render(a_letter("Nội dung."), A_SEAL))[0]
    draft = printed(letter.render(replace(a_letter("Nội dung."), draft=True)))[0]
    footer = closed.line("Mã báo cáo: AT-2023-11-V1 · Mã kiểm tra: 3F9A-1C22-77B0-E5D1")
    assert (footer.size, footer.font) == (8, "Tinos")
    assert "Bản nháp" not in closed.text
    assert draft.line("Bản nháp").base > 277
    assert "Mã" not in draft.text


def test_users_text_is_never_markup():
    text = "Nhóm <b>A & B</b> có 3 < 5; &amp; <para> </font> “ngoặc”"
    assert text in whole_text(letter.render(a_letter(text)))


def test_a_letter_that_tinos_lacks_is_shown_as_a_box():
    shown = whole_text(letter.render(a_letter("Vui 😀👍🏽 và 漢\u200b tự\u0007 hết.")))
    assert "Vui □□□ và □ tự hết." in shown


def test_every_place_of_a_letter_is_looked_at_for_letters_that_cannot_be_printed():
    assert legible.faults(a_letter("Chữ Việt đủ dấu: ỡ ặ ỵ Ự, số 12,5%, “ngoặc” – …")) == ()
    whole = a_letter("Vui 😀", "Buồn 漢", superior="HUYỆN ĐOÀN 中")
    whole = replace(whole, recipients=("- Lưu 🗄",), annexes=(a_table(2, "chú 😀"),))
    said = legible.faults(whole)
    assert [sentence.partition(" có chữ")[0] for sentence in said] == [
        "Cơ quan cấp trên", "Mục “I. CÔNG TÁC CHỈ ĐẠO, TUYÊN TRUYỀN”", "Nơi nhận", whole.annexes[0].code,
    ]  # fmt: skip
    assert "“😀” (U+1F600), “漢” (U+6F22)" in said[1]


def test_a_paragraph_of_ten_thousand_letters_flows_over_pages():
    text = (SENTENCE * 100)[:10_000].strip()
    pages = printed(letter.render(a_letter(text, "x" * 10_000)))
    assert len(pages) >= 6
    drawn = " ".join(line.text.strip() for page in pages for line in page.body if line.base > 20)
    assert text in " ".join(drawn.split())
    for page in pages:
        assert max(line.right for line in page.body) <= 190.3


def test_a_very_long_list_of_recipients_goes_on_below():
    content = replace(a_letter("Nội dung."), recipients=tuple(f"Chi đoàn thôn {n} (t/h)" for n in range(90)))
    text = whole_text(letter.render(content))
    assert "- Chi đoàn thôn 0 (t/h);" in text
    assert "- Chi đoàn thôn 89 (t/h)." in text


def test_the_document_says_what_it_is_in_vietnamese():
    with pikepdf.open(io.BytesIO(the_report())) as document:
        assert str(document.Root.Lang) == "vi-VN"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo.Title) == (
            "Báo cáo kết quả thực hiện công tác chuyển đổi số, Đề án 06 tháng 11 năm 2023"
        )
        assert str(document.docinfo.Author) == "Ban Chấp hành Đoàn xã Ân Tín"
        assert str(document.docinfo.Subject)
        with document.open_outline() as outline:
            titles = [item.title for item in outline.root]
            assert titles[0] == "I. CÔNG TÁC CHỈ ĐẠO, TUYÊN TRUYỀN"
            assert titles[-1].startswith("Biểu 01.")
            assert [item.title for item in outline.root[1].children] == [
                "1. Tổ công nghệ số cộng đồng",
                "2. Hỗ trợ tài khoản và dịch vụ số",
                "3. Các mô hình",
                "4. So với chỉ tiêu",
            ]


def test_the_same_content_gives_the_same_bytes_everywhere():
    script = (
        "import hashlib; from tests.reports.papers import the_closed_report as closed, the_report as draft;"
        "print(hashlib.sha256(closed() + draft()).hexdigest())"
    )
    elsewhere = {
        "PYTHONHASHSEED": "77" if os.environ.get("PYTHONHASHSEED") != "77" else "1",
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
        "SOURCE_DATE_EPOCH": "1700000000",
    }
    ran = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": ".", **elsewhere}, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == hashlib.sha256(the_closed_report() + the_report()).hexdigest()
    assert letter.render(a_report()) == the_report()


def test_drawing_leaves_the_settings_of_the_library_alone():
    from reportlab import rl_config

    before = (rl_config.useA85, rl_config.invariant, rl_config.canvas_basefontname)
    letter.render(a_letter("Nội dung."))
    assert (rl_config.useA85, rl_config.invariant, rl_config.canvas_basefontname) == before


def test_a_stored_content_prints_as_it_did():
    content = a_report()
    assert letter.render(type(content).from_data(content.as_data())) == the_report()


def test_an_annex_has_pages_numbers_and_headers_of_its_own():
    content = replace(a_letter("Nội dung."), annexes=(a_table(100), a_table(3)))
    pages = printed(letter.render(content))
    table = pages[1:-1]
    assert len(table) >= 3
    for place, page in enumerate(table, start=1):
        assert (page.width, page.height) == pytest.approx((841.89, 595.28), abs=0.01)
        assert page.line("STT").font == "Tinos-Bold"
        assert page.line("(1)")
        top = [line for line in page.lines if line.base < 18]
        assert [line.text for line in top] == ([] if place == 1 else [str(place)])
    rows = [line.text for page in table for line in page.lines if line.text.startswith("Tổ công nghệ số thôn")]
    assert len(rows) == 100
    assert not [line for line in pages[-1].lines if line.base < 18]
    assert "(Kèm theo Báo cáo số 12-BC/ĐTN ngày 20/11/2023 của Ban Chấp hành Đoàn xã Ân Tín)" in table[0].text


def test_a_row_is_never_cut_and_notes_stay_in_their_column():
    content = replace(a_letter("Nội dung."), annexes=(a_table(40, note="một lời ghi chú dài " * 9 + "hết"),))
    for page in printed(letter.render(content))[1:]:
        assert page.text.count("Tổ công nghệ số thôn") == page.text.count("hết")
        assert max(line.right for line in page.lines) <= 277
        assert max(line.base for line in page.lines if line.size > 8) <= 190


def test_a_text_pasted_into_the_heading_does_not_push_the_letter_off_its_page():
    page = page_one(superior="Ư" * 4000)
    assert page.line("BÁO CÁO").base < 150
    assert page.line("…").right <= 104
