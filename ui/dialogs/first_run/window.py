"""The window that makes a new book, one step after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QStackedWidget, QVBoxLayout

from hoaian_desktop.errors import HoaiAnError
from ui import feedback
from ui.dialogs.first_run.draft import Draft, make
from ui.dialogs.first_run.folder_page import FolderPage
from ui.dialogs.first_run.letter_page import LetterPage
from ui.dialogs.first_run.page import Page
from ui.dialogs.first_run.sheet_page import SheetPage
from ui.dialogs.first_run.signer_page import SignerPage
from ui.dialogs.first_run.unit_page import UnitPage
from ui.dialogs.parts import button, row, set_words, words
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.fitted import Window
from ui.widgets.scrolling import Scrolling
from ui.widgets.step_bar import StepBar

if TYPE_CHECKING:
    from hoaian_desktop.store.book import OpenBook


class FirstRunWindow(Window):
    """Five pages. The book is made when the fourth is left; after that there is no way back, only forward."""

    finished = Signal(object, bool)  # the open book; whether last year's workbook is to be taken in next
    given_up = Signal()

    def __init__(self, tasks: Tasks, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self.setWindowTitle("Tạo sổ mới")
        self.resize(860, 620)
        self._tasks = tasks
        self._draft = Draft()
        self._book: OpenBook | None = None
        self._making = False
        self.folder_page = FolderPage()
        self.sheet_page = SheetPage(tasks, today)
        self.pages: tuple[Page, ...] = (
            UnitPage(today), LetterPage(), SignerPage(), self.folder_page, self.sheet_page,
        )  # fmt: skip
        self.steps = StepBar([page.step for page in self.pages])
        self._stack = QStackedWidget()
        for page in self.pages:
            self._stack.addWidget(Scrolling(page))
            page.entered.connect(self.forward)
        self._wait = QProgressBar()
        self._wait.setRange(0, 0)
        self._wait.setFixedWidth(140)
        self._wait.setTextVisible(False)
        self._waiting = words("Đang tạo sổ và mã hóa…", "muted")
        self.cancel = button("Hủy", self.close)
        self.back = button("Quay lại", self._back, icon="arrow-left")
        self.import_next = button("Mở sổ, nhập sổ Excel năm trước…", partial(self.forward, True), icon="file-input")
        self.next = button("Tiếp tục", self.forward, icon="arrow-right", role="primary")
        self._lay_out()
        self.steps.step_wanted.connect(self._jump)
        self.show_step(0)

    def _lay_out(self) -> None:
        sheet = QFrame()
        mark(sheet, role="sheet")
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(26, 20, 26, 16)
        inside.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 12)
        whole.setSpacing(10)
        whole.addWidget(self.steps)
        whole.addWidget(sheet, 1)
        foot = (self.cancel, None, self._waiting, self._wait, self.back, self.import_next, self.next)
        whole.addLayout(row(*foot))

    @property
    def page(self) -> Page:
        """The page shown."""
        return self.pages[self._stack.currentIndex()]

    def forward(self, import_next: bool = False) -> None:
        """Leave the page if it is filled in; make the book, or finish."""
        if self._making or not self.page.leave(self._draft):
            return
        if self.page is self.folder_page:
            self._make()
        elif self.page is self.sheet_page:
            book, self._book = self._book, None
            self.finished.emit(book, import_next)
        else:
            self.show_step(self._stack.currentIndex() + 1)

    def _back(self) -> None:
        self.show_step(self._stack.currentIndex() - 1)

    def _jump(self, step: int) -> None:
        if self._book is None and not self._making and step < self._stack.currentIndex():
            self.show_step(step)

    def show_step(self, step: int) -> None:
        """Show a page by its place, from 0."""
        self._stack.setCurrentIndex(step)
        self.steps.set_current(step)
        self.page.enter(self._draft)
        last = self.page is self.sheet_page
        set_words(self.next, "Tạo sổ" if self.page is self.folder_page else "Mở sổ" if last else "Tiếp tục")
        self.back.setVisible(step > 0 and not last)
        self.cancel.setVisible(not last)
        self.import_next.setVisible(last)
        self._show_waiting()
        self.page.focus()

    def _show_waiting(self) -> None:
        for part in (self._wait, self._waiting):
            part.setVisible(self._making)
        for part in (self.cancel, self.back, self.next, self._stack):
            part.setEnabled(not self._making)

    # The book itself

    def _make(self) -> None:
        self._making = True
        self._show_waiting()
        self._tasks.background(self, partial(make, self._draft), done=self._made, failed=self._refused)

    def _made(self, made: tuple[OpenBook, str]) -> None:
        self._making = False
        self._book, code = made
        self.sheet_page.show_code(self._draft.unit.key if self._draft.unit else "", code)
        self.show_step(len(self.pages) - 1)

    def _refused(self, error: HoaiAnError) -> None:
        self._making = False
        self._show_waiting()
        self.folder_page.refuse(str(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._making:
            event.ignore()
            return
        if self._book is not None:
            sentence = "Mã khôi phục không hiện lại được. Sổ đã tạo vẫn mở được bằng cụm mật khẩu."
            if not feedback.ask(self, "Thoát khi chưa cất phiếu khôi phục?", sentence, yes="Thoát", no="Ở lại"):
                event.ignore()
                return
            self._tasks.background(self, self._book.close)
            self._book = None
        super().closeEvent(event)
        self.given_up.emit()
