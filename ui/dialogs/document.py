"""A paper of the office before it is printed: its pages, what can be chosen about it, the printer and the file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hoaian_desktop import papers
from hoaian_desktop.documents import Document
from hoaian_desktop.errors import Cancelled, HoaiAnError
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.numbers import show_count
from ui import printing
from ui.dialogs.parts import row
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button, icon_button, label, on_key, rule
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.page_view import FIT_PAGE, PageView
from ui.widgets.wait_line import WaitLine

SIDE = 232
Operation = Callable[[Any], Document]


class DocumentDialog(Dialog):
    """Shows what `operation` gathers; subclasses put choices into `options` and call `gather` when they change."""

    rendered = Signal()
    printed = Signal(int)
    saved = Signal(object)  # the Path

    def __init__(self, parent: QWidget | None, tasks: Tasks, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(940, 660)
        self.tasks = tasks
        self.pdf = b""
        self._document: Document | None = None
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.folder = Path(documents or Path.home())
        self.view = PageView(tasks)
        self.view.set_zoom(FIT_PAGE)
        self.page = label("", "muted")
        self.options = QVBoxLayout()
        self.options.setContentsMargins(0, 0, 0, 0)
        self.options.setSpacing(6)
        self.notice = NoticeLine()
        self.wait = WaitLine()
        self.print_button = button("In…", "printer", role="primary", key="Ctrl+P")
        on_key(self.print_button, "Ctrl+P")
        self.save_button = button("Lưu PDF…", "file-down", key="Ctrl+S")
        on_key(self.save_button, "Ctrl+S")
        self.close_button = button("Đóng", key="Esc")
        self._before = icon_button("chevron-left", "Trang trước")
        self._after = icon_button("chevron-right", "Trang sau")
        self._lay_out()
        self._connect()
        self._judge()
        self.view.setFocus()

    def operation(self) -> Operation | None:
        """What gathers the paper as it is chosen now; None where something is still missing."""
        raise NotImplementedError

    def _lay_out(self) -> None:
        pages = QVBoxLayout()
        pages.setSpacing(4)
        pages.addLayout(row(self._before, self.page, self._after, None, spacing=4))
        pages.addWidget(self.view, 1)
        side = QFrame()
        mark(side, role="sheet")
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(13, 12, 13, 12)
        column.setSpacing(8)
        column.addLayout(self.options)
        column.addWidget(rule())
        for part in (self.print_button, self.save_button, self.wait, self.notice):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.close_button)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setSpacing(10)
        whole.addLayout(pages, 1)
        whole.addWidget(side)

    def _connect(self) -> None:
        self._before.clicked.connect(lambda: self.view.go_to(self.view.page() - 1))
        self._after.clicked.connect(lambda: self.view.go_to(self.view.page() + 1))
        self.view.page_changed.connect(lambda _: self._show_page())
        self.view.loaded.connect(lambda _: self._show_page())
        self.print_button.clicked.connect(self.print_out)
        self.save_button.clicked.connect(self.save_as)
        self.close_button.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)

    # Gathered in the book, drawn beside it

    def gather(self) -> None:
        """Ask the book anew and draw."""
        operation = self.operation()
        if operation is not None:
            self.tasks.read(self, operation, done=self._draw, failed=self._refused, latest="document")

    def _draw(self, document: Document) -> None:
        self._document = document
        self.tasks.background(self, document.draw, done=self._take, failed=self._refused, latest="pdf")

    def _take(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.notice.say("muted", "")
        self.view.show_pdf(pdf)
        self._judge()
        self.rendered.emit()

    def _refused(self, error: HoaiAnError) -> None:
        if not isinstance(error, Cancelled):
            self.notice.say("fault", str(error))

    def _judge(self) -> None:
        for part in (self.print_button, self.save_button):
            part.setEnabled(bool(self.pdf))

    def _show_page(self) -> None:
        self.page.setText(f"{self.view.page() + 1} / {self.view.pages()} trang")

    # Onto paper, into a file

    def print_out(self) -> None:
        """Ask for a printer and print what is shown."""
        if self.pdf and self._document is not None:
            printing.ask(self, self._document.title, self.view.pages(), self.print_on)

    def print_on(self, printer: QPrinter) -> None:
        """Print what is shown on this printer, in the background."""
        progress = Progress()
        self.print_button.setEnabled(False)
        self.wait.watch(progress, "Đang in")
        work = partial(printing.print_pdf, self.pdf, printer, progress)
        self.tasks.background(self, work, done=self._printed, failed=self._not_printed, progress=progress)

    def _printed(self, sides: int) -> None:
        self._print_ended()
        self.notice.say("good", f"Đã gửi {show_count(sides)} trang đến máy in.")
        self.printed.emit(sides)

    def _not_printed(self, error: HoaiAnError) -> None:
        self._print_ended()
        self._refused(error)

    def _print_ended(self) -> None:
        self.wait.finish()
        self._judge()

    def save_as(self) -> None:
        """Ask where to, under the paper's own name."""
        if not self.pdf or self._document is None:
            return
        folder = self.folder if self.folder.is_dir() else Path.home()
        dialog = QFileDialog(self, "Lưu thành tệp PDF", str(folder), "Tệp PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._document.file_name)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write what is shown into a file."""
        work = partial(papers.save_report, self.pdf, path.parent, path.name)
        self.tasks.background(self, work, done=self._saved, failed=self._refused)

    def _saved(self, path: Path) -> None:
        self.folder = path.parent
        self.notice.say("good", f"Đã lưu {path.name}.")
        self.saved.emit(path)
