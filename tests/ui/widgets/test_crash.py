from __future__ import annotations

import logging
import threading

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtGui import QGuiApplication
from sqlalchemy import text

from hoaian_desktop import logs
from hoaian_desktop.errors import Cancelled, ConflictError
from hoaian_desktop.progress import Progress
from ui.crash import Crash, CrashDialog

SECRET = "Nguyễn Văn Khải 052099001234"


@pytest.fixture
def log(tmp_path):
    file = logs.start(tmp_path / "nhật ký")
    yield file
    logs.stop()


def raised(message=SECRET):
    citizen = message  # a local value, as in real code
    try:
        {}[citizen]
    except KeyError as error:
        return error


def test_the_log_begins_with_versions_and_system(log):
    assert "hoaian-desktop" in log.read_text(encoding="utf-8")
    assert "Python 3." in log.read_text(encoding="utf-8")


def test_an_exception_is_logged_with_its_place_but_without_values(log):
    logging.getLogger("hoaian").exception("failed", exc_info=raised())
    written = log.read_text(encoding="utf-8")
    assert "builtins.KeyError" in written
    assert "test_crash.py" in written and "in raised" in written
    assert "Khải" not in written and "052099001234" not in written


def test_a_refused_statement_does_not_leave_its_values_in_the_log(log, store):
    def fail(session):
        session.execute(text("INSERT INTO nowhere (name) VALUES (:name)"), {"name": SECRET})

    with pytest.raises(Exception) as refused:
        store.run(fail)
    logging.getLogger("hoaian").error("failed", exc_info=refused.value)
    written = log.read_text(encoding="utf-8")
    assert "caused by" in written
    assert "Khải" not in written


def test_a_folder_that_cannot_be_written_leaves_a_program_without_a_log(tmp_path):
    (tmp_path / "file").write_text("")
    logs.start(tmp_path / "file" / "below")
    logging.getLogger("hoaian").info("still running")


def test_causes_are_told_and_a_circle_ends():
    error = ConflictError("Người khác vừa sửa Lê Thị Thu Hà.")
    error.__cause__ = raised()
    error.__cause__.__context__ = error
    told = logs.without_values(error)
    assert "hoaian_desktop.errors.ConflictError (ours)" in told
    assert "caused by" in told
    assert "Thu Hà" not in told


def test_a_bug_opens_one_calm_window(qtbot, qapp, log):
    crash = Crash()
    error = raised()
    for _ in range(3):
        crash.take(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: crash.dialog is not None and crash.dialog.isVisible())
    dialog = crash.dialog
    qtbot.addWidget(dialog)
    assert isinstance(dialog, CrashDialog)
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "KeyError" in copied and "Khải" not in copied
    assert "builtins.KeyError" in log.read_text(encoding="utf-8")
    dialog.accept()


def test_a_bug_on_another_thread_opens_the_window_too(qtbot, qapp):
    crash = Crash()
    crash.install()
    try:
        thread = threading.Thread(target=lambda: [][0])
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: crash.dialog is not None and crash.dialog.isVisible())
    finally:
        crash.uninstall()
    assert "IndexError" in crash.dialog.details
    crash.dialog.accept()


def test_what_qt_says_goes_to_the_log(qapp, log):
    crash = Crash()
    crash.install()
    try:
        qWarning("QPainter::begin: said by a test")
    finally:
        crash.uninstall()
    assert "said by a test" in log.read_text(encoding="utf-8")


def test_progress_counts_finished_rows_and_stops_between_them():
    progress = Progress()
    assert list(progress.over([1, 2, 3])) == [1, 2, 3]
    assert (progress.done, progress.total, progress.share) == (3, 3, 1.0)
    progress.cancel()
    with pytest.raises(Cancelled):
        next(progress.over(iter([1])))
    assert progress.total is None and progress.share is None
