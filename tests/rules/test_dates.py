from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.rules.dates import long_date, parse_date, show_date

TODAY = date(2023, 11, 20)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5", date(2023, 11, 5)), ("5/11", date(2023, 11, 5)), ("05-11", date(2023, 11, 5)),
        ("0511", date(2023, 11, 5)),
        ("5/11/23", date(2023, 11, 5)), ("5.11.2023", date(2023, 11, 5)), ("051123", date(2023, 11, 5)),
        ("05112023", date(2023, 11, 5)), ("5 11 2023", date(2023, 11, 5)), ("2023-11-05", date(2023, 11, 5)),
        ("2023-11-05 00:00:00", date(2023, 11, 5)), ("2023-11-05T00:00:00", date(2023, 11, 5)),
        ("hôm nay", TODAY), ("Hôm  qua", date(2023, 11, 19)), ("hom kia", date(2023, 11, 18)),
        ("29/2/2024", date(2024, 2, 29)), ("29/2", date(2024, 2, 29)), ("5/11/99", date(1999, 11, 5)),
        ("20/11/2032", date(2032, 11, 20)), ("\u00a05/11\u200b", date(2023, 11, 5)),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_type_them(typed, meant):
    assert parse_date(typed, today=TODAY) == meant


def test_a_day_without_a_year_is_the_nearest_one():
    january = date(2024, 1, 7)
    assert parse_date("28/12", today=january) == date(2023, 12, 28)
    assert parse_date("3/2", today=january) == date(2024, 2, 3)
    assert parse_date("2/1", today=date(2023, 12, 30)) == date(2024, 1, 2)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("29/2/2023", "Tháng 2 năm 2023 chỉ có 28 ngày."),
        ("31/02/2024", "Tháng 2 năm 2024 chỉ có 29 ngày."),
        ("31/11", "Tháng 11 chỉ có 30 ngày."),
        ("31", "Tháng 11 chỉ có 30 ngày."),
        ("5/13/2023", "Không có tháng 13."),
        ("0/11/2023", "Không có ngày 0."),
        ("45/1/2023", "Không có ngày 45."),
        ("2023-00-10", "Không có tháng 0."),
        ("1/1/0000", "Không có năm 0."),
        ("", "Hãy nhập ngày, ví dụ 05/11/2023."),
        ("mai", "Không hiểu ngày “mai”. Hãy nhập như 05/11/2023."),
        ("5/11/123", "Không hiểu ngày “5/11/123”. Hãy nhập như 05/11/2023."),
        ("5 2023", "Không hiểu ngày “5 2023”. Hãy nhập như 05/11/2023."),
        ("x" * 10_000, f"Không hiểu ngày “{'x' * 30}…”. Hãy nhập như 05/11/2023."),
    ],
)
def test_a_mistake_is_named(typed, sentence):
    with pytest.raises(ValueError) as caught:
        parse_date(typed, today=TODAY)
    assert str(caught.value) == sentence


@given(st.dates(date(1850, 1, 1), date(2200, 12, 31)))
def test_what_is_shown_can_be_typed(day):
    assert parse_date(show_date(day), today=TODAY) == day
    assert parse_date(day.isoformat(), today=TODAY) == day


@given(st.text(max_size=20) | st.text("0123456789/-. ", max_size=12))
def test_any_text_is_a_date_or_gets_a_sentence(text):
    try:
        assert isinstance(parse_date(text, today=TODAY), date)
    except ValueError as error:
        assert str(error).startswith(("Không", "Tháng", "Hãy"))


def test_nothing_shows_as_nothing():
    assert show_date(None) == ""


def test_the_dateline_pads_days_below_ten_and_the_months_one_and_two():
    assert long_date(date(2024, 2, 5), "Ân Tín") == "Ân Tín, ngày 05 tháng 02 năm 2024"
    assert long_date(date(2024, 11, 15), "Ân Tín") == "Ân Tín, ngày 15 tháng 11 năm 2024"
    assert long_date(date(2024, 3, 9), "Bok Tới") == "Bok Tới, ngày 09 tháng 3 năm 2024"


def test_the_dateline_leaves_the_day_to_the_pen():
    assert long_date(date(2023, 11, 20), "Ân Tín", blank=True) == "Ân Tín, ngày    tháng 11 năm 2023"
