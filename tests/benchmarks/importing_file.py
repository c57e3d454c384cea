"""What `importing` takes in: an office with its teams and helpers, and a workbook of supports as communes keep them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.practice.people import People
from hoaian_desktop.records import Office, Team, Village
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import offices
from hoaian_desktop.store import book as books
from tests.benchmarks.books import COST, PASSPHRASE, SINCE, TODAY

CITIZENS, TEAMS, HELPERS, VILLAGES = 60_000, 30, 300, 20
UNIT = "old-21703"
HEADINGS = (
    "STT", "Ngày", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "SĐT", "Thôn", "Dịch vụ", "Kết quả/Trạng thái",
    "Ngày phát sinh giao dịch", "Tổ hỗ trợ", "ĐVTN hỗ trợ", "Ghi chú",
)  # fmt: skip
_SERVICES = ("VNeID mức 1", "VNeID mức 2", "VNeID mức 2", "VssID", "Nộp hồ sơ DVC")
_STATUSES = ("activated",) * 12 + ("transacted",) * 3 + ("registered",) * 2 + ("guided", "installed", "failed")


def make(folder: Path, file: Path, rows: int) -> None:
    """A closed book in `folder` that knows teams, helpers and villages, and the workbook `file` of so many supports."""
    rng = Random(f"hoaian/importing/{rows}")
    people = People(rng, order=1, code="21703", highland=False, year=TODAY.year)
    helpers = [people.volunteer(None, branch="Chi đoàn") for _ in range(HELPERS)]
    names = [helper.full_name for helper in helpers]
    book, _ = books.create(folder, passphrase=PASSPHRASE, user_name="Người Thử", now=now, cost=COST)
    unit = next(unit for unit in offices.bundled_units() if unit.key == UNIT)
    values = offices.defaults(unit, secretary="Người Thử", since=SINCE)
    book.store.run(lambda session: offices.set_up(session, UNIT, values, slot=book.slot))
    teams = [Team(name=f"Tổ CNSCĐ số {at}", kind="community", started=SINCE) for at in range(1, TEAMS + 1)]
    book.store.run(lambda session: session.add_all([*helpers, *_villages(session), *teams]))
    book.close(copy=False)
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy", "constant_memory": True}) as written:
        sheet = written.add_worksheet("Kích hoạt")
        for number, row in enumerate([HEADINGS, *_rows(rng, people, names, rows)]):
            sheet.write_row(number, 0, row)


def _villages(session: Session) -> list[Village]:
    unit = session.scalars(select(Office.unit_id)).one()
    return [Village(name=f"Xóm {at}", kind="thon", unit_id=unit) for at in range(1, VILLAGES + 1)]


def now() -> datetime:
    """The time at which the book is written."""
    return datetime.combine(TODAY, datetime.min.time()).replace(hour=8)


def _rows(rng: Random, people: People, helpers: list[str], rows: int) -> Iterator[tuple[Any, ...]]:
    """Everybody of the first so many once, then some again, in the order of the days: as such a list grows."""
    known = rows * CITIZENS // 100_000
    met = [(people.citizen(), f"Thôn Xóm {rng.randint(1, VILLAGES)}") for _ in range(known)]
    for at in range(rows):
        citizen, village = met[at if at < known else rng.randrange(known)]
        day = SINCE + timedelta(days=at * (TODAY - SINCE).days // rows)
        status = rng.choice(_STATUSES)
        yield (
            at + 1, day, citizen.full_name, _cell(citizen.born), choices.name("sex", citizen.sex or ""),
            citizen.personal_number or "", citizen.phone or "", village, rng.choice(_SERVICES),
            choices.name("activation_status", status), day if status == "transacted" else "",
            f"Tổ CNSCĐ số {rng.randint(1, TEAMS)}",
            ", ".join(rng.sample(helpers, 2 if rng.random() < 0.1 else 1)),
            "Lý do: mất sóng" if status == "failed" else "",
        )  # fmt: skip


def _cell(born: PartialDate | None) -> date | str | int:
    """A birthday as people type it: a date, or what is known of one."""
    if born is None:
        return ""
    if born.day and born.month:
        return date(born.year, born.month, born.day)
    return f"{born.month:02d}/{born.year}" if born.month else born.year
