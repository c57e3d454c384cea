"""What is said about rows of a file, and where each row went."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How much a finding matters: an error keeps the row out, a warning does not, a notice only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class State(StrEnum):
    """Where a row of a sheet went."""

    IMPORTED = "imported"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    LEFT_OUT = "left_out"  # blank, a total, or not a kind of sheet we know


@dataclass(frozen=True)
class Finding:
    """One sentence about one cell. It names the place, never the person: no name and no full number."""

    sheet: str
    row: int
    column: str
    code: str
    level: Level
    message: str

    def document(self) -> dict[str, Any]:
        """As published by the command `import`."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "code": self.code,
            "level": self.level.value,
            "message": self.message,
        }


@dataclass
class SheetResult:
    """The account of one sheet: every row between its header and its last cell has one state."""

    sheet: str
    kind: str | None
    rows: dict[int, State] = field(default_factory=dict)
    why: dict[int, str] = field(default_factory=dict)  # of rows left out
    day_doubts: frozenset[int] = frozenset()  # columns of dates to be asked about

    @property
    def states(self) -> Counter[State]:
        """How many rows went where."""
        return Counter(self.rows.values())

    def went(self, row: int, state: State) -> None:
        """A row went somewhere; of several lines of one row the worst is told."""
        before = self.rows.get(row)
        if before is None or _GRAVITY[state] > _GRAVITY[before]:
            self.rows[row] = state

    def document(self) -> dict[str, Any]:
        """As published by the command `import` and kept in the batch."""
        states = self.states
        return {
            "sheet": self.sheet,
            "kind": self.kind,
            "rows": len(self.rows),
            **{state.value: states[state] for state in State},
        }


_GRAVITY = {
    state: at
    for at, state in enumerate((State.LEFT_OUT, State.DUPLICATE, State.UPDATED, State.IMPORTED, State.REJECTED))
}
