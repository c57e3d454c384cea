"""What was typed into the cells of the grid and is not kept yet, with the way back. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hoaian_desktop.rules.names import clean
from hoaian_desktop.rules.numbers import parse_count, show_count
from hoaian_desktop.services.targets import NAMED, CellKey, Entry

_DASHES = frozenset({NAMED, "-", "–", "−"})


@dataclass(frozen=True)
class Unread:
    """What was typed and is no figure; `sentence` says what to do."""

    text: str
    sentence: str


Cell = Entry | Unread
Step = Mapping[CellKey, tuple[Cell, Cell]]  # of each cell what it was, and what it became


def read(text: str) -> Cell:
    """A cell's meaning: nothing, «—» (named, not set), a figure, or why it is none."""
    typed = clean(text)
    if not typed:
        return None
    if typed in _DASHES:
        return NAMED
    try:
        return parse_count(typed)
    except ValueError as error:
        return Unread(typed, str(error))


def show(cell: Cell) -> str:
    """A cell as it is read; an empty one is empty."""
    match cell:
        case None:
            return ""
        case Unread():
            return cell.text
        case str():
            return cell
    return show_count(cell)


class TypedCells:
    """Cells over those that are stored; every change can be taken back, a pasted block at once."""

    def __init__(self, stored: Callable[[CellKey], Entry]) -> None:
        self._stored = stored
        self._typed: dict[CellKey, Cell] = {}
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def value(self, key: CellKey) -> Cell:
        """What the cell holds now."""
        return self._typed[key] if key in self._typed else self._stored(key)

    def is_changed(self, key: CellKey) -> bool:
        """Whether the cell differs from what is stored."""
        return key in self._typed

    def put(self, cells: Mapping[CellKey, Cell]) -> bool:
        """Type into some cells, as one step; says whether anything changed."""
        step = {key: (self.value(key), cell) for key, cell in cells.items() if self.value(key) != cell}
        if not step:
            return False
        self._done.append(step)
        self._undone.clear()
        self._turn(step, 1)
        return True

    def undo(self) -> Sequence[CellKey]:
        """Take the last step back; the cells it touched, none if there is no step."""
        return self._move(self._done, self._undone, 0)

    def redo(self) -> Sequence[CellKey]:
        """Do again what was taken back last."""
        return self._move(self._undone, self._done, 1)

    @property
    def changes(self) -> dict[CellKey, Entry]:
        """What is to be kept; cells that are no figures are not among them."""
        return {key: cell for key, cell in self._typed.items() if not isinstance(cell, Unread)}

    @property
    def faults(self) -> dict[CellKey, Unread]:
        """The cells that are no figures."""
        return {key: cell for key, cell in self._typed.items() if isinstance(cell, Unread)}

    def _move(self, source: list[Step], to: list[Step], side: int) -> Sequence[CellKey]:
        if not source:
            return ()
        step = source.pop()
        to.append(step)
        self._turn(step, side)
        return tuple(step)

    def _turn(self, step: Step, side: int) -> None:
        for key, sides in step.items():
            if sides[side] == self._stored(key):
                self._typed.pop(key, None)
            else:
                self._typed[key] = sides[side]
