"""Ctrl+K: the whole book searched by keys alone, while UniKey types and answers arrive late."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hoaian_desktop.services import searching
from hoaian_desktop.services.searching import Group
from tests.builders import a_citizen, a_team, a_village, a_volunteer, an_activation, an_event, an_influencer
from tests.ui.conftest import at_first, sessions
from ui import waiting
from ui.session import Session
from ui.widgets.search_box import NARROW, WIDE, SearchBox

CONTROL = Qt.KeyboardModifier.ControlModifier


def one_of_everything(session):
    village = a_village(session, "Năng An")
    about = {"village_id": village.id, "personal_number": "052099001234", "phone": "0905123456"}
    an_activation(session, a_citizen(session, "Nguyễn Văn An", **about))
    an_activation(session, a_citizen(session, "Trần Thị Bình"))
    a_volunteer(session, "Lê Thị Thu Hà")
    a_team(session, "Tổ CNSCĐ thôn Năng An")
    an_event(session, "Phát thanh về lừa đảo")
    an_influencer(session, "Đinh Văn Thơ")


@pytest.fixture(scope="module")
def _office(qapp, office_made, tmp_path_factory) -> Iterator[Session]:
    with sessions(qapp, office_made) as begin:
        opened = begin(tmp_path_factory.mktemp("office") / "Đoàn xã Ân Tín")
        opened.book.store.run(one_of_everything)
        yield opened


@pytest.fixture
def office(_office) -> Session:
    """An office with one of everything that can be found; searching changes nothing in it."""
    return at_first(_office)


def begin(session: Session) -> SearchBox:
    QTest.keySequence(session.window.focusWidget() or session.window, "Ctrl+K")
    box = session.window.search
    assert box.hasFocus()
    return box


def look_for(session: Session, type_in, text: str) -> SearchBox:
    box = begin(session)
    type_in(box, text)
    waiting.until(box.hits.isVisible, "kết quả đã hiện", 5)
    return box


def test_a_person_is_found_and_opened_by_keys_alone(office, type_in):
    box = look_for(office, type_in, "nguyen van an an tin")
    assert box.hits.current().words == "Nguyễn Văn An"
    QTest.keyClick(box, Qt.Key.Key_Return)
    waiting.settle(office.tasks)
    page = office.window.tab.page
    assert office.window.tab.title == "Kích hoạt" and page.list.table.count() == 1
    assert page.card_panel.folder.name.text() == "Nguyễn Văn An"
    assert not page.card_panel.is_collapsed()
    assert page.list.behind_strip.text() == "Đang xem: <b>công dân Nguyễn Văn An</b>"
    assert box.text() == "" and not box.hits.isVisible()


def test_enter_before_the_answer_takes_the_first_one_when_it_comes(office, type_in):
    box = begin(office)
    type_in(box, "bình")
    QTest.keyClick(box, Qt.Key.Key_Return)
    waiting.until(lambda: office.window.tab.title == "Kích hoạt", "đã mở Kích hoạt", 5)
    waiting.settle(office.tasks)
    assert office.window.tab.page.card_panel.folder.name.text() == "Trần Thị Bình"


@pytest.mark.parametrize(
    ("typed", "title", "listing"),
    [
        ("thu ha", "Tình nguyện viên", "volunteers"),
        ("to nang an", "Tổ công nghệ số", "teams"),
        ("lua dao", "Chiến dịch", "events"),
        ("van tho", "Chiến dịch", "influencers"),
    ],
)
def test_every_kind_opens_where_it_is_kept(office, type_in, typed, title, listing):
    box = look_for(office, type_in, typed)
    wanted = box.hits.current()
    QTest.keyClick(box, Qt.Key.Key_Enter)
    waiting.settle(office.tasks)
    page = office.window.tab.page
    assert (office.window.tab.title, page.kept.listing.key) == (title, listing)
    assert page.list.table.current_id() == wanted.what.id


def test_down_and_up_pass_over_the_headings(office, type_in):
    box = look_for(office, type_in, "an")
    groups = [box.hits.current().group]
    for _ in range(len(box.hits.words())):
        QTest.keyClick(box, Qt.Key.Key_Down)
        groups.append(box.hits.current().group)
    assert {Group.CITIZEN, Group.TEAM} <= set(groups)
    before = box.hits.current()
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.hits.current() == before and box.hasFocus()


def test_a_click_chooses_and_the_list_never_takes_the_cursor(office, type_in):
    box = look_for(office, type_in, "1234")
    view = box.hits.view
    assert box.hasFocus() and view.focusPolicy() == Qt.FocusPolicy.NoFocus
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.currentIndex()).center())
    waiting.settle(office.tasks)
    assert office.window.tab.page.card_panel.folder.name.text() == "Nguyễn Văn An"


def test_nothing_found_says_so_and_what_to_try(office, type_in):
    box = look_for(office, type_in, "không có ai")
    first, second = box.hits.words()
    assert first == "Không tìm thấy “không có ai” trong sổ." and second.startswith("Thử ")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.hits.isVisible() and box.hasFocus()


def test_esc_closes_the_list_then_empties_then_goes_back(office, type_in):
    office.window.go("volunteers")
    waiting.settle(office.tasks)
    office.window.tab.page.find()
    before = QApplication.focusWidget()
    box = look_for(office, type_in, "thu")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.hits.isVisible() and box.text() == "thu"
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == "" and box.hasFocus()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert before.hasFocus()


def test_an_answer_to_what_is_no_longer_asked_is_not_shown(office, type_in):
    box = begin(office)
    type_in(box, "an")
    late = office.book.store.read(partial(searching.search, text="an"))
    type_in(box, "x")
    box._show("an", late)
    assert not box.hits.isVisible()


def test_unikey_changes_letters_while_the_list_is_open_and_nothing_is_lost(office, type_in):
    box = look_for(office, type_in, "bi")
    for replaced, by in ((1, "ì"), (0, "n"), (0, "h")):
        for _ in range(replaced):
            QTest.keyClick(box, Qt.Key.Key_Backspace)
        type_in(box, by)
    assert box.text() == "bình"
    waiting.until(lambda: box.hits.current() is not None and box.hits.current().words == "Trần Thị Bình", "thấy", 5)


def test_numbers_are_masked_in_the_answers(office, type_in):
    box = look_for(office, type_in, "052099001234")
    said = box.hits.current().detail
    assert "052*****1234" in said and "0905***456" in said and "052099001234" not in said


def test_the_line_gives_room_in_a_small_window(office):
    window = office.window
    window.resize(1366, 700)
    assert window.search.width() == WIDE
    window.resize(1093, 600)
    assert window.search.width() == NARROW
