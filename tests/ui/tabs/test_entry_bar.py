"""A Sunday's paper list is keyed in without the mouse; the bar knows people, doubts, and loses nothing."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from hoaian_desktop.records import Activation, Citizen, Confirmation, Draft
from hoaian_desktop.services import drafts, entry, keeping
from tests.builders import a_citizen, an_activation
from tests.ui.tabs.at_the_bar import Clerk, all_of
from ui.tabs.activations import ActivationsTab

KEY = Qt.Key


def test_ten_people_take_at_most_four_keys_beside_the_letters_of_the_list(clerk, store, settle):
    clerk.sit_down()
    before = clerk.typist.pressed
    people = [
        ("052099000127", "Nguyễn Văn Khải", "1999", "nam"),
        ("052187004417", "Phạm Thị Bích Hạnh", "1987", "nữ"),
        ("052062002206", "Võ Ngọc Toàn", "1962", "nam"),
        ("052195009031", "Huỳnh Thị Kim Loan", "1995", "nữ"),
        ("052078007740", "Đinh Văn Tới", "1978", "nam"),
        ("", "Trần Thị Ba", "1948", "nữ"),
        ("052204005582", "Lê Hoàng Nhật Tân", "2004", "nam"),
        ("052191003319", "Nguyễn Thị Thủy Tiên", "1991", "nữ"),
        ("", "Đặng Ngọc Ánh", "1983", "na"),
        ("052070008890", "Bùi Xuân Thành", "1970", "nam"),
    ]
    for number, name, born, sex in people:
        # A name goes into the empty number field: who has no number needs no key for that.
        clerk.type(*filter(None, (number, name, born, "" if number else sex[:2]))).save()
        assert clerk.strip == ""
    kept = all_of(store, Activation)
    assert {(a.day, a.status, a.team_id, a.service_id) for a in kept} == {(date(2023, 11, 20), "activated", 1, 2)}
    helpers = store.read(lambda s: [keeping.values_of(s, Activation, a.id)["volunteers"] for a in kept])
    assert helpers == [(1, 2)] * 10
    people_kept = [(c.personal_number or "", c.full_name, str(c.born), c.sex) for c in all_of(store, Citizen)]
    assert people_kept == [(n, name, b, "male" if s.startswith("na") else "female") for n, name, b, s in people]
    letters = sum(len(n) + len(name) + len(b) + (0 if n else 2) for n, name, b, _ in people)
    assert clerk.typist.pressed - before - letters <= 4 * len(people)
    clerk.tab.tasks.rested.emit()
    settle()
    assert clerk.tab.page.list.footer.text() == "<b>10</b> lượt · <b>10</b> người · <b>10</b> tài khoản"


def test_letters_and_digits_find_their_field_without_enter(clerk, store):
    clerk.sit_down().type("052099000127Nguyễn Văn Khải1999")
    clerk.typist.enter()
    clerk.type("0905123456").save()
    clerk.type("Trần Thị Ba1948")
    clerk.typist.enter()
    clerk.type("nữ0905123457").save()
    assert [(c.personal_number, c.full_name, str(c.born), c.sex, c.phone) for c in all_of(store, Citizen)] == [
        ("052099000127", "Nguyễn Văn Khải", "1999", "male", "0905123456"),
        (None, "Trần Thị Ba", "1948", "female", "0905123457"),
    ]


def test_a_digit_in_a_name_stays_there_to_be_seen_once_the_year_is_known(clerk):
    clerk.sit_down().type("Trần Thị Ba", "1948")
    clerk.form.editors["full_name"].focus()
    clerk.form.editors["full_name"].control.deselect()
    clerk.type("2")
    assert clerk.value("full_name") == "Trần Thị Ba2"


def test_the_new_row_is_on_top_lit_and_no_box_opens(clerk, store):
    store.run(lambda s: an_activation(s, day=date(2023, 11, 1)))
    clerk.tab.reload()
    clerk.sit_down().type("Trần Thị Ba", "1948").save()
    table = clerk.tab.named.list.table
    top = table.model.row_at(0)
    assert "Trần Thị Ba" in top.cells and table.model._lit == top.id == table.current_id()
    assert QApplication.activeModalWidget() is None
    assert clerk.place == "personal_number" and clerk.value("full_name") == ""
    assert [clerk.value(name) for name in ("team_id", "village_id", "volunteers")] == [1, 1, (1, 2)]


def test_the_day_is_typed_short(clerk, store):
    clerk.tab.add_new()
    clerk.type("5", "nang an", "nang an", "vneid muc 2").typist.enter(2)
    clerk.type("Trần Thị Ba").save()
    for typed, name in (("5/11", "Trần Thị Tư"), ("061123", "Trần Thị Năm"), ("hôm qua", "Trần Thị Sáu")):
        clerk.typist.key(KEY.Key_F8)
        clerk.type(typed).typist.key(KEY.Key_F8)
        clerk.type(name).save()
    days = [(c.full_name, a.day.day) for c, a in zip(all_of(store, Citizen), all_of(store, Activation), strict=True)]
    assert days == [("Trần Thị Ba", 5), ("Trần Thị Tư", 5), ("Trần Thị Năm", 6), ("Trần Thị Sáu", 19)]
    assert {(a.day.year, a.day.month) for a in all_of(store, Activation)} == {(2023, 11)}


def test_the_year_of_birth_is_typed_short(clerk, store):
    clerk.sit_down()
    for name, typed in (("Trần Thị Ba", "58"), ("Lê Văn Tư", "1961"), ("Ngô Thị Năm", "12/3/58")):
        clerk.type(name, typed).save()
    assert [str(c.born) for c in all_of(store, Citizen)] == ["1958", "1961", "12/03/1958"]


def test_a_key_pressed_twice_saves_once_and_confirms_nothing(clerk, store):
    store.run(lambda s: an_activation(s, a_citizen(s, personal_number="052099000127"), day=date(2023, 10, 12)))
    clerk.sit_down().type("Trần Thị Ba", "1948").save().save()
    assert len(all_of(store, Activation)) == 2  # the empty line after it has no name
    clerk.typist.key(KEY.Key_Escape)
    clerk.type("052099000127").save().save()
    assert len(all_of(store, Activation)) == 2


def test_a_list_of_long_ago_is_asked_about_once_not_at_each_person(clerk, store):
    clerk.tab.add_new()
    clerk.type("12/11/2018", "", "nang an", "vssid").typist.enter(2)
    clerk.type("Trần Thị Ba", "1948").save()
    assert "12/11/2018 cách đây hơn" in clerk.strip and all_of(store, Activation) == []
    clerk.read().save()
    for name in ("Lê Văn Tư", "Ngô Thị Năm"):
        clerk.type(name, "1950").look()
        assert clerk.strip == ""
        clerk.save()
    assert len(all_of(store, Activation)) == 3
    kept = [(c.record_id, c.code) for c in all_of(store, Confirmation)]
    assert kept == [(id_, code) for id_ in (1, 2, 3) for code in ("before-start", "far-past")]
    clerk.typist.key(KEY.Key_F8)
    clerk.type("13/11/2018").typist.key(KEY.Key_F8)
    clerk.type("Hồ Thị Sáu", "1951").save()
    assert "13/11/2018" in clerk.strip and len(all_of(store, Activation)) == 3


def test_letters_typed_while_a_line_is_saved_belong_to_the_next_one(clerk, store, tasks):
    clerk.sit_down().type("Trần Thị Ba", "1948")
    clerk.desk.save()
    for letter in "Lê":
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget(), event)
    clerk.settle()
    assert [c.full_name for c in all_of(store, Citizen)] == ["Trần Thị Ba"]
    assert clerk.value("full_name") == "Lê"


def test_an_old_phone_number_is_converted_and_that_is_said(clerk, store):
    clerk.sit_down().type("Trần Thị Ba", "1948").typist.enter(2)
    clerk.type("01629123456").look()
    assert "032" in clerk.strip
    clerk.save()
    assert [c.phone for c in all_of(store, Citizen)] == ["0329123456"]


def test_a_fault_is_said_in_the_strip_and_nothing_is_lost(clerk, store):
    clerk.sit_down().type("Trần Thị Ba", "31/02/1948").save()
    assert clerk.strip.startswith("<b>Năm sinh</b>: Tháng 2")
    assert clerk.place == "born" and clerk.value("full_name") == "Trần Thị Ba"
    assert all_of(store, Activation) == []


def test_a_hard_rule_is_said_and_not_passed_by_a_second_try(clerk, store):
    clerk.sit_down().type("Nguyễn Bé Na", "15/3/2019").save().read().save()
    assert "Trẻ dưới 6 tuổi" in clerk.strip
    assert all_of(store, Activation) == []


def test_f2_takes_the_last_line_again_and_gives_the_begun_one_back(clerk, store):
    clerk.sit_down().type("Trần Thị Ba", "1948").save()
    clerk.type("Lê Văn")
    clerk.typist.key(KEY.Key_F2)
    assert clerk.value("full_name") == "Trần Thị Ba" and "Đang sửa lượt vừa lưu" in clerk.strip
    clerk.form.editors["born"].focus()
    clerk.type("1949").save()
    assert [str(c.born) for c in all_of(store, Citizen)] == ["1949"] and len(all_of(store, Activation)) == 1
    assert clerk.value("full_name") == "Lê Văn"


def test_f7_repeats_what_this_field_had_last(clerk, store):
    clerk.sit_down().type("Trần Thị Ba", "1948").save()
    clerk.type("Trần Thị Tư").typist.enter().key(KEY.Key_F7)
    assert clerk.value("born") == "1948"


def test_esc_clears_the_person_and_the_message_brings_her_back(clerk, store):
    clerk.sit_down().type("Trần Thị Ba", "1948").typist.key(KEY.Key_Escape)
    assert clerk.value("full_name") == "" and clerk.value("team_id") == 1
    clerk.tab.named.toast.undo_button.click()
    assert (clerk.value("full_name"), clerk.value("born")) == ("Trần Thị Ba", "1948")


def test_shift_enter_goes_back_and_f8_to_what_stays(clerk):
    clerk.sit_down().type("Trần Thị Ba", "1948")
    clerk.form.editors["born"].focus()
    from PySide6.QtTest import QTest

    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert clerk.place == "full_name"
    clerk.typist.key(KEY.Key_F8)
    assert clerk.place == "day"
    clerk.typist.key(KEY.Key_F8)
    assert clerk.place == "personal_number"


def test_without_pins_the_next_line_begins_empty(clerk, store):
    clerk.sit_down().type("Trần Thị Ba")
    clerk.form.unpin.click()
    clerk.save()
    assert [clerk.value(name) for name in ("team_id", "village_id", "service_id")] == [None] * 3


def test_an_unfinished_line_is_there_again_after_a_restart_and_gone_once_saved(clerk, store, settle, again):
    clerk.sit_down().type("Trần Thị Ba", "19")
    clerk.desk.keep()
    settle()
    clerk = again()
    assert (clerk.value("full_name"), clerk.value("born"), clerk.value("team_id")) == ("Trần Thị Ba", "19", 1)
    assert "Đã lấy lại dòng đang nhập dở" in clerk.strip
    clerk.form.editors["born"].focus()
    clerk.type("1948").save()
    assert all_of(store, Draft) == [] and len(all_of(store, Activation)) == 1


def test_the_line_is_kept_by_itself_and_given_up_with_esc(clerk, store, settle, qtbot):
    clerk.sit_down().type("Trần Thị Ba")
    qtbot.waitUntil(lambda: [d.values["full_name"] for d in all_of(store, Draft)] == ["Trần Thị Ba"], timeout=3000)
    clerk.typist.key(KEY.Key_Escape)
    assert all_of(store, Draft) == []


def test_closing_asks_nothing_about_a_line_that_will_be_there_again(clerk, store, settle):
    clerk.sit_down().type("Trần Thị Ba")
    assert not clerk.tab.has_unsaved()
    settle()
    assert store.read(partial(drafts.recall, place=entry.PLACE)).values["full_name"] == "Trần Thị Ba"


def test_the_whole_form_goes_on_with_what_was_typed(clerk):
    clerk.sit_down().type("Nguyễn Bé Na", "2012")
    clerk.typist.key(KEY.Key_E, control=True)
    editors = clerk.tab.named.form_panel.form.editors
    assert clerk.tab.named.form_open
    assert (editors["full_name"].value(), editors["born"].value()) == ("Nguyễn Bé Na", "2012")
    assert editors["team_id"].value() == 1 and clerk.value("full_name") == ""


def test_a_day_of_transaction_is_asked_for_by_the_status(clerk, store):
    clerk.sit_down("nop ho so").type("Trần Thị Ba", "1948")
    clerk.form.editors["status"].focus()
    clerk.typist.type("da phat").enter()
    assert clerk.place == "transaction_day"
    clerk.typist.type("20/11")
    clerk.save()
    assert [(a.status, a.transaction_day) for a in all_of(store, Activation)] == [("transacted", date(2023, 11, 20))]


def test_in_a_small_window_what_stays_is_one_line_of_words(open_tab, village_life, typist, settle):
    clerk = Clerk(open_tab(ActivationsTab, 911, 441), typist, settle)
    clerk.tab.stack.setCurrentIndex(0)
    QApplication.processEvents()
    assert clerk.form.pinned_words.text() == "20/11/2023 · chưa chọn dịch vụ"
    clerk.sit_down()
    clerk.form.fold_pinned(True)
    settle()
    assert clerk.form.pinned_words.text().startswith("20/11/2023 · Tổ CNSCĐ thôn Năng An · Năng An · VNeID mức 2")


def test_the_bar_fits_every_window_and_never_scrolls_away(open_tab, village_life):
    tab = open_tab(ActivationsTab)
    tab.stack.setCurrentIndex(0)
    tab.add_new()
    form = tab.named.bar.form
    for size in ((1366, 697), (1093, 543), (911, 441)):
        tab.window().resize(*size)
        QApplication.processEvents()
        assert (tab.window().width(), tab.window().height()) == size
        assert form.save.isVisible() and tab.named.bar.minimumSizeHint().width() <= tab.named.main.width(), size
        assert form.save.visibleRegion().boundingRect().size() == form.save.size(), size
