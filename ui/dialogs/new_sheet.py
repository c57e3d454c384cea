"""A new recovery sheet for an open book: the one before stops working."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from hoaian_desktop.errors import HoaiAnError, WrongPassphrase
from hoaian_desktop.services import offices
from ui import feedback
from ui.dialogs.code_sheet import CodeSheet
from ui.dialogs.parts import button, column, row, words
from ui.tasks import Tasks
from ui.widgets.fitted import Dialog
from ui.widgets.passphrase_editor import PassphraseEditor
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from hoaian_desktop.store.book import OpenBook


class NewSheetDialog(Dialog):
    """Asks for the passphrase again, makes the code, and does not go before the paper is put away."""

    def __init__(self, parent: QWidget | None, tasks: Tasks, book: OpenBook, today: Callable[[], date]) -> None:
        super().__init__(parent)
        self.setWindowTitle("In phiếu khôi phục mới")
        self.resize(640, 240)
        self._tasks = tasks
        self._book = book
        self.passphrase = PassphraseEditor("Cụm mật khẩu hiện nay")
        self.strip = Strip()
        self.make = button("Lập mã mới", self._make, icon="key-round", role="primary")
        self.sheet = CodeSheet(tasks, today)
        self.kept = QCheckBox("Tôi đã cất phiếu mới và hủy phiếu cũ")
        self.finish = button("Xong", self.accept)
        self.finish.setEnabled(False)
        self.pages = QStackedWidget()
        for page in (self._asking(), self._showing()):
            self.pages.addWidget(page)
        inside = column(words("In phiếu khôi phục mới", "title"), self.pages)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.kept.toggled.connect(self.finish.setEnabled)
        self.passphrase.entered.connect(self._make)
        self.finished.connect(self.deleteLater)
        self.passphrase.focus()

    def _asking(self) -> QWidget:
        page = QWidget()
        why = (
            "Dùng khi phiếu khôi phục bị mất hoặc người khác đã thấy. Mã mới thay mã trên phiếu cũ; phiếu cũ không còn "
            "mở được sổ. Các bản sao lưu đã có vẫn mở bằng mã cũ."
        )
        page.setLayout(
            column(
                words(why, "muted", wrap=True),
                self.strip,
                self.passphrase,
                None,
                row(None, button("Hủy", self.close), self.make),
            )
        )
        return page

    def _showing(self) -> QWidget:
        page = QWidget()
        told = "Mã cũ đã hết hiệu lực. Mã mới chỉ hiện lần này và không được lưu trong máy."
        page.setLayout(column(words(told, "muted", wrap=True), self.sheet, None, row(self.kept, None, self.finish)))
        return page

    def _make(self) -> None:
        if not self.passphrase.value():
            self.passphrase.set_fault("Hãy gõ cụm mật khẩu hiện nay.")
            self.passphrase.focus()
            return
        self.make.setEnabled(False)
        work = partial(_new_code, self._book, self.passphrase.value())
        self._tasks.background(self, work, done=self._made, failed=self._refused)

    def _made(self, made: tuple[str, str]) -> None:
        self.sheet.show_code(*made)
        self.pages.setCurrentIndex(1)
        self.resize(self.width(), max(self.height(), self.sizeHint().height()))
        self.sheet.prints.setFocus()

    def _refused(self, error: HoaiAnError) -> None:
        self.make.setEnabled(True)
        if isinstance(error, WrongPassphrase):
            self.passphrase.set_fault("Cụm mật khẩu hiện nay chưa đúng.")
            self.passphrase.focus()
        else:
            self.strip.refuse(str(error))

    def reject(self) -> None:
        sentence = "Mã mới không hiện lại được và phiếu cũ không còn dùng được."
        if (
            not self.sheet.code
            or self.kept.isChecked()
            or feedback.ask(self, "Chưa cất phiếu mới?", sentence, yes="Đóng", no="Quay lại")
        ):
            super().reject()


def _new_code(book: OpenBook, passphrase: str) -> tuple[str, str]:
    """The key of the book's unit and its new code. Raises WrongPassphrase if the passphrase is not of who opened it."""
    book.keys.unlock(passphrase, book.slot)
    unit = book.store.read(offices.unit_of)
    return unit.key, book.new_recovery_code()
