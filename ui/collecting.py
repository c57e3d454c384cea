"""Garbage in cycles is collected on the interface thread and nowhere else.

Left alone, Python collects on whichever thread happens to make an object. A widget found by a worker would be destroyed
there: it holds Qt's lock and waits for Python's, the interface holds Python's and waits for Qt's, and the window stands
still for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1000  # milliseconds
MANY = 20_000  # objects since the older ones were looked at; a person at the keyboard makes some hundred a second

_survivors = 0  # at most: what younger collections have left to older ones


def begin(parent: QObject) -> None:
    """Take collecting out of Python's hands. `parent` belongs to the interface thread and lives as long as it."""
    gc.disable()
    timer = QTimer(parent)
    timer.timeout.connect(look)
    timer.start(EVERY)


def look() -> None:
    """Collect the oldest generation that is due by Python's own thresholds.

    What a worker makes by the hundred thousand, the rows of a file, is spared: looking through it again and again would
    hold the window up for half a second each time. It goes without that, as everything does that is in no cycle.
    """
    global _survivors
    young = gc.get_count()[0]
    if _survivors + young > MANY:
        gc.freeze()
        _survivors = 0
        return
    counted = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, limit) in enumerate(counted) if count > limit]
    if due:
        gc.collect(due[-1])
        _survivors = 0 if due[-1] else _survivors + young


def spare() -> None:
    """A window stands: what it is made of is not looked through again and again (0.2 s each time).

    What was spared for an earlier window is looked through once more, for that window is gone.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()
