"""Who changed what in a record."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from hoaian_desktop.services import confirmations, keeping
from hoaian_desktop.services.keeping import HistoryLine
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.plain_table import PlainTable
from ui.tasks import Tasks
from ui.widgets.fitted import Dialog

_ACTIONS = {
    "added": "Thêm",
    "changed": "Sửa",
    "archived": "Lưu trữ",
    "restored": "Khôi phục",
    "removed": "Xóa",
    "confirmed": "Xác nhận",
    "exported": "Xuất tệp",
}
_HEADINGS = ("Lúc", "Người sửa", "Việc", "Ô", "Trước", "Sau", "Lý do")
_WIDTHS = (136, 150, 80, 120, 150, 150)


class HistoryDialog(Dialog):
    """The changes of one record, newest first."""

    def __init__(self, parent: QWidget, tasks: Tasks, record: type[Any], id_: int) -> None:
        super().__init__(parent)
        self.setWindowTitle("Lịch sử thay đổi")
        self.resize(1000, 420)
        self.heading = words("", "title")
        self.table = PlainTable("Các lần thay đổi", _HEADINGS, widths=_WIDTHS)
        self.remark = words("Nhật ký chỉ ghi thêm, không sửa và không xóa được.", "small")
        close = button("Đóng", self.close, role="primary")
        inside = column(self.heading, self.table, row(self.remark, None, close))
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.finished.connect(self.deleteLater)
        tasks.read(self, partial(_of, record=record, id_=id_), done=self._show)

    def _show(self, found: tuple[str, list[HistoryLine]]) -> None:
        label, lines = found
        self.heading.setText(label)
        self.table.show_rows([_cells(line) for line in lines])
        if lines:
            self.table.selectRow(0)


def _cells(line: HistoryLine) -> tuple[str, ...]:
    did = _ACTIONS.get(line.action, line.action)
    when = f"{line.at:%d/%m/%Y %H:%M}"
    return when, line.by, did, line.field or "—", line.before or "—", line.after or "—", line.reason or "—"


def _of(session: Any, record: type[Any], id_: int) -> tuple[str, list[HistoryLine]]:
    """The changes and the doubts let stand, newest first."""
    lines = [*confirmations.lines(session, record.__tablename__, id_), *keeping.history(session, record, id_)]
    return keeping.get(session, record, id_).label, sorted(lines, key=lambda line: line.at, reverse=True)
