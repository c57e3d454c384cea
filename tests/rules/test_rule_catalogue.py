"""Every rule stands once in the table, and each has a case that makes it speak."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from hoaian_desktop import choices
from hoaian_desktop.rules.activation_facts import (
    ActivationFacts,
    Earlier,
    KnownName,
    Recognised,
    TallyHeads,
    TeamLife,
)
from hoaian_desktop.rules.activation_rules import BY_CODE, NO_CONSENT, TABLE, doubts_of
from hoaian_desktop.rules.doubts import Level
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services.entry import PINNED

TODAY = date(2024, 9, 1)
SINCE = date(2023, 6, 30)
DAY = date(2023, 11, 5)
ORDINARY = ActivationFacts(
    day=DAY, service_code="vneid-2", service_name="VNeID mức 2", level=2, status="activated", born=PartialDate(1999),
    sex="male", number="052099001234", phone="0905123456", provinces={"052": "Bình Định"},
    team=TeamLife(date(2022, 4, 5)), tally=TallyHeads(23, 5),
)  # fmt: skip
ACTIVATED = Earlier(date(2023, 10, 12), "activated", "Đã kích hoạt", "Tổ Năng An")


def _renamed(by: Recognised, others: int = 0) -> dict[str, object]:
    return {"name": KnownName("Nguyễn Văn Khải", "Trần Thị Hoa", by, others)}


CASES: dict[str, tuple[Level, dict[str, object]]] = {
    "future-date": (Level.HARD, {"day": date(2024, 9, 2)}),
    "future-transaction": (Level.HARD, {"status": "transacted", "transaction_day": date(2024, 9, 2)}),
    "before-start": (Level.SOFT, {"day": date(2023, 6, 29)}),
    "far-past": (Level.SOFT, {"day": date(2019, 8, 31), "born": PartialDate(1999)}),
    "level2-under-6": (Level.HARD, {"born": PartialDate(2018), "number": None}),
    "level2-maybe-under-6": (Level.SOFT, {"born": PartialDate(2017), "number": None}),
    "dvc-account-ended": (Level.SOFT, {"service_code": "dvc-account", "level": None, "day": date(2024, 7, 1)}),
    "service-ended": (Level.SOFT, {"service_code": "vssid", "service_valid_to": date(2023, 10, 31)}),
    "service-not-yet": (Level.SOFT, {"service_code": "signature", "service_valid_from": date(2024, 1, 1)}),
    "same-service-again": (Level.SOFT, {"same_before": ACTIVATED}),
    "number-shape": (Level.HARD, {"number": "0520990012"}),
    "number-sex": (Level.SOFT, {"sex": "female"}),
    "number-year": (Level.SOFT, {"born": PartialDate(1998)}),
    "number-province": (Level.SOFT, {"number": "063099001234"}),
    "born-after-day": (Level.SOFT, {"born": PartialDate(2023, 11, 6), "number": None, "level": 1}),
    "guardian-under-16": (Level.HINT, {"born": PartialDate(2010), "number": None}),
    "phone-prefix": (Level.SOFT, {"phone": "0951234567"}),
    "phone-old-prefix": (Level.HINT, {"phone": "01681234567"}),
    "phone-zero-restored": (Level.HINT, {"phone": "905123456"}),
    "phone-landline": (Level.HINT, {"phone": "0256 3870 123"}),
    "maybe-known": (Level.HINT, {"alike": "Nguyễn Văn Khải"}),
    "name-of-other-supports": (Level.SOFT, _renamed(Recognised.OPENED, 3)),
    "number-of-another-name": (Level.SOFT, _renamed(Recognised.NUMBER)),
    "name-marks-differ": (Level.SOFT, _renamed(Recognised.LIKENESS)),
    "failed-without-reason": (Level.SOFT, {"status": "failed"}),
    "transaction-without-day": (Level.SOFT, {"status": "transacted"}),
    "transaction-before-support": (Level.SOFT, {"status": "transacted", "transaction_day": date(2023, 11, 4)}),
    "transaction-not-in-status": (Level.SOFT, {"transaction_day": date(2023, 11, 6)}),
    "status-backwards": (Level.SOFT, {"status": "guided", "furthest": ACTIVATED}),
    "outside-team-life": (Level.SOFT, {"team": TeamLife(date(2022, 4, 5), date(2023, 11, 4))}),
    "helper-not-in-team": (Level.HINT, {"team": TeamLife(date(2022, 4, 5), has_stranger=True)}),
    "tally-more-names": (Level.SOFT, {"tally": TallyHeads(23, 24)}),
}
"""The codes are stored with what was confirmed: this list only grows."""


def _said(**changes):
    return {doubt.code: doubt for doubt in doubts_of(replace(ORDINARY, **changes), today=TODAY, since=SINCE)}


def test_an_ordinary_activation_raises_no_doubt():
    assert _said() == {}


def test_every_code_stands_once_and_has_its_case():
    codes = [rule.code for rule, _ in TABLE]
    assert len(codes) == len(set(codes))
    assert set(codes) == CASES.keys()
    assert BY_CODE.keys() == {*CASES, NO_CONSENT.code}


@pytest.mark.parametrize("code", CASES)
def test_each_rule_speaks_with_its_level_at_its_field(code):
    level, changes = CASES[code]
    doubt = _said(**changes)[code]
    assert (doubt.level, doubt.field) == (level, BY_CODE[code].field)
    assert doubt.level is BY_CODE[code].level
    assert re.fullmatch(r"[A-ZĐ“{].*\.", doubt.sentence) and "{" not in doubt.sentence
    assert "!" not in doubt.sentence + BY_CODE[code].title
    assert not BY_CODE[code].title.endswith(".")


def test_soft_doubts_about_the_sitting_alone_are_these():
    # Let stand once for a day, team and service, they are not asked again at each person: see `entry.enter`.
    asked_once = {
        code for code, rule in BY_CODE.items() if rule.level is Level.SOFT and set(rule.looks_at) <= {*PINNED}
    }
    assert asked_once == {
        "before-start", "far-past", "dvc-account-ended", "service-ended", "service-not-yet", "outside-team-life",
    }  # fmt: skip


def test_the_sentence_names_who_and_when():
    assert _said(same_before=ACTIVATED)["same-service-again"].sentence.startswith(
        "Công dân này đã được kích hoạt VNeID mức 2 ngày 12/10/2023 (Tổ Năng An)."
    )
    assert _said(phone="01681234567")["phone-old-prefix"].sentence == "Đã đổi đầu số cũ 0168 thành 038."


@pytest.mark.parametrize(
    ("status", "before", "backwards"),
    [
        ("guided", "activated", True),
        ("registered", "installed", True),
        ("activated", "guided", False),
        ("guided", "guided", False),
        ("failed", "activated", False),  # a failure is no step
        ("guided", "failed", False),
        ("activated", "transacted", False),  # the same account again: another rule's word
    ],
)
def test_a_status_may_not_go_back_unasked(status, before, backwards):
    found = _said(status=status, reason="no-signal", furthest=replace(ACTIVATED, status=before))
    assert ("status-backwards" in found) is backwards


def test_all_63_provinces_are_known():
    provinces = choices.provinces()
    assert len(provinces) == 63
    for code in provinces:
        assert "number-province" not in _said(number=f"{code}099001234", provinces=provinces)


def test_on_a_day_without_the_team_nobody_is_called_a_stranger():
    found = _said(team=TeamLife(date(2022, 4, 5), date(2023, 11, 4), has_stranger=True))
    assert found.keys() == {"outside-team-life"}


def test_what_is_not_known_is_not_doubted():
    assert doubts_of(ActivationFacts(day=DAY), today=TODAY, since=None) == []
