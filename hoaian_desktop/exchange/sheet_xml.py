"""How large a sheet of an .xlsx unfolds, and where formulas have no value, seen in the XML alone.

The cells of Excel, LibreOffice and the usual libraries are all written alike and are counted with a few regular
expressions. Whatever is written in another way is parsed, which is right for everything and takes four times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.parsers import expat

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange.merged import MOST_MERGES
from hoaian_desktop.exchange.refusals import DAMAGED, TOO_LARGE, UNSAFE
from hoaian_desktop.exchange.sheets import MOST_CELLS, MOST_COLUMNS, MOST_MARKED, MOST_ROWS, Place

Pieces = Callable[[], Iterator[bytes]]  # the part from its beginning, never cut within a tag

_BLANKS = bytes.maketrans(b"\t\r\n", b"   ")
_CAPITALS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = b"0123456789"
_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet[ >]")
_BARE = re.compile(rb"(?:</(?:[\w.-]+:)?f>|<(?:[\w.-]+:)?f\b[^>]*/>) *(?:<(?:[\w.-]+:)?v> *</|<(?:[\w.-]+:)?v ?/>|</)")
_STRING_END = re.compile(rb"</(?:[\w.-]+:)?si *>|<(?:[\w.-]+:)?si */>")
_SHOWN = re.compile(rb' t="s"[^>]*> *<(?:[\w.-]+:)?v> *([0-9]{1,9})')
_SOMEWHERE = frozenset({(0, 0)})
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Measured:
    """What one part holds: room for cells, bytes of text in it, texts it shows from elsewhere, texts it lends."""

    rows: int = 0
    columns: int = 0
    cells: int = 0  # written cells, blank ones too
    text: int = 0
    shows: int = 0
    longest: int = 0  # of the texts it lends; 0 if it lends none
    bare: frozenset[Place] = frozenset()
    errors: frozenset[Place] = frozenset()  # cells that show #N/A and the like
    is_usual: bool = True  # written as the regular expressions expect

    @property
    def area(self) -> int:
        """The cells for which the reader makes room."""
        return self.rows * self.columns

    @property
    def is_too_large(self) -> bool:
        """Whether the sheet goes beyond what is taken in."""
        return self.rows > MOST_ROWS or self.columns > MOST_COLUMNS or self.area > MOST_CELLS


def measure(pieces: Pieces) -> Measured:
    """Measure one part. Raises ImportRefused for declarations no workbook has, and for a sheet that is too large."""
    quick = _quickly(pieces())
    if quick is not None and not (quick.is_too_large or quick.bare or quick.errors):
        return quick
    exact = _exactly(pieces())
    exact.is_usual = quick is not None
    if exact.is_too_large:
        raise ImportRefused(TOO_LARGE)
    return exact


def lent(pieces: Iterator[bytes]) -> list[int]:
    """The length of each shared text in bytes, not less than it takes up."""
    lengths, open_ = [], 0
    for piece in pieces:
        *closed, rest = _STRING_END.split(piece)
        for text in closed:
            lengths.append(open_ + len(text))
            open_ = 0
        open_ += len(rest)
    return lengths


def shown(pieces: Iterator[bytes], lengths: list[int]) -> int:
    """How many bytes the shared texts take up in a sheet, each once for each of its cells."""
    most = len(lengths)
    return sum(
        lengths[number] for piece in pieces for at in _SHOWN.findall(piece) if (number := int(at)) < most
    )  # fmt: skip


def _quickly(pieces: Iterator[bytes]) -> Measured | None:
    """The measure of a part whose cells are all written in the usual way; None for any other.

    Too large is perhaps: a cell written `<c …></c>` counts although it is blank.
    """
    found = Measured()
    prefix = b""
    filled, blank = _cells(prefix)
    merges = lent = 0
    columns: set[bytes] = set()
    for number, raw in enumerate(pieces):
        piece = raw.translate(_BLANKS)
        if b"<!" in piece and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):
            raise ImportRefused(UNSAFE)
        if number == 0 and (root := _ROOT.search(piece)):
            prefix = root[1] or b""
            filled, blank = _cells(prefix)
        if b"si" in piece and (b"<si" in piece or b":si" in piece):
            *closed, rest = _STRING_END.split(piece)
            for text in closed:
                found.longest = max(found.longest, lent + len(text))
                lent = 0
            lent += len(rest)
        merges += piece.count(b"mergeCell ")
        if merges > MOST_MERGES:
            raise ImportRefused(TOO_LARGE)
        opened = piece.count(b"<c ") + piece.count(b":c ")
        if _is_odd(piece, prefix):
            return None
        if not opened:
            continue
        cells = filled.findall(piece)
        if len(cells) != opened and len(cells) + len(blank.findall(piece)) != opened:
            return None
        found.cells += opened
        if cells:
            joined = b" ".join(cells)
            found.rows = max(found.rows, *map(int, set(joined.translate(None, _CAPITALS).split())))
            columns.update(joined.translate(None, _DIGITS).split())
        found.shows += piece.count(b' t="s"')
        if b'tr"' in piece:  # "str", "inlineStr": the text stands in the cell
            found.text += len(piece)
        # There are some; where, the parser tells.
        if b"f>" in piece and _BARE.search(piece):
            found.bare = _SOMEWHERE
        if b' t="e"' in piece:
            found.errors = _SOMEWHERE
    found.columns = max((_column(name.decode()) + 1 for name in columns), default=0)
    return found


def _is_odd(piece: bytes, prefix: bytes) -> bool:
    """Whether there may be cells without any attribute, or of another namespace than the sheet."""
    closing = piece.count(b"</" + prefix + b":c>") if prefix else 0
    return b"<c>" in piece or b"<c/" in piece or b":c/" in piece or piece.count(b":c>") != closing


@cache
def _cells(prefix: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """A filled and a blank cell as usually written, the place first."""
    name = re.escape(prefix + b":c" if prefix else b"c")
    return (
        re.compile(rb'<%b r="([A-Z]{1,3}[0-9]{1,7})"[^/>]*>' % name),
        re.compile(rb'<%b r="[A-Z]{1,3}[0-9]{1,7}"[^/>]*/>' % name),
    )


def _exactly(pieces: Iterator[bytes]) -> Measured:
    """The measure of any part, parsed."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ImportRefused(DAMAGED) from error
    reader.found.bare, reader.found.errors = frozenset(reader.bare), frozenset(reader.errors)
    return reader.found


