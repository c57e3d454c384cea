"""The quiet message at the bottom of a page: what was done, and «Hoàn tác». Never for errors."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QWidget

from ui.theme import mark
from ui.widgets.buttons import button, icon_button
from ui.widgets.icon_label import IconLabel

STAYS = 8000  # milliseconds
_UP = 16  # pixels above the page's lower edge


class Toast(QFrame):
    """Lies over `page` at the bottom centre; its time stands still under the mouse and while focused."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        mark(self, role="toast")
        self._undo: Callable[[], object] | None = None
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.undo_button = button("Hoàn tác", role="link", key="Ctrl+Z")
        self.undo_button.clicked.connect(self._take_back)
        close = icon_button("x", "Đóng", size=14, token="toasttx")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(IconLabel("check", "toasttx"))
        row.addWidget(self._words)
        row.addSpacing(6)
        row.addWidget(self.undo_button)
        row.addWidget(close)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(STAYS)
        self._clock.timeout.connect(self._time_up)
        page.installEventFilter(self)
        self.hide()

    def say(self, words: str, undo: Callable[[], object] | None = None) -> None:
        """Show `words` for eight seconds; with `undo` they can be taken back."""
        self._undo = undo
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self.undo_button.setVisible(undo is not None)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._clock.start()

    def text(self) -> str:
        """The words shown; empty while hidden."""
        return "" if self.isHidden() else self._words.text()

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo:
            undo()

    def _time_up(self) -> None:
        focused = QApplication.focusWidget()
        if self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            self._clock.start(1000)
        else:
            self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._clock.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.isHidden():
            self._clock.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        page = self.parentWidget()
        width = min(self.sizeHint().width(), page.width() - 16)
        self.resize(width, self.sizeHint().height())
        self.move((page.width() - width) // 2, page.height() - self.height() - _UP)
