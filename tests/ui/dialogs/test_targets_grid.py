"""Targets typed into the grid with the keyboard, as in Excel."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from sqlalchemy import select

from hoaian_desktop.records import Target
from hoaian_desktop.services.targets import By
from tests.builders import SINCE, TODAY, a_citizen, a_target, a_team, a_village, an_activation
from ui import feedback, waiting
from ui.dialogs.targets.dialog import TargetsDialog
from ui.dialogs.targets.grid_model import short_names

CODES = ("2.1", "2.2", "2.3")


@pytest.fixture
def settle(tasks):
    return partial(waiting.settle, tasks)


@pytest.fixture
def dialog(qtbot, store, tasks, settle, opened):
    """The grid of an office with two targets from 30/6 on, two teams and two villages."""

    def fill(session):
        nang_an, _ = a_team(session), a_team(session, "Tổ CNSCĐ thôn Vạn Hội 2")
        a_village(session, "An Hòa")
        for _ in range(3):
            an_activation(session, a_citizen(session), team_id=nang_an.id)
        a_target(session, "2.2", 12)
        a_target(session, "2.8", None)

    store.run(fill)
    made = opened(TargetsDialog(None, tasks, lambda: TODAY))
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    settle()
    return made


def stand(dialog, code, column=0):
    row = next(at for at, each in enumerate(dialog.rows.grid.indicators) if each.code == code)
    dialog.view.setCurrentIndex(dialog.rows.index(row, dialog.rows.first + column))
    dialog.view.setFocus()


def press(qtbot, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    """Press keys where the cursor is; of a text each letter by itself, for the first one opens the cell."""
    for key in keys:
        for each in key if isinstance(key, str) else (key,):
            qtbot.keyClick(QApplication.focusWidget(), each, modifier)


def texts(dialog, *codes, column=0):
    rows = {each.code: at for at, each in enumerate(dialog.rows.grid.indicators)}
    return [dialog.rows.index(rows[code], dialog.rows.first + column).data() for code in codes]


def stored(store):
    asked = select(Target.indicator, Target.value, Target.issue).where(Target.archived.is_(False))
    return store.read(lambda session: [tuple(row) for row in session.execute(asked.order_by(Target.indicator))])


def test_a_column_of_figures_is_typed_with_enter_alone_and_kept_with_one_key(qtbot, dialog, store, settle):
    stand(dialog, "2.1")
    press(qtbot, "1", "5", Qt.Key.Key_Return, "1.650", Qt.Key.Key_Return, "0", Qt.Key.Key_Return)
    assert texts(dialog, *CODES) == ["15", "1.650", "0"]
    press(qtbot, Qt.Key.Key_S, modifier=Qt.KeyboardModifier.ControlModifier)
    settle()
    assert stored(store) == [("2.1", 15, 1), ("2.2", 1650, 1), ("2.3", 0, 1), ("2.8", None, 1)]
    assert dialog.strip.text() == "Đã lưu 3 chỉ tiêu"
    qtbot.mouseClick(dialog.strip.buttons[0], Qt.MouseButton.LeftButton)
    settle()
    assert stored(store) == [("2.2", 12, 1), ("2.8", None, 1)]
    assert texts(dialog, *CODES) == ["", "12", ""]


def test_f2_mends_a_figure_delete_takes_it_away_and_undo_brings_it_back(qtbot, dialog):
    stand(dialog, "2.2")
    press(qtbot, Qt.Key.Key_F2)
    press(qtbot, Qt.Key.Key_End, "0", Qt.Key.Key_Return)
    assert texts(dialog, "2.2") == ["120"]
    press(qtbot, Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert texts(dialog, "2.2") == [""]
    press(qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert texts(dialog, "2.2") == ["120"]
    press(qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert texts(dialog, "2.2") == ["12"]
    press(qtbot, Qt.Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
    assert texts(dialog, "2.2") == ["120"]


def test_esc_gives_up_the_cell_alone_and_an_arrow_keeps_what_was_typed(qtbot, dialog):
    stand(dialog, "2.2")
    press(qtbot, "99")
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    press(qtbot, Qt.Key.Key_Escape)
    assert (texts(dialog, "2.2"), dialog.isVisible()) == (["12"], True)
    press(qtbot, "99", Qt.Key.Key_Up)
    assert texts(dialog, "2.2") == ["99"]
    assert dialog.rows.indicator(dialog.view.currentIndex().row()).code == "2.1"


def test_a_block_from_excel_is_pasted_at_once_and_taken_back_at_once(qtbot, dialog, store, settle):
    qtbot.mouseClick(dialog.given_to[By.TEAM], Qt.MouseButton.LeftButton)
    settle()
    assert [dialog.rows.headerData(at, Qt.Orientation.Horizontal) for at in range(4)] == [
        "Cả đơn vị", "Đã chia", "Năng An", "Vạn Hội 2",
    ]  # fmt: skip
    stand(dialog, "2.1")
    QGuiApplication.clipboard().setText("10\t1.200\r\n0\t\r\n7,0\t8\r\n")
    press(qtbot, Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    assert texts(dialog, *CODES) == ["10", "0", "7"]
    assert texts(dialog, *CODES, column=1) == ["1.200", "", "8"]
    assert texts(dialog, *CODES, column=-1) == ["1.210", "0", "15"]  # what the teams have together
    press(qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert texts(dialog, *CODES) == ["", "", ""]
    press(qtbot, Qt.Key.Key_Y, Qt.Key.Key_S, modifier=Qt.KeyboardModifier.ControlModifier)
    settle()
    assert len([row for row in stored(store) if row[1] is not None]) == 6


def test_what_is_no_figure_stands_in_its_cell_and_nothing_is_kept_until_it_is_mended(qtbot, dialog, store, settle):
    stand(dialog, "2.1")
    QGuiApplication.clipboard().setText("40\nba mươi\n")
    press(qtbot, Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    assert texts(dialog, "2.1", "2.2") == ["40", "ba mươi"]
    assert "1 ô cần sửa" in dialog.strip.text()
    press(qtbot, Qt.Key.Key_S, modifier=Qt.KeyboardModifier.ControlModifier)
    settle()
    assert stored(store) == [("2.2", 12, 1), ("2.8", None, 1)]
    assert dialog.rows.key(dialog.view.currentIndex()) == ("2.2", None)
    press(qtbot, "30", Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_S, modifier=Qt.KeyboardModifier.ControlModifier)
    settle()
    assert stored(store) == [("2.1", 40, 1), ("2.2", 30, 1), ("2.8", None, 1)]


def test_below_stands_how_far_the_cell_is_reckoned_with_what_is_typed_now(qtbot, dialog):
    stand(dialog, "2.2")
    # 9 in the 41 days from 20/11 to 31/12.
    said = "2.2 Tài khoản định danh điện tử mức 2 được kích hoạt: lũy kế 3 tài khoản · đạt 25,0% · còn thiếu 9 · "
    assert dialog.about._words == f"{said}cần thêm 2/tuần đến 31/12/2023"
    row = dialog.view.currentIndex().row()
    assert [dialog.rows.index(row, at).data() for at in range(1, 5)] == ["3", "25,0%", "9", "cần thêm 2/tuần"]
    press(qtbot, "3", Qt.Key.Key_Return)
    assert [dialog.rows.index(row, at).data() for at in range(1, 5)] == ["3", "100,0%", "0", "đã đạt"]
    dialog.rows.put({("2.2", None): "0"})
    assert [dialog.rows.index(row, at).data() for at in range(1, 5)] == ["3", "—", "0", "đã đạt"]
    dialog.rows.put({("2.2", None): ""})
    assert [dialog.rows.index(row, at).data() for at in range(1, 5)] == ["3", "—", "—", "—"]


def test_a_new_issue_shows_what_was_given_before_and_leaves_it_in_the_book(qtbot, dialog, store, settle):
    qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.page.issue == 2
    assert texts(dialog, "2.2") == ["12"]
    stand(dialog, "2.2")
    assert dialog.about._words.endswith("lần 1: 12")
    press(qtbot, "20", Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_S, modifier=Qt.KeyboardModifier.ControlModifier)
    settle()
    assert stored(store) == [("2.2", 12, 1), ("2.2", 20, 2), ("2.8", None, 1)]


def test_other_days_are_another_page_and_what_was_typed_is_asked_about(qtbot, dialog, settle, monkeypatch):
    assert dialog.page.span.first == SINCE
    dialog.rows.put({("2.3", None): "5"})
    asked = []
    monkeypatch.setattr(feedback, "ask", lambda *_, **__: bool(asked.append(True)))
    year = dialog.stretch.findText("Năm 2023")
    dialog.stretch.setCurrentIndex(year)
    dialog.stretch.activated.emit(year)
    settle()
    assert (asked, dialog.page.span.first, dialog.stretch.currentText()) == ([True], SINCE, "30/06/2023 – 31/12/2023")
    monkeypatch.setattr(feedback, "ask", lambda *_, **__: True)
    dialog.stretch.setCurrentIndex(year)
    dialog.stretch.activated.emit(year)
    settle()
    assert (dialog.page.span.first, texts(dialog, "2.2")) == (date(2023, 1, 1), [""])


def test_tab_walks_through_the_columns_and_then_out_of_the_grid(qtbot, dialog, settle):
    stand(dialog, "2.2")
    press(qtbot, *[Qt.Key.Key_Tab] * 4)
    assert dialog.view.currentIndex().column() == 4
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not dialog.view


def test_names_of_teams_are_told_by_the_words_they_do_not_share():
    teams = ["Tổ CNSCĐ thôn Năng An", "Tổ CNSCĐ thôn Vạn Hội 1", "Đội hình TNTN xã"]
    assert short_names(teams) == ["Năng An", "Vạn Hội 1", "Đội hình TNTN xã"]
    assert short_names(["Một tổ"]) == ["Một tổ"]
