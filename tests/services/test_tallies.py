"""A tally that gets names: it shrinks head by head, and the sum never counts anybody twice."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hoaian_desktop.errors import RuleRefused
from hoaian_desktop.indicators import counting
from hoaian_desktop.records import Activation, Citizen, Tally
from hoaian_desktop.rules.doubts import Level
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import activations, keeping, lists, overview, tallies, teams
from hoaian_desktop.services.listings import TALLIES, TEAMS
from hoaian_desktop.services.lists import Behind, Query
from tests.builders import SINCE, TODAY, a_citizen, a_tally, a_team, a_village, an_activation

OCTOBER, NOVEMBER = Span.month(2023, 10), Span.month(2023, 11)
PEOPLE = ("Trần Thị Ba", "Võ Ngọc Toàn", "Đinh Văn Tới", "Bùi Xuân Thành", "Lê Hoàng Nhật Tân")


@pytest.fixture
def tally(store):
    """«15/10, Tổ Năng An, thôn Năng An, VNeID mức 1: 23 người»; its id."""

    def fill(session):
        return a_tally(session, 23, team_id=a_team(session).id, village_id=a_village(session).id).id

    return store.run(fill)


@pytest.fixture
def name(store, tally):
    """Names one head; what is not said of the person is ordinary."""

    def name(full_name, *, of=None, confirmed=(), **about):
        person = {"full_name": full_name, "born": "1960", **about}
        return store.run(lambda s: tallies.add_name(s, of or tally, person, today=TODAY, confirmed=confirmed))

    return name


@pytest.fixture
def count(store):
    """Named, tallied and total of a figure."""

    def count(key="2.1", span=OCTOBER):
        figure = store.read(lambda s: counting.count_spans(s, [span], SINCE, [key]))[0][key]
        return figure.named, figure.tally, figure.total

    return count


def heads(store, tally):
    return store.read(lambda s: tallies.heads(s, tally))


def test_five_names_leave_eighteen_heads_and_the_report_shows_both_parts(store, tally, name, count):
    assert count() == (0, 23, 23)
    for person in PEOPLE:
        name(person)
    assert heads(store, tally).words == "23 người, đã có tên 5, còn 18"
    assert count() == (5, 18, 23)
    assert count("2.9.nguoi") == count("2.3") == (5, 18, 23)


def test_a_name_takes_over_what_the_tally_says(store, tally, name):
    kept = name(PEOPLE[0])
    tallied = store.read(lambda s: s.get_one(Tally, tally))
    for column in ("day", "team_id", "service_id", "status"):
        assert getattr(kept, column) == getattr(tallied, column)
    assert kept.tally_id == tally
    assert store.read(lambda s: s.get_one(Citizen, kept.citizen_id)).village_id == tallied.village_id


def test_a_known_person_keeps_her_own_village(store, name):
    def fill(session):
        return a_citizen(session, personal_number="052099000127", village_id=a_village(session, "Vĩnh Đức").id).id

    known = store.run(fill)
    kept = name("Nguyễn Văn Khải", born="1999", personal_number="052099000127")
    assert kept.citizen_id == known
    assert store.read(lambda s: s.get_one(Citizen, known)).village_id == 2


def test_somebody_counted_before_is_known_now_and_counts_once(store, tally, name, count):
    """Her account is of September; October's tally shrinks by her head and gains no account."""

    def fill(session):
        known = a_citizen(session, personal_number="052099000127")
        an_activation(session, known, "vneid-1", day=date(2023, 9, 3))

    store.run(fill)
    name("Nguyễn Văn Khải", born="1999", personal_number="052099000127", confirmed=("same-service-again",))
    assert count() == (0, 22, 22)
    assert count(span=Span(SINCE, TODAY)) == (1, 22, 23)


def test_one_person_named_twice_is_one_head(store, tally, name, count):
    for _ in range(2):
        name("Trần Thị Ba", confirmed=("same-service-again",))
    assert heads(store, tally).left == 22
    assert count() == (1, 22, 23)


