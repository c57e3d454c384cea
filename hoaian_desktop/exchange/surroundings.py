"""What stands around the data of a sheet and is none: blank rows, totals, headings again, notes and signatures."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache

from hoaian_desktop.exchange.headers import NUMBERING, heading_key
from hoaian_desktop.exchange.kinds import PUT_ASIDE
from hoaian_desktop.exchange.mapping import SheetMap, mark_of
from hoaian_desktop.exchange.workbook import Cell, Row, Sheet, is_blank, text_of
from hoaian_desktop.fields import Kind
from hoaian_desktop.rules.names import clean, fold

# Marks matter: «Tống Công Minh» is a person. Without any marks only the bare word is sure.
_TOTAL = re.compile(r"(?:tổng cộng|tổng số)\b.*|(?:cộng|tổng|cộng dồn)\W*|(?:tong cong|cong)\W*", re.DOTALL)
_SUMMED = (Kind.COUNT, Kind.REFERENCE)  # a total may fill these: a sum, or an x under each service
_TOTAL_COLUMNS = 4  # the word stands at the beginning of the row
_NUMBERED = re.compile(r"\(?[0-9]{1,2}\)?|\(?[A-Ea-e]\)?")  # (1) (2) (3) below the headings, or A B 1 2 3
_UNIT = re.compile(r"\([^)]{1,40}\)")  # (người)
# Folded. Only below the last row of data: a person may well be «Bí thư».
_BELOW = re.compile(
    r"(?:ghi chu|luu y|nguon)\s*[:.].*|nguoi (?:lap|tong hop|thuc hien|bao cao)\b.*|(?:tm|kt|tl|tuq)\b.*|"
    r"(?:pho )?bi thu\b.*|(?:xac nhan|thu truong|chu tich|ky ten|\(ky)\b.*|.*\bngay\b.*\bthang\b.*\bnam\b.*|"
    r"(?:danh sach|tong so|cong) (?:nay |tren )?(?:co|gom)\b.*",
    re.DOTALL,
)


class Why(StrEnum):
    """What a row is that is left out."""

    BLANK = "blank"
    TOTAL = "total"
    AGAIN = "again"  # the headings once more, on the next printed page
    NUMBERS = "numbers"  # (1) (2) (3), or units of measure, below the headings
    GROUP = "group"  # a title over the rows that follow
    BELOW = "below"  # notes and signatures
    PUT_ASIDE = "put_aside"  # one of our own lists, which says so of archived records
    DROPPED = "dropped"  # by the user


class Surroundings:
    """Tells data from what stands around it."""

    def __init__(self, sheet: Sheet, mapping: SheetMap) -> None:
        self._sheet = sheet
        self._mapping = mapping
        header = mapping.header
        self.numbering = {at for at in range(len(header.texts)) if self._is_numbering(at)}
        self._keys = {at: heading_key(text) for at, text in enumerate(header.texts) if text}
        columns, kind = mapping.columns.items(), mapping.kind
        self._named = [at for at, of in columns if of.name in kind.required and of.kind not in _SUMMED]
        self._put_aside = next((at for at, key in self._keys.items() if key == heading_key(PUT_ASIDE)), None)
        self._wide = {top for top, left, bottom, right in sheet.merged if top == bottom and right - left > 1}
        rows = range(len(sheet.rows), header.last, -1)
        self._first = header.last + 2  # up to here the columns may be numbered
        self.last = next((at for at in rows if not self._is_blank(at, sheet.rows[at - 1])), header.last)
        self._end = self._end_of_data()

    def of(self, number: int, row: Row) -> Why | None:
        """What the row is instead of data; None for data."""
        if self._first < number <= self._end and self._named_in(row) > 1:
            return self._of_filled(row)
        if self._is_blank(number, row):
            return Why.BLANK
        if self.word_of_total(row) >= 0:
            return Why.TOTAL
        if number > self._end:
            return Why.BELOW
        if number <= self._first and self._counts_columns(_filled(row)):
            return Why.NUMBERS
        if why := self._of_filled(row):
            return why
        if number in self._wide and len(_filled(row)) == 1:
            return Why.GROUP
        return None

    def _of_filled(self, row: Row) -> Why | None:
        """What a row is that has two of the cells it must have: neither blank nor a total, a title or a signature."""
        if self._repeats_headings(row):
            return Why.AGAIN
        if self._put_aside is not None and self._put_aside < len(row) and mark_of(row[self._put_aside]):
            return Why.PUT_ASIDE
        return None

    def _named_in(self, row: Row) -> int:
        """How many of the cells a row must have are filled."""
        wide, filled = len(row), 0
        for at in self._named:
            if at < wide and not is_blank(row[at]):
                filled += 1
        return filled

    def word_of_total(self, row: Row) -> int:
        """The column of the word that makes a row a total, or −1; a row with another required cell filled is data."""
        # Most rows are data and have all they need: then no word is looked at.
        named = [at for at in self._named if at < len(row) and not is_blank(row[at])]
        if len(named) > 1:
            return -1
        for column, cell in enumerate(row[:_TOTAL_COLUMNS]):
            if named not in ([], [column]) or not isinstance(cell, str):
                continue
            if _TOTAL.fullmatch(clean(text_of(cell)).casefold()):
                return column
        return -1

    def _repeats_headings(self, row: Row) -> bool:
        # One cell of those every row has tells nearly every row apart; of days and the like there are few.
        first = next((at for at in self._named if at < len(row) and not is_blank(row[at])), None)
        if first is not None and _key(row[first]) != self._keys.get(first):
            return False
        filled = 0
        # From the end, where a row tells what others told before it: that is remembered.
        for at in range(len(row) - 1, -1, -1):
            if is_blank(row[at]):
                continue
            if _key(row[at]) != self._keys.get(at):
                return False
            filled += 1
        return filled > 1

    def _is_numbering(self, column: int) -> bool:
        header = self._mapping.header
        return any(heading_key(text) in NUMBERING for text in (header.texts[column], header.group(column)))

    def _is_blank(self, number: int, row: Row) -> bool:
        return is_empty(row, self.numbering) and not self._sheet.has_formula(number)

    def _counts_columns(self, filled: dict[int, str]) -> bool:
        return (
            len(filled) > 1
            and (
                all(_NUMBERED.fullmatch(text) for text in filled.values())
                or all(_UNIT.fullmatch(t) for t in filled.values())
            )
            and len(filled) >= len(self._mapping.used) - 1
        )

    def _end_of_data(self) -> int:
        """The last row above the first note or signature that no row of data follows."""
        header, rows = self._mapping.header, self._sheet.rows
        end = self.last
        for number in range(self.last, header.last, -1):
            row = rows[number - 1]
            if self._is_data(row):
                break
            if any(isinstance(cell, str) and _BELOW.fullmatch(fold(cell).strip()) for cell in row):
                end = number - 1
        return end

    def _is_data(self, row: Row) -> bool:
        """Whether the row is surely data: it is numbered, or at least half of what a row must have is there."""
        if self.numbering:
            return any(at < len(row) and text_of(row[at]).strip(" .").isdigit() for at in self.numbering)
        kind = self._mapping.kind
        needed = {of.name for of in self._mapping.columns.values() if of.name in kind.required}
        there = {of.name for at, of in self._mapping.columns.items() if at < len(row) and not is_blank(row[at])}
        return bool(needed) and 2 * len(needed & there) >= len(needed) and len(there) > 1


@lru_cache(1024, typed=True)
def _key(cell: Cell) -> str:
    return heading_key(clean(text_of(cell)))


def _filled(row: Row) -> dict[int, str]:
    return {at: clean(text_of(cell)) for at, cell in enumerate(row) if not is_blank(cell)}


def is_empty(row: Row, numbering: Collection[int]) -> bool:
    """Whether a row holds nothing but its number."""
    return all(is_blank(cell) for at, cell in enumerate(row) if at not in numbering)
