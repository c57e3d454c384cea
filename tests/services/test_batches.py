"""Imports as the office looks back on them: what each brought, and taken back exactly, or not at all."""

from __future__ import annotations

from functools import partial

import pytest
import xlsxwriter
from sqlalchemy import func, select, update

from hoaian_desktop.errors import GoneError, ImportChangedSince, NothingToUndo
from hoaian_desktop.exchange import importing, workbook
from hoaian_desktop.records import Citizen, Step, Volunteer
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import batches, keeping, undoing
from hoaian_desktop.services.batches import Condition
from hoaian_desktop.store import steps
from tests.builders import TODAY, a_volunteer, an_activation

HEADINGS = ("Họ và tên", "Ngày sinh", "Giới tính", "Điện thoại")
HA = ("Lê Thị Thu Hà", "11/05/2001", "Nữ", "0905123456")
PHUOC = ("Đặng Hữu Phước", "28/02/2000", "Nam", "")
KHAI = ("Nguyễn Văn Khải", "01/02/1999", "Nam", "")


@pytest.fixture
def take_in(store, tmp_path):
    """Takes in a sheet of rows, and gives the number of the import."""

    def take(*rows, sheet="Tình nguyện viên", headings=HEADINGS):
        path = tmp_path / f"{len(rows)}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            made = book.add_worksheet(sheet)
            for at, row in enumerate((headings, *rows)):
                made.write_row(at, 0, row)
        plan = store.read(partial(importing.plan, workbook=workbook.read(path), today=TODAY))
        return store.run(partial(importing.apply, planned=plan)).id

    return take


@pytest.fixture
def take_back(store):
    return lambda batch, **how: store.run(partial(batches.take_back, batch_id=batch, **how))


def there(store, kind=Volunteer):
    return set(store.read(lambda s: s.scalars(select(kind.full_name).where(kind.archived.is_(False))).all()))


def the_volunteer(session, name):
    return session.scalars(select(Volunteer).where(Volunteer.full_name == name)).one()


def test_each_import_says_when_by_whom_and_how_much_of_it_still_stands(store, take_in):
    store.run(partial(a_volunteer, full_name=HA[0], born=PartialDate(2001, 5, 11), sex="female"))
    first, second = take_in(HA, PHUOC), take_in(PHUOC, KHAI, HA)
    store.run(lambda s: keeping.archive(s, Volunteer, (the_volunteer(s, KHAI[0]).id,)))
    found = store.read(batches.every)
    assert [batch.id for batch in found] == [second, first]
    assert [(batch.added, batch.standing, batch.changed) for batch in found] == [(1, 0, 0), (1, 1, 1)]
    assert (found[1].rows, found[1].by) == ({"volunteers": 2}, "Trần Thị Mỹ Duyên")
    assert f"{found[1].at:%d/%m/%Y %H:%M}" == "20/11/2023 08:15"
    assert {batch.condition for batch in found} == {Condition.STANDS}


def test_an_import_is_taken_back_exactly_however_much_was_done_after_it(store, take_in, take_back):
    store.run(partial(a_volunteer, full_name=HA[0], born=PartialDate(2001, 5, 11), sex="female"))
    first, second = take_in(HA, PHUOC), take_in(KHAI)
    store.run(partial(a_volunteer, full_name="Trần Văn Bốn"))
    after = take_back(first)
    assert (after.condition, after.standing) == (Condition.TAKEN_BACK, 0)
    assert there(store) == {HA[0], KHAI[0], "Trần Văn Bốn"}
    assert store.read(lambda s: the_volunteer(s, HA[0]).phone) is None
    assert store.read(partial(batches.one, batch_id=second)).condition is Condition.STANDS
    with pytest.raises(NothingToUndo, match="đã được hoàn tác"):
        take_back(first)
    assert take_in(HA, PHUOC) > second and PHUOC[0] in there(store)


def test_a_record_changed_since_keeps_the_whole_import_and_is_named(store, take_in, take_back):
    batch = take_in(PHUOC, KHAI)

    def corrected(session):
        the_volunteer(session, PHUOC[0]).phone = "0912345678"

    store.run(corrected)
    with pytest.raises(ImportChangedSince) as refused:
        take_back(batch)
    assert refused.value.names == ("tình nguyện viên Đặng Hữu Phước",)
    assert "1 mục đã được sửa sau khi nhập: tình nguyện viên Đặng Hữu Phước." in str(refused.value)
    assert there(store) == {PHUOC[0], KHAI[0]}
    assert store.read(partial(batches.one, batch_id=batch)).condition is Condition.STANDS
    store.run(undoing.undo)  # the correction itself
    take_back(batch)
    assert there(store) == set()


