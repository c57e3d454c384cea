"""What is shown while something takes longer than a blink: what is being done, how far, and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.numbers import show_count
from ui.theme import mark
from ui.widgets.buttons import button

_BLINK = 300  # milliseconds that need no sign
_LOOK = 100


class WaitLine(QWidget):
    """Looks at a Progress now and then; hidden until the work has taken 0.3 s."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: Progress | None = None
        self._words = QLabel()
        self._count = QLabel()
        mark(self._count, role="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(120)
        self.stop_button = button("Dừng", "x")
        self.stop_button.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._count)
        row.addWidget(self.stop_button)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._look)
        self.hide()

    def watch(self, progress: Progress, words: str) -> None:
        """Follow `progress` under these words, until `finish`."""
        self._progress = progress
        self._words.setText(words)
        self.stop_button.setEnabled(True)
        self._clock.start(_BLINK)

    def finish(self) -> None:
        """The work has ended, one way or another."""
        self._progress = None
        self._clock.stop()
        self.hide()

    def _look(self) -> None:
        progress = self._progress
        if progress is None:
            return
        if progress.words:
            self._words.setText(progress.words)
        self._bar.setRange(0, progress.total or 0)
        self._bar.setValue(progress.done)
        of = f" / {show_count(progress.total)}" if progress.total else ""
        self._count.setText(f"{show_count(progress.done)}{of}")
        self.show()
        self._clock.start(_LOOK)

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
            self.stop_button.setEnabled(False)
