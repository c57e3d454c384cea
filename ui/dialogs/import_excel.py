"""Taking in a workbook: first only read, sheet by sheet and fault by fault; written when the user has seen that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from hoaian_desktop.errors import Cancelled, HoaiAnError
from hoaian_desktop.exchange import importing, workbook
from hoaian_desktop.exchange.findings import Level, State
from hoaian_desktop.exchange.importing import Plan
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.numbers import show_count
from ui.dialogs.parts import button, column, row, set_words, words
from ui.dialogs.plain_table import PlainTable
from ui.tasks import Tasks
from ui.widgets.strip import Strip
from ui.widgets.wait_line import WaitLine

SHEETS = ("Trang", "Dòng", "Sẽ nhập", "Bổ sung", "Trùng", "Không nhận", "Bỏ qua")
FINDINGS = ("Mức", "Trang", "Dòng", "Cột", "Lý do")
_LEVELS = {Level.ERROR: "Lỗi", Level.WARNING: "Cảnh báo", Level.NOTICE: "Lưu ý"}
_STATES = (State.IMPORTED, State.UPDATED, State.DUPLICATE, State.REJECTED, State.LEFT_OUT)


class ImportDialog(QDialog):
    """One file at a time. Nothing is written before «Nhập»; while it is read, everything else can go on."""

    imported = Signal(int)  # rows

    def __init__(self, parent: QWidget, tasks: Tasks, today: Callable[[], date]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Nhập từ Excel")
        self.resize(940, 600)
        self._tasks = tasks
        self._today = today
        self._plan: Plan | None = None
        self._progress = Progress()
        self.file = QLineEdit()
        self.file.setReadOnly(True)
        self.file.setAccessibleName("Tệp Excel")
        self.file.setPlaceholderText("Chưa chọn tệp")
        self.choose = button("Chọn tệp…", self._choose, icon="folder-open")
        self.strip = Strip()
        self.wait = WaitLine()
        self.sheets = PlainTable("Kết quả theo trang", SHEETS, widths=(260, 80, 90, 90, 90, 100, 90), right=range(1, 7))
        self.sheets.setMaximumHeight(190)
        self.findings = PlainTable("Những điều cần xem", FINDINGS, widths=(90, 170, 60, 130), right=(2,))
        self.total = words("", "muted")
        self.close_button = button("Đóng", self.close)
        self.take = button("Nhập", self._apply, icon="file-input", role="primary")
        inside = column(
            words("Nhập sổ Excel của đơn vị", "title"),
            words("Chương trình đọc thử và báo từng dòng trước. Bấm Nhập thì số liệu mới được ghi vào sổ.", "muted"),
            row(self.file, self.choose),
            self.strip,
            self.wait,
            words("Theo từng trang", "label"),
            self.sheets,
            words("Những điều cần xem", "label"),
            self.findings,
            row(self.total, None, self.close_button, self.take),
        )
        inside.setStretch(inside.indexOf(self.findings), 1)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.finished.connect(self.deleteLater)
        self._settle()
        self.choose.setFocus()

    def read(self, path: Path) -> None:
        """Read a workbook and show what taking it in would do."""
        self._plan = None
        self.file.setText(str(path))
        self.strip.hide()
        self._progress = Progress()
        self._work("Đang đọc tệp…")
        self._tasks.background(self, partial(workbook.read, path), done=self._decide, failed=self._refused)

    def _decide(self, book: workbook.Workbook) -> None:
        operation = partial(importing.plan, workbook=book, today=self._today(), progress=self._progress)
        self._tasks.read(self, operation, done=self._show, failed=self._refused, progress=self._progress)

    def _show(self, plan: Plan) -> None:
        self._plan = plan
        self._settle()
        self._show_sheets(plan)
        rejected = plan.count(State.REJECTED)
        ready = plan.count(State.IMPORTED) + plan.count(State.UPDATED)
        if not ready:
            self.strip.tell("Tệp này không có dòng nào mới so với sổ.")
        elif rejected:
            said = (
                f"<b>{show_count(rejected)} dòng</b> chưa nhận được; các dòng khác vẫn nhập được. Sửa rồi nhập lại sau."
            )
            self.strip.warn(said)
        self.total.setText(f"{show_count(ready)} dòng sẽ được ghi vào sổ")
        set_words(self.take, f"Nhập {show_count(ready)} dòng" if ready else "Nhập")
        self.take.setEnabled(bool(ready))
        if ready:
            self.take.setFocus()

    def _show_sheets(self, plan: Plan) -> None:
        self.sheets.show_rows(
            [
                (one.sheet, show_count(sum(one.states.values())), *(show_count(one.states[at]) for at in _STATES))
                for one in plan.sheets
            ]
        )
        order = list(Level)
        found = sorted(plan.findings, key=lambda finding: order.index(finding.level))
        self.findings.show_rows([(_LEVELS[f.level], f.sheet, str(f.row), f.column, f.message) for f in found])

    def _apply(self) -> None:
        if self._plan is None:
            return
        self.take.setEnabled(False)
        self._work("Đang ghi vào sổ…")
        operation = partial(importing.apply, planned=self._plan)
        self._tasks.run(self, operation, done=self._written, failed=self._refused)

    def _written(self, _: Any) -> None:
        plan, self._plan = self._plan, None
        self._settle()
        number = plan.count(State.IMPORTED) + plan.count(State.UPDATED) if plan else 0
        self.strip.tell(f"Đã nhập <b>{show_count(number)} dòng</b> vào sổ.")
        self.total.setText("")
        set_words(self.take, "Nhập")
        self.take.setEnabled(False)
        self.close_button.setFocus()
        self.imported.emit(number)

    def _refused(self, error: HoaiAnError) -> None:
        self._settle()
        if not isinstance(error, Cancelled):
            self.strip.refuse(str(error))

    def _work(self, what: str) -> None:
        self.choose.setEnabled(False)
        self.take.setEnabled(False)
        self.wait.watch(self._progress, what)

    def _settle(self) -> None:
        self.wait.finish()
        self.choose.setEnabled(True)
        self.take.setEnabled(False)

    def _choose(self) -> None:
        wanted = "Sổ Excel (*.xlsx *.xlsm *.xls)"
        chosen, _ = QFileDialog.getOpenFileName(self, "Chọn tệp Excel", str(Path.home()), wanted)
        if chosen:
            self.read(Path(chosen))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._progress.cancel()
        super().closeEvent(event)
