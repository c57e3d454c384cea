"""What a transaction did is kept as one step, by columns before and after, so that it can be undone."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from hoaian_desktop.records import Office, Step, StepRow, Team, Village, Volunteer
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import duplicates, keeping
from hoaian_desktop.store import steps
from tests.builders import (
    USER,
    a_citizen,
    a_membership,
    a_store,
    a_tally,
    a_team,
    a_village,
    a_volunteer,
    an_activation,
)


@pytest.fixture
def store(tmp_path):
    made = a_store(tmp_path)
    yield made
    made.close()


def kept(store):
    """Every step: its words, its state, and its rows."""

    def read(session):
        rows = {}
        for row in session.scalars(select(StepRow).order_by(StepRow.id)):
            rows.setdefault(row.step_id, []).append((row.record, row.before, row.after))
        return [(s.words, s.state, rows[s.id]) for s in session.scalars(select(Step).order_by(Step.id))]

    return store.read(read)


def test_setting_up_a_book_is_nothing_to_undo(store):
    assert kept(store) == []


def test_a_new_record_is_one_step_without_values(store):
    store.run(lambda s: a_volunteer(s, "Lê Thị Thu Hà"))
    assert kept(store) == [("Thêm tình nguyện viên Lê Thị Thu Hà", "done", [("volunteer", None, None)])]


def test_only_the_changed_columns_are_kept_dates_as_text_and_villages_as_ids(store):
    made = store.run(lambda s: (a_team(s, decision_date=date(2022, 4, 1)), a_village(s), a_volunteer(s)))

    def change(session):
        team = session.scalars(select(Team).options(selectinload(Team.villages))).one()
        team.decision_date, team.villages = None, [session.get(Village, made[1].id)]
        session.get(Volunteer, made[2].id).born = PartialDate(2000, 5)

    store.run(change)
    words, _, rows = kept(store)[-1]
    assert words == "Sửa Tổ CNSCĐ thôn Năng An"
    assert rows == [
        ("team", {"decision_date": "2022-04-01", "villages": []}, {"decision_date": None, "villages": [made[1].id]}),
        ("volunteer", {"born": "2000"}, {"born": "2000-05"}),
    ]


def test_several_flushes_are_one_step_and_the_first_knows_what_was_there(store):
    made = store.run(lambda s: a_volunteer(s, phone="0905123456"))

    def twice(session):
        who = session.get(Volunteer, made.id)
        for phone in ("0905000001", "0905000002"):
            who.phone = phone
            session.flush()
        who.branch = "Chi đoàn Năng An"
        session.flush()
        who.branch = None
        a_village(session, "Vạn Hội").households = 120

    store.run(twice)
    assert kept(store)[1:] == [
        (
            "Sửa tình nguyện viên Lê Thị Thu Hà",
            "done",
            [("village", None, None), ("volunteer", {"phone": "0905123456"}, {"phone": "0905000002"})],
        )
    ]


def test_what_was_changed_and_changed_back_is_no_step(store):
    made = store.run(a_volunteer)

    def there_and_back(session):
        who = session.get(Volunteer, made.id)
        who.phone = "0905000001"
        session.flush()
        who.phone = None

    store.run(there_and_back)
    assert len(kept(store)) == 1


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (an_activation, "Thêm lượt hỗ trợ Nguyễn Văn Khải"),
        (a_tally, "Thêm số đếm 23 người"),
        (lambda s: a_membership(s, a_team(s), a_volunteer(s)), "Thêm thành viên tổ Lê Thị Thu Hà"),
        (lambda s: [an_activation(s) for _ in range(5)], "Thêm 5 lượt hỗ trợ"),
    ],
)
def test_a_step_is_named_after_what_matters_most_in_it(store, act, words):
    store.run(act)
    assert kept(store)[-1][0] == words


def test_archiving_and_restoring_are_called_so(store):
    ids = store.run(lambda s: tuple(an_activation(s).id for _ in range(5)))
    kind = store.read(lambda s: type(an_activation_of(s, ids[0])))
    store.run(lambda s: keeping.archive(s, kind, ids))
    store.run(lambda s: keeping.restore(s, kind, ids[:1]))
    assert [words for words, _, _ in kept(store)[1:]] == [
        "Lưu trữ 5 lượt hỗ trợ",
        "Khôi phục lượt hỗ trợ Nguyễn Văn Khải",
    ]


def an_activation_of(session, id_):
    from hoaian_desktop.records import Activation

    return session.get(Activation, id_)


def test_an_operation_may_name_its_step_and_the_next_one_does_not_inherit_it(store):
    def named(session):
        session.info[steps.WORDS] = "Nhập từ Excel"
        a_volunteer(session)

    store.run(named)
    store.run(a_tally)
    assert [words for words, _, _ in kept(store)] == ["Nhập từ Excel", "Thêm số đếm 23 người"]


def test_whom_a_step_told_apart_is_kept_with_it_and_forgotten_if_taken_back_at_once(store):
    one, other = store.run(lambda s: (a_citizen(s).id, a_citizen(s).id))

    def tell(session, *acts):
        for act in acts:
            act(session, one, other)
        a_volunteer(session)

    store.run(lambda s: tell(s, duplicates.different, duplicates.not_different))
    store.run(lambda s: tell(s, duplicates.different))
    said = {"second_id": other, "at": "2023-11-20T08:15:00", "by": USER}
    assert [rows for _, _, rows in kept(store)[1:]] == [
        [("volunteer", None, None)],
        [("volunteer", None, None), ("different_persons", None, said)],
    ]


def test_the_office_itself_is_not_undone(store):
    def move(session):
        session.scalars(select(Office)).one().place = "Ân Tín"

    store.run(move)
    assert kept(store) == []


def test_a_new_step_overtakes_what_was_undone(store):
    store.run(a_volunteer)

    def as_if_undone(session):
        session.scalars(select(Step)).one().state = "undone"

    store.run(as_if_undone)
    store.run(a_tally)
    assert [state for _, state, _ in kept(store)] == ["dropped", "done"]


def test_what_a_refused_transaction_touched_is_no_step(store):
    def fail(session):
        a_volunteer(session)
        raise ValueError

    with pytest.raises(ValueError):
        store.run(fail)
    assert kept(store) == []


def test_old_steps_are_forgotten_with_their_rows_and_the_last_hundreds_stay(store, monkeypatch):
    monkeypatch.setattr(steps, "KEPT", 60)
    for _ in range(110):
        store.run(a_tally)
    numbers = store.read(lambda s: [s.scalar(select(func.count()).select_from(kind)) for kind in (Step, StepRow)])
    assert numbers == [70, 70]  # forgotten in fifties
