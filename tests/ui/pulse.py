"""How long the interface stood still: the longest time between two beats of a timer on its thread."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

BEAT = 5  # milliseconds


class Pulse(QObject):
    """Beats while the event loop turns; every stretch without a beat is a time in which keys and mouse wait."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter()
        self._longest = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)

    def longest(self) -> float:
        """The longest gap since the last time this was asked, in milliseconds."""
        self._beat()
        longest, self._longest = self._longest, 0.0
        return longest * 1000

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last)
        self._last = now
