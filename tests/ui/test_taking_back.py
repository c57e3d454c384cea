"""Ctrl+Z and Ctrl+Y over the whole window: the book is undone, but text in a field belongs to the field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from sqlalchemy import select

from hoaian_desktop.records import Team, Volunteer
from hoaian_desktop.services import keeping, undoing
from tests.builders import a_team, a_volunteer
from tests.ui.conftest import at_first, sessions
from ui import feedback, taking_back, waiting
from ui.session import Session

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
VOLUNTEERS = 2


@pytest.fixture(scope="module")
def _window(qapp, office_made, tmp_path_factory) -> Iterator[Session]:
    with sessions(qapp, office_made) as begin:
        yield begin(tmp_path_factory.mktemp("taking-back") / "Đoàn xã Ân Tín")


@pytest.fixture
def session(_window) -> Session:
    """The window over a book with one volunteer, the last thing written, whose tab is shown.

    Who came before is put away: an undo goes back no further than the volunteer of this test.
    """
    at_first(_window).book.store.run(put_away)
    return with_a_volunteer(_window)


@pytest.fixture
def new(a_session, tmp_path) -> Session:
    """The same over a book in which nothing else was ever written."""
    return with_a_volunteer(a_session(tmp_path / "Đoàn xã Ân Tín"))


def with_a_volunteer(session: Session) -> Session:
    session.tasks.run(session.window, partial(a_volunteer, full_name="Lê Thị Thu Hà"))
    waiting.settle(session.tasks)
    session.window.show_tab(VOLUNTEERS)
    waiting.settle(session.tasks)
    return session


def put_away(session):
    ids = session.scalars(select(Volunteer.id).where(~Volunteer.archived)).all()
    if ids:
        keeping.archive(session, Volunteer, tuple(ids))


def press(session, key, modifiers=CONTROL):
    QTest.keyClick(QApplication.focusWidget() or session.window, key, modifiers)
    waiting.settle(session.tasks)


def archived(session):
    newest = select(Volunteer.archived).order_by(Volunteer.id.desc()).limit(1)
    return session.book.store.read(lambda s: s.scalars(newest).one())


def line(session, words):
    return session.window.actions_by_words[words]


def test_the_keys_undo_and_redo_the_book_and_the_list_follows(session):
    tab = session.window.tab
    tab.page.list.go_to_table()
    assert tab.page.list.table.count() == 1
    press(session, Qt.Key.Key_Z)
    assert (archived(session), tab.page.list.table.count()) == (True, 0)
    press(session, Qt.Key.Key_Y)
    assert (archived(session), tab.page.list.table.count()) == (False, 1)
    press(session, Qt.Key.Key_Z)
    press(session, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert not archived(session)


def test_the_menu_says_what_would_be_undone_and_redone(new):
    words = "tình nguyện viên Lê Thị Thu Hà"
    undo_line, redo_line = line(new, "Hoàn tác"), line(new, "Làm lại")
    # The menu asks for its words a moment after the last write, when nothing else may be under way any more.
    waiting.until(lambda: undo_line.text() == f"Hoàn tác: Thêm {words}", "trình đơn nói việc vừa làm", 5)
    assert redo_line.text() == "Làm lại"
    assert (undo_line.isEnabled(), redo_line.isEnabled()) == (True, False)
    undo_line.trigger()
    waiting.settle(new.tasks)
    assert (undo_line.text(), redo_line.text()) == ("Hoàn tác", f"Làm lại: Thêm {words}")
    assert (undo_line.isEnabled(), redo_line.isEnabled()) == (False, True)


def test_text_that_was_typed_is_undone_in_its_field_first_and_then_the_book(session, type_in):
    session.window.tab.find()
    field = QApplication.focusWidget()
    type_in(field, "ha")
    press(session, Qt.Key.Key_Z)
    assert (field.text(), archived(session)) == ("", False)
    press(session, Qt.Key.Key_Y)
    assert (field.text(), archived(session)) == ("ha", False)
    press(session, Qt.Key.Key_Z)
    press(session, Qt.Key.Key_Z)
    assert (field.text(), archived(session)) == ("", True)


def test_the_message_takes_back_exactly_its_own_step(session):
    tab = session.window.tab
    tab.page.list.go_to_table()
    tab.page.list.table.select_first()
    tab.page.archive_or_restore()
    waiting.settle(session.tasks)
    session.tasks.run(session.window, a_team)
    waiting.settle(session.tasks)
    tab.page.toast.undo_button.click()
    waiting.settle(session.tasks)
    assert tab.page.toast.text() == "Đã hoàn tác: Lưu trữ tình nguyện viên Lê Thị Thu Hà"
    assert not archived(session)
    assert not session.book.store.read(lambda s: s.scalars(select(Team.archived)).one())


@pytest.mark.parametrize("agreed", [True, False])
def test_what_was_changed_since_is_asked_about_once(session, monkeypatch, agreed):
    store, asked = session.book.store, []
    id_ = store.read(lambda s: s.scalars(select(Volunteer.id).where(~Volunteer.archived)).one())
    save = lambda phone: partial(keeping.save, record=Volunteer, values={"phone": phone}, id_=id_)  # noqa: E731
    first = store.run(partial(undoing.noted, operation=save("0905000001"))).step
    store.run(save("0905000002"))

    def answer(parent, title, sentence, **words):
        asked.append((title, sentence, words["yes"]))
        return agreed

    monkeypatch.setattr(feedback, "ask", answer)
    said = []
    taking_back.undo(session.window, session.tasks, lambda words, _: said.append(words), step_id=first)
    waiting.settle(session.tasks)
    sentence = "Tình nguyện viên Lê Thị Thu Hà đã được sửa sau việc đó. Đi tiếp sẽ ghi đè phần đã sửa."
    assert asked == [("Hoàn tác việc đã có sửa đổi sau đó?", sentence, "Hoàn tác")]
    assert said == (["Đã hoàn tác: Sửa tình nguyện viên Lê Thị Thu Hà"] if agreed else [])
    phone = store.read(lambda s: s.get(Volunteer, id_).phone)
    assert phone == (None if agreed else "0905000002")


def test_an_old_message_of_a_step_undone_meanwhile_says_so(session):
    step = session.book.store.read(undoing.last_done).id
    press(session, Qt.Key.Key_Z)
    taking_back.undo(session.window, session.tasks, lambda *_: None, step_id=step)
    waiting.settle(session.tasks)
    box = session.window.findChild(QMessageBox)
    assert "Không còn việc này để hoàn tác" in box.informativeText()
    box.close()
