"""A recovery code on the screen, in groups, and the two ways to get it onto paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QWidget

from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.progress import Progress
from ui import printing
from ui.dialogs.parts import button, column, row, words
from ui.tasks import Tasks
from ui.theme import font, mark
from ui.widgets.notice_line import NoticeLine


class CodeSheet(QWidget):
    """Shows a code once; it can be looked at and printed, but not copied out of the window."""

    def __init__(self, tasks: Tasks, today: Callable[[], date]) -> None:
        super().__init__()
        self._tasks = tasks
        self._today = today
        self._unit_key, self.code = "", ""
        self._groups = QGridLayout()
        self._groups.setSpacing(10)
        self._groups.setContentsMargins(18, 14, 18, 14)
        frame = QFrame()
        mark(frame, role="sheet")
        frame.setLayout(self._groups)
        self._notice = NoticeLine()
        self.prints = button("In phiếu…", self._print, icon="printer", role="primary")
        self.saves = button("Lưu PDF…", self._save, icon="file-down")
        self.setLayout(column(frame, row(self.prints, self.saves, self._notice, None)))

    def show_code(self, unit_key: str, code: str) -> None:
        """Show the code of a book of this unit."""
        self._unit_key, self.code = unit_key, code
        for at, group in enumerate(code.split("-")):
            label = words(group)
            label.setFont(font(18, 600))
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            label.setAccessibleName(f"Nhóm {at + 1}: {' '.join(group)}")
            self._groups.addWidget(words(f"{at + 1}", "small"), 2 * (at // 4), at % 4, Qt.AlignmentFlag.AlignHCenter)
            self._groups.addWidget(label, 2 * (at // 4) + 1, at % 4)

    def _print(self) -> None:
        self._render(self._ask_printer)

    def _save(self) -> None:
        name = str(Path.home() / "Phieu khoi phuc.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu phiếu khôi phục", name, "Tệp PDF (*.pdf)")
        if chosen:
            self._render(partial(self._write, Path(chosen)))

    def _render(self, then: Callable[[bytes], object]) -> None:
        from hoaian_desktop import jobs

        draw = partial(jobs.recovery_sheet, self._unit_key, self.code, self._today())
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
