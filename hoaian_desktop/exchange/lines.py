"""The rows of a sheet, read cell by cell; what is not data is recognised and left out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from hoaian_desktop import choices
from hoaian_desktop.exchange import day_order, reading, surroundings
from hoaian_desktop.exchange.day_order import Doubt
from hoaian_desktop.exchange.findings import Finding, Level
from hoaian_desktop.exchange.kinds import MAY_BE_BLANK, SheetKind
from hoaian_desktop.exchange.mapping import SheetMap, mark_of
from hoaian_desktop.exchange.reading import Remark
from hoaian_desktop.exchange.surroundings import Why
from hoaian_desktop.exchange.totals import Totals
from hoaian_desktop.exchange.workbook import Row, Sheet, is_blank, letters
from hoaian_desktop.fields import Field, Kind

_NO_VALUE = "Ô này có công thức chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại (Ctrl+S) rồi nhập lại."
_ERROR = "Ô này báo lỗi công thức (như #REF!, #N/A). Hãy sửa trong Excel hoặc gõ lại ngay tại đây."
_NO_MARK = "Ô này chỉ để đánh dấu. Hãy ghi x hoặc để trống."
_CHANGED_OVER = "Có thể Excel đã đảo ngày và tháng của ô này. Hãy xem lại ngày."
_TWO = "Đã ghi ở hai cột của cùng một mục. Hãy để lại một cột."


@dataclass(slots=True)
class Line:
    """One row: values by field (blank cells are absent, references are words) and what was found."""

    sheet: str
    row: int
    mapping: SheetMap
    values: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)  # where it was read, by field
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether an error keeps the row out."""
        return bool(self.findings) and any(finding.level is Level.ERROR for finding in self.findings)

    def say(self, remark: Remark, name: str | None = None) -> None:
        """Add a finding about the cell of a field; about the row's first cell if the sheet has no such column."""
        column = self.columns.get(name or "", self.mapping.column_of(name))
        at = letters(min(self.mapping.used) if column is None else column)
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
    """A row that is no data, and what it is instead."""

    row: int
    why: Why
    findings: tuple[Finding, ...] = ()


def lines(
    sheet: Sheet,
    mapping: SheetMap,
    *,
    today: datetime.date,
    month_first: frozenset[int] = frozenset(),
    doubts: Mapping[int, Doubt] = MappingProxyType({}),
) -> Iterator[Line | LeftOut]:
    """Every row below the header down to the last one with something in it; a row with several ticks gives several.

    `month_first` are columns the user says so of; `doubts` those whose dates may have been changed over.
    """
    around = surroundings.Surroundings(sheet, mapping)
    totals = Totals(around.numbering)
    reader = _Reader(sheet, mapping, today)
    first = mapping.header.last + 1
    swapped = [at for at, doubt in doubts.items() if doubt is Doubt.SWAPPED and at not in month_first]
    for number, row in enumerate(sheet.rows[mapping.header.last : around.last], first):
        why = around.of(number, row)
        if why is Why.TOTAL:
            yield LeftOut(
                number, why, tuple(_said_of_total(sheet.name, number, row, around.word_of_total(row), totals))
            )
        elif why is not None:
            yield LeftOut(number, why)
        else:
            totals.add(row)
            if month_first:
                row = [
                    day_order.month_first(cell, doubts.get(at)) if at in month_first else cell
                    for at, cell in enumerate(row)
                ]
            read = reader.lines(number, row)
            for column in swapped:
                if column < len(row) and day_order.may_be_swapped(row[column]):
                    for line in read:
                        line.warn("day_and_month", _CHANGED_OVER, mapping.columns[column].name)
            yield from read
    reader.forget()


def holds_numbers(sheet: Sheet, mapping: SheetMap, column: int) -> bool:
    """Whether a column holds numbers below the header."""
    cells = (row[column] for row in sheet.rows[mapping.header.last :] if column < len(row))
    return any(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)


def filled_rows(sheet: Sheet) -> list[int]:
    """The rows of a sheet that hold anything, as the user counts."""
    return [number for number, row in enumerate(sheet.rows, 1) if not surroundings.is_empty(row, frozenset())]


def _said_of_total(sheet: str, number: int, row: Row, word: int, totals: Totals) -> Iterator[Finding]:
    message = "Dòng cộng không phải là dữ liệu, được bỏ qua."
    yield Finding(sheet, number, letters(word), "total_row", Level.NOTICE, message)
    for column, wrong in totals.wrong(row, word):
        yield Finding(sheet, number, letters(column), "total_row_mismatch", Level.WARNING, wrong)


