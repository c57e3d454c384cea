"""The SQL of every published figure equals a slow count in Python that shares no code with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from hoaian_desktop.indicators import counting, published
from hoaian_desktop.indicators.catalogue import BY_KEY, CATALOGUE
from hoaian_desktop.rules import numbers
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import listings, lists
from hoaian_desktop.store.store import Store
from tests.builders import (
    SINCE,
    a_citizen,
    a_membership,
    a_store,
    a_tally,
    a_target,
    a_team,
    a_volunteer,
    an_activation,
    an_event,
    an_influencer,
    in_one_flush,
)

SERVICES = ("vneid-1", "vneid-2", "dvc-account", "dvc-dossier", "vssid", "wallet", "payment")
STATUSES = ("guided", "registered", "installed", "activated", "transacted", "failed")
COUNTED = ("activated", "transacted")
ROLES = {"village-head": "Trưởng thôn", "veteran": "Cựu chiến binh"}
PEOPLE, HELPERS, ELDERS = 4, 3, 2

days = st.integers(0, 70).map(lambda n: date(2023, 6, 20) + timedelta(days=n))
spans = st.tuples(days, days).map(lambda pair: Span(min(pair), max(pair)))
some_helpers = st.frozensets(st.integers(0, HELPERS - 1))
amounts = st.one_of(st.none(), st.integers(0, 300))


@dataclass(frozen=True)
class Facts:
    """A book as plain values, which both counts start from."""

    supports: list[dict[str, Any]] = field(default_factory=list)
    tallies: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    teams: list[dict[str, Any]] = field(default_factory=list)


supports = st.fixed_dictionaries(
    {
        "day": days,
        "who": st.integers(0, PEOPLE - 1),
        "service": st.sampled_from(SERVICES),
        "status": st.sampled_from(STATUSES),
        "transaction_day": st.one_of(st.none(), days),
        "helpers": some_helpers,
        "archived": st.sampled_from((False, False, False, True)),
        "tally": st.one_of(st.none(), st.integers(0, 3)),  # whose head the person is, if there are so many tallies
    }
)
tallies = st.fixed_dictionaries(
    {
        "day": days,
        "service": st.sampled_from(SERVICES),
        "status": st.sampled_from(STATUSES),
        "number": st.one_of(st.integers(0, 3), st.integers(0, 40)),
        "archived": st.sampled_from((False, False, False, True)),
    }
)
events = st.fixed_dictionaries(
    {
        "day": days,
        "kind": st.sampled_from(("session", "broadcast", "post", "training", "other")),
        "minutes": amounts,
        "reach": amounts,
        "households": amounts,
        "helpers": some_helpers,
        "elders": st.frozensets(st.integers(0, ELDERS - 1)),
    }
)
lives = st.tuples(days, st.one_of(st.none(), st.integers(0, 60)))
teams = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(("community", "dvc-squad", "youth")),
        "life": lives,
        "members": st.lists(st.tuples(st.integers(0, HELPERS - 1), lives), max_size=4),
    }
)
books = st.builds(
    Facts,
    supports=st.lists(supports, max_size=14),
    tallies=st.lists(tallies, max_size=4),
    events=st.lists(events, max_size=6),
    teams=st.lists(teams, max_size=3),
)


class Undo(Exception):
    """Takes an example's records back."""


@pytest.fixture(scope="module")
def plain() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder))
        yield store
        store.close()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=books, span=spans)
def test_sql_and_a_slow_count_agree_on_any_book(plain: Store, facts: Facts, span: Span):
    def compare(session: Session) -> None:
        keep(session, facts)
        counted = counting.count(session, span)
        assert published.block(counted.period) == slow(facts, span)
        since = Span(min(SINCE, span.last), span.last)
        assert published.block(counted.cumulative, cumulative=True) == slow(facts, since, cumulative=True)
        raise Undo

    with pytest.raises(Undo):
        plain.run(compare)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=books, span=spans)
def test_the_records_behind_a_figure_are_as_many_as_it_says(plain: Store, facts: Facts, span: Span):
    """Wherever a figure counts records one by one, its list is as long as the figure."""
    one_by_one = ("1.1.to", "1.4.doi", "2.1", "2.2", "2.3", "2.5", "2.6", "2.7", "2.7.co_giao_dich", "2.9.luot",
                  "2.4.luot", "3.1.buoi", "3.2.buoi", "3.3.tin_bai", "3.4.lop", "4.1.nguoi", "4.2.buoi",
                  "1.5.nguoi")  # fmt: skip

    def compare(session: Session) -> None:
        keep(session, facts)
        counted = counting.count(session, span).period
        for key in one_by_one:
            listing = listings.LISTING_OF[counting.behind(key, span)[0]]
            query = lists.Query(behind=lists.Behind(key, span))
            assert len(lists.find(session, listing, query).ids) == counted[key].named, key
        raise Undo

    with pytest.raises(Undo):
        plain.run(compare)


