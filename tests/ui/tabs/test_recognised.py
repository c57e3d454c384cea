"""A person is recognised while she is typed: by number at once, by likeness as a suggestion, never silently."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from hoaian_desktop.records import Activation, Citizen, Confirmation, DifferentPersons
from tests.builders import a_citizen, a_village, an_activation
from tests.ui.tabs.at_the_bar import accounts, all_of

KEY = Qt.Key


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


def test_who_was_picked_and_who_was_not_survive_a_power_cut_too(clerk, store, settle, again):
    def fill(session):
        people = [("Nguyễn Văn Khải", "052099000127"), ("Nguyễn Văn Khãi", "052099000128")]
        return [a_citizen(session, name, personal_number=number, village_id=1).id for name, number in people]

    shown, other = store.run(fill)
    clerk.sit_down().type("Nguyễn Văn Khải", "1999").look()
    clerk.bar.strip.buttons[1].click()
    settle()
    clerk.typist.key(KEY.Key_F3)
    clerk.desk.keep()
    settle()
    clerk = again()
    clerk.look()
    assert clerk.tab.named.card_panel.title() == "Công dân đang nhập"
    clerk.form.focus_person()
    clerk.save()
    assert [a.citizen_id for a in all_of(store, Activation)] == [other]
    assert [(d.first_id, d.second_id) for d in all_of(store, DifferentPersons)] == [(shown, other)]
