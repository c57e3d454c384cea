from __future__ import annotations

import threading
import unicodedata
from datetime import date

import pytest
from sqlalchemy import insert, inspect, select, text, update
from sqlalchemy.exc import InvalidRequestError, OperationalError, StatementError

from hoaian_desktop.errors import ConflictError, GoneError, StillReferredError, ValidationError
from hoaian_desktop.records import (
    Activation,
    AdministrativeUnit,
    Base,
    Campaign,
    Citizen,
    Membership,
    Record,
    ReportingPeriod,
    Service,
    Tally,
    Target,
    Team,
    Village,
    Volunteer,
)
from hoaian_desktop.store.store import Store
from tests.store.plain import plain_store


def keep(store, record):
    def add(session):
        session.add(record)

    store.run(add)
    return record


def a_team(store):
    return keep(store, Team(name="Tổ Năng An", started=date(2022, 4, 5)))


def a_volunteer(store, name="Lê Thị Thu Hà"):
    return keep(store, Volunteer(full_name=name))


def test_a_stored_record_is_plain_data_afterwards(store, clock):
    made = a_volunteer(store)
    assert inspect(made).detached
    assert (made.id, made.version, made.archived, made.status) == (1, 1, False, "active")
    assert made.created_by == made.changed_by == "Trần Thị Hoa"
    assert made.created_at == made.changed_at
    assert made.created_at.date() == date(2023, 11, 20)


def test_a_change_moves_the_stamp_and_the_version_only(store):
    made = a_volunteer(store)

    def rename(session):
        session.get(Volunteer, made.id).full_name = "Lê Thị Thu Hằng"

    store.run(rename)
    now = store.read(lambda session: session.get(Volunteer, made.id))
    assert (now.version, now.created_at) == (2, made.created_at)
    assert now.changed_at > made.changed_at


def test_saving_the_same_again_changes_nothing(store):
    made = a_volunteer(store)

    def same(session):
        session.get(Volunteer, made.id).full_name = "Lê Thị Thu Hà"

    store.run(same)
    assert store.read(lambda session: session.get(Volunteer, made.id)).version == 1


def test_a_failed_operation_leaves_nothing(store):
    def half(session):
        session.add(Volunteer(full_name="Lê Thị Thu Hà"))
        session.flush()
        raise GoneError()

    with pytest.raises(GoneError):
        store.run(half)
    assert store.read(lambda session: session.scalars(select(Volunteer)).all()) == []


def test_letters_are_composed_and_found_without_marks_in_the_order_of_given_names(store):
    for name in ("Nguyễn Văn Đức", "Trần Thị Ánh", "Lê Văn Dũng", "Phạm Thị Ân"):
        a_volunteer(store, unicodedata.normalize("NFD", name))

    def read(session):
        return session.scalars(select(Volunteer).order_by(Volunteer.sort_key)).all()

    found = store.read(read)
    assert [one.full_name for one in found] == ["Trần Thị Ánh", "Phạm Thị Ân", "Lê Văn Dũng", "Nguyễn Văn Đức"]
    assert [one.search_text for one in found][3] == "nguyen van duc"


def test_search_keys_follow_a_change(store):
    made = keep(store, Citizen(full_name="Nguyễn Văn Khải", personal_number="052099000001", phone="0905123456"))
    assert made.search_text == "nguyen van khai 052099000001 0905123456"

    def rename(session):
        session.get(Citizen, made.id).full_name = "Nguyễn Văn Ổi"

    store.run(rename)
    now = store.read(lambda session: session.get(Citizen, made.id))
    assert now.search_text.startswith("nguyen van oi ")
    assert now.sort_key != made.sort_key


def test_of_two_who_change_the_same_record_the_second_is_told(store):
    made = a_volunteer(store)

    def mine(session):
        stale = session.merge(made)
        stale.branch = "Chi đoàn Năng An"

    other = Store(store.engine, who="Lê Văn Bình", now=store.now)

    def theirs(session):
        session.get(Volunteer, made.id).phone = "0905123456"

    def late(session):
        stale = session.get(Volunteer, made.id)
        session.execute(text("UPDATE volunteer SET version = version + 1"))
        stale.branch = "Chi đoàn Năng An"

    with pytest.raises(ConflictError, match="Người khác vừa sửa"):
        store.run(late)
    other.run(theirs)
    with pytest.raises((ConflictError, StatementError)) as refused:
        store.run(mine)
    assert isinstance(refused.value, ConflictError)
    now = store.read(lambda session: session.get(Volunteer, made.id))
    assert (now.phone, now.branch, now.changed_by) == ("0905123456", None, "Lê Văn Bình")


