"""«So sánh với bản trước»: what differs between two versions, figure by figure and text by text; printed or saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHeaderView, QWidget

from hoaian_desktop import papers
from hoaian_desktop.errors import Cancelled, HoaiAnError
from hoaian_desktop.fields import MISSING
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services.differences import Difference, Differences, TextDifference
from ui import feedback, printing
from ui.dialogs.parts import column, row, words
from ui.dialogs.plain_table import PlainTable
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button, on_key
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.page_view import page_sizes
from ui.widgets.scrolling import Scrolling
from ui.widgets.wait_line import WaitLine

_WIDTHS = (48, 200, 82, 146, 84, 104, 84)
_NAME = 1  # the column that takes what is left
_NUMBERS = (4, 5, 6)
_SAME = "Hai bản giống nhau: số liệu, lời văn, phần đầu và người ký đều như nhau."


class DifferencesDialog(Dialog):
    """Shows what `services.differences` found; the same goes onto paper."""

    def __init__(self, parent: QWidget, tasks: Tasks, found: Differences, file_name: str, folder: Path) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        older, newer = found.older.words, found.newer.words
        self.setWindowTitle(f"So sánh {newer} với {older}")
        self.resize(980, 620)
        self._tasks, self._found, self._name, self._folder = tasks, found, file_name, folder
        headings = ("Mã", "Chỉ tiêu", "Đơn vị", "Cột", older.capitalize(), newer.capitalize(), "Thay đổi")
        self.table = PlainTable("Số liệu khác nhau", headings, widths=_WIDTHS, right=_NUMBERS)
        self.table.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.horizontalHeader().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.table.show_rows([_cells(each) for each in found.figures])
        _fit(self.table)
        self.facts = PlainTable(
            "Phần đầu và người ký khác nhau", ("Mục", older.capitalize(), newer.capitalize()), widths=(150, 300)
        )
        self.facts.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.facts.show_rows([(each.name, each.before or MISSING, each.after or MISSING) for each in found.heading])
        _fit(self.facts)
        self.wait = WaitLine()
        self.notice = NoticeLine()
        self.print_button = button("In…", "printer", key="Ctrl+P")
        on_key(self.print_button, "Ctrl+P")
        self.save_button = button("Lưu PDF…", "file-down")
        self.close_button = button("Đóng", role="primary", key="Esc")
        self.print_button.clicked.connect(partial(self._draw, self._ask_printer))
        self.save_button.clicked.connect(partial(self._draw, self._ask_file))
        self.close_button.clicked.connect(self.reject)
        self._lay_out()

    def _lay_out(self) -> None:
        content = QWidget()
        content.setLayout(column(*self._parts(), None, spacing=10))
        about = self._found.span.short_label
        if self._found.reason:
            about += f" · lý do lập {self._found.newer.words}: {self._found.reason}"
        inside = column(
            words(self.windowTitle(), "title"),
            words(about, "muted", wrap=True),
            Scrolling(content),
            self.wait,
            self.notice,
            row(self.print_button, self.save_button, None, self.close_button),
        )
        inside.setStretch(2, 1)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.table.setFocus() if self._found.figures else self.close_button.setFocus()

    def _parts(self) -> Iterator[QWidget]:
        found = self._found
        if found.none:
            yield words(_SAME, wrap=True)
        if found.figures:
            yield words(f"Số liệu: {show_count(len(found.figures))} ô khác nhau", "section")
            yield self.table
        if found.heading:
            yield words("Phần đầu, người ký, nơi nhận", "section")
            yield self.facts
        for sentence in found.annexes:
            yield words(sentence, wrap=True)
        if found.texts:
            yield words(f"Lời văn: {show_count(len(found.texts))} mục khác nhau", "section")
            for each in found.texts:
                yield self._text(each)

    def _text(self, each: TextDifference) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.addWidget(words(each.title, "strong", wrap=True), 0, 0, 1, 2)
        for at, (side, text) in enumerate(((self._found.older, each.before), (self._found.newer, each.after))):
            grid.setColumnStretch(at, 1)
            grid.addWidget(words(side.words.capitalize(), "label"), 1, at)
            said = words(text or "Không có mục này", "" if text else "muted", wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(said, 2, at, Qt.AlignmentFlag.AlignTop)
        return made

    # Onto paper

    def _draw(self, then: Callable[[bytes], object]) -> None:
        self.notice.say("muted", "")
        self._tasks.background(self, partial(papers.differences_pdf, self._found), done=then, failed=self._refused)

    def _ask_printer(self, pdf: bytes) -> None:
        printing.ask(self, self._name.removesuffix(".pdf"), len(page_sizes(pdf)), partial(self.print_on, pdf))

    def print_on(self, pdf: bytes, printer: QPrinter) -> None:
        """Print on this printer, in the background."""
        progress = Progress()
        self.print_button.setEnabled(False)
        self.wait.watch(progress, "Đang in")
        work = partial(printing.print_pdf, pdf, printer, progress)
        self._tasks.background(self, work, done=self._printed, failed=self._refused, progress=progress)

    def _printed(self, sides: int) -> None:
        self._ended()
        self.notice.say("good", f"Đã gửi {show_count(sides)} trang đến máy in.")

    def _refused(self, error: HoaiAnError) -> None:
        self._ended()
        if not isinstance(error, Cancelled):
            feedback.refuse(self, error)

    def _ended(self) -> None:
        self.wait.finish()
        self.print_button.setEnabled(True)

    def _ask_file(self, pdf: bytes) -> None:
        folder = self._folder if self._folder.is_dir() else Path.home()
        dialog = QFileDialog(self, "Lưu bảng so sánh thành tệp PDF", str(folder), "Tệp PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(pdf, Path(name)))
        dialog.open()

    def save_to(self, pdf: bytes, path: Path) -> None:
        """Write the paper into a file."""
        work = partial(papers.save_report, pdf, path.parent, path.name)
        self._tasks.background(self, work, done=self._saved, failed=self._refused)

    def _saved(self, path: Path) -> None:
        self.notice.say("good", f"Đã lưu {path.name}.")


def _cells(each: Difference) -> tuple[str, ...]:
    return each.code, each.name, each.unit, each.column, each.before or MISSING, each.after or MISSING, each.change


def _fit(table: PlainTable) -> None:
    """As tall as its rows: the page scrolls, not the table."""
    mark(table.horizontalHeader(), role="dense")
    rows = table.rowCount() * table.verticalHeader().defaultSectionSize()
    table.setFixedHeight(rows + table.horizontalHeader().sizeHint().height() + 2 * table.frameWidth() + 2)
