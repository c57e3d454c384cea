"""What the database says went wrong, told as our own errors."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlcipher3
from sqlalchemy.exc import DBAPIError, IntegrityError

from hoaian_desktop.errors import (
    BookError,
    BookInUse,
    ConflictError,
    DamagedBook,
    GoneError,
    HoaiAnError,
    NoRoom,
    NotWritable,
    StillReferredError,
    ValidationError,
)
from hoaian_desktop.fields import Field
from hoaian_desktop.records import Base, Record, fields_of

_DISK = "Ổ đĩa không đọc hoặc ghi được. Hãy kiểm tra dây, thẻ nhớ hoặc ổ mạng rồi mở lại sổ; dữ liệu đã lưu vẫn nguyên."
_LEAST = 1 << 20  # bytes; what a database needs to be opened at all
_PARENT_GONE = "Mục được chọn không còn trong sổ. Hãy tải lại danh sách rồi chọn lại."
_ALREADY = "Nội dung này đã có trong sổ. Hãy tải lại danh sách."


def translated(error: DBAPIError, data: Path) -> HoaiAnError | None:
    """Our error for one of the database in the file `data`, or None where only the program can be at fault."""
    if isinstance(error, IntegrityError):
        return _integrity(str(error.orig), error.statement or "")
    return of_driver(error.orig, data)


@contextmanager
def told(data: Path) -> Iterator[None]:
    """Turn what the driver raises about the file `data` into one of our errors."""
    try:
        yield
    except sqlcipher3.Error as error:
        raise of_driver(error, data) or error from error


def of_driver(error: BaseException | None, data: Path) -> HoaiAnError | None:
    """Our error for what the driver raised, or None if neither the disk nor the file is at fault."""
    code = str(getattr(error, "sqlite_errorname", ""))
    for start, kind in _KINDS.items():
        if code.startswith(start):
            return kind()
    if not code.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PROTOCOL")):
        return None
    return NoRoom() if _is_full(data) else BookError(_DISK)


def _is_full(data: Path) -> bool:
    """Whether its disk is full: files beside the data that cannot grow are told as any other failure."""
    with suppress(OSError):
        return shutil.disk_usage(data.parent).free < _LEAST
    return False


_KINDS: dict[str, type[BookError]] = {
    "SQLITE_FULL": NoRoom,
    "SQLITE_READONLY": NotWritable,
    "SQLITE_NOTADB": DamagedBook,
    "SQLITE_CORRUPT": DamagedBook,
    "SQLITE_BUSY": BookInUse,
    "SQLITE_LOCKED": BookInUse,
}


def _integrity(message: str, statement: str) -> HoaiAnError | None:
    kind, _, detail = message.partition(" constraint failed")
    detail = detail.removeprefix(": ")
    if kind == "FOREIGN KEY":
        return StillReferredError() if statement.lstrip().upper().startswith("DELETE") else GoneError(_PARENT_GONE)
    if kind == "UNIQUE":
        return _unique(detail)
    if kind == "CHECK":
        return _check(detail)
    if kind == "NOT NULL":
        found = _field(detail)
        return ValidationError({found.name: f"Cần nhập {_lower(found.label)}."}) if found else None
    return None


def _unique(detail: str) -> HoaiAnError:
    """`detail` lists the columns: «citizen.personal_number» or «village.unit_id, village.name»."""
    places = [found for found in map(_field, detail.split(", ")) if found]
    if not places:
        return ConflictError(_ALREADY)
    # Of several columns the last is what the user typed; those before say within what it is unique.
    return ValidationError({places[-1].name: f"{places[-1].label} này đã có trong sổ."})


def _check(name: str) -> HoaiAnError | None:
    """`name` is the constraint's: «ck_membership_dates_in_order»."""
    for record in _records():
        if name == f"ck_{record.__tablename__}_dates_in_order":
            fields = {field.name: field for field in fields_of(record)}
            first, last = ("started", "ended") if "ended" in fields else ("first_day", "last_day")
            sentence = f"{fields[last].label} không được trước {_lower(fields[first].label)}."
            return ValidationError({last: sentence})
        if name == f"ck_{record.__tablename__}_not_negative":
            return ValidationError({"number": "Không được nhỏ hơn 0."})
    return None


def _field(place: str) -> Field | None:
    table, _, column = re.sub(r"[\"`]", "", place).strip().partition(".")
    for record in _records():
        if record.__tablename__ == table:
            return next((field for field in fields_of(record) if field.name == column), None)
    return None


def _records() -> list[type[Record]]:
    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)]


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
