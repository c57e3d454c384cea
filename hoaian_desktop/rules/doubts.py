"""A doubt: what a rule has to say about a record, and how strongly."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How strong a doubt is."""

    HARD = "hard"  # refuses the record
    SOFT = "soft"  # asks once; the answer is kept with the record
    HINT = "hint"  # said, not asked


@dataclass(frozen=True)
class Doubt:
    """One finding: a stable `code`, the Vietnamese `sentence`, its level and the field it belongs to."""

    code: str
    sentence: str
    level: Level = Level.SOFT
    field: str | None = None


def hard(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Return the doubts that refuse the record, in the order given."""
    return [doubt for doubt in doubts if doubt.level is Level.HARD]


def soft(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Return the doubts the user must confirm once, in the order given."""
    return [doubt for doubt in doubts if doubt.level is Level.SOFT]
