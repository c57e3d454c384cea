import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.rules.personal_number import (
    PersonalNumber,
    Sex,
    agrees_with,
    is_old_paper,
    mask,
    province_doubts,
    restore_zero,
    zero_restored,
)  # fmt: skip

AN = PersonalNumber("052099001234")
PROVINCES = {"052": "Bình Định", "064": "Gia Lai"}


def test_a_number_says_province_sex_and_year():
    assert (AN.province(PROVINCES), AN.sex, AN.birth_year) == ("Bình Định", Sex.MALE, 1999)
    girl = PersonalNumber.parse("064 315 000.001")
    assert (girl.province(PROVINCES), girl.sex, girl.birth_year) == ("Gia Lai", Sex.FEMALE, 2015)
    assert girl.digits == "064315000001"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0520990012", "Số định danh còn thiếu 2 chữ số (mới có 10 trong 12)."),
        ("05209900123", "Số định danh còn thiếu 1 chữ số (mới có 11 trong 12)."),
        ("52099001234", "Số định danh còn thiếu 1 chữ số, thường là số 0 ở đầu. Hãy nhập đủ 12 chữ số."),
        ("0520990012345", "Số định danh thừa 1 chữ số (có 13, chỉ cần 12)."),
        ("05209900123O", "Số định danh chỉ gồm chữ số."),
        ("٠٥٢٠٩٩٠٠١٢٣٤", "Số định danh chỉ gồm chữ số."),
        ("", "Hãy nhập số định danh."),
        (
            "211234567",
            "Đây là số CMND 9 chữ số, không còn giá trị từ 01/01/2025. Hãy nhập số định danh 12 chữ số.",
        ),
        ("5.2099E+10", "Excel đã làm tròn số này. Hãy định dạng cột là Văn bản và nhập lại đủ 12 chữ số."),
    ],
)
def test_a_false_shape_is_an_error_that_counts_the_digits(typed, sentence):
    with pytest.raises(ValueError) as caught:
        PersonalNumber.parse(typed)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("typed", ["52099001234", "52099001234.0", "5.2099001234E+10", "52 099 001 234"])
def test_the_zero_a_spreadsheet_dropped_is_put_back_and_told(typed):
    assert restore_zero(typed) == ("052099001234", True)


@pytest.mark.parametrize("typed", ["052099001234", "05209900123", "2099001234", "abc"])
def test_nothing_else_is_repaired(typed):
    assert restore_zero(typed) == (typed, False)


def test_the_notice_shows_no_whole_number():
    assert zero_restored(AN).sentence == "Đã thêm số 0 bị mất ở đầu số định danh: 052*****1234."


def test_agreement_raises_no_doubt():
    assert agrees_with(AN, sex=Sex.MALE, birth_year=1999) == []
    assert agrees_with(AN, sex="male", birth_year=None) == []
    assert agrees_with(AN, sex=None, birth_year=None) == []


def test_another_sex_or_year_is_a_doubt_and_no_error():
    doubts = agrees_with(AN, sex="female", birth_year=2000)
    assert [(doubt.code, doubt.level, doubt.field) for doubt in doubts] == [
        ("number-sex", "soft", "sex"),
        ("number-year", "soft", "born"),
    ]
    assert doubts[0].sentence == "Theo số định danh, người này là Nam; phiếu ghi Nữ."
    assert doubts[1].sentence == "Theo số định danh, người này sinh năm 1999; phiếu ghi 2000."


def test_an_unknown_province_is_a_doubt():
    assert province_doubts(AN, PROVINCES) == []
    (doubt,) = province_doubts(PersonalNumber("999099001234"), PROVINCES)
    assert (doubt.code, doubt.level) == ("number-province", "soft")


def test_old_papers_are_recognised():
    assert is_old_paper("211 234 567")
    assert not is_old_paper("052099001234")


def test_the_middle_is_masked():
    assert mask("052099001234") == "052*****1234"
    assert mask("211234567") == "*****4567"
    assert mask("1234") == "1234"


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_every_twelve_digits_have_a_sex_a_year_and_a_mask(digits):
    number = PersonalNumber.parse(digits)
    assert 1900 <= number.birth_year < 2400
    assert agrees_with(number, sex=number.sex, birth_year=number.birth_year) == []
    assert len(mask(digits)) == 12 and digits not in mask(digits)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_gets_a_sentence(text):
    try:
        assert len(PersonalNumber.parse(text).digits) == 12
    except ValueError as error:
        assert str(error).endswith(".")
