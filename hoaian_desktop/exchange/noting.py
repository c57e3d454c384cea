"""Numbers that leave the book unmasked are noted in its log first: who, when, which lists, how many rows. No names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.exchange.outgoing import Part
from hoaian_desktop.records import Office
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import lists
from hoaian_desktop.store import change_log

ACTION = "exported"
REASON = "Người dùng đã xác nhận xuất đủ số định danh, số điện thoại"


@dataclass(frozen=True)
class Noted:
    """That the log has a line about it. Nobody but `note` makes one: without it numbers stay masked."""

    rows: int


def note(session: Session, parts: Sequence[Part]) -> Noted:
    """Write the line, in the history of the office. It stays also where the file is then not written after all."""
    rows = [lists.count(session, part.listing, part.query) for part in parts]
    said = "; ".join(f"{part.title}: {show_count(number)} dòng" for part, number in zip(parts, rows, strict=True))
    office = session.scalars(select(Office)).one()
    change_log.tell(session, office, ACTION, after=said, reason=REASON)
    return Noted(sum(rows))
