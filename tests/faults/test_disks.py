"""Disks, sticks, clocks and second programs as offices have them."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from hoaian_desktop.errors import BookError, BookInUse, NotWritable
from hoaian_desktop.records import Volunteer
from hoaian_desktop.store import backup, copies
from hoaian_desktop.store import book as books
from tests.commands.conftest import command
from tests.faults.conftest import PASSPHRASE, digest_of, digest_of_open, opened
from tests.store.plain import CHEAP

pytestmark = pytest.mark.faults
ROOT = Path(__file__).resolve().parents[2]
NOVEMBER = ("--from", "2023-11-01", "--to", "2023-11-30")


@pytest.mark.parametrize(
    "arguments",
    [
        ("figures", *NOVEMBER, "--json"),
        ("report", *NOVEMBER, "--output", "{}/bc.pdf", "--close"),
        ("import", ROOT / "tests" / "data" / "an-tin" / "so-lieu.xlsx"),
        ("backup",),
        ("check", "--json"),
        ("migrate",),
        ("restore", "--from", "{}/sao.hoaian"),
    ],
)
def test_no_command_touches_a_book_that_a_window_has_open(folder, tmp_path, arguments):
    book = opened(folder)
    backup.back_up(book, tmp_path / "sao.hoaian")
    before = digest_of_open(book)
    name, *more = (str(one).format(tmp_path) for one in arguments)
    refused = command(name, "--book", folder, *more, passphrase=PASSPHRASE)
    assert (refused.code, refused.out) == (1, b"")
    assert refused.err.startswith("Sổ đang được mở trên máy")
    book.store.run(lambda session: session.add(Volunteer(full_name="Người mới")))  # the window goes on
    assert digest_of_open(book) != before
    book.close(copy=False)
    assert not (tmp_path / "bc.pdf").exists()


def test_a_folder_copied_while_the_book_is_open_opens_with_all_that_was_saved(folder, tmp_path):
    book = opened(folder)
    book.store.run(lambda session: session.add(Volunteer(full_name="Người mới")))
    assert (folder / "book.db-wal").stat().st_size
    before = digest_of_open(book)
    copied = Path(shutil.copytree(folder, tmp_path / "chép"))
    book.close(copy=False)
    assert digest_of(copied) == before


def test_a_folder_copied_without_its_log_is_an_older_state_or_damaged_never_another(folder, tmp_path):
    """Only `book.db` on the stick: what the log held is missing, and the book says so or is as it was before."""
    before = digest_of(folder)
    book = opened(folder)
    book.store.run(lambda session: session.add(Volunteer(full_name="Người mới")))
    copied = Path(shutil.copytree(folder, tmp_path / "chép", ignore=shutil.ignore_patterns("*-wal", "*-shm")))
    book.close(copy=False)
    assert digest_of(copied) == before


def test_a_stick_pulled_out_during_a_backup_costs_only_the_backup(folder, tmp_path):
    stick = tmp_path / "usb"
    stick.mkdir()
    book = opened(folder)
    before = digest_of_open(book)
    pulled = threading.Event()

    def pull():
        while not pulled.is_set():
            for room in stick.glob(".copy-*"):
                shutil.rmtree(room, ignore_errors=True)

    puller = threading.Thread(target=pull)
    puller.start()
    try:
        with pytest.raises(BookError) as refused:
            backup.back_up(book, stick)
    finally:
        pulled.set()
        puller.join()
    assert "Hãy" in str(refused.value)
    assert list(stick.glob("*.hoaian")) == []
    assert digest_of_open(book) == before
    assert backup.back_up(book).exists()
    book.close(copy=False)


def test_a_stick_that_is_gone_is_named(folder, tmp_path):
    refused = command("backup", "--book", folder, "--to", tmp_path / "usb" / "sao.hoaian", passphrase=PASSPHRASE)
    assert (refused.code, refused.out) == (1, b"")
    assert refused.err == f"Không có thư mục {tmp_path / 'usb'}. Hãy tạo thư mục đó hoặc chọn nơi lưu khác.\n"


def test_a_clock_set_back_a_year_stops_nothing(folder):
    before = digest_of(folder)
    book = opened(folder, now=lambda: datetime.datetime(2022, 12, 20, 8, 15))
    book.store.run(lambda session: session.add(Volunteer(full_name="Người mới")))
    assert digest_of_open(book) != before
    made = book.close()
    assert made is not None
    assert made.name == "so-2022-12-20-0815.hoaian"
    assert made.exists()
    again = opened(folder)
    again.close()


def test_thirty_days_leave_seven_copies_and_the_newest_of_them_restores(tmp_path):
    folder, at = tmp_path / "sổ", [datetime.datetime(2024, 1, 1, 17)]
    book, _ = books.create(folder, passphrase=PASSPHRASE, user_name="Hoa", now=lambda: at[0], cost=CHEAP)
    for day in range(30):
        at[0] = datetime.datetime(2024, 1, 1, 17) + datetime.timedelta(days=day)
        book.store.run(lambda session: session.add(Volunteer(full_name="Người mới")))
        backup.back_up(book)
    before = digest_of_open(book)
    book.close(copy=False)
    kept = copies.all_of(folder)
    assert [copy.at.day for copy in kept] == [30, 29, 28, 27, 26, 25, 24]
    backup.restore(kept[0].path, tmp_path / "mới", PASSPHRASE)
    assert digest_of(tmp_path / "mới") == before


BACKING_UP = """
import sys
from pathlib import Path
from hoaian_desktop.store import backup, book
opened = book.open_book(Path(sys.argv[1]), sys.argv[2])
print("open", flush=True)
for _ in range(5):
    backup.back_up(opened)
