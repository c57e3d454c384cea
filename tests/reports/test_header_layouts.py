"""Two ways to begin a letter, described by data and drawn by one piece: the guide's and the older one."""

from itertools import pairwise

import pytest

from hoaian_desktop import choices
from hoaian_desktop.reports import letter
from hoaian_desktop.reports.header_layouts import LAYOUTS, layout_of
from tests.reports.papers import a_letter, printed

LONG = (
    ("BCH ĐOÀN XÃ ÂN TÍN", "Ân Tín"),
    ("BCH ĐOÀN XÃ ÂN TƯỜNG ĐÔNG", "Ân Tường Đông"),
    ("BCH ĐOÀN THỊ TRẤN TĂNG BẠT HỔ", "Tăng Bạt Hổ"),
)


def head(layout, issuer="BCH ĐOÀN XÃ ÂN TÍN", place="Ân Tín"):
    page = printed(letter.render(a_letter("Nội dung.", layout=layout, issuer=issuer, place=place)))[0]
    return page, [line for line in page.lines if line.base < page.line("BÁO CÁO").base - 3]


def test_every_layout_of_the_list_is_described_and_one_that_is_not_is_drawn_as_the_guide_says():
    assert set(LAYOUTS) == {each.code for each in choices.of("header_layout")}
    assert layout_of("of-tomorrow") is LAYOUTS["hd29"]


def test_the_older_layout_has_the_union_at_the_left_above_the_issuing_body_and_the_date_alone_at_the_right():
    page, lines = head("older")
    left = [line for line in lines if line.left < 104]
    assert [line.text.strip() for line in left] == [
        "ĐOÀN TNCS HỒ CHÍ MINH", "HUYỆN ĐOÀN HOÀI ÂN", "BCH ĐOÀN XÃ ÂN TÍN", "***", "Số: 12-BC/ĐTN",
    ]  # fmt: skip
    assert [line.text.strip() for line in lines if line.left >= 104] == ["Ân Tín, ngày 20 tháng 11 năm 2023"]
    for line in left:
        assert (line.left + line.right) / 2 == pytest.approx(67, abs=0.4)
    assert page.line("ĐOÀN TNCS").font == "Tinos"
    assert page.line("BCH ĐOÀN").font == "Tinos-Bold"
    assert page.line("Số:").base == pytest.approx(page.line("Ân Tín, ngày").base, abs=0.1)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("issuer", "place"), LONG, ids=[place for _, place in LONG])
def test_long_names_keep_inside_their_columns_in_both_layouts(layout, issuer, place):
    _page, lines = head(layout, issuer, place)
    left, right = ([line for line in lines if (line.left < 104) is side] for side in (True, False))
    assert min(line.left for line in left) >= 30
    assert max(line.right for line in left) <= 104
    assert max(line.right for line in right) <= 190
    assert " ".join(line.text for line in left if line.font == "Tinos-Bold").split() == issuer.split()
    for above, below in pairwise(sorted({round(line.base, 1) for line in left})):
        assert below - above > 4.5
