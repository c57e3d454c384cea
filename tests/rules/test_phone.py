import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.rules import phone

VALID = st.sampled_from(["032", "056", "070", "079", "081", "089", "090", "096", "099"]).flatmap(
    lambda prefix: st.from_regex(r"[0-9]{7}", fullmatch=True).map(lambda rest: prefix + rest)
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0905 123 456", "0905123456"), ("0905.123.456", "0905123456"), ("0905-123-456", "0905123456"),
        ("+84 905 123 456", "0905123456"), ("84905123456", "0905123456"), ("+84(0)905123456", "0905123456"),
        ("0905123456.0", "0905123456"), ("0905123456w", "0905123456"), ("0256 3870 123", "02563870123"),
        ("0912345678", "0912345678"),
    ],
)  # fmt: skip
def test_every_usual_writing_is_the_same_number(typed, stored):
    assert phone.parse(typed) == phone.Phone(stored)


@pytest.mark.parametrize(
    ("typed", "stored", "codes"),
    [
        ("905123456", "0905123456", ["phone-zero-restored"]),
        ("905123456.0", "0905123456", ["phone-zero-restored"]),
        ("01621234567", "0321234567", ["phone-old-prefix"]),
        ("0169 123 4567", "0391234567", ["phone-old-prefix"]),
        ("+841231234567", "0831234567", ["phone-old-prefix"]),
        ("1991234567", "0591234567", ["phone-zero-restored", "phone-old-prefix"]),
        ("2563870123", "02563870123", ["phone-zero-restored"]),
    ],
)
def test_what_is_repaired_is_told(typed, stored, codes):
    found = phone.parse(typed)
    assert (found.number, [doubt.code for doubt in found.doubts]) == (stored, codes)
    assert all(doubt.level == "hint" for doubt in found.doubts)


def test_the_converted_prefix_is_named():
    assert phone.parse("01261234567").doubts[0].sentence == "Đã đổi đầu số cũ 0126 thành 076."


def test_an_unknown_prefix_is_only_a_doubt():
    found = phone.parse("0951234567")
    assert found.number == "0951234567"
    assert [(doubt.code, doubt.level) for doubt in found.doubts] == [("phone-prefix", "soft")]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("090512345", "Số điện thoại còn thiếu 1 chữ số (mới có 9 trong 10)."),
        ("090512345678", "Số điện thoại thừa 2 chữ số (có 12, chỉ cần 10)."),
        ("5905123456", "Số điện thoại phải bắt đầu bằng số 0."),
        ("không có", "Số điện thoại chỉ gồm chữ số."),
        ("", "Hãy nhập số điện thoại."),
        ("0905123456/0914123456", "Mỗi ô chỉ ghi một số điện thoại."),
        ("0905 123 456, 0914 123 456", "Mỗi ô chỉ ghi một số điện thoại."),
    ],
)
def test_what_is_no_phone_is_refused_with_its_reason(typed, sentence):
    with pytest.raises(ValueError) as caught:
        phone.parse(typed)
    assert str(caught.value) == sentence


@given(VALID)
def test_what_is_shown_is_read_back_without_a_word(number):
    assert phone.parse(phone.show(number)) == phone.Phone(number)


@given(st.text("0123456789+ .-", max_size=14))
def test_reading_twice_changes_nothing(text):
    try:
        first = phone.parse(text).number
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert phone.parse(first).number == first
        assert phone.parse(phone.show(first)).number == first


@given(VALID)
def test_the_mask_hides_the_middle(number):
    assert phone.mask(number) == number[:4] + "***" + number[7:]


def test_numbers_are_shown_in_groups():
    assert phone.show("0905123456") == "0905 123 456"
    assert phone.mask("0912345678") == "0912***678"
    assert phone.show("02563870123") == "0256 3870 123"
