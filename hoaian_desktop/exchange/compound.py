"""Old workbooks (.xls) and locked ones in the container both live in, looked through before the reader opens them.

The reader follows any chain of sectors, even one that bites its tail, and makes room for what a sheet says of itself.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange import shared_strings
from hoaian_desktop.exchange.merged import MOST_MERGES
from hoaian_desktop.exchange.refusals import DAMAGED, PASSWORD, TOO_LARGE
from hoaian_desktop.exchange.sheets import MOST_CELLS, MOST_COLUMNS, MOST_MARKED, MOST_ROWS, Place, Seen

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MOST_TEXT = 30_000_000  # signs in all cells together
MOST_RECORDS = 4_000_000
MOST_SHEETS = 500

_LAST_SECTOR = 0xFFFFFFFA  # numbers above are marks
_END = 0xFFFFFFFE
_HEAD = struct.Struct("<8s16xHHHHH6xIIIIIIIII")
_ENTRY = struct.Struct("<64sHBB4x4x4x16x4x8x8xIQ")
_SMALL = 4096  # streams below it lie in the small sectors

_LONGEST = 0xFFFF  # signs of a text
_NESTED = 3  # a chart within a sheet

# Records of the workbook stream.
_BOF, _EOF, _FILEPASS, _DIMENSIONS, _SST, _CONTINUE, _LABELSST = 0x0809, 0x0A, 0x2F, 0x0200, 0xFC, 0x3C, 0xFD
_MULRK, _MERGES, _BOUNDSHEET = 0xBD, 0xE5, 0x85
_CELLS = frozenset({0x0006, 0x0206, 0x0406, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, _LABELSST})
_FORMULAS, _BOOL_OR_ERROR = frozenset({0x0006, 0x0206, 0x0406}), 0x0205
_STRINGS = frozenset({0x0207})  # what a formula came to, as text


def look_through(content: bytes) -> Seen:
    """Refuse what is damaged, locked or would fill the memory; otherwise tell what the reader will not."""
    try:
        container = _Container(content)
        names = container.names()
        if "encryptedpackage" in names:
            raise ImportRefused(PASSWORD)
        name = next((name for name in ("workbook", "book") if name in names), None)
        if name is None:
            raise ImportRefused(DAMAGED)
        return _walk(container.stream(name))
    except (struct.error, IndexError, ValueError) as error:
        raise ImportRefused(DAMAGED) from error


@dataclass(frozen=True)
class _Stream:
    first: int
    size: int


class _Container:
    """The sectors of a compound file; a chain that is not finite is damage."""

    def __init__(self, content: bytes) -> None:
        head = _HEAD.unpack_from(content)
        _, _, version, order, shift, small_shift, _, tables, directory, _, _, small, _, chain, _ = head
        if order != 0xFFFE or shift not in (9, 12) or small_shift != 6 or version not in (3, 4):
            raise ImportRefused(DAMAGED)
        self._content, self._size = content, 1 << shift
        self._sectors = max(0, -(-len(content) // self._size) - 1)
        self._next = self._table(chain, tables)
        self._streams = self._directory(directory)
        self._small_next = array("I", _whole(self._read(self._chain(small, self._next)) if small < _END else b""))
        root = self._root
        self._small = self._read(self._chain(root.first, self._next)) if root.size else b""

    def names(self) -> frozenset[str]:
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes:
        found = self._streams[name]
        if found.size >= _SMALL:
            return self._read(self._chain(found.first, self._next))[: found.size]
        chain = self._chain(found.first, self._small_next) if found.size else []
        return b"".join(self._small[at * 64 : at * 64 + 64] for at in chain)[: found.size]

    def _table(self, chain: int, count: int) -> array[int]:
        """Which sector follows which: its own sectors stand in the head, the rest in a chain from there."""
        listed = [*struct.unpack_from("<109I", self._content, 76)]
        seen = 0
        while chain < _LAST_SECTOR:
            seen += 1
            if seen > self._sectors:
                raise ImportRefused(DAMAGED)
            *more, chain = struct.unpack(f"<{self._size // 4}I", self._sector(chain))
            listed += more
        sectors = [number for number in listed if number < _LAST_SECTOR][:count]
        return array("I", _whole(self._read(sectors)))

    def _directory(self, first: int) -> dict[str, _Stream]:
        found: dict[str, _Stream] = {}
        self._root = _Stream(_END, 0)
        for name, length, kind, _, begin, size in _ENTRY.iter_unpack(self._read(self._chain(first, self._next))):
            text = name[: max(length - 2, 0)].decode("utf-16-le", "replace").casefold()
            if kind == 5:
                self._root = _Stream(begin, size & 0xFFFFFFFF)
            elif kind == 2:
                stream = _Stream(begin, size & 0xFFFFFFFF)
                found.setdefault(text, stream)
                if stream.size >= _SMALL:  # the reader may follow any of them
                    self._chain(begin, self._next)
        return found

    def _chain(self, first: int, follows: array[int]) -> list[int]:
        chain: list[int] = []
        while first < _LAST_SECTOR:
            chain.append(first)
            if len(chain) > len(follows):
                raise ImportRefused(DAMAGED)
            first = follows[first]
        return chain

    def _read(self, sectors: list[int]) -> bytes:
        return b"".join(map(self._sector, sectors))

    def _sector(self, number: int) -> bytes:
        if number >= self._sectors:
            raise ImportRefused(DAMAGED)
        begin = (number + 1) * self._size
        return self._content[begin : begin + self._size].ljust(self._size, b"\0")


def _whole(content: bytes) -> bytes:
    return content[: len(content) & ~3]


class _Extent:
    """The room one sheet takes up: what it says of itself, or what is in it. `errors` are the cells that show one."""

    def __init__(self) -> None:
        self.errors: set[Place] = set()
        self.said = self.rows = self.columns = 0

    @property
    def area(self) -> int:
        return max(self.said, self.rows * self.columns)


def _walk(stream: bytes) -> Seen:
    """Go through the records and add up for what the reader will make room.

    A sheet is read from its beginning to the next end, so what is nested counts for the outer one too.
    """
    open_: list[_Extent] = []
    begins: dict[int, _Extent] = {}
    sheets: dict[int, str] = {}
    cells = merges = strings = 0
    shown: list[int] = []
    texts: list[bytes] = []
    last = 0
    for number, (at, kind, data) in enumerate(_records(stream)):
        if number > MOST_RECORDS:
            raise ImportRefused(TOO_LARGE)
        if open_ and (kind in _CELLS or kind == _MULRK):
            row, column = struct.unpack_from("<HH", data)
            width = 1 if kind in _CELLS else (len(data) - 6) // 6
            for extent in open_:
                extent.rows, extent.columns = max(extent.rows, row + 1), max(extent.columns, column + width)
            if _is_error(kind, data):
                open_[0].errors.add((row + 1, column))
            if kind == _LABELSST:
                shown.append(*struct.unpack_from("<I", data, 6))
        elif kind == _BOF:
            open_.append(begins.setdefault(at, _Extent()))
            if len(open_) > _NESTED:
                raise ImportRefused(DAMAGED)
        elif kind == _EOF and open_:
            cells += _settled(open_.pop())
        elif kind == _DIMENSIONS and open_:
            open_[-1].said = _said(data)
        elif kind == _SST or (kind == _CONTINUE and last == _SST):
            texts.append(data)
            kind = _SST
        elif kind == _MERGES:
            merges += len(data) // 8
        elif kind == _BOUNDSHEET:
            (begin,) = struct.unpack_from("<I", data)
            if begin in sheets:  # one sheet under two names would be read twice
                raise ImportRefused(DAMAGED)
            sheets[begin] = _sheet_name(data)
        elif kind == _FILEPASS:
            raise ImportRefused(PASSWORD)
        elif kind in _STRINGS:
            strings += len(data)
        last = kind
    cells += sum(map(_settled, open_))
    if cells > MOST_CELLS or merges > MOST_MERGES or len(sheets) > MOST_SHEETS or strings > MOST_TEXT:
        raise ImportRefused(TOO_LARGE)
    if not begins.keys() >= sheets.keys():
        raise ImportRefused(DAMAGED)
    if len(shown) * min(sum(map(len, texts)), _LONGEST) > MOST_TEXT:
        lengths = shared_strings.lengths(texts)
        if sum(lengths[number] for number in shown if number < len(lengths)) > MOST_TEXT:
            raise ImportRefused(TOO_LARGE)
    errors = {name: frozenset(begins[begin].errors) for begin, name in sheets.items()}
    if sum(map(len, errors.values())) > MOST_MARKED:
        raise ImportRefused(TOO_LARGE)
    return Seen(errors=errors)


def _is_error(kind: int, data: bytes) -> bool:
    """Whether a cell, or what its formula came to, is an error."""
    if kind in _FORMULAS:
        return data[6:7] == b"\x02" and data[12:14] == b"\xff\xff"
    return kind == _BOOL_OR_ERROR and data[7:8] == b"\x01"


def _sheet_name(data: bytes) -> str:
    is_wide = data[7:8] == b"\x01"
    return data[8 : 8 + (data[6] << is_wide)].decode("utf-16-le" if is_wide else "latin-1", "replace")


def _settled(extent: _Extent) -> int:
    if extent.rows > MOST_ROWS or extent.columns > MOST_COLUMNS or extent.area > MOST_CELLS:
        raise ImportRefused(TOO_LARGE)
    return extent.area


def _said(data: bytes) -> int:
    """The cells between the first and the last as DIMENSIONS gives them, in the longer or the shorter form."""
    first, last, left, right = struct.unpack_from("<IIHH" if len(data) >= 14 else "<HHHH", data)
    return int(max(last - first, 0) * max(right - left, 0))


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The place, kind and content of each record."""
    at, head = 0, struct.Struct("<HH")
    while at + 4 <= len(stream):
        kind, size = head.unpack_from(stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
