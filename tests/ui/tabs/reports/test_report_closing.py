"""Closing a period: the question, the versions, what differs from them later."""

from PySide6.QtCore import Qt

from hoaian_desktop.services import reporting
from tests.builders import a_citizen, an_activation
from tests.ui.tabs.reports.at_the_report import closed, opened, typed, went


def test_a_closed_version_stays_the_same_bytes_whatever_is_entered_later(qtbot, tab, store, november):
    opened(qtbot, tab)
    version, first = closed(qtbot, tab)
    assert version == 1
    assert tab.preview.file.text() == "BC_CDS_AnTin_2023-11_v1.pdf"
    store.run(lambda session: [an_activation(session, a_citizen(session)) for _ in range(50)])
    typed(qtbot, tab, "causes", "Do mưa.")
    went(qtbot, tab, "preview")
    assert tab.preview.version == 1
    assert tab.preview.pdf == first


def test_closing_again_says_how_much_changed_and_makes_the_next_version(qtbot, tab, store, november):
    opened(qtbot, tab)
    _, first = closed(qtbot, tab)
    went(qtbot, tab, "close")
    assert not tab.closing.close_button.isEnabled()
    assert tab.closing.note.text() == "Chưa có gì khác bản v1."
    store.run(lambda session: an_activation(session, a_citizen(session)))
    went(qtbot, tab, "close")
    changed = len(tab.state.changed_figures)
    assert changed > 0
    assert tab.closing.note.text() == f"{changed} ô số liệu đã khác bản v1; bản đó vẫn giữ nguyên."
    version, second = closed(qtbot, tab)
    assert (version, second == first) == (2, False)
    with qtbot.waitSignal(tab.preview.rendered):
        tab.closing.version_wanted.emit(1)
    assert (tab.preview.version, tab.preview.pdf) == (1, first)


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
