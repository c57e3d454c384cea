"""Opening a book by the printed recovery code; a new passphrase is set at the same time."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from hoaian_desktop.errors import HoaiAnError
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.passphrase import NewPassphrase
from ui.tasks import Tasks
from ui.widgets.notice_line import NoticeLine


class RecoveryPage(QWidget):
    """Eight groups from the paper, and the passphrase that replaces the forgotten one."""

    opened = Signal(object)  # the open book
    left = Signal()

    def __init__(self, folder: Path, tasks: Tasks) -> None:
        super().__init__()
        self._folder = folder
        self._tasks = tasks
        self.code = QLineEdit()
        self.code.setAccessibleName("Mã khôi phục")
        self.code.setPlaceholderText("8 nhóm, mỗi nhóm 5 ký tự, như trên phiếu")
        self.notice = NoticeLine()
        self.passphrase = NewPassphrase()
        self.open = button("Mở sổ, đặt cụm mật khẩu mới", self.unlock, icon="lock-open", role="primary")
        self.setLayout(
            column(
                words("Dùng mã khôi phục", "title"),
                words("Gõ mã trên phiếu khôi phục của sổ này, rồi đặt cụm mật khẩu mới.", "muted"),
                4,
                column(words("Mã khôi phục", "label"), self.code, self.notice, spacing=2),
                self.passphrase,
                2,
                row(button("Quay lại", self.left.emit, icon="arrow-left"), None, self.open),
                None,
            )
        )
        self.setFocusProxy(self.code)
        self.code.returnPressed.connect(self.passphrase.setFocus)
        self.code.textChanged.connect(lambda: self.notice.say("fault", ""))
        self.passphrase.entered.connect(self.unlock)

    def unlock(self) -> None:
        """Try the code."""
        from hoaian_desktop.store import book as books

        QGuiApplication.inputMethod().commit()
        if not self.passphrase.ready():
            self.passphrase.complain()
            return
        self.open.setEnabled(False)
        attempt = partial(books.open_with_code, self._folder, self.code.text(), self.passphrase.text())
        self._tasks.background(self, attempt, done=self.opened.emit, failed=self._refused)

    def _refused(self, error: HoaiAnError) -> None:
        self.open.setEnabled(True)
        self.notice.say("fault", str(error))
        self.code.setFocus()