def test_more_names_than_heads_are_asked_about_and_the_rest_is_never_below_nought(store, name, count):
    few = store.run(lambda s: a_tally(s, 2, "vssid").id)
    for person in PEOPLE[:2]:
        name(person, of=few)

    def third(session):
        return tallies.to_confirm(session, few, {"full_name": PEOPLE[2]}, today=TODAY)

    [doubt] = store.read(third)
    assert (doubt.code, doubt.level) == ("tally-more-names", Level.SOFT)
    assert doubt.sentence == "Số đếm ghi 2 người, đây là người thứ 3. Hãy xem lại số đếm hoặc người này."
    kept = name(PEOPLE[2], of=few, confirmed=("tally-more-names",))
    assert heads(store, few).words == "2 người, đã có tên 3, còn 0"
    assert count("2.6") == (3, 0, 3)
    # Who was let stand is not asked about again when her support is opened.
    values = store.read(lambda s: activations.values_of(s, kept.id))
    assert store.read(lambda s: activations.to_confirm(s, values, today=TODAY, id_=kept.id)) == []


def test_a_name_put_aside_gives_its_head_back(store, tally, name, count):
    kept = [name(person) for person in PEOPLE]
    store.run(lambda s: keeping.archive(s, Activation, (kept[0].id,)))
    assert count() == (4, 19, 23)
    store.run(lambda s: keeping.restore(s, Activation, (kept[0].id,)))
    assert count() == (5, 18, 23)


def test_a_tally_put_aside_counts_nothing_while_its_names_stay(store, tally, name, count):
    for person in PEOPLE:
        name(person)
    store.run(lambda s: keeping.archive(s, Tally, (tally,)))
    assert count() == (5, 0, 5)
    with pytest.raises(RuleRefused, match="khôi phục số đếm"):
        name("Huỳnh Thị Kim Loan")
    store.run(lambda s: keeping.restore(s, Tally, (tally,)))
    assert count() == (5, 18, 23)


def test_a_name_that_turned_out_a_failure_counts_nowhere(store, tally, name, count):
    kept = name(PEOPLE[0])
    values = {**store.read(lambda s: activations.values_of(s, kept.id)), "status": "failed", "reason": "no-signal"}
    again = store.run(lambda s: activations.save(s, values, today=TODAY, id_=kept.id))
    assert again.tally_id == tally
    assert count() == (0, 22, 22)


def test_what_is_left_is_dated_by_the_tally_and_a_name_by_its_own_day(store, tally, name, count):
    kept = name(PEOPLE[0])
    values = {**store.read(lambda s: activations.values_of(s, kept.id)), "day": date(2023, 11, 5)}
    store.run(lambda s: activations.save(s, values, today=TODAY, id_=kept.id))
    assert count() == (0, 22, 22)
    assert count(span=NOVEMBER) == (1, 0, 1)


def test_list_footer_team_weeks_and_months_say_the_same(store, tally, name):
    for person in PEOPLE:
        name(person)

    def look(session):
        [row] = lists.find(session, TALLIES, Query(behind=Behind("2.1", OCTOBER, tally=True))).rows
        cells = dict(zip([field.label for field in TALLIES.fields], row.cells, strict=True))
        assert (cells["Số người"], cells["Đã có tên"], cells["Còn lại"]) == (23, 5, 18)
        assert activations.tally_totals(session, Query()) == (1, 18, 5)
        [team] = lists.find(session, TEAMS, Query()).rows
        assert dict(zip([field.name for field in TEAMS.fields], team.cells, strict=True))["accounts"] == 23
        assert [line.total for line in teams.by_week(session, OCTOBER, today=TODAY).lines] == [23]
        assert overview.load(session, today=TODAY).months.values[-1] == (23, 0, 0, 0, 0)

    store.read(look)


def test_a_support_of_no_tally_is_linked_to_none(store, tally):
    store.run(an_activation)
    assert store.read(lambda s: s.scalars(select(Activation.tally_id)).all()) == [None]
    assert heads(store, tally).words == "23 người, đã có tên 0, còn 23"
