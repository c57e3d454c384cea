"""Somebody else signs one report: in whose name, as what, who."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import Report, field_of
from hoaian_desktop.services.report_heads import Signer
from ui.dialogs.parts import button, column, row, words
from ui.widgets.buttons import on_key
from ui.widgets.fitted import Dialog
from ui.widgets.record_form import RecordForm

_FIELDS = ("signer_authority", "signer_title", "signer")


class SignerDialog(Dialog):
    """Three fields; stays open until whoever asked has taken them."""

    chosen = Signal(object)  # a Signer

    def __init__(self, parent: QWidget, signer: Signer) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Người ký báo cáo này")
        self.setMinimumWidth(440)
        self.form = RecordForm([field_of(Report, name) for name in _FIELDS], columns=1)
        self.form.load({"signer_authority": signer.authority, "signer_title": signer.title, "signer": signer.name})
        self.save = button("Lưu", self._hand_out, icon="check", role="primary")
        on_key(self.save, "Ctrl+S")
        inside = column(
            words("Chỉ dùng cho báo cáo này; người ký của đơn vị giữ nguyên.", "muted", wrap=True),
            self.form,
            None,
            row(None, button("Hủy", self.reject), self.save),
        )
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.form.submitted.connect(self._hand_out)
        self.form.focus_first()

    def _hand_out(self) -> None:
        try:
            values = self.form.values()
        except ValidationError as error:
            self._show(error.messages)
            return
        authority, title, name = (str(values[key] or "") for key in _FIELDS)
        self.chosen.emit(Signer(authority, title, name))

    def refuse(self, error: HoaiAnError) -> None:
        """Say why these three cannot sign."""
        self._show(error.messages if isinstance(error, ValidationError) else {"signer": str(error)})

    def _show(self, messages: Mapping[str, str]) -> None:
        self.form.show_faults(messages)
        QTimer.singleShot(0, self, self.adjustSize)  # once the sentence has its place
