"""What a clerk types into «Tìm trong cả sổ» and into the line above Kích hoạt, and whom she finds."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy import text

from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import citizens, lists, reporting, searching
from hoaian_desktop.services.listings import ACTIVATIONS
from hoaian_desktop.services.lists import Filter, Place, Query
from hoaian_desktop.services.searching import Group
from tests.builders import (
    a_citizen,
    a_copy,
    a_store,
    a_team,
    a_village,
    a_volunteer,
    an_activation,
    an_event,
    an_influencer,
)


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """An office in xã Ân Tín that knows a handful of people: its book, closed."""
    folder = tmp_path_factory.mktemp("known")
    made = a_store(folder)

    def write(session):
        nang_an, van_hoi = a_village(session, "Năng An"), a_village(session, "Vạn Hội 1")
        for name, about in {
            "Nguyễn Văn An": {"village_id": nang_an.id, "personal_number": "052099001234", "phone": "0905123456"},
            "Nguyễn Văn Bình": {"village_id": van_hoi.id, "born": PartialDate(1987)},
            "Nguyễn Ân Khải": {},
            "Đỗ Thị Lan": {"village_id": nang_an.id},
            "Y Blơm": {"village_id": van_hoi.id},
        }.items():
            an_activation(session, a_citizen(session, name, **about))
        a_volunteer(session, "Lê Thị Thu Hà", phone="0914555666")
        a_team(session, "Tổ CNSCĐ thôn Năng An")
        an_event(session, "Phát thanh về lừa đảo")
        an_influencer(session, "Đinh Văn Thơ")
        reporting.ensure_period(session, Span.month(2023, 11))
        reporting.ensure_period(session, Span.quarter(2023, 4), kind="quarter")

    made.run(write)
    made.close()
    return folder


@pytest.fixture
def store(known, tmp_path):
    """A copy of that book, for one test."""
    made = a_copy(known, tmp_path)
    yield made
    made.close()


def found(store, typed):
    """Names of the citizens found, in their order."""
    hits = store.read(partial(searching.search, text=typed))
    return [hit.words for hit in hits if hit.group is Group.CITIZEN]


def listed(store, typed):
    """Names in the list of Kích hoạt."""
    rows = store.read(partial(lists.find, listing=ACTIVATIONS, query=Query(typed, sort="full_name"))).rows
    at = [f.name for f in ACTIVATIONS.fields].index("full_name")
    return [row.cells[at] for row in rows]


@pytest.mark.parametrize(
    ("typed", "whom"),
    [
        ("nguyen van an", ["Nguyễn Văn An"]),
        ("An Văn NGUYỄN", ["Nguyễn Văn An"]),
        ("nguyen van an an tin", ["Nguyễn Văn An"]),
        ("nguyen van an thon nang an xa an tin", ["Nguyễn Văn An"]),
        ("an tin nguyen van an", ["Nguyễn Văn An"]),
        ("nguyen van hoi 1", ["Nguyễn Văn Bình"]),
        ("do lan", ["Đỗ Thị Lan"]),
        ("1234", ["Nguyễn Văn An"]),
        ("990", ["Nguyễn Văn An"]),
        ("0905 123 456", ["Nguyễn Văn An"]),
        ("0905.123.456", ["Nguyễn Văn An"]),
        ("+84905123456", ["Nguyễn Văn An"]),
        ("y", ["Y Blơm"]),
        ("la", ["Đỗ Thị Lan"]),
        ("guy binh", ["Nguyễn Văn Bình"]),
        ("khải ân tín", ["Nguyễn Ân Khải"]),  # of whom no village is known
        ("nguyen van an nang vinh", []),
        ("\"'%_*", []),
        ("", []),
    ],
)
def test_typed_words_find_the_same_people_everywhere(store, typed, whom):
    assert found(store, typed) == whom
    if typed:
        assert listed(store, typed) == whom


def test_those_called_so_come_before_those_whose_middle_name_it_is(store):
    assert found(store, "nguyen an") == ["Nguyễn Văn An", "Nguyễn Ân Khải"]


def test_the_beginning_of_a_word_comes_before_the_middle_of_one(store):
    store.run(lambda session: a_citizen(session, "Trần Thị Uyên"))
    assert found(store, "uye")[0] == "Trần Thị Uyên"
    store.run(lambda session: a_citizen(session, "Nguyễn Văn Cường"))
    assert found(store, "uyen") == ["Trần Thị Uyên", "Nguyễn Văn An", "Nguyễn Văn Bình", "Nguyễn Văn Cường",
                                    "Nguyễn Ân Khải"]  # fmt: skip


def test_whoever_is_renamed_is_found_by_the_new_name_alone(store):
    known = store.read(partial(citizens.with_number, number="052099001234"))
    store.run(lambda session: setattr(session.get_one(type(known), known.id), "full_name", "Võ Hữu Tài"))
    assert (found(store, "vo huu tai"), found(store, "nguyen van an")) == (["Võ Hữu Tài"], [])


def test_rows_written_past_the_program_are_found_and_forgotten_with_them(store):
    def write(session, line):
        session.execute(text(line))

    columns = "full_name, search_text, sort_key, created_at, created_by, changed_at, changed_by, version, archived"
    values = "'Tạ Thị Mận', 'ta thi man', 'x', '2023-01-01', 'x', '2023-01-01', 'x', 1, 0"
    store.run(partial(write, line=f"INSERT INTO citizen ({columns}) VALUES ({values})"))
    assert found(store, "ta man") == ["Tạ Thị Mận"]
    store.run(partial(write, line="DELETE FROM citizen WHERE search_text = 'ta thi man'"))
    assert found(store, "ta man") == []


def test_numbers_are_masked_and_the_way_leads_to_her_own_supports(store):
    (hit,) = store.read(partial(searching.search, text="052099001234"))
    assert hit.detail == "1999 · Năng An · 052*****1234 · 0905***456 · 1 lượt"
    assert hit.tab == "activations" and hit.what.filters[0].name == "citizen_id"
    shown = store.read(partial(lists.find, listing=ACTIVATIONS, query=hit.what))
    assert len(shown.ids) == 1


@pytest.mark.parametrize(
    ("typed", "group", "words"),
    [
        ("thu ha", Group.VOLUNTEER, "Lê Thị Thu Hà"),
        ("0914555", Group.VOLUNTEER, "Lê Thị Thu Hà"),
        ("to nang an", Group.TEAM, "Tổ CNSCĐ thôn Năng An"),
        ("lua dao", Group.EVENT, "Phát thanh về lừa đảo"),
        ("dinh tho", Group.INFLUENCER, "Đinh Văn Thơ"),
        ("tháng 11", Group.REPORT, "Báo cáo tháng 11 năm 2023"),
        ("11/2023", Group.REPORT, "Báo cáo tháng 11 năm 2023"),
        ("quy 4", Group.REPORT, "Báo cáo quý IV năm 2023"),
    ],
)
def test_every_kind_is_found_by_its_own_words(store, typed, group, words):
    hits = store.read(partial(searching.search, text=typed))
    assert [(hit.group, hit.words) for hit in hits] == [(group, words)]


def test_many_matches_end_with_the_way_to_all_of_them(store):
    *few, last = store.read(partial(searching.search, text="nguyen", most=2))
    assert len(few) == 2 and last.what == Query("nguyen") and last.tab == "activations"


def test_a_place_in_a_list_says_which_list(store):
    (hit,) = store.read(partial(searching.search, text="dinh tho"))
    assert isinstance(hit.what, Place) and hit.what.listing == "influencers"


def test_namesakes_are_asked_for_by_name_and_year_through_an_index(store):
    def ask(session):
        one = [c.full_name for c in citizens.alike(session, "nguyen van binh", PartialDate(1987), None)]
        other = citizens.alike(session, "Nguyễn Văn Bình", PartialDate(1990), None)
        plan = session.execute(text("EXPLAIN QUERY PLAN SELECT * FROM citizen WHERE search_text >= 'a' AND "
                                    "search_text < 'a!'")).all()  # fmt: skip
        return one, other, str(plan)

    one, other, plan = store.read(ask)
    assert (one, other) == (["Nguyễn Văn Bình"], []) and "ix_citizen_search_text_born" in plan


def test_a_person_of_archived_supports_only_is_shown_with_those(store):
    def write(session):
        an_activation(session, a_citizen(session, "Hồ Cũ"), archived=True, day=date(2023, 10, 1))

    store.run(write)
    (hit,) = store.read(partial(searching.search, text="ho cu"))
    assert hit.what == Query(filters=(Filter("citizen_id", hit.what.filters[0].value),), archived=True)
