"""Workbooks as they arrive, read into sheets. What cannot be read safely is refused in one sentence."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import python_calamine as calamine

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange import compound, decoding, delimited, html_tables, merged, refusals, zipped
from hoaian_desktop.exchange.sheets import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Merge,
    Row,
    Seen,
    Sheet,
    Workbook,
    is_blank,
    letters,
    text_of,
    words_of,
)

__all__ = [
    "ENDINGS",
    "Cell",
    "Merge",
    "Row",
    "Sheet",
    "Workbook",
    "files_in",
    "is_blank",
    "letters",
    "read",
    "text_of",
    "words_of",
]

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".htm", ".html")
LISTED = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")  # in a folder: text files there may be anything
MOST_BYTES = 60_000_000
MOST_TEXT_BYTES = 40_000_000
MOST_FILES = 500

_OF_TEXT = (".csv", ".tsv", ".txt")
TEXT_SHEET = "Tệp văn bản"  # not the name of the file: it may be that of a person
HTML_SHEET = "Bảng"

_NUMBERS = re.compile(r"(\d+)")
_HTML = re.compile(r"<(?:!doctype\s+html|html|table|head|body|meta|style|div)[\s>]", re.IGNORECASE)
_OLD_TEXT = re.compile(r"ID;P|TABLE\r?\n0,1\r?\n", re.IGNORECASE)
_SPREADSHEET_2003 = "urn:schemas-microsoft-com:office:spreadsheet"


def read(path: Path) -> Workbook:
    """The workbook in a file, whose content tells what it is. Raises ImportRefused, which says what to do."""
    try:
        if path.is_dir():
            raise ImportRefused(refusals.FOLDER)
        if path.suffix.lower() not in ENDINGS:
            path.stat()
            raise ImportRefused(refusals.OTHER_KIND)
        if path.stat().st_size > MOST_BYTES:
            raise ImportRefused(refusals.TOO_LARGE)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise ImportRefused(refusals.MISSING) from error
    except (OSError, ValueError) as error:
        raise ImportRefused(refusals.LOCKED) from error
    if not content:
        raise ImportRefused(refusals.EMPTY)
    if content.startswith(compound.SIGNATURE):
        sheets = tuple(_sheets(content, compound.look_through(content)))
    elif content.startswith(b"PK"):
        sheets = tuple(_sheets(content, zipped.look_through(content)))
    else:
        sheets = (_text_sheet(content, path.suffix.lower()),)
    if not any(sheet.rows for sheet in sheets):
        raise ImportRefused(refusals.NO_ROWS)
    return Workbook(hashlib.sha256(content).hexdigest(), sheets)


def files_in(folder: Path) -> list[Path]:
    """The spreadsheets of a folder in the order people count; none of its subfolders, none that is hidden or open."""
    try:
        found = [
            path
            for path in folder.iterdir()
            if path.suffix.lower() in LISTED and not path.name.startswith((".", "~$")) and path.is_file()
        ]
    except OSError as error:
        raise ImportRefused(refusals.NO_FOLDER) from error
    if not found:
        raise ImportRefused(refusals.NO_FILES)
    if len(found) > MOST_FILES:
        raise ImportRefused(refusals.MANY_FILES)
    return sorted(found, key=_natural)


def _natural(path: Path) -> tuple[list[tuple[int, str]], str]:
    """«Tháng 2» before «Tháng 10»."""
    parts = _NUMBERS.split(path.name.casefold())
    return [(int(part), "") if at % 2 else (0, part) for at, part in enumerate(parts)], path.name


def _text_sheet(content: bytes, suffix: str) -> Sheet:
    """A table that is written as text, whatever the ending says: a web page, or cells with signs between."""
    if len(content) > MOST_TEXT_BYTES:
        raise ImportRefused(refusals.TOO_LARGE)
    text = decoding.decode(content)
    head = text[:4096].lstrip("\ufeff \t\r\n")
    if _OLD_TEXT.match(head) or _SPREADSHEET_2003 in head:
        raise ImportRefused(refusals.OLD_TEXT)
    if head[:13].casefold() == "mime-version:":
        raise ImportRefused(refusals.WEB_ARCHIVE)
    if _HTML.search(head) and head.startswith("<"):
        found = html_tables.read(text)
        if not found.tables:
            raise ImportRefused(refusals.NO_TABLE)
        merged.fill_down(found.rows, found.merged)
        return Sheet(HTML_SHEET, found.rows, merged=tuple(found.merged), errors=merged.blank_errors(found.rows))
    if head.startswith(("<", "%PDF", "{\\rtf")):
        raise ImportRefused(refusals.DAMAGED)
    rows = delimited.rows_of(text)
    # Many programs name their text files like workbooks; a text without cells is none of them.
    if suffix not in _OF_TEXT and not any(len(row) > 1 for row in rows):
        raise ImportRefused(refusals.DAMAGED)
    return Sheet(TEXT_SHEET, rows, errors=merged.blank_errors(rows))


def _sheets(content: bytes, seen: Seen) -> Iterator[Sheet]:
    try:
        room = MOST_CELLS
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for about in book.sheets_metadata:
                if about.typ is calamine.SheetTypeEnum.WorkSheet:
                    sheet = book.get_sheet_by_name(about.name)
                    rows, columns = (last + 1 for last in sheet.end or (-1, -1))
                    room -= rows * columns
                    if room < 0 or rows > MOST_ROWS or columns > MOST_COLUMNS:
                        raise ImportRefused(refusals.TOO_LARGE)
                    yield _sheet(about.name, sheet, seen)
    except calamine.PasswordError as error:
        raise ImportRefused(refusals.PASSWORD) from error
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError) as error:
        raise ImportRefused(refusals.DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of the reader, which has no name for it to import
            raise ImportRefused(refusals.DAMAGED) from error
        raise


def _rows(sheet: calamine.CalamineSheet) -> Iterator[list[Cell]]:
    """The rows from A1 on, one by one: read in one go, a long sheet would keep the interface waiting."""
    if sheet.end:
        left: list[Cell] = [""] * (sheet.start or (0, 0))[1]  # the reader leaves out what is blank to the left of all
        for row in sheet.iter_rows():
            yield [*left, *row] if left else row


def _sheet(name: str, sheet: calamine.CalamineSheet, seen: Seen) -> Sheet:
    rows = list(_rows(sheet))
    formulas = seen.formulas.get(name, frozenset())
    # The reader's sheet ends with the last value; rows of nothing but formulas may come after it.
    rows += [[] for _ in range(max((row for row, _ in formulas), default=0) - len(rows))]
    if seen.merged is not None:
        ranges = seen.merged.get(name, ())
    else:
        told = sorted(sheet.merged_cell_ranges or ())
        ranges = tuple((top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in told)
    merged.fill_down(rows, ranges)
    errors = merged.blank_errors(rows) | seen.errors.get(name, frozenset())
    return Sheet(name, rows, formulas, ranges, errors)
