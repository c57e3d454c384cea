"""Step 2: where reports go, and what their first page says; shown as it will be printed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from ui.dialogs.first_run.draft import Draft
from ui.dialogs.first_run.form_page import FormPage
from ui.dialogs.parts import column, words
from ui.theme import mark


class LetterPage(FormPage):
    """The letterhead: superior, issuing body, place, symbol, recipients."""

    step = "Nơi nhận, thể thức"

    def __init__(self) -> None:
        super().__init__(
            "Báo cáo gửi ai, ghi thế nào?",
            "Đã điền theo đơn vị và thời kỳ. Sửa được bất cứ lúc nào ở Hệ thống, mục Thiết lập đơn vị.",
            ("superior", "issuer", "place", "symbol", "recipients"),
        )
        self._superior, self._issuer, self._number, self._date = (_printed() for _ in range(4))
        self._issuer.setFont(_bold(self._issuer))
        union = _printed("ĐOÀN TNCS HỒ CHÍ MINH")
        union.setFont(_bold(union))
        sample = QFrame()
        mark(sample, role="sheet")
        inside = QHBoxLayout(sample)
        inside.setContentsMargins(14, 10, 14, 10)
        left = column(self._superior, self._issuer, _printed("***"), self._number, None, spacing=1)
        right = column(union, 17, self._date, None, spacing=1)
        inside.addLayout(left, 1)
        inside.addLayout(right, 1)
        self.body.addWidget(words("Đầu trang báo cáo", "label"))
        self.body.addWidget(sample)
        self.body.addStretch(1)
        self.form.changed.connect(self._show)

    def enter(self, draft: Draft) -> None:
        super().enter(draft)
        self._show()

    def _show(self) -> None:
        raw = {name: str(value or "") for name, value in self.form.raw().items()}
        self._superior.setText(raw["superior"].upper())
        self._issuer.setText(raw["issuer"].upper())
        self._number.setText(f"Số:        -BC/{raw['symbol']}")
        self._date.setText(f"{raw['place']}, ngày      tháng      năm")


def _printed(text: str = "") -> QLabel:
    made = words(text)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return made


def _bold(label: QLabel):
    made = label.font()
    made.setBold(True)
    return made
