"""Remembers how wide the user made a table's columns and which are hidden."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QSettings


@dataclass
class Columns:
    """Widths in logical pixels by field name, and the names of hidden columns."""

    widths: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)


def recall(key: str, hidden: Iterable[str] = ()) -> Columns:
    """What was remembered of the table `key`; nothing readable counts as nothing remembered, then `hidden` are."""
    try:
        kept = json.loads(str(QSettings().value(f"columns/{key}", "")))
        widths = {str(name): int(width) for name, width in kept.get("widths", {}).items()}
        return Columns(widths, {str(name) for name in kept.get("hidden", [])})
    except (ValueError, TypeError, AttributeError):
        return Columns(hidden=set(hidden))


def remember(key: str, columns: Columns) -> None:
    """Keep the columns of the table `key` for the next start."""
    text = json.dumps({"widths": columns.widths, "hidden": sorted(columns.hidden)})
    QSettings().setValue(f"columns/{key}", text)
