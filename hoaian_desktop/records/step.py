"""What can be undone: every write of the office as one step, with what each record was before and after it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hoaian_desktop.records.base import Base


class Step(Base):
    """One act of a user: what one transaction did. `state` is done, undone, or dropped (undone and then overtaken)."""

    __tablename__ = "step"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column()
    by: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(String(250))  # «Thêm lượt hỗ trợ»: what is undone, as the menu says it
    state: Mapped[str] = mapped_column(String(8), default="done", index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)  # the import it was


class StepRow(Base):
    """One record a step touched: the values of the changed columns, as JSON; `before` is None for a new record.

    Of two persons told apart `record_id` is the smaller id, and the side on which they were not told apart is None.
    """

    __tablename__ = "step_row"
    __table_args__ = (Index("ix_step_row_record", "record", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id", ondelete="CASCADE"), index=True)
    record: Mapped[str] = mapped_column(String(40))  # table name
    record_id: Mapped[int] = mapped_column()
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
