"""What came in from files."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from hoaian_desktop.records.base import Record


class ImportBatch(Record):
    """One import: which file (by digest, not by path), and how many rows of each sheet went where."""

    __tablename__ = "import_batch"
    __title__ = "lần nhập"

    file_digest: Mapped[str] = mapped_column(String(64), index=True)
    sheets: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
