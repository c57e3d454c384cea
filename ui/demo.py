"""A throw-away practice book: made in a temporary folder, gone when the window is closed."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from ui import app, sample


def run() -> int:
    """Open the practice book; returns the exit code."""
    with tempfile.TemporaryDirectory(prefix="hoaian-", ignore_cleanup_errors=True) as room:
        qt = app.application(sys.argv[:1], keep=Path(room))
        book = sample.open_book(Path(room) / sample.NAME)
        return app.run(qt, book=book)
