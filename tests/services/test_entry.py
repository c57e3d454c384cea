"""A line is looked at while it is typed, and saved in one go; who is known is said, never taken silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from sqlalchemy import event, select

from hoaian_desktop.records import Activation, Citizen, Confirmation, DifferentPersons, Draft
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import drafts, entry, undoing
from tests.builders import TODAY, USER, a_citizen, a_team, a_village, an_activation, the_service


def all_of(store, record):
    return store.read(lambda session: session.scalars(select(record)).all())


@pytest.fixture
def line(store):
    """Raw values of a line, as the bar hands them over."""
    service = store.run(
        lambda s: an_activation(s, a_citizen(s, full_name="Người Khác", personal_number=None)).service_id
    )
    village = store.run(lambda s: a_village(s, "Năng An").id)

    def values(**changed):
        return {
            "day": "20/11/2023", "service_id": service, "team_id": None, "village_id": village, "volunteers": (),
            "personal_number": "", "full_name": "Nguyễn Văn Khải", "born": "1999", "sex": "male", "phone": "",
            "status": "activated", "reason": None, "transaction_day": "", **changed,
        }  # fmt: skip

    return values


@pytest.fixture
def enter(store):
    return lambda values, **about: store.run(partial(entry.enter, values=values, today=TODAY, **about))


@pytest.fixture
def look(store):
    return lambda values, **about: store.read(partial(entry.look, values=values, today=TODAY, **about))


def test_a_sound_line_is_saved_with_its_row_for_the_list(enter, line, store):
    entered = enter(line())
    assert isinstance(entered, entry.Entered)
    assert "Nguyễn Văn Khải" in entered.row.cells and entered.row.id == entered.id
    assert [c.full_name for c in all_of(store, Citizen)][-1] == "Nguyễn Văn Khải"


def test_a_number_makes_her_known_at_once_and_half_a_number_nothing(look, line, store):
    store.run(lambda s: an_activation(s, a_citizen(s, personal_number="052099000127"), "vssid"))
    assert look(line(personal_number="05209900012", full_name="")).known is None
    known = look(line(personal_number="052099000127", full_name="")).known
    assert known is not None and known.card["full_name"] == "Nguyễn Văn Khải"
    assert [support.service for support in known.supports] == ["VssID"]


def test_a_name_is_a_suggestion_until_somebody_picks_her(look, enter, line, store):
    her = store.run(lambda s: a_citizen(s, personal_number="052099000127", village_id=None).id)
    seen = look(line())
    assert seen.known is None and [one.id for one in seen.maybe] == [her]
    assert look(line(citizen_id=her)).known.id == her
    entered = enter(line(citizen_id=her))
    assert entered.citizen_id == her


@pytest.mark.parametrize(
    "typed",
    [
        {"full_name": "Trần Ngọc Thị Lan"},
        {"full_name": "tran thi ngoc lan"},
        {"full_name": "tran thi ngoc lan", "born": ""},
        {"full_name": "Trần Thị Lan"},
        {"born": "1988"},
    ],
)
def test_a_slip_of_the_paper_is_suggested_too(look, line, store, typed):
    her = store.run(lambda s: a_citizen(s, "Trần Thị Ngọc Lan", born=PartialDate(1987), sex="female",
                                        village_id=a_village(s).id).id)  # fmt: skip
    seen = look(line(**{"full_name": "Trần Thị Ngọc Lan", "born": "1987", "sex": "female", **typed}))
    assert seen.known is None and [one.id for one in seen.maybe] == [her]
    assert look(line(full_name="Trần Thị Ngọc Lan", sex="female", different_from=(her,))).maybe == ()


def test_nobody_with_another_number_is_suggested(look, line, store):
    store.run(lambda s: a_citizen(s, personal_number="052099000127"))
    assert look(line(personal_number="052099000999")).maybe == ()


def test_whom_the_line_would_be_taken_for_stands_first_and_her_namesake_of_old_is_left_out(enter, look, line, store):
    namesake = store.run(lambda s: a_citizen(s, personal_number="052099000127", village_id=a_village(s).id).id)
    first = enter(line(different_from=(namesake,)))
    assert [one.id for one in look(line()).maybe] == [first.citizen_id]
    third = store.run(lambda s: a_citizen(s, personal_number="052099000128", village_id=a_village(s).id).id)
    asked = enter(line(service_id=store.run(lambda s: the_service(s, "vssid").id)))
    assert [one.id for one in asked.maybe] == [first.citizen_id, third]


@pytest.mark.parametrize(
    ("name", "born", "taken"),
    [
        ("Nguyễn Khải", "2000", {"full_name": "Nguyễn Văn Khải", "born": PartialDate(1999)}),
        ("Nguyễn Văn Khải", "12/3/1999", {"full_name": "Nguyễn Văn Khải"}),  # the line knows the day
        ("nguyen van khai", "31/2/1999", {"full_name": "Nguyễn Văn Khải", "born": PartialDate(1999)}),
    ],
)
def test_who_is_picked_keeps_her_name_and_year_unless_the_line_says_more(look, line, store, name, born, taken):
    store.run(lambda s: a_citizen(s, village_id=a_village(s).id))
    values = line(full_name=name, born=born)
    (her,) = look(values).maybe
    assert entry.of_picked(values, her, today=TODAY) == taken


def test_a_name_with_its_marks_is_kept_over_one_that_lost_them(look, line, store):
    store.run(lambda s: a_citizen(s, "Nguyen Van Khai", village_id=a_village(s).id))
    (her,) = look(line()).maybe
    assert entry.of_picked(line(), her, today=TODAY) == {}


def test_a_number_typed_after_picking_somebody_with_another_number_is_somebody_new(look, enter, line, store):
    her = store.run(lambda s: a_citizen(s, personal_number="052099000127").id)
    other = line(citizen_id=her, personal_number="052099000999")
    assert look(other).known is None
    assert enter(other).citizen_id != her
    numbers = {c.id: c.personal_number for c in all_of(store, Citizen)}
    assert numbers[her] == "052099000127" and "052099000999" in numbers.values()


def test_the_same_person_without_a_number_is_said_before_she_is_taken(enter, line, store):
    first = enter(line())
    other = store.run(lambda s: an_activation(s, a_citizen(s, full_name="Ai Đó"), "vssid").service_id)
    asked = enter(line(service_id=other))
    assert isinstance(asked, entry.Asked) and [d.code for d in asked.doubts] == ["taken-for-known"]
    again = enter(line(service_id=other), seen=frozenset(asked.doubts))
    assert again.citizen_id == first.citizen_id


@pytest.mark.parametrize(
    ("known", "typed", "kept"),
    [("12/03/1999", "1999", "12/03/1999"), ("03/1999", "1999", "03/1999"), ("1999", "12/03/1999", "12/03/1999")],
)
def test_a_year_alone_takes_no_day_and_month_from_whom_the_book_knows(enter, line, store, known, typed, kept):
    number, born = "052099000127", PartialDate.parse(known, today=TODAY)
    store.run(lambda s: a_citizen(s, "Nguyễn Văn Khải", personal_number=number, born=born))
    assert isinstance(enter(line(personal_number=number, born=typed, sex=None)), entry.Entered)
    assert str(all_of(store, Citizen)[-1].born) == kept


def test_not_the_same_person_makes_two_and_is_remembered(enter, line, store):
    first = enter(line())
    second = enter(line(different_from=(first.citizen_id,)))
    assert second.citizen_id != first.citizen_id
    assert [(d.first_id, d.second_id) for d in all_of(store, DifferentPersons)] == [
        tuple(sorted((first.citizen_id, second.citizen_id)))
    ]


def test_a_line_taken_back_takes_back_who_she_was_not(enter, line, store):
    enter(line(different_from=(enter(line()).citizen_id,)))
    for act, number in ((undoing.undo, 0), (undoing.redo, 1)):
        store.run(act)
        assert len(all_of(store, DifferentPersons)) == number


def test_the_same_service_twice_is_asked_with_day_and_only_saved_once_it_was_seen(enter, line, store):
    number = {"personal_number": "052099000127"}
    enter(line(**number))
    before = len(all_of(store, Activation))
    asked = enter(line(**number, day="18/11/2023"))
    assert [d.code for d in asked.doubts] == ["same-service-again"] and "20/11/2023" in asked.doubts[0].sentence
    assert len(all_of(store, Activation)) == before
    another = replace(asked.doubts[0], sentence="Công dân này đã được kích hoạt VssID.")
    assert isinstance(enter(line(**number, day="18/11/2023"), seen=frozenset({another})), entry.Asked)
    enter(line(**number, day="18/11/2023"), seen=frozenset(asked.doubts))
    assert len(all_of(store, Activation)) == before + 1
    assert [c.code for c in all_of(store, Confirmation)] == ["same-service-again"]


LONG_AGO = {"day": "12/11/2018"}  # before the counting start, and years ago


def test_what_is_about_the_day_is_let_stand_once_a_sitting_and_kept_with_each_record(enter, look, line, store):
    asked = enter(line(**LONG_AGO))
    assert {d.code for d in asked.doubts} == {"far-past", "before-start"}
    first = enter(line(**LONG_AGO), seen=frozenset(asked.doubts))
    other = line(**LONG_AGO, full_name="Lê Thị Bình", sex="female")
    assert {d.code for d in look(other).doubts} == {"far-past", "before-start"}
    assert look(other, stood=first.stood).doubts == ()
    second = enter(other, stood=first.stood)
    kept = [(c.record_id, c.code, c.by) for c in all_of(store, Confirmation)]
    assert kept == [(id_, code, USER) for id_ in (first.id, second.id) for code in ("before-start", "far-past")]


def test_another_day_is_asked_about_again(enter, line):
    asked = enter(line(**LONG_AGO))
    stood = enter(line(**LONG_AGO), seen=frozenset(asked.doubts)).stood
    again = enter(line(full_name="Lê Thị Bình", day="13/11/2018"), stood=stood)
    assert isinstance(again, entry.Asked) and {d.code for d in again.doubts} == {"far-past", "before-start"}


def test_a_team_that_was_not_at_work_is_let_stand_for_that_team_and_day_alone(enter, line, store):
    teams = [store.run(lambda s, n=name: a_team(s, n, ended=date(2023, 11, 1)).id) for name in ("Tổ 1", "Tổ 2")]
    asked = enter(line(team_id=teams[0]))
    assert [d.code for d in asked.doubts] == ["outside-team-life"]
    stood = enter(line(team_id=teams[0]), seen=frozenset(asked.doubts)).stood
    assert isinstance(enter(line(full_name="Lê Văn Bình", team_id=teams[0]), stood=stood), entry.Entered)
    assert isinstance(enter(line(full_name="Lê Văn Tư", team_id=teams[1]), stood=stood), entry.Asked)


def test_a_doubt_about_the_person_is_asked_each_time(enter, line):
    number = {"personal_number": "052099000127", "born": "1998"}
    asked = enter(line(**number))
    assert [d.code for d in asked.doubts] == ["number-year"]
    entered = enter(line(**number), seen=frozenset(asked.doubts))
    assert entered.stood == frozenset()
    twice = enter(line(**number), stood=entered.stood)
    assert "same-service-again" in {d.code for d in twice.doubts}
    assert enter(line(**number), seen=frozenset(twice.doubts)).stood == frozenset()


def test_a_hard_rule_refuses_whatever_was_seen(enter, line, store):
    before = len(all_of(store, Activation))
    asked = enter(line(day="25/12/2099"))
    assert enter(line(day="25/12/2099"), seen=frozenset(asked.doubts)) == asked
    assert [d.code for d in asked.doubts] == ["future-date"]
    assert len(all_of(store, Activation)) == before


def test_the_unfinished_line_is_there_again_and_gone_once_it_is_saved(enter, line, store):
    store.run(partial(drafts.keep, place=entry.PLACE, values={"full_name": "Nguyễn Văn Kh"}))
    store.run(partial(drafts.keep, place=entry.PLACE, values={"full_name": "Nguyễn Văn Khả", "volunteers": [1, 2]}))
    left = store.read(partial(drafts.recall, place=entry.PLACE))
    assert left.values == {"full_name": "Nguyễn Văn Khả", "volunteers": [1, 2]}
    enter(line())
    assert all_of(store, Draft) == []


def test_a_line_is_judged_once_whether_it_asks_or_is_saved(enter, line, store):
    asked = []
    note = lambda connection, cursor, statement, *rest: asked.append(statement)  # noqa: E731
    event.listen(store.engine, "before_cursor_execute", note)
    try:
        doubts = enter(line(day="12/11/2018")).doubts
        enter(line(day="12/11/2018"), seen=frozenset(doubts))
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
    assert sum("office.since" in statement and "activation" not in statement for statement in asked) == 2


def test_what_is_half_typed_is_passed_over(look, line):
    seen = look(line(born="19", day="31/02"))
    assert seen.known is None and seen.doubts == ()
