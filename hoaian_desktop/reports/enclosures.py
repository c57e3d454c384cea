"""The sentence that names the Biểu that go along: exactly those, and no sentence where none does."""

from __future__ import annotations

from collections.abc import Sequence

from hoaian_desktop.reports.joining import listed

_WORD = "Biểu "


def sentence(codes: Sequence[str]) -> str:
    """« Kết quả chi tiết nêu tại các Biểu 01 và 03 kèm theo.», with the blank before it; empty without a Biểu."""
    if not codes:
        return ""
    numbers = [code.removeprefix(_WORD) for code in codes]
    every = all(code.startswith(_WORD) for code in codes)
    named = f"các {_WORD}{listed(numbers)}" if every and len(codes) > 1 else listed(list(codes))
    return f" Kết quả chi tiết nêu tại {named} kèm theo."
