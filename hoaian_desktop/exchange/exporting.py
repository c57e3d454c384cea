"""Lists on their way to .xlsx and .csv: straight from SQL, page by page, personal numbers masked unless noted."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.errors import ExportRefused
from hoaian_desktop.exchange import cells_out, sheets_out
from hoaian_desktop.exchange.guard import guarded
from hoaian_desktop.exchange.noting import Noted
from hoaian_desktop.exchange.outgoing import Part
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.services import lists, offices
from hoaian_desktop.store import files

ENDINGS = (".xlsx", ".csv")
PAGE = 500  # rows; in the order of the list their people lie all over the book
MOST_ROWS = 1_048_575  # of a sheet, below its headings

_ENDING = "Chỉ xuất được ra tệp .xlsx hoặc .csv. Hãy sửa đuôi tên tệp."
_ONE = "Tệp .csv chỉ chứa một danh sách. Hãy chọn một danh sách hoặc ghi ra tệp .xlsx."
_TOO_MANY = "Một trang Excel chứa được 1.048.575 dòng, danh sách này nhiều hơn. Hãy lọc bớt, ví dụ theo năm."
_NO_COLUMN = "Danh sách chưa hiện cột nào. Hãy chọn ít nhất một cột."
_NUMBERS = (
    "Danh sách gửi hệ thống đoàn viên cần đủ số định danh và điện thoại. Hãy xác nhận xuất đủ số (lệnh: --unmasked)."
)

Values = Sequence[Any]


@dataclass(frozen=True)
class Written:
    """A file that is there: the rows of each of its sheets, and whether numbers in it are masked."""

    path: Path
    rows: tuple[tuple[Part, int], ...]
    masked: bool

    @property
    def total(self) -> int:
        """The rows of all sheets."""
        return sum(number for _, number in self.rows)

    def document(self) -> dict[str, Any]:
        """As published by the command `export`."""
        sheets = [{"sheet": part.title, "kind": part.listing.key, "rows": number} for part, number in self.rows]
        return {"file": str(self.path), "masked": self.masked, "sheets": sheets}


def check(parts: Sequence[Part], path: Path) -> None:
    """Refuse what cannot be written, before anything is noted or asked of the book. Raises ExportRefused."""
    if path.suffix.lower() not in ENDINGS:
        raise ExportRefused(_ENDING)
    if path.suffix.lower() == ".csv" and len(parts) != 1:
        raise ExportRefused(_ONE)
    if not all(part.columns for part in parts):
        raise ExportRefused(_NO_COLUMN)


def export(
    session: Session,
    parts: Sequence[Part],
    path: Path,
    *,
    noted: Noted | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write lists to a workbook, a sheet each, or one list to a text file; the file appears whole or not at all.

    Without `noted` personal numbers and phones are masked. Raises ExportRefused, Cancelled, NoRoom, NotWritable, and
    BookError where the folder is not there or another program holds the file.
    """
    check(parts, path)
    if noted is None and any(part.needs_numbers for part in parts):
        raise ExportRefused(_NUMBERS)
    progress = progress or Progress()
    found = [(part, lists.ordered(session, part.listing, part.query)) for part in parts]
    if any(len(ids) > MOST_ROWS for _, ids in found):
        raise ExportRefused(_TOO_MANY)
    progress.done, progress.total = 0, sum(len(ids) for _, ids in found)
    write = _write_text if path.suffix.lower() == ".csv" else _write_workbook
    with files.replacing(path) as temporary:
        write(session, found, temporary, masked=noted is None, progress=progress)
    return Written(path, tuple((part, len(ids)) for part, ids in found), masked=noted is None)


def _write_workbook(
    session: Session, found: Sequence[tuple[Part, Sequence[int]]], path: Path, *, masked: bool, progress: Progress
) -> None:
    unit = offices.unit_of(session)
    day = show_date(session.info["now"]().date())
    office = f"Đoàn {choices.name('unit_kind', unit.kind)} {unit.name}"
    with sheets_out.closed_or_left(sheets_out.new_workbook(path, title=found[0][0].title, company=office)) as book:
        look = sheets_out.Look(book)
        for part, ids in found:
            sheet = book.add_worksheet(part.title)
            columns = [column.field for column in part.columns]
            texts = [cells_out.text_of(field, masked=masked) for field in columns]
            coming = pages(session, part, ids, progress)
            first = next(coming, [])
            widths = sheets_out.widths(columns, (_texts(texts, values) for values in first))
            look.begin(sheet, columns, widths, title=part.title, office=office, day=day, hints=part.hints)
            writers = list(enumerate(look.writers(sheet, part, widths, masked=masked)))
            for row, values in enumerate(chain(first, chain.from_iterable(coming)), 1):
                for at, write in writers:
                    if (value := values[at]) is not None and value != "":
                        write(row, at, value)
            look.finish(sheet, columns, len(ids))


def _write_text(
    session: Session, found: Sequence[tuple[Part, Sequence[int]]], path: Path, *, masked: bool, progress: Progress
) -> None:
    """As Excel reads it by a double click: the mark of UTF-8 at the beginning, commas, quotes where they are needed."""
    part, ids = found[0]
    texts = [cells_out.text_of(column.field, masked=masked) for column in part.columns]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.field.label for column in part.columns)
        for page in pages(session, part, ids, progress):
            writer.writerows([guarded(text) for text in _texts(texts, values)] for values in page)


def _texts(texts: Sequence[cells_out.Text], values: Values) -> list[str]:
    return [
        "" if value is None or value == "" else text_of(value) for text_of, value in zip(texts, values, strict=False)
    ]


def pages(session: Session, part: Part, ids: Sequence[int], progress: Progress) -> Iterator[list[Values]]:
    """The values of all rows in the order of their ids, some hundred at a time: never a hundred thousand objects.

    Behind the values stands the id.
    """
    record = part.listing.record
    query: Any = select(*(column.value.label(f"c{at}") for at, column in enumerate(part.columns)), record.id)
    if part.listing.beside is not None:
        query = part.listing.beside.join(query)
    for start in range(0, len(ids), PAGE):
        progress.check()
        wanted = list(ids[start : start + PAGE])
        found = session.connection().execute(query.where(record.id.in_(wanted)))
        by_id = {values[-1]: values for values in found}
        yield [by_id[id_] for id_ in wanted]
        progress.done += len(wanted)
    progress.check()
