"""The rows of a sheet, read cell by cell; what is not data is recognised and left out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hoaian_desktop.exchange import reading
from hoaian_desktop.exchange.findings import Finding, Level
from hoaian_desktop.exchange.headers import NUMBERING, heading_key
from hoaian_desktop.exchange.mapping import MAY_BE_BLANK, SheetMap
from hoaian_desktop.exchange.reading import Remark
from hoaian_desktop.exchange.totals import Totals
from hoaian_desktop.exchange.workbook import Row, Sheet, is_blank, letters, text_of
from hoaian_desktop.fields import Kind
from hoaian_desktop.rules.names import clean

# Marks matter: «Tống Công Minh» is a person. Without any marks only the bare word is sure.
_TOTAL = re.compile(r"(?:tổng cộng|tổng số)\b.*|(?:cộng|tổng|cộng dồn)\W*|(?:tong cong|cong)\W*", re.DOTALL)
_SUMMED = (Kind.COUNT, Kind.REFERENCE)  # a total may fill these: a sum, or an x under each service
_NO_VALUE = "Ô này có công thức chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại (Ctrl+S) rồi nhập lại."
_TOTAL_COLUMNS = 4  # the word stands at the beginning of the row


@dataclass
class Line:
    """One row: values by field (blank cells are absent, references are words) and what was found."""

    sheet: str
    row: int
    mapping: SheetMap
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether an error keeps the row out."""
        return any(finding.level is Level.ERROR for finding in self.findings)

    def say(self, remark: Remark, name: str | None = None) -> None:
        """Add a finding about the cell of a field; about the row's first cell if the sheet has no such column."""
        column = self.mapping.column_of(name)
        at = letters(min(self.mapping.columns) if column is None else column)
        self.findings.append(Finding(self.sheet, self.row, at, remark.code, remark.level, remark.message))

    def warn(self, code: str, message: str, name: str | None = None) -> None:
        """Add a warning about the cell of a field."""
        self.say(Remark(code, Level.WARNING, message), name)

    def tell(self, code: str, message: str, name: str | None = None) -> None:
        """Add a notice about the cell of a field."""
        self.say(Remark(code, Level.NOTICE, message), name)

    def refuse(self, code: str, message: str, name: str | None = None) -> None:
        """Add an error about the cell of a field."""
        self.say(Remark(code, Level.ERROR, message), name)


@dataclass(frozen=True)
class LeftOut:
    """A row that is no data: blank, or a total."""

    row: int
    findings: tuple[Finding, ...] = ()


def lines(sheet: Sheet, mapping: SheetMap, *, today: datetime.date) -> Iterator[Line | LeftOut]:
    """Every row below the header down to the last one with something in it."""
    numbering = {i for i, text in enumerate(mapping.header.texts) if heading_key(text) in NUMBERING}
    first = mapping.header.row + 1
    rows = sheet.rows[mapping.header.row :]
    filled = (i for i, row in enumerate(rows) if not _is_empty(row, numbering) or sheet.has_formula(i + first))
    last = max(filled, default=-1)
    totals = Totals(numbering)
    for number, row in enumerate(rows[: last + 1], first):
        if (number == first and mapping.header.below) or (_is_empty(row, numbering) and not sheet.has_formula(number)):
            yield LeftOut(number)
        elif (column := _total_at(row, mapping)) is not None:
            yield LeftOut(number, tuple(_said_of_total(sheet.name, number, row, column, totals)))
        else:
            totals.add(row)
            yield _line(sheet, number, row, mapping, today)


def holds_numbers(sheet: Sheet, mapping: SheetMap, column: int) -> bool:
    """Whether a column holds numbers below the header."""
    cells = (row[column] for row in sheet.rows[mapping.header.row :] if column < len(row))
    return any(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)


def filled_rows(sheet: Sheet) -> int:
    """How many rows of a sheet hold anything."""
    return sum(not _is_empty(row, frozenset()) for row in sheet.rows)


def _said_of_total(sheet: str, number: int, row: Row, word: int, totals: Totals) -> Iterator[Finding]:
    message = "Dòng cộng không phải là dữ liệu, được bỏ qua."
    yield Finding(sheet, number, letters(word), "total_row", Level.NOTICE, message)
    for column, wrong in totals.wrong(row, word):
        yield Finding(sheet, number, letters(column), "total_row_mismatch", Level.WARNING, wrong)


def _line(sheet: Sheet, number: int, row: Row, mapping: SheetMap, today: datetime.date) -> Line:
    line = Line(sheet.name, number, mapping)
    kind = mapping.kind
    for column, of in mapping.columns.items():
        if (number, column) in sheet.formulas:
            line.refuse("formula_without_value", _NO_VALUE, of.name)
            continue
        needed = of.name in kind.required or of.name in kind.expected
        found = reading.read(
            of,
            row[column] if column < len(row) else None,
            today=today,
            needed=needed and (kind.key, of.name) not in MAY_BE_BLANK,
        )
        if found.value not in (None, "", ()):
            line.values[of.name] = found.value
        for remark in found.remarks:
            line.say(remark, of.name)
    for name in kind.expected:
        if mapping.column_of(name) is None:
            line.values[name] = kind.record.__table__.c[name].default.arg
    return line


def _is_empty(row: Sequence[Any], numbering: set[int] | frozenset[int]) -> bool:
    return all(is_blank(cell) for i, cell in enumerate(row) if i not in numbering)


def _total_at(row: Row, mapping: SheetMap) -> int | None:
    """The column of the word that makes a row a total; a row with another required cell filled is data."""
    for column, cell in enumerate(row[:_TOTAL_COLUMNS]):
        if not isinstance(cell, str) or not _TOTAL.fullmatch(clean(text_of(cell)).casefold()):
            continue
        named = (i for i, of in mapping.columns.items() if of.name in mapping.kind.required and of.kind not in _SUMMED)
        if all(i == column or i >= len(row) or is_blank(row[i]) for i in named):
            return column
    return None
