"""Administrative units of both eras, and the villages below a commune."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hoaian_desktop.fields import Kind
from hoaian_desktop.records.base import Findable, Record, field, reference


class AdministrativeUnit(Findable, Record):
    """A province, district or commune in one era. GSO codes are reused after 1/7/2025, so `key` identifies it."""

    __tablename__ = "administrative_unit"
    __title__ = "đơn vị"

    key: Mapped[str] = mapped_column(String(20), unique=True)  # old-21703, new-21703
    name: Mapped[str] = field("Tên đơn vị", Kind.TEXT, required=True, width=20)
    kind: Mapped[str] = field("Loại", Kind.CHOICE, choices="unit_kind", required=True, width=10)
    code: Mapped[str] = field("Mã", Kind.TEXT, required=True, width=8)
    valid_from: Mapped[date | None] = field("Từ ngày", Kind.DATE)
    valid_to: Mapped[date | None] = field("Đến ngày", Kind.DATE)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"))


class Village(Findable, Record):
    """A thôn, làng or khu phố. The name is kept without the word for its kind."""

    __tablename__ = "village"
    __title__ = "thôn"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    name: Mapped[str] = field("Tên thôn", Kind.TEXT, required=True, width=18, aliases=["Thôn", "Thôn/khu phố"])
    kind: Mapped[str] = field("Loại", Kind.CHOICE, choices="village_kind", required=True, default="thon", width=9)
    unit_id: Mapped[int] = reference("Đơn vị", "administrative_unit", required=True, width=14)
    households: Mapped[int | None] = field("Số hộ", Kind.COUNT, width=8)
