from dataclasses import replace

import pytest

from hoaian_desktop.indicators.catalogue import CATALOGUE
from hoaian_desktop.indicators.figures import TargetFigure
from hoaian_desktop.reports import narrative
from hoaian_desktop.reports.numbering import numbered, roman
from tests.reports.papers import OFFICE, figures, nothing_done


def drafted(of, own=None):
    return narrative.draft(of, OFFICE, CATALOGUE, own)


def text_of(draft, key):
    return "\n".join(next(section.paragraphs for section in draft.sections if section.key == key))


def test_the_sections_stand_in_the_order_of_the_form():
    draft = drafted(figures())
    assert numbered(draft.sections) == [
        "I. CÔNG TÁC CHỈ ĐẠO, TUYÊN TRUYỀN",
        "II. KẾT QUẢ THỰC HIỆN",
        "1. Tổ công nghệ số cộng đồng",
        "2. Hỗ trợ tài khoản và dịch vụ số",
        "3. Các mô hình",
        "4. So với chỉ tiêu",
        "III. ĐÁNH GIÁ CHUNG",
        "1. Ưu điểm",
        "2. Tồn tại, hạn chế",
        "3. Nguyên nhân",
        "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ THÁNG TỚI",
        "V. ĐỀ XUẤT, KIẾN NGHỊ",
    ]


def test_the_opening_names_the_directive_and_the_days():
    assert drafted(figures()).opening == (
        "Thực hiện Kế hoạch số 27-KH/HĐ ngày 30 tháng 6 năm 2023 của Ban Thường vụ Huyện đoàn Hoài Ân, Ban Thường vụ "
        "Đoàn xã Ân Tín báo cáo kết quả thực hiện công tác chuyển đổi số, Đề án 06 từ ngày 15 tháng 10 năm 2023 đến "
        "ngày 14 tháng 11 năm 2023 như sau:"
    )


def test_accounts_are_told_with_their_change_their_tallies_and_the_total_since_the_start():
    text = text_of(drafted(figures(tallies={"2.3": 23, "2.9.nguoi": 7})), "accounts")
    assert "Đã kích hoạt 214 tài khoản định danh điện tử (mức 1: 46 tài khoản; mức 2: 168 tài khoản)" in text
    assert "tăng 38 tài khoản (21,6%) so với tháng trước; trong đó 23 tài khoản theo số đếm." in text
    assert "Lũy kế từ ngày 30/6/2023 đạt 5.535 tài khoản." in text
    assert "hỗ trợ 186 người dân với 320 lượt hỗ trợ, trong đó 07 người theo số đếm." in text


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (214, 214, "bằng tháng trước"),
        (100, 200, "giảm 100 tài khoản (50,0%) so với tháng trước"),
        (5, 0, "tăng 05 tài khoản so với tháng trước"),
    ],
)
def test_the_change_reads_naturally(now, before, said):
    assert said in text_of(drafted(figures({"2.3": now}, before={"2.3": before})), "accounts")


def test_an_unknown_period_before_is_not_compared_with():
    assert "tháng trước" not in text_of(drafted(figures(before={"2.3": None})), "accounts")


def test_a_month_without_records_reads_naturally():
    draft = drafted(nothing_done())
    assert text_of(draft, "direction") == (
        "Trong tháng chưa phát sinh buổi tuyên truyền trực tiếp, tin, bài, video và lớp tập huấn kỹ năng số."
    )
    assert text_of(draft, "accounts").startswith("Trong tháng chưa phát sinh hỗ trợ cho người dân.")
    assert text_of(draft, "targets") == "Trong tháng chưa có chỉ tiêu được giao để đối chiếu."
    whole = "\n".join(paragraph for section in draft.sections for paragraph in section.paragraphs)
    for odd in (" 0 ", "None", "00", "—", "  ", "{", ".."):
        assert odd not in whole


def test_what_is_missing_is_neither_said_nor_taken_for_none():
    text = text_of(drafted(figures({"2.5": None})), "accounts")
    assert "hồ sơ" not in text


def test_targets_are_told_one_a_line_and_met_ones_praised():
    targets = {"2.3": TargetFigure(1650, 1414), "3.2": TargetFigure(40, 41), "2.5": TargetFigure(0, 3)}
    draft = drafted(figures(targets=targets))
    assert text_of(draft, "targets").splitlines()[1:] == [
        "- Tổng số tài khoản mức 1 và mức 2: 1.414/1.650 tài khoản, đạt 85,7% chỉ tiêu;",
        "- Buổi phát thanh “Tiếng loa thanh niên”: 41/40 buổi, đạt 102,5% chỉ tiêu.",
    ]
    assert "Có 01 chỉ tiêu đạt và vượt mức giao: buổi phát thanh" in text_of(draft, "strengths")
    assert "còn 236 tài khoản" in text_of(draft, "plan")


def test_the_offices_own_words_replace_the_draft():
    draft = drafted(figures(), {"proposals": "Đề nghị cấp máy.\n\nĐề nghị tập huấn.", "closing": "Hết"})
    assert text_of(draft, "proposals") == "Đề nghị cấp máy.\nĐề nghị tập huấn."
    assert draft.closing == "Hết"


def test_a_section_emptied_by_the_office_goes_and_the_rest_is_numbered_anew():
    draft = drafted(figures(), {"strengths": "", "limits": " ", "causes": ""})
    upper = [section.key for section in draft.sections if section.level == 1]
    assert upper == ["direction", "results", "plan", "proposals"]
    assert numbered(draft.sections)[-1] == "IV. ĐỀ XUẤT, KIẾN NGHỊ"


def test_roman_numerals():
    assert [roman(n) for n in (1, 4, 5, 9, 14)] == ["I", "IV", "V", "IX", "XIV"]


def test_a_share_of_the_villages_does_not_read_like_a_date():
    draft = drafted(figures({"1.3.thon": 8, "1.3.tong_so": 9}))
    assert "ở 8/9 thôn" in text_of(draft, "teams")


def test_a_town_speaks_of_its_quarters():
    town = replace(OFFICE, unit_kind="thị trấn", unit_name="Tăng Bạt Hổ")
    draft = narrative.draft(figures({"1.3.thon": 8, "1.3.tong_so": 9}), town, CATALOGUE, None)
    assert "ở 8/9 khu phố" in text_of(draft, "teams")
    assert "giữa các khu phố" in text_of(draft, "limits")
