"""What the unit above expects."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from hoaian_desktop.fields import Kind
from hoaian_desktop.records.base import Record, field, reference


class Target(Record):
    """A figure to reach between two days. A target that was named but not set has no value; that is not 0."""

    __tablename__ = "target"
    __title__ = "chỉ tiêu"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="dates_in_order"),)

    indicator: Mapped[str] = field(
        "Mã chỉ tiêu", Kind.INDICATOR, choices="indicator", required=True, width=36, aliases=["Mã"]
    )
    first_day: Mapped[date] = field("Từ ngày", Kind.DATE, required=True, width=11)
    last_day: Mapped[date] = field("Đến ngày", Kind.DATE, required=True, width=11)
    value: Mapped[int | None] = field("Chỉ tiêu giao", Kind.COUNT, width=10, aliases=["Giao"])
    team_id: Mapped[int | None] = reference("Tổ", "team", width=22)
    village_id: Mapped[int | None] = reference("Thôn", "village", width=14)
    directive_id: Mapped[int | None] = reference("Văn bản giao", "directive", width=16)
    # The unit above may set a target anew within the year: the highest number counts, the others tell what was before.
    issue: Mapped[int] = field("Lần giao", Kind.COUNT, required=True, default=1, width=8)
    notes: Mapped[str | None] = field("Ghi chú", Kind.NOTE, width=20, listed=False)
