from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import selectinload

from hoaian_desktop.records import Change, Membership, Report, ReportingPeriod, Service, Team, Village, Volunteer
from hoaian_desktop.records.unit import AdministrativeUnit
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.store import change_log
from hoaian_desktop.store.store import Store


@pytest.fixture
def villages(store):
    def add(session):
        unit = AdministrativeUnit(key="old-21703", name="Ân Tín", kind="xa", code="21703")
        session.add(unit)
        session.flush()
        made = [Village(name=name, kind="thon", unit_id=unit.id) for name in ("Năng An", "Vạn Hội")]
        session.add_all(made)
        return made

    return store.run(add)


def lines(store, record, skip=0):
    """What the log says of one record: action, field, before, after."""

    def read(session):
        wanted = select(Change).where(Change.record == record).order_by(Change.id)
        return [(one.action, one.field, one.before, one.after) for one in session.scalars(wanted)][skip:]

    return store.read(read)


def keep(store, record):
    def add(session):
        session.add(record)

    store.run(add)
    return record


def change(store, record, **values):
    def set_values(session):
        found = session.get(type(record), record.id)
        for name, value in values.items():
            setattr(found, name, value)

    store.run(set_values)


def test_a_new_record_is_one_line(store):
    made = keep(store, Volunteer(full_name="Lê Thị Thu Hà", phone="0905123456"))
    line = store.read(lambda session: session.scalars(select(Change)).one())
    assert (line.record, line.record_id, line.action, line.field) == ("volunteer", made.id, "added", None)
    assert (line.by, line.at.date()) == ("Trần Thị Hoa", date(2023, 11, 20))


def test_every_changed_field_is_a_line_in_the_words_of_the_screen(store, villages):
    made = keep(store, Volunteer(full_name="Lê Thị Thu Hà", born=PartialDate(1999), village_id=villages[0].id))
    change(store, made, phone="0905123456", born=PartialDate(1999, 5), sex="female", village_id=villages[1].id)
    assert lines(store, "volunteer", skip=1) == [
        ("changed", "born", "1999", "05/1999"),
        ("changed", "sex", "—", "Nữ"),
        ("changed", "village_id", "Năng An", "Vạn Hội"),
        ("changed", "phone", "—", "0905 123 456"),
    ]


def test_several_references_are_told_by_name(store, villages):
    def add(session):
        first = session.get(Village, villages[0].id)
        session.add(Team(name="Tổ 1", started=date(2022, 4, 5), villages=[first]))

    store.run(add)

    def move(session):
        team = session.scalars(select(Team).options(selectinload(Team.villages))).one()
        team.villages = [session.get(Village, villages[1].id)]

    store.run(move)
    assert lines(store, "team") == [("added", None, None, None), ("changed", "villages", "Năng An", "Vạn Hội")]
    assert store.read(lambda session: session.scalars(select(Team)).one()).version == 2


def test_archiving_restoring_and_removing_are_told_apart(store):
    made = keep(store, Volunteer(full_name="Lê Thị Thu Hà"))
    change(store, made, archived=True)
    change(store, made, archived=False)
    store.run(lambda session: session.delete(session.get(Volunteer, made.id)))
    assert lines(store, "volunteer", skip=1) == [
        ("archived", None, None, None),
        ("restored", None, None, None),
        ("removed", None, "Lê Thị Thu Hà", None),
    ]


def test_what_did_not_change_is_no_line(store):
    made = keep(store, Volunteer(full_name="Lê Thị Thu Hà"))
    change(store, made, full_name="Lê Thị Thu Hà", phone=None)
    assert lines(store, "volunteer") == [("added", None, None, None)]


def test_texts_of_a_report_are_told_without_their_content(store):
    period = keep(store, ReportingPeriod(first_day=date(2023, 11, 1), last_day=date(2023, 11, 30)))
    report = keep(store, Report(period_id=period.id))
    change(store, report, narrative={"1": "Tình hình chung"})
    assert lines(store, "report", skip=1) == [("changed", "narrative", None, None)]


def test_a_reason_goes_with_the_change(store):
    made = keep(store, Service(name="VNeID mức 2", code="vneid-2"))

    def rename(session):
        session.info["reason"] = "theo văn bản mới"
        session.get(Service, made.id).name = "Định danh mức 2"

    store.run(rename)
    change(store, made, name="VNeID mức 2")
    reasons = store.read(lambda session: session.scalars(select(Change.reason).order_by(Change.id)).all())
    assert reasons == [None, "theo văn bản mới", None]


def test_several_flushes_of_one_operation_are_one_chain(store):
    def much(session):
        for number in range(3):
            session.add(Volunteer(full_name=f"Lê Văn {'ABC'[number]}"))
            session.flush()

    store.run(much)
    Store(store.engine, who="Lê Văn Bình", now=store.now).run(much)
    assert len(lines(store, "volunteer")) == 6
    assert store.read(lambda session: change_log.first_broken(session.connection())) is None


@pytest.mark.parametrize(
    ("harm", "broken"),
    [
        ("""UPDATE "change" SET after = '0905999999' WHERE field = 'phone'""", 4),
        ("""UPDATE "change" SET "by" = 'Người khác' WHERE id = 2""", 2),
        ("""UPDATE "change" SET at = '2023-01-01 00:00:00.000000' WHERE id = 1""", 1),
        ("""DELETE FROM "change" WHERE id = 3""", 4),
        ("""DELETE FROM "change" WHERE id = 1""", 2),
    ],
)
def test_a_line_altered_or_taken_out_shows(store, harm, broken):
    made = keep(store, Volunteer(full_name="Lê Thị Thu Hà"))
    keep(store, Volunteer(full_name="Lê Văn An"))
    change(store, made, branch="Chi đoàn Năng An")
    change(store, made, phone="0905123456")
    assert store.read(lambda session: change_log.first_broken(session.connection())) is None
    store.run(lambda session: session.execute(text(harm)))
    assert store.read(lambda session: change_log.first_broken(session.connection())) == broken


def test_a_long_note_does_not_overflow_the_line(store):
    made = keep(store, Team(name="Tổ 1", started=date(2022, 4, 5), notes="à" * 4000))
    change(store, made, notes="ả" * 4000)
    ((_, _, before, after),) = lines(store, "team", skip=1)
    assert (len(before), len(after)) == (4000, 4000)


def test_a_member_changing_teams_shows_both_names(store):
    teams = [keep(store, Team(name=f"Tổ {number}", started=date(2022, 4, 5))) for number in (1, 2)]
    who = keep(store, Volunteer(full_name="Lê Thị Thu Hà"))
    made = keep(store, Membership(team_id=teams[0].id, volunteer_id=who.id, role="member", started=date(2022, 4, 5)))
    change(store, made, team_id=teams[1].id, role="leader")
    assert lines(store, "membership", skip=1) == [
        ("changed", "team_id", "Tổ 1", "Tổ 2"),
        ("changed", "role", "Thành viên", "Tổ trưởng"),
    ]
