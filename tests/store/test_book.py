from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from hoaian_desktop.errors import (
    BookError,
    DamagedBook,
    DamagedKeys,
    EmptyBook,
    NewerBook,
    NoRoom,
    NotABook,
    NotWritable,
    WeakPassphrase,
    WrongPassphrase,
)
from hoaian_desktop.records import User, Volunteer
from hoaian_desktop.store import book as books
from hoaian_desktop.store import copies, engine, health, migrate
from tests.store.conftest import a_book_of_volunteers
from tests.store.plain import CHEAP, PASSPHRASE

NAME = "Nguyễn Thị Thanh Xuân"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def many_closed(tmp_path_factory):
    """A closed book with many volunteers, without copies. Nobody opens it, everybody copies it."""
    return a_book_of_volunteers(tmp_path_factory.mktemp("many") / "so", NAME, 400)


@pytest.fixture
def closed(many_closed, tmp_path):
    """The folder of a book of one's own to harm: closed, with many volunteers, without copies."""
    return shutil.copytree(many_closed, tmp_path / "so")


def count(book):
    return book.store.read(lambda session: len(session.scalars(select(Volunteer)).all()))


def flip(path, place):
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 0x20]))


def test_what_was_written_is_there_after_opening_again(closed, clock):
    again = books.open_book(closed, PASSPHRASE, now=clock)
    assert count(again) == 400
    assert again.store.who == "Trần Thị Hoa"
    assert again.slot == "user-1"
    assert health.check(again)[0].code == "backup-age"
    assert again.close() == copies.all_of(closed)[0].path


def test_the_data_file_looks_like_noise(closed):
    content = (closed / "book.db").read_bytes()
    assert len(content) > 100_000
    assert not content.startswith(b"SQLite format 3")
    for word in (NAME, unicodedata.normalize("NFD", NAME), "nguyen thi", "volunteer", "CREATE TABLE"):
        assert word.encode() not in content
        assert word.encode("utf-16-le") not in content


def test_nothing_readable_lies_in_the_folder_while_the_book_is_open(book):
    book.store.run(lambda session: session.add(Volunteer(full_name=NAME)))
    found = [path for path in book.folder.rglob("*") if path.is_file()]
    assert {"book.db", "book.db-wal", "book.keys", "lock"} <= {path.name for path in found}
    for path in found:
        assert NAME.encode() not in path.read_bytes()


def test_a_wrong_passphrase_is_refused_and_the_book_stays_free(closed, clock):
    with pytest.raises(WrongPassphrase):
        books.open_book(closed, "không phải", now=clock)
    books.open_book(closed, PASSPHRASE, now=clock).close(copy=False)


def test_the_recovery_code_opens_and_sets_a_new_passphrase(tmp_path, clock):
    made, code = books.create(tmp_path / "so", passphrase=PASSPHRASE, user_name="Hoa", now=clock, cost=CHEAP)
    made.close(copy=False)
    books.open_with_code(made.folder, code.lower(), "gió mới trên sông", now=clock, cost=CHEAP).close(copy=False)
    with pytest.raises(WrongPassphrase):
        books.open_book(made.folder, PASSPHRASE, now=clock)
    again = books.open_book(made.folder, "gió mới trên sông", now=clock, cost=CHEAP)
    newer = again.new_recovery_code()
    again.close(copy=False)
    with pytest.raises(WrongPassphrase):
        books.open_with_code(made.folder, code, now=clock)
    books.open_with_code(made.folder, newer, now=clock).close(copy=False)


def test_a_second_person_opens_in_her_own_name(book, clock):
    slot = book.add_user("Lê Văn Bình", "cây xoài sau nhà Bình", title="Phó Bí thư")
    book.close(copy=False)
    assert books.users(book.folder) == [("user-1", "Trần Thị Hoa"), (slot, "Lê Văn Bình")]
    again = books.open_book(book.folder, "cây xoài sau nhà Bình", now=clock, cost=CHEAP)
    again.store.run(lambda session: session.add(Volunteer(full_name=NAME)))
    written = again.store.read(lambda session: session.scalars(select(Volunteer)).one())
    assert written.created_by == "Lê Văn Bình"
    again.change_passphrase("cây xoài sau nhà Bình", "gió mới trên sông")
    again.close(copy=False)
    books.open_book(book.folder, "gió mới trên sông", slot=slot, now=clock).close(copy=False)


def test_the_name_in_the_records_wins_over_the_one_beside_the_key(book, clock):
    book.store.run(lambda session: session.add(User(full_name="Trần Thị Hoa Mai", slot="user-1")))
    book.close(copy=False)
    again = books.open_book(book.folder, PASSPHRASE, now=clock)
    assert again.store.who == "Trần Thị Hoa Mai"
    again.close(copy=False)


