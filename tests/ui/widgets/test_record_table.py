from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QToolTip

from hoaian_desktop.records import Volunteer
from hoaian_desktop.services import listings, lists
from hoaian_desktop.services.lists import Query
from tests.builders import a_citizen, a_number, a_volunteer, an_activation
from ui.theme import token
from ui.widgets import record_model
from ui.widgets.column_memory import Columns
from ui.widgets.record_table import RecordTable

NAMES = ["Lê Thị Thu Hà", "Ngô Thị Ánh", "Huỳnh Quốc Bảo", "Nguyễn Trọng Đạt", "Trần Minh Châu"]
BY_GIVEN_NAME = ["Ngô Thị Ánh", "Huỳnh Quốc Bảo", "Trần Minh Châu", "Nguyễn Trọng Đạt", "Lê Thị Thu Hà"]


def make_volunteers(session, names):
    return [a_volunteer(session, name, phone="0905662315", status="active").id for name in names]


@pytest.fixture
def table(tasks, store, on_screen, settled):
    """The volunteers, five of them."""
    store.run(lambda session: make_volunteers(session, NAMES))
    made = RecordTable(tasks, listings.VOLUNTEERS)
    made.resize(1000, 320)
    on_screen(made)
    made.reload()
    settled()
    return made


def column(table, name):
    return [field.name for field in table.listing.fields].index(name)


def shown(table, name="full_name"):
    at = column(table, name)
    return [table.model.index(row, at).data() for row in range(table.count())]


def click_heading(qtbot, table, name):
    header = table.view.horizontalHeader()
    x = header.sectionViewportPosition(column(table, name)) + 12
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, header.height() // 2))


def test_volunteers_stand_in_the_order_of_their_given_names(table):
    assert shown(table) == BY_GIVEN_NAME


def test_a_click_on_a_heading_sorts_and_a_second_turns_it_round(table, qtbot, settled):
    click_heading(qtbot, table, "full_name")
    settled()
    assert shown(table) == BY_GIVEN_NAME[::-1]
    click_heading(qtbot, table, "born")
    settled()
    assert table.query().sort == "born"
    assert table.view.horizontalHeader().sortIndicatorSection() == column(table, "born")


def test_filters_keep_the_order_the_user_chose(table, qtbot, settled):
    click_heading(qtbot, table, "full_name")
    settled()
    table.set_query(Query(text="thi"))
    settled()
    assert shown(table) == ["Lê Thị Thu Hà", "Ngô Thị Ánh"]


def test_numbers_are_masked_and_missing_values_are_a_dash(activations, table):
    assert all("*****" in number for number in shown(activations, "personal_number"))
    assert shown(table, "branch")[0] == "—"


def test_enter_and_double_click_open_the_record(table, qtbot):
    table.select_first()
    wanted = table.current_id()
    with qtbot.waitSignal(table.activated) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == [wanted]
    place = table.view.visualRect(table.model.index(2, 0)).center()
    with qtbot.waitSignal(table.activated) as opened:
        qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseRelease(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)  # a double click of Qt's holds on
    assert opened.args == [table.model.id_at(2)]


def test_moving_the_cursor_tells_the_record_once(table, qtbot):
    told = []
    table.current_changed.connect(told.append)
    table.select_first()
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    qtbot.keyClick(table.view, Qt.Key.Key_Right)
    qtbot.keyClick(table.view, Qt.Key.Key_End)
    qtbot.keyClick(table.view, Qt.Key.Key_Home)
    assert told == [table.model.id_at(row) for row in (0, 1, 4, 0)]


def test_several_rows_can_be_chosen_with_shift(table, qtbot):
    table.select_first()
    for _ in range(2):
        qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == [table.model.id_at(row) for row in range(3)]


def test_the_current_record_stays_current_when_the_list_is_reloaded(table, store, settled):
    wanted = table.model.id_at(3)
    table.select_id(wanted)
    store.run(lambda session: make_volunteers(session, ["An Văn An"]))
    table.reload()
    settled()
    assert table.current_id() == wanted
    assert table.view.currentIndex().row() == 4


def test_a_record_just_saved_is_selected_when_its_row_arrives(table, store, settled):
    (new,) = store.run(lambda session: make_volunteers(session, ["Võ Đình Huy"]))
    table.select_id(new)
    table.reload()
    settled()
    assert table.current_id() == new


