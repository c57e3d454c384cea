from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.rules.numbers import about, padded, parse_count, percent, show_count, show_percent


def test_thousands_have_points_and_missing_is_not_zero():
    assert [show_count(5535), show_count(1_234_567), show_count(0), show_count(None)] == [
        "5.535",
        "1.234.567",
        "0",
        "—",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (98.46, "98,5%"), (Decimal("98.45"), "98,5%"), (Decimal("98.44"), "98,4%"), (0.25, "0,3%"), (80, "80,0%"),
        (Decimal("1234.56"), "1.234,6%"), (0, "0,0%"), (None, "—"),
    ],
)  # fmt: skip
def test_percentages_have_one_decimal_and_a_comma(value, shown):
    assert show_percent(value) == shown


def test_no_target_gives_no_percentage():
    assert [percent(5, 0), percent(5, None), percent(None, 150)] == [None, None, None]
    assert show_percent(percent(5, 0)) == "—"
    assert show_percent(percent(120, 150)) == "80,0%"
    assert show_percent(percent(0, 150)) == "0,0%"
    assert show_percent(percent(1, 80)) == "1,3%"


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("2.450", 2450), ("2450", 2450), ("2 450", 2450), ("2,450", 2450), ("1.234.567", 1_234_567), ("12,0", 12),
        ("12.0", 12), ("21w", 21), ("s7", 7), (" 05\u00a0", 5), ("0", 0),
    ],
)  # fmt: skip
def test_counts_are_read_as_offices_write_them(typed, count):
    assert parse_count(typed) == count


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("hai mươi mốt", "Hãy ghi bằng chữ số, ví dụ 21, thay cho “hai mươi mốt”."),
        ("-9", "Số đếm không được âm: -9."),
        ("2,5", "Số đếm phải là số nguyên, không phải “2,5”."),
        ("2.45.0", "Không hiểu số “2.45.0”. Hãy nhập như 2.450 hoặc 2450."),
        ("", "Hãy nhập một số."),
        ("9" * 10_000, "Số quá lớn. Hãy kiểm tra lại."),
    ],
)
def test_what_is_no_count_is_refused_with_its_reason(typed, sentence):
    with pytest.raises(ValueError) as caught:
        parse_count(typed)
    assert str(caught.value) == sentence


@given(st.integers(0, 10**9))
def test_what_is_shown_can_be_typed(number):
    assert parse_count(show_count(number)) == number


@given(st.text(max_size=15) | st.text("0123456789., -", max_size=12))
def test_any_text_is_a_count_or_gets_a_sentence(text):
    try:
        assert parse_count(text) >= 0
    except ValueError as error:
        assert str(error).startswith(("Hãy", "Số", "Không"))


def test_prose_pads_small_numbers():
    assert [padded(5), padded(10), padded(0), padded(1214)] == ["05", "10", "0", "1.214"]


@pytest.mark.parametrize(
    ("number", "prose"),
    [
        (19, "gần 20"), (153, "hơn 150"), (1214, "hơn 1.200"), (5535, "hơn 5.500"), (98, "gần 100"), (7, "07"),
        (14, "14"), (1200, "1.200"), (0, "0"),
    ],
)  # fmt: skip
def test_prose_rounds_with_a_word(number, prose):
    assert about(number) == prose


def test_the_word_for_more_can_be_chosen():
    assert about(153, above="trên") == "trên 150"


@given(st.integers(10, 10**7))
def test_the_word_says_the_truth(number):
    *word, shown = about(number).split()
    assert {"hơn": number > parse_count(shown), "gần": number < parse_count(shown)}.get(
        "".join(word), number == parse_count(shown)
    )
