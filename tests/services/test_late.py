"""What comes to light after a report is closed: found, told with its records, and counted where somebody decides."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hoaian_desktop import papers
from hoaian_desktop.errors import AlreadyClosed, NotReady
from hoaian_desktop.indicators import corrected
from hoaian_desktop.records import Activation
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import corrections, keeping, late, reporting, versions
from tests.builders import a_citizen, a_copy, a_store, a_tally, a_village, an_activation

SEPTEMBER, OCTOBER, NOVEMBER = (Span.month(2023, month) for month in (9, 10, 11))
CLOSED = datetime(2023, 11, 3, 17, 0)
LATER = datetime(2023, 11, 10, 9, 0)


def _at(store, when, operation):
    def dated(session):
        session.info["now"] = lambda: when
        return operation(session)

    return store.run(dated)


@pytest.fixture(scope="module")
def _closed(tmp_path_factory):
    """Three accounts in September, five in October, both closed; two in November, which is being written."""
    folder = tmp_path_factory.mktemp("closed")
    store = a_store(folder)

    def fill(session):
        for month, number in ((9, 3), (10, 5), (11, 2)):
            for at in range(number):
                an_activation(session, a_citizen(session, f"Lê Văn {month}.{at}"), day=date(2023, month, 2))
        return {span: reporting.ensure_period(session, span).id for span in (SEPTEMBER, OCTOBER, NOVEMBER)}

    made = _at(store, datetime(2023, 11, 2, 8, 0), fill)
    for span in (SEPTEMBER, OCTOBER):
        _at(store, CLOSED, lambda session, of=made[span]: papers.close_period(session, of))
    with store.engine.connect() as connection:
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return folder, made


@pytest.fixture
def store(_closed, tmp_path):
    copy = a_copy(_closed[0], tmp_path)
    yield copy
    copy.close()


@pytest.fixture
def months(_closed):
    """The ids of the periods."""
    return _closed[1]


def _late_pair(store):
    def write(session):
        for name in ("Trần Thị Muộn", "Trần Văn Muộn"):
            an_activation(session, a_citizen(session, name), day=date(2023, 10, 28))

    _at(store, LATER, write)


def _waiting(store):
    return store.read(lambda session: late.waiting(session, NOVEMBER))


def _figures(store, span):
    return store.read(lambda session: corrected.figures(session, span))


def _close(store, period):
    return _at(store, LATER, lambda session: papers.close_period(session, period))


def test_nothing_waits_where_nothing_came_late(store, months):
    assert _waiting(store) == ()
    assert _close(store, months[NOVEMBER]).number == 1


def test_late_figures_are_told_with_the_records_that_caused_them(store, months):
    _late_pair(store)
    [october] = _waiting(store)
    assert (october.span, october.version, october.period_id) == (OCTOBER, 1, months[OCTOBER])
    told = {one.key: (one.reported, one.now, one.adds) for one in october.figures}
    assert told["2.2"] == (5, 7, True)
    assert told["2.9.nguoi"] == (5, 7, False)
    assert "2.1" not in told
    assert sorted(one.words for one in october.records) == ["Trần Thị Muộn, VNeID mức 2", "Trần Văn Muộn, VNeID mức 2"]
    assert {one.action for one in october.records} == {"added"}
    assert "5 → 7" in october.words


def test_a_record_put_aside_or_changed_since_is_late_too(store, months):
    first, second = store.read(
        lambda session: [
            one.id for one in session.query(Activation).where(Activation.day == date(2023, 10, 2)).limit(2)
        ]
    )
    _at(store, LATER, lambda session: keeping.archive(session, Activation, (first,)))
    _at(store, LATER, lambda session: keeping.save(session, Activation, {"status": "failed"}, id_=second))
    [october] = _waiting(store)
    assert next(one.waiting for one in october.figures if one.key == "2.2") == -2
    assert {(one.id, one.action) for one in october.records} == {(first, "archived"), (second, "changed")}


def test_what_changes_no_figure_waits_for_nobody(store, months):
    id_ = store.read(lambda session: session.query(Activation).where(Activation.day == date(2023, 10, 2)).first().id)
    _at(store, LATER, lambda session: keeping.save(session, Activation, {"notes": "Có mặt"}, id_=id_))
    assert _waiting(store) == ()


def test_a_record_of_september_takes_an_account_away_from_october(store, months):
    def write(session):
        person = session.query(Activation).where(Activation.day == date(2023, 10, 2)).first().citizen_id
        again = an_activation(session, a_citizen(session), day=date(2023, 9, 9))
        again.citizen_id = person

    _at(store, LATER, write)
    waiting = {one.span: {f.key: f.waiting for f in one.figures} for one in _waiting(store)}
    assert waiting[SEPTEMBER]["2.2"] == 1
    assert waiting[OCTOBER]["2.2"] == -1


def test_no_later_period_is_closed_before_it_is_decided(store, months):
    _late_pair(store)
    with pytest.raises(NotReady, match=r"Kỳ tháng 10/2023 có số phát sinh sau chốt.*5 → 7") as refused:
        _close(store, months[NOVEMBER])
    assert len(refused.value.sentences) == 1
    assert store.read(lambda session: reporting.versions(session, months[NOVEMBER])) == []


def test_late_figures_carried_into_november_are_counted_there_and_said_so(store, months):
    _late_pair(store)
    _at(store, LATER, lambda session: late.carry(session, months[OCTOBER], months[NOVEMBER]))
    assert _waiting(store) == ()
    november = _figures(store, NOVEMBER)
    assert november.period["2.2"].total == 2 + 2
    assert november.period["2.9.nguoi"].total == 2  # persons do not add up over periods
    assert november.previous["2.2"].total == 5  # what October's report says
    assert november.year["2.2"].total == november.cumulative["2.2"].total == 3 + 5 + 2 + 2
    line = store.read(lambda session: corrections.of(session, months[NOVEMBER]))["2.2"]
    assert (line.counted, line.value, line.kind) == (2, 4, "late")
    assert line.reason == "Cộng 2 phát sinh sau chốt kỳ tháng 10/2023"
    content, _ = store.read(lambda session: papers.report_content(session, NOVEMBER))
    assert content.annexes[0].notes[0].startswith("Cộng 2 phát sinh sau chốt kỳ tháng 10/2023")
    assert _close(store, months[NOVEMBER]).figures["corrections"]["2.2"] == {"counted": 2, "reported": 4}


def test_late_figures_left_out_are_told_where_sums_hold_them(store, months):
    _late_pair(store)
    _at(store, LATER, lambda session: late.leave(session, months[OCTOBER]))
    assert _waiting(store) == ()
    november = _figures(store, NOVEMBER)
    assert (november.period["2.2"].total, november.year["2.2"].total) == (2, 3 + 5 + 2 + 2)
    content, _ = store.read(lambda session: papers.report_content(session, NOVEMBER))
    assert content.annexes[0].notes[0] == (
        "Lũy kế năm và lũy kế từ mốc gồm 2 phát sinh sau chốt kỳ tháng 10/2023, chưa báo cáo ở kỳ nào."
    )
    row = next(row for row in content.annexes[0].rows if row.cells[0] == "2.2")
    assert row.marks == ((6, 1), (7, 1))
    assert _close(store, months[NOVEMBER]).number == 1


def test_what_comes_later_still_waits_for_a_decision_of_its_own(store, months):
    _late_pair(store)
    _at(store, LATER, lambda session: late.carry(session, months[OCTOBER], months[NOVEMBER]))
    _at(store, datetime(2023, 11, 12, 8, 0), lambda s: an_activation(s, a_citizen(s), day=date(2023, 10, 30)))
    [october] = _waiting(store)
    told = next(one for one in october.figures if one.key == "2.2")
    assert (told.reported, told.now, told.decided, told.waiting) == (5, 8, 2, 1)


def test_a_decision_taken_back_waits_again(store, months):
    _late_pair(store)
    _at(store, LATER, lambda session: late.carry(session, months[OCTOBER], months[NOVEMBER]))
    assert store.run(lambda session: late.withdraw(session, months[OCTOBER])) == 1
    assert [one.span for one in _waiting(store)] == [OCTOBER]
    assert _figures(store, NOVEMBER).period["2.2"].total == 2


def test_the_next_version_of_october_holds_them_itself(store, months):
    _late_pair(store)
    _at(store, LATER, lambda session: late.carry(session, months[OCTOBER], months[NOVEMBER]))
    _at(store, LATER, lambda session: versions.reopen(session, months[OCTOBER], "Bổ sung hai người"))
    assert _close(store, months[OCTOBER]).number == 2
    assert _waiting(store) == ()
    november = _figures(store, NOVEMBER)
    assert (november.period["2.2"].total, november.previous["2.2"].total) == (2, 7)
    assert november.year["2.2"].total == 3 + 7 + 2


def test_a_figure_set_by_hand_in_october_stays_as_it_was_reported(store, months):
    _at(store, LATER, lambda session: versions.reopen(session, months[OCTOBER], "Đếm lại"))
    _at(store, LATER, lambda session: corrections.set(session, months[OCTOBER], "2.2", 9, "Theo sổ giấy"))
    _close(store, months[OCTOBER])
    _at(
        store, datetime(2023, 11, 12, 8, 0),
        lambda s: an_activation(s, a_citizen(s), day=date(2023, 10, 30)),
    )  # fmt: skip
    [october] = _waiting(store)
    assert "2.2" not in {one.key for one in october.figures}
    assert _figures(store, NOVEMBER).year["2.2"].total == 3 + 9 + 2


def test_a_village_the_book_learns_of_later_makes_no_figure_late(store, months):
    _late_pair(store)
    store.run(lambda session: a_village(session, "Vĩnh Viễn"))
    [october] = _waiting(store)
    assert not {"1.3.tong_so", "1.3.thon"} & {one.key for one in october.figures}


def test_what_november_reported_for_october_is_late_once_october_reports_it_itself(store, months):
    _late_pair(store)
    _at(store, LATER, lambda session: late.carry(session, months[OCTOBER], months[NOVEMBER]))
    _close(store, months[NOVEMBER])
    _at(store, LATER, lambda session: versions.reopen(session, months[OCTOBER], "Bổ sung hai người"))
    _close(store, months[OCTOBER])
    november = store.read(lambda session: late.of_period(session, months[NOVEMBER]))
    told = next(one for one in november.figures if one.key == "2.2")
    assert (told.reported, told.now, told.waiting) == (4, 2, -2)


def test_tallies_are_late_as_names_are(store, months):
    _at(store, LATER, lambda session: a_tally(session, 12, day=date(2023, 10, 15)))
    [october] = _waiting(store)
    assert next(one.waiting for one in october.figures if one.key == "2.1") == 12
    assert [one.words for one in october.records] == ["VNeID mức 1: 12 người"]


def test_a_quarter_counts_by_the_day_and_waits_for_none_of_its_months(store, months):
    _late_pair(store)
    quarter = store.run(lambda session: reporting.ensure_period(session, Span.quarter(2023, 4)).id)
    assert store.read(lambda session: late.waiting(session, Span.quarter(2023, 4))) == ()
    with pytest.raises(NotReady, match="bắt đầu sau kỳ tháng 10/2023"):
        store.run(lambda session: late.carry(session, months[OCTOBER], quarter))


def test_what_cannot_be_decided_is_refused_with_a_sentence(store, months):
    with pytest.raises(NotReady, match="không còn số phát sinh sau chốt nào"):
        store.run(lambda session: late.leave(session, months[OCTOBER]))
    with pytest.raises(NotReady, match="chưa chốt"):
        store.run(lambda session: late.leave(session, months[NOVEMBER]))
    _late_pair(store)
    with pytest.raises(AlreadyClosed):
        store.run(lambda session: late.carry(session, months[SEPTEMBER], months[OCTOBER]))