def keep(session: Session, facts: Facts) -> None:
    with in_one_flush(session):
        people = [a_citizen(session, f"Nguyễn Văn {letter}") for letter in "ABCD"[:PEOPLE]]
        sexes = ("male", "female", "female")
        helpers = [a_volunteer(session, f"Lê Thị {n}", sex=sex) for n, sex in zip("XYZ", sexes, strict=True)]
        elders = [an_influencer(session, f"Trần {n}", role=role) for n, role in zip("MN", ROLES, strict=True)]
        told = [
            a_tally(session, t["number"], t["service"], day=t["day"], status=t["status"], archived=t["archived"])
            for t in facts.tallies
        ]
        teams = [
            a_team(session, f"Tổ {number}", kind=t["kind"], started=ends(t["life"])[0], ended=ends(t["life"])[1])
            for number, t in enumerate(facts.teams)
        ]
    with in_one_flush(session):
        for s in facts.supports:
            about = {name: s[name] for name in ("day", "status", "transaction_day", "archived")}
            if s["tally"] is not None and s["tally"] < len(told):
                about["tally_id"] = told[s["tally"]].id
            an_activation(session, people[s["who"]], s["service"], volunteers=[helpers[h] for h in s["helpers"]],
                          **about)  # fmt: skip
        for e in facts.events:
            about = {name: e[name] for name in ("day", "kind", "minutes", "reach", "households")}
            an_event(session, volunteers=[helpers[h] for h in e["helpers"]],
                     influencers=[elders[i] for i in e["elders"]], **about)  # fmt: skip
        for team, t in zip(teams, facts.teams, strict=True):
            for who, life in t["members"]:
                begin, end = ends(life)
                a_membership(session, team, helpers[who], started=begin, ended=end)


def ends(life: tuple[date, int | None]) -> tuple[date, date | None]:
    begin, length = life
    return begin, None if length is None else begin + timedelta(days=length)


def stands(life: tuple[date, int | None], day: date) -> bool:
    begin, end = ends(life)
    return begin <= day and (end is None or day <= end)


