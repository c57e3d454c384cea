"""The figures of a period on screen, and where each leads."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services.lists import Behind
from tests.builders import SINCE, a_citizen, an_activation
from tests.ui.tabs.reports.at_the_report import NOVEMBER, cell, opened, row_of, went
from ui.tabs.report_table import CUMULATIVE, PERCENT, PERIOD, PREVIOUS, YEAR
from ui.tabs.reports import STEPS


def test_the_table_shows_the_ten_columns_of_the_form_as_they_are_printed(seen_tab):
    assert [cell(seen_tab, "2.2", at) for at in range(10)] == [
        "2.2", "Tài khoản định danh điện tử mức 2 được kích hoạt", "tài khoản", "16", "1", "8", "9", "9", "56,3",
        "gồm 7 số đếm",
    ]  # fmt: skip


def test_where_no_target_was_given_stands_a_dash(seen_tab):
    assert (cell(seen_tab, "2.6", 3), cell(seen_tab, "2.6", PERCENT)) == ("—", "—")


def test_named_and_tallied_parts_are_told_apart_and_open_apart(qtbot, seen_tab):
    table = seen_tab.figures.table
    index = table.figures.index(row_of(seen_tab, "2.2"), PERIOD)
    assert "Có tên 1 + số đếm 7" in index.data(Qt.ItemDataRole.ToolTipRole)
    table.setCurrentIndex(index)
    named, tallied = seen_tab.figures.links
    assert (named.text().strip(), tallied.text().strip()) == ("Bản ghi có tên: 1", "Số đếm: 7")
    for made, tally in ((named, False), (tallied, True)):
        with qtbot.waitSignal(seen_tab.go) as signal:
            qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        assert signal.args == ["activations", Behind("2.2", NOVEMBER, tally=tally)]


def test_persons_and_turns_are_two_numbers_with_their_own_records(qtbot, tab, store):
    def twice(session):
        who = a_citizen(session)
        for day in (7, 8):
            an_activation(session, who, "dvc-login", day=date(2023, 11, day))

    store.run(twice)
    opened(qtbot, tab)
    assert cell(tab, "2.4.nguoi", PERIOD) == "1"
    tab.figures.table.setCurrentIndex(tab.figures.table.figures.index(row_of(tab, "2.4.nguoi"), PERIOD))
    assert [made.text().strip() for made in tab.figures.links][-1] == "Lượt hướng dẫn: 2"
    assert tab.figures.heading.text() == "2.4 · Công dân được hướng dẫn dịch vụ công"
    assert "không cộng qua các kỳ" in tab.figures.adds.text()


def test_walking_over_the_numbers_moves_nothing_on_the_page(qtbot, seen_tab):
    table = seen_tab.figures.table
    sizes = Sizes(table)
    for row, column in ((2, PERIOD), (3, PERIOD), (3, CUMULATIVE)):
        table.setCurrentIndex(table.figures.index(row, column))
        QApplication.processEvents()
    assert seen_tab.figures.links
    assert sizes.seen == []


def test_going_back_to_figures_that_are_the_same_draws_them_once(qtbot, seen_tab):
    went(qtbot, seen_tab, "close")
    reset = QSignalSpy(seen_tab.figures.table.figures.modelReset)
    went(qtbot, seen_tab, "figures")
    assert reset.count() == 0


class Sizes(QObject):
    """The sizes a widget was given since."""

    def __init__(self, widget):
        super().__init__()
        self.seen = []
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Resize:
            self.seen.append(event.size())
        return False


@pytest.mark.parametrize(
    ("column", "span"),
    [
        (PERIOD, NOVEMBER),
        (PREVIOUS, Span.month(2023, 10)),
        (YEAR, Span(date(2023, 1, 1), NOVEMBER.last)),
        (CUMULATIVE, Span(SINCE, NOVEMBER.last)),
    ],
)
def test_enter_on_a_number_opens_the_records_of_its_own_days(qtbot, seen_tab, column, span):
    table = seen_tab.figures.table
    table.setCurrentIndex(table.figures.index(row_of(seen_tab, "2.2"), column))
    with qtbot.waitSignal(seen_tab.go) as signal:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert signal.args == ["activations", Behind("2.2", span)]


def test_another_tab_can_ask_for_a_period_and_a_step(qtbot, seen_tab):
    with qtbot.waitSignal(seen_tab.shown):
        seen_tab.show_what((seen_tab.state.line.id, "narrative"))
    assert seen_tab.step == "narrative"
    assert seen_tab.steps.current() == STEPS.index("narrative")


@pytest.mark.parametrize(("width", "listed"), [(1366, True), (1093, False)])
def test_under_1250_the_list_of_periods_is_a_drop_down(qtbot, seen_tab, width, listed):
    seen_tab.resize(width, 540)
    for step in STEPS:
        went(qtbot, seen_tab, step)
        assert seen_tab.periods.isVisible() is listed
        assert seen_tab.periods.picker.isVisible() is not listed
        assert seen_tab.minimumSizeHint().width() <= width
        assert seen_tab.minimumSizeHint().height() <= 540
    assert Path(seen_tab.preview.file.text()).suffix == ".pdf"
