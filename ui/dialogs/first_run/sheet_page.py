"""Step 5: the recovery code on paper; the book cannot be used before somebody has it in hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QGridLayout, QLineEdit

from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.progress import Progress
from ui import printing
from ui.dialogs.first_run.draft import Draft
from ui.dialogs.first_run.page import Page
from ui.dialogs.parts import button, column, row, words
from ui.tasks import Tasks
from ui.theme import font, mark
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
        self._tasks = tasks
        self._today = today
        self._unit_key, self._code = "", ""
        self._groups = QGridLayout()
        self._groups.setSpacing(10)
        frame = QFrame()
        mark(frame, role="sheet")
        self._groups.setContentsMargins(18, 14, 18, 14)
        frame.setLayout(self._groups)
        self._notice = NoticeLine()
        self.kept = QCheckBox("Tôi đã cất phiếu khôi phục")
        self.again = QLineEdit()
        self.again.setMaxLength(12)
        self.again.setFixedWidth(150)
        asked = f"Gõ lại nhóm thứ {ASKED} trên phiếu"
        self.again.setAccessibleName(asked)
        self.again.returnPressed.connect(self.entered)
        prints = button("In phiếu…", self._print, icon="printer", role="primary")
        saves = button("Lưu PDF…", self._save, icon="file-down")
        self.body.addWidget(frame)
        self.body.addLayout(row(prints, saves, self._notice, None))
        self.body.addSpacing(8)
        self.body.addLayout(row(self.kept, None))
        self._complaint = NoticeLine()
        self.body.addLayout(column(words(asked, "label"), row(self.again, None), self._complaint, spacing=2))
        self.body.addStretch(1)

    def show_code(self, unit_key: str, code: str) -> None:
        """Show the code of the book just made."""
        self._unit_key, self._code = unit_key, code
        for at, group in enumerate(code.split("-")):
            label = words(group)
            label.setFont(font(18, 600))
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            label.setAccessibleName(f"Nhóm {at + 1}: {' '.join(group)}")
            self._groups.addWidget(words(f"{at + 1}", "small"), 2 * (at // 4), at % 4, Qt.AlignmentFlag.AlignHCenter)
            self._groups.addWidget(label, 2 * (at // 4) + 1, at % 4)

    def leave(self, draft: Draft) -> bool:
        typed = "".join(self.again.text().upper().split())
        if not self.kept.isChecked():
            self._complaint.say("fault", "Hãy in hoặc lưu phiếu, cất đi, rồi đánh dấu vào ô trên.")
            self.kept.setFocus()
            return False
        if typed != self._code.split("-")[ASKED - 1]:
            self._complaint.say("fault", f"Chưa giống nhóm thứ {ASKED} trên phiếu. Hãy xem lại phiếu đã in.")
            self.again.setFocus()
            self.again.selectAll()
            return False
        return True

    def _print(self) -> None:
        self._render(self._ask_printer)

    def _save(self) -> None:
        name = str(Path.home() / "Phieu khoi phuc.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu phiếu khôi phục", name, "Tệp PDF (*.pdf)")
        if chosen:
            self._render(partial(self._write, Path(chosen)))

    def _render(self, then: Callable[[bytes], object]) -> None:
        from hoaian_desktop import jobs

        draw = partial(jobs.recovery_sheet, self._unit_key, self._code, self._today())
        self._tasks.background(self, draw, done=then)

    def _ask_printer(self, sheet: bytes) -> None:
        printing.ask(self, "Phiếu khôi phục", 1, partial(self._to_printer, sheet))

    def _to_printer(self, sheet: bytes, printer: QPrinter) -> None:
        work = partial(printing.print_pdf, sheet, printer, Progress())
        self._tasks.background(self, work, done=self._printed, failed=self._refused)

    def _printed(self, _: object) -> None:
        self._notice.say("good", "Đã gửi phiếu đến máy in.")

    def _refused(self, error: HoaiAnError) -> None:
        self._notice.say("fault", str(error))

    def _write(self, file: Path, content: bytes) -> None:
        from hoaian_desktop import jobs

        def written(_: object) -> None:
            self._notice.say("good", f"Đã lưu {file.name}. Nên in ra rồi xóa tệp.")

        self._tasks.background(self, partial(jobs.write_file, file, content), done=written, failed=self._refused)

    def focus(self) -> None:
        self.kept.setFocus()
