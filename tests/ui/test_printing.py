"""Printing to a real file printer: sizes, orientation, ink where it belongs, ranges, copies, refusals."""

import io
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPageRanges
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from hoaian_desktop.errors import Cancelled, PrintError
from hoaian_desktop.progress import Progress
from ui import printing
from ui.widgets.page_view import draw_page, page_sizes

MM = 72 / 25.4
DARK = bytes(lightness < 128 for lightness in range(256))  # 1 for dark


@pytest.fixture
def paper() -> bytes:
    """Three pages, the last one landscape; a black square of 20 mm with its corner 30 mm from the left and the top."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for size in (A4, A4, landscape(A4)):
        canvas.setPageSize(size)
        canvas.rect(30 * MM, size[1] - 50 * MM, 20 * MM, 20 * MM, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def printer(qapp, tmp_path) -> QPrinter:
    made = printing.new_printer("BC_CDS")
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    return made


def printed(printer):
    return Path(printer.outputFileName()).read_bytes()


def ink(printed_pdf, page, left, top, width, height):
    """The share of dark points in a box given in millimetres from the upper left corner."""
    image = draw_page(printed_pdf, page, 1.0).convertToFormat(QImage.Format.Format_Grayscale8)
    dark = bytes(image.constBits()).translate(DARK)
    first, last = (image.bytesPerLine() * round(at * MM) for at in (top, top + height))
    rows = range(first, last, image.bytesPerLine())
    from_left, to_right = round(left * MM), round((left + width) * MM)
    return sum(sum(dark[row + from_left : row + to_right]) for row in rows) / (len(rows) * (to_right - from_left))


def test_each_page_keeps_its_size_and_orientation_and_ink_stands_where_it_stood_on_white_paper(paper, printer):
    assert printing.print_pdf(paper, printer, Progress()) == 3
    pdf = printed(printer)
    sizes = [tuple(round(side / MM) for side in size) for size in page_sizes(pdf)]
    assert sizes == [(210, 297), (210, 297), (297, 210)]
    for page, size in enumerate(page_sizes(pdf)):
        width, height = (int(side / MM) for side in size)
        assert ink(pdf, page, 31, 31, 18, 18) == 1
        assert ink(pdf, page, 0, 0, width - 1, 29) == 0
        assert ink(pdf, page, 0, 51, width - 1, height - 52) == 0
        assert ink(pdf, page, 51, 0, width - 52, height - 1) == 0


def test_the_paper_is_a4_without_margins_at_three_hundred_dots_an_inch(printer):
    assert printer.resolution() == 300
    assert (printer.width(), printer.height()) == (pytest.approx(2480, abs=1), pytest.approx(3508, abs=1))


def test_a_range_prints_only_its_pages(paper, printer):
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("3"))
    assert printing.print_pdf(paper, printer, Progress()) == 1
    assert [width > height for width, height in page_sizes(printed(printer))] == [True]


def test_a_range_outside_the_report_says_so(paper, printer):
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("9"))
    with pytest.raises(PrintError, match="Không có trang nào"):
        printing.print_pdf(paper, printer, Progress())


@pytest.mark.parametrize(("collated", "order"), [(True, [0, 1, 2, 0, 1, 2]), (False, [0, 0, 1, 1, 2, 2])])
def test_copies_come_in_the_order_that_was_asked_for(printer, collated, order):
    printer.setCopyCount(2)
    printer.setCollateCopies(collated)
    assert not printer.supportsMultipleCopies()
    assert list(printing.sides(printer, 3)) == order


def test_last_page_first_turns_the_order_round(printer):
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert list(printing.sides(printer, 3)) == [2, 1, 0]


def test_progress_counts_pages_and_a_cancel_stops_between_them(paper, printer):
    whole = Progress()
    printing.print_pdf(paper, printer, whole)
    assert (whole.done, whole.total) == (3, 3)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        printing.print_pdf(paper, printer, stopped)
    assert stopped.done == 0


@pytest.mark.qt_log_ignore("QPainter::begin")  # Qt says it too; the sentence is ours
def test_a_folder_that_cannot_be_written_is_a_sentence(paper, printer, tmp_path):
    printer.setOutputFileName(str(tmp_path / "missing" / "printed.pdf"))
    with pytest.raises(PrintError, match="Hãy kiểm tra giấy và hàng đợi in"):
        printing.print_pdf(paper, printer, Progress())


def test_a_machine_without_a_printer_is_a_sentence(paper, printer):
    printer.setOutputFileName("")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    with pytest.raises(PrintError, match="Không thấy máy in"):
        printing.print_pdf(paper, printer, Progress())


def test_the_dialog_speaks_vietnamese_and_hands_over_the_printer_once_accepted(qtbot, tmp_path):
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    chosen = []
    dialog = printing.ask(page, "BC_CDS", 5, chosen.append)
    words = {made.text().replace("&", "") for made in dialog.findChildren(QAbstractButton) if made.isVisible()}
    assert {"In", "Hủy"} <= words
    dialog.reject()
    assert chosen == []
    dialog = printing.ask(page, "BC_CDS", 5, chosen.append)
    assert (dialog.minPage(), dialog.maxPage()) == (1, 5)
    dialog.done(QDialog.DialogCode.Accepted)
    assert [(printer.docName(), printer.fullPage()) for printer in chosen] == [("BC_CDS", True)]