def test_what_was_changed_goes_too_if_that_is_wanted(store, take_in, take_back):
    batch = take_in(PHUOC)

    def corrected(session):
        the_volunteer(session, PHUOC[0]).phone = "0912345678"

    store.run(corrected)
    take_back(batch, force=True)
    assert there(store) == set()


def test_of_many_changed_records_ten_are_named_and_the_others_counted():
    error = ImportChangedSince([f"tổ {at}" for at in range(1, 13)])
    assert "12 mục" in str(error) and "; tổ 10; và 2 mục khác." in str(error) and "tổ 11" not in str(error)


def test_an_import_that_brought_nothing_new_has_nothing_to_take_back(store, take_in, take_back):
    take_in(PHUOC)
    again = take_in(PHUOC)
    assert store.read(partial(batches.one, batch_id=again)).condition is Condition.EMPTY
    with pytest.raises(NothingToUndo, match="không thêm, không sửa"):
        take_back(again)
    with pytest.raises(GoneError, match="Không có lần nhập nào"):
        take_back(again + 1)


def test_a_citizen_who_was_helped_again_stays_when_the_import_goes(store, take_in, take_back):
    headings = ("Ngày", "Họ và tên", "Năm sinh", "Thôn", "Dịch vụ", "Trạng thái")
    row = ("05/11/2023", KHAI[0], "1999", "Năng An", "VNeID mức 1", "Đã kích hoạt")
    other = ("06/11/2023", PHUOC[0], "2000", "Năng An", "VNeID mức 1", "Đã kích hoạt")
    batch = take_in(row, other, sheet="Kích hoạt", headings=headings)
    store.run(lambda s: an_activation(s, s.scalars(select(Citizen).where(Citizen.full_name == KHAI[0])).one()))
    after = take_back(batch)
    assert there(store, Citizen) == {KHAI[0]}
    assert after.standing == 1


@pytest.fixture
def forgetful(store, monkeypatch):
    """A book that keeps two ordinary steps; gives what lets it forget everything done so far."""
    monkeypatch.setattr(steps, "KEPT", 2)
    monkeypatch.setattr(steps, "_EVERY", 1)

    def forget():
        for at in range(4):
            store.run(partial(a_volunteer, full_name=f"Lê Văn {'ABCD'[at]}"))
        assert store.read(lambda session: session.scalar(select(func.count(Step.id)))) == 3

    return forget


def test_an_import_can_be_taken_back_when_ordinary_steps_of_its_time_are_forgotten(
    store, take_in, take_back, forgetful
):
    store.run(lambda s: a_volunteer(s, "Trần Văn Bốn"))
    batch = take_in(PHUOC)
    forgetful()
    take_back(batch)
    assert PHUOC[0] not in there(store) and "Trần Văn Bốn" in there(store)


@pytest.mark.parametrize("undone", [False, True])
def test_a_change_is_noticed_though_its_step_is_forgotten_unless_it_was_undone(
    store, take_in, take_back, forgetful, undone
):
    batch = take_in(PHUOC, KHAI)

    def corrected(session):
        the_volunteer(session, PHUOC[0]).phone = "0912345678"

    store.run(corrected)
    store.run(lambda s: keeping.archive(s, Volunteer, (the_volunteer(s, KHAI[0]).id,)))
    if undone:
        store.run(undoing.undo)
        store.run(undoing.undo)
    forgetful()
    if undone:
        take_back(batch)
        assert not {PHUOC[0], KHAI[0]} & there(store)
    else:
        with pytest.raises(ImportChangedSince) as refused:
            take_back(batch)
        assert set(refused.value.names) == {f"tình nguyện viên {name}" for name in (PHUOC[0], KHAI[0])}
        take_back(batch, force=True)


def test_an_import_of_before_steps_were_kept_says_so(store, take_in, take_back):
    batch = take_in(PHUOC)
    store.run(lambda session: session.execute(update(Step).values(batch_id=None)))
    with pytest.raises(NothingToUndo, match="không còn giữ chi tiết"):
        take_back(batch)
    assert there(store) == {PHUOC[0]}