class _Reader:
    """Reads the rows of one sheet; what is the same for all of them is worked out once."""

    def __init__(self, sheet: Sheet, mapping: SheetMap, today: datetime.date) -> None:
        kind = mapping.kind
        self._sheet, self._mapping = sheet, mapping
        self._fields = [
            (of, columns, reading.reader(of, today=today, needed=_is_needed(kind, of)))
            for of, columns in mapping.by_field
        ]
        self._strange_rows = {row for row, _ in sheet.errors}
        self._blank = _left_blank(mapping)
        self._is_plain = not mapping.said and all(len(columns) == 1 for _, columns in mapping.by_field)
        self._plain = [(of.name, columns[0], read) for of, columns, read in self._fields]
        self._columns = {of.name: columns[0] for of, columns in mapping.by_field}
        table = kind.record.__table__
        self._usual = {name: table.c[name].default.arg for name in kind.expected if mapping.column_of(name) is None}

    def lines(self, number: int, row: Row) -> Sequence[Line]:
        """The line of a row; one for each service that is ticked."""
        if self._is_plain and number not in self._strange_rows and not self._sheet.has_formula(number):
            return (self._plain_line(number, row),)
        said = self._mapping.said
        ticked = [at for at in said if at < len(row) and not is_blank(row[at]) and not self._is_unticked(row, at)]
        services = [at for at in ticked if said[at][0].kind is Kind.REFERENCE]
        others = [at for at in ticked if at not in services]
        return [self._line(number, row, [*ticks, *others]) for ticks in [[one] for one in services] or [[]]]

    def forget(self) -> None:
        """Let go of the cells that were remembered, a column at a time: all at once would hold everybody up."""
        for _, _, read in self._fields:
            read.cache_clear()

    def _plain_line(self, number: int, row: Row) -> Line:
        """A row of a sheet with a column for each field, as nearly all are."""
        wide, told = len(row), []
        values: dict[str, Any] = {**self._blank}
        for name, column, read in self._plain:
            value, remarks = read(row[column] if column < wide else None)
            if value is not None:
                values[name] = value
            if remarks:
                told.append((name, remarks))
        line = Line(self._sheet.name, number, self._mapping, values | self._usual if self._usual else values)
        line.columns = self._columns
        for name, remarks in told:
            for remark in remarks:
                line.say(remark, name)
        return line

    def _is_unticked(self, row: Row, column: int) -> bool:
        return column in self._mapping.marks and mark_of(row[column]) is False

    def _line(self, number: int, row: Row, ticked: list[int]) -> Line:
        mapping, formulas = self._mapping, self._sheet.formulas
        line = Line(self._sheet.name, number, mapping, columns=dict(self._columns))
        for of, columns, read in self._fields:
            usable = [at for at in columns if at not in mapping.said or at in ticked]
            strange = [at for at in usable if (number, at) in formulas or (number, at) in self._sheet.errors]
            filled = [at for at in usable if at in strange or (at < len(row) and not is_blank(row[at]))]
            column = line.columns[of.name] = (filled or usable or columns)[0]
            if len(filled) > 1:
                line.refuse("two_columns", _TWO, of.name)
            elif (number, column) in formulas:
                line.refuse("formula_without_value", _NO_VALUE, of.name)
            elif (number, column) in self._sheet.errors:
                line.refuse("cell_error", _ERROR, of.name)
            else:
                value, remarks = read(row[column] if filled else None)
                if value is not None:
                    line.values[of.name] = value
                for remark in remarks:
                    line.say(remark, of.name)
        _take_said(line, row, mapping, ticked)
        line.values = {**self._blank, **line.values, **self._usual}
        return line


def _left_blank(mapping: SheetMap) -> dict[str, None]:
    """The fields a blank cell leaves open although a new record of the window would begin with something in them."""
    table = mapping.kind.record.__table__
    of_table = [table.c[of.name] for of, _ in mapping.by_field if of.name in table.c]
    return {column.name: None for column in of_table if column.nullable and column.default is not None}


def _is_needed(kind: SheetKind, of: Field) -> bool:
    return (of.name in kind.required or of.name in kind.expected) and (kind.key, of.name) not in MAY_BE_BLANK


def _take_said(line: Line, row: Row, mapping: SheetMap, ticked: list[int]) -> None:
    """What the headings of the filled columns say."""
    told: set[str] = set()
    for column in ticked:
        of, words = mapping.said[column]
        line.columns[of.name] = column
        if column in mapping.marks and mark_of(row[column]) is None:
            line.refuse("not_a_mark", _NO_MARK, of.name)
        if of.name in told:
            line.refuse("two_columns", _TWO, of.name)
        told.add(of.name)
        line.values[of.name] = choices.code(of.choices, words) if of.kind is Kind.CHOICE else words
    for of in {of.name: of for of, _ in mapping.said.values()}.values():
        if of.name in mapping.kind.required and of.name not in told and not _is_read(of, mapping):
            line.refuse(f"unknown_{of.refers_to or of.name}", f"Cần đánh dấu {reading.words_of_field(of)}.", of.name)


def _is_read(of: Field, mapping: SheetMap) -> bool:
    return any(one.name == of.name for one in mapping.columns.values())
