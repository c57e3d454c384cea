from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.rules.periods import (
    REFORM,
    PeriodKind,
    Span,
    before_reform,
    due_date,
    previous,
    since,
    year_to_date,
)

NOVEMBER = Span.month(2023, 11)
spans = st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400)).map(
    lambda drawn: Span(drawn[0], drawn[0] + timedelta(days=drawn[1]))
)


@pytest.mark.parametrize(
    ("span", "kind", "label", "short"),
    [
        (NOVEMBER, "month", "tháng 11 năm 2023", "Tháng 11/2023"),
        (Span.month(2024, 2), "month", "tháng 02 năm 2024", "Tháng 02/2024"),
        (Span.quarter(2023, 4), "quarter", "quý IV năm 2023", "Quý IV/2023"),
        (Span.quarter(2024, 1), "quarter", "quý I năm 2024", "Quý I/2024"),
        (Span.half_year(2024, 1), "half-year", "6 tháng đầu năm 2024", "6 tháng đầu năm 2024"),
        (Span.half_year(2023, 2), "half-year", "6 tháng cuối năm 2023", "6 tháng cuối năm 2023"),
        (Span.year(2023), "year", "năm 2023", "Năm 2023"),
        (
            Span.custom(date(2023, 11, 15), date(2023, 12, 14)), "free",
            "từ ngày 15/11/2023 đến ngày 14/12/2023", "15/11/2023 – 14/12/2023",
        ),
        (
            Span.week_of(date(2023, 11, 15)), "week",
            "từ ngày 13/11/2023 đến ngày 19/11/2023", "Tuần 13/11 – 19/11/2023",
        ),
        (
            Span(date(2023, 11, 15), date(2023, 11, 21)), "week",
            "từ ngày 15/11/2023 đến ngày 21/11/2023", "Tuần 15/11 – 21/11/2023",
        ),
        (
            Span(date(2023, 12, 27), date(2024, 1, 2)), "week",
            "từ ngày 27/12/2023 đến ngày 02/01/2024", "Tuần 27/12/2023 – 02/01/2024",
        ),
        (Span(date(2023, 6, 30), date(2023, 6, 30)), "free", "ngày 30/06/2023", "30/06/2023"),
    ],
)  # fmt: skip
def test_a_period_has_its_name(span, kind, label, short):
    assert (span.kind, span.label, span.short_label) == (kind, label, short)


@pytest.mark.parametrize(
    ("span", "kind", "before"),
    [
        (NOVEMBER, "month", Span.month(2023, 10)),
        (Span.month(2024, 1), "month", Span.month(2023, 12)),
        (Span.month(2024, 3), "month", Span.month(2024, 2)),
        (Span(date(2023, 12, 15), date(2024, 1, 14)), "month", Span(date(2023, 11, 15), date(2023, 12, 14))),
        (Span(date(2023, 12, 15), date(2024, 1, 14)), "free", Span(date(2023, 11, 15), date(2023, 12, 14))),
        (Span.quarter(2024, 1), "quarter", Span.quarter(2023, 4)),
        (Span.half_year(2024, 1), "half-year", Span.half_year(2023, 2)),
        (Span.year(2024), "year", Span.year(2023)),
        (Span(date(2023, 6, 30), date(2023, 6, 30)), "month", Span(date(2023, 6, 29), date(2023, 6, 29))),
        (Span(date(2023, 11, 6), date(2023, 11, 15)), "free", Span(date(2023, 10, 27), date(2023, 11, 5))),
        (Span.week_of(date(2023, 11, 15)), "week", Span.week_of(date(2023, 11, 8))),
    ],
)
def test_the_period_before_is_of_the_same_make(span, kind, before):
    assert previous(span, kind) == before


@given(spans, st.sampled_from(PeriodKind))
def test_the_period_before_ends_the_day_before(span, kind):
    assert previous(span, kind).last == span.first - timedelta(days=1)


@given(spans)
def test_weeks_cover_the_span_without_gap_or_overlap(span):
    days = [week.first + timedelta(days=n) for week in span.weeks for n in range(week.days)]
    assert days == [span.first + timedelta(days=n) for n in range(span.days)]
    assert all(week.first.weekday() == 0 for week in span.weeks[1:])


def test_running_totals_end_with_the_period():
    assert year_to_date(NOVEMBER) == Span(date(2023, 1, 1), date(2023, 11, 30))
    assert since(NOVEMBER, date(2023, 6, 30)) == Span(date(2023, 6, 30), date(2023, 11, 30))
    assert since(Span.month(2023, 5), date(2023, 6, 30)) is None


def test_both_ends_belong_to_the_period():
    assert date(2023, 11, 1) in NOVEMBER and date(2023, 11, 30) in NOVEMBER
    assert date(2023, 12, 1) not in NOVEMBER
    assert NOVEMBER.days == 30


def test_dates_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="Từ ngày 02/11/2023 sau đến ngày 01/11/2023"):
        Span(date(2023, 11, 2), date(2023, 11, 1))


@pytest.mark.parametrize(
    ("span", "kind", "due"),
    [
        (Span.week_of(date(2023, 11, 15)), "week", date(2023, 11, 24)),
        (NOVEMBER, "month", date(2023, 12, 5)),
        (Span(date(2023, 11, 15), date(2023, 12, 14)), "month", date(2023, 12, 20)),
        (Span(date(2023, 10, 21), date(2023, 11, 20)), "month", date(2023, 11, 25)),
        (Span.quarter(2023, 4), "quarter", date(2024, 1, 5)),
        (Span.half_year(2024, 1), "half-year", date(2024, 7, 5)),
        (Span.year(2023), "year", date(2024, 1, 5)),
        (Span(date(2023, 11, 6), date(2023, 11, 9)), "free", date(2023, 11, 9)),
    ],
)
def test_every_kind_has_its_usual_deadline(span, kind, due):
    assert due_date(span, kind) == due
    assert due >= span.last, "nothing is due before all it reports has happened"


def test_the_district_era_ends_with_june_2025():
    assert before_reform(date(2025, 6, 30))
    assert not before_reform(REFORM)
