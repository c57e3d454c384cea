"""A chart on a sheet: seen, asked with keys and mouse, read as a table, copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from hoaian_desktop.reports.charts import Chart, Mark, Series
from ui.theme import token
from ui.widgets.chart_view import ChartView

CHART = Chart(
    ("10/23", "11/23"), (Series("VNeID", (210, None)), Series("VssID", (30, 5))), "lượt", mark=Mark(1, "mốc 30/6")
)


@pytest.fixture
def view(qtbot, tasks):
    made = ChartView(tasks)
    qtbot.addWidget(made)
    made.resize(420, 240)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    with qtbot.waitSignal(made.bars.drawn):
        made.show_chart(CHART)
    return made


def colours(view):
    image = view.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 2)}


def test_a_chart_is_drawn_in_the_colours_of_the_theme(view):
    assert {token(name).name() for name in ("chart1", "chart2", "link", "line")} <= colours(view)


def test_a_chart_is_drawn_anew_in_the_colours_of_another_theme_and_at_another_size(qtbot, qapp, view):
    from ui import theme

    before = token("chart1").name()
    try:
        with qtbot.waitSignal(view.bars.drawn):
            theme.install(qapp, dark=True)
        assert token("chart1").name() in colours(view) and before not in colours(view)
    finally:
        with qtbot.waitSignal(view.bars.drawn):
            theme.install(qapp, dark=False)
    with qtbot.waitSignal(view.bars.drawn):
        view.resize(500, 300)


def test_a_chart_can_be_read_as_a_table(qtbot, view):
    view.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert view.shows_table and QApplication.focusWidget() is view.table
    assert [view.table.verticalHeaderItem(at).text() for at in range(3)] == ["VNeID", "VssID", "Cộng"]
    assert [view.table.item(at, 0).text() for at in range(3)] == ["210", "30", "240"]
    assert [view.table.item(at, 1).text() for at in range(3)] == ["—", "5", "5"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not view.shows_table


@pytest.mark.parametrize("as_table", [False, True])
def test_the_numbers_are_copied_with_a_key_whole_and_as_a_spreadsheet_takes_them(qtbot, view, as_table):
    QGuiApplication.clipboard().setText("")
    view.show_table(as_table)
    view.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    said = "\t10/23\t11/23\nVNeID\t210\t—\nVssID\t30\t5\nCộng\t240\t5"
    assert QGuiApplication.clipboard().text() == said
    assert view.accessibleDescription() == said


def test_the_arrows_walk_from_bar_to_bar_and_say_its_numbers(qtbot, view):
    view.setFocus()
    qtbot.keyClick(view.bars, Qt.Key.Key_Left)
    assert view.bars.accessibleDescription() == "11/23: 5 lượt\nVssID: 5\nVNeID: —"
    qtbot.keyClick(view.bars, Qt.Key.Key_Left)
    assert view.bars.accessibleDescription() == "10/23: 240 lượt\nVssID: 30\nVNeID: 210"
    qtbot.keyClick(view.bars, Qt.Key.Key_Left)
    assert view.bars.picked == 0


def test_the_mouse_over_a_bar_shows_its_numbers(view):
    plot = view.bars.plot
    at = QPoint(round((plot.x(0) + plot.x(1)) / 2), 100)
    QApplication.sendEvent(view.bars, QHelpEvent(QHelpEvent.Type.ToolTip, at, view.bars.mapToGlobal(at)))
    assert QToolTip.text() == "10/23: 240 lượt\nVssID: 30\nVNeID: 210"
    QToolTip.hideText()