def test_an_empty_answer_tells_that_nothing_is_current(table, settled):
    table.select_first()
    told, counted = [], []
    table.current_changed.connect(told.append)
    table.counted.connect(counted.append)
    table.set_query(Query(text="không có ai"))
    settled()
    assert (told, counted, table.count()) == ([None], [0], 0)


def test_widths_are_remembered_and_can_be_put_back(table, tasks, qtbot):
    table.view.setColumnWidth(column(table, "branch"), 233)
    qtbot.wait(350)
    again = RecordTable(tasks, listings.VOLUNTEERS)
    qtbot.addWidget(again)
    assert again.view.columnWidth(column(again, "branch")) == 233
    menu = again.columns_menu()
    next(action for action in menu.actions() if action.text() == "Độ rộng ban đầu").trigger()
    assert again.view.columnWidth(column(again, "branch")) != 233


def test_a_hidden_column_stays_hidden_at_the_next_start(table, tasks, qtbot):
    menu = table.columns_menu()
    next(action for action in menu.actions() if action.text() == "Chi đoàn").trigger()
    assert table.view.isColumnHidden(column(table, "branch"))
    qtbot.wait(350)
    again = RecordTable(tasks, listings.VOLUNTEERS)
    qtbot.addWidget(again)
    assert again.view.isColumnHidden(column(again, "branch"))


def test_columns_a_page_hides_at_first_can_be_shown(tasks, qtbot):
    table = RecordTable(tasks, listings.VOLUNTEERS, hidden=["branch"])
    qtbot.addWidget(table)
    assert table.view.isColumnHidden(column(table, "branch"))
    next(action for action in table.columns_menu().actions() if action.text() == "Chi đoàn").trigger()
    assert not table.view.isColumnHidden(column(table, "branch"))


def test_a_dragged_column_stays_where_it_was_put_at_the_next_start(table, tasks, qtbot):
    header = table.view.horizontalHeader()
    header.moveSection(header.visualIndex(column(table, "status")), 0)
    qtbot.wait(350)
    again = RecordTable(tasks, listings.VOLUNTEERS)
    qtbot.addWidget(again)
    assert [field.name for field, _ in again.columns()][:2] == ["status", "full_name"]
    assert again.view.horizontalHeader().visualIndex(column(again, "status")) == 0
    again.reset_columns()
    assert again.view.horizontalHeader().visualIndex(column(again, "status")) == column(again, "status")


def test_a_column_of_a_newer_program_stands_after_its_neighbour():
    kept = Columns(order=["c", "a", "gone"])
    assert kept.ordered(["a", "b", "c", "d"]) == ["c", "d", "a", "b"]


def test_columns_are_chosen_and_ordered_by_keyboard(table, qtbot):
    table.edit_columns()
    dialog = QApplication.activeModalWidget()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert [field.name for field, _ in table.columns()][:2] == ["born", "full_name"]
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert table.view.isColumnHidden(column(table, "born"))
    for at in range(dialog.list.count()):
        dialog.list.item(at).setCheckState(Qt.CheckState.Unchecked)
    assert any(shown for _, shown in table.columns())
    dialog.reset.click()
    assert [field.name for field, _ in table.columns()] == [field.name for field in table.listing.fields]
    assert all(shown for _, shown in table.columns())
    dialog.accept()


def test_extra_width_goes_to_columns_of_words(table, qtbot):
    date_column, name_column = column(table, "born"), column(table, "full_name")
    table.resize(1200, 320)
    before = table.view.columnWidth(date_column), table.view.columnWidth(name_column)
    table.resize(2200, 320)
    qtbot.waitUntil(lambda: table.view.columnWidth(name_column) > before[1])
    assert table.view.columnWidth(date_column) == before[0]


def test_words_that_do_not_fit_are_told_in_a_tooltip(table, store, settled):
    at = column(table, "full_name")
    table.view.setColumnWidth(at, 60)
    index = table.model.index(0, at)
    place = table.view.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, table.view.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.view.viewport(), event)
    assert QToolTip.text() == "Ngô Thị Ánh"
    QToolTip.hideText()


