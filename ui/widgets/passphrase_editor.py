"""Where a passphrase is typed: hidden or shown, with a word about Caps Lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from hoaian_desktop.fields import Field, Kind
from ui.icons import set_icon
from ui.widgets.editor import Editor

CAPS = "Caps Lock đang bật. Nên tắt UniKey khi gõ."


class PassphraseEditor(Editor):
    """A line that shows dots; the eye shows what was typed. Nothing is trimmed or normalised here."""

    def __init__(self, words: str = "Cụm mật khẩu", parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        self._caps: bool | None = None
        super().__init__(Field("passphrase", words, Kind.TEXT), self.line, parent)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self)
        self._eye.triggered.connect(self._turn)
        self.line.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._show_eye()
        self.line.textEdited.connect(self._touched)

    def value(self) -> str:
        QGuiApplication.inputMethod().commit()
        return self.line.text()

    def set_value(self, value: object) -> None:
        self.line.setText("" if value is None else str(value))

    def clear(self) -> None:
        """Empty the line and hide what is typed next."""
        self.line.clear()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._show_eye()

    def is_shown(self) -> bool:
        """Whether the letters can be read."""
        return self.line.echoMode() is QLineEdit.EchoMode.Normal

    def caps_lock(self) -> bool:
        """Whether Caps Lock seems to be on, as far as typing has shown."""
        return bool(self._caps)

    def _turn(self) -> None:
        shown = self.is_shown()
        self.line.setEchoMode(QLineEdit.EchoMode.Password if shown else QLineEdit.EchoMode.Normal)
        self._show_eye()

    def _show_eye(self) -> None:
        words = "Ẩn cụm mật khẩu" if self.is_shown() else "Hiện cụm mật khẩu"
        self._eye.setText(words)
        self._eye.setToolTip(words)
        set_icon(self._eye, "eye-off" if self.is_shown() else "eye", "mut")

    def _touched(self) -> None:
        super()._touched()
        if self._caps:
            self.set_doubt(CAPS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._watch_caps(event)
        return super().eventFilter(watched, event)

    def _watch_caps(self, event: QKeyEvent) -> None:
        # Qt cannot ask for the lock's state: a capital without Shift, or a small letter with it, tells.
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        before = self._caps
        if event.key() == Qt.Key.Key_CapsLock and self._caps is not None:
            self._caps = not self._caps
        elif len(event.text()) == 1 and event.text().isalpha():
            self._caps = event.text().isupper() != shift
        if self._caps != before:
            self.set_doubt(CAPS if self._caps else None)
