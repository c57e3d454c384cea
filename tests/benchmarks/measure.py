"""Alternating runs of ours and of the floor, so that a drifting machine slows both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """One line of `bench`: medians of ours and of the floor, their ratio, and what we aim at."""

    name: str
    value: float
    floor: float
    ratio: float
    aim: float
    unit: str

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def seconds(action: Callable[[], object]) -> float:
    """The wall time of one call."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def compare(
    name: str, ours: Callable[[], float], floor: Callable[[], float], *, aim: float, rounds: int = 7, unit: str = "s"
) -> Result:
    """Medians over alternating rounds after one warm-up of each; both callables return what they measured."""
    ours(), floor()
    pairs = [(ours(), floor()) for _ in range(rounds)]
    value, least = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    return Result(name, round(value, 6), round(least, 6), round(ratio, 3), aim, unit)
