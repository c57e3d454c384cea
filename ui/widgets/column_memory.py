"""Remembers how wide the user made a table's columns, which are hidden, and in what order they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QSettings


@dataclass
class Columns:
    """Widths in logical pixels by field name, the names of hidden columns, and all names in the user's order."""

    widths: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    order: list[str] = field(default_factory=list)

    def ordered(self, names: Sequence[str]) -> list[str]:
        """`names` as the user put them; one that came with a newer program follows the one before it."""
        made = [name for name in self.order if name in names]
        for at, name in enumerate(names):
            if name not in made:
                made.insert(made.index(names[at - 1]) + 1 if at else 0, name)
        return made


def recall(key: str, hidden: Iterable[str] = ()) -> Columns:
    """What was remembered of the table `key`; nothing readable counts as nothing remembered, then `hidden` are."""
    try:
        kept = json.loads(str(QSettings().value(f"columns/{key}", "")))
        widths = {str(name): int(width) for name, width in kept.get("widths", {}).items()}
        return Columns(widths, {str(name) for name in kept.get("hidden", [])}, [str(n) for n in kept.get("order", [])])
    except (ValueError, TypeError, AttributeError):
        return Columns(hidden=set(hidden))


def remember(key: str, columns: Columns) -> None:
    """Keep the columns of the table `key` for the next start."""
    text = json.dumps({"widths": columns.widths, "hidden": sorted(columns.hidden), "order": columns.order})
    QSettings().setValue(f"columns/{key}", text)
