"""Records written by the thousand are kept exactly as if each had gone through the session."""

from __future__ import annotations

import unicodedata
from datetime import date

from sqlalchemy import select

from hoaian_desktop.records import Activation, Citizen, Service, Volunteer
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import undoing
from hoaian_desktop.store import bulk, change_log
from tests.builders import a_store

TABLES = ("citizen", "volunteer", "activation", "activation_volunteer", "change", "step", "step_row")
HELPERS = [{"full_name": "Trần Thị Bưởi"}, {"full_name": "Lê Văn Cam"}]
CITIZENS = [
    {"full_name": "Nguyễn Văn Ẩn", "personal_number": "052099000001", "born": PartialDate(1999, 5), "sex": "male"},
    {"full_name": unicodedata.normalize("NFD", "Đinh Thị Hoà"), "phone": "0905123456", "sex": None},
]


def an_activation(session, **more):
    service = session.scalars(select(Service.id).order_by(Service.id)).first()
    return {"day": date(2023, 11, 5), "citizen_id": 1, "service_id": service, **more}


def one_by_one(session):
    session.add_all(Volunteer(**values) for values in HELPERS)
    session.flush()
    session.add_all(Citizen(**values) for values in CITIZENS)
    session.flush()
    helpers = session.scalars(select(Volunteer).order_by(Volunteer.id)).all()
    session.add(Activation(**an_activation(session), volunteers=helpers))
    session.add(Activation(**an_activation(session, citizen_id=2, status="guided", notes="mất sóng")))


def by_the_thousand(session):
    bulk.add(session, Volunteer, HELPERS)
    assert list(bulk.add(session, Citizen, CITIZENS)) == [1, 2]
    rows = [
        an_activation(session, volunteers=[1, 2]),
        an_activation(session, citizen_id=2, status="guided", notes="mất sóng"),
    ]
    bulk.add(session, Activation, rows)


def kept(store):
    with store.engine.connect() as connection:
        return {table: sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {table}"))) for table in TABLES}


def test_both_ways_keep_the_same_to_the_last_column(tmp_path):
    found = []
    for way in (one_by_one, by_the_thousand):
        folder = tmp_path / way.__name__
        folder.mkdir()
        store = a_store(folder)
        store.run(way)
        assert store.read(lambda session: change_log.first_broken(session.connection())) is None
        found.append(kept(store))
        store.close()
    assert found[0] == found[1]
    assert len(found[0]["activation_volunteer"]) == 2


def test_what_was_written_by_the_thousand_is_one_step_to_undo(tmp_path):
    store = a_store(tmp_path)
    store.run(by_the_thousand)
    store.run(undoing.undo)
    assert store.read(lambda session: set(session.scalars(select(Activation.archived)))) == {True}
    store.close()


def test_nothing_to_write_leaves_no_trace(tmp_path):
    store = a_store(tmp_path)
    before = kept(store)
    assert list(store.run(lambda session: bulk.add(session, Citizen, []))) == []
    assert kept(store) == before
    store.close()


def test_the_chain_is_whole_whatever_signs_the_user_and_the_reason_are_written_with(tmp_path):
    def write(session):
        session.info |= {"user": 'Người "Thử" \\ đầu', "reason": 'lý do\n"hai dòng"'}
        bulk.add(session, Citizen, CITIZENS)

    store = a_store(tmp_path)
    store.run(write)
    assert store.read(lambda session: change_log.first_broken(session.connection())) is None
    store.close()
