"""The step «Lời văn»: figures in the text, the office's templates, form, signer, and a number used twice."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from hoaian_desktop.rules.live_text import Token
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import narrative_templates, reporting
from tests.builders import a_citizen, an_activation
from tests.ui.tabs.reports.at_the_report import closed, opened, text_of, typed, went
from ui.dialogs.figure import FigureDialog
from ui.dialogs.signer import SignerDialog

OCTOBER = Span.month(2023, 10)


def dialog_of(tab, kind):
    return next(made for made in tab.window().findChildren(kind) if made.isVisible())


def stand_behind(part, words):
    """Put the cursor behind these words of a part."""
    part.text.setFocus()
    cursor = part.text.textCursor()
    cursor.setPosition(part.text.toPlainText().index(words) + len(words))
    part.text.setTextCursor(cursor)


def kept_text(store, period, key):
    return store.read(lambda session: reporting.report_of(session, period).narrative.get(key))


def one_more(store):
    store.run(lambda session: an_activation(session, a_citizen(session, "Trần Thị Ba")))


def test_a_draft_that_is_written_over_goes_on_following_the_figures(qtbot, tab, store, november):
    opened(qtbot, tab, "narrative")
    part = tab.narrative.parts["accounts"]
    before = next(run for run in part.text.runs() if run.token == Token("2.3"))
    stand_behind(part, "Đã kích hoạt ")
    qtbot.keyClicks(part.text, "duoc ")
    with qtbot.waitSignal(tab.narrative.kept):
        tab.narrative.save()
    assert "Đã kích hoạt duoc ⟦2.3:period:exact⟧" in kept_text(store, november, "accounts")
    assert "Đã kích hoạt duoc 08 tài khoản" in part.text.toPlainText()
    assert before.token in [run.token for run in part.text.runs()]
    one_more(store)
    went(qtbot, tab, "narrative")
    assert "Đã kích hoạt duoc 09 tài khoản" in part.text.toPlainText()
    version, pdf = closed(qtbot, tab)
    assert (version, "hoạt duoc 09 tài khoản" in " ".join(text_of(pdf).split())) == (1, True)


def test_a_figure_is_found_by_name_and_put_where_the_cursor_is_by_keys_alone(qtbot, tab, store, november):
    opened(qtbot, tab, "narrative")
    typed(qtbot, tab, "causes", "Lũy kế:  tài khoản.")
    part = tab.narrative.parts["causes"]
    stand_behind(part, "Lũy kế: ")
    qtbot.keyClick(part.text, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(tab, FigureDialog)
    qtbot.keyClicks(dialog.search, "tong so tai khoan")
    assert dialog.token() == Token("2.3")
    dialog.column.setCurrentIndex(dialog.column.findData("since"))
    assert dialog.said.text() == "09"
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert part.text.source() == "Lũy kế: ⟦2.3:since:exact⟧ tài khoản."
    stand_behind(part, "Lũy kế: 09")
    ways = []
    for _ in range(3):
        qtbot.keyClick(part.text, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        ways.append(part.text.runs()[0].token.style)
    assert ways == ["about", "above", "exact"]
    with qtbot.waitSignal(tab.narrative.kept):
        tab.narrative.save()
    assert kept_text(store, november, "causes") == "Lũy kế: ⟦2.3:since:exact⟧ tài khoản."


def test_a_search_without_an_answer_says_so_and_puts_nothing_in(qtbot, tab, november):
    opened(qtbot, tab, "narrative")
    tab.narrative.insert_figure()
    dialog = dialog_of(tab, FigureDialog)
    dialog.search.setText("xyzzy")
    assert "Không có số liệu" in dialog.said.text()
    assert not dialog.insert.isEnabled()
    dialog.reject()


def test_a_section_is_kept_as_the_offices_own_used_again_and_forgotten(qtbot, tab, store, november):
    opened(qtbot, tab, "narrative")
    part = tab.narrative.parts["causes"]
    assert not part.use.isEnabled()
    typed(qtbot, tab, "causes", "Do mưa lũ.")
    with qtbot.waitSignal(tab.shown):
        part.keep.trigger()
    assert part.kept.isVisibleTo(tab)
    assert store.read(partial(narrative_templates.of_form, form="monthly")) == {"causes": "Do mưa lũ."}
    typed(qtbot, tab, "causes", "Do bão.")
    part.use.trigger()
    assert part.text.toPlainText() == "Do mưa lũ."
    part.text.undo()
    assert part.text.toPlainText() == "Do bão."
    with qtbot.waitSignal(tab.shown):
        part.forget.trigger()
    assert store.read(partial(narrative_templates.of_form, form="monthly")) == {}
    assert part.text.toPlainText() == "Do bão."


def test_the_form_is_chosen_beside_the_number_and_brings_its_sections(qtbot, tab, november):
    opened(qtbot, tab, "narrative")
    typed(qtbot, tab, "causes", "Do mưa.")
    editor = tab.narrative.form.editors["form"]
    assert editor.value() == "monthly"
    with qtbot.waitSignal(tab.shown):
        editor.box.setCurrentIndex(editor.box.findData("sudden"))
    shown = [key for key, part in tab.narrative.parts.items() if part.isVisibleTo(tab)]
    assert shown == ["opening", "situation", "accounts", "proposals", "closing"]
    tab.narrative.subject.editors["subject"].line.setText("Tình hình sau bão số 4")
    tab.narrative.subject.changed.emit()
    with qtbot.waitSignal(tab.narrative.kept):
        tab.narrative.save()
    went(qtbot, tab, "preview")
    text = text_of(tab.preview.pdf)
    assert "Tình hình sau bão số 4" in text
    assert "I. TÌNH HÌNH" in text
    assert "Do mưa" not in text


def test_the_box_of_bieu_01_takes_the_sentence_about_it_along(qtbot, tab, november):
    opened(qtbot, tab, "preview")
    assert "Biểu 01 kèm theo" in " ".join(text_of(tab.preview.pdf).split())
    with qtbot.waitSignal(tab.preview.rendered):
        tab.preview.annexes.boxes["01"].click()
    assert "Biểu 01" not in text_of(tab.preview.pdf)


def test_somebody_else_signs_this_report_and_an_impossible_pair_is_refused_where_it_was_typed(qtbot, tab, november):
    opened(qtbot, tab, "narrative")
    qtbot.mouseClick(tab.narrative.change_signer, Qt.MouseButton.LeftButton)
    dialog = dialog_of(tab, SignerDialog)
    dialog.form.load({"signer_authority": "for-secretary", "signer_title": "secretary", "signer": "Lê Văn Bình"})
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.form.editors["signer_title"].fault()))
    dialog.form.editors["signer_title"].set_value("deputy-secretary")
    with qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert tab.narrative.signer.text() == "KT. BÍ THƯ · PHÓ BÍ THƯ · Lê Văn Bình"
    with qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(tab.narrative.office_signer, Qt.MouseButton.LeftButton)
    assert tab.narrative.signer.text().startswith("TM. BAN CHẤP HÀNH · BÍ THƯ")


@pytest.fixture
def fourth(store):
    """October's report has number 4."""

    def make(session):
        period = reporting.ensure_period(session, OCTOBER).id
        reporting.write(session, period, document_number=4, document_date=date(2023, 11, 4))

    store.run(make)


