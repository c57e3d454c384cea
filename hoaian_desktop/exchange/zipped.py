"""Zipped workbooks (.xlsx, .xlsm, .ods) looked through before the reader unpacks them.

The reader takes what it is given: it makes room for everything between A1 and the last cell, and copies a shared text
into every cell that shows it. So each part is unpacked here first, piece by piece, and measured.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from functools import partial
from xml.parsers import expat

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange import open_document, sheet_xml
from hoaian_desktop.exchange.refusals import BINARY, DAMAGED, LONG_CELL, PASSWORD, TOO_LARGE
from hoaian_desktop.exchange.sheets import MOST_CELLS, Seen

MOST_PARTS = 5_000
MOST_SHEETS = 500
MOST_UNPACKED = 600_000_000  # pictures too
MOST_OF_A_SHEET = 250_000_000
MOST_OF_ANOTHER = 64_000_000  # shared texts, styles
MOST_TEXT = 200_000_000  # bytes in all cells together, a shared text once for each of its cells

_DENSE, _DENSE_FROM = 250, 30_000_000  # a large part of a real workbook packs to a fiftieth at best
_PIECE = 1 << 20
_LONGEST_TAG = 4 << 20  # of a tag with the text after it
_LOCAL = struct.Struct("<4s22xHH")
_BLANK = b"\xef\xbb\xbf \t\r\n"


def look_through(content: bytes) -> Seen:
    """Refuse what is damaged, locked or would fill the memory; otherwise tell what the reader will not."""
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise ImportRefused(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
        named = {part.filename.replace("\\", "/").casefold(): part for part in parts}
        if len(named) < len(parts):
            raise ImportRefused(DAMAGED)
        if "xl/workbook.bin" in named:
            raise ImportRefused(BINARY)
        if any(part.flag_bits & 1 for part in parts):
            raise ImportRefused(PASSWORD)
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise ImportRefused(TOO_LARGE)
        if "content.xml" in named:
            return _open_document(content, named)
        return _office(content, named)
    except (zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, LookupError, ValueError) as error:
        raise ImportRefused(DAMAGED) from error
    except (NotImplementedError, EOFError) as error:
        raise ImportRefused(DAMAGED) from error


def _open_document(content: bytes, named: dict[str, zipfile.ZipInfo]) -> Seen:
    manifest = named.get("meta-inf/manifest.xml")
    if manifest and any(b"encryption-data" in piece for piece in _whole_tags(content, manifest)):
        raise ImportRefused(PASSWORD)
    for name, part in named.items():
        if name != "content.xml":
            deque(_unpacked(content, part), maxlen=0)  # for its checksum
    return open_document.look_through(_whole_tags(content, named["content.xml"]))


def _office(content: bytes, named: dict[str, zipfile.ZipInfo]) -> Seen:
    measured: dict[str, sheet_xml.Measured] = {}
    for name, part in named.items():
        one = measured[name] = sheet_xml.measure(partial(_whole_tags, content, part))
        if part.file_size > (MOST_OF_A_SHEET if one.cells else MOST_OF_ANOTHER):
            raise ImportRefused(TOO_LARGE)
        if sum(each.area for each in measured.values()) > MOST_CELLS:
            raise ImportRefused(TOO_LARGE)
    lenders = [named[name] for name, one in measured.items() if one.longest]
    if len(lenders) > 1:
        raise ImportRefused(DAMAGED)
    own = sum(one.text for one in measured.values())
    longest = max((one.longest for one in measured.values()), default=0)
    lent = longest * sum(one.shows for one in measured.values())
    if lent > MOST_TEXT:  # not so much if the longest text is a rare one
        lengths = sheet_xml.lent(_whole_tags(content, lenders[0]))
        lent = sum(
            sheet_xml.shown(_whole_tags(content, named[name]), lengths) if one.is_usual else longest * one.shows
            for name, one in measured.items()
            if one.shows
        )
    if own + lent > MOST_TEXT:
        raise ImportRefused(TOO_LARGE)
    sheets = {sheet: measured[part] for sheet, part in _sheet_parts(content, named).items() if part in measured}
    return Seen(
        {sheet: one.bare for sheet, one in sheets.items() if one.bare},
        {sheet: one.errors for sheet, one in sheets.items() if one.errors},
    )


def _sheet_parts(content: bytes, named: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """The part of each sheet, both by their names. One part for two sheets would be read twice: no program does so."""
    office = "xl/workbook.xml"
    for relation in _elements(content, named["_rels/.rels"], "Relationship"):
        if relation.get("Type", "").endswith("/officeDocument"):
            office = relation["Target"].lstrip("/")
    folder, name = posixpath.split(office)
    relations = named[f"{folder}/_rels/{name}.rels".lstrip("/").casefold()]
    targets = {
        relation["Id"]: posixpath.normpath(posixpath.join("/", folder, relation["Target"])).lstrip("/").casefold()
        for relation in _elements(content, relations, "Relationship")
    }
    sheets = [
        (sheet["name"], targets.get(next((value for key, value in sheet.items() if key.endswith(":id")), ""), ""))
        for sheet in _elements(content, named[office.casefold()], "sheet")
    ]
    if len(sheets) > MOST_SHEETS:
        raise ImportRefused(TOO_LARGE)
    parts = [part for _, part in sheets if part]
    if len(set(parts)) < len(parts) or len({sheet for sheet, _ in sheets}) < len(sheets):
        raise ImportRefused(DAMAGED)
    return dict(sheets)


def _elements(content: bytes, part: zipfile.ZipInfo, wanted: str) -> list[dict[str, str]]:
    """The attributes of all elements of a name in a small part."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    for piece in _whole_tags(content, part):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return found


