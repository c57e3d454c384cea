"""The paper of a report: looked at, printed, saved."""

from datetime import date
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QMessageBox

from hoaian_desktop import papers
from hoaian_desktop.services import reporting
from tests.ui.tabs.reports.at_the_report import cell, closed, opened, text_of, went
from ui import printing
from ui.tabs.report_table import PERIOD


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


def test_the_forms_that_go_along_are_chosen_and_kept_and_the_figures_stay(qtbot, tab, store, november):
    opened(qtbot, tab, "preview")
    assert "Biểu 01" in text_of(tab.preview.pdf)
    for code in ("01", "03"):
        with qtbot.waitSignal(tab.preview.rendered):
            tab.preview.annexes.boxes[code].click()
    text = text_of(tab.preview.pdf)
    assert "Biểu 01" not in text
    assert "Biểu 03" in text
    assert store.read(lambda session: reporting.report_of(session, november)).annexes == ["03"]
    went(qtbot, tab, "figures")
    assert cell(tab, "2.3", PERIOD) != ""
    assert len(tab.figures.table.figures.lines) == len(tab.state.content.table.rows)


def test_the_forms_of_a_frozen_version_are_shown_and_cannot_be_changed(qtbot, tab, store, november):
    store.run(lambda session: reporting.choose_annexes(session, november, ["01", "02"]))
    opened(qtbot, tab)
    closed(qtbot, tab)
    boxes = tab.preview.annexes.boxes
    assert [code for code, box in boxes.items() if box.isChecked()] == ["01", "02"]
    assert not any(box.isEnabled() for box in boxes.values())


def test_the_pages_on_screen_are_those_of_the_pdf(qtbot, seen_tab):
    went(qtbot, seen_tab, "preview")
    with pypdfium2.PdfDocument(seen_tab.preview.pdf) as document:
        pages = len(document)
    qtbot.waitUntil(lambda: seen_tab.preview.view.pages() == pages)
    assert seen_tab.preview.page.text() == f"1 / {pages} trang"


def test_saving_uses_the_reports_own_name_and_shows_the_folder(qtbot, seen_tab, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(seen_tab.preview, "reveal", shown.append)
    seen_tab.set_folder(tmp_path)
    went(qtbot, seen_tab, "preview")
    qtbot.mouseClick(seen_tab.preview.save_button, Qt.MouseButton.LeftButton)
    dialog = seen_tab.preview.findChild(QFileDialog)
    with qtbot.waitSignal(seen_tab.preview.saved) as signal:
        dialog.accept()
    path = tmp_path / "BC_CDS_AnTin_2023-11.pdf"
    assert (signal.args, shown) == ([path], [tmp_path])
    assert path.read_bytes() == seen_tab.preview.pdf


def test_printing_runs_beside_the_window_and_says_how_many_pages_went(qtbot, seen_tab, tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "DPI", 75)  # what takes long is fine print
    went(qtbot, seen_tab, "preview")
    printer = printing.new_printer("BC")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    with qtbot.waitSignal(seen_tab.preview.printed, timeout=20000) as signal:
        seen_tab.preview.print_on(printer)
        assert not seen_tab.preview.print_button.isEnabled()
    with (
        pypdfium2.PdfDocument(tmp_path / "printed.pdf") as paper,
        pypdfium2.PdfDocument(seen_tab.preview.pdf) as screen,
    ):
        assert signal.args == [len(screen)]
        turned = [[page.get_width() > page.get_height() for page in document] for document in (paper, screen)]
    assert turned[0] == turned[1]
    assert True in turned[0] and False in turned[0]
    assert seen_tab.preview.print_button.isEnabled()


@pytest.mark.parametrize(("which", "kind"), [("word_button", "docx"), ("excel_button", "xlsx")])
def test_word_and_excel_go_the_way_of_the_pdf(qtbot, seen_tab, tmp_path, monkeypatch, which, kind):
    shown = []
    monkeypatch.setattr(seen_tab.preview, "reveal", shown.append)
    seen_tab.set_folder(tmp_path)
    went(qtbot, seen_tab, "preview")
    qtbot.mouseClick(getattr(seen_tab.preview, which), Qt.MouseButton.LeftButton)
    dialog = seen_tab.preview.findChild(QFileDialog)
    with qtbot.waitSignal(seen_tab.preview.saved) as signal:
        dialog.accept()
    path = tmp_path / f"BC_CDS_AnTin_2023-11.{kind}"
    assert (signal.args, shown) == ([path], [tmp_path])
    assert path.read_bytes() == papers.report_file(seen_tab.preview.content(), kind)


def test_a_file_that_word_has_open_is_told_in_a_sentence(qtbot, seen_tab, tmp_path, monkeypatch):
    def refuse(self, target):
        raise PermissionError(13, "The process cannot access the file")  # what Windows says of an open file

    went(qtbot, seen_tab, "preview")
    (tmp_path / "bc.docx").write_bytes(b"theirs")
    monkeypatch.setattr(Path, "replace", refuse)
    seen_tab.preview.save_to(tmp_path / "bc.docx", "docx")
    qtbot.waitUntil(lambda: seen_tab.preview.findChildren(QMessageBox) != [])
    (box,) = seen_tab.preview.findChildren(QMessageBox)
    assert "bc.docx đang được mở ở chương trình khác" in f"{box.text()} {box.informativeText()}"
    box.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"theirs"]
