"""Digests of data: SHA-256 over one way of writing JSON, the same on every machine and in every year."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def of(value: Any) -> str:
    """SHA-256 in hex of JSON-ready data: keys in order of their letters' codes, no blanks, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def of_report(content: str, figures: str) -> str:
    """The digest of a report from those of its content and of its figures.

    Who holds the figures alone, with the content's digest, can still tell whether they are those of the printed paper.
    """
    return of([content, figures])
