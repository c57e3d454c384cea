"""How alike two persons are: names in Vietnamese ways of being the same, and what speaks for one person or for two."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.rules.likeness import HIGH, LEAST, Person, compare
from hoaian_desktop.rules.partial_date import PartialDate

# Each pair is of one village and one year of birth, and neither has a number. What is «likely» stands at the top of
# the desk, «possible» below it, «apart» is not offered.
NAMES = [
    ("Nguyễn Văn An", "Nguyễn Văn An", "likely", "trùng họ tên"),
    ("NGUYỄN VĂN AN", "Nguyễn Văn An", "likely", "trùng họ tên"),
    ("Nguyễn  Văn An ", "Nguyễn Văn An", "likely", "trùng họ tên"),
    ("Nguyễn\u200b Văn An", "Nguyễn Văn An", "likely", "trùng họ tên"),
    (unicodedata.normalize("NFD", "Đặng Thị Huệ"), "Đặng Thị Huệ", "likely", "trùng họ tên"),
    ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", "likely", "trùng họ tên"),
    ("Lê Thị Thuỷ", "Lê Thị Thủy", "likely", "trùng họ tên"),
    ("Nguyễn Văn Khoẻ", "Nguyễn Văn Khỏe", "likely", "trùng họ tên"),
    ("Nguyen Van An", "Nguyễn Văn An", "likely", "mất dấu"),
    ("NGUYEN VAN AN", "Nguyễn Văn An", "likely", "mất dấu"),
    ("Dang Van Duc", "Đặng Văn Đức", "likely", "mất dấu"),
    ("Dinh Ka Rum", "Đinh Ka Rưm", "likely", "mất dấu"),
    ("Y Blom", "Y Blơm", "likely", "mất dấu"),
    ("Trần Thị Ngọc Lan", "Trần Ngọc Thị Lan", "likely", "đảo tên đệm"),
    ("Tran Thi Ngoc Lan", "Trần Ngọc Thị Lan", "likely", "đảo tên đệm"),
    ("Nguyễn Thị Lan", "Nguyễn Lan", "likely", "thiếu tên đệm"),
    ("Nguyễn Văn Hùng", "Nguyễn Hùng", "likely", "thiếu tên đệm"),
    ("Trần Thị Ngọc Lan", "Trần Ngọc Lan", "likely", "thiếu tên đệm"),
    ("Trần Thị Ngọc Lan", "Trần Thị Lan", "likely", "thiếu tên đệm"),
    ("Đinh Y Lanh", "Đinh Lanh", "likely", "thiếu tên đệm"),
    ("Nguyễn ThịNgọc Lan", "Nguyễn Thị Ngọc Lan", "likely", "dính hoặc tách chữ"),
    ("Đinh Ka Rưm", "Đinh Karưm", "likely", "dính hoặc tách chữ"),
    ("Nguyển Văn Hùng", "Nguyễn Văn Hùng", "likely", "lẫn hỏi ngã"),
    ("Lê Văn Dủng", "Lê Văn Dũng", "likely", "lẫn hỏi ngã"),
    ("Lê Thị Mĩ", "Lê Thị Mỹ", "likely", "lẫn i/y"),
    ("Lê Văn Quí", "Lê Văn Quý", "likely", "lẫn i/y"),
    ("Nguyễn Thị Thi", "Nguyễn Thị Thy", "likely", "lẫn i/y"),
    ("Nguyne Văn Hùng", "Nguyễn Văn Hùng", "likely", "sai một chữ cái"),
    ("Nguyễnn Văn Hùng", "Nguyễn Văn Hùng", "likely", "sai một chữ cái"),
    ("Nguyễn Văn Cườngg", "Nguyễn Văn Cường", "likely", "sai một chữ cái"),
    ("Nguyễn Văn Huùngg", "Nguyễn Văn Hùng", "possible", "sai hai chữ cái"),
    ("Nguyeenx Vawn Hungf", "Nguyễn Văn Hùng", "likely", "gõ sai Telex"),
    ("Ddinh Thij Blen", "Đinh Thị Blen", "likely", "gõ sai Telex"),
    ("Lê Văn Dduwcs", "Lê Văn Đức", "likely", "gõ sai Telex"),
    ("Lê Văn Xơn", "Lê Văn Sơn", "possible", "lẫn s/x"),
    ("Lê Thị Chinh", "Lê Thị Trinh", "possible", "lẫn ch/tr"),
    ("Lê Thị Giung", "Lê Thị Dung", "possible", "lẫn d/gi/r"),
    ("Lê Thị Ngâng", "Lê Thị Ngân", "possible", "lẫn n/ng"),
    ("N. V. An", "Nguyễn Văn An", "possible", "viết tắt"),
    ("N.V.An", "Nguyễn Văn An", "possible", "viết tắt"),
    ("Nguyễn V. An", "Nguyễn Văn An", "likely", "viết tắt"),
    ("An Nguyễn Văn", "Nguyễn Văn An", "possible", "đảo thứ tự chữ"),
    ("Vũ Văn Dũng", "Võ Văn Dũng", "possible", "hai cách viết họ"),
    ("Hoàng Thị Lệ", "Huỳnh Thị Lệ", "possible", "hai cách viết họ"),
    ("Hà", "Trần Thị Hà", "possible", "thiếu họ"),
    # One sign, and it may be another name: never at the top.
    ("Nguyễn Văn Ân", "Nguyễn Văn An", "possible", "thiếu dấu"),
    ("Trần Thị Thư", "Trần Thị Thu", "possible", "thiếu dấu"),
    ("Nguyễn Văn Thành", "Nguyễn Văn Thanh", "possible", "thiếu dấu"),
    ("Trần Thị Thủy", "Trần Thị Thúy", "possible", "khác dấu"),
    ("Lê Văn Hùng", "Lê Văn Hưng", "possible", "khác dấu"),
    ("Nguyễn Thị Hòa", "Nguyễn Thị Hoa", "possible", "thiếu dấu"),
    ("Trần Ngọc Minh", "Trần Minh Ngọc", "possible", "đảo thứ tự chữ"),
    ("Lê Văn An", "Lê Thị An", "possible", "khác tên đệm"),
    # Other people.
    ("Trần Thị Lan", "Trần Thị Loan", "apart", "khác một chữ cái"),
    ("Phạm Văn Khải", "Phan Văn Khải", "apart", "khác một chữ cái"),
    ("Nguyễn Văn An", "Trần Văn An", "apart", "khác họ"),
    ("Nguyễn Văn An", "Nguyễn Văn Bình", "apart", "khác tên"),
    ("Y Thoan", "A Thoan", "apart", "khác họ"),
    ("Y", "Yến", "apart", "khác tên"),
    ("A Blâm", "A Khuê", "apart", "khác tên"),
    ("Lê Thị Nga", "Lê Thị Nghĩa", "apart", "khác tên"),
]  # fmt: skip


def verdict(score: int) -> str:
    return "likely" if score >= HIGH else "possible" if score >= LEAST else "apart"


@pytest.mark.parametrize(("one", "other", "expected", "why"), NAMES)
def test_two_names_of_one_year_and_village_are_as_alike_as_a_clerk_would_say(one, other, expected, why):
    about = {"born": PartialDate(1958), "village": 1}
    likeness = compare(Person(one, **about), Person(other, **about))
    assert verdict(likeness.score) == expected, likeness
    assert why in likeness.reasons
    assert compare(Person(other, **about), Person(one, **about)) == likeness


AN = "Nguyễn Văn An"
WHOLE = PartialDate(1958, 3, 12)
FACTS = [
    ({"born": WHOLE}, {"born": WHOLE}, "likely", "cùng ngày sinh"),
    ({"born": WHOLE, "village": 1}, {"born": PartialDate(1958), "village": 1}, "likely", "cùng năm sinh"),
    ({"born": WHOLE, "village": 1}, {"born": PartialDate(1958, 12, 3), "village": 1}, "likely", "đảo ngày tháng sinh"),
    ({"born": WHOLE, "village": 1}, {"born": PartialDate(1958, 3, 13), "village": 1}, "likely", "lệch một chữ số"),
    ({"born": WHOLE}, {"born": PartialDate(1958, 1, 1)}, "possible", "cùng năm sinh"),  # only the year was known
    ({"born": WHOLE}, {"born": PartialDate(1958, 9, 27)}, "possible", "khác ngày"),
    ({"born": PartialDate(1958), "village": 1}, {"born": PartialDate(1959), "village": 1}, "possible", "lệch một năm"),
    ({"born": PartialDate(1958), "village": 1}, {"born": PartialDate(1985), "village": 1}, "possible", "một chữ số"),
    ({"born": PartialDate(1958), "village": 1}, {"born": PartialDate(1934), "village": 1}, "apart", "khác năm sinh"),
    ({"village": 1}, {"village": 1}, "possible", "cùng thôn"),
    ({"village": 1}, {"village": 2}, "apart", "khác thôn"),
    ({"phone": "0905123456"}, {"phone": "0905123456"}, "possible", "trùng điện thoại"),
    ({"phone": "0905123456", "village": 1}, {"phone": "0905123456", "village": 1}, "likely", "trùng điện thoại"),
    ({"phone": "0905123456"}, {"phone": "0905123465"}, "possible", "điện thoại lệch một số"),
    ({"sex": "male", "village": 1}, {"sex": "female", "village": 1}, "apart", "khác giới tính"),
    ({"number": "052058001234"}, {"number": "052058001234"}, "likely", "trùng số định danh"),
    ({"number": "052058001234", "born": WHOLE, "village": 1}, {"number": "052058001243", "born": WHOLE, "village": 1},
     "apart", "khác số định danh"),
    ({"number": "052058001234", "village": 1}, {"born": PartialDate(1958), "village": 1}, "likely", "cùng năm sinh"),
    ({"number": "211234567", "village": 1}, {"number": "052058001234", "village": 1}, "possible", "cùng thôn"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected", "why"), FACTS)
def test_what_is_known_beside_one_name_decides_how_likely_it_is_one_person(one, other, expected, why):
    likeness = compare(Person(AN, **one), Person(AN, **other))
    assert verdict(likeness.score) == expected, likeness
    assert any(why in reason for reason in likeness.reasons), likeness


def test_the_number_is_stronger_than_every_other_likeness():
    assert compare(Person(AN, number="052058001234"), Person("Trần Thị B", number="052058001234")).score == 100


def test_twins_share_everything_but_their_names_and_are_not_offered():
    about = {"born": PartialDate(2001, 5, 6), "village": 1, "phone": "0905123456"}
    assert compare(Person("Lê Thị Lan", **about), Person("Lê Thị Loan", **about)).score < LEAST


def test_a_pair_that_cannot_be_likely_enough_is_not_looked_into():
    one, other = Person(AN, PartialDate(1958)), Person(AN, PartialDate(1934))
    assert compare(one, other).reasons
    assert compare(one, other, LEAST).reasons == ()


names = st.one_of(
    st.sampled_from([name for one, other, *_ in NAMES for name in (one, other)]),
    st.text(st.sampled_from("aăâbcdđeêghiyklmnoơôpqrstuưvx ẢạÉ.'-y"), max_size=24),
)
people = st.builds(
    Person,
    name=names,
    born=st.one_of(st.none(), st.builds(PartialDate, st.integers(1955, 1960)),
                   st.builds(PartialDate, st.integers(1957, 1959), st.integers(1, 12), st.integers(1, 28))),
    village=st.one_of(st.none(), st.integers(1, 2)),
    phone=st.one_of(st.none(), st.sampled_from(["0905123456", "0905123457", "0912000000"])),
    number=st.one_of(st.none(), st.sampled_from(["052058001234", "052058001235", "211234567", ""])),
    sex=st.one_of(st.none(), st.sampled_from(["male", "female"])),
)  # fmt: skip


@given(one=people, other=people)
def test_likeness_is_the_same_both_ways_and_lies_between_0_and_100(one, other):
    likeness = compare(one, other)
    assert likeness == compare(other, one)
    assert 0 <= likeness.score <= 100
    assert compare(one, other, LEAST).score in (likeness.score, 0)
    if likeness.score == 100:
        assert one.number == other.number


@given(one=names, other=names)
def test_names_alone_are_never_likely(one, other):
    assert compare(Person(one), Person(other)).score < HIGH
