"""Choosing a new passphrase: typed twice, judged while typing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from hoaian_desktop.rules import passphrase as rules
from ui.dialogs.parts import column
from ui.widgets.notice_line import NoticeLine
from ui.widgets.passphrase_editor import PassphraseEditor


class NewPassphrase(QWidget):
    """A new passphrase, typed twice, with a bar that says how hard it is to guess."""

    changed = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit_name = ""  # guessed first by everybody here
        self.first = PassphraseEditor("Cụm mật khẩu mới")
        self.again = PassphraseEditor("Nhập lại cụm mật khẩu")
        self._bar = QProgressBar()
        self._bar.setRange(0, 4)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(90)
        self._bar.setAccessibleName("Độ mạnh của cụm mật khẩu")
        self._judged, self._alike = NoticeLine(), NoticeLine()
        strength = QHBoxLayout()
        strength.setContentsMargins(0, 0, 0, 0)
        strength.setSpacing(8)
        strength.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        strength.addWidget(self._judged, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        whole.addLayout(column(self.first, strength, None, spacing=2), 1)
        whole.addLayout(column(self.again, self._alike, None, spacing=2), 1)
        self.setFocusProxy(self.first)
        self.first.entered.connect(self.again.focus)
        self.again.entered.connect(self.entered)
        for editor in (self.first, self.again):
            editor.changed.connect(self._judge)
        self._judge()

    def ready(self) -> bool:
        """Whether it is strong enough and typed alike both times."""
        return self._strength().accepted and self.text() == rules.normal_form(self.again.value())

    def text(self) -> str:
        """The passphrase in the form keys are made from; ask `ready` first."""
        return rules.normal_form(self.first.value())

    def complain(self) -> None:
        """Say under the lines what is missing."""
        if not self._strength().accepted:
            self.first.set_fault(self._strength().sentence)
            self.first.focus()
        elif not self.ready():
            self.again.set_fault("Hai lần gõ chưa giống nhau. Hãy gõ lại.")
            self.again.focus()

    def _strength(self) -> rules.Strength:
        return rules.strength(self.first.value(), unit_name=self.unit_name)

    def _judge(self) -> None:
        typed, found = self.text(), self._strength()
        self._bar.setValue(found.level if typed else 0)
        look = "muted" if not typed else "good" if found.accepted else "doubt"
        self._judged.say(look, found.sentence if typed else f"Ít nhất {rules.MINIMUM} ký tự; nên ghép vài từ.")
        self._alike.say("good", "Hai lần gõ giống nhau." if self.ready() else "")
        self.changed.emit()
