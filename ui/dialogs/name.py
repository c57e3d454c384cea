"""Asks for one name; stays open until whoever asked has taken it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.fields import Field, Kind
from ui.dialogs.parts import column, row
from ui.widgets.buttons import button
from ui.widgets.editors import editor_for
from ui.widgets.fitted import Dialog


class NameDialog(Dialog):
    """A line and two buttons."""

    named = Signal(str)

    def __init__(self, parent: QWidget, title: str, label: str, name: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(360)
        self.editor = editor_for(Field("name", label, Kind.TEXT, required=True))
        self.editor.set_value(name)
        self.save_button = button("Lưu", "check", role="primary", key="Enter")
        self.save_button.setDefault(True)
        cancel = button("Hủy", key="Esc")
        self.save_button.clicked.connect(self._hand_out)
        self.editor.entered.connect(self._hand_out)
        cancel.clicked.connect(self.reject)
        inside = column(self.editor, None, row(None, cancel, self.save_button))
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.editor.focus()

    def _hand_out(self) -> None:
        self.named.emit(str(self.editor.value()))

    def refuse(self, error: HoaiAnError) -> None:
        """Say why the name cannot be taken."""
        sentence = next(iter(error.messages.values()), str(error)) if isinstance(error, ValidationError) else str(error)
        self.editor.set_fault(sentence)
        self.editor.focus()
