"""Where a passphrase is typed: hidden or shown, with a word about Caps Lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.icons import set_icon
from ui.theme import mark
from ui.widgets.buttons import label
from ui.widgets.notice_line import NoticeLine

CAPS = "Caps Lock đang bật. Nên tắt UniKey khi gõ."


class PassphraseEditor(QWidget):
    """A line that shows dots; the eye shows what was typed. Nothing is trimmed or normalised here.

    It looks like the editors of a form, but is none: a passphrase is no field of a record, and the first window of the
    program must not load what records need.
    """

    changed = Signal()  # by the user
    entered = Signal()  # Enter: the next thing, please

    def __init__(self, words: str = "Cụm mật khẩu", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = f"{words[:1].lower()}{words[1:]}"
        self._caps: bool | None = None
        self._fault = self._doubt = ""
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(words)
        self._notice = NoticeLine()
        self._eye = QAction(self)
        self._eye.triggered.connect(self._turn)
        self.line.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._show_eye()
        self.line.textEdited.connect(self._touched)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        named = label(words, "label")
        named.setBuddy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (named, self.line, self._notice):
            column.addWidget(part)
        column.addStretch(1)  # a neighbour with a sentence below must not pull this line down

    def value(self) -> str:
        """What is typed; an unfinished composition of UniKey becomes text first."""
        QGuiApplication.inputMethod().commit()
        return self.line.text()

    def clear(self) -> None:
        """Empty the line and hide what is typed next."""
        self.line.clear()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._show_eye()

    def focus(self) -> None:
        """Put the cursor here, what is typed selected."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def set_fault(self, sentence: str | None) -> None:
        """Say under the line what is wrong, or nothing any more."""
        self._fault = sentence or ""
        self._show_notice()

    def fault(self) -> str:
        """What is said to be wrong; empty if nothing is."""
        return self._fault

    def doubt(self) -> str:
        """What is worth a second look; empty if nothing is."""
        return self._doubt

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
        words = f"{'Ẩn' if self.is_shown() else 'Hiện'} {self._what}"
        self._eye.setText(words)
        self._eye.setToolTip(words)
        set_icon(self._eye, "eye-off" if self.is_shown() else "eye", "mut")

    def _touched(self) -> None:
        self._fault = ""
        self._doubt = CAPS if self._caps else ""
        self._show_notice()
        self.changed.emit()

    def _show_notice(self) -> None:
        mark(self.line, fault=bool(self._fault), doubt=bool(self._doubt and not self._fault))
        self._notice.say("fault" if self._fault else "doubt", self._fault or self._doubt)
        self.line.setAccessibleDescription(self._fault or self._doubt)

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
            self._doubt = CAPS if self._caps else ""
            self._show_notice()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.entered.emit()
            event.accept()  # else the dialog behind presses its default button as well
            return
        super().keyPressEvent(event)
