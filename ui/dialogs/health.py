"""Checking the open book from the first page to the last."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.progress import Progress
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.plain_table import PlainTable
from ui.tasks import Tasks
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.wait_line import WaitLine

if TYPE_CHECKING:
    from hoaian_desktop.store.book import OpenBook
    from hoaian_desktop.store.health import Finding

_LEVELS = {"error": "Lỗi", "warning": "Cảnh báo", "notice": "Lưu ý"}


class HealthDialog(Dialog):
    """Reads everything in the background and lists what was found."""

    def __init__(self, parent: QWidget, tasks: Tasks, book: OpenBook) -> None:
        super().__init__(parent)
        from hoaian_desktop.store import health

        self.setWindowTitle("Kiểm tra sổ")
        self.resize(640, 320)
        self.wait = WaitLine()
        self.wait.stop_button.hide()
        self.verdict = NoticeLine()
        self.table = PlainTable("Kết quả kiểm tra", ("Mức", "Nội dung"), widths=(100,))
        inside = column(
            words("Kiểm tra sổ", "title"),
            words("Đọc lại toàn bộ tệp sổ, nhật ký thay đổi và bản sao lưu. Không thay đổi gì.", "muted"),
            self.wait,
            self.verdict,
            self.table,
            row(None, button("Đóng", self.close, role="primary")),
        )
        inside.setStretch(inside.indexOf(self.table), 1)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.finished.connect(self.deleteLater)
        self.wait.watch(Progress(), "Đang kiểm tra…")
        tasks.background(self, partial(health.check, book), done=self._show, failed=self._refused)

    def _show(self, found: list[Finding]) -> None:
        self.wait.finish()
        self.table.show_rows([(_LEVELS[one.level], one.message) for one in found])
        faults = sum(one.level == "error" for one in found)
        if faults:
            self.verdict.say("fault", f"Có {faults} lỗi. Hãy làm theo lời khuyên bên dưới.")
        elif found:
            self.verdict.say("doubt", "Sổ dùng được; có điều nên làm bên dưới.")
        else:
            self.verdict.say("good", "Sổ nguyên vẹn, bản sao lưu còn mới.")

    def _refused(self, error: HoaiAnError) -> None:
        self.wait.finish()
        self.verdict.say("fault", str(error))
