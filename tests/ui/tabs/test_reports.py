"""Báo cáo on a real book: real figures, real PDF, real widgets."""

from datetime import date
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QMessageBox
from sqlalchemy import select

from hoaian_desktop.indicators import counting
from hoaian_desktop.indicators.catalogue import BY_KEY
from hoaian_desktop.records import Activation, CampaignEvent, Membership, Tally
from hoaian_desktop.records.activation import activation_volunteer
from hoaian_desktop.records.campaign import event_volunteer
from hoaian_desktop.records.team import team_village
from hoaian_desktop.rules.periods import PeriodKind, Span
from hoaian_desktop.services import lists, reporting
from hoaian_desktop.services.listings import LISTING_OF
from hoaian_desktop.services.lists import Behind, Query
from hoaian_desktop.store import engine as engines
from hoaian_desktop.store.store import Store
from tests.builders import SINCE, TODAY, USER, a_citizen, a_tally, a_target, a_volunteer, an_activation
from ui import printing, sample
from ui.dialogs.period import PRESETS, PeriodDialog, next_of
from ui.tabs.behind import behind
from ui.tabs.report_table import CUMULATIVE, PERCENT, PERIOD, PREVIOUS, YEAR, span_of
from ui.tabs.reports import STEPS, ReportsTab
from ui.tasks import Tasks

NOVEMBER = Span.month(2023, 11)


@pytest.fixture
def tab(qtbot, tasks):
    made = ReportsTab(tasks, lambda: TODAY)
    made.resize(1366, 620)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def november(store):
    def fill(session):
        an_activation(session, a_citizen(session))
        an_activation(session, a_citizen(session), day=date(2023, 10, 3))
        a_tally(session, 7, "vneid-2", day=date(2023, 11, 4))
        a_target(session, "2.2", 16)
        return reporting.ensure_period(session, NOVEMBER).id

    return store.run(fill)


def opened(qtbot, tab, step="figures"):
    tab.show()
    with qtbot.waitSignal(tab.shown):
        tab.activate()
    return went(qtbot, tab, step)


def went(qtbot, tab, step):
    if step == "preview":
        with qtbot.waitSignal(tab.preview.rendered):
            tab.show_step(step)
    else:
        with qtbot.waitSignal(tab.shown):
            tab.show_step(step)
    return tab


