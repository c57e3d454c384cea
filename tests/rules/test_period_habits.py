from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoaian_desktop.rules import period_habits, reminders
from hoaian_desktop.rules.period_habits import FREE, USUAL, Habit
from hoaian_desktop.rules.periods import PeriodKind, Span, previous

OWN = Span(date(2023, 10, 15), date(2023, 11, 14))
WEEK = Span(date(2023, 11, 15), date(2023, 11, 21))


def test_after_15_10_to_14_11_comes_15_11_to_14_12_and_before_it_15_9_to_14_10():
    habit = Habit.of(OWN)
    assert habit == Habit(PeriodKind.MONTH, 15)
    assert habit.next_of([OWN], date(2023, 11, 20)) == Span(date(2023, 11, 15), date(2023, 12, 14))
    assert previous(OWN, "month") == Span(date(2023, 9, 15), date(2023, 10, 14))
    assert habit.words == "Tháng (từ ngày 15 đến ngày 14)"


@pytest.mark.parametrize(
    ("span", "due", "habit"),
    [
        (OWN, date(2023, 11, 20), Habit(PeriodKind.MONTH, 15)),  # the usual deadline needs no keeping
        (OWN, date(2023, 11, 18), Habit(PeriodKind.MONTH, 15, 18)),
        (OWN, date(2023, 12, 3), Habit(PeriodKind.MONTH, 15, 3)),
        (Span.month(2023, 11), date(2023, 12, 10), Habit(PeriodKind.MONTH, 1, 10)),
        (Span.month(2023, 11), date(2024, 2, 10), Habit(PeriodKind.MONTH)),  # months later: not by a day of the month
        (WEEK, date(2023, 11, 23), Habit(PeriodKind.WEEK, 3, 4)),
        (Span.quarter(2023, 4), date(2024, 1, 15), Habit(PeriodKind.QUARTER, 1, 15)),
        (Span(date(2023, 6, 30), date(2023, 6, 30)), None, None),
        (Span(date(2023, 11, 6), date(2023, 11, 15)), None, None),
    ],
)
def test_two_days_and_a_deadline_tell_the_habit(span, due, habit):
    assert Habit.of(span, due) == habit
    if habit is not None:
        assert habit.at(span.first) == span


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(USUAL[:-1]), st.integers(1, 28))
@settings(max_examples=60)
def test_periods_of_a_habit_follow_each_other_without_a_gap(day, usual, first):
    habit = Habit(usual.kind, first % 7 + 1 if usual.kind is PeriodKind.WEEK else first)
    span = habit.at(day)
    assert day in span and habit.holds(span)
    following = habit.next_of([span], day)
    assert following.first == span.last + timedelta(days=1) and habit.holds(following)
    assert habit.due(span) > span.last


def test_what_an_office_keeps_stands_in_the_place_of_the_usual_and_newer_words_are_passed_over():
    kept = {"month": {"first_day": 21, "due_day": 25}, "week": {"first_day": 1, "due_day": 2}, "decade": {}}
    own = period_habits.read(kept)
    assert own == (Habit(PeriodKind.MONTH, 21, 25), Habit(PeriodKind.WEEK, 1, 2))
    offered = period_habits.offered(own)
    assert offered[0] == own[0] and own[1] in offered and Habit(PeriodKind.WEEK) not in offered
    assert offered[-1] is FREE
    assert {each.kind.value: period_habits.kept(each) for each in own} == {
        name: kept[name] for name in ("month", "week")
    }
    assert period_habits.of_period(Span(date(2023, 10, 21), date(2023, 11, 20)), "month", own) == own[0]


@pytest.mark.parametrize(
    ("today", "reminded", "due"),
    [
        (date(2023, 11, 14), None, False),
        (date(2023, 11, 15), None, True),  # five days before
        (date(2023, 11, 15), date(2023, 11, 15), False),  # once a day
        (date(2023, 11, 17), date(2023, 11, 15), False),
        (date(2023, 11, 17), date(2023, 10, 19), True),  # was away on the fifth day
        (date(2023, 11, 19), date(2023, 11, 15), True),  # one day before
        (date(2023, 11, 20), date(2023, 11, 19), False),
        (date(2023, 11, 20), date(2023, 11, 17), True),
        (date(2023, 11, 21), date(2023, 11, 20), True),  # late: every day
        (date(2023, 11, 21), date(2023, 11, 21), False),
    ],
)
def test_a_deadline_is_said_five_days_and_one_day_before_and_every_day_it_is_late(today, reminded, due):
    assert reminders.is_due(date(2023, 11, 20), today, reminded) is due


def test_a_reminder_counts_the_days():
    due = date(2023, 11, 20)
    said = [reminders.words(due, date(2023, 11, day)) for day in (15, 19, 20, 23)]
    assert said == [
        "Còn 5 ngày đến hạn nộp 20/11",
        "Còn 1 ngày đến hạn nộp 20/11",
        "Hôm nay là hạn nộp báo cáo",
        "Quá hạn nộp báo cáo 3 ngày",
    ]