class _Reader:
    """Cells as the parser meets them: a cell without a reference stands to the right of the one before."""

    def __init__(self) -> None:
        self.found = Measured()
        self.bare: set[Place] = set()
        self.errors: set[Place] = set()
        self._row, self._column = 0, -1
        self._in_cell = self._in_value = self._in_formula = False
        self._formula = self._filled = False
        self._lent = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._cell(attributes)
        elif self._in_cell and local in ("v", "t"):
            self._in_value = True
        elif self._in_cell and local == "f":
            self._formula = self._in_formula = True
        elif local == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 9 else self._row + 1
            self._column = -1
        elif local == "si":
            self._lent = 0

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._in_cell = False
            if self._filled:
                self.found.rows = max(self.found.rows, self._row)
                self.found.columns = max(self.found.columns, self._column + 1)
            elif self._formula:
                self.bare.add((self._row, self._column))
            if len(self.bare) + len(self.errors) > MOST_MARKED:
                raise ImportRefused(TOO_LARGE)
        elif local in ("v", "t", "f"):
            self._in_value = self._in_formula = False
        elif local == "si":
            self.found.longest = max(self.found.longest, self._lent, 1)
            self._lent = -1

    def text(self, text: str) -> None:
        if self._in_value:
            self._filled = True
            self.found.text += 2 * len(text)
        elif self._lent >= 0:
            self._lent += 2 * len(text)

    def doctype(self, *_: Any) -> None:
        raise ImportRefused(UNSAFE)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.found.cells += 1
        self._in_cell, self._formula, self._filled = True, False, False
        self.found.shows += attributes.get("t") == "s"
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        if reference:
            self._row, self._column = int(reference[2]), _column(reference[1])
        elif "r" in attributes:
            raise ImportRefused(DAMAGED)
        else:
            self._column += 1
        if attributes.get("t") == "e":
            self.errors.add((self._row, self._column))


def _column(name: str) -> int:
    """The column of its letters, counted from 0."""
    index = 0
    for letter in name:
        index = index * 26 + ord(letter) - 64
    return index - 1
