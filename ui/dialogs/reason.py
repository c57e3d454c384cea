"""Asks why: before a report is written again, or what the unit above said when it sent one back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.fields import Field, Kind
from ui.dialogs.parts import column, row, words
from ui.widgets.buttons import button, on_key
from ui.widgets.editors import editor_for
from ui.widgets.fitted import Dialog

_NONE = "Chưa ghi lý do. Hãy ghi vài chữ để sau này đọc lại còn hiểu."


class ReasonDialog(Dialog):
    """A sentence that says what follows, a reason, two buttons. Stays open until whoever asked has taken it."""

    given = Signal(str)

    def __init__(self, parent: QWidget, title: str, consequence: str, agree: str, icon: str, reason: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.editor = editor_for(Field("reason", "Lý do", Kind.NOTE, required=True))
        self.editor.set_value(reason)
        self.agree_button = button(agree, icon, role="primary", key="Ctrl+S")
        on_key(self.agree_button, "Ctrl+S")
        self.agree_button.clicked.connect(self._hand_out)
        cancel = button("Hủy", key="Esc")
        cancel.clicked.connect(self.reject)
        inside = column(
            words(consequence, wrap=True), self.editor, None, row(None, cancel, self.agree_button), spacing=10
        )
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.editor.focus()

    def _hand_out(self) -> None:
        reason = str(self.editor.value() or "").strip()
        if not reason:
            self.editor.set_fault(_NONE)
            self.editor.focus()
            return
        self.agree_button.setEnabled(False)
        self.given.emit(reason)

    def refuse(self, error: HoaiAnError) -> None:
        """Say why it cannot be taken."""
        self.agree_button.setEnabled(True)
        self.editor.set_fault(str(error))
        self.editor.focus()
