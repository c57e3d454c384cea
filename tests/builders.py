"""Builders of records: each names only what matters to the test, the rest is ordinary."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.records import (
    Activation,
    AdministrativeUnit,
    Base,
    CampaignEvent,
    Citizen,
    InfluentialPerson,
    Membership,
    Service,
    Tally,
    Target,
    Team,
    Village,
    Volunteer,
)
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import offices
from hoaian_desktop.store import engine as engines
from hoaian_desktop.store.store import Store

TODAY = date(2023, 11, 20)
SINCE = date(2023, 6, 30)
USER = "Trần Thị Mỹ Duyên"
PLAIN = "plain.db"  # the file of a store made here
_TOGETHER = "together"  # in session.info: no flush for each record
_serial = itertools.count(1)


def a_copy(of: Path, folder: Path) -> Store:
    """The store of a plain file that was closed in `of`, copied into another folder."""
    shutil.copy(of / PLAIN, folder)
    return the_store(folder)


def a_store(folder: Path, unit_key: str = "old-21703", *, since: date = SINCE) -> Store:
    """An office's store in a plain file: the same tables and listeners as a book, without the cost of its keys.

    Made once for each office in a run and copied from then on: most tests begin with it.
    """
    (folder / PLAIN).write_bytes(_new_office(unit_key, since))
    return the_store(folder)


@cache
def _new_office(unit_key: str, since: date) -> bytes:
    with tempfile.TemporaryDirectory(prefix="hoaian-") as folder:
        store = the_store(Path(folder))
        with engines.writing(store.engine).begin() as connection:
            Base.metadata.create_all(connection)
        set_up(store, unit_key, since=since)
        with store.engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        store.close()
        return Path(folder, PLAIN).read_bytes()


def set_up(store: Store, unit_key: str = "old-21703", *, since: date = SINCE) -> None:
    """Let an office begin in an empty store."""
    unit = next(u for u in offices.bundled_units() if u.key == unit_key)
    values = offices.defaults(unit, secretary=USER, since=since)
    store.run(lambda session: offices.set_up(session, unit_key, values, slot="secretary"))


def the_store(folder: Path) -> Store:
    """The store whose file is in a folder, or will be."""
    return Store(engines.plain(folder / PLAIN), who=USER, now=lambda: datetime(2023, 11, 20, 8, 15))


def a_village(session: Session, name: str = "Năng An") -> Village:
    """The village of that name in the office's unit, made if new."""
    found = session.scalars(select(Village).where(Village.name == name)).one_or_none()
    if found is None:
        unit = session.scalars(select(AdministrativeUnit).where(AdministrativeUnit.key == "old-21703")).one()
        found = _kept(session, Village(name=name, kind="thon", unit_id=unit.id))
    return found


def a_volunteer(session: Session, full_name: str = "Lê Thị Thu Hà", **about: Any) -> Volunteer:
    """A member of the Union born in 2000."""
    return _kept(session, Volunteer(full_name=full_name, **{"born": PartialDate(2000), "sex": "female", **about}))


def a_team(session: Session, name: str = "Tổ CNSCĐ thôn Năng An", **about: Any) -> Team:
    """A community team at work since 2022."""
    return _kept(session, Team(name=name, **{"kind": "community", "started": date(2022, 4, 5), **about}))


def a_membership(session: Session, team: Team, volunteer: Volunteer, **about: Any) -> Membership:
    """A plain member since the team began."""
    kept = {"role": "member", "started": team.started, **about}
    return _kept(session, Membership(team_id=team.id, volunteer_id=volunteer.id, **kept))


def a_citizen(session: Session, full_name: str = "Nguyễn Văn Khải", **about: Any) -> Citizen:
    """A man born in 1999 without a number."""
    return _kept(session, Citizen(full_name=full_name, **{"born": PartialDate(1999), "sex": "male", **about}))


def a_number() -> str:
    """A personal number of the invented range, never given twice in a run."""
    return f"052099{next(_serial):06d}"


def the_service(session: Session, code: str = "vneid-2") -> Service:
    """One of the standard services."""
    return session.scalars(select(Service).where(Service.code == code)).one()


def an_activation(
    session: Session, citizen: Citizen | None = None, service: str = "vneid-2", **about: Any
) -> Activation:
    """An account activated on 12/11/2023."""
    kept = {"day": date(2023, 11, 12), "status": "activated", **about}
    who = citizen or a_citizen(session)
    return _kept(session, Activation(citizen_id=who.id, service_id=the_service(session, service).id, **kept))


def a_tally(session: Session, number: int = 23, service: str = "vneid-1", **about: Any) -> Tally:
    """People counted without names on 15/10/2023."""
    kept = {"day": date(2023, 10, 15), "status": "activated", **about}
    return _kept(session, Tally(service_id=the_service(session, service).id, number=number, **kept))


def an_event(session: Session, subject: str = "Hướng dẫn kích hoạt VNeID", **about: Any) -> CampaignEvent:
    """A broadcast on 12/11/2023."""
    return _kept(session, CampaignEvent(subject=subject, **{"day": date(2023, 11, 12), "kind": "broadcast", **about}))


def an_influencer(session: Session, full_name: str = "Nguyễn Văn Thơ", **about: Any) -> InfluentialPerson:
    """A village head."""
    return _kept(session, InfluentialPerson(full_name=full_name, **{"role": "village-head", **about}))


def a_target(session: Session, indicator: str = "2.3", value: int | None = 150, **about: Any) -> Target:
    """A target for the second half of 2023."""
    kept = {"first_day": SINCE, "last_day": date(2023, 12, 31), **about}
    return _kept(session, Target(indicator=indicator, value=value, **kept))


@contextmanager
def in_one_flush(session: Session) -> Iterator[None]:
    """What is made within is written together at the end, much quicker than one by one, and has its id only then."""
    session.info[_TOGETHER] = True
    with session.no_autoflush:
        yield
    del session.info[_TOGETHER]
    session.flush()


def _kept(session: Session, record: Any) -> Any:
    session.add(record)
    if _TOGETHER not in session.info:
        session.flush()
    return record
