"""Kiểm tra: what stands in the way of closing, what was looked at, what came to light late."""

from datetime import date, datetime
from functools import partial

import pytest
from PySide6.QtCore import Qt

from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import noted, reporting
from hoaian_desktop.services.missing import Weight
from tests.builders import a_citizen, a_number, a_team, an_activation
from tests.ui.tabs.reports.at_the_report import NOVEMBER, opened, went
from ui.dialogs.reason import ReasonDialog
from ui.tabs import report_state

DECEMBER = Span.month(2023, 12)


def lines(tab, weight):
    return [line for line in tab.check.sheets[weight].lines if tab.check.sheets[weight].isVisible()]


def test_what_blocks_is_told_apart_from_what_does_not_and_counted(qtbot, tab, store, november):
    store.run(lambda s: an_activation(s, a_citizen(s, born=None)))
    store.run(lambda s: a_team(s, "Tổ CNSCĐ thôn Vắng"))
    opened(qtbot, tab, "check")
    assert tab.check.words.text() == "1 việc phải sửa trước khi chốt"
    assert tab.check.sheets[Weight.FAULT].title() == "Phải sửa trước khi chốt · 1"
    (fault,) = lines(tab, Weight.FAULT)
    assert (fault.finding.words, fault.seen.isHidden()) == ("1 bản ghi thiếu năm sinh", True)
    (doubt,) = lines(tab, Weight.DOUBT)
    assert doubt.finding.detail == "Tổ CNSCĐ thôn Vắng"
    assert not doubt.seen.isHidden()


def test_an_empty_heading_is_not_shown(qtbot, seen_tab):
    went(qtbot, seen_tab, "check")
    assert [weight for weight, sheet in seen_tab.check.sheets.items() if sheet.isVisible()] == [Weight.OPEN]
    assert seen_tab.check.words.text() == "Không còn lỗi, không còn cảnh báo"


def test_a_jump_leads_where_it_is_mended(qtbot, seen_tab):
    went(qtbot, seen_tab, "check")
    line = next(each for each in lines(seen_tab, Weight.OPEN) if each.finding.words == "Chưa có số báo cáo")
    with qtbot.waitSignal(seen_tab.shown):
        qtbot.mouseClick(line.jump, Qt.MouseButton.LeftButton)
    assert seen_tab.step == "narrative"


def test_a_doubt_that_was_looked_at_stays_quiet_until_there_is_one_more(qtbot, tab, store, november):
    store.run(lambda s: a_team(s, "Tổ CNSCĐ thôn Vắng"))
    opened(qtbot, tab, "check")
    (doubt,) = lines(tab, Weight.DOUBT)
    doubt.seen.setFocus()
    with qtbot.waitSignal(tab.shown):
        qtbot.keyClick(doubt.seen, Qt.Key.Key_Space)
    assert store.read(partial(noted.of, period_id=november)) == {noted.key_of(doubt.finding)}
    assert lines(tab, Weight.DOUBT) == [doubt], "the line stays, and the cursor on it"
    assert tab.state.unseen == ()
    assert "1 cảnh báo đã xem." in tab.check.about.text()
    store.run(lambda s: a_team(s, "Tổ CNSCĐ thôn Lặng"))
    went(qtbot, tab, "check")
    (doubt,) = lines(tab, Weight.DOUBT)
    assert not doubt.seen.isChecked()
    assert tab.check.words.text() == "1 việc nên xem, không việc nào chặn việc chốt"


def test_the_last_check_beside_the_paper_says_the_same_and_leads_back(qtbot, tab, store, november):
    store.run(lambda s: an_activation(s, a_citizen(s, born=None)))
    opened(qtbot, tab, "preview")
    assert "1 lỗi phải sửa" in tab.preview.last_check.words
    with qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(tab.preview.last_check.back, Qt.MouseButton.LeftButton)
    assert tab.step == "check"


@pytest.fixture
def late(qtbot, tab, store, november):
    """November was closed, then one more account of it was entered; the tab stands at December."""

    def enter(session):
        session.info["now"] = lambda: datetime(2023, 12, 3, 9, 0)
        an_activation(session, a_citizen(session, personal_number=a_number()), day=date(2023, 11, 25))
        return reporting.ensure_period(session, DECEMBER).id

    store.run(partial(report_state.close, period_id=november))
    december = store.run(enter)
    tab._period = december
    opened(qtbot, tab, "check")
    assert [each.period_id for each in tab.state.late] == [november]
    assert tab.check.words.text() == "1 việc phải sửa trước khi chốt"
    assert tab.check.sheets[Weight.FAULT].isHidden(), "it is said once, where it is decided"
    return tab


def decide(qtbot, tab, words):
    button = next(each for each in tab.check.late.buttons if each.text().strip() == words)
    with qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_came_late_is_counted_here_only_by_choice_and_can_wait_again(qtbot, late):
    before = late.state.figures.period["2.2"].total
    assert late.check.late.isVisible()
    decide(qtbot, late, "Cộng vào kỳ này")
    assert late.state.figures.period["2.2"].total == before + 1
    assert late.state.late == ()
    decide(qtbot, late, "Bỏ quyết định")
    assert late.state.figures.period["2.2"].total == before
    assert len(late.state.late) == 1


def test_what_came_late_can_be_left(qtbot, late):
    before = late.state.figures.period["2.2"].total
    decide(qtbot, late, "Để lại")
    assert (late.state.late, late.state.figures.period["2.2"].total) == ((), before)


def test_what_came_late_opens_the_closed_period_again_after_a_reason(qtbot, late, store, november):
    decide(qtbot, late, "Mở lại kỳ đó")
    assert (late.state.line.span, late.step) == (NOVEMBER, "close")
    dialog = late.window().findChild(ReasonDialog)
    dialog.editor.set_value("Nhập sót một phiếu của ngày 25/11")
    with qtbot.waitSignal(late.shown):
        qtbot.mouseClick(dialog.agree_button, Qt.MouseButton.LeftButton)
    assert store.read(lambda s: reporting.report_of(s, november).reopened) == "Nhập sót một phiếu của ngày 25/11"
    assert late.state.line.state == "draft"
