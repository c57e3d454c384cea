"""What is missing before closing leads to the very records it speaks of."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from hoaian_desktop.services import lists, missing, overview
from hoaian_desktop.services.lists import Filter, Query
from hoaian_desktop.services.missing import Missing
from tests.builders import a_citizen, a_number, a_team, an_activation
from tests.ui.conftest import at_first, sessions
from ui import sample, waiting
from ui.main_window import MainWindow
from ui.session import Session

DAY = date(2023, 12, 17)
Place = Callable[[MainWindow], list[QWidget]]


@pytest.fixture(scope="module")
def _faulty_window(qapp, office_made: Path, practice_made: Path, tmp_path_factory) -> Iterator[Session]:
    def spoil(session):
        an_activation(session, a_citizen(session, "Phan Không Năm", born=None), day=DAY)
        an_activation(session, a_citizen(session, "Lê Không Lý Do"), day=DAY, status="failed")
        again = a_citizen(session, "Hồ Hai Lần", personal_number=a_number())
        for _ in range(2):
            an_activation(session, again, "wallet", day=DAY)
        a_team(session, "Tổ CNSCĐ thôn Vắng", started=date(2023, 12, 1))

    with sessions(qapp, office_made) as begin:
        opened = begin(shutil.copytree(practice_made, tmp_path_factory.mktemp("faulty") / sample.NAME))
        opened.book.store.run(spoil)
        waiting.settle(opened.tasks)
        yield opened


@pytest.fixture
def faulty(_faulty_window: Session) -> Session:
    """A copy of the practice book with one of every finding in its last month, for tests that change nothing."""
    return at_first(_faulty_window)


def findings(session: Session) -> list[Missing]:
    def ask(s):
        period = overview.current_period(s, sample.TODAY)
        return list(missing.find(s, period.span, period))

    return session.book.store.read(ask)


def to_the_overview(window: MainWindow) -> None:
    window.go("overview")


def on_the_overview(window: MainWindow) -> list[QWidget]:
    return window.tab.missing.lines


def to_the_check(window: MainWindow) -> None:
    window.go("reports")
    window.tab.show_step("check")


def at_the_check(window: MainWindow) -> list[QWidget]:
    return [line for sheet in window.tab.check.sheets.values() for line in sheet.lines]


@pytest.mark.parametrize(("way", "place"), [(to_the_overview, on_the_overview), (to_the_check, at_the_check)])
def test_every_finding_leads_to_its_records(faulty, way: Callable[[MainWindow], None], place: Place):
    window, expected = faulty.window, findings(faulty)
    words = " ".join(each.words for each in expected)
    assert all(part in words for part in ("thiếu năm sinh", "chưa ghi lý do", "có thể trùng", "chưa có số liệu"))
    for at, each in enumerate(expected):
        if each.tab in window.elsewhere:
            continue  # a dialog of its own
        way(window)
        waiting.settle(faulty.tasks)
        jump = place(window)[at].findChild(QPushButton)
        assert jump.text().strip() == each.action
        QTest.mouseClick(jump, Qt.MouseButton.LeftButton)
        waiting.settle(faulty.tasks)
        assert window.tab is window.tabs[window.tabs.place_of(each.tab)], each.words
        if isinstance(each.place, Query):
            table = window.tab.page.list.table
            wanted = partial(lists.find, listing=table.listing, query=each.place)
            assert set(table.model._ids) == set(faulty.book.store.read(wanted).ids), each.words
            assert table.count() > 0
            assert window.tab.page.list.behind_strip.text().startswith("Đang xem")


def test_what_a_jump_left_out_comes_back_with_one_click(faulty):
    window = faulty.window
    whole = faulty.book.store.read(partial(lists.count, listing=window.tabs[3].page.kept.listing, query=Query()))
    wanted = Query(text="khong nam", filters=(Filter("born", None), Filter("day", (DAY, DAY))))
    window.go("activations", wanted)
    waiting.settle(faulty.tasks)
    shown = window.tab.page.list
    assert shown.filter_row.text() == "khong nam"
    assert "chưa có năm sinh · ngày 17/12/2023" in shown.behind_strip.text()
    assert shown.table.count() == 1
    shown.behind_strip.buttons[0].click()
    waiting.settle(faulty.tasks)
    assert shown.behind_strip.text() == "" and shown.filter_row.text() == ""
    assert shown.table.count() == whole


def test_a_condition_the_drop_downs_know_is_shown_there(faulty):
    window = faulty.window
    window.go("activations", Query(filters=(Filter("status", "failed"),)))
    waiting.settle(faulty.tasks)
    box = window.tab.page.list.filter_row.boxes["status"]
    assert box.currentText() == "Không thành công"
    box.setCurrentIndex(0)
    waiting.settle(faulty.tasks)
    assert window.tab.page.list.behind_strip.text() == ""


def test_a_tab_begins_on_its_first_row_with_the_panel_filled_and_goes_on_beside_a_row_that_goes(full):
    window = full.window
    for key in ("teams", "activations", "campaigns", "volunteers"):
        window.go(key)
        waiting.settle(full.tasks)
        page = window.tab.page
        assert page.list.table.current_id() == page.list.table.model.id_at(0)
        assert page.card_panel.id == page.list.table.current_id()
        assert page.card_panel.nothing.isHidden()
    page.list.go_to_table()
    page.list.table.select_id(page.list.table.model.id_at(4))
    after = page.list.table.model.id_at(5)
    page.archive_or_restore()
    waiting.settle(full.tasks)
    assert page.list.table.current_id() == after
