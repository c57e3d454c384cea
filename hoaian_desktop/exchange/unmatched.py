"""Words of a file that name nothing the book has: how often each is met, and what it may mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hoaian_desktop.rules import name_likeness
from hoaian_desktop.rules.name_likeness import Name
from hoaian_desktop.rules.names import fold

LEAST_ALIKE = 0.72
MOST_SHOWN = 3
MOST_COMPARED = 500  # words of one table: nobody goes through more of them one by one
_LOOKED_AT = 25  # names, for each of the words


@dataclass(frozen=True)
class Candidate:
    """A record of the book that may be meant."""

    id: int
    words: str
    likeness: float  # 0 to 1


@dataclass(frozen=True)
class Unmatched:
    """Words that name nothing, in so many cells; the most alike first. For the window alone: they may be names.

    Words somebody has decided about are in no cell any more: their `rows` are 0.
    """

    table: str
    words: str
    rows: int
    candidates: tuple[Candidate, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Under which a decision about these words is kept."""
        return self.table, fold(self.words)


class Unknown:
    """Counts words by table; however they are written, without marks they are the same."""

    def __init__(self) -> None:
        self._met: dict[tuple[str, str], tuple[str, int]] = {}

    def count(self, table: str, words: str) -> None:
        """The words were met once more."""
        key = table, fold(words)
        first, met = self._met.get(key, (words, 0))
        self._met[key] = (first, met + 1)

    def note(self, table: str, words: str) -> None:
        """The words were met, and somebody has decided what they mean: nobody counts them any more."""
        self._met.setdefault((table, fold(words)), (words, 0))

    def most_frequent(self) -> Iterator[tuple[tuple[str, str], tuple[str, int]]]:
        """Every words met, with how often."""
        return iter(sorted(self._met.items(), key=lambda each: (each[0][0], -each[1][1], each[0][1])))


class Known:
    """The names of the records of one table, to find those that some words are most like."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self._names = names
        self._folded = {id_: fold(name) for id_, name in names.items()}

    def alike(self, words: str) -> tuple[Candidate, ...]:
        """The names most like some words, looked at closely; which are worth it is found out roughly."""
        wanted = Name.of(words)
        rough = name_likeness.nearest(fold(words), self._folded, _LOOKED_AT)
        found = (
            Candidate(id_, self._names[id_], name_likeness.compare(wanted, Name.of(self._names[id_])).share)
            for id_ in rough
        )
        near = sorted((one for one in found if one.likeness >= LEAST_ALIKE), key=lambda one: (-one.likeness, one.words))
        return tuple(near[:MOST_SHOWN])
