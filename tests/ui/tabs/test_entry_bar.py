"""A Sunday's paper list is keyed in without the mouse; the bar knows people, doubts, and loses nothing."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import select

from hoaian_desktop.indicators import counting
from hoaian_desktop.records import Activation, Citizen, Confirmation, DifferentPersons, Draft
from hoaian_desktop.rules.card_qr import Card, Reading
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import drafts, entry, keeping
from tests.builders import SINCE, a_citizen, a_membership, a_team, a_village, a_volunteer, an_activation
from ui.tabs.activations import ActivationsTab

KEY = Qt.Key


def all_of(store, record):
    return store.read(lambda session: session.scalars(select(record)).all())


def accounts(store, code="2.2"):
    return store.read(
        lambda s: counting.count_spans(s, [Span(SINCE, date(2023, 12, 31))], SINCE, [code])[0][code].total
    )


@pytest.fixture
def village_life(store):
    """A team with two helpers and a village."""

    def fill(session):
        team = a_team(session)
        a_village(session)
        for name in ("Đặng Hữu Phước", "Lê Thị Thu Hà"):
            a_membership(session, team, a_volunteer(session, name))

    store.run(fill)


@pytest.fixture
def tab(open_tab, village_life):
    return open_tab(ActivationsTab)


class Clerk:
    """Works at the bar, and waits where a person would read."""

    def __init__(self, tab, typist, settle):
        self.tab, self.typist, self.settle = tab, typist, settle
        self.bar, self.desk, self.form = tab.named.bar, tab.named.desk, tab.named.bar.form
        self.scan = tab.named.scan

    def sit_down(self, service="vneid muc 2"):
        self.tab.add_new()
        self.typist.enter().type("nang an").enter().type("nang an").enter().type(service).enter()
        self.typist.type("phuoc").enter().type("thu ha").enter().enter()
        return self

    def type(self, *texts):
        """One text a field; Enter between them."""
        for at, text in enumerate(texts):
            if at:
                self.typist.enter()
            self.typist.type(text)
        return self

    def look(self):
        """Wait until the bar has looked at what is typed."""
        self.desk.watch.look()
        self.settle()
        return self

    def save(self):
        self.typist.key(KEY.Key_Return, control=True)
        return self

    def read(self):
        """Take the time to read what the strip says."""
        self.desk.watch._asked_at.invalidate()
        return self

    @property
    def strip(self):
        return self.bar.strip.text()

    def value(self, name):
        return self.form.editors[name].peek()

    @property
    def place(self):
        now = self.form.focused()
        return now.field.name if now else None


@pytest.fixture
def clerk(tab, typist, settle):
    return Clerk(tab, typist, settle)


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


@pytest.mark.parametrize(
    ("typed", "day"),
    [("5", date(2023, 11, 5)), ("5/11", date(2023, 11, 5)), ("051123", date(2023, 11, 5)),
     ("hôm qua", date(2023, 11, 19))],
)  # fmt: skip
def test_the_day_is_typed_short(clerk, store, typed, day):
    clerk.tab.add_new()
    clerk.type(typed, "nang an", "nang an", "vneid muc 2").typist.enter(2)
    clerk.type("Trần Thị Ba").save()
    assert [a.day for a in all_of(store, Activation)] == [day]


@pytest.mark.parametrize(("typed", "born"), [("58", "1958"), ("1958", "1958"), ("12/3/58", "12/03/1958")])
def test_the_year_of_birth_is_typed_short(clerk, store, typed, born):
    clerk.sit_down().type("Trần Thị Ba", typed).save()
    assert [str(c.born) for c in all_of(store, Citizen)] == [born]


def test_a_known_number_fills_the_person_at_once_and_shows_her_history(clerk, store, settle):
    def fill(session):
        known = a_citizen(session, personal_number="052099000127", village_id=a_village(session, "Vĩnh Đức").id)
        an_activation(session, known, "vssid", day=date(2023, 10, 12))

    store.run(fill)
    clerk.tab.reload()
    settle()
    clerk.sit_down().type("052099000127")
    assert (clerk.value("full_name"), clerk.value("born"), clerk.value("village_id")) == ("Nguyễn Văn Khải", "1999", 2)
    panel = clerk.tab.named.card_panel
    assert panel.title() == "Công dân đang nhập"
    assert "VssID" in [label.text() for label in panel.findChildren(QLabel)]
    clerk.typist.enter()
    assert clerk.place == "phone" or clerk.place == "status"  # what the book filled is passed over
    clerk.save()
    assert len(all_of(store, Citizen)) == 1
    assert clerk.value("village_id") == 1  # the next person lives where the list says
    assert panel.title() == "Công dân"


def test_the_sex_a_number_says_is_there_with_its_last_digit_and_goes_with_it(clerk):
    clerk.sit_down().type("052199000127")
    assert clerk.value("sex") == "female"
    clerk.typist.key(KEY.Key_Backspace)
    assert clerk.value("sex") is None


def test_another_number_takes_away_what_the_first_had_filled(clerk, store):
    store.run(lambda s: an_activation(s, a_citizen(s, personal_number="052099000127")))
    clerk.sit_down().type("052099000127")
    assert clerk.value("full_name") == "Nguyễn Văn Khải"
    clerk.typist.key(KEY.Key_Backspace)
    clerk.look()
    assert clerk.value("full_name") == ""


def test_a_name_is_suggested_and_f3_takes_her(clerk, store):
    her = store.run(lambda s: an_activation(s, a_citizen(s, personal_number="052099000127"), "vssid").citizen_id)
    clerk.sit_down().type("Nguyễn Văn Khải", "1999").look()
    assert "Có thể là <b>Nguyễn Văn Khải</b>" in clerk.strip and len(all_of(store, Citizen)) == 1
    clerk.typist.key(KEY.Key_F3)
    assert clerk.tab.named.card_panel.title() == "Công dân đang nhập"
    clerk.save()
    assert [a.citizen_id for a in all_of(store, Activation)] == [her, her]


def test_a_slip_is_suggested_with_its_reason_and_f3_changes_nothing_of_hers(clerk, store):
    store.run(lambda s: an_activation(s, a_citizen(s, personal_number="052099000127", village_id=1), "vssid"))
    clerk.sit_down().type("Nguyễn Khải", "2000").look()
    assert "Có thể là <b>Nguyễn Văn Khải</b>" in clerk.strip
    assert "thiếu tên đệm" in clerk.strip and "năm sinh lệch một năm" in clerk.strip
    clerk.typist.key(KEY.Key_F3)
    assert (clerk.value("full_name"), clerk.value("born")) == ("Nguyễn Văn Khải", "1999")
    clerk.save()
    assert [(c.full_name, str(c.born)) for c in all_of(store, Citizen)] == [("Nguyễn Văn Khải", "1999")]
    assert len(all_of(store, Activation)) == 2


def test_only_who_was_shown_is_called_somebody_else_and_the_next_one_is_shown(clerk, store):
    def fill(session):
        people = [("Nguyễn Văn Khải", "052099000127"), ("Nguyễn Văn Khãi", "052099000128")]
        return [a_citizen(session, name, personal_number=number, village_id=1).id for name, number in people]

    shown, other = store.run(fill)
    clerk.sit_down().type("Nguyễn Văn Khải", "1999").look()
    assert "Nguyễn Văn Khải</b>" in clerk.strip and "và 1 người nữa" in clerk.strip
    clerk.bar.strip.buttons[1].click()
    clerk.settle()
    assert "Nguyễn Văn Khãi</b>" in clerk.strip and "người nữa" not in clerk.strip
    clerk.typist.key(KEY.Key_F3)
    clerk.save()
    assert [a.citizen_id for a in all_of(store, Activation)] == [other]
    assert [(d.first_id, d.second_id) for d in all_of(store, DifferentPersons)] == [(shown, other)]


def test_who_is_not_the_same_person_is_somebody_new_and_that_is_remembered(clerk, store):
    store.run(lambda s: an_activation(s, a_citizen(s, personal_number="052099000127"), "vssid"))
    clerk.sit_down().type("Nguyễn Văn Khải", "1999").look()
    clerk.bar.strip.buttons[1].click()
    clerk.settle()
    assert clerk.strip == ""
    clerk.save()
    assert len(all_of(store, Citizen)) == 2 and len(all_of(store, DifferentPersons)) == 1


def test_the_same_person_without_number_is_never_taken_silently(clerk, store):
    clerk.sit_down().type("Trần Thị Ba", "1948").save()
    clerk.type("Trần Thị Ba", "1948").save()
    assert "Trong sổ đã có Trần Thị Ba" in clerk.strip and len(all_of(store, Activation)) == 1
    clerk.read().save()
    assert len(all_of(store, Activation)) == 2 and len(all_of(store, Citizen)) == 1
    assert accounts(store) == 1


def test_the_same_service_twice_warns_with_day_and_team_and_enter_confirms_nothing(clerk, store):
    store.run(
        lambda s: an_activation(s, a_citizen(s, personal_number="052099000127"), day=date(2023, 10, 12), team_id=1)
    )
    clerk.sit_down().type("052099000127").look()
    assert "12/10/2023" in clerk.strip and "Tổ" in clerk.strip
    clerk.typist.enter(3)
    assert len(all_of(store, Activation)) == 1
    clerk.read().save()
    assert len(all_of(store, Activation)) == 2
    assert [c.code for c in all_of(store, Confirmation)] == ["same-service-again"]
    assert accounts(store) == 1


def test_level_two_after_level_one_is_welcome(clerk, store):
    store.run(lambda s: an_activation(s, a_citizen(s, personal_number="052099000127"), "vneid-1"))
    clerk.sit_down().type("052099000127").look()
    assert clerk.strip == ""
    clerk.save()
    assert (accounts(store, "2.1"), accounts(store, "2.2")) == (1, 1)


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


def test_an_unfinished_line_is_there_again_after_a_restart_and_gone_once_saved(clerk, store, open_tab, typist, settle):
    clerk.sit_down().type("Trần Thị Ba", "19")
    clerk.desk.keep()
    settle()
    again = Clerk(open_tab(ActivationsTab), typist, settle)
    again.tab.stack.setCurrentIndex(0)
    assert (again.value("full_name"), again.value("born"), again.value("team_id")) == ("Trần Thị Ba", "19", 1)
    assert "Đã lấy lại dòng đang nhập dở" in again.strip
    again.form.editors["born"].focus()
    again.type("1948").save()
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


@pytest.mark.parametrize("width", [1366, 1093, 911])
def test_the_bar_fits_every_window_and_never_scrolls_away(open_tab, village_life, width):
    tab = open_tab(ActivationsTab, width, {1366: 697, 1093: 543, 911: 441}[width])
    tab.stack.setCurrentIndex(0)
    tab.add_new()
    form = tab.named.bar.form
    QApplication.processEvents()
    assert form.save.isVisible() and tab.named.bar.minimumSizeHint().width() <= tab.named.main.width()
    assert form.save.visibleRegion().boundingRect().size() == form.save.size()


# Cards


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
