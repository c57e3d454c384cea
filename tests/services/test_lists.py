"""Every condition a list can be put under lets through exactly what a slow look at each record lets through."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoaian_desktop.rules.names import fold, sort_key
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import lists
from hoaian_desktop.services.conditions import OPERATORS, Operator
from hoaian_desktop.services.listings import ACTIVATIONS, BY_KEY, TEAMS, VOLUNTEERS
from hoaian_desktop.services.lists import Filter, Query
from tests.builders import a_citizen, a_membership, a_number, a_store, a_team, a_village, a_volunteer, an_activation

NAMES = ("Nguyễn Văn An", "Đinh Thị Hoà", "Đặng Thị Ánh", "Bùi Xuân Đạt", "Trần 100% An_Tín", "Hồ Thị Ân")
BORN = (None, PartialDate(1998), PartialDate(1999), PartialDate(1999, 5), PartialDate(1999, 5, 11), PartialDate(2000))
DAYS = tuple(date(2023, 11, 1) + timedelta(days=n) for n in range(6))
PHONES = (None, "0905662315", "0914000111")
STATUSES = ("activated", "guided", "failed")


@pytest.fixture(scope="module")
def village_fair(tmp_path_factory) -> Iterator[tuple]:
    """Sixty supports of invented people, and each as plain values: the slow side of the comparison."""
    store = a_store(tmp_path_factory.mktemp("conditions"))
    lot = random.Random(7)

    def fill(session):
        teams = [None, *(a_team(session, f"Tổ {n}").id for n in range(2))]
        villages = [None, *(a_village(session, name).id for name in ("Năng An", "Vĩnh Đức"))]
        helpers = [a_volunteer(session, name) for name in ("Đặng Hữu Phước", "Lê Thị Thu Hà")]
        plain = {}
        for _ in range(60):
            person = {
                "full_name": lot.choice(NAMES), "born": lot.choice(BORN), "phone": lot.choice(PHONES),
                "village_id": lot.choice(villages), "personal_number": lot.choice([None, a_number()]),
            }  # fmt: skip
            chosen = lot.sample(helpers, lot.randint(0, 2))
            support = {
                "day": lot.choice(DAYS), "team_id": lot.choice(teams), "status": lot.choice(STATUSES),
                "place": lot.choice([None, "", "Nhà văn hóa thôn", "Trụ sở UBND"]),
            }  # fmt: skip
            made = an_activation(session, a_citizen(session, **person), volunteers=chosen, **support)
            plain[made.id] = {**person, **support, "volunteers": tuple(helper.id for helper in chosen)}
        return plain

    plain = store.run(fill)
    yield store, plain
    store.close()


def agrees(field: str, how: Operator, wanted: object, value: object) -> bool:
    """The slow side: one value under one condition, written without SQL."""
    if how is Operator.EMPTY:
        return value in (None, "", ())
    if how is Operator.FILLED:
        return value not in (None, "", ())
    if field == "volunteers":
        there = any(each in value for each in (wanted if isinstance(wanted, tuple) else (wanted,)))
        return there is not (how is Operator.IS_NOT)
    match how:
        case Operator.IS_NOT:
            return value != wanted
        case Operator.LACKS:
            return value is None or fold(wanted) not in fold(value)
    if value is None:
        return False
    if how is Operator.CONTAINS:
        return fold(wanted) in fold(value)
    if how is Operator.ONE_OF:
        return value in wanted
    first, last = wanted if how is Operator.BETWEEN else (wanted, wanted)
    if isinstance(value, PartialDate):
        # A year stands for all its days; what is known of a record must not lie before, or after them all.
        begins = first is None or how is Operator.UP_TO or value.iso() >= first.iso()
        ends = last is None or how is Operator.FROM or value.iso()[: len(last.iso())] <= last.iso()
        return begins and ends
    begins = first is None or how is Operator.UP_TO or value >= first
    return begins and (last is None or how is Operator.FROM or value <= last)


TEXTS = st.sampled_from(["an", "ĐẶNG", "hòa", "hoa", "thi", "100%", "_", "%", "0905", "x y", "Văn  An"])
VALUES = {
    "full_name": TEXTS,
    "place": st.sampled_from(["van hoa", "ubnd", "zzz"]),
    "phone": st.sampled_from(["0905", "315", "999"]),
    "personal_number": st.sampled_from(["052", "99", "111111"]),
    "born": st.sampled_from([born for born in BORN if born] + [PartialDate(1999, 6), PartialDate(1997)]),
    "day": st.sampled_from([*DAYS, date(2023, 10, 31)]),
    "status": st.sampled_from(STATUSES),
    "team_id": st.integers(1, 3),
    "village_id": st.integers(1, 3),
    "volunteers": st.integers(1, 3),
}


@st.composite
def conditions(draw) -> Filter:
    name = draw(st.sampled_from(sorted(VALUES)))
    field, _ = ACTIVATIONS.asked[name]
    how = draw(st.sampled_from(OPERATORS[field.kind]))
    value = draw(VALUES[name])
    if how is Operator.BETWEEN:
        first = draw(st.none() | st.just(value))
        value = (first, draw(VALUES[name] if first is None else st.none() | VALUES[name]))
    elif how is Operator.ONE_OF:
        value = tuple(draw(st.lists(VALUES[name], min_size=1, max_size=3)))
    elif how in (Operator.EMPTY, Operator.FILLED):
        value = None
    return Filter(name, value, how)


@settings(max_examples=120, deadline=None)
@given(wanted=st.lists(conditions(), min_size=1, max_size=3))
def test_every_operator_finds_what_a_slow_look_finds(village_fair, wanted):
    store, plain = village_fair
    found = store.read(lambda s: lists.find(s, ACTIVATIONS, Query(filters=tuple(wanted))))
    slow = {id_ for id_, row in plain.items() if all(agrees(f.name, f.how, f.value, row[f.name]) for f in wanted)}
    assert set(found.ids) == slow


def test_every_field_of_every_list_can_be_asked_for_with_every_operator_of_its_kind(store):
    samples = {
        "date": date(2023, 11, 1), "partial_date": PartialDate(1999), "count": 3, "choice": "x", "reference": 1,
        "references": 1, "flag": True,
    }  # fmt: skip
    for listing in BY_KEY.values():
        for name, (field, _) in listing.asked.items():
            for how in OPERATORS[field.kind]:
                one = samples.get(field.kind.value, "an")
                value = (one, one) if how in (Operator.BETWEEN, Operator.ONE_OF) else one
                wanted = Query(filters=(Filter(name, value, how),))
                assert store.read(lambda s, q=wanted, of=listing: lists.count(s, of, q)) >= 0


def test_a_reference_is_filtered_by_its_record_and_not_by_its_words(store):
    def fill(session):
        twins = [a_team(session, "Tổ Năng An").id for _ in range(2)]
        for team_id in twins:
            an_activation(session, team_id=team_id)
        return twins

    first, _ = store.run(fill)
    query = Query(filters=(Filter("team_id", first),))
    assert store.read(lambda s: lists.count(s, ACTIVATIONS, query)) == 1


@pytest.mark.parametrize("listing", [VOLUNTEERS, ACTIVATIONS, BY_KEY["influencers"]], ids=lambda made: made.key)
def test_people_stand_by_given_name_in_the_vietnamese_alphabet(store, listing):
    names = ["Lê Thị Thu Hà", "Ngô Thị Ánh", "Huỳnh Quốc Bảo", "Nguyễn Trọng Đạt", "Trần Dung", "Võ An", "Bùi Ân"]

    def fill(session):
        for name in names:
            if listing is ACTIVATIONS:
                an_activation(session, a_citizen(session, name))
            elif listing is VOLUNTEERS:
                a_volunteer(session, name)
            else:
                session.add(listing.record(full_name=name, role="other"))

    store.run(fill)
    at = [field.name for field in listing.fields].index("full_name")
    found = store.read(lambda s: lists.find(s, listing, Query(sort="full_name")))
    assert [row.cells[at] for row in found.rows] == sorted(names, key=sort_key)


def test_teams_are_ordered_by_the_given_names_of_their_leaders(store):
    def fill(session):
        for number, name in enumerate(["Trần Đạt", "Ngô Ánh", "Lê Dung"]):
            a_membership(session, a_team(session, f"Tổ {number}"), a_volunteer(session, name), role="leader")

    store.run(fill)
    at = [field.name for field in TEAMS.fields].index("leader")
    found = store.read(lambda s: lists.find(s, TEAMS, Query(sort="leader")))
    assert [row.cells[at] for row in found.rows] == ["Ngô Ánh", "Lê Dung", "Trần Đạt"]


def test_conditions_of_archived_records_are_not_forgotten(store):
    store.run(lambda s: a_volunteer(s, archived=True, status="away"))
    wanted = Query(filters=(Filter("status", "away", Operator.IS),))
    assert store.read(lambda s: lists.count(s, VOLUNTEERS, wanted)) == 0
    everything = Query(filters=wanted.filters, archived=True)
    assert store.read(lambda s: lists.count(s, VOLUNTEERS, everything)) == 1
