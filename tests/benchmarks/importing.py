"""A workbook of 100,000 supports taken in, against the least anybody could do: read it, then executemany.

The floor reads the same file and writes the very rows that ours wrote, without having looked at a single one of them.
"""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import python_calamine as calamine

from hoaian_desktop.exchange import importing, workbook
from hoaian_desktop.store import book as books
from hoaian_desktop.store.book import OpenBook
from tests.benchmarks.books import COST, PASSPHRASE, TODAY
from tests.benchmarks.importing_file import make, now
from tests.benchmarks.measure import Result, compare, seconds
from tests.benchmarks.start import ROOT

ROWS = 100_000
MEMORY = 600.0  # MB
BEAT = 50.0  # milliseconds
WRITTEN = ("citizen", "activation", "activation_volunteer")

Rows = Mapping[str, Sequence[tuple[Any, ...]]]


def run() -> list[Result]:
    """Time as a ratio to the floor; memory, and how long the interface stands still, against their limits."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as room:
        folder, file = Path(room, "book"), Path(room, "so-lieu.xlsx")
        make(folder, file, ROWS)
        rows = _rows_of(folder, file)
        ours, floor = (partial(_timed, folder, partial(way, file)) for way in (take_in, partial(_bare, rows)))
        results = [compare(f"import, {ROWS:,} rows", ours, floor, aim=2.5, rounds=5)]
        command = [sys.executable, "-m", "tests.benchmarks.importing_window", str(folder), str(file)]
        told = json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)
    for words, value, limit, unit in (
        ("import, memory (limit)", told["memory"], MEMORY, "MB"),
        ("import, beat", told["beat"], BEAT, "ms"),
    ):
        results.append(Result(words, round(value, 3), limit, round(value / limit, 3), 1.0, unit))
    return results


def take_in(file: Path, book: OpenBook) -> None:
    """What the window does between choosing the file and the end of «Áp dụng»."""
    read = workbook.read(file)
    planned = book.store.read(partial(importing.plan, workbook=read, today=TODAY))
    book.store.run(partial(importing.apply, planned=planned))


@contextmanager
def a_copy(folder: Path) -> Iterator[OpenBook]:
    """A copy of the book, open; thrown away at the end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as room:
        book = books.open_book(Path(shutil.copytree(folder, Path(room, "book"))), PASSPHRASE, now=now, cost=COST)
        try:
            yield book
        finally:
            book.close(copy=False)


def _timed(folder: Path, way: Any) -> float:
    # The window's workers never collect garbage (`ui.collecting`): neither side does here.
    gc.disable()
    try:
        with a_copy(folder) as book:
            return seconds(partial(way, book))
    finally:
        gc.enable()
        gc.collect()


def _rows_of(folder: Path, file: Path) -> Rows:
    """What ours writes of the file, table by table."""
    with a_copy(folder) as book:
        take_in(file, book)
        with book.store.engine.connect() as connection:
            return {
                table: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")] for table in WRITTEN
            }


def _bare(rows: Rows, file: Path, book: OpenBook) -> None:
    calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    connection = book.store.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only = OFF")
        cursor.execute("BEGIN IMMEDIATE")
        for table, of_table in rows.items():
            marks = ", ".join("?" * len(of_table[0]))
            cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", of_table)
        cursor.execute("COMMIT")
    finally:
        connection.close()