def test_changing_what_is_gone_says_so(store):
    made = a_volunteer(store)

    store.run(lambda session: session.delete(session.get(Volunteer, made.id)))

    def late(session):
        session.add(made)
        made.branch = "Chi đoàn Năng An"

    with pytest.raises(GoneError, match="không còn trong sổ"):
        store.run(late)


def test_what_others_point_at_cannot_be_removed(store):
    team, volunteer = a_team(store), a_volunteer(store)
    keep(store, Membership(team_id=team.id, volunteer_id=volunteer.id, role="member", started=date(2022, 4, 5)))
    with pytest.raises(StillReferredError, match="lưu trữ thay vì xóa"):
        store.run(lambda session: session.delete(session.get(Team, team.id)))


def test_what_nobody_needs_goes_with_its_own_links(store):
    unit = keep(store, AdministrativeUnit(key="old-21703", name="Ân Tín", kind="xa", code="21703"))
    village = keep(store, Village(name="Năng An", kind="thon", unit_id=unit.id))

    def add(session):
        session.add(Team(name="Tổ 1", started=date(2022, 4, 5), villages=[session.get(Village, village.id)]))

    store.run(add)
    with pytest.raises(StillReferredError):
        store.run(lambda session: session.delete(session.get(Village, village.id)))
    store.run(lambda session: session.delete(session.get(Team, 1)))
    assert store.read(lambda session: session.execute(text("SELECT count(*) FROM team_village")).scalar()) == 0


def test_pointing_at_nothing_is_refused(store):
    with pytest.raises(GoneError, match="Mục được chọn không còn"):
        keep(store, Volunteer(full_name="Lê Thị Thu Hà", village_id=77))


def test_a_personal_number_is_kept_once(store):
    keep(store, Citizen(full_name="Nguyễn Văn Khải", personal_number="052099000001"))
    keep(store, Citizen(full_name="Nguyễn Văn Khải"))
    keep(store, Citizen(full_name="Nguyễn Văn Khải"))  # without a number as often as needed
    with pytest.raises(ValidationError) as refused:
        keep(store, Citizen(full_name="Người khác", personal_number="052099000001"))
    assert refused.value.messages == {"personal_number": "Số định danh này đã có trong sổ."}


def test_a_village_is_once_in_its_commune(store):
    unit = keep(store, AdministrativeUnit(key="old-21703", name="Ân Tín", kind="xa", code="21703"))
    keep(store, Village(name="Năng An", kind="thon", unit_id=unit.id))
    with pytest.raises(ValidationError) as refused:
        keep(store, Village(name="Năng An", kind="thon", unit_id=unit.id))
    assert refused.value.messages == {"name": "Tên thôn này đã có trong sổ."}


@pytest.mark.parametrize(
    ("make", "field", "sentence"),
    [
        (lambda ids: Membership(role="member", started=date(2023, 2, 1), ended=date(2023, 1, 31), **ids),
         "ended", "Đến ngày không được trước từ ngày."),
        (lambda ids: Team(name="Tổ", started=date(2023, 2, 1), ended=date(2023, 1, 31)),
         "ended", "Ngày kết thúc không được trước ngày bắt đầu."),
        (lambda ids: Campaign(name="Đợt 1", started=date(2023, 2, 1), ended=date(2023, 1, 31)),
         "ended", "Đến ngày không được trước từ ngày."),
        (lambda ids: Target(indicator="2.3", first_day=date(2023, 2, 1), last_day=date(2023, 1, 31)),
         "last_day", "Đến ngày không được trước từ ngày."),
        (lambda ids: ReportingPeriod(first_day=date(2023, 2, 1), last_day=date(2023, 1, 31)),
         "last_day", "Đến ngày không được trước từ ngày."),
        (lambda ids: Tally(day=date(2023, 1, 1), service_id=1, number=-1), "number", "Không được nhỏ hơn 0."),
        (lambda ids: Volunteer(full_name=None), "full_name", "Cần nhập họ và tên."),
    ],
)  # fmt: skip
def test_the_database_itself_refuses_what_cannot_be(store, make, field, sentence):
    ids = {"team_id": a_team(store).id, "volunteer_id": a_volunteer(store).id}
    keep(store, Service(name="VNeID mức 2", code="vneid-2"))
    with pytest.raises(ValidationError) as refused:
        keep(store, make(ids))
    assert refused.value.messages == {field: sentence}


