"""Taking in a workbook: first only read, sheet by sheet and fault by fault; written when the user has seen that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from hoaian_desktop.errors import Cancelled, HoaiAnError, ImportRefused
from hoaian_desktop.exchange import importing, workbook
from hoaian_desktop.exchange.decisions import Decisions, SheetDecision
from hoaian_desktop.exchange.findings import Level, State
from hoaian_desktop.exchange.importing import Plan
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import ImportBatch
from hoaian_desktop.rules.numbers import show_count
from ui.dialogs.import_sheets import STATES, SheetLine, SheetsTable
from ui.dialogs.parts import button, column, row, set_words, words
from ui.dialogs.plain_table import PlainTable
from ui.tasks import Tasks
from ui.widgets.fitted import Dialog
from ui.widgets.strip import Strip
from ui.widgets.wait_line import WaitLine

FINDINGS = ("Mức", "Trang", "Dòng", "Cột", "Lý do")
_LEVELS = {Level.ERROR: "Lỗi", Level.WARNING: "Cảnh báo", Level.NOTICE: "Lưu ý"}


class ImportDialog(Dialog):
    """One file at a time. Nothing is written before «Nhập»; while it is read, everything else can go on."""

    imported = Signal(int)  # rows

    def __init__(self, parent: QWidget, tasks: Tasks, today: Callable[[], date]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Nhập từ Excel")
        self.resize(940, 600)
        self._tasks = tasks
        self._today = today
        self._book: workbook.Workbook | None = None
        self._plan: Plan | None = None
        self._kinds: dict[str, str] = {}  # of sheets, picked by hand
        self._progress = Progress()
        self.file = QLineEdit()
        self.file.setReadOnly(True)
        self.file.setAccessibleName("Tệp Excel")
        self.file.setPlaceholderText("Chưa chọn tệp")
        self.choose = button("Chọn tệp…", self._choose, icon="folder-open")
        self.strip = Strip()
        self.wait = WaitLine()
        self.sheets = SheetsTable()
        self.sheets.setMaximumHeight(220)
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
        self.sheets.kind_chosen.connect(self._choose_kind)
        self.finished.connect(self.deleteLater)
        self._settle()
        self.choose.setFocus()

    def read(self, path: Path) -> None:
        """Read a workbook and show what taking it in would do."""
        self._plan, self._book = None, None
        self._kinds = {}
        self.file.setText(str(path))
        self.strip.hide()
        self._progress = Progress()
        self._work("Đang đọc tệp…")
        self._tasks.background(self, partial(workbook.read, path), done=self._decide, failed=self._refused)

    def _decide(self, book: workbook.Workbook) -> None:
        self._book = book
        decisions = Decisions({sheet: SheetDecision(kind) for sheet, kind in self._kinds.items()})
        operation = partial(
            importing.plan, workbook=book, today=self._today(), decisions=decisions, progress=self._progress
        )
        self._tasks.read(self, operation, done=self._show, failed=self._not_read, progress=self._progress)

    def _choose_kind(self, sheet: str, kind: str) -> None:
        if self._book is not None:
            self._kinds[sheet] = kind
            self._plan = None
            self.strip.hide()
            self._progress = Progress()
            self._work("Đang đọc lại…")
            self._decide(self._book)

    def _not_read(self, error: HoaiAnError) -> None:
        """No sheet was recognised: each can still be given its kind by hand."""
        self._refused(error)
        if isinstance(error, ImportRefused) and self._book is not None:
            lines = [SheetLine(sheet.name, None, len(sheet.rows)) for sheet in self._book.sheets]
            self.sheets.show_read(lines, self._kinds)
            self.findings.show_rows([])
            self.total.setText("")

    def _show(self, plan: Plan) -> None:
        self._plan = plan
        self._settle()
        self._show_sheets(plan)
        rejected = plan.count(State.REJECTED)
        ready = plan.count(State.IMPORTED) + plan.count(State.UPDATED)
        unknown = [one for one in plan.sheets if one.kind is None and one.sheet not in self._kinds]
        if unknown and not ready:
            self.strip.warn("Chưa nhận ra trang nào. Hãy chọn loại dữ liệu của từng trang, hoặc bỏ trang đó.")
        elif rejected and not ready:
            self.strip.warn(importing.NOTHING)
        elif not ready:
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
        lines = [SheetLine(one.sheet, one.kind, sum(one.states.values()), one.states) for one in plan.sheets]
        self.sheets.show_read(lines, self._kinds)
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

    def _written(self, batch: ImportBatch) -> None:
        """Show the account the book keeps: it may differ from the plan if the book changed meanwhile."""
        self._plan = None
        self._settle()
        lines = [
            SheetLine(one["sheet"], one["kind"], one["rows"], {state: one[state.value] for state in STATES})
            for one in batch.sheets
        ]
        self.sheets.show_written(lines)
        number = sum(one[state.value] for one in batch.sheets for state in (State.IMPORTED, State.UPDATED))
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