def test_a_number_another_report_has_waits_until_she_says_that_it_stays(qtbot, tab, store, november, fourth):
    tab.show_what((november, "narrative"))
    opened(qtbot, tab, "narrative")
    page = tab.narrative
    page.form.load({"document_number": 4, "document_date": date(2023, 12, 4), "form": "monthly"})
    typed(qtbot, tab, "causes", "Do mưa.")
    assert "Số 04 đã dùng cho báo cáo tháng 10/2023" in page.head.strip._words.text()
    report = store.read(lambda session: reporting.report_of(session, november))
    assert (report.document_number, report.narrative) == (None, {"causes": "Do mưa."})
    with qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(page.head.strip.buttons[0], Qt.MouseButton.LeftButton)
    assert store.read(lambda session: reporting.report_of(session, november)).document_number == 4
    assert page.head.strip.isHidden()
    assert page.head.hint.text() == "Cùng số với báo cáo tháng 10/2023."


def test_numbers_passed_over_are_told_beside_the_number(qtbot, tab, november, fourth):
    tab.show_what((november, "narrative"))
    opened(qtbot, tab, "narrative")
    page = tab.narrative
    page.form.load({"document_number": 7, "document_date": date(2023, 12, 4), "form": "monthly"})
    page.form.changed.emit()
    with qtbot.waitSignal(page.kept):
        page.save()
    assert page.head.hint.text() == "Bỏ trống các số 05 và 06."


def test_a_text_written_before_there_were_figures_stays_as_it_was(qtbot, tab, store, november):
    old = "Kích hoạt {2.3} <b>214</b> tài khoản & {{ x }}"
    store.run(
        lambda session: reporting.write(
            session, november, own={"causes": old}, document_number=None, document_date=None
        )
    )
    opened(qtbot, tab, "narrative")
    part = tab.narrative.parts["causes"]
    assert part.text.toPlainText() == old
    cursor = part.text.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    part.text.setTextCursor(cursor)
    qtbot.keyClicks(part.text, "!")
    with qtbot.waitSignal(tab.narrative.kept):
        tab.narrative.save()
    assert kept_text(store, november, "causes") == f"{old}!"