def _whole_tags(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in pieces that never end within a tag, or within the text after it."""
    rest, is_xml = b"", None
    for piece in _unpacked(content, part):
        if is_xml is None:
            is_xml = piece.lstrip(_BLANK)[:1] == b"<"
        if not is_xml:
            if b"sheetData" in piece or b"<si>" in piece:
                raise ImportRefused(DAMAGED)
            yield piece
            continue
        cut = piece.rfind(b"<")
        if cut < 0:
            rest += piece
        else:
            yield rest + piece[:cut]
            rest = piece[cut:]
        if len(rest) > _LONGEST_TAG:
            raise ImportRefused(LONG_CELL)
    yield rest


def _unpacked(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in pieces, to its very end: what it says of its own size is not believed, and its checksum is proved."""
    signature, name, extra = _LOCAL.unpack_from(content, part.header_offset)
    begin = part.header_offset + _LOCAL.size + name + extra
    packed = memoryview(content)[begin : begin + part.compress_size]
    dense = part.file_size > _DENSE_FROM and part.file_size > _DENSE * max(part.compress_size, 1)
    if signature != b"PK\x03\x04" or len(packed) < part.compress_size or part.compress_type not in (0, 8):
        raise ImportRefused(DAMAGED)
    if dense:
        raise ImportRefused(TOO_LARGE)
    size = checksum = 0
    for piece in _inflated(packed) if part.compress_type else _sliced(packed):
        size += len(piece)
        if size > part.file_size:
            raise ImportRefused(DAMAGED)
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if size != part.file_size or checksum != part.CRC:
        raise ImportRefused(DAMAGED)


def _sliced(packed: memoryview) -> Iterator[bytes]:
    return (bytes(packed[at : at + _PIECE]) for at in range(0, len(packed), _PIECE))


def _inflated(packed: memoryview) -> Iterator[bytes]:
    inflating = zlib.decompressobj(-15)
    for at in range(0, len(packed), _PIECE):
        given: bytes | memoryview = packed[at : at + _PIECE]
        while given and not inflating.eof:
            if piece := inflating.decompress(given, _PIECE):
                yield piece
            given = inflating.unconsumed_tail
    while not inflating.eof and (piece := inflating.decompress(b"", _PIECE)):
        yield piece
    if not inflating.eof or inflating.unused_data:
        raise ImportRefused(DAMAGED)
