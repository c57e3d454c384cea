"""What a total row says against the rows above it: it is never data, but a clerk who added up wrongly wants to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator

from hoaian_desktop.exchange.workbook import Row, is_blank
from hoaian_desktop.rules.numbers import show_count


class Totals:
    """Adds up a sheet from its header down, and from the last total row down, once a total row asks for it."""

    def __init__(self, numbering: Container[int]) -> None:
        self._numbering = numbering
        self._whole, self._part = _Sums(), _Sums()
        self._waiting: list[Row] = []

    def add(self, row: Row) -> None:
        """Count one row of data; rows that are refused stand above the total all the same."""
        self._waiting.append(row)

    def wrong(self, row: Row, word: int) -> Iterator[tuple[int, str]]:
        """Column and sentence of each cell of a total row, its word in column `word`, that agrees with no sum."""
        for added in self._waiting:
            for sums in (self._whole, self._part):
                sums.add(added)
        self._waiting = []
        for column, cell in enumerate(row):
            written = _number(cell)
            if written is None or column == word or column in self._numbering:
                continue
            right = self._whole.of(column)
            if written not in right | self._part.of(column):
                yield (
                    column,
                    (
                        f"Dòng cộng ghi {_shown(written)}, cộng các dòng trên được {_shown(max(right))}. "
                        "Dòng cộng không được nhập; hãy xem lại bảng."
                    ),
                )
        self._part = _Sums()


class _Sums:
    """The sum of the numbers of each column; of a column without numbers, how many cells and how many rows."""

    def __init__(self) -> None:
        self._rows = 0
        self._numbers: defaultdict[int, float] = defaultdict(float)
        self._filled: defaultdict[int, int] = defaultdict(int)

    def add(self, row: Row) -> None:
        self._rows += 1
        for column, cell in enumerate(row):
            number = _number(cell)
            if number is not None:
                self._numbers[column] += number
            elif not is_blank(cell):
                self._filled[column] += 1

    def of(self, column: int) -> set[float]:
        """What a total of the column may say."""
        if column in self._numbers:
            return {round(self._numbers[column], 6)}
        marks = self._filled[column]  # an x under each service, or the service itself in every row
        return {float(marks), float(self._rows)} if marks > self._rows / 2 else {float(marks)}


def _number(cell: object) -> float | None:
    return round(float(cell), 6) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def _shown(number: float) -> str:
    return show_count(int(number)) if number.is_integer() else str(number).replace(".", ",")
