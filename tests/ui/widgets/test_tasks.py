from __future__ import annotations

import threading
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QMessageBox, QWidget
from sqlalchemy import select

from hoaian_desktop.errors import Cancelled, ConflictError
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Volunteer
from tests.builders import a_volunteer
from ui.tasks import RESTED_AFTER, Tasks


@pytest.fixture
def owner(qapp):
    made = QObject()
    yield made
    if shiboken6.isValid(made):
        shiboken6.delete(made)


def names(session):
    return session.scalars(select(Volunteer.full_name)).all()


def save(session, name):
    a_volunteer(session, name)
    return threading.current_thread().name


def fail(session, error):
    raise error


def test_a_write_is_stored_and_its_answer_comes_on_the_gui_thread(tasks, owner, store, settled):
    answers = []
    tasks.run(
        owner, partial(save, name="Lê Thị Thu Hà"), done=lambda on: answers.append((on, threading.current_thread()))
    )
    settled()
    assert answers[0][0].startswith("writer")
    assert answers[0][1] is threading.main_thread()
    assert store.read(names) == ["Lê Thị Thu Hà"]


def test_writes_keep_their_order_and_each_tells_that_it_was_saved(tasks, owner, store, settled):
    saved = []
    tasks.saved.connect(lambda: saved.append(True))
    for number in range(20):
        tasks.run(owner, partial(save, name=f"Nguyễn Văn {'ABCDEFGHIJKLMNOPQRST'[number]}"))
    settled()
    assert store.read(names) == [f"Nguyễn Văn {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]
    assert len(saved) == 20


def test_a_refusal_goes_to_the_page_that_asked(tasks, owner, settled):
    told = []
    tasks.run(owner, partial(fail, error=ConflictError()), failed=told.append)
    settled()
    assert isinstance(told[0], ConflictError)


def test_a_refusal_nobody_takes_is_shown_as_a_message(tasks, qtbot, settled):
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    tasks.run(page, partial(fail, error=ConflictError()))
    settled()
    box = page.findChild(QMessageBox)
    assert box.informativeText() == str(ConflictError())
    assert [button.text() for button in box.buttons()] == ["Đóng"]
    box.close()


def test_a_bug_goes_to_the_crash_window_and_not_to_the_page(tasks, owner, qtbot, settled):
    told = []
    with qtbot.captureExceptions() as caught:
        tasks.read(owner, partial(fail, error=KeyError("full_name")), failed=told.append)
        settled()
    assert [kind for kind, _, _ in caught] == [KeyError]
    assert told == []


def test_an_answer_for_a_closed_page_is_dropped(tasks, qapp, settled):
    page = QWidget()
    go_on, answers = threading.Event(), []
    tasks.read(page, lambda session: go_on.wait(5), done=answers.append)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    go_on.set()
    settled()
    assert answers == []


def test_the_older_answer_of_the_same_question_is_dropped(tasks, owner, settled):
    slow, answers = threading.Event(), []
    tasks.read(owner, lambda session: slow.wait(5) and "older", done=answers.append, latest="find")
    tasks.read(owner, lambda session: "newer", done=answers.append, latest="find")
    tasks.read(owner, lambda session: "other", done=answers.append, latest="count")
    slow.set()
    settled()
    assert sorted(answers) == ["newer", "other"]


def test_two_pages_may_ask_the_same_kind_of_question(tasks, qapp, settled):
    first, second, answers = QObject(), QObject(), []
    tasks.read(first, lambda session: 1, done=answers.append, latest="find")
    tasks.read(second, lambda session: 2, done=answers.append, latest="find")
    settled()
    assert sorted(answers) == [1, 2]


def test_long_work_counts_and_can_be_stopped(tasks, owner, settled):
    progress, started, told = Progress(), threading.Event(), []

    def work():
        for _ in progress.over(range(1_000_000)):
            started.set()
            if progress.done == 10:
                progress.cancel()

    tasks.background(owner, work, failed=told.append, progress=progress)
    settled()
    assert isinstance(told[0], Cancelled)
    assert (progress.done, progress.total) == (11, 1_000_000)
    assert 0 < progress.share < 0.001


def test_stopped_work_shows_no_message(tasks, qtbot, settled):
    page = QWidget()
    qtbot.addWidget(page)
    tasks.background(page, partial(fail, None, Cancelled()))
    settled()
    assert page.findChild(QMessageBox) is None


def test_it_says_when_it_is_busy(tasks, owner, settled):
    told = []
    tasks.busy.connect(told.append)
    tasks.read(owner, names)
    tasks.read(owner, names)
    settled()
    assert told == [True, False]


def test_closing_waits_for_the_last_write(qapp, store, owner):
    tasks = Tasks(store)
    for name in ("Trần Minh Châu", "Võ Thị Diễm"):
        tasks.run(owner, partial(save, name=name))
    tasks.shutdown()
    assert store.read(names) == ["Trần Minh Châu", "Võ Thị Diễm"]
    tasks.read(owner, names)  # late questions are forgotten
    assert tasks.waiting == 0


def test_thousands_of_answers_that_are_none_lose_no_reference(tasks, owner, qtbot):
    count = []
    for _ in range(3000):
        tasks.background(owner, lambda: None, done=count.append)
    qtbot.waitUntil(lambda: tasks.waiting == 0, timeout=20000)
    assert count == [None] * 3000


def test_after_several_writes_the_book_rests_once(tasks, qtbot):
    rests = []
    tasks.rested.connect(lambda: rests.append("rested"))
    for _ in range(3):
        tasks.saved.emit()
    qtbot.waitUntil(lambda: bool(rests), timeout=5000)
    qtbot.wait(2 * RESTED_AFTER)
    assert rests == ["rested"]


def test_a_book_that_is_closed_does_not_rest(tasks, qtbot):
    rests = []
    tasks.rested.connect(lambda: rests.append("after closing"))
    tasks.saved.emit()
    tasks.shutdown()
    qtbot.wait(2 * RESTED_AFTER)
    assert rests == []
