"""A doubt: what a rule has to say about a record, and how strongly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Words: TypeAlias = Mapping[str, object]
"""What a rule's sentence says of this record, by the names in its braces."""


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


@dataclass(frozen=True)
class Rule:
    """A rule stated once. `code` is for ever; `title` names it in a history; `sentence` has {words} in braces.

    A confirmed doubt stands as long as `field` and the fields of `also` keep their values.
    """

    code: str
    level: Level
    field: str
    title: str
    sentence: str
    also: tuple[str, ...] = ()

    @property
    def looks_at(self) -> tuple[str, ...]:
        """The fields whose values the doubt is about."""
        return (self.field, *self.also)

    def doubt(self, words: Words) -> Doubt:
        """What the rule says of one record."""
        return Doubt(self.code, self.sentence.format(**words), self.level, self.field)


def hard(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Return the doubts that refuse the record, in the order given."""
    return [doubt for doubt in doubts if doubt.level is Level.HARD]


def soft(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Return the doubts the user must confirm once, in the order given."""
    return [doubt for doubt in doubts if doubt.level is Level.SOFT]
