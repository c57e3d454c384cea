"""From the PDF to the printer: each page becomes an image at 300 dpi and stands on paper as it stood on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QMarginsF, QRect
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from hoaian_desktop.errors import Cancelled, PrintError
from hoaian_desktop.progress import Progress
from ui.widgets.page_view import draw_page, page_sizes

DPI = 300
POINTS_PER_INCH = 72

_GONE = "Không thấy máy in {name}. Hãy bật máy in, kiểm tra dây nối rồi in lại, hoặc lưu thành tệp PDF."
_REFUSED = "Máy in {name} không nhận trang. Hãy kiểm tra giấy và hàng đợi in rồi in lại, hoặc lưu thành tệp PDF."


def new_printer(document_name: str) -> QPrinter:
    """The user's printer set for our paper: A4, no margins of its own, 300 dpi."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(document_name)
    printer.setCreator("Sổ chuyển đổi số")
    printer.setResolution(DPI)
    printer.setFullPage(True)
    printer.setPageLayout(_layout(landscape=False))
    return printer


def ask(parent: QWidget, document_name: str, pages: int, accepted: Callable[[QPrinter], object]) -> QPrintDialog:
    """Open the system's print dialog over `parent`; does not wait. `accepted` gets the printer that was chosen."""
    printer = new_printer(document_name)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("In báo cáo")
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintSelection, False)

    def ended(result: int) -> None:
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            accepted(printer)

    dialog.finished.connect(ended)
    QDialog.open(dialog)  # its own `open` hides this one and wants a slot's name
    return dialog


def print_pdf(data: bytes, printer: QPrinter, progress: Progress) -> int:
    """Send the pages chosen on `printer` to it, one at a time, and return how many sheets' sides were sent.

    Runs on a worker; pages keep their true size and their own orientation. Raises PrintError if the printer is gone or
    refuses, Cancelled when asked to stop (what was not yet sent is withdrawn).
    """
    _check_there(printer)
    sizes = page_sizes(data)
    order = list(sides(printer, len(sizes)))
    if not order:
        raise PrintError("Không có trang nào trong khoảng đã chọn. Hãy xem lại số trang rồi in lại.")
    progress.words = "Đang in"
    _draw_all(data, sizes, order, printer, progress)
    return len(order)


def sides(printer: QPrinter, count: int) -> Iterator[int]:
    """The pages to draw in their order, from 0: range, order and the copies the printer does not make by itself."""
    wanted = list(range(count))
    if printer.printRange() == QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        if not ranges.isEmpty():
            wanted = [at for at in wanted if ranges.contains(at + 1)]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        wanted.reverse()
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    if printer.collateCopies():
        for _ in range(copies):
            yield from wanted
    else:
        for at in wanted:
            yield from [at] * copies


def _draw_all(
    data: bytes, sizes: Sequence[tuple[float, float]], order: list[int], printer: QPrinter, progress: Progress
) -> None:
    painter = QPainter()
    try:
        for place, number in enumerate(progress.over(order)):
            width, height = sizes[number]
            # The layout belongs to the page that begins next, so it is set before the page is begun.
            printer.setPageLayout(_layout(landscape=width > height))
            began = printer.newPage() if place else painter.begin(printer)
            if not began:
                raise PrintError(_REFUSED.format(name=_name(printer)))
            _draw(painter, printer, data, number, width, height)
        # CUPS turns the whole job by the layout it finds at the end; the pages already carry their own.
        printer.setPageLayout(_layout(landscape=False))
        if not painter.end() or printer.printerState() == QPrinter.PrinterState.Error:
            raise PrintError(_REFUSED.format(name=_name(printer)))
    except (Cancelled, PrintError):
        if painter.isActive():
            printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()


def _draw(painter: QPainter, printer: QPrinter, data: bytes, number: int, width: float, height: float) -> None:
    # After a turn of the paper the painter still holds the old one's measures.
    paper = QRect(0, 0, printer.width(), printer.height())
    painter.setViewport(paper)
    painter.setWindow(paper)
    dots = printer.resolution() / POINTS_PER_INCH
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    # One page's image at a time: 35 MB at 300 dpi.
    image = draw_page(data, number, DPI / POINTS_PER_INCH)
    painter.drawImage(QRect(0, 0, round(width * dots), round(height * dots)), image)


def _layout(*, landscape: bool) -> QPageLayout:
    turn = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    size = QPageSize(QPageSize.PageSizeId.A4)
    layout = QPageLayout(size, turn, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _check_there(printer: QPrinter) -> None:
    if printer.outputFormat() == QPrinter.OutputFormat.NativeFormat:
        there = printer.isValid() and printer.printerName() in QPrinterInfo.availablePrinterNames()
    else:
        there = bool(printer.outputFileName())  # without any printer Qt falls back to a file, here without a name
    if not there:
        raise PrintError(_GONE.format(name=_name(printer)))


def _name(printer: QPrinter) -> str:
    return f"“{printer.printerName()}”" if printer.printerName() else "đã chọn"
