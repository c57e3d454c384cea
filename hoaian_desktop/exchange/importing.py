"""Taking in a workbook: `plan` reads and decides and changes nothing; `apply` writes that, whole or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange.findings import Finding, Level, SheetResult, State
from hoaian_desktop.exchange.lines import LeftOut, Line, filled_rows, holds_numbers, lines
from hoaian_desktop.exchange.mapping import BY_KEY, KINDS, SheetMap, mapping_of
from hoaian_desktop.exchange.placing import Placing
from hoaian_desktop.exchange.shelf import Entry, Shelf
from hoaian_desktop.exchange.workbook import Sheet, Workbook, letters
from hoaian_desktop.exchange.writing import write
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Change, ImportBatch
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.store.steps import WORDS

LEAVE_OUT = ""  # in place of the kind of a sheet
NOTHING = "Không có dòng nào nhận được nên sổ không thay đổi. Hãy sửa các lỗi đã nêu rồi nhập lại."
_COUNTED = "Cột này có số liệu: hãy kiểm tra tên cột, nếu không các số này không được tính."


@dataclass(frozen=True)
class Plan:
    """What an import will do. `new` and `changed` are in no particular order; `seen` is the book it was made for."""

    workbook: Workbook
    today: datetime.date
    sheet: str | None
    kind: str | None
    sheets: tuple[SheetResult, ...]
    findings: tuple[Finding, ...]
    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    seen: int
    kinds: Mapping[str, str]

    def document(self, batch: int | None = None) -> dict[str, Any]:
        """The result as published by the command `import`; `batch` is None for a dry run."""
        return {
            "batch": batch,
            "sheets": [sheet.document() for sheet in self.sheets],
            "findings": [finding.document() for finding in self.findings],
        }

    @property
    def is_fruitless(self) -> bool:
        """Whether nothing would be written although the file holds what the book has not."""
        written = self.new or self.changed
        return not written and (self.count(State.REJECTED) > 0 or not self.count(State.DUPLICATE))

    def count(self, state: State) -> int:
        """How many rows of the whole file went there."""
        return sum(sheet.states[state] for sheet in self.sheets)


def plan(
    session: Session,
    workbook: Workbook,
    *,
    today: datetime.date,
    sheet: str | None = None,
    kind: str | None = None,
    kinds: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Read every sheet (or the one named), decide on every row, change nothing.

    `kind` is a key of `mapping.BY_KEY` and takes the guess away; `kinds` does so for single sheets by their names, and
    LEAVE_OUT passes one over. Raises ImportRefused if no sheet can be read, and Cancelled.
    """
    kinds = dict(kinds or {})
    if not {kind, *kinds.values()} <= {None, LEAVE_OUT, *BY_KEY} or kind == LEAVE_OUT:
        raise ImportRefused(f"Không có loại dữ liệu này. Hãy chọn: {', '.join(BY_KEY)}.")
    chosen = [one for one in workbook.sheets if sheet is None or one.name == sheet]
    if not chosen:
        raise ImportRefused("Tệp không có trang này. Hãy kiểm tra tên trang.")
    seen = session.scalar(select(func.max(Change.id))) or 0
    reading = _Reading(Shelf(session), today, progress or Progress())
    passed = [one.name for one in chosen if kinds.get(one.name) == LEAVE_OUT]
    mapped = [(one, None if one.name in passed else mapping_of(one, kind=kinds.get(one.name, kind))) for one in chosen]
    if not passed and all(found is None for _, found in mapped):
        raise ImportRefused("Không thấy dòng tiêu đề nào đọc được, ví dụ “Ngày”, “Họ và tên”. Hãy thêm dòng tiêu đề.")
    order = {one.key: at for at, one in enumerate(KINDS)}
    results: dict[str, SheetResult] = {}
    for one, found in sorted(mapped, key=lambda pair: order[pair[1].kind.key] if pair[1] else len(order)):
        results[one.name] = reading.passed_over(one) if one.name in passed else reading.sheet(one, found)
    reading.finish(session, workbook)
    place = {one.name: at for at, one in enumerate(chosen)}
    return Plan(
        workbook=workbook,
        today=today,
        sheet=sheet,
        kind=kind,
        sheets=tuple(results[one.name] for one in chosen),
        findings=tuple(sorted(reading.findings, key=lambda f: (place.get(f.sheet, -1), f.row))),
        new=tuple(reading.shelf.new),
        changed=tuple(reading.shelf.changed()),
        seen=seen,
        kinds=kinds,
    )


