"""Somebody writes around figures that follow the book: keys, the mouse, undo, copy and paste."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from hoaian_desktop.rules.live_text import Token
from ui.widgets.live_text_edit import MIME, LiveTextEdit

ACCOUNTS, TEAMS = "⟦2.3:period:exact⟧", "⟦1.1.to:period:exact⟧"
TEXT = f"Có {ACCOUNTS} và {TEAMS} tổ"  # Có 5.535 và 06 tổ


class Book:
    """What the figures say."""

    def __init__(self, accounts="5.535"):
        self.accounts = accounts

    def on_screen(self, token):
        if token.key == "2.3":
            return self.accounts if token.style == "exact" else "hơn 5.500"
        return "06" if token.key == "1.1.to" else None

    def name(self, token):
        return f"{token.key} tên"


@pytest.fixture
def box(qtbot):
    made = LiveTextEdit("II.2")
    qtbot.addWidget(made)
    made.resize(500, 160)
    made.show()
    made.set_source(TEXT, Book())
    made.setFocus()
    return made


def stand(box, at, anchor=None):
    cursor = box.textCursor()
    cursor.setPosition(at if anchor is None else anchor)
    cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
    box.setTextCursor(cursor)


def press(qtbot, box, key, held=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(box, key, held)


def test_a_figure_shows_its_number_and_is_kept_as_a_figure(box):
    assert box.toPlainText() == "Có 5.535 và 06 tổ"
    assert box.source() == TEXT
    assert [(run.start, run.stop) for run in box.runs()] == [(3, 8), (12, 14)]


def test_the_cursor_walks_over_a_figure_as_over_one_letter(qtbot, box):
    stand(box, 3)
    press(qtbot, box, Qt.Key.Key_Right)
    assert box.textCursor().position() == 8
    press(qtbot, box, Qt.Key.Key_Left)
    assert box.textCursor().position() == 3
    press(qtbot, box, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert box.textCursor().selectedText() == "5.535"
    press(qtbot, box, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert not box.textCursor().hasSelection()


def test_a_double_click_on_a_figure_selects_all_of_it(qtbot, box):
    stand(box, 5)
    at = box.cursorRect().center()
    qtbot.mouseDClick(box.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseRelease(box.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert box.textCursor().selectedText() == "5.535"


@pytest.mark.parametrize(("key", "at"), [(Qt.Key.Key_Backspace, 8), (Qt.Key.Key_Delete, 3)])
def test_one_key_takes_a_figure_away_and_undoing_brings_it_back_alive(qtbot, box, key, at):
    stand(box, at)
    press(qtbot, box, key)
    assert box.toPlainText() == "Có  và 06 tổ"
    box.undo()
    assert box.source() == TEXT
    box.redo()
    assert box.source() == f"Có  và {TEAMS} tổ"


@pytest.mark.parametrize("at", [3, 8])
def test_what_is_typed_beside_a_figure_is_plain(qtbot, box, at):
    stand(box, at)
    qtbot.keyClicks(box, "12")
    assert box.source().count(ACCOUNTS) == 1
    assert box.source().replace("12", "", 1) == TEXT


def test_letters_put_together_by_an_input_method_leave_the_figure_beside_them_alone(box):
    stand(box, 8)
    for preedit, commit in (("ô", ""), ("", "ông")):
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(box, event)
    assert box.source() == TEXT.replace(ACCOUNTS, f"{ACCOUNTS}ông")


def test_typing_over_a_selection_that_ends_in_a_figure_is_one_step_back(qtbot, box):
    stand(box, 8, anchor=0)
    qtbot.keyClicks(box, "X")
    assert box.source() == f"X và {TEAMS} tổ"
    assert box.toPlainText() == "X và 06 tổ"
    box.undo()
    assert box.source() == TEXT


def test_a_copied_figure_is_alive_in_another_box_and_plain_text_outside(qtbot, box):
    box.selectAll()
    box.copy()
    assert QApplication.clipboard().text() == "Có 5.535 và 06 tổ"
    other = LiveTextEdit("III")
    qtbot.addWidget(other)
    other.set_source("", Book("7"))
    other.paste()
    assert other.source() == TEXT
    assert other.toPlainText() == "Có 7 và 06 tổ"


@pytest.mark.parametrize(
    "typed", [TEXT, "{{ 2.3 }} {2.3}", "<b>đậm</b> & \u202e", "⟦=2.3:period:exact⟧", "a\nb", "🌧" * 3]
)
def test_hostile_text_that_is_pasted_stays_as_it_is(box, typed):
    box.clear()
    data = QMimeData()
    data.setText(typed)
    box.insertFromMimeData(data)
    assert not box.runs()
    assert box.toPlainText() == typed
    kept = box.source()
    box.set_source(kept, Book())
    assert (box.toPlainText(), box.source()) == (typed, kept)


def test_a_broken_thing_on_the_clipboard_is_text(box):
    box.clear()
    data = QMimeData()
    data.setData(MIME, b"\xff\xfe \xe2\x9f\xa6nobody:a:b\xe2\x9f\xa7")
    box.insertFromMimeData(data)
    assert "⟦nobody:a:b⟧" in box.toPlainText()


def test_a_figure_is_put_in_said_another_way_and_made_plain(box):
    stand(box, 0)
    box.insert_token(Token("2.3", style="about"))
    assert box.toPlainText().startswith("hơn 5.500Có")
    box.say(box.runs()[0], Token("2.3"))
    assert box.source() == ACCOUNTS + TEXT
    box.say(box.runs()[0], None)
    assert box.source() == "5.535" + TEXT
    for _ in range(3):
        box.undo()
    assert box.source() == TEXT


def test_letters_that_no_longer_say_the_number_are_no_figure(box):
    cursor = box.textCursor()
    cursor.setPosition(5)
    cursor.insertText("9")
    assert box.toPlainText() == "Có 5.9535 và 06 tổ"
    assert [run.token.key for run in box.runs()] == ["1.1.to"]


def test_figures_follow_when_the_text_is_shown_anew(box):
    box.set_source(box.source(), Book("6.000"))
    assert box.toPlainText() == "Có 6.000 và 06 tổ"
