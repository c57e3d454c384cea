"""The fonts that the cells of a workbook are set in: they tell in which encoding old text was typed.

Only the beginning of each sheet is looked at, read as a stream. A document type is refused before anything it could
define is used, so no entity is ever expanded. What cannot be read has no fonts, and is no fault.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from types import MappingProxyType
from typing import Any
from xml.parsers import expat

TOP_ROWS = 20  # titles and headings: each cell by itself
LOOKED_AT = 500  # rows of a sheet
MOST_BYTES = 32 << 20  # of one part, unpacked
MOST_XLS_BYTES = 20 << 20  # the reader of .xls knows no beginning, it reads a sheet whole

_PIECE = 1 << 16
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_TYPES = frozenset(("s", "str", "inlineStr"))
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

Start = Callable[[str, dict[str, str]], bool | None]  # of an element; True where enough was seen


@dataclass(frozen=True)
class SheetFonts:
    """Of one sheet: the font of most text cells of a column (from 0), and of each text cell of the first rows (from 1).

    A column's font is that of its data; where it has text in the first rows alone, that of the lowest one there.
    """

    columns: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    top: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))


NO_FONTS = SheetFonts()


class _NotReadError(Exception):
    """The fonts of this file cannot be told."""


def of_workbook(path: Path) -> Mapping[str, SheetFonts]:
    """The fonts of each sheet by its name, of .xlsx, .xlsm and .xls; empty where they cannot be told."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
        if head == _COMPOUND_FILE:
            return dict(_of_xls(path))
        return dict(_of_xlsx(path)) if head[:2] == b"PK" else {}
    except (_NotReadError, OSError, zipfile.BadZipFile, zlib.error, expat.ExpatError):
        return {}
    except (ValueError, LookupError, EOFError, NotImplementedError, RuntimeError):  # a damaged or hostile archive
        return {}


class _Tally:
    """Counts the fonts of a sheet cell by cell."""

    def __init__(self) -> None:
        self._top: dict[tuple[int, int], str] = {}
        self._below: dict[int, Counter[str]] = {}

    def add(self, row: int, column: int, font: str) -> None:
        """Take a text cell: `row` from 1, `column` from 0."""
        if row <= TOP_ROWS:
            self._top[row, column] = font
        else:
            self._below.setdefault(column, Counter())[font] += 1

    def fonts(self) -> SheetFonts:
        """What was counted."""
        lowest = {column: font for (_, column), font in sorted(self._top.items())}
        most = {column: found.most_common(1)[0][0] for column, found in self._below.items()}
        return SheetFonts(lowest | most, self._top)


def _of_xlsx(path: Path) -> Iterator[tuple[str, SheetFonts]]:
    with zipfile.ZipFile(path) as packed:
        names = frozenset(packed.namelist())
        if "xl/workbook.xml" not in names or "xl/styles.xml" not in names:
            return
        fonts = _fonts_of_formats(packed)
        for name, part in _sheet_parts(packed):
            if part in names:
                yield name, _fonts_of_sheet(packed, part, fonts)


def _fonts_of_formats(packed: zipfile.ZipFile) -> list[str]:
    """The name of the font for each number in the attribute `s` of a cell."""
    names: list[str] = []
    formats: list[int] = []
    within = ""

    def start(tag: str, about: dict[str, str]) -> None:
        nonlocal within
        if tag in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            within = tag
        elif tag == "font" and within == "fonts":
            names.append("")
        elif tag == "name" and within == "fonts" and names:
            names[-1] = about.get("val", "")
        elif tag == "xf" and within == "cellXfs":
            formats.append(int(about.get("fontId", 0)))

    _read_part(packed, "xl/styles.xml", start)
    return [names[at] if 0 <= at < len(names) else "" for at in formats]


def _sheet_parts(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the part of the archive it lies in."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(tag: str, about: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[about.get("Id", "")] = about.get("Target", "")

    def sheet(tag: str, about: dict[str, str]) -> None:
        if tag == "sheet":
            sheets.append((about.get("name", ""), about.get("id", "")))

    _read_part(packed, "xl/_rels/workbook.xml.rels", relation)
    _read_part(packed, "xl/workbook.xml", sheet)
    for name, known_as in sheets:
        target = targets.get(known_as, "")
        yield name, normpath(target.lstrip("/") if target.startswith("/") else join("xl", target))


def _fonts_of_sheet(packed: zipfile.ZipFile, part: str, fonts: list[str]) -> SheetFonts:
    tally, rows = _Tally(), 0

    def start(tag: str, about: dict[str, str]) -> bool:
        nonlocal rows
        rows += tag == "row"
        if rows > LOOKED_AT:
            return True
        if tag == "c" and about.get("t") in _TEXT_TYPES and (place := _PLACE.fullmatch(about.get("r", ""))):
            at = int(about.get("s", 0))
            if at < len(fonts) and fonts[at]:
                tally.add(int(place[2]), _column(place[1]), fonts[at])
        return False

    _read_part(packed, part, start, whole=False)
    return tally.fonts()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def _read_part(packed: zipfile.ZipFile, part: str, start: Start, *, whole: bool = True) -> None:
    """Tell `start` of every element of a part, names and attributes without their namespaces, until it has enough.

    Raises _NotReadError at a document type, and where a part that is needed whole is too large.
    """
    enough = False

    def element(tag: str, about: dict[str, str]) -> None:
        nonlocal enough
        if enough:
            return
        plain = {name.rpartition(" ")[2]: value for name, value in about.items()}
        enough = bool(start(tag.rpartition(" ")[2], plain))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = _refuse
    left = MOST_BYTES
    with packed.open(part) as content:
        while not enough and left > 0 and (piece := content.read(_PIECE)):
            parser.Parse(piece)
            left -= len(piece)
    if whole and left <= 0:
        raise _NotReadError


def _refuse(*_: object) -> None:
    raise _NotReadError


def _of_xls(path: Path) -> Iterator[tuple[str, SheetFonts]]:
    if path.stat().st_size > MOST_XLS_BYTES:
        return
    import xlrd

    try:
        with xlrd.open_workbook(str(path), logfile=io.StringIO(), formatting_info=True, on_demand=True) as book:
            for at, name in enumerate(book.sheet_names()):
                yield name, _fonts_of_old_sheet(book, at)
                book.unload_sheet(at)
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, ArithmeticError) as error:
        raise _NotReadError from error
    except (AssertionError, TypeError, AttributeError) as error:  # how it meets a damaged file
        raise _NotReadError from error


def _fonts_of_old_sheet(book: Any, at: int) -> SheetFonts:
    import xlrd

    sheet, tally = book.sheet_by_index(at), _Tally()
    for row in range(min(sheet.nrows, LOOKED_AT)):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == xlrd.XL_CELL_TEXT:
                font = book.xf_list[sheet.cell_xf_index(row, column)].font_index
                tally.add(row + 1, column, book.font_list[font].name)
    return tally.fonts()
