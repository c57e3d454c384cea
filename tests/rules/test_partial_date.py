from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.rules.partial_date import PartialDate

TODAY = date(2023, 11, 20)
whole = st.dates(date(1900, 1, 1), TODAY).map(PartialDate.from_date)
partial_dates = whole | whole.map(lambda d: PartialDate(d.year, d.month)) | whole.map(lambda d: PartialDate(d.year))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5/11/1999", PartialDate(1999, 11, 5)), ("05-11-99", PartialDate(1999, 11, 5)),
        ("5.11.1999", PartialDate(1999, 11, 5)), ("05111999", PartialDate(1999, 11, 5)),
        ("051199", PartialDate(1999, 11, 5)), ("1999-11-05", PartialDate(1999, 11, 5)),
        ("1999-11-05 00:00:00", PartialDate(1999, 11, 5)), ("11/1999", PartialDate(1999, 11)),
        ("111999", PartialDate(1999, 11)), ("1999-11", PartialDate(1999, 11)), ("1999", PartialDate(1999)),
        ("58", PartialDate(1958)), ("15", PartialDate(2015)), ("24", PartialDate(1924)), ("23", PartialDate(2023)),
        ("Năm 1999", PartialDate(1999)), ("sinh tháng 3 năm 1960", PartialDate(1960, 3)),
        ("ngày 5 tháng 11 năm 1999", PartialDate(1999, 11, 5)), ("29/2/2000", PartialDate(2000, 2, 29)),
    ],
)  # fmt: skip
def test_birth_dates_are_read_as_far_as_they_are_known(typed, meant):
    assert PartialDate.parse(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/1999", "Tháng 2 năm 1999 chỉ có 28 ngày."),
        ("31/4/1999", "Tháng 4 chỉ có 30 ngày."),
        ("13/1999", "Không có tháng 13."),
        ("11/05", "Hãy ghi năm đủ bốn chữ số, ví dụ 11/1999 hoặc 05/11/1999."),
        ("2032", "Năm 2032 chưa tới. Hãy kiểm tra lại."),
        ("12/2023", "Tháng 12/2023 chưa tới. Hãy kiểm tra lại."),
        ("21/11/2023", "Ngày 21/11/2023 chưa tới. Hãy kiểm tra lại."),
        ("1099", "Năm 1099 không hợp lý. Hãy kiểm tra lại."),
        ("5", "Không hiểu ngày “5”. Hãy nhập như 05/11/2023."),
        ("chưa rõ", "Không hiểu ngày “chưa rõ”. Hãy nhập như 05/11/2023."),
        ("", "Hãy nhập ngày, ví dụ 05/11/2023."),
    ],
)
def test_a_mistake_is_named(typed, sentence):
    with pytest.raises(ValueError) as caught:
        PartialDate.parse(typed, today=TODAY)
    assert str(caught.value) == sentence


def test_a_day_needs_its_month():
    with pytest.raises(ValueError, match="tháng"):
        PartialDate(1999, None, 5)


@given(partial_dates)
def test_what_is_shown_and_what_is_stored_come_back(born):
    assert PartialDate.parse(str(born), today=TODAY) == born
    assert PartialDate.parse(born.iso(), today=TODAY) == born
    assert PartialDate.from_iso(born.iso()) == born


@given(st.text(max_size=15) | st.text("0123456789/-. ", max_size=12))
def test_any_text_is_a_date_or_gets_a_sentence(text):
    try:
        assert PartialDate.parse(text, today=TODAY).first_day <= TODAY
    except ValueError as error:
        assert str(error)[0].isupper() and str(error).endswith(".")


@given(partial_dates, partial_dates)
def test_the_order_is_that_of_the_stored_text(one, other):
    assert (one < other) == (one.iso() < other.iso())


def test_each_precision_has_its_own_form():
    assert [str(PartialDate(1999)), str(PartialDate(1999, 3)), str(PartialDate(1999, 3, 5))] == [
        "1999", "03/1999", "05/03/1999",
    ]  # fmt: skip


def test_age_counts_from_the_birthday():
    born = PartialDate(2017, 11, 20)
    assert born.age_on(date(2023, 11, 19)) == 5
    assert born.age_on(date(2023, 11, 20)) == 6


def test_a_year_alone_leaves_two_ages_but_on_its_last_day():
    born = PartialDate(2017)
    assert born.age_on(date(2023, 6, 30)) is None
    assert (born.youngest_age_on(date(2023, 6, 30)), born.oldest_age_on(date(2023, 6, 30))) == (5, 6)
    assert born.age_on(date(2023, 12, 31)) == 6


@given(partial_dates, st.dates(date(1900, 1, 1), date(2030, 1, 1)))
def test_ages_lie_at_most_a_year_apart(born, day):
    assert 0 <= born.oldest_age_on(day) - born.youngest_age_on(day) <= 1


@pytest.mark.parametrize("stored", ["", "1999-1", "99", "05/11/1999", "1999-02-30"])
def test_only_the_stored_form_is_read_back(stored):
    with pytest.raises(ValueError):
        PartialDate.from_iso(stored)


def test_a_date_is_vaguer_than_itself_with_more_known():
    whole, month, year = PartialDate(1958, 3, 12), PartialDate(1958, 3), PartialDate(1958)
    assert year.is_vaguer_than(month) and year.is_vaguer_than(whole) and month.is_vaguer_than(whole)
    assert not whole.is_vaguer_than(year) and not year.is_vaguer_than(year)
    assert not PartialDate(1957).is_vaguer_than(whole) and not PartialDate(1958, 1).is_vaguer_than(
        PartialDate(1958, 12)
    )
