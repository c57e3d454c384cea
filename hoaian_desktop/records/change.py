"""The change log and the warnings a person has looked at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hoaian_desktop.records.base import Base


class Change(Base):
    """One line of the append-only log. Each line's digest covers the line before, so a gap shows."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_record", "record", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column()
    by: Mapped[str] = mapped_column(String(120))
    record: Mapped[str] = mapped_column(String(40))  # table name
    record_id: Mapped[int] = mapped_column()
    action: Mapped[str] = mapped_column(String(12))  # added, changed, archived, restored
    field: Mapped[str | None] = mapped_column(String(40))
    before: Mapped[str | None] = mapped_column(String(4000))
    after: Mapped[str | None] = mapped_column(String(4000))
    reason: Mapped[str | None] = mapped_column(String(400))
    digest: Mapped[str] = mapped_column(String(64))


class Confirmation(Base):
    """A soft warning about a record that somebody has read and let stand."""

    __tablename__ = "confirmation"
    __table_args__ = (Index("ix_confirmation_record", "record", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int] = mapped_column()
    code: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column()
    by: Mapped[str] = mapped_column(String(120))
