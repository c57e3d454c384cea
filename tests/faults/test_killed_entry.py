"""The power goes fifty times while somebody types and saves: nothing she was told is saved is lost, nothing is half."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from hoaian_desktop.store import change_log, health
from tests.faults import clerk
from tests.faults.conftest import opened

pytestmark = [
    pytest.mark.faults,
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="processes are forked, and killed with a signal of this system"),
]
ROOT = Path(__file__).resolve().parents[2]
DEATHS = 50


class Life:
    """What one clerk told until she was killed."""

    def __init__(self, told):
        self.found = dict(told[0][1]) if told and told[0][0] == "found" else None
        self.back = next((about for what, about in told if what == "back"), None)
        self.saved = [about for what, about in told if what == "saved"]
        self.saving = [about for what, about in told if what == "saving"]
        after = [at for at, (what, _) in enumerate(told) if what in ("saved", "back")]
        self.paused = [about for what, about in told[after[-1] :] if what == "paused"] if after else []


def live_and_die(office, number, chance):
    """Let a clerk work, and kill her: some milliseconds into her typing, or into the saving of a line."""
    office.stdin.write(f"{number}\n")
    office.stdin.flush()
    told, pid, timer = [], 0, None
    while_saving, line = number % 2 == 0, chance.randrange(1, 4)

    def kill_in(seconds):
        made = threading.Timer(seconds, os.kill, (pid, signal.SIGKILL))
        made.start()
        return made

    for said in office.stdout:
        what, about = json.loads(said)
        if what == "ended":
            break
        told.append((what, about))
        if what == "found":
            pid = about["pid"]
        elif what == "back" and not while_saving:
            timer = kill_in(chance.random() * 0.3)
        elif what == "saving" and while_saving and sum(each == "saving" for each, _ in told) == line:
            timer = kill_in(chance.random() * 0.03)
    assert timer is not None, told
    timer.join()
    return Life(told)


def test_fifty_power_cuts_lose_no_saved_record_and_no_unfinished_line(folder):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.faults.clerk", str(folder)]
    chance = random.Random(0)
    told_saved, maybe, before, lines_back = set(), set(), None, 0
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as office:  # fmt: skip
        for number in range(DEATHS):
            life = live_and_die(office, number, chance)
            people, draft = life.found["people"], life.found["draft"]
            assert told_saved <= set(people), "a record somebody was told of is lost"
            assert set(people) <= told_saved | maybe, "a record nobody saved"
            assert set(people.values()) <= {1}, "a person without her support, or one saved twice"
            if before is not None and before.paused and not set(before.saving[-1:]) & set(people):
                assert draft is not None and draft.startswith(before.paused[-1]), "the unfinished line is lost"
                lines_back += 1
            assert (life.back or "") == (draft or ""), "the bar shows the line that was left"
            told_saved |= set(life.saved)
            maybe |= set(life.saving)
            before = life
        office.stdin.close()
    book = opened(folder)
    with closing(book.store.engine.connect()) as connection:
        assert change_log.first_broken(connection) is None
    assert told_saved <= set(book.store.read(clerk.found)["people"])
    assert {found.code for found in health.check(book)} <= {"backup-age"}
    book.close(copy=False)
    assert told_saved and lines_back
