"""Cells that a spreadsheet would carry out: how they are made harmless in a text file, and read back as they were."""

from __future__ import annotations

import re

# Excel and LibreOffice take what begins so for a formula; behind apostrophes of ours it may stand again.
SIGNS = frozenset("'=+-@\t\r")
"""A text that begins with none of these is harmless."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula."""
    return _FORMULA.match(text) is not None


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would carry it out."""
    return f"'{text}" if is_dangerous(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given: one apostrophe less, for texts read from a file."""
    return text[1:] if _GUARDED.match(text) else text
