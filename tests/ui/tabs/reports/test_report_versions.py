"""A period that was closed: its history, what differs from it, what of it can still be changed."""

import hashlib
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from hoaian_desktop import papers, signatures
from hoaian_desktop.services import reporting, version_files, versions
from hoaian_desktop.signatures import Scan
from hoaian_desktop.store.store import Store
from tests.builders import USER, a_citizen, a_copy, an_activation
from tests.certificates import AT, OWNER, a_file
from tests.ui.tabs.reports.at_the_report import NOVEMBER, closed, dialog_of, opened, reopened, row_of, text_of, went
from ui.dialogs.differences import DifferencesDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.scans import ScansDialog
from ui.dialogs.sign_report import SignDialog
from ui.tabs.report_table import PERIOD


@pytest.fixture
def store(closed_made, tmp_path) -> Iterator[Store]:
    """The store of the book whose November was closed as v1."""
    made = a_copy(closed_made, tmp_path)
    yield made
    made.close()


def test_the_history_names_who_when_and_the_digest(qtbot, tab):
    opened(qtbot, tab, "close")
    table = tab.closing.versions.table
    words = [table.item(0, at).text() for at in range(table.columnCount())]
    assert words == ["v1", "Đã chốt", "20/11/2023 08:15", USER, "—", table.versions[0].digest[:12], "—"]
    assert table.item(0, 5).toolTip().endswith(table.versions[0].digest)


def test_the_files_kept_with_a_version_stand_below_it_with_their_digests(qtbot, tab, store):
    opened(qtbot, tab, "close")
    sheet = tab.closing.versions
    kept, *others = sheet.files_shown
    assert [file.name for file in others] == ["BC_CDS_AnTin_2023-11_v1.docx", "BC_CDS_AnTin_2023-11_v1.xlsx"]
    assert (sheet.files.item(0, 0).text(), sheet.files.item(0, 1).text()) == ("PDF", "BC_CDS_AnTin_2023-11_v1.pdf")
    assert sheet.files.item(0, 4).text() == kept.digest
    pdf = store.read(lambda session: papers.version_pdf(session, sheet.table.current().id))
    assert hashlib.sha256(pdf).hexdigest() == kept.digest


def pressed(qtbot, tab, key):
    qtbot.mouseClick(tab.closing.versions.buttons[key], Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("key", ["accept", "return"])
def test_what_comes_too_early_is_refused_with_a_sentence(qtbot, tab, key):
    opened(qtbot, tab, "close")
    pressed(qtbot, tab, key)
    assert "Hãy nộp bản này trước." in tab.closing.versions.strip.text()
    assert tab.window().findChildren(ReasonDialog) == []


def test_a_report_sent_back_is_opened_again_compared_and_replaced(qtbot, tab, store, tmp_path):
    opened(qtbot, tab, "close")
    sheet = tab.closing.versions
    sheet.reveal = lambda _: None
    with qtbot.waitSignal(tab.shown):
        sheet.submit_to(sheet.table.current(), tmp_path)
    pressed(qtbot, tab, "return")
    dialog = tab.window().findChild(ReasonDialog)
    qtbot.mouseClick(dialog.agree_button, Qt.MouseButton.LeftButton)
    assert dialog.editor.fault(), "without a reason it stays"
    dialog.editor.set_value("Thiếu thôn Năng An")
    with qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(dialog.agree_button, Qt.MouseButton.LeftButton)
    assert tab.state.line.state == "returned"
    assert sheet.table.item(0, 6).text() == "Trả lại: Thiếu thôn Năng An"
    reopened(qtbot, tab, "Cấp trên trả lại")
    store.run(lambda session: an_activation(session, a_citizen(session)))
    assert closed(qtbot, tab)[0] == 2
    went(qtbot, tab, "close")
    assert [sheet.table.item(at, 1).text() for at in (0, 1)] == ["Đã chốt", "Thay bằng v2"]
    pressed(qtbot, tab, "compare")
    qtbot.waitUntil(lambda: tab.window().findChild(DifferencesDialog) is not None)
    found = tab.window().findChild(DifferencesDialog)
    rows = [[found.table.item(at, column).text() for column in (0, 3, 4, 5, 6)] for at in range(found.table.rowCount())]
    assert ["2.2", "Trong kỳ", "8", "9", "+1"] in rows
    saves_the_comparison(qtbot, found, tmp_path)
    found.reject()
    sheet.table.pick(1)
    pressed(qtbot, tab, "submit")
    assert "đang “Thay bằng bản mới”" in sheet.strip.text()


def saves_the_comparison(qtbot, dialog, folder):
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.findChild(QFileDialog) is not None)
    chooser = dialog.findChild(QFileDialog)
    chooser.setDirectory(str(folder))
    chooser.accept()
    path = folder / "BC_CDS_AnTin_2023-11_v1-v2_so-sanh.pdf"
    qtbot.waitUntil(lambda: dialog.notice.sentence() == f"Đã lưu {path.name}.")
    words = " ".join(text_of(path.read_bytes()).split())
    assert "Tài khoản định danh điện tử mức 2 được kích hoạt" in words
    assert "Cấp trên trả lại" in words, "the reason of the newer one"


