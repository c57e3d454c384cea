"""The window that opens a book: who, her passphrase, and the ways out when it does not open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hoaian_desktop.errors import (
    BookInUse,
    DamagedBook,
    DamagedKeys,
    EmptyBook,
    HoaiAnError,
    WrongPassphrase,
)
from ui.dialogs.brand import BrandPanel
from ui.dialogs.copies import last_copy
from ui.dialogs.parts import button, column, row, rule, set_words, words
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.fitted import Window
from ui.widgets.icon_label import IconLabel
from ui.widgets.passphrase_editor import PassphraseEditor
from ui.widgets.strip import Act, Strip

if TYPE_CHECKING:
    from ui.dialogs.recovery import RecoveryPage

FREE_TRIES = 5
FIRST_PAUSE = 15  # seconds; doubled with every further wrong try


class UnlockWindow(Window):
    """Opens the book of one folder."""

    opened = Signal(object)  # the open book
    other_wanted = Signal()  # back to the start window
    restore_wanted = Signal(object)  # Path of the folder
    ready = Signal()  # it is on the screen: while a passphrase is typed there is time for other things

    def __init__(self, folder: Path, tasks: Tasks) -> None:
        super().__init__()
        self.folder = folder
        self._tasks = tasks
        self._wrong = 0
        self._pause = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self.setWindowTitle("Mở sổ")
        self.resize(760, 424)
        mark(self, role="plain")
        self.strip = Strip()
        self.users = ChoiceBox()
        self.users.setAccessibleName("Người dùng")
        self.passphrase = PassphraseEditor()
        self.passphrase.entered.connect(self.unlock)
        self._stack = QStackedWidget()
        self._lay_out()
        self._painted = False

    def _lay_out(self) -> None:
        self.open = button("Mở sổ", self.unlock, icon="lock-open", role="primary")
        self.open.setMinimumWidth(112)
        code = button("Dùng mã khôi phục", self._use_code, icon="life-buoy", role="link")
        user = words("Người dùng", "label")
        user.setBuddy(self.users)
        page = QWidget()
        page.setLayout(
            column(
                words("Mở sổ", "title"),
                words("Dữ liệu trên máy này được mã hóa. Cần cụm mật khẩu để mở.", "muted"),
                self.strip,
                column(user, self.users, spacing=2),
                self.passphrase,
                2,
                row(code, None, button("Thoát", self.close), self.open),
                None,
                rule(),
                self._foot(),
            )
        )
        self._stack.addWidget(page)
        inside = QVBoxLayout()
        inside.setContentsMargins(28, 24, 26, 12)
        inside.addWidget(self._stack)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(BrandPanel(self.folder.name, [str(self.folder)]))
        whole.addLayout(inside, 1)

    def _foot(self) -> QHBoxLayout:
        good, sentence = last_copy(self.folder)
        icon = IconLabel("shield-check" if good else "shield-alert", "ok" if good else "warn")
        other = button("Sổ khác…", self.other_wanted.emit, role="link")
        restore = button("Phục hồi…", self._restore, role="link")
        return row(icon, words(sentence, "small"), None, other, restore)

    def _ask_who(self) -> None:
        # Names come first, from the keys alone. The closer look brings in the database library; what is wrong with keys
        # or folder is said by it, once.
        self._tasks.background(self, partial(_users, self.folder), done=self._show_users, failed=_leave_to_the_next)
        self._tasks.background(self, partial(_look_closer, self.folder), failed=self._refused)
        self.ready.emit()

    def _show_users(self, users: list[tuple[str, str]]) -> None:
        for slot, shown in users:
            self.users.addItem(shown, slot)
        self.passphrase.setFocus()

    # Opening

    def unlock(self) -> None:
        """Try the passphrase."""
        if not self.open.isEnabled():
            return
        if not self.passphrase.value():
            self.passphrase.set_fault("Hãy gõ cụm mật khẩu.")
            return
        self._try(take_over=False)

    def _try(self, *, take_over: bool) -> None:
        from hoaian_desktop.store import book as books

        self._set_busy(True)
        slot = self.users.currentData()
        attempt = partial(books.open_book, self.folder, self.passphrase.value(), slot=slot, take_over=take_over)
        self._tasks.background(self, attempt, done=self.opened.emit, failed=self._refused)

    def _refused(self, error: HoaiAnError) -> None:
        self._set_busy(False)
        if isinstance(error, WrongPassphrase):
            self._count_wrong()
        elif isinstance(error, DamagedBook | DamagedKeys | EmptyBook):
            self._say(str(error), [("Phục hồi…", "archive-restore", self._restore)])
        elif isinstance(error, BookInUse) and error.host:
            self._say(str(error), [("Vẫn mở", "lock-open", partial(self._try, take_over=True))])
        else:
            self._say(str(error))

    def _count_wrong(self) -> None:
        self._wrong += 1
        left = FREE_TRIES - self._wrong
        self.passphrase.clear()
        self.passphrase.setFocus()
        if left > 0:
            self._say(f"Cụm mật khẩu chưa đúng. Còn {left} lần thử.")
            return
        self._pause = FIRST_PAUSE * 2 ** (self._wrong - FREE_TRIES)
        self._set_busy(True)
        self._clock.start()
        self._show_pause()

    def _tick(self) -> None:
        self._pause -= 1
        if self._pause > 0:
            self._show_pause()
            return
        self._clock.stop()
        self._set_busy(False)
        self._say("Gõ lại cụm mật khẩu, hoặc dùng mã khôi phục trên phiếu.")
        self.passphrase.setFocus()

    def _show_pause(self) -> None:
        self._say(f"Đã gõ sai {self._wrong} lần. Đợi {self._pause} giây rồi thử lại.")

    def _say(self, sentence: str, acts: Sequence[Act] = ()) -> None:
        self.strip.refuse(escape(sentence), acts)

    def _set_busy(self, busy: bool) -> None:
        self.open.setEnabled(not busy)
        self.passphrase.setEnabled(not busy)
        self.users.setEnabled(not busy)
        set_words(self.open, "Đang mở…" if busy and not self._pause else "Mở sổ")

    def _restore(self) -> None:
        self.restore_wanted.emit(self.folder)

    @cached_property
    def recovery(self) -> RecoveryPage:
        """The page for the printed code; hardly anybody sees it, so it is made when it is first asked for."""
        from ui.dialogs.recovery import RecoveryPage

        page = RecoveryPage(self.folder, self._tasks)
        page.opened.connect(self.opened)
        page.left.connect(self._use_passphrase)
        self._stack.addWidget(page)
        return page

    def _use_code(self) -> None:
        self._stack.setCurrentWidget(self.recovery)
        self.recovery.setFocus()

    def _use_passphrase(self) -> None:
        self._stack.setCurrentIndex(0)
        self.passphrase.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            # Threads that import take turns with this one: they begin once the window is on the screen.
            QTimer.singleShot(0, self._ask_who)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)


def _users(folder: Path) -> list[tuple[str, str]]:
    from hoaian_desktop.store import vault  # knows keys only, not the database library

    return vault.read(folder / "book.keys").users()


def _leave_to_the_next(_: HoaiAnError) -> None:
    """Say nothing: the look that follows tells better what is wrong with the folder."""


def _look_closer(folder: Path) -> None:
    """Look at the book from outside. Raises NotABook, EmptyBook, DamagedBook, DamagedKeys."""
    from hoaian_desktop.store import book as books

    books.users(folder)
