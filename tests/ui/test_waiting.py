"""Who waits for the program to settle is not told too early."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer

from ui import waiting


def test_what_is_asked_in_the_very_moment_all_seemed_done_is_waited_for(tasks):
    answers = []
    soon = QTimer(tasks)
    soon.setSingleShot(True)

    def ask_slowly():
        tasks.read(tasks, lambda _: time.sleep(3 * waiting.REST / 1000), done=lambda _: answers.append("second"))

    def first_answer(_):
        answers.append("first")
        time.sleep(2 * waiting.STEP / 1000)  # the next look whether all is done is due before the question
        soon.start()

    soon.timeout.connect(ask_slowly)
    tasks.read(tasks, lambda _: None, done=first_answer)
    waiting.settle(tasks)
    assert answers == ["first", "second"]