print("copied", flush=True)
opened.close(copy=False)
"""


def test_opening_while_another_program_backs_up_waits_for_nobody_and_breaks_nothing(folder):
    before = digest_of(folder)
    other = subprocess.Popen(
        [sys.executable, "-c", BACKING_UP, str(folder), PASSPHRASE], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(BookInUse) as refused:
            opened(folder)
        assert refused.value.pid == other.pid
        assert other.stdout.readline() == "copied\n"
    assert other.returncode == 0
    assert digest_of(folder) == before


# Loaded once, then forked for every command it reads. Each answers with its exit code, output and standard error.
DEPRIVED = """
import json, os, sys, traceback
import cryptography.hazmat.primitives.ciphers.aead, encodings.cp1252
from hoaian_desktop import jobs
from hoaian_desktop.exchange import importing
from hoaian_desktop.indicators import counting, published
from hoaian_desktop.services import missing, unusual
from hoaian_desktop.reports import letter
from tests.commands.conftest import command
for line in sys.stdin:
    if os.fork() == 0:
        answer = None
        try:
            os.setuid(65534)  # folders bind everybody but root, who alone may be able to read Python's own
            passphrase, *arguments = json.loads(line)
            ran = command(*arguments, passphrase=passphrase)
            answer = [ran.code, ran.out.decode("cp1252"), ran.err]
        except BaseException:
            answer = traceback.format_exc()
        finally:
            print(json.dumps(answer), flush=True)
            os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def deprived():
    """Runs a command as a user of whom no folder of this program is."""
    with subprocess.Popen(
        [sys.executable, "-c", DEPRIVED], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:

        def order(*given):
            process.stdin.write(json.dumps([PASSPHRASE, *map(str, given)]) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield order
        process.stdin.close()


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="becomes another user of this system")
@pytest.mark.parametrize("name", ["figures", "backup", "import", "new", "report"])
def test_a_folder_without_permission_to_write_is_said_by_the_commands(deprived, practised, name):
    import tempfile

    with tempfile.TemporaryDirectory() as outside:  # others may not look into pytest's own folders
        Path(outside).chmod(0o755)
        folder = Path(outside) / "sổ"
        shutil.copytree(practised, folder)
        before = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for path in (*folder.rglob("*"), folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        more = {
            "figures": NOVEMBER, "import": (ROOT / "tests/data/an-tin/so-lieu.xlsx",), "new": ("--unit", "old-21703"),
            "report": (*NOVEMBER, "--output", f"{outside}/bc.pdf"),
        }.get(name, ())  # fmt: skip
        place = folder / "mới" if name == "new" else folder
        assert deprived(name, "--book", place, *more) == [1, "", f"{NotWritable()}\n"]
        assert {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_book_on_a_path_that_is_too_long_says_so(tmp_path):
    with pytest.raises(BookError, match="quá dài"):
        books.create(tmp_path / ("thư mục " * 60), passphrase=PASSPHRASE, user_name="Hoa")
