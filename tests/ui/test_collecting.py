"""What the collector takes away, it takes away on the interface thread."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from ui import collecting, waiting


@pytest.fixture
def as_in_the_program(monkeypatch, qapp):
    """The collector as the program has it, with Python's own thresholds."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    gc.enable()  # as Python begins
    monkeypatch.setattr(collecting, "EVERY", 50)
    parent = QObject()
    collecting.begin(parent)
    yield
    parent.deleteLater()
    gc.set_threshold(*before)


class Ring(QLabel):
    """A widget only the collector takes away; it notes the thread that did."""

    gone: list[int] = []

    def __init__(self) -> None:
        super().__init__()
        self.myself = self

    def __del__(self) -> None:
        self.gone.append(threading.get_ident())


def many_objects() -> int:
    """What would make Python collect some hundred times."""
    return len([[] for _ in range(200_000)])


def test_what_a_worker_makes_by_the_hundred_thousand_is_not_looked_through(qapp):
    gc.collect()
    gc.unfreeze()
    rows = [[] for _ in range(2 * collecting.MANY)]
    collecting.look()
    assert gc.get_freeze_count() >= len(rows)
    gc.unfreeze()


def test_what_a_worker_makes_little_by_little_is_not_looked_through_either(as_in_the_program, monkeypatch):
    gc.collect()
    gc.unfreeze()
    looked: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda generation: looked.append(generation))
    rows: list[list[object]] = []
    while not gc.get_freeze_count():
        rows += [[] for _ in range(collecting.MANY // 4)]
        collecting.look()
        assert len(rows) <= 2 * collecting.MANY
    assert len(looked) >= 2 and set(looked) == {0}
    gc.unfreeze()


def test_a_widget_is_never_destroyed_by_a_worker(as_in_the_program, tasks, qapp):
    Ring.gone.clear()
    for _ in range(20):
        Ring()
    done: list[int] = []
    for _ in range(5):
        tasks.background(qapp, many_objects, done=done.append)
    waiting.until(lambda: len(done) == 5, "thợ đã xong")
    gc.unfreeze()  # some may have been spared together with what the worker made
    gc.collect()
    assert Ring.gone == [threading.get_ident()] * 20


def test_what_is_left_lying_is_taken_away_without_being_asked(as_in_the_program):
    Ring.gone.clear()
    Ring()
    for _ in range(1_000):
        ring: list[object] = []
        ring.append(ring)
    waiting.until(lambda: bool(Ring.gone), "vòng đã được dọn")


def test_what_stands_is_spared_until_the_next_window_stands(monkeypatch):
    said: list[str] = []
    frozen = [0, 1]
    monkeypatch.setattr(gc, "get_freeze_count", lambda: frozen.pop(0))
    for name in ("freeze", "unfreeze", "collect"):
        monkeypatch.setattr(gc, name, lambda name=name: said.append(name))
    collecting.spare()
    assert said == ["freeze"]
    collecting.spare()
    assert said == ["freeze", "unfreeze", "collect", "freeze"]


PROGRAM = """
import gc, os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ui import app, sample
qt = app.application(sys.argv[:1], keep=Path(sys.argv[1]))
print(gc.isenabled(), gc.get_freeze_count() > 0, round(sys.getswitchinterval(), 6) == app.TURN < 0.001)
def look():
    print(gc.isenabled(), gc.get_freeze_count() > 0, flush=True)
    os._exit(0)
QTimer.singleShot(1, lambda: QTimer.singleShot(1, look))
app.run(qt, book=sample.open_book(Path(sys.argv[2])))
"""


def test_the_program_begins_with_it(practice, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), str(practice)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split("\n")[:2] == ["False False True", "False True"], done.stderr
