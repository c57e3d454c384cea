"""Large practice books for benchmarks: real encrypted books, written straight to the tables, the same every time.

`book_of(1_000_000)` is the folder of a closed book with so many activations; `opened(number)` opens it. A book is made
once a run and thrown away at its end; where HOAIAN_BOOKS names a folder, it is kept there for the next run.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache, partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from hoaian_desktop import choices
from hoaian_desktop.practice import names
from hoaian_desktop.practice.people import PREFIXES
from hoaian_desktop.practice.shares import DISTRICT, shares_of
from hoaian_desktop.records import (
    Activation,
    AdministrativeUnit,
    Citizen,
    Membership,
    Service,
    Team,
    Village,
    Volunteer,
)
from hoaian_desktop.records.activation import activation_volunteer
from hoaian_desktop.rules.names import collation_key, fold, sort_key
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import offices
from hoaian_desktop.store import book as books
from hoaian_desktop.store import engine as engines
from hoaian_desktop.store import migrate
from hoaian_desktop.store.book import OpenBook

PASSPHRASE = "một cụm mật khẩu dài"
COST = 1 << 10  # scrypt for a book that holds nobody
SIZES = (5_535, 100_000, 1_000_000)
SINCE, TODAY = date(2023, 6, 30), date(2025, 6, 30)
KEPT_IN = "HOAIAN_BOOKS"
_AT_ONCE = 20_000
_STAMP: dict[str, Any] = {
    "created_at": datetime(2025, 6, 30, 8), "created_by": "Người Thử", "changed_at": datetime(2025, 6, 30, 8),
    "changed_by": "Người Thử", "version": 1, "archived": False,
}  # fmt: skip
_STATUSES = ("activated",) * 12 + ("transacted",) * 3 + ("registered",) * 2 + ("guided", "installed", "failed")
_MOST_OFTEN = ("vneid-1", "vneid-2", "vneid-2")


def people_in(activations: int) -> int:
    """How many citizens a book of so many activations has."""
    return activations * 3 // 5


@cache
def book_of(activations: int) -> Path:
    """The folder of a closed book of the district with so many activations, made if it is not there yet."""
    folder = _room() / f"{migrate.head()}-{activations}"
    if not (folder / "book.keys").exists():
        made, _ = books.create(folder, passphrase=PASSPHRASE, user_name="Người Thử", now=_now, cost=COST)
        try:
            _fill(made, activations)
        except BaseException:
            made.discard()
            raise
        made.close(copy=False)
    return folder


@contextmanager
def opened(activations: int) -> Iterator[OpenBook]:
    """The book of so many activations, open. What is written into it stays there for the next who asks."""
    book = books.open_book(book_of(activations), PASSPHRASE, now=_now, cost=COST)
    try:
        yield book
    finally:
        book.close(copy=False)


def _now() -> datetime:
    return datetime.combine(TODAY, datetime.min.time()).replace(hour=8)


@cache
def _room() -> Path:
    if kept := os.environ.get(KEPT_IN):
        return Path(kept)
    made = Path(tempfile.mkdtemp(prefix="hoaian-books-"))
    atexit.register(partial(shutil.rmtree, made, ignore_errors=True))
    return made


def _fill(book: OpenBook, activations: int) -> None:
    values = offices.defaults(_unit(), secretary="Người Thử", since=SINCE)
    book.store.run(lambda session: offices.set_up(session, DISTRICT, values, slot=book.slot))
    rng = Random(f"hoaian/books/{activations}")
    with engines.writing(book.store.engine).begin() as connection:
        villages = _villages(connection)
        people = people_in(activations)
        _insert(connection, Citizen.__table__, _citizens(rng, people, villages))
        helpers = max(60, people // 400)
        _insert(connection, Volunteer.__table__, _volunteers(rng, helpers, villages))
        _teams(connection, rng, villages, helpers)
        services = [*_MOST_OFTEN, *connection.scalars(select(Service.code))]
        ids = dict(connection.execute(select(Service.code, Service.id)).tuples().all())
        chosen = [ids[code] for code in services]
        _insert(connection, Activation.__table__, _activations(rng, activations, people, chosen, len(villages)))
        links = ({"activation_id": at, "volunteer_id": rng.randint(1, helpers)} for at in range(1, activations + 1))
        _insert(connection, activation_volunteer, links)


def _unit() -> offices.UnitEntry:
    return next(unit for unit in offices.bundled_units() if unit.key == DISTRICT)


def _insert(connection: Connection, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows some thousands at a time: a million dictionaries at once would not fit into an old PC."""
    assert isinstance(table, Table)
    coming = iter(rows)
    while some := list(islice(coming, _AT_ONCE)):
        connection.execute(insert(table), some)