def closed(qtbot, tab):
    """Close as a user does: the button, then the answer in the strip. Returns the version and its bytes."""
    went(qtbot, tab, "close")
    qtbot.mouseClick(tab.closing.close_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(tab.closed) as signal, qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(tab.closing.strip.buttons[0], Qt.MouseButton.LeftButton)
    went(qtbot, tab, "preview")
    return signal.args[0], tab.preview.pdf


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def row_of(tab, key):
    return next(at for at, line in enumerate(tab.figures.table.figures.lines) if line.key == key)


def cell(tab, key, column):
    model = tab.figures.table.figures
    return model.index(row_of(tab, key), column).data()


# Figures


def test_the_table_shows_the_ten_columns_of_the_form_as_they_are_printed(qtbot, tab, november):
    opened(qtbot, tab)
    assert [cell(tab, "2.2", at) for at in range(10)] == [
        "2.2", "Tài khoản định danh điện tử mức 2 được kích hoạt", "tài khoản", "16", "1", "8", "9", "9", "56,3",
        "gồm 7 số đếm",
    ]  # fmt: skip


def test_where_no_target_was_given_stands_a_dash(qtbot, tab, november):
    opened(qtbot, tab)
    assert (cell(tab, "2.6", 3), cell(tab, "2.6", PERCENT)) == ("—", "—")


def test_named_and_tallied_parts_are_told_apart_and_open_apart(qtbot, tab, november):
    opened(qtbot, tab)
    table = tab.figures.table
    index = table.figures.index(row_of(tab, "2.2"), PERIOD)
    assert "Có tên 1 + số đếm 7" in index.data(Qt.ItemDataRole.ToolTipRole)
    table.setCurrentIndex(index)
    named, tallied = tab.figures.links
    assert (named.text().strip(), tallied.text().strip()) == ("Bản ghi có tên: 1", "Số đếm: 7")
    for made, tally in ((named, False), (tallied, True)):
        with qtbot.waitSignal(tab.go) as signal:
            qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        assert signal.args == ["activations", Behind("2.2", NOVEMBER, tally=tally)]


def test_persons_and_turns_are_two_numbers_with_their_own_records(qtbot, tab, store, november):
    def twice(session):
        who = a_citizen(session)
        for day in (7, 8):
            an_activation(session, who, "dvc-login", day=date(2023, 11, day))

    store.run(twice)
    opened(qtbot, tab)
    assert cell(tab, "2.4.nguoi", PERIOD) == "1"
    tab.figures.table.setCurrentIndex(tab.figures.table.figures.index(row_of(tab, "2.4.nguoi"), PERIOD))
    assert [made.text().strip() for made in tab.figures.links][-1] == "Lượt hướng dẫn: 2"
    assert tab.figures.heading.text() == "2.4 · Công dân được hướng dẫn dịch vụ công"
    assert "không cộng qua các kỳ" in tab.figures.adds.text()


@pytest.mark.parametrize(
    ("column", "span"),
    [
        (PERIOD, NOVEMBER),
        (PREVIOUS, Span.month(2023, 10)),
        (YEAR, Span(date(2023, 1, 1), NOVEMBER.last)),
        (CUMULATIVE, Span(SINCE, NOVEMBER.last)),
    ],
)
def test_enter_on_a_number_opens_the_records_of_its_own_days(qtbot, tab, november, column, span):
    opened(qtbot, tab)
    table = tab.figures.table
    table.setCurrentIndex(table.figures.index(row_of(tab, "2.2"), column))
    with qtbot.waitSignal(tab.go) as signal:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert signal.args == ["activations", Behind("2.2", span)]


@pytest.fixture(scope="module")
def practised(practice):
    book = sample.open_book(practice)
    yield book.store
    book.close(copy=False)


def number_of(session, key, ids, span, *, tally):
    """What these records amount to, counted by hand: persons once, turns by day, minutes and people added up."""
    part = BY_KEY[key][1]
    if tally:
        return sum(tally.number for tally in recalled(session, Tally, ids))
    records = recalled(session, part.named.record, ids)
    if part.named.record is Activation and str(part.unit) == "người" and key != "2.1.muc_1_cao_nhat":
        return len({record.citizen_id for record in records})
    if part.named.record is Membership:
        return len({record.volunteer_id for record in records})
    added = {"3.1.luot": "reach", "3.2.phut": "minutes", "3.3.luot": "reach", "3.4.nguoi": "reach", "3.5": "leaflets",
             "4.2.ho": "households"}  # fmt: skip
    if key in added:
        amounts = [getattr(record, added[key]) for record in records]
        return sum(amount or 0 for amount in amounts) if amounts or key != "3.5" else None
    if key == "3.2.cum_loa":
        return len({record.village_id for record in records} - {None})
    if key == "1.3.thon":
        rows = session.execute(select(team_village.c.team_id, team_village.c.village_id))
        return len({village for team, village in rows if team in set(ids)})
    if key.startswith("1.5.luot"):
        return len(volunteer_turns(session, key, set(ids), span))
    return len(records)


def recalled(session, record, ids):
    """The records of these ids, one for each."""
    known = {each.id: each for each in session.scalars(select(record).where(record.id.in_(ids)))}
    return [known[id_] for id_ in ids]


def volunteer_turns(session, key, ids, span):
    supports = session.execute(
        select(activation_volunteer.c.volunteer_id, Activation.day).join(
            Activation, Activation.id == activation_volunteer.c.activation_id
        )
    )
    events = session.execute(
        select(event_volunteer.c.volunteer_id, CampaignEvent.day).join(
            CampaignEvent, CampaignEvent.id == event_volunteer.c.event_id
        )
    )
    helped = {tuple(row) for row in supports if row.volunteer_id in ids and row.day in span and row.day >= SINCE}
    came = [tuple(row) for row in events if row.volunteer_id in ids and row.day in span and row.day >= SINCE]
    return {"1.5.luot_chien_dich": came, "1.5.luot_ho_tro": helped}.get(key, helped | set(came))


@pytest.fixture(scope="module")
def december(practised):
    return practised.read(lambda session: counting.count(session, Span.month(2023, 12)))


@pytest.mark.parametrize("key", BY_KEY)
def test_a_figure_opens_exactly_the_records_it_counts(practised, december, key):
    counted = {PREVIOUS: december.previous, PERIOD: december.period, CUMULATIVE: december.cumulative}
    part = BY_KEY[key][1]
    for column, counts in counted.items():
        for tally in (False, True) if part.tally is not None else (False,):
            number = practised.read(partial(recount, key=key, span=span_of(december, column), tally=tally))
            assert number == (counts[key].tally if tally else counts[key].named), column


def recount(session, *, key, span, tally):
    _, what = behind(key, span, tally=tally)
    part = BY_KEY[key][1]
    record = (part.tally if tally else part.named).record
    ids = lists.find(session, LISTING_OF[record], Query(behind=what)).ids
    return number_of(session, key, list(ids), span, tally=tally)


def test_the_practice_book_has_something_in_most_figures(december):
    assert sum(bool(count.total) for count in december.cumulative.values()) > 0.85 * len(BY_KEY)


# Words


def typed(qtbot, tab, key, text):
    tab.narrative.parts[key].text.setPlainText(text)
    with qtbot.waitSignal(tab.narrative.kept):
        tab.narrative.save()


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


# Paper


def test_the_option_leaves_number_and_date_blank_without_forgetting_them(qtbot, tab, store, november):
    write = partial(reporting.write, document_number=12, document_date=date(2023, 11, 20))
    store.run(lambda session: write(session, november))
    opened(qtbot, tab, "preview")
    assert "12-BC/ĐTN" in text_of(tab.preview.pdf)
    with qtbot.waitSignal(tab.preview.rendered):
        tab.preview.blank.click()
    assert "12-BC/ĐTN" not in text_of(tab.preview.pdf)
    assert "ngày 20 tháng 11" not in text_of(tab.preview.pdf)
    assert store.read(lambda session: reporting.report_of(session, november)).document_number == 12


def test_the_annex_can_be_left_out(qtbot, tab, november):
    opened(qtbot, tab, "preview")
    assert "Biểu 01" in text_of(tab.preview.pdf)
    with qtbot.waitSignal(tab.preview.rendered):
        tab.preview.with_annex.click()
    assert "Biểu 01" not in text_of(tab.preview.pdf)


def test_the_pages_on_screen_are_those_of_the_pdf(qtbot, tab, november):
    opened(qtbot, tab, "preview")
    with pypdfium2.PdfDocument(tab.preview.pdf) as document:
        pages = len(document)
    qtbot.waitUntil(lambda: tab.preview.view.pages() == pages)
    assert tab.preview.page.text() == f"1 / {pages} trang"


def test_saving_uses_the_reports_own_name_and_shows_the_folder(qtbot, tab, november, tmp_path):
    shown = []
    tab.preview.reveal = shown.append
    tab.set_folder(tmp_path)
    opened(qtbot, tab, "preview")
    qtbot.mouseClick(tab.preview.save_button, Qt.MouseButton.LeftButton)
    dialog = tab.preview.findChild(QFileDialog)
    with qtbot.waitSignal(tab.preview.saved) as signal:
        dialog.accept()
    path = tmp_path / "BC_CDS_AnTin_2023-11.pdf"
    assert (signal.args, shown) == ([path], [tmp_path])
    assert path.read_bytes() == tab.preview.pdf


def test_printing_runs_beside_the_window_and_says_how_many_pages_went(qtbot, tab, november, tmp_path):
    opened(qtbot, tab, "preview")
    printer = printing.new_printer("BC")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    with qtbot.waitSignal(tab.preview.printed, timeout=20000) as signal:
        tab.preview.print_on(printer)
        assert not tab.preview.print_button.isEnabled()
    with (
        pypdfium2.PdfDocument(tmp_path / "printed.pdf") as paper,
        pypdfium2.PdfDocument(tab.preview.pdf) as screen,
    ):
        assert signal.args == [len(screen)]
        turned = [[page.get_width() > page.get_height() for page in document] for document in (paper, screen)]
    assert turned[0] == turned[1]
    assert True in turned[0] and False in turned[0]
    assert tab.preview.print_button.isEnabled()


# Closing


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


def test_the_history_names_who_when_and_the_digest(qtbot, tab, november):
    opened(qtbot, tab)
    closed(qtbot, tab)
    went(qtbot, tab, "close")
    version = tab.state.versions[0]
    line = tab.closing._version(version)
    qtbot.addWidget(line)
    words = [made.text() for made in line.findChildren(type(tab.closing.note))]
    assert words == ["v1", f"08:15 20/11/2023 · {USER}", version.digest[:12]]


def test_figures_that_differ_from_the_closed_version_are_marked(qtbot, tab, store, november):
    opened(qtbot, tab)
    closed(qtbot, tab)
    store.run(lambda session: an_activation(session, a_citizen(session)))
    went(qtbot, tab, "figures")
    model = tab.figures.table.figures
    assert (row_of(tab, "2.2"), PERIOD) in model.changed
    assert "Bản v1 đã chốt: 8" in model.index(row_of(tab, "2.2"), PERIOD).data(Qt.ItemDataRole.ToolTipRole)
    assert f"<b>{len(model.changed)} ô</b>" in tab.figures.strip.text()


def test_the_question_can_be_answered_with_no(qtbot, tab, store, november):
    opened(qtbot, tab, "close")
    qtbot.mouseClick(tab.closing.close_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tab.closing.strip.buttons[1], Qt.MouseButton.LeftButton)
    assert tab.closing.strip.text() == ""
    assert store.read(lambda session: reporting.versions(session, november)) == []


def test_a_period_that_has_not_begun_is_refused_with_its_sentence(qtbot, tab, store):
    store.run(lambda session: reporting.ensure_period(session, Span.month(2024, 1)))
    opened(qtbot, tab, "close")
    qtbot.mouseClick(tab.closing.close_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tab.closing.strip.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Kỳ báo cáo bắt đầu ngày 01/01/2024" in tab.closing.strip.text())


# Periods


def dialog_of(tab):
    return next(made for made in tab.window().findChildren(PeriodDialog) if made.isVisible())


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


def test_the_next_period_proposes_itself_with_its_deadline(qtbot, tab, november):
    opened(qtbot, tab)
    tab.add_new()
    values = dialog_of(tab).form.values()
    assert values == {
        "first_day": date(2023, 12, 1), "last_day": date(2023, 12, 31), "due": date(2024, 1, 5),
    }  # fmt: skip


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


def test_the_same_two_days_twice_and_days_the_wrong_way_round_stay_in_the_dialog(qtbot, tab, november):
    opened(qtbot, tab)
    tab.add_new()
    dialog = dialog_of(tab)
    for first, last, sentence in (
        (NOVEMBER.first, NOVEMBER.last, "Đã có kỳ"),
        (NOVEMBER.last, NOVEMBER.first, "Ngày cuối trước ngày đầu"),
    ):
        dialog.form.load({"first_day": first, "last_day": last, "due": None})
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
        assert sentence in dialog.form.editors["last_day"].fault()
        assert dialog.isVisible()


def test_of_a_closed_period_only_the_deadline_can_be_changed(qtbot, tab, store, november):
    opened(qtbot, tab)
    closed(qtbot, tab)
    tab.edit()
    dialog = dialog_of(tab)
    assert not dialog.form.editors["first_day"].isEnabled()
    dialog.form.editors["due"].set_value(date(2023, 11, 25))
    with qtbot.waitSignal(dialog.kept):
        dialog.save()
    line = store.read(reporting.list_periods)[0]
    assert (line.due, line.span, line.version) == (date(2023, 11, 25), NOVEMBER, 1)


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


def test_another_tab_can_ask_for_a_period_and_a_step(qtbot, tab, november):
    opened(qtbot, tab)
    with qtbot.waitSignal(tab.shown):
        tab.show_what((november, "narrative"))
    assert tab.step == "narrative"
    assert tab.steps.current() == STEPS.index("narrative")


@pytest.mark.parametrize(("width", "listed"), [(1366, True), (1093, False)])
def test_under_1250_the_list_of_periods_is_a_drop_down(qtbot, tab, store, november, width, listed):
    store.run(lambda session: a_volunteer(session))
    tab.resize(width, 540)
    for step in STEPS:
        opened(qtbot, tab, step)
        assert tab.periods.isVisible() is listed
        assert tab.periods.picker.isVisible() is not listed
        assert tab.minimumSizeHint().width() <= width
        assert tab.minimumSizeHint().height() <= 540
    assert Path(tab.preview.file.text()).suffix == ".pdf"


def test_closing_before_the_last_day_says_what_will_be_missing(qtbot, tab, november):
    opened(qtbot, tab, "close")
    qtbot.mouseClick(tab.closing.close_button, Qt.MouseButton.LeftButton)
    assert "Kỳ còn <b>10 ngày</b> mới hết (30/11/2023)" in tab.closing.strip.text()
