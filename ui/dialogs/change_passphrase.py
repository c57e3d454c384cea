"""A new passphrase for the one who opened the book."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import HoaiAnError, WrongPassphrase
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.passphrase import NewPassphrase
from ui.tasks import Tasks
from ui.widgets.fitted import Dialog
from ui.widgets.passphrase_editor import PassphraseEditor
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from hoaian_desktop.store.book import OpenBook


class PassphraseDialog(Dialog):
    """The old passphrase once, the new one twice. The recovery sheet stays valid."""

    changed = Signal()

    def __init__(self, parent: QWidget, tasks: Tasks, book: OpenBook) -> None:
        super().__init__(parent)
        self.setWindowTitle("Đổi cụm mật khẩu")
        self.resize(640, 270)
        self._tasks = tasks
        self._book = book
        self.strip = Strip()
        self.old = PassphraseEditor("Cụm mật khẩu hiện nay")
        self.new = NewPassphrase()
        self.act = button("Đổi cụm mật khẩu", self._change, icon="key-round", role="primary")
        inside = column(
            words("Đổi cụm mật khẩu", "title"),
            words("Phiếu khôi phục đã in vẫn dùng được.", "muted"),
            self.strip,
            self.old,
            self.new,
            None,
            row(None, button("Hủy", self.close), self.act),
        )
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.old.entered.connect(self.new.setFocus)
        self.new.entered.connect(self._change)
        self.finished.connect(self.deleteLater)
        self.old.focus()

    def _change(self) -> None:
        if not self.old.value():
            self.old.set_fault("Hãy gõ cụm mật khẩu hiện nay.")
            self.old.focus()
            return
        if not self.new.ready():
            self.new.complain()
            return
        self.act.setEnabled(False)
        work = partial(self._book.change_passphrase, self.old.value(), self.new.text())
        self._tasks.background(self, work, done=self._done, failed=self._refused)

    def _done(self, _: object) -> None:
        self.changed.emit()
        self.accept()

    def _refused(self, error: HoaiAnError) -> None:
        self.act.setEnabled(True)
        if isinstance(error, WrongPassphrase):
            self.old.set_fault("Cụm mật khẩu hiện nay chưa đúng.")
            self.old.focus()
        else:
            self.strip.refuse(str(error))
