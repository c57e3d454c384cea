"""Closing a period: the question, the versions, what differs from them later."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from hoaian_desktop import papers
from hoaian_desktop.services import reporting
from tests.builders import a_citizen, an_activation
from tests.ui.tabs.reports.at_the_report import closed, opened, reopened, typed, went
from ui.tabs.reports import STEPS


def test_a_closed_version_stays_the_same_bytes_whatever_is_entered_later(qtbot, tab, store, november):
    opened(qtbot, tab)
    version, first = closed(qtbot, tab)
    assert version == 1
    assert tab.preview.file.text() == "BC_CDS_AnTin_2023-11_v1.pdf"
    store.run(lambda session: [an_activation(session, a_citizen(session)) for _ in range(50)])
    reopened(qtbot, tab, "Bổ sung lời văn")
    typed(qtbot, tab, "causes", "Do mưa.")
    went(qtbot, tab, "preview")
    assert tab.preview.version == 1
    assert tab.preview.pdf == first


def test_closing_again_says_how_much_changed_and_makes_the_next_version(qtbot, tab, store, november):
    opened(qtbot, tab)
    _, first = closed(qtbot, tab)
    went(qtbot, tab, "close")
    assert tab.closing.close_button.isHidden()
    reopened(qtbot, tab, "Nhập sót một phiếu")
    assert tab.closing.close_button.text().strip() == "Giữ nguyên bản v1"
    store.run(lambda session: an_activation(session, a_citizen(session)))
    went(qtbot, tab, "close")
    changed = len(tab.state.changed_figures)
    assert changed > 0
    assert tab.closing.note.text() == (
        f"Mở lại vì: Nhập sót một phiếu\n{changed} ô số liệu đã khác bản v1; bản đó vẫn giữ nguyên."
    )
    version, second = closed(qtbot, tab)
    assert (version, second == first) == (2, False)
    with qtbot.waitSignal(tab.preview.rendered):
        tab.closing.version_wanted.emit(1)
    assert (tab.preview.version, tab.preview.pdf) == (1, first)


def test_closing_can_be_asked_for_beside_the_paper(qtbot, seen_tab):
    went(qtbot, seen_tab, "preview")
    with qtbot.waitSignal(seen_tab.shown):
        qtbot.mouseClick(seen_tab.preview.close_button, Qt.MouseButton.LeftButton)
    assert seen_tab.step == "close"
    assert "thành bản <b>v1</b>?" in seen_tab.closing.strip.text()


def test_the_question_can_be_answered_with_no(qtbot, seen_tab, seen_store):
    went(qtbot, seen_tab, "close")
    qtbot.mouseClick(seen_tab.closing.close_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(seen_tab.closing.strip.buttons[1], Qt.MouseButton.LeftButton)
    assert seen_tab.closing.strip.text() == ""
    assert seen_store.read(lambda session: reporting.versions(session, seen_tab.state.line.id)) == []


def test_closing_before_the_last_day_says_what_will_be_missing(qtbot, seen_tab):
    went(qtbot, seen_tab, "close")
    qtbot.mouseClick(seen_tab.closing.close_button, Qt.MouseButton.LeftButton)
    assert "Kỳ còn <b>10 ngày</b> mới hết (30/11/2023)" in seen_tab.closing.strip.text()


def test_what_blocks_is_named_and_leads_back_to_where_it_is_mended(qtbot, tab, store, november):
    store.run(lambda session: an_activation(session, a_citizen(session, born=None)))
    opened(qtbot, tab, "close")
    qtbot.mouseClick(tab.closing.close_button, Qt.MouseButton.LeftButton)
    assert "<b>1 bản ghi thiếu năm sinh</b>" in tab.closing.strip.text()
    with qtbot.waitSignal(tab.shown):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert tab.step == "check"
    assert store.read(lambda session: reporting.versions(session, november)) == []


def test_what_came_to_block_after_the_page_was_shown_is_named_too(qtbot, tab, store, november):
    opened(qtbot, tab, "close")
    store.run(lambda session: an_activation(session, a_citizen(session, born=None)))
    qtbot.mouseClick(tab.closing.close_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tab.closing.strip.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "1 bản ghi thiếu năm sinh" in tab.closing.strip.text())
    assert tab.closing.strip.buttons[0].text().strip() == "Đến Kiểm tra"


def test_a_period_opened_again_for_nothing_keeps_its_version(qtbot, tab, store, november):
    opened(qtbot, tab)
    closed(qtbot, tab)
    reopened(qtbot, tab, "Xem lại")
    assert (tab.state.line.state, tab.state.line.shown_version) == ("draft", 2)
    with qtbot.waitSignal(tab.closed), qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(tab.closing.close_button, Qt.MouseButton.LeftButton)
    assert tab.toast.text() == "Giữ nguyên bản v1"
    assert [each.number for each in tab.state.versions] == [1]
    assert not tab.state.open


def test_from_the_check_to_the_folder_of_the_unit_above_by_keys_alone(qtbot, tab, store, november, tmp_path):
    opened(qtbot, tab, "check")
    tab.activateWindow()
    for step in STEPS[1:]:
        with qtbot.waitSignal(tab.shown):
            qtbot.keyClick(tab, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        assert tab.step == step
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # «Chốt kỳ»
    with qtbot.waitSignal(tab.closed), qtbot.waitSignal(tab.shown):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # «Chốt bản v1»
    sheet, shown = tab.closing.versions, []
    sheet.reveal = shown.append
    tab.set_folder(tmp_path)
    sheet.buttons["submit"].setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # «Nộp…»
    with qtbot.waitSignal(tab.shown):
        sheet.findChild(QFileDialog).accept()
    path = tmp_path / "BC_CDS_AnTin_2023-11_v1.pdf"
    assert path.read_bytes() == store.read(lambda session: papers.version_pdf(session, tab.state.latest.id))
    assert shown == [tmp_path]
    assert tab.periods.lines[0].state == "submitted"
