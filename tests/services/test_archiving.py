"""What is put aside: it goes, comes back, and no figure says more than its list."""

from __future__ import annotations

from datetime import date

import pytest

from hoaian_desktop.errors import ConflictError, StillReferredError
from hoaian_desktop.indicators import counting
from hoaian_desktop.records import Team, Village, Volunteer
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import keeping, lists, references
from hoaian_desktop.services.listings import VOLUNTEERS
from hoaian_desktop.services.lists import Behind, Query
from tests.builders import SINCE, TODAY, a_membership, a_team, a_village, a_volunteer

NOVEMBER = Span.month(2023, 11)


@pytest.fixture
def team(store):
    """A team of two that looks after a village: the ids of team, village and one member."""

    def fill(session):
        village, made, member = a_village(session), a_team(session), a_volunteer(session)
        for person in (member, a_volunteer(session, "Đặng Hữu Phước")):
            a_membership(session, made, person)
        keeping.save(session, Team, {"villages": (village.id,)}, id_=made.id, today=TODAY)
        return made.id, village.id, member.id

    return store.run(fill)


def figures(store, *keys):
    counted = store.read(lambda s: counting.count_spans(s, [NOVEMBER], SINCE, keys))[0]
    return [counted[key].total for key in keys]


def test_an_archived_team_counts_nowhere_with_its_members_and_comes_back_whole(store, team):
    keys = ("1.1.to", "1.2.nguoi", "1.3.thon")
    assert figures(store, *keys) == [1, 2, 1]
    assert store.run(lambda s: keeping.archive(s, Team, (team[0],))) == 1
    assert figures(store, *keys) == [0, 0, 0]
    assert store.read(lambda s: references.options(s, "team")) == []
    assert store.run(lambda s: keeping.restore(s, Team, (team[0],))) == 1
    assert figures(store, *keys) == [1, 2, 1]


def test_a_village_with_a_team_is_not_put_aside_before_the_team_lets_it_go(store, team):
    with pytest.raises(StillReferredError, match="Năng An đang do Tổ CNSCĐ thôn Năng An phụ trách"):
        store.run(lambda s: keeping.archive(s, Village, (team[1],)))
    assert figures(store, "1.3.thon", "1.3.tong_so") == [1, 1]
    store.run(lambda s: keeping.save(s, Team, {"villages": ()}, id_=team[0], today=TODAY))
    store.run(lambda s: keeping.archive(s, Village, (team[1],)))
    assert figures(store, "1.3.thon", "1.3.tong_so") == [0, 0]


def test_the_list_behind_a_figure_shows_everybody_it_counts(store, team):
    store.run(lambda s: keeping.archive(s, Volunteer, (team[2],)))
    (counted,) = figures(store, "1.2.nguoi")
    found = store.read(lambda s: lists.find(s, VOLUNTEERS, Query(behind=Behind("1.2.nguoi", NOVEMBER))))
    assert len(found.ids) == counted
    assert store.read(lambda s: lists.count(s, VOLUNTEERS, Query())) == 1


def test_an_older_page_does_not_win_over_a_newer_one(store, team):
    seen = store.read(lambda s: keeping.values_of(s, Team, team[0]))["version"]
    store.run(lambda s: keeping.save(s, Team, {"place": "Nhà văn hóa"}, id_=team[0], version=seen, today=TODAY))
    with pytest.raises(ConflictError):
        store.run(lambda s: keeping.save(s, Team, {"started": date(2023, 1, 1)}, id_=team[0], version=seen))
    kept = store.read(lambda s: keeping.values_of(s, Team, team[0]))
    assert (kept["place"], kept["started"]) == ("Nhà văn hóa", date(2022, 4, 5))