def slow(facts: Facts, span: Span, *, cumulative: bool = False) -> dict[str, Any]:
    """The counting rules, said in loops."""
    inside = lambda day: day is not None and span.first <= day <= span.last  # noqa: E731
    live = [s for s in facts.supports if not s["archived"] and s["day"] >= SINCE]
    told = []
    for place, t in enumerate(facts.tallies):
        if inside(t["day"]) and t["day"] >= SINCE and not t["archived"]:
            known = {s["who"] for s in facts.supports if s["tally"] == place and not s["archived"]}
            told.append({**t, "number": t["number"] - min(len(known), t["number"])})
    held = [e for e in facts.events if inside(e["day"]) and e["day"] >= SINCE]

    def firsts(*services: str) -> dict[tuple[int, str], date]:
        found: dict[tuple[int, str], date] = {}
        for s in live:
            if s["service"] in services and s["status"] in COUNTED:
                key = (s["who"], s["service"])
                found[key] = min(found.get(key, s["day"]), s["day"])
        return found

    def split(named: int, *services: str, statuses: tuple[str, ...] = STATUSES) -> dict[str, int]:
        chosen = [t for t in told if (not services or t["service"] in services) and t["status"] in statuses]
        tally = sum(t["number"] for t in chosen)
        return {"named": named, "tally": tally, "total": named + tally}

    def accounts(*services: str) -> dict[str, int]:
        named = sum(inside(day) for day in firsts(*services).values())
        return split(named, *services, statuses=COUNTED)

    def people(*services: str) -> set[int]:
        return {s["who"] for s in live if inside(s["day"]) and (not services or s["service"] in services)}

    def turns(*services: str) -> int:
        chosen = [s for s in live if inside(s["day"]) and (not services or s["service"] in services)]
        return len({(s["who"], s["service"], s["day"]) for s in chosen})

    def of(kind: str, amount: str | None = None) -> int:
        chosen = [e for e in held if e["kind"] == kind]
        return len(chosen) if amount is None else sum(e[amount] or 0 for e in chosen)

    def members(kind: str) -> set[int]:
        working = [t for t in facts.teams if t["kind"] == kind and stands(t["life"], span.last)]
        return {who for t in working for who, life in t["members"] if stands(life, span.last)}

    def working(kind: str) -> int:
        return sum(t["kind"] == kind and stands(t["life"], span.last) for t in facts.teams)

    helped = {(h, s["day"]) for s in live if inside(s["day"]) for h in s["helpers"]}
    joined = [(h, e["day"]) for e in held for h in e["helpers"]]
    with_elders = [e for e in held if e["elders"]]
    elders = {i for e in with_elders for i in e["elders"]}
    dvc = ("dvc-account", "dvc-dossier")
    done = [s for s in live if s["service"] in dvc and s["status"] == "transacted" and inside(s["transaction_day"])]
    used: dict[tuple[int, str], date] = {}
    for s in live:
        if s["service"] in ("wallet", "payment") and s["status"] == "transacted" and s["transaction_day"]:
            key = (s["who"], s["service"])
            used[key] = min(used.get(key, s["transaction_day"]), s["transaction_day"])
    one, two = firsts("vneid-1"), firsts("vneid-2")
    highest = [
        who for (who, _), day in one.items() if inside(day) and not two.get((who, "vneid-2"), date.max) <= span.last
    ]
    names = list(ROLES.values())
    result: dict[str, Any] = {
        "1.1": {"to": working("community")},
        "1.2": {"nguoi": len(members("community")), "nu": len(members("community") - {0})},
        "1.4": {"doi": working("dvc-squad"), "nguoi": len(members("dvc-squad"))},
        "1.5": {
            "nguoi": len({h for h, _ in helped} | {h for h, _ in joined}),
            "luot": len(helped | set(joined)),
            "luot_chien_dich": len(joined),
            "luot_ho_tro": len(helped),
        },
        "2.1": accounts("vneid-1"),
        "2.2": accounts("vneid-2"),
        "2.3": accounts("vneid-1", "vneid-2"),
        "2.4": {"nguoi": split(len(people(*dvc)), *dvc), "luot": split(turns(*dvc), *dvc)},
        "2.5": split(len(done), *dvc, statuses=("transacted",)),
        "2.6": accounts("vssid"),
        "2.7": {**accounts("wallet", "payment"), "co_giao_dich": sum(map(inside, used.values()))},
        "2.9": {"nguoi": split(len(people())), "luot": split(turns())},
        "3.1": {"buoi": of("session"), "luot": of("session", "reach")},
        "3.2": {"buoi": of("broadcast"), "phut": of("broadcast", "minutes")},
        "3.3": {"tin_bai": of("post"), "luot": of("post", "reach")},
        "3.4": {"lop": of("training"), "nguoi": of("training", "reach")},
        "4.1": {"nguoi": len(elders), "theo_vai_tro": {names[i]: 1 for i in sorted(elders, key=lambda i: names[i])}},
        "4.2": {"buoi": len(with_elders), "ho": sum(e["households"] or 0 for e in with_elders)},
    }
    if cumulative:
        result["2.1"]["muc_1_cao_nhat"] = len(highest)
    return result


def test_percent_is_reached_of_target_inside_the_targets_own_days(store: Store):
    def fill(session: Session) -> None:
        for day in (date(2023, 7, 2), date(2023, 8, 6), date(2023, 11, 12)):
            an_activation(session, a_citizen(session, "Lê Văn B"), "vneid-2", day=day)
        a_target(session, "2.3", 4)
        a_target(session, "2.2", 0)
        a_target(session, "2.6", None)

    store.run(fill)
    targets = store.read(lambda session: counting.count(session, Span.month(2023, 11))).targets
    assert (targets["2.3"].done, numbers.show_percent(targets["2.3"].percent)) == (3, "75,0%")
    assert targets["2.2"].percent is None  # a target of 0 gives no percentage
    assert targets["2.6"].target is None


def test_a_leaflet_count_nobody_kept_is_missing_and_not_zero(store: Store):
    store.run(lambda session: an_event(session, leaflets=None))
    november = store.read(lambda session: counting.count(session, Span.month(2023, 11)))
    assert november.period["3.5"].total is None
    store.run(lambda session: an_event(session, leaflets=0))
    assert store.read(lambda session: counting.count(session, Span.month(2023, 11))).period["3.5"].total == 0


def test_every_indicator_says_what_it_means_and_adds_up_one_way():
    assert len({indicator.code for indicator in CATALOGUE}) == len(CATALOGUE)
    assert all(indicator.definition.endswith(".") for indicator in CATALOGUE)
    assert len(BY_KEY) == sum(len(indicator.parts) for indicator in CATALOGUE)