def _villages(connection: Connection) -> list[int]:
    units = dict(connection.execute(select(AdministrativeUnit.key, AdministrativeUnit.id)).tuples().all())
    rows = [
        {
            "name": name, "kind": share.village_kind, "unit_id": units[key], "households": 240,
            "search_text": fold(name), "sort_key": collation_key(name), **_STAMP,
        }
        for key, share in shares_of(DISTRICT)
        for name in share.villages
    ]  # fmt: skip
    connection.execute(insert(Village), rows)
    return list(connection.scalars(select(Village.id).order_by(Village.id)))


def _citizens(rng: Random, number: int, villages: list[int]) -> Iterator[dict[str, Any]]:
    serials: dict[str, int] = {}
    for _ in range(number):
        sex = rng.choice(("male", "female"))
        year = TODAY.year - rng.randint(17, 90)
        name = _name(rng, sex)
        start = f"052{2 * ((year - 1900) // 100) + (sex == 'female')}{year % 100:02d}"
        serials[start] = serials.get(start, 0) + 1
        numbered, phoned = rng.random() < 0.92, rng.random() < 0.76
        personal = f"{start}{serials[start]:06d}" if numbered else None
        phone = f"{rng.choice(PREFIXES)}{rng.randrange(10_000_000):07d}" if phoned else None
        day = date(year, 1, 1) + timedelta(days=rng.randrange(365))
        yield {
            "personal_number": personal,
            "full_name": name,
            "born": PartialDate.from_date(day) if rng.random() < 0.72 else PartialDate(year),
            "sex": sex,
            "village_id": rng.choice(villages),
            "phone": phone,
            "consent_on": SINCE,
            "consent_method": "signed",
            "search_text": " ".join(filter(None, (_folded(name), personal, phone))),
            "sort_key": _key(name),
            **_STAMP,
        }


def _volunteers(rng: Random, number: int, villages: list[int]) -> Iterator[dict[str, Any]]:
    for _ in range(number):
        sex = rng.choice(("male", "female"))
        name = _name(rng, sex)
        yield {
            "full_name": name, "sex": sex, "born": PartialDate(TODAY.year - rng.randint(17, 33)), "position": "member",
            "status": "active", "village_id": rng.choice(villages), "search_text": _folded(name),
            "sort_key": _key(name), **_STAMP,
        }  # fmt: skip


def _teams(connection: Connection, rng: Random, villages: list[int], helpers: int) -> None:
    """One team a village, with six members each."""
    told = dict(connection.execute(select(Village.id, Village.name)).tuples().all())
    rows = []
    for id_ in villages:
        name = f"Tổ CNSCĐ {choices.name('village_kind', 'thon')} {told[id_]}"
        about = {"name": name, "kind": "community", "started": SINCE}
        rows.append({**about, "search_text": fold(name), "sort_key": collation_key(name), **_STAMP})
    connection.execute(insert(Team), rows)
    members = [
        {
            "team_id": team, "volunteer_id": rng.randint(1, helpers), "role": "leader" if place == 0 else "member",
            "started": SINCE, **_STAMP,
        }
        for team in range(1, len(villages) + 1)
        for place in range(6)
    ]  # fmt: skip
    connection.execute(insert(Membership), members)


def _activations(rng: Random, number: int, people: int, services: list[int], teams: int) -> Iterator[dict[str, Any]]:
    """Everybody once, then some again, in the order of the days: as a book grows."""
    days = (TODAY - SINCE).days
    for at in range(number):
        day = SINCE + timedelta(days=at * days // number)
        status = rng.choice(_STATUSES)
        yield {
            "day": day,
            "citizen_id": at + 1 if at < people else rng.randint(1, people),
            "service_id": rng.choice(services),
            "status": status,
            "reason": "other" if status == "failed" else None,
            "transaction_day": day if status == "transacted" else None,
            "team_id": rng.randint(1, teams),
            **_STAMP,
        }


def _name(rng: Random, sex: str) -> str:
    male = sex == "male"
    middle = rng.choice(names.MALE_MIDDLE if male else names.FEMALE_MIDDLE)
    return f"{rng.choice(names.FAMILY)} {middle} {rng.choice(names.MALE_GIVEN if male else names.FEMALE_GIVEN)}"


_folded = cache(fold)
_key = cache(sort_key)