def apply(session: Session, planned: Plan) -> ImportBatch:
    """Write a plan in the caller's transaction and return the batch. A book that changed since is planned for again."""
    if (session.scalar(select(func.max(Change.id))) or 0) != planned.seen:
        planned = plan(
            session,
            planned.workbook,
            today=planned.today,
            sheet=planned.sheet,
            kind=planned.kind,
            kinds=planned.kinds,
        )
    batch = ImportBatch(file_digest=planned.workbook.digest, sheets=[result.document() for result in planned.sheets])
    session.add(batch)
    session.flush()
    # Every line of the change log says which batch it belongs to.
    before = session.info.get("reason")
    session.info["reason"] = f"Nhập tệp, lần {batch.id}"
    rows = planned.count(State.IMPORTED) + planned.count(State.UPDATED)
    session.info[WORDS] = f"Nhập {show_count(rows)} dòng từ Excel"
    try:
        write(session, planned.new, planned.changed)
    finally:
        session.info["reason"] = before
    return batch


class _Reading:
    """One run over the sheets of a workbook."""

    def __init__(self, shelf: Shelf, today: datetime.date, progress: Progress) -> None:
        self.shelf = shelf
        self.findings: list[Finding] = []
        self._today = today
        self._progress = progress
        self._placing = Placing(shelf, today=today)
        self._lines: list[Line] = []

    def sheet(self, sheet: Sheet, mapping: SheetMap | None) -> SheetResult:
        result = SheetResult(sheet.name, mapping.kind.key if mapping else None)
        if mapping is None:
            if sheet.rows:
                message = "Trang này không có dòng tiêu đề nào nhận ra được nên không nhập."
                self.findings.append(Finding(sheet.name, 1, "A", "unknown_sheet", Level.WARNING, message))
            return self.passed_over(sheet)
        self._say_columns(sheet, mapping)
        known = 0
        for line in self._progress.over(lines(sheet, mapping, today=self._today), len(sheet.rows)):
            if isinstance(line, LeftOut):
                result.states[State.LEFT_OUT] += 1
                self.findings += line.findings
            elif mapping.missing or mapping.header.below:
                result.states[State.REJECTED] += 1
            else:
                state = self._placing.take(line)
                result.states[state] += 1
                known += state is State.DUPLICATE and not any(one.code == "exact_duplicate" for one in line.findings)
                self._lines.append(line)
        if known:
            message = f"{known} dòng đã có trong sổ, không nhập lần nữa."
            self._say(sheet.name, mapping, "already_there", Level.NOTICE, message)
        return result

    def passed_over(self, sheet: Sheet) -> SheetResult:
        result = SheetResult(sheet.name, None)
        result.states[State.LEFT_OUT] = filled_rows(sheet)
        return result

    def finish(self, session: Session, workbook: Workbook) -> None:
        self._placing.finish()
        self.findings += [finding for line in self._lines for finding in line.findings]
        before = session.scalars(
            select(ImportBatch).where(ImportBatch.file_digest == workbook.digest).order_by(ImportBatch.id.desc())
        ).first()
        if before is not None:
            message = f"Tệp này đã nhập ngày {show_date(before.created_at.date())}; dòng đã có không nhập lần nữa."
            first = workbook.sheets[0].name
            self.findings.insert(0, Finding(first, 1, "A", "file_imported_before", Level.NOTICE, message))

    def _say_columns(self, whole: Sheet, mapping: SheetMap) -> None:
        sheet = whole.name
        if mapping.header.below:
            columns = ", ".join(letters(column) for column in mapping.header.below)
            message = (
                f"Tiêu đề có hai dòng: tên cột {columns} nằm dưới ô gộp nên chưa đọc được, trang này chưa nhập. "
                "Hãy bỏ gộp ô, ghi đủ tên cột trên một dòng rồi nhập lại."
            )
            self._say(sheet, mapping, "two_row_header", Level.ERROR, message, letters(mapping.header.below[0]))
            return
        if mapping.missing:
            labels = ", ".join(field.label for field in mapping.missing)
            message = f"Trang {mapping.kind.title} thiếu cột: {labels}. Hãy thêm cột hoặc sửa dòng tiêu đề."
            self._say(sheet, mapping, "missing_column", Level.ERROR, message)
        for name in sorted(mapping.kind.expected):
            field = next(one for one in mapping.kind.fields if one.name == name)
            if mapping.column_of(name) is None:
                message = f"Không có cột {field.label}; mọi dòng lấy giá trị thường dùng."
                self._say(sheet, mapping, "default_used", Level.NOTICE, message)
        for column in mapping.unknown:
            counted = mapping.lacks_count and holds_numbers(whole, mapping, column)
            message = f"Cột “{mapping.header.texts[column][:60]}” không có trong sổ nên không nhập."
            message += f" {_COUNTED}" if counted else ""
            level = Level.WARNING if counted else Level.NOTICE
            self._say(sheet, mapping, "unknown_column", level, message, letters(column))
        for column in mapping.nameless:
            if holds_numbers(whole, mapping, column):
                message = f"Cột {letters(column)} không có tiêu đề nên không nhập. {_COUNTED}"
                self._say(sheet, mapping, "column_without_heading", Level.WARNING, message, letters(column))

    def _say(self, sheet: str, mapping: SheetMap, code: str, level: Level, message: str, column: str = "A") -> None:
        self.findings.append(Finding(sheet, mapping.header.row, column, code, level, message))
