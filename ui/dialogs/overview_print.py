"""Tổng quan as it comes on paper: the very page, printed or saved as PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from hoaian_desktop import jobs, overview_paper
from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.document import camel
from ui import printing
from ui.dialogs.parts import button, column, row
from ui.tasks import Tasks
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.page_view import PageView

TITLE = "In trang tổng quan"


class OverviewPrintDialog(Dialog):
    """Shows the page first: what is seen is what comes out."""

    def __init__(self, parent: QWidget | None, tasks: Tasks, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.resize(760, 660)
        self._tasks, self._today = tasks, today
        self.pdf = b""
        self.view = PageView(tasks)
        self.notice = NoticeLine()
        self.prints = button("In…", self._print, icon="printer", role="primary")
        self.saves = button("Lưu PDF…", self._save_as, icon="file-down")
        foot = row(self.notice, None, self.saves, self.prints, button("Đóng", self.close))
        inside = column(self.view, foot)
        inside.setStretch(0, 1)
        inside.setContentsMargins(12, 12, 12, 12)
        self.setLayout(inside)
        self.finished.connect(self.deleteLater)
        for made in (self.prints, self.saves):
            made.setEnabled(False)
        tasks.read(self, partial(overview_paper.pdf, today=today()), done=self._show, failed=self._refused)

    def _show(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.view.show_pdf(pdf)
        for made in (self.prints, self.saves):
            made.setEnabled(True)
        self.prints.setFocus()

    def _print(self) -> None:
        printing.ask(self, TITLE, max(1, self.view.pages()), self._to_printer)

    def _to_printer(self, printer: QPrinter) -> None:
        work = partial(printing.print_pdf, self.pdf, printer, Progress())
        self._tasks.background(self, work, done=self._printed, failed=self._refused)

    def _printed(self, _: object) -> None:
        self.notice.say("good", "Đã gửi trang đến máy in.")

    def _save_as(self) -> None:
        name = f"{camel('Tổng quan')}_{self._today().isoformat()}.pdf"
        dialog = QFileDialog(self, "Lưu trang tổng quan", str(Path.home() / name), "Tệp PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the page to a file."""
        work = partial(jobs.write_file, path, self.pdf)
        self._tasks.background(self, work, done=self._saved, failed=self._refused)

    def _saved(self, path: Path) -> None:
        self.notice.say("good", f"Đã lưu {path.name}.")

    def _refused(self, error: HoaiAnError) -> None:
        self.notice.say("fault", str(error))
