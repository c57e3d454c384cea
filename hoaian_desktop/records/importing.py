"""What came in from files, and how files with such headings were read before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from hoaian_desktop.records.base import Base, Record


class ImportBatch(Record):
    """One import: which file (by digest, not by path), and how many rows of each sheet went where."""

    __tablename__ = "import_batch"
    __title__ = "lần nhập"

    file_digest: Mapped[str] = mapped_column(String(64), index=True)
    sheets: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class ImportMapping(Base):
    """How a table with certain headings was read when a person said so; of the table itself only a digest is kept.

    Columns are counted from the first heading, so that the same table one column further is the same table.
    """

    __tablename__ = "import_mapping"

    id: Mapped[int] = mapped_column(primary_key=True)
    signature: Mapped[str] = mapped_column(String(64), unique=True)  # of the headings in their order
    kind: Mapped[str] = mapped_column(String(20))
    header_rows: Mapped[int] = mapped_column()
    columns: Mapped[dict[str, str]] = mapped_column(JSON)  # the name of a field, or "" for a column passed over
    month_first: Mapped[list[int]] = mapped_column(JSON)  # columns of dates written 11/25/2023
    at: Mapped[datetime] = mapped_column()
    by: Mapped[str] = mapped_column(String(120))