def test_a_book_is_not_made_over_other_files(tmp_path, closed, clock):
    (tmp_path / "thư").mkdir()
    (tmp_path / "thư" / "thơ.txt").write_text("giữ lại", "utf-8")
    for folder in (closed, tmp_path / "thư"):
        before = sorted(folder.iterdir())
        with pytest.raises(BookError, match="trống"):
            books.create(folder, passphrase=PASSPHRASE, user_name="Hoa", now=clock, cost=CHEAP)
        assert sorted(folder.iterdir()) == before


def test_a_book_that_could_not_be_filled_leaves_nothing(book):
    book.discard()
    assert not book.folder.exists()


@pytest.mark.faults
@pytest.mark.parametrize(
    ("harm", "error", "sentence"),
    [
        (lambda folder: shutil.rmtree(folder), NotABook, "Không tìm thấy thư mục"),
        (lambda folder: [(folder / name).unlink() for name in ("book.db", "book.keys")], NotABook, "không phải là sổ"),
        (lambda folder: (folder / "book.db").unlink(), DamagedBook, "thiếu tệp book.db"),
        (lambda folder: (folder / "book.keys").unlink(), DamagedKeys, "book.keys"),
        (lambda folder: (folder / "book.keys").write_bytes(b"{"), DamagedKeys, "book.keys"),
        (lambda folder: (folder / "book.db").write_bytes(b""), EmptyBook, "trống rỗng"),
        (lambda folder: (folder / "book.db").write_bytes(b"SQLite format 3\0" * 400), NotABook, "không mã hóa"),
        (lambda folder: (folder / "book.db").write_bytes(os.urandom(8192)), DamagedBook, "hỏng"),
        (lambda folder: os.truncate(folder / "book.db", 100_000 // 4096 * 4096), DamagedBook, "hỏng"),
        (lambda folder: os.truncate(folder / "book.db", 4096), DamagedBook, "hỏng"),
        (lambda folder: os.truncate(folder / "book.db", 5000), DamagedBook, "hỏng"),
        (lambda folder: os.truncate(folder / "book.db", 100), DamagedBook, "hỏng"),
        (lambda folder: flip(folder / "book.db", 5), DamagedBook, "hỏng"),
        (lambda folder: flip(folder / "book.db", 2000), DamagedBook, "hỏng"),
    ],
)
def test_every_harm_gets_its_own_sentence_and_frees_the_book(closed, clock, harm, error, sentence):
    whole = closed.with_name("whole")
    shutil.copytree(closed, whole)
    harm(closed)
    with pytest.raises(error, match=sentence) as raised:
        books.open_book(closed, PASSPHRASE, now=clock)
    assert raised.type is error
    assert "!" not in str(raised.value)
    shutil.rmtree(closed, ignore_errors=True)
    shutil.copytree(whole, closed)
    books.open_book(closed, PASSPHRASE, now=clock).close(copy=False)


@pytest.mark.faults
def test_a_flipped_byte_in_the_middle_is_found_and_the_old_copies_stay(closed, clock):
    first = books.open_book(closed, PASSPHRASE, now=clock)
    first.close()
    (kept,) = copies.all_of(closed)
    data = closed / "book.db"
    key = books._keys(closed).unlock(PASSPHRASE)[0]
    with closing(engine.connect(data, key)) as connection:
        # A table's page: those of an index are not copied but made anew, so a copy does not suffer from them.
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'volunteer'").fetchone()
    flip(data, (page - 1) * 4096 + 100)
    again = books.open_book(closed, PASSPHRASE, now=clock)
    assert {finding.code for finding in health.check(again)} >= {"pages"}
    with pytest.raises(DamagedBook, match="các bản sao lưu trước vẫn nguyên"):
        again.close()
    assert copies.all_of(closed) == [kept]
    books_after = books.open_book(closed, PASSPHRASE, now=clock)  # closed in spite of the failed copy
    books_after.close(copy=False)


@pytest.mark.faults
def test_reading_a_damaged_page_says_so(closed, clock):
    data = closed / "book.db"
    for page in range(3, data.stat().st_size // 4096):
        flip(data, page * 4096 + 100)
    with pytest.raises(DamagedBook, match="hỏng"):
        books.open_book(closed, PASSPHRASE, now=clock).store.read(
            lambda session: session.scalars(select(Volunteer)).all()
        )


def test_another_encrypted_database_is_not_a_book(closed, clock):
    key = books._keys(closed).unlock(PASSPHRASE)[0]
    with closing(engine.connect(closed / "book.db", key)) as connection:
        connection.execute("PRAGMA application_id = 7")
    with pytest.raises(NotABook, match="không phải là sổ của chương trình"):
        books.open_book(closed, PASSPHRASE, now=clock)


def test_a_newer_book_is_left_alone(closed, clock):
    key = books._keys(closed).unlock(PASSPHRASE)[0]
    with closing(engine.connect(closed / "book.db", key)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerBook, match="cập nhật chương trình"):
        books.open_book(closed, PASSPHRASE, now=clock)
    assert copies.all_of(closed) == []


def test_an_old_book_is_copied_and_then_brought_up(closed, clock):
    key = books._keys(closed).unlock(PASSPHRASE)[0]
    with closing(engine.connect(closed / "book.db", key)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            connection.execute(f'DROP TABLE IF EXISTS "{name}"')  # the index of parts takes its own tables with it
        connection.execute("CREATE TABLE older (name TEXT)")
    again = books.open_book(closed, PASSPHRASE, now=clock)
    assert not migrate.is_due(again.store.engine)
    assert count(again) == 0
    again.close(copy=False)
    (kept,) = copies.all_of(closed)
    assert kept.path.name == "truoc-nang-cap-2023-11-20-0815.hoaian"


READ_ONLY = """
import os, sys
from pathlib import Path
from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.store import book
if os.getuid() == 0:
    os.setuid(65534)  # folders bind everybody but root
folder = Path(sys.argv[1])
for attempt in (
    lambda: book.open_book(folder, "x"),
    lambda: book.create(folder / "moi", passphrase="mùa hè xanh 2023", user_name="Hoa", cost=16),
):
    try:
        attempt()
    except HoaiAnError as error:
        print(type(error).__name__)
"""


@pytest.mark.faults
@pytest.mark.skipif(os.name != "posix", reason="permissions are tried with the users of this system")
def test_a_folder_without_permission_to_write_says_so(closed, tmp_path_factory):
    import tempfile

    with tempfile.TemporaryDirectory() as outside:  # others may not look into pytest's own folders
        Path(outside).chmod(0o755)
        folder = Path(outside) / "so"
        shutil.copytree(closed, folder)
        for path in (*folder.rglob("*"), folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        asked = subprocess.run(
            [sys.executable, "-c", READ_ONLY, folder], cwd=ROOT, capture_output=True, text=True, check=True
        )
        folder.chmod(0o755)
    assert asked.stdout.split() == ["NotWritable", "NotWritable"], asked.stderr


@pytest.mark.faults
def test_a_disk_that_can_only_be_read_says_so(full_disk, clock):
    folder = full_disk.folder / "so"
    made, _ = books.create(folder, passphrase=PASSPHRASE, user_name="Hoa", now=clock, cost=CHEAP)
    made.close(copy=False)
    subprocess.run(["mount", "-o", "remount,ro", full_disk.folder], check=True)
    with pytest.raises(NotWritable, match="Không có quyền ghi"):
        books.open_book(folder, PASSPHRASE, now=clock)


@pytest.mark.faults
def test_a_full_disk_refuses_the_new_and_keeps_the_old(full_disk, clock):
    folder = full_disk.folder / "so"
    made, _ = books.create(folder, passphrase=PASSPHRASE, user_name="Hoa", now=clock, cost=CHEAP)
    made.store.run(lambda session: session.add(Volunteer(full_name=NAME)))
    full_disk.fill()
    with pytest.raises(NoRoom, match="đã đầy"):
        made.store.run(lambda session: session.add_all(Volunteer(full_name=f"{NAME} {n}") for n in range(3000)))
    assert count(made) == 1
    with pytest.raises(NoRoom):
        made.close()
    assert copies.all_of(folder) == []
    full_disk.free()
    again = books.open_book(folder, PASSPHRASE, now=clock)
    again.store.run(lambda session: session.add(Volunteer(full_name=NAME)))
    assert count(again) == 2
    assert again.close() is not None


@pytest.mark.faults
def test_a_book_that_does_not_fit_is_not_begun(full_disk, clock):
    full_disk.fill()
    with pytest.raises(NoRoom):
        books.create(full_disk.folder / "so", passphrase=PASSPHRASE, user_name="Hoa", now=clock, cost=CHEAP)
    assert [path.name for path in full_disk.folder.iterdir()] == ["ballast"]


def test_a_weak_passphrase_is_refused_wherever_one_is_given_and_the_old_one_stays(book, clock):
    for give in (
        lambda: book.change_passphrase(PASSPHRASE, "12345678901"),
        lambda: book.set_passphrase("matkhau2023"),
        lambda: book.add_user("Lê Thị Hà", "ngắn"),
    ):
        with pytest.raises(WeakPassphrase, match="Cụm mật khẩu chưa dùng được"):
            give()
    book.close(copy=False)
    books.open_book(book.folder, PASSPHRASE, now=clock).close(copy=False)


def test_every_connection_remembers_as_much_of_a_large_book_as_a_month_reads(book):
    with closing(engine.connect(book.folder / "book.db", book.key)) as connection:
        assert connection.execute("PRAGMA cache_size").fetchone() == (-engine.CACHE_KB,)
    assert book.store.read(lambda session: session.scalar(text("PRAGMA cache_size"))) == -engine.CACHE_KB
