"""Waiting for a fact on a machine that is busy."""

from __future__ import annotations

from PySide6.QtCore import QThread, QTimer

from ui import waiting


def test_a_question_asked_in_the_moment_all_others_were_answered_is_waited_for(tasks):
    answers: list[str] = []
    next_question = QTimer()
    next_question.setSingleShot(True)

    def show_for_long(answer: str) -> None:
        answers.append(answer)
        QThread.msleep(2 * waiting.STEP)  # whoever waits looks next, and only then the question below is asked
        next_question.start()

    def answer_late(_) -> str:
        QThread.msleep(3 * waiting.REST)
        return "second"

    next_question.timeout.connect(lambda: tasks.read(next_question, answer_late, done=answers.append))
    tasks.read(next_question, lambda _: "first", done=show_for_long)
    waiting.settle(tasks)
    assert answers == ["first", "second"]
