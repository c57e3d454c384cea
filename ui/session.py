"""From the first window to the last copy: which window is shown, and which book is open. One book at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QWidget

from hoaian_desktop.errors import Cancelled, HoaiAnError
from hoaian_desktop.progress import Progress
from ui import feedback
from ui.remembered import Remembered
from ui.tasks import Tasks

if TYPE_CHECKING:
    from hoaian_desktop.store.book import OpenBook
    from ui.dialogs.guide import GuideWindow
    from ui.main_window import MainWindow

Compose = Callable[["OpenBook", Tasks, "Session"], "MainWindow"]


class Session(QObject):
    """Holds the open book. Every window asks it for the next one; it alone closes books.

    Windows are imported when they are first shown: only one of them is the first, and that one must come at once.
    """

    shown = Signal(object)  # a window was put on screen
    opened = Signal()  # the main window of a book was
    ended = Signal()

    def __init__(self, app: QApplication, remembered: Remembered, compose: Compose) -> None:
        super().__init__(app)
        self.remembered = remembered
        self.window: QWidget | None = None
        self.book: OpenBook | None = None
        self.guide_window: GuideWindow | None = None
        self._compose = compose
        self.tasks: Tasks | None = None  # of the open book
        self.keeper = Tasks(None, self)  # opens, makes and closes books; outlives them
        self._then: Callable[[], object] = self._end
        app.commitDataRequest.connect(self._system_ends)

    # Before a book is open

    def begin(self, folder: Path | None = None) -> None:
        """Show the book asked for or the one opened last; the start window if there is none yet."""
        recent = self.remembered.books()
        chosen = folder or (recent[0] if recent else None)
        if chosen is None:
            self.start()
        else:
            self.unlock(chosen)

    def start(self) -> None:
        """Show the ways to begin."""
        from ui.dialogs.start import StartWindow

        window = StartWindow(self.remembered.books())
        window.new_wanted.connect(self.make)
        window.sample_wanted.connect(self.sample)
        window.book_chosen.connect(self.unlock)
        window.guide_wanted.connect(partial(self.guide, "bat-dau"))
        self._show(window)

    def unlock(self, folder: Path) -> None:
        """Ask for the passphrase of a book."""
        from ui.dialogs.unlock import UnlockWindow

        window = UnlockWindow(folder, self.keeper)
        window.ready.connect(self._get_ready)
        window.opened.connect(self.use)
        window.other_wanted.connect(self.start)
        window.restore_wanted.connect(self._restore)
        self._show(window)

    def make(self) -> None:
        """Make a new book."""
        from ui.dialogs.first_run.window import FirstRunWindow

        window = FirstRunWindow(self.keeper)
        window.finished.connect(self.use)
        window.given_up.connect(self.start)
        self._show(window)
        self._get_ready()

    def sample(self) -> None:
        """Open the practice book, made when it is first asked for."""
        from ui import sample
        from ui.dialogs.start import StartWindow

        progress = Progress()
        if not isinstance(self.window, StartWindow):
            self.start()
        self.window.wait(progress, sample.WORDS)
        self._get_ready()
        work = partial(sample.open_book, sample.folder(), progress)
        self.keeper.background(self, work, done=self.use, failed=self._no_sample)

    def _no_sample(self, error: HoaiAnError) -> None:
        self.start()
        if not isinstance(error, Cancelled):
            feedback.refuse(self.window, error)

    def _restore(self, folder: Path) -> None:
        from ui.dialogs.restore import RestoreDialog

        dialog = RestoreDialog(folder, self.keeper, self.window)
        dialog.restored.connect(partial(self.unlock, folder))
        dialog.open()

    def restore_closed(self, folder: Path) -> None:
        """Show the copies of a book that was just closed."""
        self.unlock(folder)
        self._restore(folder)

    def guide(self, stem: str) -> None:
        """Show a page of the help."""
        from ui.dialogs.guide import GuideWindow

        self.guide_window = GuideWindow(stem)
        self.guide_window.show()

    def _get_ready(self) -> None:
        """Let a worker import what the main window needs: it would hold up the interface when the book opens."""
        self.keeper.background(self, _bring_in_main_window)

    # The open book

    def use(self, book: OpenBook, import_next: bool = False) -> None:
        """Show the main window of a book that was just opened or made."""
        from ui import sample

        self.book = book
        if not sample.is_sample(book.folder):
            self.remembered.opened(book.folder)
        self.tasks = Tasks(book.store, self)
        window = self._compose(book, self.tasks, self)
        window.closing.connect(self.leave)
        self._show(window)
        self.opened.emit()
        if import_next:
            window.import_wanted.emit()

    def leave(self, then: Callable[[], object] | None = None) -> None:
        """Close the book: ask about what is unsaved, wait for what is being written, copy; then end or go on."""
        from ui.dialogs.closing import ClosingNotice

        window, tasks = self.window, self.tasks
        if self.book is None or window is None or tasks is None:
            return
        if not self._may_leave():
            return
        self.remembered.place = window.saveGeometry()
        self._then = then or self._end
        window.setEnabled(False)
        self._notice = ClosingNotice(window)
        self._notice.open()
        if tasks.waiting:
            tasks.busy.connect(self._quiet)
        else:
            self._copy()

    def _may_leave(self) -> bool:
        unsaved = [tab.title for tab in self.window.tabs.made() if tab.has_unsaved()]
        if not unsaved:
            return True
        sentence = f"Nội dung đang gõ ở thẻ {', '.join(unsaved)} chưa được lưu và sẽ mất."
        return feedback.ask(self.window, "Đóng khi chưa lưu?", sentence, yes="Đóng, không lưu", no="Ở lại")

    def _quiet(self, busy: bool) -> None:
        if not busy:
            self.tasks.busy.disconnect(self._quiet)
            self._copy()

    def _copy(self) -> None:
        book, self.book = self.book, None
        self.tasks.shutdown()
        self.tasks = None
        self.keeper.background(self, book.close, done=self._closed, failed=self._not_copied)

    def _closed(self, _: object = None) -> None:
        self._notice.finish()
        self._then()

    def _not_copied(self, error: HoaiAnError) -> None:
        # The book itself is closed and whole; only the copy is missing.
        feedback.ask(self.window, "Chưa sao lưu được", str(error), yes="Đóng", no="Đã hiểu")
        self._closed()

    def _system_ends(self, manager: QSessionManager) -> None:
        """Windows or the desktop is about to stop every program: nothing may run on in the background."""
        if self.book is None or self.tasks is None:
            return
        if manager.allowsInteraction() and not self._may_leave():
            manager.cancel()
            return
        book, self.book = self.book, None
        self.tasks.shutdown()
        book.close()

    # Windows

    def _show(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window.show()
        self.shown.emit(window)
        if before is not None and before is not window:
            before.deleteLater()

    def _end(self) -> None:
        if self.window is not None:
            self.window.let_go()
        self.ended.emit()


def _bring_in_main_window() -> None:
    from ui import composition  # noqa: F401 — `app.compose` finds it loaded
