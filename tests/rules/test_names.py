import itertools
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.rules import names

# The order a Vietnamese reader expects, by Tên.
IN_ORDER = [
    "Dương A", "Đặng A", "Bùi Thị Ái", "Lê Văn An", "Trần Thị Ánh", "Nguyễn Thị Ăn", "Nguyễn Văn Ân",
    "Nguyễn Văn Ẩn", "Đinh Văn Dũng", "Đinh Văn Đức", "Nguyễn Thị Thu", "Nguyễn Thị Thủy", "Nguyễn Thị Thư",
]  # fmt: skip
VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
vietnamese_words = st.text(VIETNAMESE + VIETNAMESE.upper(), min_size=1, max_size=7)
vietnamese_names = st.lists(vietnamese_words, min_size=1, max_size=5).map(" ".join)


def test_people_are_listed_by_ten_then_ho_then_dem():
    shuffled = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=names.sort_key) == IN_ORDER


def test_ho_decides_among_equal_ten_and_dem_among_equal_ho():
    people = ["Trần Văn An", "Lê Văn An", "Lê Thị An", "An", "Lê An", "Đỗ An"]
    assert sorted(people, key=names.sort_key) == ["An", "Đỗ An", "Lê An", "Lê Thị An", "Lê Văn An", "Trần Văn An"]


def test_tones_follow_the_alphabet_and_letters_beat_tones():
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma", "man"], key=names.collation_key) == [
        "ma", "mà", "mả", "mã", "má", "mạ", "man",
    ]  # fmt: skip


def test_both_spellings_of_one_syllable_share_a_place():
    assert names.sort_key("Lê Thị Hoà") == names.sort_key("Lê Thị Hòa")


def test_numbers_are_ordered_by_value():
    villages = ["Thôn 10", "Thôn 2", "Thôn 02A", "Thôn 1", "Khu phố 3"]
    assert sorted(villages, key=names.collation_key) == ["Khu phố 3", "Thôn 1", "Thôn 2", "Thôn 02A", "Thôn 10"]


def test_a_key_holds_nothing_a_collation_could_pass_over():
    keys = [names.sort_key(name) for name in [*IN_ORDER, "H'Hen Niê", "Y-Moan Ênuôl", "Ôn Như Đ.", "Иван"]]
    assert all(key.isascii() and key.isalnum() and key == key.lower() for key in keys)


@given(vietnamese_names)
def test_a_name_without_marks_leads_to_the_key_of_everybody_who_may_be_meant(name):
    def among(ranges):
        return any(begin <= names.sort_key(name) < end for begin, end in ranges)

    assert among(names.key_ranges(name))
    few = all(len(part) < 4 for part in name.split())  # in longer ones more vowels may meet than any word has
    assert among(names.key_ranges(names.fold(name))) or not few


def test_keys_of_a_name_are_those_of_its_ten_and_ho_whatever_stands_between():
    def led_to(typed):
        known = ["Nguyễn Văn An", "Nguyễn Thị Ân", "Nguyễn An", "Nguyễn Văn Anh", "Nguyên Văn Án", "Trần Văn An", "An"]
        ranges = names.key_ranges(typed)
        return [name for name in known if any(begin <= names.sort_key(name) < end for begin, end in ranges)]

    assert led_to("nguyen van an") == ["Nguyễn Văn An", "Nguyễn Thị Ân", "Nguyễn An", "Nguyên Văn Án"]
    assert led_to("An") == ["An"]
    assert led_to(" ") == []


def test_a_key_held_down_is_no_work():
    assert len(names.key_ranges("o" * 60)) == 6


