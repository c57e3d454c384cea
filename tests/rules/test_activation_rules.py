from dataclasses import replace
from datetime import date

import pytest

from hoaian_desktop.rules.activation_facts import ActivationFacts
from hoaian_desktop.rules.activation_rules import ALL_OF, TABLE, doubts_of
from hoaian_desktop.rules.doubts import Doubt, Level, hard, soft
from hoaian_desktop.rules.partial_date import PartialDate

TODAY = date(2024, 9, 1)
SINCE = date(2023, 6, 30)
ORDINARY = ActivationFacts(
    day=date(2023, 11, 5), service_code="vneid-2", level=2, status="activated", born=PartialDate(1999), sex="male",
    number="052099001234",
)  # fmt: skip


def codes(**changes):
    found = doubts_of(replace(ORDINARY, **changes), today=TODAY, since=SINCE)
    return [(doubt.code, str(doubt.level)) for doubt in found]


def test_an_ordinary_activation_raises_no_doubt():
    assert codes() == []


def test_level_2_is_refused_for_a_child_under_6():
    child = {"born": PartialDate(2018, 1, 2), "number": None, "guardian": "Nguyễn Văn An"}
    assert codes(**child) == [("level2-under-6", "hard")]
    assert codes(**child, level=1) == []


@pytest.mark.parametrize(("born", "found"), [
    (PartialDate(2017, 11, 5), []),
    (PartialDate(2017, 11, 6), [("level2-under-6", "hard")]),
    (PartialDate(2017, 11), [("level2-maybe-under-6", "soft")]),
    (PartialDate(2017), [("level2-maybe-under-6", "soft")]),
    (PartialDate(2018), [("level2-under-6", "hard")]),
    (PartialDate(2016), []),
])  # fmt: skip
def test_the_sixth_birthday_decides(born, found):
    assert codes(born=born, number=None, guardian="mẹ") == found


def test_the_portals_own_account_ends_with_june_2024():
    account = {"service_code": "dvc-account", "level": None, "service_valid_to": date(2024, 6, 30)}
    assert codes(**account, day=date(2024, 6, 30)) == []
    assert codes(**account, day=date(2024, 8, 1)) == [("dvc-account-ended", "soft")]
    assert codes(service_code="dvc-account", level=None, day=date(2024, 8, 1)) == [("dvc-account-ended", "soft")]


def test_the_end_of_the_account_comes_with_advice():
    late = replace(ORDINARY, service_code="dvc-account", level=None, day=date(2024, 8, 1))
    (doubt,) = doubts_of(late, today=TODAY, since=SINCE)
    assert "30/06/2024" in doubt.sentence
    assert "Nộp hồ sơ DVC" in doubt.sentence


def test_any_other_service_may_end_too():
    assert codes(service_code="vssid", level=None, service_valid_to=date(2023, 10, 31)) == [("service-ended", "soft")]


def test_a_day_to_come_is_refused():
    assert codes(day=date(2024, 9, 2)) == [("future-date", "hard")]
    assert codes(day=TODAY) == []


def test_a_day_before_the_counting_start_is_kept_and_not_counted():
    assert codes(day=date(2023, 6, 29)) == [("before-start", "soft")]
    assert codes(day=SINCE) == []
    assert doubts_of(replace(ORDINARY, day=date(2023, 1, 1)), today=TODAY, since=None) == []


def test_a_minor_should_have_a_guardian():
    minor = {"born": PartialDate(2010), "number": None}
    assert codes(**minor) == [("guardian-under-16", "hint")]
    assert codes(**minor, guardian="Lê Thị Hòa") == []


def test_nobody_is_helped_before_birth():
    assert codes(born=PartialDate(2023, 11, 6), number=None, level=1) == [("born-after-day", "soft")]


def test_the_number_may_disagree():
    assert codes(sex="female", born=PartialDate(1998)) == [("number-sex", "soft"), ("number-year", "soft")]
    assert codes(number="0520990012") == [("number-shape", "hard")]


def test_a_failure_needs_a_reason():
    assert codes(status="failed") == [("failed-without-reason", "soft")]
    assert codes(status="failed", reason="no-signal") == []


def test_a_transaction_has_its_day_and_its_status():
    assert codes(status="transacted", transaction_day=date(2023, 11, 5)) == []
    assert codes(status="transacted") == [("transaction-without-day", "soft")]
    assert codes(status="transacted", transaction_day=date(2023, 11, 4)) == [("transaction-before-support", "soft")]
    assert codes(transaction_day=date(2023, 11, 6)) == [("transaction-not-in-status", "soft")]
    assert codes(status="transacted", transaction_day=date(2024, 9, 2)) == [("future-transaction", "hard")]


def test_what_refuses_is_said_first():
    found = codes(day=date(2024, 9, 2), born=PartialDate(2020), number=None, status="failed")
    assert [level for _, level in found] == ["hard", "hard", "soft", "hint"]


def test_doubts_can_be_told_apart_by_level():
    doubts = [Doubt("a", "A.", Level.HINT), Doubt("b", "B."), Doubt("c", "C.", Level.HARD)]
    assert [doubt.code for doubt in hard(doubts)] == ["c"]
    assert [doubt.code for doubt in soft(doubts)] == ["b"]


@pytest.mark.parametrize("fact", list(ALL_OF))
def test_a_rule_that_is_not_asked_where_a_fact_is_unknown_would_say_nothing(fact):
    said = {rule.code: check for rule, check in TABLE}
    for status in ("activated", "transacted", "failed"):
        unknown = replace(ORDINARY, status=status, today=TODAY, since=SINCE, **{fact: None})
        assert [code for code in ALL_OF[fact] if said[code](unknown) is not None] == []