def test_the_scan_of_the_signed_paper_is_offered_once_there_is_one(qtbot, tab, store):
    opened(qtbot, tab, "close")
    sheet, of = tab.closing.versions, tab.state.latest.id
    assert sheet.buttons["scans"].isHidden()
    assert sheet.buttons["verify"].isHidden(), "nobody signed it"
    pressed(qtbot, tab, "sign")
    tab.window().findChild(SignDialog).close()

    def attach(session):
        signatures.attach_scan(session, of, Scan("pdf", papers.version_pdf(session, of)))

    store.run(attach)
    went(qtbot, tab, "close")
    assert "Bản quét" in [sheet.files.item(at, 0).text() for at in range(sheet.files.rowCount())]
    pressed(qtbot, tab, "scans")
    dialog = tab.window().findChild(ScansDialog)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1 and tab._tasks.waiting == 0)
    dialog.close()


def test_the_first_version_has_nothing_before_it_to_compare(qtbot, tab):
    opened(qtbot, tab, "close")
    pressed(qtbot, tab, "compare")
    qtbot.waitUntil(lambda: "chưa có bản trước" in tab.closing.versions.strip.text())


def test_a_closed_report_is_only_read(qtbot, tab):
    opened(qtbot, tab, "narrative")
    assert tab.narrative.parts["causes"].text.isReadOnly()
    assert not tab.narrative.form.isEnabled()
    went(qtbot, tab, "figures")
    tab.figures.correct()
    assert "Mở lại kỳ" in tab.figures.strip.text()


def test_figures_that_differ_from_the_closed_version_are_marked(qtbot, tab, store):
    opened(qtbot, tab)
    store.run(lambda session: an_activation(session, a_citizen(session)))
    went(qtbot, tab, "figures")
    model = tab.figures.table.figures
    assert (row_of(tab, "2.2"), PERIOD) in model.changed
    assert "Bản v1 đã chốt: 8" in model.index(row_of(tab, "2.2"), PERIOD).data(Qt.ItemDataRole.ToolTipRole)
    assert f"<b>{len(model.changed)} ô</b>" in tab.figures.strip.text()


def test_of_a_closed_period_only_the_deadline_can_be_changed(qtbot, tab, store):
    opened(qtbot, tab)
    tab.edit()
    dialog = dialog_of(tab)
    assert not dialog.form.editors["first_day"].isEnabled()
    dialog.form.editors["due"].set_value(date(2023, 11, 25))
    with qtbot.waitSignal(dialog.kept):
        dialog.save()
    line = store.read(reporting.list_periods)[0]
    assert (line.due, line.span, line.version) == (date(2023, 11, 25), NOVEMBER, 1)


def test_a_closed_version_is_saved_as_the_files_kept_with_it(qtbot, tab, store, tmp_path, monkeypatch):
    monkeypatch.setattr(tab.preview, "reveal", lambda _: None)
    opened(qtbot, tab, "preview")
    version = tab.state.versions[0].id
    kept = {kind: store.read(lambda s, kind=kind: version_files.newest(s, version, kind)) for kind in papers.DRAWN}
    for kind, file in kept.items():
        with qtbot.waitSignal(tab.preview.saved):
            tab.preview.save_to(tmp_path / tab.state.named(1, kind), kind)
        assert (tmp_path / f"BC_CDS_AnTin_2023-11_v1.{kind}").read_bytes() == file


def test_room_for_the_pen_on_a_closed_version_leaves_its_seal(qtbot, tab, store):
    period = store.read(reporting.list_periods)[0].id

    def numbered(session):
        versions.reopen(session, period, "Ghi số văn bản")
        reporting.write(session, period, document_number=12, document_date=date(2023, 12, 1))
        papers.close_period(session, period)

    store.run(numbered)
    opened(qtbot, tab, "preview")
    assert "Số: 12-BC" in text_of(tab.preview.pdf)
    with qtbot.waitSignal(tab.preview.rendered):
        tab.preview.blank.click()
    text = text_of(tab.preview.pdf)
    assert "12-BC" not in text and "AT-2023-11-V2 · Mã kiểm tra" in text


def test_a_signed_version_opens_as_it_goes_out_and_says_who_signed_it_and_that_it_is_whole(qtbot, tab, store, tmp_path):
    version = store.read(lambda session: reporting.latest_version(session, reporting.list_periods(session)[0].id)).id
    signed = signatures.sign_version(store, version, a_file(tmp_path), lambda: AT)
    opened(qtbot, tab, "preview")
    qtbot.waitUntil(lambda: bool(tab.preview.signed.text()), timeout=20_000)
    assert tab.preview.pdf == signed
    assert tab.preview.signed.text().startswith(f"Ký số: {OWNER}, ")
    assert "nguyên vẹn từ khi ký" in tab.preview.signed.text()
