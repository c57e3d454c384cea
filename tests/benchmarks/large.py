"""Large books: keying, first page, jump, filter, lookup, memory and the beat of the interface at three sizes.

The smallest book of the same run is the floor of what must not grow with the book; bare SQL and the limits of the issue
are the others. A book of a million takes minutes to make: HOAIAN_BOOKS names a folder where it is kept.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from hoaian_desktop.services import citizens
from tests.benchmarks import books
from tests.benchmarks.measure import Result, seconds
from tests.benchmarks.search import AS_TYPED, FILTER, TYPED, Ask, _sql

ROOT = Path(__file__).resolve().parents[2]
SMALL, MIDDLE, LARGE = books.SIZES
BEAT = 50.0  # milliseconds
LOOKUP = 10.0


def run() -> list[Result]:
    """All lines; times in milliseconds, memory in MB."""
    told = {size: _told(size) for size in books.SIZES}
    small, large = told[SMALL], told[LARGE]
    results = [
        _line(f"entry, {MIDDLE:,} (floor: limit)", told[MIDDLE]["entry"], 60.0, 1.0),
        _line("entry, million to 100,000", large["entry"], told[MIDDLE]["entry"], 2.0),
        _line("first page, million", large["first page"], small["first page"], 1.3),
        _line("jump, million", large["jump"], small["jump"], 2.0),
        _line("page queries of a jump", large["jump queries"], 1, 2.0, unit="queries"),
        _line("filter, million", large["filter"] * 1000, large["filter bare"], 3.0),
        _line("by number, million (limit)", large["number"], LOOKUP, 1.0),
        _line("by name, million (limit)", large["name"], LOOKUP, 1.0),
        _line("memory, million", large["memory"], small["memory"], 1.5, unit="MB"),
    ]
    for doing in ("keying", "scrolling", "filtering"):
        results.append(_line(f"beat {doing}, million", large[f"pulse {doing}"], BEAT, 1.0))
    return results


def _line(name: str, value: float, floor: float, aim: float, *, unit: str = "ms") -> Result:
    return Result(name, round(value, 3), round(floor, 3), round(value / floor, 3), aim, unit)


def _told(size: int) -> dict[str, float]:
    """What a window over a copy of the book of this size measured, and the questions asked without a window."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as room:
        folder = Path(shutil.copytree(books.book_of(size), Path(room, "book")))
        command = [sys.executable, "-m", "tests.benchmarks.large_window", str(folder), str(Path(room, "settings"))]
        home = {name: str(Path(room, name)) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
        answer = subprocess.run(command, cwd=ROOT, env={**os.environ, **home}, stdout=subprocess.PIPE, check=True)
    told: dict[str, float] = json.loads(answer.stdout)
    with books.opened(size) as book:
        number = book.store.read(_sql("SELECT max(personal_number) FROM citizen"))[0][0]
        asked: dict[str, list[Ask]] = {
            "number": [partial(citizens.folder_by_number, number=number)],
            "name": [partial(citizens.suggestions, typed=TYPED)],
            "filter bare": [_sql(FILTER, parts) for parts in AS_TYPED.values()],  # in turn, as in the window
        }
        for words, asks in asked.items():
            timed = [seconds(partial(book.store.read, ask)) for _ in range(8) for ask in asks]
            told[words] = statistics.median(timed[len(asks) :]) * 1000
    return told
