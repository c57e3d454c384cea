"""Workbooks as they arrive: sheets of rows of typed cells. What cannot be read safely is refused in one sentence."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import python_calamine as calamine

from hoaian_desktop.errors import ImportRefused

Cell = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta
Row = Sequence[Cell]

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")
MOST_BYTES = 60_000_000
MOST_UNPACKED = 600_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 300

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any workbook Office has encrypted
_PIECE = 1 << 20
# A cell with something in it beyond column ZZ or row 199999; empty but formatted cells end in «/>» and do no harm.
_FAR_CELL = re.compile(rb'<c [^>]*?\br="(?:[A-Z]{3}[0-9]+|[A-Z]+(?:[2-9][0-9]{5}|[0-9]{7,}))"[^>]*?(?<!/)>')
# A formula followed by the end of its cell, or by an empty value.
_BARE_FORMULA = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v>\s*</v>|<v/>)?\s*</c>")

_DAMAGED = "Tệp bị hỏng hoặc không phải là bảng tính. Hãy mở bằng Excel, lưu thành .xlsx rồi nhập lại."
_TOO_LARGE = (
    "Tệp quá lớn để nhập một lần. Hãy xóa các dòng, cột trống ở cuối hoặc chia thành nhiều tệp, "
    f"mỗi trang tối đa {MOST_ROWS // 1000} nghìn dòng."
)


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows[0]` is row 1 as the user sees it, `rows[0][0]` cell A1. Empty cells are ""."""

    name: str
    rows: Sequence[Row]
    formulas: frozenset[tuple[int, int]] = frozenset()  # row from 1, column from 0: nothing was ever worked out there
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row and column, last row and column; rows from 1

    def has_formula(self, row: int) -> bool:
        """Whether the row, as the user counts, holds a formula without a value."""
        return row in self._formula_rows

    @cached_property
    def _formula_rows(self) -> frozenset[int]:
        return frozenset(row for row, _ in self.formulas)


@dataclass(frozen=True)
class Workbook:
    """A file that was read: the digest recognises it, its path is not kept."""

    digest: str
    sheets: tuple[Sheet, ...]


def read(path: Path) -> Workbook:
    """The workbook in a file (.xlsx, .xls, .ods). Raises ImportRefused with the sentence that says what to do."""
    try:
        size = path.stat().st_size
        if size == 0:
            raise ImportRefused("Tệp trống. Hãy chép lại tệp từ nơi gửi.")
        if size > MOST_BYTES:
            raise ImportRefused(_TOO_LARGE)
        digest = _digest(path)
        bare = _check_container(path)
    except FileNotFoundError as error:
        raise ImportRefused("Không tìm thấy tệp. Hãy kiểm tra tên tệp, ổ đĩa hoặc USB rồi chọn lại.") from error
    except OSError as error:
        raise ImportRefused("Không đọc được tệp. Hãy đóng tệp trong Excel rồi thử lại.") from error
    sheets = tuple(_sheets(path, bare=bare))
    if not any(sheet.rows for sheet in sheets):
        raise ImportRefused("Bảng tính không có dòng nào. Hãy chọn tệp khác.")
    return Workbook(digest, sheets)


def text_of(cell: Cell | None) -> str:
    """A cell as text: whole numbers without «.0», dates as ISO, control signs left out."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        if cell.isprintable():
            return cell
        return "".join(sign for sign in cell if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def is_blank(cell: Cell | None) -> bool:
    """Whether a user sees nothing in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip("\u200b\ufeff \t\r\n\xa0"))


def letters(index: int) -> str:
    """The name of a column counted from 0: A, B … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_container(path: Path) -> bool:
    """Look at the file before the reader unpacks it: kind, password, size when unpacked; are there bare formulas?"""
    with path.open("rb") as file:
        head = file.read(8)
    if path.suffix.lower() not in ENDINGS:
        raise ImportRefused("Chỉ nhập được tệp .xlsx, .xls hoặc .ods. Hãy lưu tệp thành .xlsx rồi nhập lại.")
    if head == _COMPOUND_FILE:
        return False
    if head[:2] != b"PK":
        raise ImportRefused(_DAMAGED)
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise ImportRefused(_TOO_LARGE)
            bare = False
            for part in packed.infolist():
                if part.filename.endswith(".xml"):
                    bare |= _check_part(packed, part)
            return bare
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise ImportRefused(_DAMAGED) from error


def _check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Read a part to its end, which proves its checksum, and refuse one far-off cell.

    The reader would make room for everything between A1 and that cell. True if a formula was met that has no value.
    """
    is_sheet, bare = part.filename.startswith("xl/worksheets/"), False
    kept = b""
    with packed.open(part) as content:
        while piece := content.read(_PIECE):
            kept = kept[-200:] + piece
            if is_sheet and _FAR_CELL.search(kept):
                raise ImportRefused(_TOO_LARGE)
            bare = bare or (is_sheet and _BARE_FORMULA.search(kept) is not None)
    return bare


def _formulas(path: Path) -> dict[str, frozenset[tuple[int, int]]]:
    """Where formulas stand whose value nobody has worked out: other programs than Excel write them so."""
    import openpyxl

    written, valued = (openpyxl.load_workbook(path, read_only=True, data_only=only) for only in (False, True))
    try:
        return {
            sheet.title: frozenset(
                (cell.row, cell.column - 1)
                for row, values in zip(sheet.iter_rows(), valued[sheet.title].iter_rows(values_only=True), strict=False)
                for cell, value in zip(row, values, strict=False)
                if value is None and cell.data_type == "f"
            )
            for sheet in written.worksheets
        }
    finally:
        written.close()
        valued.close()


def _sheets(path: Path, *, bare: bool) -> Iterator[Sheet]:
    try:
        book = _opened(path)
        formulas = _formulas(path) if bare else {}
        for about in book.sheets_metadata:
            if about.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
                raise ImportRefused(_TOO_LARGE)
            rows: list[Row] = list(sheet.to_python(skip_empty_area=False)) if sheet.total_height else []
            bare_cells = formulas.get(about.name, frozenset())
            # The reader's sheet ends with the last value; rows of nothing but formulas may come after it.
            rows += [()] * (max((row for row, _ in bare_cells), default=0) - len(rows))
            merged = tuple((a + 1, b, c + 1, d) for (a, b), (c, d) in sheet.merged_cell_ranges or [])
            for top, left, bottom, right in merged:
                if left == right and bottom > top:
                    for r in range(top, min(bottom, len(rows))):
                        rows[r] = [*rows[r][:left], rows[top - 1][left], *rows[r][left + 1 :]]
            yield Sheet(about.name, rows, bare_cells, merged)
    except calamine.PasswordError as error:
        raise ImportRefused("Tệp có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập.") from error
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError) as error:
        raise ImportRefused(_DAMAGED) from error


def _opened(path: Path) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError:
        raise
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError):
        # Named for another kind: the reader looks at the content instead.
        with path.open("rb") as file:
            return calamine.CalamineWorkbook.from_filelike(file)