def test_the_selected_row_has_its_bar_and_states_their_badge(table, qtbot):
    table.select_first()
    image = table.view.viewport().grab().toImage()
    row = table.view.visualRect(table.model.index(0, 0))
    assert image.pixelColor(1, row.center().y()) == token("link")
    assert image.pixelColor(row.right() - 2, row.top() + 2) == token("sel")
    state = column(table, "status")
    table.view.scrollTo(table.model.index(1, state))
    image = table.view.viewport().grab().toImage()
    cell = table.view.visualRect(table.model.index(1, state))
    assert image.pixelColor(cell.left() + 12, cell.center().y() - 7) == token("okbg")


def test_the_whole_row_under_the_mouse_is_tinted_and_no_other(table, qtbot):
    def grounds(row):
        """The colours near the top of a row's first and last cell."""
        picture, top = table.view.viewport().grab().toImage(), table.view.rowViewportPosition(row) + 2
        ends = table.view.horizontalHeader().offset() + 6, table.view.horizontalHeader().length() - 3
        return {picture.pixelColor(end, top).name() for end in ends}

    for row, other in ((1, 3), (3, 1)):
        qtbot.mouseMove(table.view.viewport(), table.view.visualRect(table.model.index(row, 1)).center())
        assert grounds(row) == {token("alt").name()}
        assert grounds(other) == {token("base").name()}
    QApplication.sendEvent(table.view.viewport(), QEvent(QEvent.Type.Leave))
    assert grounds(3) == {token("base").name()}


def test_a_table_of_many_rows_is_paged_and_forgets_what_was_left(table, tasks, store, settled, qtbot):
    def many(session):
        session.add_all(Volunteer(full_name=f"Nguyễn Văn {number:05d}", status="active") for number in range(3000))

    store.run(many)
    table.set_query(Query(text="van"))
    settled()
    assert table.count() == 3000
    assert table.model.index(50, 0).data() != ""
    qtbot.keyClick(table.view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: table.model.index(2999, 0).data() == "Nguyễn Văn 02999", timeout=3000)
    assert len(table.model._pages) <= 4  # first, last and what lay between on the way


def test_only_forty_pages_are_kept(table, settled, monkeypatch):
    monkeypatch.setattr(record_model, "PAGE", 1)
    monkeypatch.setattr(record_model, "KEPT", 2)
    table.reload()
    settled()
    for row in range(table.count()):
        table.model.row_at(row)
        table.model._fetch()
        settled()
    assert len(table.model._pages) == 2


def test_a_late_page_of_an_older_answer_is_thrown_away(table):
    rows = [lists.Row(999, False, ("Người cũ", *[None] * (len(table.listing.fields) - 1)))]
    table.model._take(0, table.model._answer - 1, rows)
    assert shown(table) == BY_GIVEN_NAME


def test_a_million_rows_are_only_numbers_until_looked_at(table, settled):
    table.model._show(lists.Found(array("q", range(1, 1_000_001)), ()))
    table.view.scrollToBottom()
    settled()
    assert table.count() == 1_000_000
    assert table.model.row_of(1_000_000) == 999_999


@pytest.fixture
def activations(tasks, store, on_screen, settled):
    def fill(session):
        for number, day in enumerate((date(2023, 10, 12), date(2023, 11, 5), date(2023, 11, 12))):
            citizen = a_citizen(session, NAMES[number], personal_number=a_number())
            an_activation(session, citizen, day=day, status=("activated", "failed", "activated")[number])

    store.run(fill)
    table = RecordTable(tasks, listings.ACTIVATIONS)
    table.resize(900, 300)
    on_screen(table)
    table.reload()
    settled()
    return table


def test_archived_records_are_shown_only_when_asked_for(table, store, settled):
    def archive(session):
        session.get(Volunteer, table.model.id_at(0)).archived = True

    store.run(archive)
    table.reload()
    settled()
    assert table.count() == 4
    table.set_query(replace(table.query(), archived=True))
    settled()
    assert table.count() == 5


def test_an_archived_row_is_muted(table, store, settled):
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 100, 29)
    option.state = QStyle.StateFlag.State_Enabled
    row = lists.Row(1, True, (None,) * len(table.listing.fields))
    delegate = table.view.itemDelegate()
    assert delegate._colour(table.listing.fields[0], row, "Lê Thị Thu Hà", False) == token("mut")
    assert delegate._colour(table.listing.fields[0], replace(row, archived=False), "Lê", False) == token("text")
