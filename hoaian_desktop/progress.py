"""How far long work has come, and whether it should stop; it knows no widget and no thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

from hoaian_desktop.errors import Cancelled

T = TypeVar("T")


class Progress:
    """Counts finished steps; the worker writes, whoever shows it reads `done` and `total` when it likes.

    Plain attributes are enough between two threads: one side only writes numbers, the other only sets the flag.
    """

    def __init__(self) -> None:
        self.done = 0
        self.total: int | None = None  # None while nobody knows
        self.words = ""  # what is being done, in Vietnamese
        self.cancelled = False

    def over(self, rows: Iterable[T], total: int | None = None) -> Iterator[T]:
        """Walk through `rows`, counting each one finished. Raises Cancelled before the next row once asked to stop."""
        self.done = 0
        self.total = len(rows) if total is None and isinstance(rows, Sized) else total
        for row in rows:
            self.check()
            yield row
            self.done += 1

    def check(self) -> None:
        """Raise Cancelled if somebody asked to stop."""
        if self.cancelled:
            raise Cancelled

    def cancel(self) -> None:
        """Ask the worker to stop at its next step."""
        self.cancelled = True

    @property
    def share(self) -> float | None:
        """The finished part, 0 to 1; None while the total is unknown."""
        return None if not self.total else min(1.0, self.done / self.total)
