"""What the program keeps for its user beside the records: the unfinished line, named views, «khác người»."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hoaian_desktop.records.base import Base


class Draft(Base):
    """What was typed and not yet saved, by the place it was typed in; it holds personal data, so it lives here."""

    __tablename__ = "draft"

    place: Mapped[str] = mapped_column(String(60), primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column()


class SavedView(Base):
    """Conditions on a list under a name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("listing", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    query: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column()
    by: Mapped[str] = mapped_column(String(120))


class DifferentPersons(Base):
    """Two citizens somebody has looked at and called different people; the smaller id comes first."""

    __tablename__ = "different_persons"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("citizen.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("citizen.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column()
    by: Mapped[str] = mapped_column(String(120))
