"""The power goes at any moment of a longer piece of work: the book opens, and holds all of it or nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hoaian_desktop.store import backup, copies, health
from hoaian_desktop.store import book as books
from tests.faults.conftest import NOW, PASSPHRASE, digest_of, opened

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.name != "posix", reason="processes are killed with a signal of this system"),
]
ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT / "tests" / "data" / "an-tin" / "so-lieu.xlsx"

# Runs one command and kills itself at the nth moment that matters; n = 0 counts the moments.
DYING = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.orm import Session
from hoaian_desktop.__main__ import main
place, last, seen = sys.argv[1], int(sys.argv[2]), 0
def moment(*about):
    global seen
    seen += 1
    if seen == last:
        os.kill(os.getpid(), signal.SIGKILL)
def look(name, about):
    if name in {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "shutil.copyfile"}:
        if any(place in str(one) for one in about):
            moment()
sys.addaudithook(look)
event.listen(Session, "after_flush", moment)
event.listen(Session, "after_commit", moment)
code = main(sys.argv[3:])
if not last:
    print(seen)
sys.exit(code)
"""


def run(place, last, *arguments):
    environment = {**os.environ, "HOAIAN_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", DYING, str(place), str(last), *map(str, arguments)],
        cwd=place.parent, env=environment, capture_output=True, text=True,
    )  # fmt: skip


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
def test_what_was_cut_off_is_whole_or_never_was(practised, tmp_path, work):
    whole = Path(shutil.copytree(practised, tmp_path / "whole" / "sổ"))
    before = digest_of(whole)
    told = run(whole, 0, *arguments(work, whole))
    assert told.returncode == 0, told.stderr
    moments = int(told.stdout.split()[-1])
    assert moments >= 6
    after = facts(whole)
    for share in (0.4, 0.8, 1.0):
        folder = Path(shutil.copytree(practised, tmp_path / f"{share}" / "sổ"))
        last = max(1, round(moments * share) - (share == 1.0))
        killed = run(folder, last, *arguments(work, folder))
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        book = opened(folder)
        assert {found.code for found in health.check(book)} <= {"backup-age"}
        book.close(copy=False)
        assert facts(folder) in (facts(practised), after) or digest_of(folder) == before
        for copy in copies.all_of(folder):  # no half copy bears the name of one
            backup.restore(copy.path, folder.parent / copy.path.stem, PASSPHRASE, now=lambda: NOW)
        hidden = [path.name for path in folder.rglob(".*")]
        assert hidden == [], "what was half done is swept away when the book is opened"


def test_a_restore_cut_off_in_an_empty_folder_can_be_done_again(practised, tmp_path):
    (copy, *_) = copies.all_of(practised)
    target = tmp_path / "mới"
    target.mkdir()
    told = run(target, 6, "restore", "--from", copy.path, "--book", target)
    assert told.returncode == -signal.SIGKILL, told.stderr
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
