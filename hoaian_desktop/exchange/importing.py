"""Taking in a workbook: `plan` reads and decides and changes nothing; `apply` writes that, whole or not at all."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange import day_order, legacy, remembered
from hoaian_desktop.exchange.decisions import LEAVE_OUT, NONE_MADE, Decisions, SheetDecision
from hoaian_desktop.exchange.faulty import without_reasons
from hoaian_desktop.exchange.findings import Finding, Level, SheetResult, State
from hoaian_desktop.exchange.kinds import BY_KEY, GUIDE, KINDS
from hoaian_desktop.exchange.legacy import Conversion
from hoaian_desktop.exchange.letting_go import let_go
from hoaian_desktop.exchange.lines import LeftOut, filled_rows, holds_numbers, lines
from hoaian_desktop.exchange.mapping import SheetMap, mapping_of
from hoaian_desktop.exchange.opening import Conversions
from hoaian_desktop.exchange.placing import Placing
from hoaian_desktop.exchange.shelf import Entry, Shelf
from hoaian_desktop.exchange.surroundings import Why, is_empty
from hoaian_desktop.exchange.unmatched import Unmatched
from hoaian_desktop.exchange.workbook import Sheet, Workbook, letters
from hoaian_desktop.exchange.writing import write
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Change, ImportBatch
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.legacy_text import Encoding
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import batches
from hoaian_desktop.store.steps import BATCH, WORDS

NOTHING = "Không có dòng nào nhận được nên sổ không thay đổi. Hãy sửa các lỗi đã nêu rồi nhập lại."
_COUNTED = "Cột này có số liệu: hãy kiểm tra tên cột, nếu không các số này không được tính."


ENCODINGS: Mapping[Encoding, str] = {
    Encoding.TCVN3: "TCVN3 (ABC)",
    Encoding.VNI: "VNI",
    Encoding.VIQR: "VIQR",
    Encoding.DECOMPOSED: "Unicode tổ hợp",
    Encoding.CP1258: "Windows-1258",
}
_LEFT_OUT = {
    Why.AGAIN: ("headings_again", "tiêu đề lặp lại, không nhập"),
    Why.NUMBERS: ("column_numbers", "số thứ tự cột hoặc đơn vị tính, không nhập"),
    Why.GROUP: ("group_title", "tên nhóm trên các dòng dưới, không nhập"),
    Why.BELOW: ("below_table", "ghi chú, phần ký dưới bảng, không nhập"),
    Why.PUT_ASIDE: ("put_aside", "bản ghi đã lưu trữ, không nhập"),
    Why.DROPPED: ("dropped_row", "đã bỏ theo lựa chọn của người nhập"),
}


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
    decisions: Decisions
    maps: Mapping[str, SheetMap]
    unmatched: tuple[Unmatched, ...]
    conversions: Conversions
    read: Mapping[str, Sheet]  # in Unicode, with what was typed over it

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
        return self._states[state]

    @cached_property
    def _states(self) -> Counter[State]:
        return sum((sheet.states for sheet in self.sheets), Counter[State]())


def plan(
    session: Session,
    workbook: Workbook,
    *,
    today: datetime.date,
    sheet: str | None = None,
    kind: str | None = None,
    decisions: Decisions = NONE_MADE,
    conversions: Conversions = MappingProxyType({}),
    progress: Progress | None = None,
) -> Plan:
    """Read every sheet (or the one named), decide on every row, change nothing.

    `kind` is a key of `kinds.BY_KEY` and takes the guess away for every sheet; `decisions` do so for what they name.
    `conversions` are the columns to be read in Unicode, unless a decision leaves them as they are.
    Raises ImportRefused if no sheet can be read, and Cancelled.
    """
    named = {one.kind for one in decisions.sheets.values()}
    if not {kind, *named} <= {None, LEAVE_OUT, *BY_KEY} or kind == LEAVE_OUT:
        raise ImportRefused(f"Không có loại dữ liệu này. Hãy chọn: {', '.join(BY_KEY)}.")
    chosen = [one for one in workbook.sheets if sheet is None or one.name == sheet]
    if not chosen:
        raise ImportRefused("Tệp không có trang này. Hãy kiểm tra tên trang.")
    seen = session.scalar(select(func.max(Change.id))) or 0
    shelf = Shelf(session, decisions.meanings)
    reading = _Reading(shelf, today, progress or Progress())
    read: list[tuple[Sheet, SheetDecision, SheetMap | None]] = []
    for one in chosen:
        decision = decisions.of(one.name)
        one = without_reasons(decision.edited(_in_unicode(one, decision, conversions)))
        passed = _is_passed_over(one.name, decision)
        read.append((one, decision, None if passed else _map(one, decision, kind, shelf)))
    if all(found is None for _, _, found in read) and not any(one.kind == LEAVE_OUT for _, one, _ in read):
        raise ImportRefused("Không thấy dòng tiêu đề nào đọc được, ví dụ “Ngày”, “Họ và tên”. Hãy thêm dòng tiêu đề.")
    order = {one.key: at for at, one in enumerate(KINDS)}
    results: dict[str, SheetResult] = {}
    for one, decision, found in sorted(read, key=lambda each: order[each[2].kind.key] if each[2] else len(order)):
        passed = _is_passed_over(one.name, decision)
        results[one.name] = reading.passed_over(one) if passed else reading.sheet(one, decision, found)
    for name, found_in in conversions.items():
        reading.say_converted(name, found_in, decisions.of(name))
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
        decisions=decisions,
        maps={one.name: found for one, _, found in read if found is not None},
        unmatched=shelf.unmatched(),
        conversions=conversions,
        read={one.name: one for one, _, _ in read},
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
            decisions=planned.decisions,
            conversions=planned.conversions,
        )
    batch = ImportBatch(file_digest=planned.workbook.digest, sheets=[result.document() for result in planned.sheets])
    session.add(batch)
    session.flush()
    # Every line of the change log says which batch it belongs to.
    before = session.info.get("reason")
    session.info["reason"] = batches.reason(batch.id)
    rows = planned.count(State.IMPORTED) + planned.count(State.UPDATED)
    session.info |= {WORDS: f"Nhập {show_count(rows)} dòng từ Excel", BATCH: batch.id}
    remembered.remember(session, planned)
    try:
        write(session, planned.new, planned.changed)
    finally:
        session.info["reason"] = before
    return batch


def _is_passed_over(sheet: str, decision: SheetDecision) -> bool:
    return decision.kind == LEAVE_OUT or (decision.kind is None and sheet == GUIDE)


def _in_unicode(sheet: Sheet, decision: SheetDecision, conversions: Conversions) -> Sheet:
    wanted = [one for one in conversions.get(sheet.name, ()) if one.column not in decision.as_is]
    return legacy.apply(sheet, wanted)


def _map(sheet: Sheet, decision: SheetDecision, kind: str | None, shelf: Shelf) -> SheetMap | None:
    return mapping_of(
        sheet, kind=decision.kind or kind, rows=decision.header, columns=decision.columns, values=shelf.heading_values()
    )


class _Reading:
    """One run over the sheets of a workbook."""

    def __init__(self, shelf: Shelf, today: datetime.date, progress: Progress) -> None:
        self.shelf = shelf
        self.findings: list[Finding] = []
        self._today = today
        self._progress = progress
        self._placing = Placing(shelf, today=today)
        self._said: list[list[Finding]] = []  # of each line; some of it is only said once every row is known

    def sheet(self, sheet: Sheet, decision: SheetDecision, mapping: SheetMap | None) -> SheetResult:
        result = SheetResult(sheet.name, mapping.kind.key if mapping else None)
        if mapping is None:
            if sheet.rows:
                message = "Trang này không có dòng tiêu đề nào nhận ra được nên không nhập."
                self.findings.append(Finding(sheet.name, 1, "A", "unknown_sheet", Level.WARNING, message))
            return self.passed_over(sheet)
        self._say_columns(sheet, mapping)
        known = 0
        doubts = day_order.doubts(sheet, mapping)
        for column, doubt in doubts.items():
            if column not in decision.month_first:
                message, at = day_order.SENTENCES[doubt], letters(column)
                self._say(sheet.name, mapping, "ambiguous_dates", Level.WARNING, message, at)
        result.day_doubts = frozenset(doubts)
        read = lines(sheet, mapping, today=self._today, month_first=decision.month_first, doubts=doubts)
        for line in self._progress.over(read, len(sheet.rows)):
            if isinstance(line, LeftOut):
                result.went(line.row, State.LEFT_OUT)
                result.why[line.row] = line.why
                self.findings += line.findings
            elif line.row in decision.dropped:
                result.went(line.row, State.LEFT_OUT)
                result.why[line.row] = Why.DROPPED
            elif mapping.missing:
                result.went(line.row, State.REJECTED)
            else:
                state = self._placing.take(line)
                result.went(line.row, state)
                known += state is State.DUPLICATE and not any(one.code == "exact_duplicate" for one in line.findings)
                self._said.append(line.findings)
        self._say_left_out(sheet, mapping, result)
        if known:
            message = f"{known} dòng đã có trong sổ, không nhập lần nữa."
            self._say(sheet.name, mapping, "already_there", Level.NOTICE, message)
        return result

    def passed_over(self, sheet: Sheet) -> SheetResult:
        result = SheetResult(sheet.name, None)
        for number in filled_rows(sheet):
            result.went(number, State.LEFT_OUT)
        return result

    def finish(self, session: Session, workbook: Workbook) -> None:
        self._placing.finish()
        # Once for each cell: the lines of one row share what stands before their ticks.
        self.findings += dict.fromkeys(chain.from_iterable(self._said))
        let_go(self._said)
        before = session.scalars(
            select(ImportBatch).where(ImportBatch.file_digest == workbook.digest).order_by(ImportBatch.id.desc())
        ).first()
        if before is not None:
            message = f"Tệp này đã nhập ngày {show_date(before.created_at.date())}; dòng đã có không nhập lần nữa."
            first = workbook.sheets[0].name
            self.findings.insert(0, Finding(first, 1, "A", "file_imported_before", Level.NOTICE, message))

    def say_converted(self, sheet: str, conversions: Sequence[Conversion], decision: SheetDecision) -> None:
        """Every column that was read in Unicode is told, and every one that could have been."""
        told: dict[tuple[Encoding, bool], list[int]] = {}
        for one in conversions:
            told.setdefault((one.encoding, one.column in decision.as_is), []).append(one.column)
        for (encoding, as_is), columns in told.items():
            where = ", ".join(map(letters, columns))
            what = f"Cột {where} ghi bằng bảng mã {ENCODINGS[encoding]}"
            code, level = ("legacy_as_is", Level.WARNING) if as_is else ("legacy_text", Level.NOTICE)
            message = f"{what}, {'được để nguyên' if as_is else 'đã chuyển sang Unicode'}."
            self.findings.append(Finding(sheet, 1, letters(columns[0]), code, level, message))

    def _say_columns(self, whole: Sheet, mapping: SheetMap) -> None:
        sheet = whole.name
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

    def _say_left_out(self, sheet: Sheet, mapping: SheetMap, result: SheetResult) -> None:
        """What was taken for no data is told, so that nobody misses a row."""
        titles = [at for at in range(1, mapping.header.row) if not is_empty(sheet.rows[at - 1], ())]
        if titles:
            self._say_rows(sheet.name, titles, "title_rows", "tên bảng, không nhập")
        for why, (code, words) in _LEFT_OUT.items():
            if rows := [row for row, found in result.why.items() if found == why]:
                self._say_rows(sheet.name, rows, code, words)

    def _say_rows(self, sheet: str, rows: Sequence[int], code: str, words: str) -> None:
        shown = str(rows[0]) if len(rows) == 1 else f"{rows[0]}–{rows[-1]}"
        self.findings.append(Finding(sheet, rows[0], "A", code, Level.NOTICE, f"Dòng {shown}: {words}."))

    def _say(self, sheet: str, mapping: SheetMap, code: str, level: Level, message: str, column: str = "A") -> None:
        self.findings.append(Finding(sheet, mapping.header.row, column, code, level, message))
