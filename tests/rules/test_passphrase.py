import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.rules.passphrase import normal_form, strength


@pytest.mark.parametrize("text", ["", "Abc#12", "con trâu 1"[:9]])
def test_fewer_than_ten_signs_are_too_short(text):
    judged = strength(text)
    assert (judged.level, judged.accepted) == (0, False)
    assert judged.sentence == "Quá ngắn: cần ít nhất 10 ký tự."


@pytest.mark.parametrize(
    "text",
    [
        "matkhau123456", "Mật khẩu 123", "1234567890", "aaaaaaaaaaaa", "abababababab", "qwertyuiop", "doanxa2023",
        "Doanxaantin1", "anhyeuem123", "abcdefghij123", "Hoaian@2023", "Antin2024!",
    ],
)  # fmt: skip
def test_what_everybody_tries_first_is_weak(text):
    judged = strength(text, unit_name="Ân Tín")
    assert (judged.level, judged.accepted) == (1, False)


@pytest.mark.parametrize("text", ["con trâu gặm cỏ đêm trăng", "Rừng7-suối9_nấm!"])
def test_words_that_do_not_belong_together_are_strong(text):
    assert strength(text).level == 4


def test_the_units_name_adds_next_to_nothing():
    assert strength("kimson kimson 4", unit_name="Kim Sơn").level < strength("kimson rungtre 4").level


@given(st.text(max_size=40))
def test_every_text_gets_a_level_and_a_sentence(text):
    judged = strength(text, unit_name="Ân Tín")
    assert 0 <= judged.level <= 4
    assert judged.sentence.endswith(".")


@given(st.text(max_size=40))
def test_both_ways_of_composing_letters_make_the_same_key(text):
    apart = unicodedata.normalize("NFD", text)
    assert normal_form(apart) == normal_form(text)
    assert strength(apart) == strength(text)
