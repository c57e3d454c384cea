"""Workbooks written part by part, as no program would write them: zips, sheets, and the old binary records."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def cell(place: str, text: object) -> str:
    """A cell with its text in it; numbers as numbers."""
    if isinstance(text, int | float):
        return f'<c r="{place}"><v>{text}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(*rows: Iterable[object], after: str = "", doctype: str = "") -> str:
    """A sheet of these rows."""
    inside = "".join(
        f'<row r="{number}">{"".join(cell(f"{chr(65 + at)}{number}", one) for at, one in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return sheet_of(inside, after, doctype)


def sheet_of(inside: str, after: str = "", doctype: str = "") -> str:
    return f'{HEADER}{doctype}<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData>{after}</worksheet>'


def strings(*texts: str, doctype: str = "") -> str:
    inside = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'{HEADER}{doctype}<sst xmlns="{MAIN}">{inside}</sst>'


def xlsx(
    path: Path,
    inside: str | bytes,
    *,
    shared: str | bytes | None = None,
    more: Mapping[str, str | bytes] | None = None,
    sheets: Iterable[tuple[str, str]] = (("Trang 1", "rId1"),),
) -> Path:
    """A workbook with one written sheet; `sheets` are the names and relations the workbook speaks of."""
    relations = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    if shared is not None:
        relations += f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="{relation}"/>'
        for number, (name, relation) in enumerate(sheets, 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEADER}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEADER}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        "</Relationships>",
        SHEET: inside,
    }
    if shared is not None:
        parts[STRINGS] = shared
    return zipped(path, parts | dict(more or {}))


def ods(path: Path, table: str, *, doctype: str = "", more: Mapping[str, str | bytes] | None = None) -> Path:
    """An OpenDocument spreadsheet with these tables."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f"{HEADER}{doctype}<office:document-content {spaces}><office:body><office:spreadsheet>{table}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'{HEADER}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped(path, parts | dict(more or {}))


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
        for name, content in parts.items():
            about = zipfile.ZipInfo(name, (2023, 8, 5, 8, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(about, content)
    return path


def repeated(piece: bytes, times: int) -> bytes:
    """The deflated form of a piece said many times over, made without saying it."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packing.compress(piece) + packing.flush(zlib.Z_FULL_FLUSH)
    return once * times + zlib.compressobj(9, zlib.DEFLATED, -15).flush()


def raw_part(path: Path, name: str, packed: bytes, *, size: int, checksum: int) -> Path:
    """Put a packed part into a zip with the size and checksum it claims, in place of the one of that name."""
    with zipfile.ZipFile(path) as source:
        parts = {part.filename: source.read(part) for part in source.infolist() if part.filename != name}
    zipped(path, parts)
    content = path.read_bytes()
    end = content.rfind(b"PK\x05\x06")
    count, length, begin = struct.unpack("<10xHII", content[end : end + 20])
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0x4000, 0x5705, checksum, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + head + name.encode() + packed
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, begin) + name.encode()
    directory = content[begin:end] + entry
    closing = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + 1, count + 1, len(directory), 0, 0)
    closing = closing[:16] + struct.pack("<I", begin + len(local)) + closing[20:]
    path.write_bytes(content[:begin] + local + directory + closing)
    assert length == end - begin
    return path


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def biff(*sheets: bytes, texts: Iterable[str] = ()) -> bytes:
    """The stream of an old workbook: shared texts, then each sheet's records."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6))
    packed = [struct.pack("<HB", len(text), 0) + text.encode("latin-1") for text in texts]
    shared = record(0xFC, struct.pack("<II", len(packed), len(packed)) + b"".join(packed))
    names = [f"T{number}".encode() for number in range(1, len(sheets) + 1)]
    at = len(begin) + len(shared) + sum(len(record(0x85, bytes(8) + name)) for name in names) + 4
    listed = b""
    for name, inside in zip(names, sheets, strict=True):
        listed += record(0x85, struct.pack("<IHBB", at, 0, len(name), 0) + name)
        at += len(begin) + len(inside) + 4
    begin_sheet = begin[:6] + struct.pack("<H", 16) + begin[8:]
    return begin + listed + shared + record(0x0A) + b"".join(begin_sheet + one + record(0x0A) for one in sheets)


def compound(path: Path, stream: bytes, *, name: str = "Workbook", loops: bool = False) -> Path:
    """The container of old workbooks with one stream; with `loops` its sectors lead back to the first."""
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    tables = -(-(count + 1) // 127)
    follows = [table] * tables + [end] + [tables + 2 + number for number in range(count - 1)]
    follows += [tables + 1 if loops else end]
    follows += [free] * (tables * 128 - len(follows))

    def entry(title: str, kind: int, child: int, first: int, size: int) -> bytes:
        text = f"{title}\0".encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII16sIQQIQ", text, len(text), kind, 1, free, free, child, bytes(16), 0, 0, 0, first, size
        )

    head = struct.pack(
        "<8s16sHHHHH6s9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6),
        0, tables, tables, 0, 4096, end, 0, end, 0,
    )  # fmt: skip
    places = struct.pack("<109I", *[*range(tables), *[free] * (109 - tables)])
    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, tables + 1, len(stream)) + bytes(256)
    path.write_bytes(head + places + struct.pack(f"<{len(follows)}I", *follows) + directory + stream)
    return path
