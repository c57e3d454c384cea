from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from hoaian_desktop.errors import BookInUse
from hoaian_desktop.records import Volunteer
from hoaian_desktop.store import book as books
from hoaian_desktop.store import health
from hoaian_desktop.store.lock import Lock
from tests.store.plain import PASSPHRASE

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.faults

HOLD = """
import sys
from pathlib import Path
from hoaian_desktop.errors import BookInUse
from hoaian_desktop.store.lock import Lock
print("ready", flush=True)
sys.stdin.readline()
try:
    lock = Lock(Path(sys.argv[1]))
    print("held", flush=True)
except BookInUse as error:
    print("refused", error.pid, flush=True)
sys.stdin.readline()
"""

WRITE = """
import datetime, sys, time
from pathlib import Path
from hoaian_desktop.records import Volunteer
from hoaian_desktop.store import book
opened = book.open_book(Path(sys.argv[1]), sys.argv[2])
def fifty(session):
    session.add_all([Volunteer(full_name="Nguyễn Văn An") for _ in range(50)])
def half(session):
    fifty(session)
    session.flush()
    print("middle", flush=True)
    time.sleep(60)
for _ in range(int(sys.argv[3])):
    opened.store.run(fifty)
    print("stored", flush=True)
opened.store.run(half)
"""


def start(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def say(process):
    process.stdin.write("\n")
    process.stdin.flush()


def end(process):
    process.kill()
    process.communicate()


def test_the_second_program_is_told_who_has_the_book(book):
    with pytest.raises(BookInUse) as refused:
        books.open_book(book.folder, PASSPHRASE)
    assert refused.value.pid == os.getpid()
    assert refused.value.host == socket.gethostname()
    assert socket.gethostname() in str(refused.value)


def test_of_programs_that_come_at_once_one_gets_in(tmp_path):
    programs = [start(HOLD, tmp_path) for _ in range(4)]
    try:
        for program in programs:
            assert program.stdout.readline() == "ready\n"
        for program in programs:
            say(program)
        answers = [program.stdout.readline().split()[0] for program in programs]
    finally:
        for program in programs:
            end(program)
    assert sorted(answers) == ["held", "refused", "refused", "refused"]


def test_a_killed_program_leaves_no_closed_door(tmp_path):
    program = start(HOLD, tmp_path)
    say(program)
    assert [program.stdout.readline() for _ in range(2)] == ["ready\n", "held\n"]
    with pytest.raises(BookInUse) as refused:
        Lock(tmp_path)
    assert refused.value.pid == program.pid
    end(program)
    Lock(tmp_path).release()


def test_a_note_of_another_computer_counts_until_it_is_taken_over(tmp_path):
    (tmp_path / "lock").write_text(json.dumps({"host": "VAN-PHONG-2", "pid": 41, "started": "1"}))
    with pytest.raises(BookInUse, match="máy VAN-PHONG-2"):
        Lock(tmp_path)
    Lock(tmp_path, take_over=True).release()
    Lock(tmp_path).release()


@pytest.mark.parametrize("note", ["", "{", "[]", '{"pid": "x"}', "\x00" * 60])
def test_an_unreadable_note_without_a_holder_is_nobody(tmp_path, note):
    (tmp_path / "lock").write_text(note)
    Lock(tmp_path).release()


def test_a_number_given_to_a_later_process_is_not_the_holder(tmp_path):
    note = {"host": socket.gethostname(), "pid": os.getppid(), "started": "an earlier time"}
    (tmp_path / "lock").write_text(json.dumps(note))
    Lock(tmp_path).release()


def test_killed_in_the_middle_of_writing_leaves_all_or_nothing(book, clock):
    book.close(copy=False)
    program = start(WRITE, book.folder, PASSPHRASE, 3)
    assert [program.stdout.readline().strip() for _ in range(4)] == ["stored"] * 3 + ["middle"]
    program.send_signal(signal.SIGKILL)
    program.communicate()
    again = books.open_book(book.folder, PASSPHRASE, now=clock)
    assert count(again) == 150
    assert [finding.code for finding in health.check(again)] == ["backup-age"]
    again.close(copy=False)


def test_killed_at_any_moment_keeps_what_was_said_to_be_stored(book, clock):
    book.close(copy=False)
    kept = 0
    for stored in (1, 2, 5):
        program = start(WRITE, book.folder, PASSPHRASE, 1000)
        for _ in range(stored):
            assert program.stdout.readline() == "stored\n"
        program.send_signal(signal.SIGKILL)
        said = program.communicate()[0].count("stored")
        again = books.open_book(book.folder, PASSPHRASE, now=clock)
        found = count(again)
        assert found % 50 == 0
        assert found >= kept + 50 * (stored + said)
        kept = found
        assert [finding.code for finding in health.check(again)] == ["backup-age"]
        again.close(copy=False)


def count(book):
    return book.store.read(lambda session: len(session.scalars(select(Volunteer.id)).all()))
