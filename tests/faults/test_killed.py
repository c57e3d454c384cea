"""The power goes at any moment of a longer piece of work: the book opens, and holds all of it or nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from hoaian_desktop.store import backup, copies, health
from hoaian_desktop.store import book as books
from tests.faults.conftest import NOW, PASSPHRASE, digest_of, opened

pytestmark = [
    pytest.mark.faults,
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="processes are killed with a signal of this system"),
]
ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT / "tests" / "data" / "an-tin" / "so-lieu.xlsx"

# Loaded once. It lives itself through the commands with n = 0 and counts the moments that matter; for each of the
# others it forks a process, which finds loaded and compiled what it needs and kills itself at the nth. Each answers
# with its exit code (of a signal, negative), moments and standard error.
DYING = """
import gc, json, os, signal, sys, tempfile, traceback
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from hoaian_desktop import jobs, practice
from hoaian_desktop.__main__ import main
from tests import compiled
place, last, seen = None, 0, 0
def moment(*about):
    global seen
    if place is not None:
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)
def look(name, about):
    if place is not None and name in MATTERS and any(place in str(one) for one in about):
        moment()
def wrote(connection, cursor, statement, *about):
    if statement.startswith("INSERT"):  # rows of a file are written without a flush
        moment()
MATTERS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "shutil.copyfile"}
def live(arguments):
    try:
        return main(arguments)
    except BaseException:
        traceback.print_exc()
        return 99
    finally:
        sys.stdout.flush(), sys.stderr.flush()
def die(arguments):
    gc.freeze()  # a collector that looked through what is shared would copy it
    child = os.fork()
    if child == 0:
        os._exit(live(arguments))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
compiled.share()
sys.addaudithook(look)
event.listen(Session, "after_flush", moment)
event.listen(Session, "after_commit", moment)
event.listen(Engine, "after_cursor_execute", wrote)
answers = os.fdopen(os.dup(1), "w")
for line in sys.stdin:
    with tempfile.TemporaryFile() as words:
        os.dup2(words.fileno(), 1), os.dup2(words.fileno(), 2)
        seen, (place, last, arguments) = 0, json.loads(line)
        code = die(arguments) if last else live(arguments)
        place = None
        words.seek(0)
        print(json.dumps([code, seen, words.read().decode(errors="replace")]), file=answers, flush=True)
"""


class Told(NamedTuple):
    """How a command ended: its exit code, of a signal negative; the moments it lived through; what it wrote."""

    code: int
    moments: int
    words: str


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs a command that dies at its nth moment in `place`."""
    environment = {**os.environ, "HOAIAN_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", DYING], cwd=tmp_path_factory.mktemp("dying"), env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as dying:  # fmt: skip

        def order(place, last, *given):
            dying.stdin.write(json.dumps([str(place), last, [str(one) for one in given]]) + "\n")
            dying.stdin.flush()
            return Told(*json.loads(dying.stdout.readline()))

        yield order
        dying.stdin.close()


def arguments(work, folder):
    (copy, *_) = copies.all_of(folder)
    return {
        "import": ("import", "--book", folder, WORKBOOK),
        "backup": ("backup", "--book", folder),
        "restore": ("restore", "--from", copy.path, "--book", folder),
        "close": ("report", "--book", folder, "--from", "2023-12-01", "--to", "2023-12-31", "--output",
                  folder.parent / "bc.pdf", "--close"),
    }[work]  # fmt: skip


@pytest.mark.parametrize("work", ["import", "backup", "restore", "close"])
def test_what_was_cut_off_is_whole_or_never_was(run, practised, tmp_path, work):
    whole = Path(shutil.copytree(practised, tmp_path / "whole" / "sổ"))
    before, untouched = digest_of(whole), facts(whole)
    told = run(whole, 0, *arguments(work, whole))
    assert told.code == 0, told.words
    moments = told.moments
    assert moments >= 6
    after = facts(whole)
    if work == "import":
        assert moments >= 20  # among them the middle of writing
    for share in (0.4, 0.8, 1.0):
        folder = Path(shutil.copytree(practised, tmp_path / f"{share}" / "sổ"))
        last = max(1, round(moments * share) - (share == 1.0))
        killed = run(folder, last, *arguments(work, folder))
        assert killed.code == -signal.SIGKILL, killed.words
        book = opened(folder)
        assert {found.code for found in health.check(book)} <= {"backup-age"}
        book.close(copy=False)
        assert facts(folder) in (untouched, after) or digest_of(folder) == before
        for copy in copies.all_of(folder):  # no half copy bears the name of one
            backup.restore(copy.path, folder.parent / copy.path.stem, PASSPHRASE, now=lambda: NOW)
        hidden = [path.name for path in folder.rglob(".*")]
        assert hidden == [], "what was half done is swept away when the book is opened"


def test_a_restore_cut_off_in_an_empty_folder_can_be_done_again(run, practised, tmp_path):
    (copy, *_) = copies.all_of(practised)
    target = tmp_path / "mới"
    target.mkdir()
    told = run(target, 6, "restore", "--from", copy.path, "--book", target)
    assert told.code == -signal.SIGKILL, told.words
    assert [path.name for path in target.iterdir() if path.name.startswith(".copy-")]
    backup.restore(copy.path, target, PASSPHRASE)
    assert digest_of(target) == digest_of(practised)


def facts(folder):
    """How many rows every table has but the log of changes, whose times differ from run to run."""
    book = books.open_book(folder, PASSPHRASE)
    try:
        counts = backup._verify(folder / "book.db", book.key)
    finally:
        book.close(copy=False)
    return counts
