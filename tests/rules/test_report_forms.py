from datetime import date

import pytest

from hoaian_desktop import choices
from hoaian_desktop.rules import periods
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.rules.report_forms import FORMS, ORDER, form_of, span_words

MIDDLE = Span(date(2023, 10, 15), date(2023, 11, 14))


@pytest.mark.parametrize(
    ("kind", "span", "form", "words"),
    [
        ("month", Span.month(2023, 11), "monthly", "tháng 11 năm 2023"),
        ("month", MIDDLE, "monthly", "tháng 11 năm 2023"),
        ("free", MIDDLE, "monthly", "từ ngày 15/10/2023 đến ngày 14/11/2023"),
        ("quarter", Span(date(2023, 12, 15), date(2024, 3, 14)), "quarterly", "quý I năm 2024"),
        ("half-year", Span.half_year(2023, 1), "half-yearly", "6 tháng đầu năm 2023"),
        ("year", Span(date(2022, 12, 15), date(2023, 12, 14)), "yearly", "năm 2023"),
        ("week", Span.week_of(date(2023, 11, 8)), "weekly", "từ ngày 06/11/2023 đến ngày 12/11/2023"),
        ("free", Span(date(2023, 11, 1), date(2023, 11, 10)), "sudden", "từ ngày 01/11/2023 đến ngày 10/11/2023"),
        ("month", Span(date(2023, 11, 1), date(2023, 11, 20)), "monthly", "từ ngày 01/11/2023 đến ngày 20/11/2023"),
    ],
)
def test_a_period_has_its_form_and_its_name_by_its_kind(kind, span, form, words):
    assert (form_of(kind, span), span_words(span, kind)) == (form, words)


def test_the_month_that_ends_on_the_14th_is_followed_by_one_that_ends_on_the_14th():
    assert periods.following(MIDDLE, "month") == Span(date(2023, 11, 15), date(2023, 12, 14))
    assert periods.following(Span(date(2023, 12, 1), date(2023, 12, 9))) == Span(date(2023, 12, 10), date(2023, 12, 18))


def test_every_form_of_the_list_is_there_and_every_section_has_its_place():
    assert set(FORMS) == {each.code for each in choices.of("report_form")}
    for form in FORMS.values():
        keys = [key for key, _level, _title in form.outline if key not in ("results", "assessment")]
        assert keys == [key for key in ORDER if key in keys]


def test_a_half_year_names_the_half_that_follows():
    titles = [title for _key, _level, title in FORMS["half-yearly"].sections("6 tháng cuối năm 2023")]
    assert "Phương hướng, nhiệm vụ 6 tháng cuối năm 2023" in titles
