"""Fifty supports keyed under the wrong team are put right at once; the preview says what will happen."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hoaian_desktop.errors import Cancelled, ValidationError
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Activation, Change, Citizen, Confirmation, Membership, Tally, Volunteer
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import bulk, keeping
from tests.builders import (
    TODAY,
    a_citizen,
    a_membership,
    a_tally,
    a_team,
    a_village,
    a_volunteer,
    an_activation,
    the_service,
)


def look(store, ids, values, record=Activation, **about):
    return store.read(lambda s: bulk.preview(s, record, ids, values, today=TODAY, **about))


def do(store, ids, values, record=Activation, **about):
    return store.run(lambda s: bulk.change(s, record, ids, values, today=TODAY, **about))


def all_of(store, record):
    return store.read(lambda session: session.scalars(select(record).order_by(record.id)).all())


@pytest.fixture
def sunday(store):
    """Three supports of the wrong team and one of the right one; the ids, and the right team."""

    def fill(session):
        wrong, right = (a_team(session, f"Tổ {n}").id for n in (1, 2))
        made = [an_activation(session, a_citizen(session, f"Người Số {n}"), team_id=wrong).id for n in "ABC"]
        return [*made, an_activation(session, a_citizen(session, "Người Đúng"), team_id=right).id], right

    return store.run(fill)


def test_the_preview_counts_what_will_change_and_what_is_right_already(store, sunday):
    ids, right = sunday
    outcome = look(store, ids, {"team_id": right})
    assert (outcome.rows, outcome.changed, outcome.right, outcome.left_out) == (4, 3, 1, 0)
    [part] = outcome.parts
    assert (part.field.label, part.changes, part.right, part.persons) == ("Tổ", 3, 1, None)
    assert {a.team_id for a in all_of(store, Activation)} == {right - 1, right}


def test_one_transaction_changes_them_and_the_log_says_so(store, sunday):
    ids, right = sunday
    before = len(all_of(store, Change))
    seen = {}

    def operation(session):
        outcome = bulk.change(session, Activation, ids, {"team_id": right}, today=TODAY)
        seen["step"] = session.info["step"]
        return outcome

    assert store.run(operation) == look(store, [], {"team_id": right}).__class__(
        4, 3, 1, (bulk.Part(bulk.fields_for(Activation, ["team_id"])[0], 3, 1),)
    )
    assert seen["step"] == "Sửa nhiều lượt hỗ trợ"
    assert {a.team_id for a in all_of(store, Activation)} == {right}
    assert [c.field for c in all_of(store, Change)[before:]] == ["team_id"] * 3


def test_a_hard_rule_leaves_its_row_out_and_says_why(store, sunday):
    ids, _ = sunday
    child = store.run(lambda s: an_activation(s, a_citizen(s, "Bé Na", born=PartialDate(2019, 3, 15)), "vneid-1").id)
    level_2 = store.read(lambda s: the_service(s, "vneid-2").id)
    outcome = look(store, [*ids, child], {"service_id": level_2})
    assert (outcome.changed, outcome.right, outcome.left_out) == (0, 4, 1)
    [refused] = outcome.refused
    assert (refused.code, refused.rows, refused.first) == ("level2-under-6", 1, "Bé Na")
    assert do(store, [*ids, child], {"service_id": level_2}) == outcome
    assert store.read(lambda s: s.get(Activation, child).service_id) != level_2


def test_soft_doubts_are_counted_and_let_stand_once_for_all(store, sunday):
    ids, _ = sunday
    outcome = look(store, ids, {"status": "failed"})
    assert [(doubt.code, doubt.rows) for doubt in outcome.doubts] == [("failed-without-reason", 4)]
    left = do(store, ids, {"status": "failed"})
    assert (left.changed, left.left_out) == (0, 4)
    assert {a.status for a in all_of(store, Activation)} == {"activated"}
    do(store, ids, {"status": "failed"}, confirmed=outcome.codes)
    assert {a.status for a in all_of(store, Activation)} == {"failed"}
    assert [c.code for c in all_of(store, Confirmation)] == ["failed-without-reason"] * 4
    # With a reason there is nothing to confirm.
    assert look(store, ids, {"status": "failed", "reason": "no-smartphone"}).doubts == ()


def test_a_doubt_that_was_there_before_is_not_asked_again(store, sunday):
    _, right = sunday
    odd = store.run(lambda s: an_activation(s, status="transacted").id)
    assert look(store, [odd], {"place": "Nhà văn hóa"}).doubts == ()
    assert look(store, [odd], {"team_id": right}).doubts == ()


def test_two_rows_of_one_person_that_become_the_same_account_are_doubted(store):
    def fill(session):
        person = a_citizen(session)
        return [an_activation(session, person, service).id for service in ("vneid-1", "vssid")]

    ids = store.run(fill)
    wallet = store.read(lambda s: the_service(s, "vneid-2").id)
    assert [doubt.code for doubt in look(store, ids, {"service_id": wallet}).doubts] == ["same-service-again"]


def test_the_village_is_the_persons_own_and_the_preview_says_how_many_persons(store):
    def fill(session):
        village, person = a_village(session, "Vĩnh Đức").id, a_citizen(session)
        rows = [an_activation(session, person, service).id for service in ("vneid-1", "vneid-2")]
        return village, [*rows, an_activation(session, a_citizen(session, "Bùi Thị Ba")).id]

    village, ids = store.run(fill)
    [part] = look(store, ids, {"village_id": village}).parts
    assert (part.changes, part.persons) == (3, 2)
    do(store, ids, {"village_id": village})
    assert {c.village_id for c in all_of(store, Citizen)} == {village}


def test_helpers_are_replaced(store, sunday):
    ids, _ = sunday
    helpers = store.run(lambda s: [a_volunteer(s, name).id for name in ("Đặng Hữu Phước", "Lê Thị Thu Hà")])
    do(store, ids, {"volunteers": tuple(helpers)})
    assert store.read(lambda s: keeping.values_of(s, Activation, ids[0])["volunteers"]) == tuple(helpers)
    assert look(store, ids, {"volunteers": tuple(reversed(helpers))}).right == 4


def test_archived_rows_are_left_out(store, sunday):
    ids, right = sunday
    store.run(lambda s: keeping.archive(s, Activation, (ids[0],)))
    outcome = do(store, ids, {"team_id": right})
    assert (outcome.changed, outcome.left_out) == (2, 1)
    assert "lưu trữ" in outcome.refused[0].sentence


def test_what_must_be_filled_cannot_be_emptied(store, sunday):
    with pytest.raises(ValidationError) as refusal:
        look(store, sunday[0], {"service_id": None})
    assert set(refusal.value.messages) == {"service_id"}


def test_volunteers_join_a_team_unless_they_are_in_it(store):
    def fill(session):
        team = a_team(session)
        inside, outside = a_volunteer(session), a_volunteer(session, "Đặng Hữu Phước")
        a_membership(session, team, inside)
        return team.id, [inside.id, outside.id]

    team, ids = store.run(fill)
    values = {"team_id": team, "status": "away"}
    outcome = look(store, ids, values, Volunteer)
    assert [(part.changes, part.right) for part in outcome.parts] == [(1, 1), (2, 0)]
    do(store, ids, values, Volunteer)
    assert [(m.volunteer_id, m.started) for m in all_of(store, Membership)][1:] == [(ids[1], TODAY)]
    assert {v.status for v in all_of(store, Volunteer)} == {"away"}
    with pytest.raises(ValidationError):
        look(store, ids, {"team_id": None}, Volunteer)


def test_tallies_are_changed_like_anything_else(store):
    team, tally = store.run(lambda s: (a_team(s).id, a_tally(s, day=date(2023, 10, 15)).id))
    assert do(store, [tally], {"team_id": team}, Tally).changed == 1
    assert all_of(store, Tally)[0].team_id == team


def test_a_cancelled_change_changes_nothing(store, sunday):
    ids, right = sunday
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        do(store, ids, {"team_id": right}, progress=progress)
    assert len({a.team_id for a in all_of(store, Activation)}) == 2
