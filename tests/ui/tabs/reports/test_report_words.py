"""The words of a report: drafted, written over, kept by themselves."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QMessageBox

from hoaian_desktop.services import reporting
from hoaian_desktop.store import engine as engines
from hoaian_desktop.store.store import Store
from tests.builders import TODAY, USER, a_citizen, an_activation
from tests.ui.tabs.reports.at_the_report import opened, text_of, typed, went
from ui.tabs.reports import ReportsTab
from ui.tasks import Tasks


def test_own_words_are_kept_by_themselves_and_survive_a_restart(qtbot, tab, store, november, tmp_path):
    opened(qtbot, tab, "narrative")
    assert not tab.has_unsaved()
    tab.narrative.parts["causes"].text.setPlainText("Do mưa lũ.\nDo thiếu máy.")
    assert tab.has_unsaved()
    with qtbot.waitSignal(tab.narrative.kept, timeout=4000):
        pass
    assert not tab.has_unsaved()
    again = Store(engines.plain(tmp_path / "plain.db"), who=USER, now=store.now)
    tasks = Tasks(again)
    fresh = ReportsTab(tasks, lambda: TODAY)
    qtbot.addWidget(fresh)
    opened(qtbot, fresh, "narrative")
    assert fresh.narrative.parts["causes"].text.toPlainText() == "Do mưa lũ.\nDo thiếu máy."
    went(qtbot, fresh, "preview")
    assert "Do mưa lũ." in text_of(fresh.preview.pdf)
    tasks.shutdown()
    again.close()


def test_leaving_the_step_keeps_what_was_just_typed(qtbot, tab, november):
    opened(qtbot, tab, "narrative")
    tab.narrative.parts["opening"].text.setPlainText("Thực hiện chỉ đạo, Đoàn xã báo cáo như sau:")
    went(qtbot, tab, "preview")
    assert "Thực hiện chỉ đạo, Đoàn xã báo cáo như sau:" in text_of(tab.preview.pdf)


def test_a_draft_can_be_had_back_for_one_section_alone(qtbot, tab, november):
    opened(qtbot, tab, "narrative")
    part = tab.narrative.parts["accounts"]
    drafted = part.text.toPlainText()
    assert part.back.isHidden()
    typed(qtbot, tab, "causes", "Do mưa.")
    typed(qtbot, tab, "accounts", "Đã làm tốt.")
    assert not part.back.isHidden()
    with qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(part.back, Qt.MouseButton.LeftButton)
    assert part.text.toPlainText() == drafted
    assert part.back.isHidden()
    assert tab.narrative.parts["causes"].text.toPlainText() == "Do mưa."


def test_words_left_as_drafted_follow_the_figures(qtbot, tab, store, november):
    opened(qtbot, tab, "narrative")
    before = tab.narrative.parts["accounts"].text.toPlainText()
    typed(qtbot, tab, "causes", "Do mưa.")
    store.run(lambda session: an_activation(session, a_citizen(session)))
    went(qtbot, tab, "narrative")
    assert tab.narrative.parts["accounts"].text.toPlainText() != before


def test_an_emptied_section_is_left_out_of_the_paper(qtbot, tab, november):
    opened(qtbot, tab, "narrative")
    typed(qtbot, tab, "causes", "")
    went(qtbot, tab, "preview")
    assert "Nguyên nhân" not in text_of(tab.preview.pdf)


def test_a_letter_that_would_be_a_box_on_paper_keeps_the_draft_from_going_out(qtbot, tab, november):
    opened(qtbot, tab, "narrative")
    typed(qtbot, tab, "causes", "Do mưa 🌧 kéo dài.")
    went(qtbot, tab, "preview")
    for go_out in (tab.preview.print_out, tab.preview.save_as):
        go_out()
        (box,) = tab.preview.findChildren(QMessageBox)
        assert "Nguyên nhân” có chữ “🌧”" in box.informativeText()
        box.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_number_and_date_are_printed_when_given_and_blank_when_taken_away(qtbot, tab, store, november):
    opened(qtbot, tab, "narrative")
    form = tab.narrative.form
    qtbot.mouseClick(tab.narrative.propose, Qt.MouseButton.LeftButton)
    form.editors["document_date"].set_value(date(2023, 11, 20))
    form.changed.emit()
    with qtbot.waitSignal(tab.narrative.kept):
        tab.narrative.save()
    went(qtbot, tab, "preview")
    assert "01-BC/ĐTN" in text_of(tab.preview.pdf)
    assert "ngày 20 tháng 11 năm 2023" in text_of(tab.preview.pdf)
    went(qtbot, tab, "narrative")
    form.editors["document_number"].set_value(None)
    form.editors["document_date"].set_value(None)
    form.changed.emit()
    with qtbot.waitSignal(tab.narrative.kept):
        tab.narrative.save()
    kept = store.read(lambda session: reporting.report_of(session, november))
    assert (kept.document_number, kept.document_date) == (None, None)


def test_a_number_that_makes_no_sense_is_told_under_the_field_and_nothing_is_lost(qtbot, tab, november):
    opened(qtbot, tab, "narrative")
    tab.narrative.form.editors["document_number"].control.setText("mười")
    tab.narrative.parts["causes"].text.setPlainText("Do mưa.")
    tab.narrative.save()
    assert tab.narrative.form.editors["document_number"].fault()
    assert tab.has_unsaved()
