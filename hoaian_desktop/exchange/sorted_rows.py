"""A sheet as an import sees it, sorted for whoever looks through it: made with the plan, a window only shows it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hoaian_desktop.exchange.findings import Finding, Level, SheetResult, State
from hoaian_desktop.exchange.importing import Plan

LOUDEST = (Level.ERROR, Level.WARNING)
_ORDER = {level: at for at, level in enumerate(Level)}


class Show(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    FAULTS = "faults"
    DOUBTS = "doubts"
    NEW = "new"
    UPDATED = "updated"
    KNOWN = "known"
    LEFT_OUT = "left_out"


_OF_STATE = {
    State.IMPORTED: Show.NEW,
    State.UPDATED: Show.UPDATED,
    State.DUPLICATE: Show.KNOWN,
    State.REJECTED: Show.FAULTS,
    State.LEFT_OUT: Show.LEFT_OUT,
}
_GOES_IN = (State.IMPORTED, State.UPDATED, State.DUPLICATE)


@dataclass(frozen=True)
class SortedRows:
    """The rows of one sheet by sort, each from the top; and what was found, by row, by cell, and the worst first."""

    result: SheetResult
    rows: Mapping[Show, Sequence[int]]
    by_row: Mapping[int, Sequence[Finding]]
    by_cell: Mapping[tuple[int, str], Sequence[Finding]]
    findings: Sequence[Finding]
    faults: Sequence[tuple[int, str]]  # row and column of every cell with an error or a warning, from the top
    doubted: frozenset[int]  # rows that go in with a warning

    @classmethod
    def of(cls, plan: Plan, sheet: str) -> SortedRows:
        """Sort what a plan says of a sheet."""
        result = next(one for one in plan.sheets if one.sheet == sheet)
        findings = sorted((one for one in plan.findings if one.sheet == sheet), key=lambda one: _ORDER[one.level])
        by_row: dict[int, list[Finding]] = defaultdict(list)
        by_cell: dict[tuple[int, str], list[Finding]] = defaultdict(list)
        for found in findings:
            if found.row in result.rows:
                by_row[found.row].append(found)
                by_cell[found.row, found.column].append(found)
        warned = {row for row, found in by_row.items() if any(one.level is Level.WARNING for one in found)}
        doubted = frozenset(row for row in warned if result.rows[row] in _GOES_IN)
        rows: dict[Show, list[int]] = {sort: [] for sort in Show}
        for row, state in sorted(result.rows.items()):
            rows[Show.ALL].append(row)
            rows[_OF_STATE[state]].append(row)
        rows[Show.DOUBTS] = sorted(doubted)
        faults = sorted(place for place, found in by_cell.items() if any(one.level in LOUDEST for one in found))
        return cls(result, rows, dict(by_row), dict(by_cell), findings, faults, doubted)

    def sort(self, row: int) -> Show:
        """The sort by which a row's result is told."""
        return Show.DOUBTS if row in self.doubted else _OF_STATE[self.result.rows[row]]

    def line(self, row: int, sort: Show) -> int | None:
        """At which line a row stands among those of a sort; None if it is not among them."""
        rows = self.rows[sort]
        at = bisect_left(rows, row)
        return at if at < len(rows) and rows[at] == row else None
