"""A report through a real print queue: every page arrives, turned and inked as on screen; a lost printer is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTransform

from hoaian_desktop import papers
from hoaian_desktop.practice import PASSPHRASE
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.store import book
from tests.ui import print_queue
from ui.widgets.page_view import draw_page, page_sizes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(print_queue.why_not()), reason=print_queue.why_not() or "there is one"),
]

GREY = QImage.Format.Format_Grayscale8
PALE = 215  # lighter than this is paper
GRID = 25.4 / 72 / 5  # five millimetres
PRINTS = """
import json, subprocess, sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication
from hoaian_desktop.errors import PrintError
from hoaian_desktop.progress import Progress
from ui import printing

app = QApplication([])
pdf = Path(sys.argv[1]).read_bytes()
for job in json.loads(sys.argv[2]):
    printer = printing.new_printer(job["name"])
    printer.setPrinterName(job["printer"])
    printer.setCopyCount(job.get("copies", 1))
    if "pages" in job:
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setPageRanges(QPageRanges.fromString(job["pages"]))
    if job.get("duplex"):
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    if job.get("unplugged"):
        subprocess.run(["lpadmin", "-x", job["printer"]], check=True)
    try:
        print(printing.print_pdf(pdf, printer, Progress()))
    except PrintError as error:
        print(error)
"""


@pytest.fixture(scope="module")
def report(practice) -> bytes:
    opened = book.open_book(practice, PASSPHRASE)
    content, _ = opened.store.read(lambda session: papers.report_content(session, Span.month(2023, 11)))
    opened.close(copy=False)
    return papers.report_pdf(content)


def prints(queue, pdf: Path, *jobs) -> list[str]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", PRINTS, str(pdf), json.dumps(jobs)]
    done = subprocess.run(command, cwd=root, env=queue.environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def ink(pdf: bytes, page: int) -> QImage:
    """A page's ink on a grid of five millimetres, so that a shift by a dot of the printer does not count."""
    image = draw_page(pdf, page, 1.0)
    mode, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    small = image.scaled(round(image.width() * GRID), round(image.height() * GRID), mode, smooth)
    return small.convertToFormat(GREY)


def grey(image: QImage) -> bytes:
    return b"".join(bytes(image.constScanLine(at))[: image.width()] for at in range(image.height()))


def edges(image: QImage) -> tuple[int, int, int, int]:
    """Where ink begins and ends, in points: left, top, right, bottom."""
    rows = [bytes(image.constScanLine(at))[: image.width()] for at in range(image.height())]
    inked = [at for at, row in enumerate(rows) if min(row) < PALE]
    columns = [at for at, column in enumerate(zip(*rows, strict=True)) if min(column) < PALE]
    return columns[0], inked[0], columns[-1], inked[-1]


def test_the_queue_gives_back_the_report_page_for_page(report, tmp_path):
    paper = tmp_path / "bao-cao.pdf"
    paper.write_bytes(report)
    sizes = [(round(w), round(h)) for w, h in page_sizes(report)]
    count = len(sizes)
    assert sizes[0][0] < sizes[0][1] and sizes[-1][0] > sizes[-1][1], "a letter and an annex across"
    with print_queue.queue() as queue:
        sent = prints(
            queue,
            paper,
            {"name": "A", "printer": print_queue.QUEUE, "duplex": True},
            {"name": "B", "printer": print_queue.QUEUE, "pages": f"{count}", "copies": 2},
        )
        unplugged = {"name": "C", "printer": print_queue.QUEUE, "unplugged": True}
        assert sent == [str(count), "1"]
        whole, last = queue.printed(2)
        [said] = prints(queue, paper, unplugged)  # between the dialog and the first page
        assert said.startswith(f"Không thấy máy in “{print_queue.QUEUE}”")
    assert len(page_sizes(whole)) == count
    assert len(page_sizes(last)) == 2, "two copies of the last page"
    for page, (width, height) in enumerate(sizes):
        # A page across is turned on the printer's upright paper.
        turned = QTransform().rotate(-90 if width > height else 0)
        ours, theirs = ink(report, page).transformed(turned), ink(whole, page)
        assert (ours.width(), ours.height()) == (theirs.width(), theirs.height())
        dark = [sum(255 - value for value in grey(image)) for image in (ours, theirs)]
        assert 0 < dark[1] < 0.2 * 255 * ours.width() * ours.height(), "neither empty nor black"
        apart = sum(abs(a - b) for a, b in zip(grey(ours), grey(theirs), strict=True))
        whole_page = [draw_page(pdf, page, 1.0).convertToFormat(GREY) for pdf in (report, whole)]
        assert edges(whole_page[1]) == pytest.approx(edges(whole_page[0].transformed(turned)), abs=4)
        assert apart < 0.4 * dark[0], f"page {page + 1}: ink stands elsewhere"
