"""Thùng rác: everything put aside, newest first; what is picked comes back."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import recycling
from hoaian_desktop.services.recycling import Aside, Bin
from ui.dialogs.parts import button, column, row, set_words, words
from ui.dialogs.plain_table import PlainTable
from ui.taking_back import way_back
from ui.tasks import Tasks
from ui.widgets.fitted import Dialog
from ui.widgets.strip import Strip

QUIET = 250  # milliseconds after the last key before the book is asked: UniKey sends several for one letter
_HEADINGS = ("Loại", "Tên", "Lưu trữ lúc", "Người làm", "Lý do")
_WIDTHS = (130, 220, 136, 160)
_EMPTY = "Thùng rác trống. Mục được lưu trữ, hoặc được hoàn tác khi mới thêm, nằm ở đây và lấy lại được."


class RecycleBin(Dialog):
    """Search above, the list below it; Enter brings back what is picked."""

    def __init__(self, parent: QWidget, tasks: Tasks) -> None:
        super().__init__(parent)
        self.setWindowTitle("Thùng rác")
        self.resize(880, 520)
        self._tasks = tasks
        self._lines: tuple[Aside, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Tìm theo loại hoặc tên")
        self.search.setAccessibleName("Tìm trong thùng rác")
        self.search.setClearButtonEnabled(True)
        self.strip = Strip()
        self.empty = words("", "muted", wrap=True)
        self.table = PlainTable("Mục đã lưu trữ", _HEADINGS, widths=_WIDTHS)
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.count = words("", "small")
        self.restore = button("Khôi phục", self._restore, icon="archive-restore", role="primary")
        self.restore.setAutoDefault(False)
        close = button("Đóng", self.close)
        close.setAutoDefault(False)
        inside = column(
            words("Thùng rác", "title"),
            words("Không có gì bị xóa hẳn: chọn một hay nhiều mục rồi bấm Khôi phục.", "muted"),
            self.search,
            self.strip,
            self.empty,
            self.table,
            row(self.count, None, close, self.restore),
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        for part in (self.empty, self.table):  # only one of them is shown
            inside.setStretch(inside.indexOf(part), 1)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(QUIET)
        self._soon.timeout.connect(self._ask)
        self.search.textChanged.connect(lambda _: self._soon.start())
        self.table.itemSelectionChanged.connect(self._show_picked)
        self.table.itemDoubleClicked.connect(lambda _: self._restore())
        self.finished.connect(self.deleteLater)
        self._show_picked()
        self.search.setFocus()
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.search.hasFocus():
                self._go_to_table()
            else:
                self._restore()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self._go_to_table()
        else:
            super().keyPressEvent(event)

    def _go_to_table(self) -> None:
        if self._lines:
            self.table.setFocus()
            if self.table.currentRow() < 0:
                self.table.setCurrentCell(0, 0)

    def _ask(self) -> None:
        operation = partial(recycling.find, text=self.search.text())
        self._tasks.read(self, operation, done=self._show, latest="bin")

    def _show(self, found: Bin) -> None:
        self._lines = found.lines
        self.table.show_rows([_cells(line) for line in found.lines])
        self.table.clearSelection()
        self.table.setCurrentCell(-1, -1)
        self.table.setVisible(bool(found.lines))
        self.empty.setVisible(not found.lines)
        self.empty.setText("Không có mục nào khớp. Hãy gõ ít chữ hơn." if self.search.text().strip() else _EMPTY)
        shown, of = len(found.lines), found.number
        more = f"{show_count(shown)} mục mới nhất trong {show_count(of)} mục; gõ để tìm mục cũ hơn"
        self.count.setText(more if shown < of else f"{show_count(of)} mục" if of else "")
        self._show_picked()

    def _picked(self) -> list[Aside]:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return [self._lines[at] for at in rows if at < len(self._lines)]

    def _show_picked(self) -> None:
        number = len(self._picked())
        self.restore.setEnabled(bool(number))
        set_words(self.restore, f"Khôi phục {number} mục" if number > 1 else "Khôi phục")

    def _restore(self) -> None:
        if picked := self._picked():
            operation = partial(recycling.restore, chosen=tuple((line.table, line.id) for line in picked))
            self._tasks.run(self, operation, done=self._restored)

    def _restored(self, number: int) -> None:
        self._tell(f"Đã khôi phục {show_count(number)} mục", way_back(self, self._tasks, self._tell))
        self.search.setFocus()

    def _tell(self, said: str, back: Any) -> None:
        self.strip.tell(escape(said), [("Hoàn tác", "undo-2", back)] if back else ())
        self._ask()


def _cells(line: Aside) -> tuple[str, ...]:
    kind = line.kind[:1].upper() + line.kind[1:]
    return kind, line.name, f"{line.at:%d/%m/%Y %H:%M}", line.by, line.reason or "—"
