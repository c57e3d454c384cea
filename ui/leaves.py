"""The tabs of the window, each made when it is first needed: a book must open at once, whatever else is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload


@dataclass(frozen=True)
class Leaf:
    """A tab to be made: its name for other tabs, its class (which says title, icon and guide), and how it is made."""

    key: str
    kind: Any
    make: Callable[[], Any]

    @property
    def title(self) -> str:
        """The words on the tab."""
        return str(self.kind.title)

    @property
    def icon(self) -> str:
        """The icon before them."""
        return str(self.kind.icon)


class Leaves(Sequence[Any]):
    """The tabs in their order; asking for one makes it, once."""

    def __init__(self, leaves: Sequence[Leaf], made: Callable[[int, Any], None]) -> None:
        """`made` puts a tab just made into its place."""
        self.all = tuple(leaves)
        self._tell = made
        self._made: dict[int, Any] = {}

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        at = range(len(self.all))[at]
        if at not in self._made:
            self._made[at] = self.all[at].make()
            self._tell(at, self._made[at])
        return self._made[at]

    def __len__(self) -> int:
        return len(self.all)

    def place_of(self, key: str) -> int:
        """Where the tab of this name stands."""
        return next(at for at, leaf in enumerate(self.all) if leaf.key == key)

    def made(self) -> Iterator[Any]:
        """The tabs that exist already, in their order."""
        return (self._made[at] for at in sorted(self._made))

    def next_to_make(self) -> int | None:
        """The first place whose tab does not exist yet."""
        return next((at for at in range(len(self.all)) if at not in self._made), None)
