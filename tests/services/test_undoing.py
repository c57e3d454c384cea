"""Undo and redo: the book is again as it was, and counts nobody twice, whatever came in between."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy import func, select

from hoaian_desktop.errors import CannotUndo, ChangedSince, NothingToUndo, StillReferredError
from hoaian_desktop.indicators import counting
from hoaian_desktop.records import Activation, Citizen, Team, Village, Volunteer
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import activations, campaigns, keeping, references, teams, undoing
from hoaian_desktop.store import book as books
from hoaian_desktop.store import change_log
from tests.builders import SINCE, TODAY, a_number, a_team, a_village, a_volunteer, an_event, the_service
from tests.store.plain import CHEAP, PASSPHRASE

NOVEMBER = Span(date(2023, 11, 1), date(2023, 11, 30))


def support(session, number, name="Nguyễn Văn An", **about):
    service = the_service(session, about.pop("service", "vneid-2"))
    values = {"personal_number": number, "full_name": name, "day": date(2023, 11, 12), "service_id": service.id,
              "status": "activated", **about}  # fmt: skip
    return activations.save(session, values, today=TODAY)


def accounts(store):
    return store.read(lambda s: counting.count_spans(s, [NOVEMBER], SINCE, ("2.3",))[0]["2.3"].total)


def value(store, record, id_, name):
    return store.read(lambda s: getattr(s.get(record, id_), name))


def undo(store, **about):
    return store.run(partial(undoing.undo, **about))


def redo(store, **about):
    return store.run(partial(undoing.redo, **about))


def test_a_support_undone_is_put_aside_with_the_citizen_it_brought_and_comes_back(store):
    made = store.run(lambda s: support(s, a_number()))
    assert accounts(store) == 1
    assert undo(store).words == "Thêm lượt hỗ trợ Nguyễn Văn An"
    assert (accounts(store), value(store, Citizen, made.citizen_id, "archived")) == (0, True)
    assert redo(store).words == "Thêm lượt hỗ trợ Nguyễn Văn An"
    assert (accounts(store), value(store, Citizen, made.citizen_id, "archived")) == (1, False)


def test_a_change_gets_its_old_values_back_and_is_found_by_the_old_name(store):
    made = store.run(lambda s: a_volunteer(s, "Lê Thị Thu Hà"))
    store.run(lambda s: keeping.save(s, Volunteer, {"full_name": "Lê Thị Thu Hồng"}, id_=made.id))
    undo(store)
    assert value(store, Volunteer, made.id, "full_name") == "Lê Thị Thu Hà"
    assert value(store, Volunteer, made.id, "search_text").startswith("le thi thu ha")
    redo(store)
    assert value(store, Volunteer, made.id, "full_name") == "Lê Thị Thu Hồng"


def test_villages_of_a_team_and_people_at_an_event_come_back(store):
    event, who = store.run(lambda s: (an_event(s), a_volunteer(s)))
    store.run(lambda s: campaigns.attend(s, event.id, (who.id,), present=True))
    undo(store)
    assert not store.read(lambda s: [p for p in campaigns.event_card(s, event.id).volunteers if p.present])
    redo(store)
    assert store.read(lambda s: [p.id for p in campaigns.event_card(s, event.id).volunteers]) == [who.id]


def test_the_change_log_says_who_undid_what_and_stays_whole(store):
    made = store.run(a_volunteer)
    store.run(lambda s: keeping.save(s, Volunteer, {"phone": "0905123456"}, id_=made.id))
    undo(store)
    redo(store)
    lines = store.read(lambda s: keeping.history(s, Volunteer, made.id))
    told = [(line.reason, line.before, line.after) for line in lines]
    assert told == [
        ("Làm lại: Sửa tình nguyện viên Lê Thị Thu Hà", "—", "0905 123 456"),
        ("Hoàn tác: Sửa tình nguyện viên Lê Thị Thu Hà", "0905 123 456", "—"),
        (None, "—", "0905 123 456"),
        (None, None, None),
    ]
    assert store.read(lambda s: change_log.first_broken(s.connection())) is None


def test_the_history_of_a_support_tells_what_changed_about_the_citizen(store):
    made = store.run(lambda s: support(s, a_number()))
    store.run(lambda s: keeping.save(s, Citizen, {"phone": "0905123456"}, id_=made.citizen_id))
    lines = store.read(lambda s: keeping.history(s, Activation, made.id))
    assert [(line.action, line.field, line.after) for line in lines] == [
        ("changed", "Điện thoại", "0905 123 456"),
        ("added", "", None),
    ]


def test_nothing_to_undo_or_redo_is_said(store):
    for act in (undo, redo):
        with pytest.raises(NothingToUndo):
            act(store)
    step = store.run(partial(undoing.noted, operation=a_volunteer)).step
    undo(store, step_id=step)
    with pytest.raises(NothingToUndo):
        undo(store, step_id=step)


def test_what_was_changed_since_asks_and_goes_on_when_told_to(store):
    made = store.run(a_volunteer)
    first = store.run(
        partial(undoing.noted, operation=lambda s: keeping.save(s, Volunteer, {"phone": "0905000001"}, id_=made.id))
    )
    store.run(lambda s: keeping.save(s, Volunteer, {"phone": "0905000002"}, id_=made.id))
    with pytest.raises(ChangedSince, match="Tình nguyện viên Lê Thị Thu Hà đã được sửa"):
        undo(store, step_id=first.step)
    assert value(store, Volunteer, made.id, "phone") == "0905000002"
    undo(store, step_id=first.step, force=True)
    assert value(store, Volunteer, made.id, "phone") is None


def test_taking_back_one_step_leaves_what_came_after_it_elsewhere(store):
    first = store.run(partial(undoing.noted, operation=lambda s: a_volunteer(s, "Lê Thị Thu Hà")))
    store.run(lambda s: a_volunteer(s, "Lê Văn Bình"))
    undo(store, step_id=first.step)
    people = store.read(lambda s: [option.words for option in references.options(s, "volunteer")])
    assert people == ["Lê Văn Bình"]


def test_a_citizen_helped_again_stays_when_her_first_support_is_undone(store):
    number = a_number()
    first = store.run(partial(undoing.noted, operation=lambda s: support(s, number, service="vneid-1")))
    store.run(lambda s: support(s, number))
    undo(store, step_id=first.step)
    assert not value(store, Citizen, first.answer.citizen_id, "archived")
    assert accounts(store) == 1


def test_a_number_moved_from_one_to_another_moves_back(store):
    one, other = store.run(
        lambda s: (support(s, None, "Lê Văn An", born="1990"), support(s, a_number(), "Lê Văn Bình"))
    )
    number = value(store, Citizen, other.citizen_id, "personal_number")

    def move(session):
        keeping.save(session, Citizen, {"personal_number": None}, id_=other.citizen_id)
        keeping.save(session, Citizen, {"personal_number": number}, id_=one.citizen_id)

    store.run(move)
    for act, holder in ((undo, other), (redo, one), (undo, other)):
        act(store)
        found = store.read(lambda s: s.scalars(select(Citizen.id).where(Citizen.personal_number == number)).all())
        assert found == [holder.citizen_id]


def test_an_old_number_somebody_else_has_now_is_refused_in_words(store):
    number = a_number()
    made = store.run(lambda s: support(s, number))
    change = lambda s: keeping.save(s, Citizen, {"personal_number": None}, id_=made.citizen_id)  # noqa: E731
    step = store.run(partial(undoing.noted, operation=change)).step
    store.run(lambda s: support(s, number, "Lê Văn Bình"))
    with pytest.raises(CannotUndo):
        undo(store, step_id=step)


def test_a_village_a_team_looks_after_is_not_taken_away(store):
    village = store.run(partial(undoing.noted, operation=a_village))
    store.run(lambda s: keeping.save(s, Team, {"name": "Tổ 1", "started": TODAY, "villages": (village.answer.id,)}))
    with pytest.raises(StillReferredError):
        undo(store, step_id=village.step)


def test_a_citizen_entered_again_after_undo_is_as_she_is_entered_now(store):
    number = a_number()
    made = store.run(lambda s: support(s, number, "Nguyễn Văn Ánh", phone="0905123456"))
    undo(store)
    again = store.run(lambda s: support(s, number, "Nguyễn Thị Bình"))
    assert again.citizen_id == made.citizen_id
    citizen = store.read(lambda s: s.get(Citizen, made.citizen_id))
    assert (citizen.full_name, citizen.phone, citizen.archived) == ("Nguyễn Thị Bình", None, False)
    assert accounts(store) == 1
    undo(store)
    assert (accounts(store), value(store, Citizen, made.citizen_id, "archived")) == (0, True)


def test_a_village_added_again_after_undo_is_taken(store):
    unit = store.read(lambda s: references.options(s, "administrative_unit"))[0].id
    add = partial(keeping.save, record=Village, values={"name": "Năng An", "unit_id": unit})
    first = store.run(add)
    undo(store)
    assert store.run(add).id == first.id
    assert not value(store, Village, first.id, "archived")


def test_restoring_a_support_brings_its_citizen_back(store):
    made = store.run(lambda s: support(s, a_number()))
    undo(store)
    store.run(lambda s: keeping.restore(s, Activation, (made.id,)))
    assert not value(store, Citizen, made.citizen_id, "archived")


def test_what_was_put_aside_for_its_own_sake_stays_so_when_its_return_is_undone(store):
    number = a_number()
    store.run(lambda s: support(s, number))
    for act in (keeping.archive, keeping.restore):
        store.run(lambda s, act=act: act(s, Activation, tuple(s.scalars(select(Activation.id)))))
    told = []
    for _ in range(3):  # its return, its being put aside, its adding
        undo(store)
        told.append(store.read(lambda s: len(undoing.undone_additions(s, Activation))))
    assert told == [0, 0, 1]


def test_a_membership_ended_today_goes_on_after_undo(store):
    team, who = store.run(lambda s: (a_team(s), a_volunteer(s)))
    values = {"team_id": team.id, "volunteer_id": who.id, "role": "leader", "started": "5/4/2022"}
    made = store.run(lambda s: teams.enrol(s, values, today=TODAY))
    store.run(lambda s: teams.end(s, made.id, TODAY))
    undo(store)
    (line,) = store.read(lambda s: teams.memberships_of(s, who.id))
    assert (line.ended, line.role) == (None, "leader")


def test_two_hundred_steps_are_undone_after_the_book_was_closed_and_opened(tmp_path):
    book, _ = books.create(tmp_path / "so", passphrase=PASSPHRASE, user_name="Trần Thị Hoa", cost=CHEAP)

    def much(session):
        for number in range(200):
            undoing.noted(session, partial(a_volunteer, full_name=f"Lê Văn {'ABCDEFGH'[number % 8]}"))

    book.store.run(much)
    book.close(copy=False)
    book = books.open_book(tmp_path / "so", PASSPHRASE, cost=CHEAP)
    alive = select(func.count()).select_from(Volunteer).where(Volunteer.archived.is_(False))

    def turn(session, act, times):
        for _ in range(times):
            act(session)
        return session.scalar(alive)

    assert book.store.run(partial(turn, act=undoing.undo, times=200)) == 0
    with pytest.raises(NothingToUndo):
        book.store.run(undoing.undo)
    assert book.store.run(partial(turn, act=undoing.redo, times=20)) == 20
    book.close(copy=False)
