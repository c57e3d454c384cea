"""Papers are looked at before they are printed; what is chosen is drawn anew, whole numbers only once confirmed."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog
from sqlalchemy import select

from hoaian_desktop.records import Change
from hoaian_desktop.services.lists import Query
from tests.builders import TODAY, a_citizen, a_membership, a_team, a_volunteer, an_activation
from ui import feedback, printing, waiting
from ui.dialogs.office_papers import CertificateDialog, ConsentDialog, TeamBoardDialog, VolunteerListDialog


@pytest.fixture
def ha(store):
    def made(session):
        ha = a_volunteer(session, phone="0905123456", branch="Chi đoàn Năng An")
        a_membership(session, a_team(session), ha, role="leader")
        return ha.id

    return store.run(made)


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture
def shown(tasks, opened):
    def show(kind, *given, **more):
        dialog = opened(kind(None, tasks, *given, **more, today=lambda: TODAY))
        waiting.settle(tasks)
        return dialog

    return show


def test_the_list_is_drawn_anew_for_each_way_of_grouping(ha, shown, tasks):
    dialog = shown(VolunteerListDialog, Query())
    assert "Chi đoàn Năng An" in text_of(dialog.pdf)
    dialog.by.setCurrentIndex(1)
    waiting.settle(tasks)
    assert "Tổ CNSCĐ thôn Năng An" in text_of(dialog.pdf)
    assert dialog.page.text() == "1 / 1 trang"


def test_whole_numbers_are_asked_about_noted_and_then_printed(ha, shown, tasks, store, monkeypatch):
    answers = [False, True]
    monkeypatch.setattr(feedback, "ask", lambda *_, **__: answers.pop(0))
    dialog = shown(TeamBoardDialog)
    dialog.phones.click()
    waiting.settle(tasks)
    assert not dialog.phones.isChecked()
    assert "0905" not in text_of(dialog.pdf)
    dialog.phones.click()
    waiting.settle(tasks)
    assert "0905 123 456" in text_of(dialog.pdf)
    said = store.read(lambda session: session.scalars(select(Change.after).where(Change.action == "exported")).all())
    assert said == ["Danh sách tổ dán bảng: 1 dòng"]


def test_a_certificate_waits_for_what_is_missing(ha, shown, tasks):
    dialog = shown(CertificateDialog, [ha])
    assert "Lê Thị Thu Hà" in text_of(dialog.pdf)
    assert "từ ngày 30/06/2023 đến ngày 20/11/2023" in text_of(dialog.pdf)
    dialog.form.editors["last"].set_value(date(2023, 1, 1))
    dialog.gather()
    waiting.settle(tasks)
    assert "Ngày cuối phải sau ngày đầu" in dialog.notice.sentence()


def test_nobody_picked_is_told_and_nothing_can_be_printed(shown):
    dialog = shown(CertificateDialog, [])
    assert "Chưa chọn ai" in dialog.notice.sentence()
    assert not dialog.print_button.isEnabled()


def test_a_consent_sheet_can_be_left_blank(store, shown, tasks):
    at = store.run(lambda session: an_activation(session, a_citizen(session, "Lê Thị Xuân")).id)
    dialog = shown(ConsentDialog, activation_id=at)
    assert "Lê Thị Xuân" in text_of(dialog.pdf)
    dialog.blank.click()
    waiting.settle(tasks)
    assert "Lê Thị Xuân" not in text_of(dialog.pdf)


def test_the_paper_goes_to_a_file_under_its_own_name_and_to_the_printer(qtbot, shown, tasks, tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "DPI", 50)
    dialog = shown(TeamBoardDialog)
    dialog.folder = tmp_path
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.saved) as signal:
        dialog.findChild(QFileDialog).accept()
    path = tmp_path / "Danh_sach_to_AnTin_2023-11-20.pdf"
    assert signal.args == [path]
    assert path.read_bytes() == dialog.pdf
    printer = printing.new_printer("Danh sách")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    with qtbot.waitSignal(dialog.printed) as signal:
        dialog.print_on(printer)
    assert signal.args == [1]
    assert dialog.notice.sentence() == "Đã gửi 1 trang đến máy in."
