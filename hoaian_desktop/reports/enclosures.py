"""The sentence that names the Biểu that go along: exactly those, and no sentence where none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hoaian_desktop.report_content import Annex, ReportContent
from hoaian_desktop.reports.wording import listed

_WORD = "Biểu "


def sentence(codes: Sequence[str]) -> str:
    """« Kết quả chi tiết nêu tại các Biểu 01 và 03 kèm theo.», with the blank before it; empty without a Biểu."""
    if not codes:
        return ""
    numbers = [code.removeprefix(_WORD) for code in codes]
    every = all(code.startswith(_WORD) for code in codes)
    named = f"các {_WORD}{listed(numbers)}" if every and len(codes) > 1 else listed(list(codes))
    return f" Kết quả chi tiết nêu tại {named} kèm theo."


def only(content: ReportContent, annexes: Sequence[Annex]) -> ReportContent:
    """The report with these of its annexes alone; its text names them where it named all."""
    before = sentence([annex.code for annex in content.annexes]).strip()
    after = sentence([annex.code for annex in annexes]).strip()
    if not before or before == after:
        return replace(content, annexes=tuple(annexes))

    def said(text: str) -> str:
        found = text.replace(f" {before}", f" {after}" if after else "")
        return found.replace(before, after)

    sections = tuple(
        replace(each, paragraphs=tuple(text for text in map(said, each.paragraphs) if text))
        for each in content.sections
    )
    return replace(content, annexes=tuple(annexes), sections=sections)
