"""Các lần nhập: what each import brought and how much of it still stands; one of them is taken back exactly."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.exchange.kinds import BY_KEY
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import batches
from hoaian_desktop.services.batches import Batch, Condition
from ui import feedback
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.plain_table import PlainTable
from ui.tasks import Tasks
from ui.widgets.fitted import Dialog
from ui.widgets.strip import Strip
from ui.widgets.wait_line import WaitLine

_HEADINGS = ("Lần", "Nhập lúc", "Người nhập", "Thêm", "Sửa", "Hiện còn", "Tình trạng", "Số dòng đã nhận")
_WIDTHS = (48, 132, 160, 64, 64, 76, 130)
_NUMBERS = (0, 3, 4, 5)
_CONDITIONS = {
    Condition.STANDS: "Đã nhập",
    Condition.TAKEN_BACK: "Đã hoàn tác",
    Condition.EMPTY: "Không có gì mới",
    Condition.FORGOTTEN: "Không còn chi tiết",
}
_EMPTY = "Chưa có lần nhập nào. Mỗi lần nhập từ Excel có một dòng ở đây và hoàn tác lại được."
_STAYS = "Công dân đã có lượt hỗ trợ khác được giữ lại."


class BatchesDialog(Dialog):
    """The imports, newest first; Enter asks whether the one picked is to be taken back."""

    def __init__(self, parent: QWidget, tasks: Tasks) -> None:
        super().__init__(parent)
        self.setWindowTitle("Các lần nhập")
        self.resize(960, 460)
        self._tasks = tasks
        self._batches: list[Batch] = []
        self.strip = Strip()
        self.wait = WaitLine()
        self.wait.stop_button.hide()  # one transaction, which goes on to its end
        self.empty = words(_EMPTY, "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.table = PlainTable("Các lần nhập", _HEADINGS, widths=_WIDTHS, right=_NUMBERS)
        self.table.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.back = button("Hoàn tác lần nhập", self._ask, icon="undo-2", role="primary")
        self.back.setAutoDefault(False)
        self.close_button = button("Đóng", self.close)
        self.close_button.setAutoDefault(False)
        inside = column(
            words("Các lần nhập", "title"),
            words(
                "Hoàn tác trả lại đúng những gì một lần nhập đã thêm và sửa; việc khác trong sổ giữ nguyên.", "muted"
            ),
            self.strip,
            self.wait,
            self.empty,
            self.table,
            row(None, self.close_button, self.back),
        )
        for part in (self.empty, self.table):  # only one of them is shown
            inside.setStretch(inside.indexOf(part), 1)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.table.itemSelectionChanged.connect(self._show_picked)
        self.table.itemDoubleClicked.connect(lambda _: self._ask())
        self.finished.connect(self.deleteLater)
        self._show([])
        self.empty.hide()  # until it is known
        self.table.setFocus()
        self._load()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.hasFocus():
            self._ask()
        else:
            super().keyPressEvent(event)

    def _load(self) -> None:
        self._tasks.read(self, batches.every, done=self._show, latest="batches")

    def _show(self, found: list[Batch]) -> None:
        at = max(self.table.currentRow(), 0)
        self._batches = found
        self.table.show_rows([_cells(batch) for batch in found])
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        if found:
            self.table.selectRow(min(at, len(found) - 1))
            self.table.setFocus()
        self._show_picked()

    def _picked(self) -> Batch | None:
        rows = self.table.selectionModel().selectedRows()
        return self._batches[rows[0].row()] if rows and rows[0].row() < len(self._batches) else None

    def _show_picked(self) -> None:
        picked = self._picked()
        self.back.setEnabled(picked is not None and picked.condition is Condition.STANDS)

    def _ask(self) -> None:
        picked = self._picked()
        if picked is None or not self.back.isEnabled():
            return
        title = f"Hoàn tác lần nhập {picked.id}?"
        if feedback.ask(self, title, _consequence(picked), yes="Hoàn tác lần nhập", no="Thôi"):
            self.back.setEnabled(False)
            self.strip.hide()
            self.wait.watch(Progress(), "Đang hoàn tác…")
            operation = partial(batches.take_back, batch_id=picked.id)
            self._tasks.run(self, operation, done=self._taken_back, failed=self._refused)

    def _taken_back(self, batch: Batch) -> None:
        self.wait.finish()
        gone = f"Đã hoàn tác lần nhập {batch.id}: <b>{show_count(batch.added - batch.standing)} mục</b> vào thùng rác."
        self.strip.tell(f"{gone} {_STAYS}" if batch.standing else gone)
        self._load()

    def _refused(self, error: HoaiAnError) -> None:
        self.wait.finish()
        self.strip.refuse(escape(str(error)))
        self._load()


def _consequence(batch: Batch) -> str:
    """What will happen, in numbers."""
    said = []
    if batch.standing:
        said.append(f"{show_count(batch.standing)} mục đã thêm sẽ vào thùng rác")
    if batch.changed:
        said.append(f"{show_count(batch.changed)} mục đã sửa sẽ trở lại như trước")
    told = ", ".join(said)
    told = f"{told[:1].upper()}{told[1:]}." if told else "Không còn mục nào của lần nhập này trong sổ."
    return f"{told} Bấm Làm lại (Ctrl+Y) để lấy lại."


def _cells(batch: Batch) -> tuple[str, ...]:
    rows = ", ".join(
        f"{BY_KEY[kind].title if kind in BY_KEY else kind} {show_count(number)}" for kind, number in batch.rows.items()
    )
    counts = [show_count(number) for number in (batch.added, batch.changed, batch.standing)]
    return str(batch.id), f"{batch.at:%d/%m/%Y %H:%M}", batch.by, *counts, _CONDITIONS[batch.condition], rows or "—"
