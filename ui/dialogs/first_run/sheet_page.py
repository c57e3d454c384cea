"""Step 5: the recovery code on paper; the book cannot be used before somebody has it in hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLineEdit

from ui.dialogs.code_sheet import CodeSheet
from ui.dialogs.first_run.draft import Draft
from ui.dialogs.first_run.page import Page
from ui.dialogs.parts import column, row, words
from ui.tasks import Tasks
from ui.widgets.notice_line import NoticeLine

ASKED = 3  # the group typed again, counted from 1: proof that the paper is readable


class SheetPage(Page):
    """Shows the code in groups, prints it, and asks for one group back."""

    step = "Phiếu khôi phục"

    def __init__(self, tasks: Tasks, today: Callable[[], date]) -> None:
        super().__init__(
            "In và cất phiếu khôi phục",
            "Quên cụm mật khẩu thì chỉ mã này mở được sổ. Mã chỉ hiện một lần và không được lưu trong máy.",
        )
        self.sheet = CodeSheet(tasks, today)
        self.kept = QCheckBox("Tôi đã cất phiếu khôi phục")
        self.again = QLineEdit()
        self.again.setMaxLength(12)
        self.again.setFixedWidth(150)
        asked = f"Gõ lại nhóm thứ {ASKED} trên phiếu"
        self.again.setAccessibleName(asked)
        self.again.returnPressed.connect(self.entered)
        self.body.addWidget(self.sheet)
        self.body.addSpacing(8)
        self.body.addLayout(row(self.kept, None))
        self._complaint = NoticeLine()
        self.body.addLayout(column(words(asked, "label"), row(self.again, None), self._complaint, spacing=2))
        self.body.addStretch(1)

    def show_code(self, unit_key: str, code: str) -> None:
        """Show the code of the book just made."""
        self.sheet.show_code(unit_key, code)

    def leave(self, draft: Draft) -> bool:
        typed = "".join(self.again.text().upper().split())
        if not self.kept.isChecked():
            self._complaint.say("fault", "Hãy in hoặc lưu phiếu, cất đi, rồi đánh dấu vào ô trên.")
            self.kept.setFocus()
            return False
        if typed != self.sheet.code.split("-")[ASKED - 1]:
            self._complaint.say("fault", f"Chưa giống nhóm thứ {ASKED} trên phiếu. Hãy xem lại phiếu đã in.")
            self.again.setFocus()
            self.again.selectAll()
            return False
        return True

    def focus(self) -> None:
        self.kept.setFocus()
