"""What is shown while the book is saved and copied before the program ends."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.dialogs.parts import column, words
from ui.widgets.fitted import Dialog


class ClosingNotice(Dialog):
    """Stays until the work is done; there is nothing to press."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint
        )
        self.setWindowTitle("Đang đóng sổ")
        self.setMinimumWidth(360)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        self._done = False
        inside = column(
            words("Đang sao lưu trước khi đóng…", "strong"),
            bar,
            words("Bản sao được mã hóa và kiểm tra lại. Đừng tắt máy.", "muted"),
            spacing=10,
        )
        inside.setContentsMargins(20, 18, 20, 18)
        self.setLayout(inside)

    def finish(self) -> None:
        """The work is done."""
        self._done = True
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()  # Esc would hide the notice, not stop the work

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._done)
