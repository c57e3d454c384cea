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
    states: Counter[State] = field(default_factory=Counter)

    def document(self) -> dict[str, Any]:
        """As published by the command `import` and kept in the batch."""
        return {
            "sheet": self.sheet,
            "kind": self.kind,
            "rows": sum(self.states.values()),
            **{state.value: self.states[state] for state in State},
        }
