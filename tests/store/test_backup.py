from __future__ import annotations

import datetime
import hashlib
import shutil
import zipfile

import pytest
from sqlalchemy import select, text

from hoaian_desktop.errors import (
    BookError,
    BookInUse,
    DamagedBook,
    NewerBook,
    NoRoom,
    NotABook,
    WrongPassphrase,
)
from hoaian_desktop.records import Volunteer
from hoaian_desktop.store import backup, copies, health
from hoaian_desktop.store import book as books
from tests.store.conftest import a_book_of_volunteers
from tests.store.plain import CHEAP, PASSPHRASE

NAME = "Nguyễn Thị Thanh Xuân"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    """A closed book with three hundred volunteers, of which every test takes a copy."""
    return a_book_of_volunteers(tmp_path_factory.mktemp("filled") / "so", NAME, 300)


@pytest.fixture
def filled(made_once, tmp_path, clock):
    book = opened(shutil.copytree(made_once, tmp_path / "so"), clock)
    yield book
    book.close(copy=False)


def digest(book):
    """SHA-256 over everything every table holds."""

    def dump(session):
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).all()
        return [(name, session.execute(text(f'SELECT * FROM "{name}" ORDER BY 1')).fetchall()) for name in names]

    return hashlib.sha256(repr(book.store.read(dump)).encode()).hexdigest()


def opened(folder, clock, passphrase=PASSPHRASE):
    return books.open_book(folder, passphrase, now=clock, cost=CHEAP)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_is_one_file_named_by_the_minute_and_as_unreadable_as_the_book(filled):
    made = backup.back_up(filled)
    assert made == filled.folder / "backups" / "so-2023-11-20-0815.hoaian"
    assert copies.latest(filled.folder) == datetime.datetime(2023, 11, 20, 8, 15)
    assert names(made.parent) == [made.name]
    assert zipfile.ZipFile(made).namelist() == ["book.db", "book.keys"]
    content = made.read_bytes()
    assert NAME.encode() not in content
    assert b"SQLite format 3" not in content


def test_a_restored_book_is_the_same_to_the_last_value(filled, tmp_path, clock):
    before = digest(filled)
    made = backup.back_up(filled, tmp_path / "chép ra USB.hoaian")
    backup.restore(made, tmp_path / "mới", PASSPHRASE)
    again = opened(tmp_path / "mới", clock)
    assert digest(again) == before
    assert [finding.code for finding in health.check(again)] == ["backup-age"]
    again.close(copy=False)
    assert names(tmp_path / "mới") == ["book.db", "book.keys", "lock"]


def test_a_copy_may_go_into_a_folder_of_the_users_choice_and_is_not_counted_among_the_seven(filled, tmp_path):
    made = backup.back_up(filled, tmp_path)
    assert made == tmp_path / "so-2023-11-20-0815.hoaian"
    assert copies.all_of(filled.folder) == []


def test_the_recovery_code_restores_too(tmp_path, clock):
    made, code = books.create(tmp_path / "so", passphrase=PASSPHRASE, user_name="Hoa", now=clock, cost=CHEAP)
    copy = made.close()
    backup.restore(copy, tmp_path / "mới", "", code=code)
    opened(tmp_path / "mới", clock).close(copy=False)


def test_restoring_over_a_book_keeps_a_copy_of_what_was_there(filled, clock):
    old = backup.back_up(filled)
    before = digest(filled)
    filled.store.run(lambda session: session.add(Volunteer(full_name="Người mới")))
    later = digest(filled)
    filled.close(copy=False)

    backup.restore(old, filled.folder, PASSPHRASE, now=clock)
    again = opened(filled.folder, clock)
    assert digest(again) == before
    again.close(copy=False)

    kept = next(copy for copy in copies.all_of(filled.folder) if copy.kind == copies.BEFORE_RESTORE)
    backup.restore(kept.path, filled.folder, PASSPHRASE, now=clock)
    back = opened(filled.folder, clock)
    assert digest(back) == later
    back.close(copy=False)


def test_a_damaged_book_is_saved_by_its_copy_and_still_kept(filled, clock):
    before = digest(filled)
    copy = filled.close()
    (filled.folder / "book.db").write_bytes(b"\0" * 5000)
    (filled.folder / "book.keys").unlink()
    backup.restore(copy, filled.folder, PASSPHRASE, now=clock)
    again = opened(filled.folder, clock)
    assert digest(again) == before
    again.close(copy=False)
    kept = next(copy for copy in copies.all_of(filled.folder) if copy.kind == copies.BEFORE_RESTORE)
    assert zipfile.ZipFile(kept.path).read("book.db") == b"\0" * 5000


