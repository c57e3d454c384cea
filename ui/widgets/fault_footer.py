"""The count at the foot of a form: «2 ô cần sửa · Đến ô lỗi»."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.theme import mark
from ui.widgets.buttons import button
from ui.widgets.icon_label import IconLabel
from ui.widgets.record_form import RecordForm


class FaultFooter(QWidget):
    """Follows a form; empty while nothing is wrong."""

    def __init__(self, form: RecordForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("circle-alert", "err", 14)
        self._words = QLabel()
        mark(self._words, role="fault")
        self.jump = button("Đến ô lỗi", role="link")
        self.jump.clicked.connect(form.focus_first_fault)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (self._icon, self._words, self.jump):
            row.addWidget(part)
        row.addStretch(1)
        form.faults_changed.connect(self._show)
        self._show(form.fault_count())

    def text(self) -> str:
        """What it says; empty while nothing is wrong."""
        return self._words.text()

    def _show(self, count: int) -> None:
        self._words.setText(f"{count} ô cần sửa" if count else "")
        for part in (self._icon, self._words, self.jump):
            part.setVisible(bool(count))
        self.setVisible(bool(count))
