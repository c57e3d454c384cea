"""Columns of dates where the month may stand before the day: seen by the whole column, never by one cell."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hoaian_desktop.exchange.mapping import SheetMap
from hoaian_desktop.exchange.workbook import Cell, Sheet
from hoaian_desktop.fields import Kind

_TYPED = re.compile(r"\s*([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{2,4}\s*")
_DATES = (Kind.DATE, Kind.PARTIAL_DATE)


class Doubt(StrEnum):
    """Why a column is not sure."""

    TYPED = "typed"  # 11/25/2023 stands in it
    SWAPPED = "swapped"  # Excel took 05/11/2023 for 11 May and left 25/11/2023 as text


SENTENCES: Mapping[Doubt, str] = {
    Doubt.TYPED: "Cột này có ngày ghi tháng trước (tháng/ngày/năm). Chương trình đọc theo ngày/tháng/năm; hãy xem lại.",
    Doubt.SWAPPED: "Cột này vừa có ngày thật vừa có ngày dạng chữ: Excel có thể đã đảo ngày và tháng. Hãy xem lại.",
}


@dataclass
class _Seen:
    """How often the first or the second number of written dates cannot be a month; how many true dates could be."""

    first: int = 0
    second: int = 0
    small: int = 0
    true_small: int = 0
    true_large: int = 0


def doubts(sheet: Sheet, mapping: SheetMap) -> dict[int, Doubt]:
    """The columns of a sheet whose dates somebody should look at, by column."""
    columns = [at for at, of in mapping.columns.items() if of.kind in _DATES]
    found = {at: _doubt(_seen(row[at] for row in sheet.rows[mapping.header.last :] if at < len(row))) for at in columns}
    return {at: doubt for at, doubt in found.items() if doubt is not None}


def month_first(cell: Cell, doubt: Doubt | None) -> Cell:
    """A cell of a column the user called month first, as it is meant.

    What Excel changed over are only the true dates; in a column typed so it is the texts.
    """
    if isinstance(cell, datetime.date):
        return cell.replace(month=cell.day, day=cell.month) if doubt is Doubt.SWAPPED and cell.day <= 12 else cell
    match = _TYPED.fullmatch(cell) if isinstance(cell, str) and doubt is not Doubt.SWAPPED else None
    if match is None:
        return cell
    return f"{match[2]}{match.string[match.end(1) : match.start(2)]}{match[1]}{match.string[match.end(2) :]}".strip()


def may_be_swapped(cell: Cell) -> bool:
    """Whether a cell of a swapped column is one of those Excel may have changed over."""
    return isinstance(cell, datetime.date) and cell.day <= 12 and cell.day != cell.month


def _seen(cells: Iterable[Cell]) -> _Seen:
    seen = _Seen()
    for cell in cells:
        if isinstance(cell, datetime.date):
            seen.true_small += cell.day <= 12
            seen.true_large += cell.day > 12
        elif isinstance(cell, str) and (match := _TYPED.fullmatch(cell)):
            first, second = int(match[1]), int(match[2])
            seen.first += first > 12
            seen.second += second > 12 >= first
            seen.small += first <= 12 and second <= 12
    return seen


def _doubt(seen: _Seen) -> Doubt | None:
    if seen.second:
        return Doubt.TYPED
    if seen.first and seen.true_small and not seen.small and not seen.true_large:
        return Doubt.SWAPPED
    return None