def test_membership_may_begin_and_end_on_one_day_and_a_tally_may_be_nought(store):
    ids = {"team_id": a_team(store).id, "volunteer_id": a_volunteer(store).id}
    keep(store, Membership(role="member", started=date(2023, 2, 1), ended=date(2023, 2, 1), **ids))
    service = keep(store, Service(name="VNeID mức 2", code="vneid-2"))
    assert keep(store, Tally(day=date(2023, 1, 1), service_id=service.id, number=0)).id == 1


def test_the_same_activation_twice_is_stored(store):
    service = keep(store, Service(name="VNeID mức 2", code="vneid-2"))
    citizen = keep(store, Citizen(full_name="Nguyễn Văn Khải"))
    for _ in range(2):
        keep(store, Activation(day=date(2023, 11, 1), citizen_id=citizen.id, service_id=service.id))
    assert len(store.read(lambda session: session.scalars(select(Activation)).all())) == 2


def test_reading_cannot_write(store):
    def sneak(session):
        session.execute(text("INSERT INTO alembic_version VALUES ('1')"))

    def forget(session):
        session.add(Volunteer(full_name="Lê Thị Thu Hà"))
        session.flush()

    for operation in (sneak, forget):
        with pytest.raises((OperationalError, StatementError)):
            store.read(operation)
    a_volunteer(store)  # the connection writes again afterwards
    assert len(store.read(lambda session: session.scalars(select(Volunteer)).all())) == 1


def test_statements_that_pass_by_the_change_log_are_refused(store):
    made = a_volunteer(store)
    with pytest.raises(TypeError, match="through the session"):
        store.run(lambda session: session.execute(update(Volunteer).values(branch="x")))
    with pytest.raises(TypeError, match="through the session"):
        store.run(lambda session: session.execute(insert(Volunteer), [{"full_name": "x"}]))
    assert store.read(lambda session: session.get(Volunteer, made.id)).branch is None


def test_a_forgotten_load_fails_at_once(store):
    team = a_team(store)
    kept = store.read(lambda session: session.get(Team, team.id))
    with pytest.raises(InvalidRequestError, match="raise"):
        _ = kept.villages


def test_readers_see_one_moment_while_somebody_writes(store):
    a_volunteer(store)

    def twice(session):
        before = session.scalars(select(Volunteer.id)).all()
        writer = threading.Thread(target=a_volunteer, args=(store, "Phạm Thị Ân"))
        writer.start()
        writer.join(10)
        assert not writer.is_alive()
        return before, session.scalars(select(Volunteer.id)).all()

    before, after = store.read(twice)
    assert before == after == [1]
    assert len(store.read(lambda session: session.scalars(select(Volunteer)).all())) == 2


def test_many_writers_wait_for_each_other(store):
    team = a_team(store)

    def more(session):
        kept = session.get(Team, team.id)
        kept.notes = str(int(kept.notes or 0) + 1)

    writers = [threading.Thread(target=lambda: [store.run(more) for _ in range(10)]) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert store.read(lambda session: session.get(Team, team.id)).notes == "30"


def test_an_error_tells_no_value(store):
    keep(store, Citizen(full_name="Nguyễn Văn Khải", personal_number="052099000001"))
    with pytest.raises(ValidationError) as refused:
        keep(store, Citizen(full_name="Người khác", personal_number="052099000001"))
    cause = refused.value
    while cause is not None:
        assert "052099000001" not in str(cause)
        assert "Người" not in str(cause)
        cause = cause.__cause__ or cause.__context__


def test_every_record_has_stamps_and_an_id(tmp_path):
    kinds = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)]
    assert len(kinds) >= 18
    for kind in kinds:
        assert {"id", "created_at", "created_by", "changed_at", "changed_by", "version", "archived"} <= set(
            kind.__table__.columns.keys()
        )
    made = plain_store(tmp_path / "other.db")
    assert made.read(lambda session: session.scalars(select(Volunteer)).all()) == []
    made.close()
