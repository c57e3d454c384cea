"""Periods in a book that has none yet or none like it."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt

from hoaian_desktop.rules.period_habits import USUAL, Habit
from hoaian_desktop.rules.periods import PeriodKind, Span
from hoaian_desktop.services import habits, reporting
from hoaian_desktop.store.store import Store
from tests.builders import TODAY, a_store
from tests.ui.tabs.reports.at_the_report import NOVEMBER, dialog_of, opened


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    """The store of an office that has nothing yet."""
    made = a_store(tmp_path)
    yield made
    made.close()


def test_an_empty_book_leads_to_its_first_period(qtbot, tab, store):
    opened(qtbot, tab)
    assert tab.whole.currentWidget() is tab.empty
    qtbot.mouseClick(tab.empty.buttons[0], Qt.MouseButton.LeftButton)
    dialog = dialog_of(tab)
    with qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert [line.span for line in store.read(reporting.list_periods)] == [NOVEMBER]
    assert tab.state.line.span == NOVEMBER
    assert tab.whole.currentWidget() is tab.board


@pytest.mark.parametrize(
    ("preset", "span"),
    [
        (0, Span.month(2023, 11)),
        (1, Span(date(2023, 11, 15), date(2023, 12, 14))),
        (2, Span(date(2023, 11, 20), date(2023, 11, 26))),
        (3, Span.quarter(2023, 4)),
        (4, Span.half_year(2023, 2)),
        (5, Span.year(2023)),
        (6, Span(TODAY, TODAY)),
    ],
)
def test_each_kind_of_period_proposes_the_one_that_holds_today(preset, span):
    assert USUAL[preset].next_of([], TODAY) == span


def test_a_month_from_the_15th_is_followed_by_its_like_and_is_kept_as_a_month(qtbot, tab, store):
    own = Span(date(2023, 10, 15), date(2023, 11, 14))
    store.run(lambda session: reporting.ensure_period(session, own, kind="month"))
    opened(qtbot, tab)
    tab.add_new()
    dialog = dialog_of(tab)
    assert dialog.preset.currentIndex() == 1
    with qtbot.waitSignal(dialog.kept):
        dialog.save()
    line = store.read(reporting.list_periods)[0]
    assert (line.span, line.kind) == (Span(date(2023, 11, 15), date(2023, 12, 14)), PeriodKind.MONTH)
    assert line.due == date(2023, 12, 20)


def test_a_period_that_has_not_begun_is_refused_with_its_sentence(qtbot, tab, store):
    store.run(lambda session: reporting.ensure_period(session, Span.month(2024, 1)))
    opened(qtbot, tab, "close")
    qtbot.mouseClick(tab.closing.close_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tab.closing.strip.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Kỳ báo cáo bắt đầu ngày 01/01/2024" in tab.closing.strip.text())


def typed(dialog, first, last, due):
    dialog.form.load({"first_day": first, "last_day": last, "due": due})


def test_a_month_of_ones_own_with_its_deadline_is_remembered_and_the_next_proposes_itself(qtbot, tab, store):
    opened(qtbot, tab)
    tab.add_new()
    dialog = dialog_of(tab)
    qtbot.waitUntil(lambda: tab._tasks.waiting == 0)
    dialog.preset.setCurrentIndex(dialog.preset.count() - 1)  # two days of one's own
    typed(dialog, date(2023, 10, 21), date(2023, 11, 20), date(2023, 11, 22))
    dialog.remember.setChecked(True)
    with qtbot.waitSignal(dialog.kept):
        dialog.save()
    (line,) = store.read(reporting.list_periods)
    assert (line.kind, line.due) == ("month", date(2023, 11, 22))
    assert store.read(habits.own) == (Habit(PeriodKind.MONTH, 21, 22),)
    assert store.read(lambda session: reporting.proposed(session, date(2023, 11, 25))) == Span(
        date(2023, 11, 21), date(2023, 12, 20)
    )
    qtbot.waitUntil(lambda: tab.state is not None and tab._tasks.waiting == 0)
    tab.add_new()
    following = dialog_of(tab)
    qtbot.waitUntil(lambda: following.preset.currentText() == "Tháng (từ ngày 21 đến ngày 20)")
    values = following.form.values()
    assert values == {
        "first_day": date(2023, 11, 21), "last_day": date(2023, 12, 20), "due": date(2023, 12, 22),
    }  # fmt: skip


def test_days_that_do_not_repeat_cannot_be_remembered(qtbot, tab, store):
    opened(qtbot, tab)
    tab.add_new()
    dialog = dialog_of(tab)
    typed(dialog, date(2023, 11, 6), date(2023, 11, 15), None)
    dialog.remember.setChecked(True)
    dialog.save()
    assert "không lặp lại" in dialog.form.editors["last_day"].fault()
    assert store.read(reporting.list_periods) == []


def test_days_of_another_month_are_warned_about_once_and_a_quarter_over_them_is_not(qtbot, tab, store):
    store.run(lambda session: reporting.ensure_period(session, NOVEMBER))
    opened(qtbot, tab)
    tab.add_new()
    dialog = dialog_of(tab)
    dialog.preset.setCurrentIndex(1)
    typed(dialog, date(2023, 10, 15), date(2023, 11, 14), None)
    dialog.save()
    assert "trùng với kỳ cùng loại 01/11/2023 – 30/11/2023" in dialog.notice.sentence()
    assert len(store.read(reporting.list_periods)) == 1
    with qtbot.waitSignal(dialog.kept):
        dialog.save()
    assert len(store.read(reporting.list_periods)) == 2
    qtbot.waitUntil(lambda: tab._tasks.waiting == 0)
    tab.add_new()
    dialog = dialog_of(tab)
    at = [habit.kind for habit in dialog._offered].index(PeriodKind.QUARTER)
    dialog.preset.setCurrentIndex(at)
    dialog.preset.activated.emit(at)
    with qtbot.waitSignal(dialog.kept):
        dialog.save()
    assert store.read(reporting.list_periods)[0].span == Span.quarter(2023, 4)


def test_a_week_from_wednesday_is_called_a_week_and_is_followed_by_its_like(qtbot, tab, store):
    week = Span(date(2023, 11, 15), date(2023, 11, 21))
    store.run(lambda session: reporting.ensure_period(session, week, kind="week"))
    opened(qtbot, tab)
    assert tab.periods.list.currentItem().text() == "Tuần 15/11 – 21/11/2023"
    assert store.read(lambda session: reporting.proposed(session, date(2023, 11, 23))) == Span(
        date(2023, 11, 22), date(2023, 11, 28)
    )
