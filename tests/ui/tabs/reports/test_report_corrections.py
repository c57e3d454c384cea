"""A figure of one report set by hand, with the reason on its paper."""

import pytest
from PySide6.QtCore import Qt

from hoaian_desktop.services import corrections
from tests.ui.tabs.reports.at_the_report import cell, opened, row_of, text_of, went
from ui.dialogs.correction import CorrectionDialog
from ui.tabs.report_table import PERIOD

REASON = "Bổ sung 4 người của đợt lưu động tại chợ"


@pytest.fixture
def dialog(qtbot, tab, november):
    """The dialog over «2.2» in this period, opened by F2 in the table."""
    opened(qtbot, tab, "figures")
    return asked(qtbot, tab)


def asked(qtbot, tab):
    table = tab.figures.table
    table.setFocus()
    table.setCurrentIndex(table.figures.index(row_of(tab, "2.2"), PERIOD))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    return tab.window().findChildren(CorrectionDialog)[-1]


def typed(qtbot, dialog, value, reason):
    for name, text in (("value", value), ("reason", reason)):
        dialog.form.editors[name].control.setText(text)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)


def test_the_dialog_says_what_the_book_counts_and_of_what(dialog):
    assert dialog.counted.text() == "Đếm từ sổ: 8 tài khoản (có tên 1 + số đếm 7)"
    assert dialog.remove_button.isHidden()


def test_a_number_without_a_reason_stays_in_the_dialog(qtbot, dialog, store, november):
    typed(qtbot, dialog, "12", "")
    assert dialog.form.editors["reason"].fault()
    assert dialog.isVisible()
    assert store.read(lambda s: corrections.of(s, november)) == {}


def test_the_number_and_its_reason_stand_on_the_paper_and_the_book_counts_on(qtbot, tab, dialog, store, november):
    with qtbot.waitSignal(tab.shown):
        typed(qtbot, dialog, "12", REASON)
    assert cell(tab, "2.2", PERIOD) == "12"
    line = store.read(lambda s: corrections.of(s, november))["2.2"]
    assert (line.value, line.counted, line.reason) == (12, 8, REASON)
    index = tab.figures.table.figures.index(row_of(tab, "2.2"), PERIOD)
    assert REASON in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "chú thích 1" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert REASON in tab.figures.notes.text()
    went(qtbot, tab, "preview")
    assert REASON in " ".join(text_of(tab.preview.pdf).split())


def test_the_counted_number_can_be_had_back(qtbot, tab, dialog, store, november):
    with qtbot.waitSignal(tab.shown):
        typed(qtbot, dialog, "12", REASON)
    again = asked(qtbot, tab)
    assert again.form.editors["value"].control.text() == "12"
    with qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(again.remove_button, Qt.MouseButton.LeftButton)
    assert cell(tab, "2.2", PERIOD) == "8"
    assert store.read(lambda s: corrections.of(s, november)) == {}


def test_a_heading_has_no_number_to_set(qtbot, seen_tab):
    table = seen_tab.figures.table
    table.setCurrentIndex(table.figures.index(0, 1))
    seen_tab.figures.mend.click()
    assert "Hãy chọn một dòng chỉ tiêu" in seen_tab.figures.strip.text()
    seen_tab.figures.strip.hide()


def test_what_a_figure_is_and_how_it_is_counted_stands_below_the_table(qtbot, seen_tab):
    table = seen_tab.figures.table
    table.setCurrentIndex(table.figures.index(row_of(seen_tab, "2.2"), PERIOD))
    assert seen_tab.figures.heading.text() == "2.2 · Tài khoản định danh điện tử mức 2 được kích hoạt"
    assert seen_tab.figures.definition.text().startswith("Mỗi công dân tính một lần")
    assert "đơn vị tài khoản · bản ghi có tên và số đếm" in seen_tab.figures.adds.text()
