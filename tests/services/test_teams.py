"""Teams as services see them: weeks, memberships, what a card says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.errors import ValidationError
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import keeping, reporting, teams
from tests.builders import TODAY, a_citizen, a_membership, a_target, a_team, a_village, a_volunteer, an_activation


def test_a_first_sunday_joins_the_week_after_it():
    weeks = teams.weeks_of(Span(date(2023, 10, 15), date(2023, 11, 14)))
    assert [(w.first.day, w.last.day) for w in weeks] == [(15, 22), (23, 29), (30, 5), (6, 12), (13, 14)]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_weeks_cover_every_day_of_a_period_once(first, days):
    span = Span(first, date.fromordinal(first.toordinal() + days))
    weeks = teams.weeks_of(span)
    covered = [day for week in weeks for day in range(week.first.toordinal(), week.last.toordinal() + 1)]
    assert covered == list(range(span.first.toordinal(), span.last.toordinal() + 1))


def test_a_member_may_come_back_after_she_left(store):
    def come_back(session, first):
        team, who = a_team(session), a_volunteer(session)
        a_membership(session, team, who, started=date(2023, 1, 1), ended=date(2023, 6, 30))
        values = {"team_id": team.id, "volunteer_id": who.id, "role": "deputy", "started": first}
        return teams.enrol(session, values, today=TODAY).role

    assert store.run(lambda s: come_back(s, date(2023, 7, 1))) == "deputy"
    with pytest.raises(ValidationError) as refused:
        store.run(lambda s: come_back(s, date(2023, 6, 30)))
    assert set(refused.value.messages) == {"volunteer_id"}


def test_a_membership_without_a_start_gets_a_sentence_under_the_field(store):
    with pytest.raises(ValidationError) as refused:
        values = {"team_id": 1, "volunteer_id": 1, "started": ""}
        store.run(lambda s: teams.enrol(s, values, today=TODAY))
    assert "started" in refused.value.messages


def test_a_card_counts_members_of_now_and_results_of_the_team(store):
    def fill(session):
        village = a_village(session)
        village.households = 312
        team = a_team(session)
        keeping.save(session, type(team), {"villages": (village.id,)}, id_=team.id)
        leader = a_volunteer(session, "Đặng Hữu Phước", sex="male", position="member", phone="0905123662")
        gone = a_volunteer(session, "Võ Đình Huy", position="member")
        a_membership(session, team, leader, role="leader")
        a_membership(session, team, a_volunteer(session, position="youth"))
        a_membership(session, team, gone, ended=date(2023, 1, 31))
        citizen = a_citizen(session)
        an_activation(session, citizen, team_id=team.id)
        an_activation(session, citizen, "dvc-dossier", team_id=team.id, status="transacted", transaction_day=TODAY)
        a_target(session, value=299, team_id=team.id)
        return team.id

    team_id = store.run(fill)
    card = store.read(lambda s: teams.card(s, team_id, today=TODAY))
    assert (card.villages, card.households) == (("Năng An",), 312)
    assert [(m.full_name, m.role) for m in card.now(TODAY)] == [
        ("Đặng Hữu Phước", "leader"),
        ("Lê Thị Thu Hà", "member"),
    ]
    assert [m.full_name for m in card.members][-1] == "Võ Đình Huy"
    assert (card.union_members, card.women) == (1, 1)
    assert card.leader_phone == "0905123662"
    assert (card.accounts, card.people, card.dossiers, card.target) == (1, 1, 1, 299)


def test_the_current_period_is_the_one_of_today_not_the_calendar_month(store):
    assert store.read(lambda s: teams.current_span(s, TODAY)) == Span.month(2023, 11)
    span = Span(date(2023, 10, 25), date(2023, 11, 24))
    store.run(lambda s: reporting.ensure_period(s, span))
    assert store.read(lambda s: teams.current_span(s, TODAY)) == span


def test_ending_a_membership_is_kept_in_its_history(store):
    kept = store.run(lambda s: a_membership(s, a_team(s), a_volunteer(s)))
    store.run(lambda s: teams.end(s, kept.id, TODAY))
    [line] = store.read(lambda s: teams.memberships_of(s, kept.volunteer_id))
    assert line.ended == TODAY
    newest = store.read(lambda s: keeping.history(s, type(kept), kept.id))[0]
    assert (newest.field, newest.after) == ("Đến ngày", "20/11/2023")
