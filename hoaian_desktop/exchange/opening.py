"""A file opened for an import: its sheets as they are, and which of their columns are not in Unicode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hoaian_desktop.exchange import fonts, legacy, pasted, workbook
from hoaian_desktop.exchange.decisions import Decisions
from hoaian_desktop.exchange.legacy import Conversion
from hoaian_desktop.exchange.workbook import Workbook

Conversions = Mapping[str, tuple[Conversion, ...]]
"""By the name of the sheet, from left to right; sheets in Unicode are not there."""


@dataclass(frozen=True)
class Opened:
    """What was read, and how it may be read in Unicode."""

    workbook: Workbook
    conversions: Conversions


def open_path(path: Path) -> Opened:
    """The workbook in a file. Raises ImportRefused with the sentence that says what to do."""
    read = workbook.read(path)
    return Opened(read, conversions_of(read, fonts.of_workbook(path)))


def open_copied(text: str, html: str = "") -> Opened:
    """A table from the clipboard. Raises ImportRefused."""
    read = pasted.read(text, html)
    return Opened(read, conversions_of(read))


def in_unicode(opened: Opened) -> Workbook:
    """The workbook with every column that may be read in Unicode read so."""
    sheets = (legacy.apply(sheet, opened.conversions.get(sheet.name, ())) for sheet in opened.workbook.sheets)
    return replace(opened.workbook, sheets=tuple(sheets))


def leaving(decisions: Decisions, conversions: Conversions, *, everything: bool) -> Decisions:
    """The same decisions, and `everything` in an old encoding left as it is, or only what nobody can be certain of."""
    for name, found in conversions.items():
        left = frozenset(one.column for one in found if everything or not one.certain)
        decisions = decisions.with_sheet(name, replace(decisions.of(name), as_is=left))
    return decisions


def conversions_of(read: Workbook, found: Mapping[str, fonts.SheetFonts] | None = None) -> Conversions:
    """The columns of a workbook that are in an old encoding, by their fonts where they are known."""
    of = found or {}
    decided = {sheet.name: legacy.decide(sheet, of.get(sheet.name, fonts.NO_FONTS)) for sheet in read.sheets}
    return {name: conversions for name, conversions in decided.items() if conversions}
