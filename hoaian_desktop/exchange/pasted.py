"""Cells from the clipboard: Excel, LibreOffice and Google Sheets as text with tabs, Word and web pages as a table."""

from __future__ import annotations

import hashlib
import json

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange import delimited, html_tables, merged
from hoaian_desktop.exchange.refusals import NOTHING_PASTED, TOO_LARGE
from hoaian_desktop.exchange.sheets import Cell, Merge, Sheet, Workbook, is_blank

SHEET = "Ô đã dán"
MOST_SIGNS = 20_000_000


def read(text: str, html: str = "") -> Workbook:
    """What was copied, as a workbook of one sheet; the same cells give the same digest, whatever else was copied.

    A spreadsheet's text has every cell once, so it is taken, unless only the table knows of merged cells. Word writes
    a cell of two paragraphs as two lines of text: rows that do not fit say so, and the table is taken.
    """
    if max(len(text), len(html)) > MOST_SIGNS:
        raise ImportRefused(TOO_LARGE)
    table = html_tables.read(html) if "<" in html else html_tables.Tables()
    plain = delimited.rows_of(text.replace("\0", ""), "\t" if "\t" in text else None) if text.strip() else []
    ranges: list[Merge] = []
    rows = plain
    if _filled(table.rows) and (table.merged or not _is_grid(text) or _filled(table.rows) > _filled(plain)):
        rows, ranges = table.rows, table.merged
    if not _filled(rows):
        raise ImportRefused(NOTHING_PASTED)
    merged.fill_down(rows, ranges)
    errors = merged.blank_errors(rows)
    content = json.dumps([*map(_trimmed, rows)], ensure_ascii=False)
    digest = hashlib.sha256(b"pasted\0" + content.encode("utf-8", "replace")).hexdigest()
    return Workbook(digest, (Sheet(SHEET, rows, merged=tuple(ranges), errors=errors),))


def _is_grid(text: str) -> bool:
    """Whether the text has tabs, and as many in every row."""
    if "\t" not in text:
        return False
    lines = text.rstrip("\r\n").replace("\r\n", "\n").split("\n")
    widths = {line.count("\t") for line in lines}
    return len(widths) == 1 or '"' in text  # a line break between quotation marks: only a spreadsheet writes these


def _filled(rows: list[list[Cell]]) -> int:
    return sum(not is_blank(cell) for row in rows for cell in row)


def _trimmed(row: list[Cell]) -> list[Cell]:
    filled = [at for at, cell in enumerate(row) if not is_blank(cell)]
    return row[: filled[-1] + 1] if filled else []
