"""Periods: the next one proposes itself, another is picked."""

from datetime import date

from PySide6.QtCore import Qt

from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import reporting
from tests.ui.tabs.reports.at_the_report import NOVEMBER, dialog_of, opened


def test_the_next_period_proposes_itself_with_its_deadline(seen_tab):
    seen_tab.add_new()
    values = dialog_of(seen_tab).form.values()
    assert values == {
        "first_day": date(2023, 12, 1), "last_day": date(2023, 12, 31), "due": date(2024, 1, 5),
    }  # fmt: skip


def test_the_same_two_days_twice_and_days_the_wrong_way_round_stay_in_the_dialog(qtbot, seen_tab):
    seen_tab.add_new()
    dialog = dialog_of(seen_tab)
    for first, last, sentence in (
        (NOVEMBER.first, NOVEMBER.last, "Đã có kỳ"),
        (NOVEMBER.last, NOVEMBER.first, "Ngày cuối trước ngày đầu"),
    ):
        dialog.form.load({"first_day": first, "last_day": last, "due": None})
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
        assert sentence in dialog.form.editors["last_day"].fault()
        assert dialog.isVisible()


def test_picking_another_period_shows_its_figures_and_keeps_what_was_typed(qtbot, tab, store, november):
    october = store.run(lambda session: reporting.ensure_period(session, Span.month(2023, 10))).id
    opened(qtbot, tab, "narrative")
    tab.periods.pick(november)
    qtbot.waitUntil(lambda: tab.state.line.id == november)
    tab.narrative.parts["causes"].text.setPlainText("Do mưa.")
    with qtbot.waitSignal(tab.shown):
        tab.periods.pick(october)
    assert tab.state.line.id == october
    assert tab.narrative.parts["causes"].text.toPlainText() != "Do mưa."
    kept = store.read(lambda session: reporting.report_of(session, november))
    assert kept.narrative == {"causes": "Do mưa."}
