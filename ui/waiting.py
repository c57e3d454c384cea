"""Waiting for a fact where no person sits before the window: pictures, trial runs, the month without a screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer

from hoaian_desktop.errors import HoaiAnError
from ui.tasks import Tasks

STEP = 5  # milliseconds between two looks
REST = 25  # milliseconds in which nothing new is asked: then nothing more will be


class NeverHappened(HoaiAnError):
    """A fact waited for did not come true in time; the sentence names it."""


def until(fact: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Let the program live until `fact()` is true. Raises NeverHappened."""
    if fact():
        return
    loop, clock, look = QEventLoop(), QElapsedTimer(), QTimer()
    clock.start()
    came = False

    def judge() -> None:
        nonlocal came
        # What was true once counts: before the loop has ended it may be false again.
        came = came or fact()
        if came or clock.elapsed() > seconds * 1000:
            loop.quit()

    look.timeout.connect(judge)
    look.start(STEP)
    loop.exec()
    look.stop()
    if not (came or fact()):
        raise NeverHappened(f"Chờ {seconds:g} giây vẫn chưa thấy: {what}.")


def pause(milliseconds: int) -> None:
    """Let the program live for a moment, so that everything is painted."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(tasks: Tasks) -> None:
    """Wait until nothing is being read or written, and what came is painted."""
    asked = -1
    while asked != tasks.asked or tasks.waiting:  # an answer may ask the next question
        until(lambda: tasks.waiting == 0, "việc nền đã xong")
        asked = tasks.asked
        pause(REST)
