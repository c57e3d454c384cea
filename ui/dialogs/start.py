"""The first window: make a book, open one, or try the program on invented data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout

from hoaian_desktop.progress import Progress
from ui.dialogs.brand import PROGRAM, BrandPanel
from ui.dialogs.parts import button, column, row, rule, words
from ui.theme import mark
from ui.widgets.buttons import on_key
from ui.widgets.fitted import Window
from ui.widgets.wait_line import WaitLine


class StartWindow(Window):
    """Three ways to begin, and the books opened last."""

    new_wanted = Signal()
    sample_wanted = Signal()
    book_chosen = Signal(object)  # Path of the folder
    guide_wanted = Signal()

    def __init__(self, recent: Sequence[Path]) -> None:
        super().__init__()
        self.setWindowTitle(PROGRAM)
        self.resize(760, 440 if recent else 400)
        mark(self, role="plain")
        self._new = button("Tạo sổ mới", self.new_wanted.emit, icon="book-plus", role="primary")
        opens = button("Mở sổ…", self._choose, icon="folder-open")
        sample = button("Thử với dữ liệu mẫu", self.sample_wanted.emit, icon="flask-conical")
        inside = column(
            words("Bắt đầu", "title"),
            words("Mọi số liệu nằm trong một sổ được mã hóa trên máy này.", "muted"),
            8,
            _way(
                "Tạo sổ mới cho đơn vị", "Chọn đơn vị, đặt cụm mật khẩu, in phiếu khôi phục. Khoảng ba phút.", self._new
            ),
            _way("Mở sổ đã có", "Chọn thư mục của sổ, kể cả sổ chép từ máy khác.", opens),
            _way("Xem thử trước", "Sổ mẫu nằm riêng, số liệu trong đó là bịa.", sample),
            spacing=10,
        )
        if recent:
            inside.addWidget(rule())
            inside.addWidget(words("Mở gần đây", "label"))
            for folder in recent[:3]:
                inside.addLayout(row(self._recent(folder), None))
        inside.addStretch(1)
        self.waiting = WaitLine()
        inside.addWidget(self.waiting)
        help_ = button("Hướng dẫn bắt đầu (F1)", self.guide_wanted.emit, icon="circle-help", role="link")
        on_key(help_, "F1")
        inside.addLayout(row(help_, None))
        inside.setContentsMargins(28, 26, 26, 18)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(BrandPanel())
        whole.addLayout(inside, 1)

    def wait(self, progress: Progress, words: str) -> None:
        """Show that something is being made; nothing else can be begun meanwhile."""
        for way in self.findChildren(QPushButton):
            way.setEnabled(way is self.waiting.stop_button)
        self.waiting.watch(progress, words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._new.setFocus()

    def _recent(self, folder: Path) -> QPushButton:
        made = button(folder.name, lambda: self.book_chosen.emit(folder), icon="book-open-check", role="link")
        made.setToolTip(str(folder))
        return made

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn thư mục của sổ")
        if chosen:
            self.book_chosen.emit(Path(chosen))


def _way(title: str, sentence: str, act: QPushButton) -> QHBoxLayout:
    act.setMinimumWidth(176)
    said = QVBoxLayout()
    said.setSpacing(1)
    said.addWidget(words(title, "strong"))
    said.addWidget(words(sentence, "muted", wrap=True))
    made = row(act, spacing=16)
    made.insertLayout(0, said, 1)
    return made
