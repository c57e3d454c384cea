"""The figures of a month over 100,000 activations against SQL written by hand that gives the same numbers."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from hoaian_desktop.indicators import counting, published
from hoaian_desktop.records import Activation, Base, Citizen, Service, Volunteer
from hoaian_desktop.records.activation import activation_volunteer
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import offices
from hoaian_desktop.store import engine as engines
from hoaian_desktop.store.store import Store
from tests.benchmarks.measure import Result, compare, seconds

SINCE, MONTH = date(2023, 6, 30), Span.month(2025, 3)
SPANS = (MONTH, Span.month(2025, 2), Span(date(2025, 1, 1), MONTH.last), Span(SINCE, MONTH.last))
COUNTED = "archived=0 AND day>=:since AND status IN ('activated','transacted')"
LIVE = "archived=0 AND day>=:since"


def run() -> list[Result]:
    """The one comparison; first both sides must give the same published figures."""
    with _store(100_000) as store:

        def ours() -> float:
            return seconds(lambda: store.read(lambda session: counting.count(session, MONTH)))

        def floor() -> float:
            return seconds(lambda: store.read(lambda session: _by_hand(session.connection())))

        counted = store.read(lambda session: counting.count(session, MONTH))
        hand = store.read(lambda session: _by_hand(session.connection()))
        for at, counts in enumerate((counted.period, counted.previous, counted.year, counted.cumulative)):
            block = published.block(counts, cumulative=True)
            for code, part in hand:
                value: Any = block[code]
                for name in part.split("."):
                    value = value[name]
                if value != hand[code, part][at]:
                    raise AssertionError(f"{code}.{part}: {value} by us, {hand[code, part][at]} by hand")
        return [compare("figures", ours, floor, aim=2.0)]


def _by_hand(connection: Connection) -> dict[tuple[str, str], tuple[int, ...]]:
    """What a careful person would write: one statement a figure, all four spans at once."""
    bounds = {f"f{i}": s.first.isoformat() for i, s in enumerate(SPANS)}
    bounds |= {f"l{i}": s.last.isoformat() for i, s in enumerate(SPANS)} | {"since": SINCE.isoformat()}
    days = ", ".join(f"coalesce(sum(d BETWEEN :f{i} AND :l{i}), 0)" for i in range(4))
    who = ", ".join(f"count(DISTINCT CASE WHEN d BETWEEN :f{i} AND :l{i} THEN w END)" for i in range(4))
    added = ", ".join(f"coalesce(sum(CASE WHEN d BETWEEN :f{i} AND :l{i} THEN n END), 0)" for i in range(4))

    def ask(what: str, source: str) -> tuple[int, ...]:
        return tuple(connection.exec_driver_sql(f"SELECT {what} FROM ({source})", bounds).one())

    def service(*codes: str) -> str:
        listed = ", ".join(f"'{c}'" for c in codes)
        return f"service_id IN (SELECT id FROM service WHERE counts_in IN ({listed}))"

    def accounts(*codes: str) -> str:
        return (
            f"SELECT min(day) d FROM activation WHERE {COUNTED} AND {service(*codes)} GROUP BY citizen_id, service_id"
        )

    def events(kind: str, amount: str = "1") -> str:
        return f"SELECT day d, {amount} n FROM campaign_event WHERE {LIVE} AND kind='{kind}'"

    levels = (
        "SELECT min(CASE WHEN level=1 THEN day END) a, min(CASE WHEN level=2 THEN day END) b FROM activation "
        "JOIN service ON service.id=service_id WHERE activation.archived=0 AND day>=:since AND status IN "
        "('activated','transacted') AND counts_in IN ('2.1','2.2') GROUP BY citizen_id"
    )
    only_one = ", ".join(f"coalesce(sum(a BETWEEN :f{i} AND :l{i} AND (b IS NULL OR b > :l{i})), 0)" for i in range(4))
    helped = f"SELECT day d, volunteer_id w FROM activation JOIN activation_volunteer ON activation_id=id WHERE {LIVE}"
    joined = f"SELECT day d, volunteer_id w FROM campaign_event JOIN event_volunteer ON event_id=id WHERE {LIVE}"
    used = (
        f"SELECT min(transaction_day) d FROM activation WHERE {LIVE} AND status='transacted' AND {service('2.7')} "
        "AND transaction_day IS NOT NULL GROUP BY citizen_id, service_id"
    )
    people = f"SELECT day d, citizen_id w FROM activation WHERE {LIVE}"
    turns = "SELECT day d FROM activation WHERE {} GROUP BY citizen_id, service_id, day"
    return {
        ("1.5", "luot"): ask(days, f"{helped} UNION {joined}"),
        ("1.5", "nguoi"): ask(who, f"{helped} UNION {joined}"),
        ("1.5", "luot_ho_tro"): ask(days, f"SELECT DISTINCT d, w FROM ({helped})"),
        ("1.5", "luot_chien_dich"): ask(days, joined),
        ("2.1", "named"): ask(days, accounts("2.1")),
        ("2.1", "muc_1_cao_nhat"): ask(only_one, levels),
        ("2.2", "named"): ask(days, accounts("2.2")),
        ("2.3", "named"): ask(days, accounts("2.1", "2.2")),
        ("2.4", "nguoi.named"): ask(who, f"{people} AND {service('2.4')}"),
        ("2.4", "luot.named"): ask(days, turns.format(f"{LIVE} AND {service('2.4')}")),
        ("2.5", "named"): ask(
            days,
            f"SELECT transaction_day d FROM activation WHERE {LIVE} AND {service('2.4')} AND status='transacted'",
        ),
        ("2.6", "named"): ask(days, accounts("2.6")),
        ("2.7", "named"): ask(days, accounts("2.7")),
        ("2.7", "co_giao_dich"): ask(days, used),
        ("2.9", "nguoi.named"): ask(who, people),
        ("2.9", "luot.named"): ask(days, turns.format(LIVE)),
        ("3.1", "buoi"): ask(days, events("session")),
        ("3.1", "luot"): ask(added, events("session", "reach")),
        ("3.2", "buoi"): ask(days, events("broadcast")),
        ("3.2", "phut"): ask(added, events("broadcast", "minutes")),
    }


@contextmanager
def _store(many: int) -> Iterator[Store]:
    """An encrypted book of that many activations, written straight to the tables: only reading is measured."""
    rng = random.Random(5535)
    with tempfile.TemporaryDirectory() as folder:
        engine = engines.encrypted(Path(folder) / "book.db", bytes(range(32)))
        with engines.writing(engine).begin() as connection:
            Base.metadata.create_all(connection)
        store = Store(engine, who="Người thử", now=lambda: datetime(2025, 3, 31, 8, 0))
        unit = next(u for u in offices.bundled_units() if u.key == "old-21703")
        values = offices.defaults(unit, secretary="Người Thử", since=SINCE)
        store.run(lambda session: offices.set_up(session, unit.key, values, slot="bench"))
        with engines.writing(engine).begin() as connection:
            _fill(connection, rng, many)
            connection.exec_driver_sql("ANALYZE")
        yield store
        store.close()


def _fill(connection: Connection, rng: random.Random, many: int) -> None:
    stamp: dict[str, Any] = {
        "created_at": datetime(2025, 3, 31), "changed_at": datetime(2025, 3, 31), "created_by": "x", "changed_by": "x",
        "version": 1, "archived": False,
    }  # fmt: skip
    services = [row[0] for row in connection.execute(Service.__table__.select().with_only_columns(Service.id))]
    found = {"search_text": "x", "sort_key": "x"}
    people, helpers = many // 2, 100
    connection.execute(insert(Citizen.__table__), [{"full_name": "X", **found, **stamp} for _ in range(people)])
    connection.execute(
        insert(Volunteer.__table__), [{"full_name": "X", "status": "active", **found, **stamp} for _ in range(helpers)]
    )
    statuses = ("guided", "registered", "installed", "activated", "activated", "activated", "transacted", "failed")
    days = [date(2023, 6, 1) + timedelta(days=n) for n in range(669)]
    rows, links = [], []
    for id_ in range(1, many + 1):
        day, status = rng.choice(days), rng.choice(statuses)
        rows.append({
            "id": id_, "day": day, "citizen_id": rng.randint(1, people), "service_id": rng.choice(services),
            "status": status, "transaction_day": day if status == "transacted" else None, **stamp,
        })  # fmt: skip
        links.append({"activation_id": id_, "volunteer_id": rng.randint(1, helpers)})
    connection.execute(insert(Activation.__table__), rows)
    connection.execute(insert(activation_volunteer), links)
