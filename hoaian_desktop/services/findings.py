"""What a finding before closing is: how much it matters, what it says, and where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a finding matters, the gravest first."""

    FAULT = "fault"  # the period cannot be closed while it stands
    DOUBT = "doubt"
    OPEN = "open"


@dataclass(frozen=True)
class Missing:
    """One finding: what, where, and the tab and query that show it."""

    weight: Weight
    words: str
    detail: str
    action: str
    tab: str
    place: object = None

    @property
    def sentence(self) -> str:
        """What is said where closing is refused."""
        return f"{self.words}. {self.detail}."


def gravest_first(found: list[Missing]) -> tuple[Missing, ...]:
    """The findings in the order of their weight, else as they came."""
    weights = list(Weight)
    return tuple(sorted(found, key=lambda each: weights.index(each.weight)))
