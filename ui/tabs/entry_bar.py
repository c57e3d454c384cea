"""The fast-entry bar on top of Kích hoạt: the form, the strip that speaks, the keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.tabs.entry_form import SIDE, EntryForm
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button, set_words
from ui.widgets.key_caps import KeyCaps
from ui.widgets.strip import Strip

NARROW, LOW = 1000, 600  # of the window, under which the bar folds, and leaves out its line of keys
_KEYS = (
    ("Enter", "ô kế tiếp"),
    ("Ctrl+Enter", "lưu"),
    ("F2", "sửa lượt vừa lưu"),
    ("F4", "quét thẻ"),
    ("F6", "số đếm"),
    ("F7", "lặp lại"),
    ("Esc", "xóa dòng"),
)


class EntryBar(QWidget):
    """Shows; what it means is the desk's business."""

    dropped = Signal(object)  # the QMimeData of a photo

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self.form = EntryForm(tasks, today=today)
        self.whole_form = button("Phiếu đầy đủ", "file-plus", role="link", key="Ctrl+E")
        self.whole_form.setToolTip("Người giám hộ, phiếu đồng ý, địa điểm, ghi chú (Ctrl+E)")
        self.strip = Strip()
        sheet = QFrame()
        mark(sheet, role="sheet")
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(10, 6, 10, 5)
        inside.setSpacing(4)
        inside.addWidget(self.form)
        self._hints = QWidget()
        line = QHBoxLayout(self._hints)
        line.setContentsMargins(SIDE + 8, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(KeyCaps(_KEYS))
        line.addWidget(self.whole_form)
        line.addStretch(1)
        inside.addWidget(self._hints)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(sheet)
        column.addWidget(self.strip)
        self._narrow: bool | None = None
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(event.mimeData())
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        window = self.window()
        self._hints.setVisible(window.height() >= LOW)
        narrow = window.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.form.fit(narrow=narrow)
            set_words(self.form.save, "Lưu" if narrow else "Lưu, nhập tiếp")
