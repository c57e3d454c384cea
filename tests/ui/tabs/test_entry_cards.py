"""Cards at the bar: a scanner types, or somebody presses F4 first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from hoaian_desktop.records import Activation, Citizen
from hoaian_desktop.rules.card_qr import Card, Reading
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import drafts, entry
from tests.ui.tabs.at_the_bar import all_of

KEY = Qt.Key


def a_reading(name="Lê Thị Hoa", number="052187004417", certain=True):
    card = Card(number, "", name, PartialDate(1987, 3, 8), "female", "Thôn Năng An, Ân Tín", None)
    return Reading(card, certain)


def test_a_card_fills_the_line_and_goes_on_at_the_phone(clerk, store):
    clerk.sit_down()
    clerk.scan.take(a_reading())
    clerk.settle()
    assert clerk.place == "phone"
    clerk.save()
    assert [(c.personal_number, c.full_name, str(c.born), c.sex) for c in all_of(store, Citizen)] == [
        ("052187004417", "Lê Thị Hoa", "08/03/1987", "female")
    ]


def test_a_name_the_input_method_may_have_changed_is_put_up_for_correction(clerk):
    clerk.sit_down()
    clerk.scan.take(a_reading("Leê Thij Hoa", certain=False))
    clerk.settle()
    assert clerk.place == "full_name" and clerk.form.editors["full_name"].doubt()
    assert "tiếng Anh" in clerk.strip


def test_the_next_card_asks_once_what_becomes_of_the_unsaved_line(clerk, store):
    clerk.sit_down().type("Trần Thị Ba", "1948")
    clerk.scan.take(a_reading())
    clerk.scan.take(a_reading("Ngô Văn Tư", "052078007740"))
    assert "Trần Thị Ba</b> chưa lưu" in clerk.strip and clerk.value("full_name") == "Trần Thị Ba"
    clerk.bar.strip.buttons[0].click()
    clerk.settle()
    assert [c.full_name for c in all_of(store, Citizen)] == ["Trần Thị Ba"]
    assert clerk.value("full_name") == "Lê Thị Hoa" and "Còn <b>1</b> thẻ" in clerk.strip
    clerk.save()
    assert clerk.value("full_name") == "Ngô Văn Tư"


def test_an_unsaved_line_can_give_way_to_the_card(clerk, store):
    clerk.sit_down().type("Trần Thị Ba")
    clerk.scan.take(a_reading())
    clerk.bar.strip.buttons[1].click()
    clerk.settle()
    assert clerk.value("full_name") == "Lê Thị Hoa" and all_of(store, Activation) == []


def test_f4_waits_for_a_card_and_esc_waits_no_longer(clerk):
    clerk.sit_down().typist.key(KEY.Key_F4)
    assert clerk.scan.wedge.armed and "Đang chờ thẻ" in clerk.strip
    clerk.typist.key(KEY.Key_Escape)
    assert not clerk.scan.wedge.armed and clerk.strip == ""


def test_a_scanner_at_the_bar_fills_it_and_leaves_no_payload_in_the_book(clerk, store, settle):
    payload = "052187004417||Lê Thị Hoa|08031987|Nữ|Thôn Năng An, Ân Tín, Hoài Ân, Bình Định|15042021"
    clerk.sit_down()
    clerk.scan.arm()
    for at, letter in enumerate(f"{payload}\r"):
        event = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Return if letter == "\r" else 0,
                          Qt.KeyboardModifier.NoModifier, letter)  # fmt: skip
        event.setTimestamp(1000 + 5 * at)
        QApplication.sendEvent(QApplication.focusWidget(), event)
    settle()
    assert (clerk.value("full_name"), clerk.value("personal_number")) == ("Lê Thị Hoa", "052187004417")
    clerk.desk.keep()
    settle()
    kept = store.read(partial(drafts.recall, place=entry.PLACE)).values
    assert "|" not in str(kept) and "15042021" not in str(kept) and "Bình Định" not in str(kept)


def test_fast_digits_that_move_the_cursor_on_take_the_next_key_along(clerk, settle):
    clerk.sit_down().type("Trần Thị Ba")
    for at, letter in enumerate("18/8/1983"):
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        event.setTimestamp(5000 + 12 * at)
        QApplication.sendEvent(QApplication.focusWidget(), event)
    clerk.scan.wedge._release()
    assert (clerk.value("full_name"), clerk.value("born")) == ("Trần Thị Ba", "18/8/1983")
