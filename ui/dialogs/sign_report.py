"""Signing a closed version: with a certificate file or a token. Whose certificate it is is shown before it signs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QRadioButton, QWidget

from hoaian_desktop import signatures
from hoaian_desktop.errors import HoaiAnError, SignatureError
from hoaian_desktop.progress import Progress
from hoaian_desktop.signature_facts import Certificate, CertificateFile, SigningKey, Token
from hoaian_desktop.signatures import Unsigned
from ui.dialogs.parts import button, column, row, set_words, words
from ui.remembered import Remembered
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.file_editor import FileEditor
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.passphrase_editor import PassphraseEditor
from ui.widgets.strip import Strip
from ui.widgets.wait_line import WaitLine

_LIBRARIES = {"win32": "Thư viện PKCS#11 (*.dll)", "darwin": "Thư viện PKCS#11 (*.dylib *.so)"}
_READ, _SIGN = "Xem chứng thư", "Ký số"


def here_and_now() -> datetime:
    """The moment by this computer's clock, with its time zone."""
    return datetime.now().astimezone()


class SignDialog(Dialog):
    """First looks at the certificate, then signs with it; what is typed anew is looked at anew."""

    signed = Signal(int)  # the version's id

    def __init__(
        self, parent: QWidget | None, tasks: Tasks, version_id: int, *, now: Callable[[], datetime] = here_and_now
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Ký số bản báo cáo")
        self.resize(600, 420)
        self._tasks, self._version_id, self._now = tasks, version_id, now
        self._remembered = Remembered()
        self._what: Unsigned | None = None
        self._found: list[Certificate] = []
        self._barred = False  # this version is not to be signed at all
        self.strip = Strip()
        self.name = words("", "muted")
        self.by_file = QRadioButton("Tệp chứng thư (.p12, .pfx)")
        self.by_token = QRadioButton("USB ký số")
        self._ways = QButtonGroup(self)
        self.file = FileEditor("Tệp chứng thư", "Chứng thư số (*.p12 *.pfx);;Mọi tệp (*)")
        self.library = FileEditor(
            "Thư viện của USB ký số, do phần mềm kèm theo USB cài",
            f"{_LIBRARIES.get(sys.platform, 'Thư viện PKCS#11 (*.so *.so.*)')};;Mọi tệp (*)",
        )
        self.passphrase = PassphraseEditor("Mật khẩu của tệp chứng thư")
        self.pin = PassphraseEditor("Mã PIN")
        self.choice = QComboBox()
        self.choice.setAccessibleName("Chứng thư")
        self.shown = QFrame()
        self.whose, self.issued, self.days = words("", "strong", wrap=True), words(wrap=True), NoticeLine()
        self.wait = WaitLine()
        self.wait.stop_button.hide()
        self.cancel = button("Hủy", self.close)
        self.act = button(_READ, self._go, icon="signature", role="primary")
        self._lay_out()
        self._connect()
        self._begin()

    def _lay_out(self) -> None:
        mark(self.shown, role="sheet")
        about = column(self.choice, self.whose, self.issued, self.days, spacing=4)
        about.setContentsMargins(12, 10, 12, 10)
        self.shown.setLayout(about)
        inside = column(
            words("Ký số bản báo cáo", "title"),
            self.name,
            self.strip,
            row(self.by_file, self.by_token, None, spacing=18),
            self.file,
            self.library,
            self.passphrase,
            self.pin,
            self.shown,
            None,
            words("Mật khẩu và mã PIN không được lưu lại ở đâu. Ký số không cần mạng.", "small"),
            self.wait,
            row(None, self.cancel, self.act),
        )
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)

    def _connect(self) -> None:
        for way in (self.by_file, self.by_token):
            self._ways.addButton(way)
        self.by_token.toggled.connect(self._turn)
        for editor, secret in ((self.file, self.passphrase), (self.library, self.pin)):
            editor.changed.connect(self._forget)
            editor.entered.connect(secret.focus)
            secret.changed.connect(self._forget)
            secret.entered.connect(self._go)
        self.choice.currentIndexChanged.connect(self._show)
        self.finished.connect(self.deleteLater)

    def _begin(self) -> None:
        kept = self._remembered
        self.file.set_path(kept.certificate)
        self.library.set_path(kept.token_library)
        self.by_file.setChecked(not kept.signs_with_token)
        self.by_token.setChecked(kept.signs_with_token)
        self._turn()
        operation = partial(signatures.unsigned, version_id=self._version_id)
        self._tasks.read(self, operation, done=self._take, failed=self._cannot)

    # What is typed

    @property
    def _token(self) -> bool:
        return self.by_token.isChecked()

    def _turn(self) -> None:
        for part, mine in ((self.file, False), (self.passphrase, False), (self.library, True), (self.pin, True)):
            part.setVisible(mine is self._token)
        self._forget()
        self.strip.hide()
        path, secret = self._fields()
        (path if path.path() is None else secret).focus()

    def _fields(self) -> tuple[FileEditor, PassphraseEditor]:
        return (self.library, self.pin) if self._token else (self.file, self.passphrase)

    def _key(self) -> SigningKey | None:
        editor, secret = self._fields()
        path = editor.path()
        if path is None:
            editor.set_fault("Hãy chọn tệp thư viện." if self._token else "Hãy chọn tệp chứng thư.")
            editor.focus()
            return None
        if not self._token:
            return CertificateFile(path, secret.value())
        if not secret.value():
            secret.set_fault("Hãy nhập mã PIN của USB ký số.")
            secret.focus()
            return None
        return Token(path, secret.value(), self._chosen().label if self._found else "")

    def _forget(self) -> None:
        """What was looked at is not what is typed any more."""
        self._found = []
        self.shown.hide()
        set_words(self.act, _READ)
        self.act.setEnabled(not self._barred)

    # Looking

    def _take(self, what: Unsigned) -> None:
        self._what = what
        self.name.setText(f"{what.name} · chữ ký hiện ở chỗ ký của {what.signature.name}")

    def _cannot(self, error: HoaiAnError) -> None:
        self._barred = True
        self.act.setEnabled(False)
        self.strip.refuse(escape(str(error)))
        self.cancel.setFocus()

    def _go(self) -> None:
        if not self.act.isEnabled():
            return
        key = self._key()
        if key is None:
            return
        if self._found:
            self._sign(key)
            return
        self._work(True, "Đang đọc chứng thư…")
        self._tasks.background(
            self, partial(signatures.certificates, key), done=self.show_certificates, failed=self._refused
        )

    def show_certificates(self, found: list[Certificate]) -> None:
        """Show whose certificates these are; with the next press the one picked signs."""
        self._work(False)
        self._found = found
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItems([f"{each.owner} ({each.label or each.days})" for each in found])
        self.choice.blockSignals(False)
        self.choice.setVisible(len(found) > 1)
        self._show()
        (self.choice if len(found) > 1 else self.act).setFocus()

    def _chosen(self) -> Certificate:
        return self._found[max(0, self.choice.currentIndex())]

    def _show(self) -> None:
        if not self._found:
            return
        chosen = self._chosen()
        good = chosen.covers(self._now())
        self.whose.setText(" · ".join(part for part in (chosen.owner, chosen.organisation) if part))
        self.issued.setText("Người ký tự tạo" if chosen.self_signed else f"Nơi cấp: {chosen.issuer}")
        look, said = "good", f"Có giá trị: {chosen.days}"
        if not good:
            look, said = "fault", f"Chứng thư không còn hoặc chưa đến hạn dùng: {chosen.days}."
        self.days.say(look, said)
        self.shown.show()
        set_words(self.act, _SIGN)
        self.act.setEnabled(good)

    # Signing

    def _sign(self, key: SigningKey) -> None:
        if self._what is None:
            return
        self._work(True, "Đang ký số…")
        work = partial(signatures.signed, self._what, key, self._now())
        self._tasks.background(self, work, done=partial(self._keep, key), failed=self._refused)

    def _keep(self, key: SigningKey, pdf: bytes) -> None:
        path = key.library if isinstance(key, Token) else key.path
        self._remembered.signed_with(path, token=isinstance(key, Token))
        operation = partial(_keep, version_id=self._version_id, pdf=pdf)
        self._tasks.run(self, operation, done=self._done, failed=self._refused)

    def _done(self, _: object) -> None:
        self._work(False)
        self.passphrase.clear()
        self.pin.clear()
        self.signed.emit(self._version_id)
        self.accept()

    def _work(self, busy: bool, said: str = "") -> None:
        """Hold everything still while something is under way."""
        for part in (self.by_file, self.by_token, self.file, self.library, self.passphrase, self.pin, self.choice):
            part.setEnabled(not busy)
        self.act.setEnabled(not busy)
        if busy:
            self.strip.hide()
            self.wait.watch(Progress(), said)
        else:
            self.wait.finish()

    def _refused(self, error: HoaiAnError) -> None:
        self._work(False)
        editor, secret = self._fields()
        field = error.field if isinstance(error, SignatureError) else ""
        if field in ("passphrase", "pin"):
            secret.set_fault(str(error))
            secret.focus()
        elif field in ("file", "library", "label"):
            editor.set_fault(str(error))
            editor.focus()
        else:
            self.strip.refuse(escape(str(error)))
            self.cancel.setFocus()


def _keep(session: Any, *, version_id: int, pdf: bytes) -> int:
    return signatures.keep_signed(session, version_id, pdf).id
