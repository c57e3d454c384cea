"""How tables were read when a person said so: kept for their headings, and offered when such headings come again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.exchange import day_order, headers
from hoaian_desktop.exchange.decisions import LEAVE_OUT, Decisions, SheetDecision
from hoaian_desktop.exchange.faulty import without_reasons
from hoaian_desktop.exchange.headers import SEARCHED_ROWS, Header, heading_key
from hoaian_desktop.exchange.kinds import BY_KEY
from hoaian_desktop.exchange.mapping import SheetMap, Values, mapping_of
from hoaian_desktop.exchange.shelf import Shelf
from hoaian_desktop.exchange.workbook import Sheet, Workbook
from hoaian_desktop.records import ImportMapping
from hoaian_desktop.store.upkeep import now

if TYPE_CHECKING:
    from hoaian_desktop.exchange.importing import Plan


def signature(sheet: Sheet, header: Header) -> str:
    """A digest of the headings of a table in their order, from the first to the last; "" where there are none."""
    keys = _keys(header)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest() if any(keys) else ""


def remember(session: Session, plan: Plan) -> None:
    """Keep how the sheets of a plan are read where a person decided otherwise than the program guesses.

    Where they decided as it guesses, what was kept for those headings goes. What is left out is not remembered: the
    next table of that kind is shown again.
    """
    values: Values | None = None
    for sheet in plan.read.values():
        decision, mapping = plan.decisions.of(sheet.name), plan.maps.get(sheet.name)
        if mapping is None or not (decision.kind or decision.header or decision.columns or decision.month_first):
            continue
        values = Shelf(session).heading_values() if values is None else values
        header = headers.at(sheet, mapping.header.row, mapping.header.last)
        guessed = mapping_of(sheet, kind=plan.kind, values=values)
        kept = session.scalars(select(ImportMapping).where(ImportMapping.signature == signature(sheet, header))).first()
        if not decision.month_first and guessed is not None and _reads_alike(guessed, mapping):
            if kept is not None:
                session.delete(kept)
            continue
        if kept is None:
            kept = ImportMapping(signature=signature(sheet, header))
            session.add(kept)
        first = _first(header)
        kept.kind, kept.header_rows = mapping.kind.key, header.last - header.row + 1
        kept.columns = {str(column - first): name for column, name in sorted(decision.columns.items())}
        kept.month_first = sorted(column - first for column in decision.month_first)
        kept.at, kept.by = now(session), session.info["user"]
    session.flush()


def recall(session: Session, workbook: Workbook, *, kind: str | None = None) -> Decisions:
    """What was decided about tables with the headings of these sheets; `kind` leaves out what is of another kind.

    What no longer fits, a field that is gone, is not offered; months first only where the dates are doubtful again.
    """
    kept = {one.signature: one for one in session.scalars(select(ImportMapping)) if _fits(one, kind)}
    if not kept:
        return Decisions()
    values = Shelf(session).heading_values()
    found: dict[str, SheetDecision] = {}
    for sheet in map(without_reasons, workbook.sheets):
        for header in _headers(sheet, {one.header_rows for one in kept.values()}):
            if one := kept.get(signature(sheet, header)):
                found[sheet.name] = _decision(one, sheet, header, values)
                break
    return Decisions(found)


def _headers(sheet: Sheet, sizes: set[int]) -> Iterator[Header]:
    """What may be the headings of a sheet, of as many rows as any that are kept; of those in one row the tallest."""
    for row in range(1, min(SEARCHED_ROWS, len(sheet.rows)) + 1):
        for size in sorted(sizes, reverse=True):
            if row + size - 1 <= len(sheet.rows):
                header = headers.at(sheet, row, row + size - 1)
                if any(header.texts):
                    yield header


def _decision(kept: ImportMapping, sheet: Sheet, header: Header, values: Values) -> SheetDecision:
    first, rows = _first(header), (header.row, header.last)
    columns = {int(column) + first: name for column, name in kept.columns.items()}
    month_first = {column + first for column in kept.month_first}
    if month_first:
        mapping = mapping_of(sheet, kind=kept.kind, rows=rows, columns=columns, values=values)
        month_first &= (day_order.doubts(sheet, mapping) if mapping else {}).keys()
    return SheetDecision(kind=kept.kind, header=rows, columns=columns, month_first=frozenset(month_first))


def _fits(kept: ImportMapping, kind: str | None) -> bool:
    if kept.kind not in BY_KEY or kind not in (None, kept.kind):
        return False
    return set(kept.columns.values()) <= {LEAVE_OUT, *(field.name for field in BY_KEY[kept.kind].fields)}


def _reads_alike(one: SheetMap, other: SheetMap) -> bool:
    def read(mapping: SheetMap) -> tuple[object, ...]:
        header, said = mapping.header, {at: (of.name, words) for at, (of, words) in mapping.said.items()}
        columns = {at: of.name for at, of in mapping.columns.items()}
        return mapping.kind.key, header.row, header.last, columns, said, mapping.marks, mapping.unknown

    return read(one) == read(other)


def _keys(header: Header) -> list[str]:
    keys = [heading_key(header.whole(column)) for column in range(len(header.texts))]
    while keys and not keys[-1]:
        keys.pop()
    return keys[_first(header) :]


def _first(header: Header) -> int:
    return next((at for at, _ in enumerate(header.texts) if header.whole(at)), 0)