@given(vietnamese_names, vietnamese_names)
def test_keys_compare_as_the_rule_says(one, other):
    """An independent statement of the rule: letters of a word, then its highest tone; Tên, Họ, đệm."""
    alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
    tones = "\u0300\u0309\u0303\u0301\u0323"

    def slow(name):
        *before, given_name = name.lower().split()
        ranks = []
        for word in [given_name, *before]:
            apart = unicodedata.normalize("NFD", word)
            letters = unicodedata.normalize("NFC", "".join(c for c in apart if c not in tones))
            ranks.append(
                ([alphabet.index(c) for c in letters], max([tones.index(c) + 1 for c in apart if c in tones] or [0]))
            )
        return ranks

    assert (names.sort_key(one) < names.sort_key(other)) == (slow(one) < slow(other))
    assert (names.sort_key(one) == names.sort_key(other)) == (slow(one) == slow(other))


@given(st.text(max_size=60))
def test_composed_and_decomposed_text_are_the_same_to_us(text):
    apart, together = unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)
    for form in (names.clean, names.fold, names.modern, names.sort_key, names.collation_key, names.check_name):
        assert form(apart) == form(together)


@given(st.text(max_size=60))
def test_normal_forms_are_reached_in_one_step(text):
    for form in (names.nfc, names.clean, names.modern):
        assert form(form(text)) == form(text)


def test_cleaning_removes_what_nobody_sees():
    assert names.clean(" \ufeffNguyễn\u00a0 Văn\u200b\n An\t") == "Nguyễn Văn An"


def test_a_sign_hidden_between_letter_and_mark_does_not_part_them():
    assert names.clean("A\u200b\u0301i") == "Ái"


def test_search_finds_an_tin():
    assert names.fold("Xã Ân Tín") == "xa an tin"
    assert names.fold(unicodedata.normalize("NFD", "ĐẶNG  Thị Thủy")) == "dang thi thuy"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hoà", "Hòa"), ("HOÀ", "HÒA"), ("khoẻ mạnh", "khỏe mạnh"), ("Thuý", "Thúy"), ("huỷ", "hủy"),
        ("Quý", "Quý"), ("Qúy", "Quý"), ("quả", "quả"), ("hoàn toàn", "hoàn toàn"), ("Huệ", "Huệ"),
        ("thuở", "thuở"), ("toán", "toán"), ("khuya", "khuya"), ("hoá đơn", "hóa đơn"), ("hoài ân", "hoài ân"),
    ],
)  # fmt: skip
def test_spellings_become_one(old, new):
    assert names.modern(old) == new


def test_a_name_falls_into_ten_and_the_rest():
    assert (names.given_name("Nguyễn Thị  Thu Hà"), names.family_and_middle("Nguyễn Thị  Thu Hà")) == (
        "Hà",
        "Nguyễn Thị Thu",
    )
    assert (names.given_name("Y"), names.family_and_middle("Y")) == ("Y", "")
    assert names.given_name("  ") == ""


def test_only_a_name_wholly_in_capitals_is_rewritten():
    assert names.proper("ĐINH VĂN  ĐỨC") == "Đinh Văn Đức"
    assert names.proper("H'HEN NIÊ") == "H'Hen Niê"
    assert names.proper("Y-MOAN ÊNUÔL") == "Y-Moan Ênuôl"
    assert names.proper("lê văn An") == "lê văn An"


@pytest.mark.parametrize("name", ["Y", "A Lơ", "H'Hen Niê", "Y-Moan", "Lê V. An", "Đặng Â\u0309n"])
def test_names_of_every_people_are_accepted(name):
    assert names.check_name(name) is None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Hãy nhập họ và tên."),
        ("Lê Văn 2", "Họ và tên không được có chữ số."),
        ("Lê 😀", "Họ và tên không được có ký hiệu “😀”."),
        ("Lê/An", "Họ và tên không được có ký hiệu “/”."),
        ("a" * 10_000, "Họ và tên dài quá 80 ký tự. Hãy kiểm tra lại."),
        ("-.'", "Họ và tên phải có chữ cái."),
    ],
)
def test_what_is_no_name_is_refused_with_its_reason(name, sentence):
    assert names.check_name(name) == sentence


def test_checked_order_holds_for_every_pair():
    for before, after in itertools.pairwise(IN_ORDER):
        assert names.sort_key(before) < names.sort_key(after)
