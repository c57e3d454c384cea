"""What the user decided about a file where the program only guesses. What is not decided stays a guess.

Kept in the book as a draft while the import is not finished: who closes the window goes on where she was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from hoaian_desktop.exchange.workbook import Sheet

LEAVE_OUT = ""  # in place of the kind of a sheet, or of the field of a column


class Meaning(StrEnum):
    """What is to become of words that name nothing the book has, instead of the id of what they mean."""

    NEW = "new"
    NOTHING = "nothing"


@dataclass(frozen=True)
class SheetDecision:
    """About one sheet. Rows are counted from 1 and columns from 0, as in `workbook.Sheet`."""

    kind: str | None = None  # a key of `kinds.BY_KEY`, or LEAVE_OUT
    header: tuple[int, int] | None = None  # the first and the last row of headings
    columns: Mapping[int, str] = field(default_factory=dict)  # the name of a field, or LEAVE_OUT
    month_first: frozenset[int] = frozenset()  # columns of dates written 11/05/2023 for 5 November
    as_is: frozenset[int] = frozenset()  # columns in an old encoding that are not converted
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)  # typed over what the file says
    dropped: frozenset[int] = frozenset()  # rows

    def document(self) -> dict[str, Any]:
        """As kept in a draft: text, numbers and lists alone."""
        return {
            "kind": self.kind,
            "header": self.header,
            "columns": sorted(self.columns.items()),
            "month_first": sorted(self.month_first),
            "as_is": sorted(self.as_is),
            "cells": sorted((*place, text) for place, text in self.cells.items()),
            "dropped": sorted(self.dropped),
        }

    @classmethod
    def of_document(cls, kept: Mapping[str, Any]) -> SheetDecision:
        """What `document` gave."""
        return cls(
            kept["kind"],
            tuple(kept["header"]) if kept["header"] else None,
            dict(kept["columns"]),
            frozenset(kept["month_first"]),
            frozenset(kept["as_is"]),
            {(row, column): text for row, column, text in kept["cells"]},
            frozenset(kept["dropped"]),
        )

    def edited(self, sheet: Sheet) -> Sheet:
        """The sheet with what was typed over it."""
        if not self.cells:
            return sheet
        rows = list(sheet.rows)
        for (number, column), text in self.cells.items():
            row = [*rows[number - 1], *[""] * (column + 1 - len(rows[number - 1]))]
            row[column] = text
            rows[number - 1] = row
        return replace(sheet, rows=rows, formulas=sheet.formulas - self.cells.keys())


@dataclass(frozen=True)
class Decisions:
    """About a whole file: its sheets by name, and the words in it by table and folded words."""

    sheets: Mapping[str, SheetDecision] = field(default_factory=dict)
    meanings: Mapping[tuple[str, str], int | Meaning] = field(default_factory=dict)

    def of(self, sheet: str) -> SheetDecision:
        """What was decided about a sheet."""
        return self.sheets.get(sheet, SheetDecision())

    def with_sheet(self, sheet: str, decision: SheetDecision) -> Decisions:
        """The same, and this about a sheet."""
        return replace(self, sheets={**self.sheets, sheet: decision})

    def changed(self, sheet: str, **what: Any) -> Decisions:
        """The same, and this field or these of what was decided about a sheet."""
        return self.with_sheet(sheet, replace(self.of(sheet), **what))

    def giving(self, sheet: str, column: int, field: str | None) -> Decisions:
        """A column given to a field, or to none; with None it is guessed again."""
        columns = {at: name for at, name in self.of(sheet).columns.items() if at != column}
        return self.changed(sheet, columns=columns if field is None else {**columns, column: field})

    def turning(self, sheet: str, column: int, month_first: bool) -> Decisions:
        """The dates of a column read with the month first, or not."""
        columns = self.of(sheet).month_first
        return self.changed(sheet, month_first=columns | {column} if month_first else columns - {column})

    def leaving(self, sheet: str, column: int, as_is: bool) -> Decisions:
        """The old encoding of a column left as it is, or not."""
        columns = self.of(sheet).as_is
        return self.changed(sheet, as_is=columns | {column} if as_is else columns - {column})

    def typing(self, sheet: str, cells: Mapping[tuple[int, int], str]) -> Decisions:
        """Texts typed over cells."""
        return self.changed(sheet, cells={**self.of(sheet).cells, **cells})

    def dropping(self, sheet: str, rows: Collection[int]) -> Decisions:
        """Rows left out; if they are left out already, they come back."""
        dropped = self.of(sheet).dropped
        return self.changed(sheet, dropped=dropped - set(rows) if dropped.issuperset(rows) else dropped | set(rows))

    def meaning(self, meant: Mapping[tuple[str, str], int | str]) -> Decisions:
        """What words mean, by table and folded words: a record's id, or a Meaning, also by its value."""
        means = {key: Meaning(one) if isinstance(one, str) else one for key, one in meant.items()}
        return replace(self, meanings={**self.meanings, **means})

    def document(self) -> dict[str, Any]:
        """As kept in a draft."""
        return {
            "sheets": {name: one.document() for name, one in self.sheets.items()},
            "meanings": sorted((*key, meant) for key, meant in self.meanings.items()),
        }

    @classmethod
    def of_document(cls, kept: Mapping[str, Any]) -> Decisions:
        """What `document` gave."""
        sheets = {name: SheetDecision.of_document(one) for name, one in kept["sheets"].items()}
        means = (
            (table, words, Meaning(meant) if isinstance(meant, str) else meant)
            for table, words, meant in kept["meanings"]
        )
        return cls(sheets, {(table, words): meant for table, words, meant in means})


NONE_MADE = Decisions()
