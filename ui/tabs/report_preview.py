"""Step «Xem trước và in»: the very PDF on screen, printed, or saved as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from hoaian_desktop import papers, signatures
from hoaian_desktop.errors import Cancelled, HoaiAnError, PrintError
from hoaian_desktop.progress import Progress
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.document import document_number
from hoaian_desktop.services.version_files import EXCEL, PDF, SIGNED, WORD
from hoaian_desktop.signature_facts import Verified, when
from ui import feedback, printing
from ui.tabs import report_state
from ui.tabs.report_annexes import AnnexChoice, codes_of
from ui.tabs.report_last_check import LastCheck
from ui.tabs.report_state import ReportState
from ui.tabs.version_table import state_of
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.badge import Badge, Look, Tone
from ui.widgets.buttons import button, icon_button, label, on_key, rule
from ui.widgets.page_view import FIT_PAGE, FIT_WIDTH, PageView
from ui.widgets.scrolling import Scrolling
from ui.widgets.wait_line import WaitLine

SIDE = 214
_KINDS = {PDF: "PDF", WORD: "Word", EXCEL: "Excel"}
_ZOOMS: tuple[tuple[str, float | str], ...] = (
    ("Vừa chiều rộng", FIT_WIDTH), ("Vừa trang", FIT_PAGE), ("75%", 0.75), ("100%", 1.0), ("125%", 1.25),
    ("150%", 1.5), ("200%", 2.0),
)  # fmt: skip


def show_folder(folder: Path) -> None:
    """Open a folder in the system's own file window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class PreviewPage(QWidget):
    """Shows the draft or one frozen version. `rendered` says that a new PDF is on its way to the screen."""

    rendered = Signal()
    check_wanted = Signal()
    close_wanted = Signal()
    printed = Signal(int)
    saved = Signal(object)  # the Path
    reload_wanted = Signal()  # what goes along was changed: the report has to be put together anew

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._state: ReportState | None = None
        self.folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self.reveal: Callable[[Path], object] = show_folder
        self.pdf = b""
        self.view = PageView(tasks)
        self.which = QComboBox()
        self.which.setAccessibleName("Bản đang xem")
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.mark = Badge("", Look("pencil", Tone.NEUTRAL))
        self.zoom = QComboBox()
        self.zoom.setAccessibleName("Cỡ xem")
        for words, _ in _ZOOMS:
            self.zoom.addItem(words)
        self.page = label("", "muted")
        self.wait = WaitLine()
        self.print_button = button("In…", "printer", key="Ctrl+P")
        on_key(self.print_button, "Ctrl+P")
        self.save_button = button("Lưu PDF", "file-down")
        self.word_button = button("Lưu Word", "file-type")
        self.excel_button = button("Lưu Excel", "file-spreadsheet")
        self.blank = QCheckBox("Để trống số và ngày")
        self.annexes = AnnexChoice()
        self.title = label("", "record-title")
        self.about = label("", "small")
        self.file = label("", "small")
        self.signed = label("", "small")
        self.signed.hide()
        self.last_check = LastCheck()
        self.last_check.check_wanted.connect(self.check_wanted)
        self.close_button = button("Chốt kỳ", "lock", role="primary", tip="Sang bước Chốt và nộp")
        self.close_button.clicked.connect(self.close_wanted)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        sheet = QFrame()
        mark(sheet, role="sheet")
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self._bar())
        inside.addWidget(self.view, 1)
        content = QWidget()
        self._fill_side(QVBoxLayout(content))
        side = QFrame()
        mark(side, role="sheet")
        side.setFixedWidth(SIDE)
        around = QVBoxLayout(side)
        around.setContentsMargins(1, 1, 1, 1)
        around.setSpacing(0)
        around.addWidget(Scrolling(content), 1)
        around.addWidget(rule())
        around.addLayout(self._foot())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(sheet, 1)
        row.addWidget(side)

    def _bar(self) -> QFrame:
        bar = QFrame()
        mark(bar, role="bar-line")
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(6)
        self._before = icon_button("chevron-left", "Trang trước")
        self._after = icon_button("chevron-right", "Trang sau")
        self._smaller = icon_button("zoom-out", "Thu nhỏ", key="Ctrl+-")
        self._larger = icon_button("zoom-in", "Phóng to", key="Ctrl++")
        for part in (self._before, self.page, self._after, rule(vertical=True), self._smaller, self.zoom, self._larger):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.mark)
        row.addWidget(self.which)
        return bar

    def _fill_side(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(13, 12, 13, 12)
        column.setSpacing(6)
        for words in (self.title, self.about, self.file, self.signed):
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(words)
        column.addWidget(rule())
        column.addWidget(label("In và lưu", "label"))
        for part in (self.print_button, self.save_button, self.word_button, self.excel_button, self.wait, rule()):
            column.addWidget(part)
        column.addWidget(label("Trên giấy", "label"))
        column.addWidget(self.blank)
        column.addWidget(self.annexes)
        column.addWidget(rule())
        column.addWidget(self.last_check)
        column.addStretch(1)
        hint: QLabel = label("Trang in đúng như màn hình. Chọn khổ A4, cỡ 100%.", "small")
        hint.setWordWrap(True)
        column.addWidget(hint)

    def _foot(self) -> QVBoxLayout:
        """What stays in sight however low the window is."""
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 6, 12, 10)
        foot.addWidget(self.close_button)
        return foot

    def _connect(self) -> None:
        self._before.clicked.connect(lambda: self.view.go_to(self.view.page() - 1))
        self._after.clicked.connect(lambda: self.view.go_to(self.view.page() + 1))
        self._smaller.clicked.connect(lambda: self.view.step_zoom(-1))
        self._larger.clicked.connect(lambda: self.view.step_zoom(1))
        self.zoom.activated.connect(lambda at: self.view.set_zoom(_ZOOMS[at][1]))
        self.view.page_changed.connect(self._show_page)
        self.view.loaded.connect(self._show_page)
        self.which.activated.connect(self._chosen)
        self.blank.toggled.connect(self.render_now)
        self.annexes.chosen.connect(self._choose_annexes)
        self.print_button.clicked.connect(self.print_out)
        for save, kind in ((self.save_button, PDF), (self.word_button, WORD), (self.excel_button, EXCEL)):
            save.clicked.connect(partial(self.save_as, kind))

    # What is shown

    def show_state(self, state: ReportState, version: int | None = None) -> None:
        """Show a state: the named version, else the newest frozen one, else the draft."""
        same = self._state is not None and self._state.line.id == state.line.id
        self._state = state
        if not same:
            self.blank.blockSignals(True)
            self.blank.setChecked(False)
            self.blank.blockSignals(False)
        wanted = version or (state.latest.number if state.latest else 0)
        self.which.clear()
        for each in state.versions:
            self.which.addItem(f"v{each.number}, chốt {show_date(each.closed_at.date())}", each.number)
        if state.latest is None or state.changed:
            self.which.addItem(f"Bản nháp v{state.next_version}", 0)
        self.which.setCurrentIndex(max(0, self.which.findData(wanted)))
        self.which.setVisible(self.which.count() > 1)
        self.last_check.show_state(state)
        self.close_button.setVisible(state.open and state.changed)
        self._show_words()
        self.render_now()

    @property
    def version(self) -> int | None:
        """The frozen version shown; None for the draft."""
        return self.which.currentData() or None

    def content(self) -> ReportContent | None:
        """What is drawn: with the options on paper as they are ticked."""
        if self._state is None:
            return None
        content = self._state.content if self.version is None else self._state.frozen[self.version]
        if self.blank.isChecked():
            content = replace(content, heading=replace(content.heading, number=None, day=None))
        return content

    def _choose_annexes(self, codes: list[str]) -> None:
        """Keep with the report which Biểu go along."""
        if self._state is not None:
            operation = partial(report_state.choose_annexes, period_id=self._state.line.id, codes=codes)
            self._tasks.run(self, operation, done=lambda _: self.reload_wanted.emit())

    def _chosen(self) -> None:
        self._show_words()
        self.render_now()

    def _show_words(self) -> None:
        state = self._state
        if state is None:
            return
        version = self.version
        content = state.content if version is None else state.frozen[version]
        words = state.line.span.short_label
        self.title.setText(f"Báo cáo {words[:1].lower()}{words[1:]}")
        number = document_number(content.heading.number, "BC", content.heading.symbol).strip()
        self.about.setText("Số, ngày ghi bằng bút" if content.heading.number is None else f"Số {number}")
        self.file.setText(state.named(version))
        self.annexes.show_codes(codes_of(content), frozen=version is not None)
        if version is None:
            self.mark.show_state("Bản nháp, chưa chốt", Look("pencil", Tone.NEUTRAL))
        else:
            frozen = next(each for each in state.versions if each.number == version)
            words, look = state_of(frozen)
            self.mark.show_state(f"v{version} {words[:1].lower()}{words[1:]}", look)

    def render_now(self) -> None:
        """Draw the PDF anew, away from the interface."""
        content, frozen = self.content(), self._frozen()
        if frozen is not None:
            self._tasks.read(self, partial(papers.outgoing_pdf, version_id=frozen), done=self._take, latest="pdf")
        elif content is not None:
            work = partial(papers.report_pdf, content, self._digest())
            self._tasks.background(self, work, done=self._take, latest="pdf")

    def _frozen(self) -> int | None:
        """The id of the version shown, where all of it is shown as it was closed."""
        state, version = self._state, self.version
        if state is None or version is None or self.content() != state.frozen[version]:
            return None
        return next(each.id for each in state.versions if each.number == version)

    def _digest(self) -> str:
        """What ties the pages to the frozen version shown, also with room for the pen; a draft has none."""
        versions = self._state.versions if self._state is not None else ()
        return next((each.digest for each in versions if each.number == self.version), "")

    def _take(self, pdf: bytes) -> None:
        self.pdf = pdf
        self._verify(pdf)
        self.view.show_pdf(pdf)
        self.rendered.emit()

    def _verify(self, pdf: bytes) -> None:
        """Say of a signed version who signed it, when, and whether it is whole: each time it is opened."""
        self.signed.clear()
        self.signed.hide()
        files = self._state.files.get(self.version or 0, ()) if self._state is not None else ()
        if self._frozen() is not None and any(file.kind == SIGNED for file in files):
            work = partial(signatures.verify, pdf, datetime.now().astimezone())
            self._tasks.background(self, work, done=self._verified, latest="signature")

    def _verified(self, found: Verified) -> None:
        for state in found.signatures[-1:]:
            self.signed.setText(f"Ký số: {state.owner}, {when(state.at)}. {state.sentences()[0][1]}")
            self.signed.show()

    def _show_page(self) -> None:
        self.page.setText(f"{self.view.page() + 1} / {self.view.pages()} trang")

    def take_focus(self) -> None:
        """Put the cursor on the pages: arrows and Page Down turn them."""
        self.view.setFocus()

    # Onto paper, into a file

    def print_out(self) -> None:
        """Ask for a printer and print what is shown."""
        if self.pdf and self._state is not None and self._is_legible():
            name = self._state.named(self.version).removesuffix(".pdf")
            printing.ask(self, name, self.view.pages(), self.print_on)

    def _is_legible(self) -> bool:
        """Whether what is shown has no letters that come out as boxes; they are named. What is frozen may go out."""
        content = self.content()
        faults = papers.illegible(content) if content is not None and self.version is None else ()
        if faults:
            feedback.refuse(self, PrintError("\n".join(faults)))
        return not faults

    def print_on(self, printer: QPrinter) -> None:
        """Print what is shown on this printer, in the background."""
        progress = Progress()
        self.print_button.setEnabled(False)
        self.wait.watch(progress, "Đang in")
        work = partial(printing.print_pdf, self.pdf, printer, progress)
        self._tasks.background(self, work, done=self._printed, failed=self._not_printed, progress=progress)

    def _printed(self, sides: int) -> None:
        self._print_ended()
        self.printed.emit(sides)

    def _not_printed(self, error: HoaiAnError) -> None:
        self._print_ended()
        if not isinstance(error, Cancelled):
            feedback.refuse(self, error)

    def _print_ended(self) -> None:
        self.wait.finish()
        self.print_button.setEnabled(True)

    def save_as(self, kind: str = PDF) -> None:
        """Ask where to, under the report's own name; `kind` is one of `papers.DRAWN`."""
        if not self.pdf or self._state is None or not self._is_legible():
            return
        folder = self.folder if self.folder.is_dir() else Path.home()
        dialog = QFileDialog(
            self, f"Lưu báo cáo thành tệp {_KINDS[kind]}", str(folder), f"Tệp {_KINDS[kind]} (*.{kind})"
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(self._state.named(self.version, kind))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name), kind))
        dialog.open()

    def save_to(self, path: Path, kind: str = PDF) -> None:
        """Write what is shown into a file of a kind, and show its folder: a whole frozen version is the kept file."""
        content, frozen = self.content(), self._frozen()
        if kind == PDF:
            self._write(path, self.pdf)
        elif frozen is not None:
            work = partial(papers.version_file, version_id=frozen, kind=kind)
            self._tasks.read(self, work, done=partial(self._write, path))
        elif content is not None:
            self._tasks.background(
                self, partial(papers.report_file, content, kind, self._digest()), done=partial(self._write, path)
            )

    def _write(self, path: Path, file: bytes) -> None:
        work = partial(papers.save_report, file, path.parent, path.name)
        self._tasks.background(self, work, done=self._saved)

    def _saved(self, path: Path) -> None:
        self.folder = path.parent
        self.saved.emit(path)
        self.reveal(path.parent)
