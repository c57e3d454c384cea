"""A file opened for an import: its sheets as they are, and which of their columns are not in Unicode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hoaian_desktop.exchange import fonts, legacy, pasted, workbook
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


def conversions_of(read: Workbook, found: Mapping[str, fonts.SheetFonts] | None = None) -> Conversions:
    """The columns of a workbook that are in an old encoding, by their fonts where they are known."""
    of = found or {}
    decided = {sheet.name: legacy.decide(sheet, of.get(sheet.name, fonts.NO_FONTS)) for sheet in read.sheets}
    return {name: conversions for name, conversions in decided.items() if conversions}