def test_nothing_is_restored_over_an_open_book_or_other_files(filled, tmp_path):
    copy = backup.back_up(filled)
    with pytest.raises(BookInUse):
        backup.restore(copy, filled.folder, PASSPHRASE)
    (tmp_path / "thư").mkdir()
    (tmp_path / "thư" / "thơ.txt").write_text("giữ lại", "utf-8")
    with pytest.raises(BookError, match="trống"):
        backup.restore(copy, tmp_path / "thư", PASSPHRASE)
    assert names(tmp_path / "thư") == ["thơ.txt"]


def test_a_wrong_passphrase_restores_nothing(filled, clock):
    copy = backup.back_up(filled)
    filled.store.run(lambda session: session.add(Volunteer(full_name="Người mới")))
    before = digest(filled)
    filled.close(copy=False)
    with pytest.raises(WrongPassphrase):
        backup.restore(copy, filled.folder, "không phải")
    again = opened(filled.folder, clock)
    assert digest(again) == before
    again.close(copy=False)


@pytest.mark.faults
def test_every_damaged_copy_is_refused_and_the_book_stays(filled, tmp_path, clock):
    copy = backup.back_up(filled)
    filled.close(copy=False)
    data = (filled.folder / "book.db").read_bytes()
    content = copy.read_bytes()
    size = len(content)
    bad = tmp_path / "bad.hoaian"
    for place in (40, 3000, size // 2, size // 2 + 4096, size - 400):
        bad.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        with pytest.raises(BookError):
            backup.restore(bad, filled.folder, PASSPHRASE)
    for cut in (4, 100, size // 2, size - 10):
        bad.write_bytes(content[:cut])
        with pytest.raises(DamagedBook, match="bị hỏng nên không dùng được"):
            backup.restore(bad, filled.folder, PASSPHRASE)
    for other in (b"", b"%PDF-1.7"):
        bad.write_bytes(other)
        with pytest.raises(NotABook, match="không phải là bản sao lưu"):
            backup.restore(bad, filled.folder, PASSPHRASE)
    with zipfile.ZipFile(bad, "w") as other_zip:
        other_zip.writestr("../book.db", b"x")
    with pytest.raises(NotABook):
        backup.restore(bad, filled.folder, PASSPHRASE)
    assert (filled.folder / "book.db").read_bytes() == data
    assert names(filled.folder) == ["backups", "book.db", "book.keys", "lock", "reports"]


@pytest.mark.faults
def test_an_altered_byte_in_the_packing_is_refused_or_harmless(book, tmp_path, clock):
    content = backup.back_up(book).read_bytes()
    book.close(copy=False)
    size = len(content)
    bad = tmp_path / "bad.hoaian"
    for place in (*range(0, 44, 3), *range(size - 180, size, 2)):
        bad.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        try:
            backup.restore(bad, tmp_path / "mới", PASSPHRASE)
        except BookError:
            assert not (tmp_path / "mới").exists()
        else:
            opened(tmp_path / "mới", clock).close(copy=False)
        shutil.rmtree(tmp_path / "mới", ignore_errors=True)


def test_a_copy_that_is_not_there_says_so(tmp_path):
    with pytest.raises(NotABook, match="Không tìm thấy tệp"):
        backup.restore(tmp_path / "mất.hoaian", tmp_path / "mới", PASSPHRASE)


@pytest.mark.faults
def test_a_copy_whose_sums_were_repaired_over_damaged_data_is_refused(filled, tmp_path):
    copy = backup.back_up(filled)
    inside = zipfile.ZipFile(copy)
    data = bytearray(inside.read("book.db"))
    data[len(data) // 2] ^= 1
    with zipfile.ZipFile(tmp_path / "bad.hoaian", "w") as bundle:
        bundle.writestr("book.db", bytes(data))
        bundle.writestr("book.keys", inside.read("book.keys"))
    with pytest.raises(DamagedBook, match="Hãy chọn một bản khác"):
        backup.restore(tmp_path / "bad.hoaian", tmp_path / "mới", PASSPHRASE)
    assert not (tmp_path / "mới").exists()


def test_a_copy_of_a_newer_program_is_refused(filled, tmp_path):
    filled.store.run(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    copy = backup.back_up(filled)
    with pytest.raises(NewerBook):
        backup.restore(copy, tmp_path / "mới", PASSPHRASE)


def test_the_last_copy_of_each_of_seven_days_is_kept(book, clock):
    for day in range(1, 11):
        for hour in (8, 17):
            clock.at = datetime.datetime(2023, 11, day, hour)
            backup.back_up(book)
    (book.folder / "backups" / "của tôi.hoaian").write_bytes(b"")
    (book.folder / "backups" / "so-2023-99-99-9999.hoaian").write_bytes(b"")
    clock.at = datetime.datetime(2023, 11, 10, 18)
    backup.back_up(book)
    kept = [copy.path.name for copy in copies.all_of(book.folder)]
    assert kept == ["so-2023-11-10-1800.hoaian"] + [f"so-2023-11-{day:02d}-1700.hoaian" for day in range(9, 3, -1)]
    assert (book.folder / "backups" / "của tôi.hoaian").exists()


def test_a_clock_set_back_does_not_cost_the_newest_copy(book, clock):
    for day in range(1, 8):
        clock.at = datetime.datetime(2099, 1, day)
        backup.back_up(book)
    clock.at = datetime.datetime(2023, 11, 20)
    assert backup.back_up(book).exists()


def test_closing_copies_what_changed_and_nothing_else(filled, clock):
    first = filled.close()
    assert first is not None
    clock.at += datetime.timedelta(days=1)
    again = opened(filled.folder, clock)
    again.store.read(lambda session: session.scalars(select(Volunteer)).all())
    assert again.close() is None
    again = opened(filled.folder, clock)
    again.store.run(lambda session: session.add(Volunteer(full_name="Người mới")))
    assert again.close() == filled.folder / "backups" / "so-2023-11-21-0815.hoaian"
    again = opened(filled.folder, clock)
    again.change_passphrase(PASSPHRASE, "gió mới trên sông Kim Sơn")
    assert again.close() is not None


def test_a_copy_is_made_while_others_read_and_write(filled):
    def write(session):
        session.add(Volunteer(full_name="Người mới"))

    def read_and_copy(session):
        first = session.scalars(select(Volunteer.id)).all()
        made = backup.back_up(filled)
        filled.store.run(write)
        return first, made

    first, made = filled.store.read(read_and_copy)
    assert len(first) == 300
    assert made.exists()


@pytest.mark.faults
def test_a_full_disk_leaves_no_half_copy(full_disk, clock):
    made, _ = books.create(full_disk.folder / "so", passphrase=PASSPHRASE, user_name="Hoa", now=clock, cost=CHEAP)
    full_disk.fill()
    with pytest.raises(NoRoom):
        backup.back_up(made)
    assert copies.all_of(made.folder) == []
    full_disk.free()
    backup.back_up(made)
    assert names(made.folder / "backups") == ["so-2023-11-20-0815.hoaian"]
    made.close(copy=False)


def test_a_broken_change_log_an_old_copy_and_foreign_keys_are_found(filled, clock, tmp_path):
    backup.back_up(filled)
    assert health.check(filled) == []
    clock.at += datetime.timedelta(days=8)
    harm = """UPDATE "change" SET "by" = 'Người khác' WHERE id = 2"""
    filled.store.run(lambda session: session.execute(text(harm)))
    other, _ = books.create(tmp_path / "khác", passphrase=PASSPHRASE, user_name="Hoa", now=clock, cost=CHEAP)
    other.close(copy=False)
    (filled.folder / "book.keys").write_bytes((other.folder / "book.keys").read_bytes())
    found = {finding.code: finding for finding in health.check(filled)}
    assert list(found) == ["change-log", "keys", "backup-age"]
    assert found["change-log"].level == found["keys"].level == "error"
    assert "dòng 2" in found["change-log"].message
    assert "8 ngày" in found["backup-age"].message


def test_a_reference_to_nothing_is_found(filled):
    from contextlib import closing

    from hoaian_desktop.store.engine import connect

    backup.back_up(filled)
    with closing(connect(filled.folder / "book.db", filled.key)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE volunteer SET village_id = 77 WHERE id = 1")
    (finding,) = health.check(filled)
    assert (finding.code, finding.level) == ("foreign-keys", "error")
