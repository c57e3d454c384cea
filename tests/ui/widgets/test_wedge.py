"""A scanner and a typist at the same keyboard: every key carries the time it was pressed, no test waits for a clock."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules import card_qr
from hoaian_desktop.rules.keystrokes import Method, compose, keys_of
from tests.rules.test_ime import NAMES
from ui.widgets.editors import Options, editor_for
from ui.widgets.wedge import WedgeReader

TODAY = date(2023, 11, 20)
ADDRESS = "Thôn Năng An, Ân Tín, Hoài Ân, Bình Định"
AN = f"052099001234||Nguyễn Văn Ẩn|01021999|Nam|{ADDRESS}|15042021"
VILLAGES = [SimpleNamespace(id=n, words=w, detail="") for n, w in enumerate(["Năng An", "Vạn Hội 1"], 1)]
KINDS = [kind for kind in Kind if kind not in (Kind.FLAG, Kind.INDICATOR)]  # an indicator is picked like a choice
BACK, ENTER, TAB, ESC = Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape


def a_field(kind):
    about = {
        Kind.CHOICE: {"choices": "activation_status"},
        Kind.REFERENCE: {"refers_to": "village"},
        Kind.REFERENCES: {"refers_to": "village"},
    }
    return Field(kind.value, "Ô", kind, **about.get(kind, {}))


class Keyboard:
    """Presses keys at times of its own, on whatever has the cursor."""

    def __init__(self):
        self.now = 1000
        self.before = None

    def press(self, key, *, after=0):
        self.now += after
        code, text = (0, key) if isinstance(key, str) else (key, "")
        if isinstance(key, str) and key.isascii():
            code = ord(key.upper())
        shift = Qt.KeyboardModifier.NoModifier
        if isinstance(key, str) and (key.isupper() or key == "|"):
            shift = Qt.KeyboardModifier.ShiftModifier
        if code == ENTER:
            text = "\r"
        if code == TAB:
            text = "\t"
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            # X11 says so of a key that comes again in the same moment it was let go.
            again = key == self.before and after <= 1
            event = QKeyEvent(kind, code, shift, text, again)
            event.setTimestamp(self.now)
            if (widget := QApplication.focusWidget()) is not None:
                QApplication.sendEvent(widget, event)
        self.before = key

    def type(self, text, *, every):
        for number, letter in enumerate(text):
            self.press(letter, after=every[number % len(every)] if isinstance(every, tuple) else every)

    def scan(self, payload, *, every=5, end=ENTER, after=400):
        self.now += after
        self.type(payload, every=every)
        if end is not None:
            self.press(end, after=every if isinstance(every, int) else every[0])

    def through_unikey(self, text, method, *, every):
        """What UniKey hands on: a key, or as many Backspaces as letters change and the letters anew, at once."""
        shown = settled = ""
        begins = 0
        for at, letter in enumerate(text, 1):
            wanted = settled + compose(text[begins:at], method)
            if letter in " |":  # no key of any method: what is before it stays as it is
                settled, begins = wanted, at
            same = 0
            while same < min(len(shown), len(wanted)) and shown[same] == wanted[same]:
                same += 1
            first = True
            for _ in range(len(shown) - same):
                self.press(BACK, after=every if first else 0)
                first = False
            for added in wanted[same:]:
                self.press(added if letter != added or len(wanted) != len(shown) + 1 else letter, after=every * first)
                first = False
            shown = wanted
        assert shown == compose(text, method)
        return shown


@pytest.fixture
def keyboard():
    return Keyboard()


@pytest.fixture(scope="module")
def page(qapp):
    """A window with one field of every kind: dear to make, so there is one for all tests. `bar` empties it."""
    made = QWidget()
    column = QVBoxLayout(made)
    made.editors = {}
    for kind in (*KINDS, Kind.FLAG):
        options = Options(VILLAGES) if kind in (Kind.REFERENCE, Kind.REFERENCES) else None
        made.editors[kind] = editor_for(a_field(kind), options=options, today=lambda: TODAY)
        column.addWidget(made.editors[kind])
    made.show()
    made.untouched = {kind: words_in(editor) for kind, editor in made.editors.items()}
    yield made
    shiboken6.delete(made)


@pytest.fixture
def bar(page, qtbot):
    """The fields, empty, and what a reader of their own told."""
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=2000)
    for kind, editor in page.editors.items():
        QTest.keyClick(editor.control, ESC)  # a list forgets the letters typed to find in it
        editor.set_value(None)
        editor.set_fault(None)
        editor.set_doubt(None)
        assert (words_in(editor), bool(undoable(editor))) == (page.untouched[kind], False)
    reader = WedgeReader(page, today=lambda: TODAY)
    told = SimpleNamespace(cards=[], refusals=[], changes=[], armed=[])
    reader.scanned.connect(told.cards.append)
    reader.refused.connect(told.refusals.append)
    reader.armed_changed.connect(told.armed.append)
    heard = []
    for kind, editor in page.editors.items():
        heard.append(editor.changed.connect(lambda kind=kind: told.changes.append(kind)))
        heard.append(editor.entered.connect(lambda kind=kind: told.changes.append(("enter", kind))))
    yield SimpleNamespace(page=page, editors=page.editors, reader=reader, told=told)
    if (last := QApplication.focusWidget()) is not None:
        last.clearFocus()
    for connection in heard:
        QObject.disconnect(connection)
    shiboken6.delete(reader)


def words_in(editor):
    control = editor.control
    if isinstance(control, QLineEdit):
        return control.text()
    return control.toPlainText() if isinstance(control, QPlainTextEdit) else editor.value()


def undoable(editor):
    control = editor.control
    if isinstance(control, QPlainTextEdit):
        return control.document().availableUndoSteps()
    return isinstance(control, QLineEdit) and control.isUndoAvailable()


@pytest.mark.parametrize("kind", [*KINDS, Kind.FLAG])
@pytest.mark.parametrize("end", [ENTER, TAB])
def test_a_card_scanned_into_any_field_is_read_and_leaves_no_trace_there(bar, keyboard, kind, end):
    editor = bar.editors[kind]
    editor.focus()
    before = words_in(editor), undoable(editor)
    keyboard.scan(AN, end=end)
    (reading,) = bar.told.cards
    assert (reading.card.number, reading.card.full_name, reading.certain) == ("052099001234", "Nguyễn Văn Ẩn", True)
    assert (words_in(editor), undoable(editor)) == before
    assert bar.told.changes == bar.told.refusals == []
    assert QApplication.focusWidget() is editor.control
    assert not any(one._list.isVisible() for one in bar.editors.values() if hasattr(one, "_list"))


def test_the_field_keeps_its_words_its_cursor_its_selection_and_what_can_be_undone(bar, keyboard):
    line = bar.editors[Kind.NAME].line
    bar.editors[Kind.NAME].focus()
    keyboard.type("Lê Thị Thu", every=120)
    line.setSelection(3, 3)
    bar.told.changes.clear()
    keyboard.scan(AN)
    assert len(bar.told.cards) == 1
    assert (line.text(), line.selectedText(), line.cursorPosition()) == ("Lê Thị Thu", "Thị", 6)
    assert bar.told.changes == []
    line.undo()
    assert "052" not in line.text()
    assert "|" not in line.text()


@pytest.mark.parametrize("every", [1, 3, 8, 15, 35, (0, 16, 31), (1, 40, 2)])
def test_scanners_of_every_speed_are_read(bar, keyboard, every):
    bar.editors[Kind.NAME].focus()
    keyboard.scan(AN, every=every)
    keyboard.scan(AN + "|x|y|z|w", every=every)
    keyboard.scan(AN.replace("||", "|"), every=every)
    assert [reading.card.full_name for reading in bar.told.cards] == ["Nguyễn Văn Ẩn"] * 3
    assert words_in(bar.editors[Kind.NAME]) == ""


@pytest.mark.parametrize("method", list(Method))
def test_thirty_names_that_an_input_method_got_at_are_undone_or_put_up_never_wrong(bar, keyboard, method):
    bar.editors[Kind.NAME].focus()
    for name in NAMES:
        payload = AN.replace("Nguyễn Văn Ẩn", name)
        raw = keys_of(payload, method)
        keyboard.scan(raw, every=2)  # the scanner types the keys, UniKey is off
        keyboard.now += 400
        keyboard.through_unikey(raw, method, every=4)  # UniKey is on
        keyboard.press(ENTER, after=4)
    assert len(bar.told.cards) == 2 * len(NAMES)
    for name, *readings in zip(NAMES, bar.told.cards[::2], bar.told.cards[1::2], strict=True):
        for reading in readings:
            assert (reading.card.full_name, reading.certain) in ((name, True), (name, False))
    sure = sum(reading.certain for reading in bar.told.cards)
    assert sure >= 0.9 * len(bar.told.cards)
    assert words_in(bar.editors[Kind.NAME]) == ""
    assert bar.told.changes == []


def test_a_name_without_marks_is_put_up_for_correction(bar, keyboard):
    bar.editors[Kind.NAME].focus()
    keyboard.scan("052099001234||Nguyen Van An|01021999|Nam|Thon Nang An|15042021")
    (reading,) = bar.told.cards
    assert (reading.card.full_name, reading.certain) == ("Nguyen Van An", False)


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        ("|".join(AN.split("|")[:5]), card_qr.TOO_SHORT),
        (AN[1:], card_qr.BAD_NUMBER),
        (AN.replace("Nguyễn", "Nguyá»n"), card_qr.BROKEN_LETTERS),
    ],
)
def test_a_card_that_came_in_damaged_is_refused_and_does_not_land_either(bar, keyboard, payload, sentence):
    bar.editors[Kind.NOTE].focus()
    keyboard.scan(payload)
    assert bar.told.refusals == [sentence]
    assert bar.told.cards == bar.told.changes == []
    assert words_in(bar.editors[Kind.NOTE]) == ""


def test_a_scanner_without_enter_is_read_once_it_is_silent(bar, keyboard, qtbot):
    bar.editors[Kind.NAME].focus()
    with qtbot.waitSignal(bar.reader.scanned, timeout=5000):
        keyboard.scan(AN, end=None)


# By hand


@pytest.mark.parametrize("kind", [Kind.NAME, Kind.PERSONAL_NUMBER, Kind.DATE, Kind.PHONE, Kind.COUNT, Kind.NOTE])
@pytest.mark.parametrize("every", [80, 95, 140])
def test_the_fastest_typist_is_never_a_scanner(bar, keyboard, qtbot, kind, every):
    editor = bar.editors[kind]
    editor.focus()
    keyboard.type(AN.split("Nguyễn")[0] + "15", every=every)
    qtbot.waitUntil(lambda: words_in(editor).endswith("15"), timeout=5000)
    assert words_in(editor) == "052099001234||15"
    assert bar.told.cards == bar.told.refusals == []


def test_a_number_typed_at_any_speed_lands_whole_and_enter_goes_on(bar, keyboard):
    editor = bar.editors[Kind.PERSONAL_NUMBER]
    for every in (0, 10, 30, 60, 90):
        editor.set_value("")
        editor.focus()
        keyboard.type("052099001234", every=every)
        keyboard.press(ENTER, after=every)
        assert words_in(editor) == "052099001234"
        assert bar.told.changes[-1] == ("enter", Kind.PERSONAL_NUMBER)
    assert bar.told.cards == bar.told.refusals == []


def test_digits_and_letters_keep_their_order_however_fast(bar, keyboard, qtbot):
    line = bar.editors[Kind.TEXT].line
    bar.editors[Kind.TEXT].focus()
    keyboard.type("Tổ 12 thôn 3a|4b", every=20)
    keyboard.press(Qt.Key.Key_Left, after=20)
    keyboard.press("5", after=20)
    qtbot.waitUntil(lambda: "5" in line.text(), timeout=5000)
    assert line.text() == "Tổ 12 thôn 3a|45b"


def test_a_digit_waits_for_a_twentieth_of_a_second_and_no_longer_than_the_cursor_stays(bar, keyboard):
    editor = bar.editors[Kind.NAME]
    editor.focus()
    keyboard.press("7", after=100)
    assert editor.line.text() == ""
    bar.editors[Kind.NOTE].focus()
    assert editor.line.text() == "7"
    assert words_in(bar.editors[Kind.NOTE]) == ""


def test_a_key_held_down_is_not_a_scanner(bar):
    line = bar.editors[Kind.PHONE].line
    bar.editors[Kind.PHONE].focus()
    for time in (1000, *range(1500, 2070, 30)):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", time > 1000)
        event.setTimestamp(time)
        QApplication.sendEvent(line, event)
    assert line.text() == "1" * 20


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("every", [80, 120])
def test_unikey_loses_nothing_in_any_field(bar, keyboard, qtbot, kind, method, every):
    editor = bar.editors[kind]
    editor.focus()
    for words in ("Nguyễn Thị Thùy Hường", "Thôn 2, Đak Mang"):
        if isinstance(editor.control, QLineEdit | QPlainTextEdit):
            editor.control.clear()
            shown = keyboard.through_unikey(keys_of(words, method), method, every=every)
            qtbot.waitUntil(lambda: bar.reader._held == [], timeout=5000)
            assert words_in(editor) == shown == words
        else:
            keyboard.through_unikey(keys_of("đã kích", method), method, every=every)
            assert editor.value() == "activated"
    assert bar.told.cards == bar.told.refusals == []


# Armed


def test_after_f4_a_slow_scanner_is_read_too_and_then_keys_are_keys_again(bar, keyboard):
    editor = bar.editors[Kind.NAME]
    editor.focus()
    bar.reader.arm()
    keyboard.scan(AN, every=200)
    assert [reading.card.number for reading in bar.told.cards] == ["052099001234"]
    assert bar.told.armed == [True, False]
    assert words_in(editor) == ""
    keyboard.type("An", every=120)
    assert words_in(editor) == "An"


def test_escape_ends_waiting_and_forgets_what_came(bar, keyboard):
    editor = bar.editors[Kind.NAME]
    editor.focus()
    bar.reader.arm()
    keyboard.type("05209", every=200)
    keyboard.press(ESC, after=200)
    assert bar.told.armed == [True, False]
    keyboard.press(ENTER, after=200)
    assert bar.told.cards == bar.told.refusals == []
    assert words_in(editor) == ""


def test_what_is_no_card_is_refused_while_waiting_and_waiting_goes_on(bar, keyboard):
    bar.editors[Kind.NAME].focus()
    bar.reader.arm()
    keyboard.scan("8934567890123", every=10)
    assert bar.told.refusals == [card_qr.NOT_A_CARD]
    assert bar.reader.armed
    keyboard.scan(AN, every=10)
    assert len(bar.told.cards) == 1


def test_letters_an_input_method_commits_while_waiting_belong_to_the_card(bar, keyboard):
    bar.editors[Kind.NAME].focus()
    bar.reader.arm()
    keyboard.type(AN[:18], every=100)
    event = QInputMethodEvent()
    event.setCommitString(AN[18:])
    QApplication.sendEvent(bar.editors[Kind.NAME].line, event)
    keyboard.press(ENTER, after=100)
    assert [reading.card.full_name for reading in bar.told.cards] == ["Nguyễn Văn Ẩn"]
    assert words_in(bar.editors[Kind.NAME]) == ""


def test_a_field_outside_the_bar_is_left_alone(bar, keyboard, on_screen):
    line = QLineEdit()
    on_screen(line)
    line.setFocus()
    keyboard.scan(AN)
    assert line.text() == AN
    assert bar.told.cards == []


def test_the_reader_keeps_nothing_of_a_card(bar, keyboard):
    bar.editors[Kind.NAME].focus()
    keyboard.scan(AN)
    keyboard.scan("|".join(AN.split("|")[:5]))
    kept = [value for value in vars(bar.reader).values() if isinstance(value, str | list)]
    assert kept
    assert not any(kept)
