"""What a reference can be set to: records as words, found by folded typing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from hoaian_desktop.rules.names import clean, fold, modern


class Option(Protocol):
    """One record to pick; `services.references.Option` is one."""

    @property
    def id(self) -> int:
        """The record's id."""

    @property
    def words(self) -> str:
        """How the user knows it."""

    @property
    def detail(self) -> str:
        """What tells namesakes apart; may be empty."""


class Options:
    """Options in their own order, with their folded words."""

    def __init__(self, options: Iterable[Option] = ()) -> None:
        self._all = tuple(options)
        self._by_id = {option.id: option for option in self._all}
        self._folded = [(fold(option.words), fold(f"{option.words} {option.detail}"), option) for option in self._all]

    def __iter__(self) -> Iterator[Option]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def by_id(self, id_: int | None) -> Option | None:
        """The option of that record, or None."""
        return None if id_ is None else self._by_id.get(id_)

    def words(self, id_: int | None) -> str:
        """The words of that record; one that can no longer be picked says so."""
        option = self.by_id(id_)
        return option.words if option else ("" if id_ is None else "(mục đã lưu trữ)")

    def matching(self, text: str, most: int = 200) -> list[Option]:
        """Options that hold every typed word, the likeliest first: whole words, then beginnings, then the rest."""
        typed = fold(text)
        if not typed:
            return list(self._all[:most])
        words = typed.split()
        found = []
        for at, (name, everything, option) in enumerate(self._folded):
            if all(word in everything for word in words):
                starts = any(part.startswith(words[0]) for part in name.split())
                rank = 0 if name == typed else 1 if name.startswith(typed) else 2 if starts else 3
                found.append((rank, at, option))
        return [option for _, _, option in sorted(found, key=lambda item: item[:2])[:most]]

    def named(self, text: str) -> bool:
        """Whether an option has this very name: Thu is not Thư."""
        typed = modern(clean(text)).casefold()
        return any(modern(clean(option.words)).casefold() == typed for option in self._all)

    def meant_by(self, text: str) -> Option | None:
        """The one option that `text` can only mean; None if there is none or more than one."""
        typed = fold(text)
        same = [option for name, _, option in self._folded if name == typed]
        likely = same or self.matching(text, most=2)
        return likely[0] if len(likely) == 1 and typed else None
