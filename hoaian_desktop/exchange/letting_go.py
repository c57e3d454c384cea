"""Large collections that nobody needs any more, let go of piece by piece.

Freed in one go, what was kept of a hundred thousand rows holds the interpreter for a tenth of a second, and with it the
interface thread: nothing else runs while a collection is being freed. Between two pieces others have their turn.
"""

from __future__ import annotations

from typing import Any


def let_go(kept: dict[Any, Any] | list[Any]) -> None:
    """Empty a collection."""
    if isinstance(kept, dict):
        while kept:
            kept.popitem()
    else:
        while kept:
            kept.pop()
