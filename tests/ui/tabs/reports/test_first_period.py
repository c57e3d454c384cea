"""Periods in a book that has none yet or none like it."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt

from hoaian_desktop.rules.periods import PeriodKind, Span
from hoaian_desktop.services import reporting
from hoaian_desktop.store.store import Store
from tests.builders import TODAY, a_store
from tests.ui.tabs.reports.at_the_report import NOVEMBER, dialog_of, opened
from ui.dialogs.period import PRESETS, next_of


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
    assert next_of(PRESETS[preset], [], TODAY) == span


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
