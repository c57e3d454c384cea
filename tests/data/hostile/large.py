"""Files that are small on disk and large once opened, or large at all: made where a test wants them."""

from __future__ import annotations

import zlib
from pathlib import Path

from tests.data.hostile.make import ROWS, SHOWS
from tests.data.hostile.office import MAIN, SHEET, STRINGS, cell, raw_part, repeated, sheet, sheet_of, strings, xlsx

_MEGABYTE = 1 << 20


def _checksum(piece: bytes, times: int) -> int:
    total = 0
    for _ in range(times):
        total = zlib.crc32(piece, total)
    return total


def _bomb(path: Path, name: str, piece: bytes, times: int, *, size: int | None = None) -> None:
    """A workbook in which the part of that name is a piece said many times over."""
    total = len(piece) * times
    checksum = zlib.crc32(piece) if size else _checksum(piece, times)
    raw_part(path, name, repeated(piece, times), size=size or total, checksum=checksum)


def make(folder: Path) -> None:
    """All of them, in a second or two."""
    blank = bytes(_MEGABYTE)
    _bomb(xlsx(folder / "bom-zip.xlsx", sheet(*ROWS)), "xl/media/anh.bin", blank, 700)
    _bomb(xlsx(folder / "bom-xml-200-mb.xlsx", sheet(*ROWS)), SHEET, b" " * _MEGABYTE, 200)
    piece = b"<si/>" * 200_000
    _bomb(xlsx(folder / "trieu-chuoi.xlsx", sheet_of(SHOWS), shared=strings("x")), STRINGS, piece, 60)
    thousand = "".join(f'<row r="@{n:03}" s="1" customFormat="1"><c r="A@{n:03}" s="1"/></row>' for n in range(1_000))
    last = thousand[: thousand.index('<row r="@577"')]  # the last row of a sheet is 1,048,576
    empty = "".join(thousand.replace("@", str(n)) for n in range(1, 1_048)) + last.replace("@", "1048")
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", "gạo")}{cell(f"B{n}", n)}</row>' for n in (1, 2))
    xlsx(folder / "trieu-dong-trong.xlsx", sheet_of(rows + empty))
    xlsx(folder / "o-10-mb.xlsx", sheet(["x" * 10_000_000, 1]))
    xlsx(folder / "o-10-mb-chuoi.xlsx", sheet_of(SHOWS), shared=strings("x" * 10_000_000))
    (folder / "o-10-mb.csv").write_text("a," + "x" * 10_000_000 + "\nb,c\n", encoding="utf-8")
    (folder / "o-10-mb.xls").write_text("<table><tr><td>" + "x" * 10_000_000 + "</table>", encoding="utf-8")
    shows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 30_001))
    xlsx(folder / "chuoi-lap.xlsx", sheet_of(shows), shared=strings("x" * 30_000))
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 100_100))
    xlsx(folder / "tram-nghin-o-gop.xlsx", sheet(*ROWS, after=f"<mergeCells>{merges}</mergeCells>"))
    over = '<mergeCell ref="A1:A200000"/>' * 5_000
    last = '<row r="200000"><c r="A200000"><v>1</v></c></row>'
    top = f'<row r="1">{cell("A1", 1)}</row>'
    xlsx(folder / "o-gop-chong.xlsx", sheet_of(top + last, after=f"<mergeCells>{over}</mergeCells>"))
    listed = [(f"Trang {n}", f"rId{n + 10}") for n in range(20_000)]
    xlsx(folder / "van-trang.xlsx", sheet(*ROWS), sheets=listed)
    parts = {f"xl/media/{n}.png": b"" for n in range(6_000)}
    xlsx(folder / "van-phan.xlsx", sheet(*ROWS), more=parts)
    unnamed = "<row>" + "<c><v>1</v></c>" * 30 + "</row>"
    xlsx(folder / "o-khong-ten.xlsx", sheet_of(unnamed * 3_000))
    cells = "".join(f"<x:c r='A{n}'><x:v>1</x:v></x:c>" for n in range(1, 20_000))
    inside = f"<x:sheetData><x:row>{cells}</x:row></x:sheetData>"
    xlsx(folder / "nhay-don-tien-to.xlsx", f"<x:worksheet xmlns:x='{MAIN}'>{inside}</x:worksheet>")
    (folder / "trieu-dong-trong.csv").write_text("gạo,12\n" + ",\n" * 300_000, encoding="utf-8")
    (folder / "dau-phay.csv").write_text("a" + "," * 1_000_000, encoding="utf-8")
    (folder / "ngoac.csv").write_text('"a\n' * 60_000, encoding="utf-8")
    (folder / "trang-web-the-ho.xls").write_text("<table>" + "<td <" * 500_000, encoding="utf-8")
    (folder / "trang-web-long.xls").write_text("<table><tr><td>" * 30_000, encoding="utf-8")
    (folder / "trang-web-chu-thich.xls").write_text("<table><tr><td>a<td>b" + "<!--<!" * 500_000, encoding="utf-8")
    span = "<tr><td rowspan=900000 colspan=900000>a" * 3_000
    (folder / "trang-web-gop.xls").write_text(f"<table>{span}</table>", encoding="utf-8")
    (folder / "61-mb.xlsx").write_bytes(b"PK" + bytes(61_000_000))
    (folder / "thu-muc.xlsx").mkdir()
