"""Where a query meets a file: books made, reports drawn and closed, workbooks taken in, copies. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from hoaian_desktop.errors import (
    BookError,
    DamagedBook,
    DamagedKeys,
    EmptyBook,
    GoneError,
    NewerBook,
    NotABook,
)
from hoaian_desktop.progress import Progress
from hoaian_desktop.services import offices
from hoaian_desktop.store import backup, book, files

if TYPE_CHECKING:
    from hoaian_desktop.exchange.importing import Plan
    from hoaian_desktop.store.book import OpenBook
    from hoaian_desktop.store.store import Store

_NO_COPY = "Không tìm thấy tệp {name}. Hãy kiểm tra ổ đĩa hoặc USB đã cắm, rồi chọn lại tệp."
_CODES: Mapping[type[BookError], str] = {
    DamagedBook: "damaged",
    DamagedKeys: "keys",
    EmptyBook: "empty",
    NewerBook: "newer",
}
_NO_SIGNER = "Chưa ghi họ tên"  # stands under the report until somebody writes it in the settings


# ── Books ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def new_book(
    folder: Path, passphrase: str, unit_key: str, values: Mapping[str, Any] | None = None
) -> tuple[OpenBook, str]:
    """A new book of a unit, open, and its recovery code; `values` are what the wizard asked for.

    Whatever `values` leave out is what the unit's era proposes. Raises GoneError for an unknown unit, ValidationError,
    WeakPassphrase, BookError, NotWritable, NoRoom.
    """
    unit = unit_entry(unit_key)
    book.check_passphrase(passphrase, unit_name=unit.name)
    given = dict(values or {})
    secretary = given.get("secretary") or _NO_SIGNER
    proposed = offices.defaults(unit, secretary=secretary, since=given.get("since"))
    made, code = book.create(folder, passphrase=passphrase, user_name=given.get("secretary") or unit.full_name)
    settled = False
    try:
        made.store.run(partial(offices.set_up, unit_key=unit_key, values={**proposed, **given}, slot=made.slot))
        settled = True
    finally:
        if not settled:
            made.discard()
    return made, code


def unit_entry(unit_key: str) -> offices.UnitEntry:
    """The bundled unit of a key. Raises GoneError."""
    for unit in offices.bundled_units():
        if unit.key == unit_key:
            return unit
    raise GoneError(f"Không có đơn vị “{unit_key}” trong danh mục. Hãy ghi mã như old-21703 hoặc new-21703.")


def back_up(opened: OpenBook, to: Path | None = None) -> Path:
    """A new verified copy of an open book, among its own or at `to`. Raises NoRoom, NotWritable, DamagedBook."""
    with files.told():
        if to is not None and not to.is_dir() and not to.parent.is_dir():
            raise BookError(files.NO_FOLDER.format(folder=to.parent))
    return backup.back_up(opened, to)


def restore(file: Path, folder: Path, passphrase: str, *, over_another: bool = False) -> None:
    """Put the book of a copy into `folder`. Raises as `backup.restore`."""
    with files.told():
        if not file.is_file():
            raise NotABook(_NO_COPY.format(name=file.name or file))
    backup.restore(file, folder, passphrase, over_another=over_another)


def check(folder: Path, passphrase: str) -> dict[str, Any]:
    """What is wrong with a closed book, as published: ok, and the findings. A book that does not open is one of them.

    Raises WrongPassphrase, NotABook and BookInUse: they say nothing about the book itself.
    """
    from hoaian_desktop.store import health

    try:
        opened = book.open_book(folder, passphrase)
    except (DamagedBook, DamagedKeys, EmptyBook, NewerBook) as error:
        return {"ok": False, "findings": [{"code": _CODES[type(error)], "level": "error", "message": str(error)}]}
    try:
        found = health.check(opened)
    finally:
        opened.close(copy=False)
    findings = [{"code": one.code, "level": one.level, "message": one.message} for one in found]
    return {"ok": not any(one.level == "error" for one in found), "findings": findings}


# ── Workbooks ────────────────────────────────────────────────────────────────────────────────────────────────────────


def import_workbook(
    store: Store,
    path: Path,
    *,
    today: date,
    sheet: str | None = None,
    kind: str | None = None,
    as_is: bool = False,
    dry_run: bool = False,
    rejected: Path | None = None,
    progress: Progress | None = None,
    only: str | None = None,
) -> dict[str, Any]:
    """Take in a workbook, or with `dry_run` only look at it; the account as published by the command `import`.

    Sound rows go in, faulty ones are listed and written to the workbook `rejected`; with none of them sound there is
    no batch; a failure leaves the book as it was. Headings once decided about by hand are read as they were then.
    What is surely in an old encoding is read in Unicode, unless it is to be taken `as_is`. With `only`, sheets of any
    other kind are left out.
    Raises ImportRefused, Cancelled; BookError where `rejected` cannot be written, after what is sound went in.
    """
    from hoaian_desktop.exchange import faulty, importing, opening, remembered
    from hoaian_desktop.exchange.only import only as leaving_others

    opened = opening.open_path(path)
    found, read = opened.conversions, opening.in_unicode(opened)
    plan = partial(
        importing.plan,
        workbook=opened.workbook,
        today=today,
        sheet=sheet,
        kind=kind,
        conversions=found,
        progress=progress,
    )

    def planning(session: Session) -> Plan:
        decisions = remembered.recall(session, read, kind=kind)
        if only is not None:
            decisions = leaving_others(read, only, decisions, sheet=sheet)
        return plan(session, decisions=opening.leaving(decisions, found, everything=as_is))

    def taking_in(session: Session) -> tuple[Plan, int | None]:
        planned = planning(session)
        # No batch where nothing goes in: the mended file is not one that was taken in before.
        return planned, None if planned.is_fruitless else importing.apply(session, planned).id

    planned, batch = (store.read(planning), None) if dry_run else store.run(taking_in)
    if rejected is not None:
        faulty.write(planned, rejected)
    return planned.document(batch)


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_file(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all. Raises NoRoom, NotWritable; BookError if another program holds the file."""
    with files.told():
        if not path.parent.is_dir():
            raise BookError(files.NO_FOLDER.format(folder=path.parent))
    with files.in_use_told(path):
        files.write_whole(path, content, shared=True)
    return path


def recovery_sheet(unit_key: str, code: str, day: date) -> bytes:
    """The sheet with the recovery code, to be printed and locked away."""
    from hoaian_desktop.reports import recovery_sheet as sheet

    return sheet.render(f"Đoàn {unit_entry(unit_key).full_name}", code, day)
