"""The workbooks of three communes, three layouts, go in unaided: every row, every defect, every figure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hoaian_desktop.exchange.findings import Level, State
from hoaian_desktop.exchange.importing import Plan
from hoaian_desktop.indicators import counting, published
from hoaian_desktop.records import Activation, Citizen, Service, Village, Volunteer
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.store.store import Store
from tests.builders import a_store
from tests.exchange.conftest import SAMPLES, take_in

SERVICES = {
    "V1": "vneid-1", "V2": "vneid-2", "DVC": "dvc-account", "HS": "dvc-dossier", "VSS": "vssid", "VI": "wallet",
    "TK": "payment",
}  # fmt: skip
STATUSES = {
    "HD": "guided", "DK": "registered", "CD": "installed", "KH": "activated", "GD": "transacted", "KT": "failed",
}  # fmt: skip
LEVELS = {
    "reject_row": Level.ERROR, "warn": Level.WARNING, "warn_not_counted": Level.WARNING, "count_once": Level.WARNING,
    "normalise": Level.NOTICE,
}  # fmt: skip
MONTHS = ["2023-06", "2023-07", "2023-08", "2023-09", "2023-10", "2023-11", "2023-12"]


@dataclass
class Commune:
    """A book that took in a commune's workbook, with what the makers of the workbook say is right."""

    name: str
    store: Store
    plan: Plan
    key: dict[str, Any]
    facts: dict[str, Any]


@pytest.fixture(scope="module", params=["an-tin", "an-thanh", "an-phong"])
def commune(request, tmp_path_factory) -> Iterator[Commune]:
    folder = SAMPLES / request.param
    store = a_store(tmp_path_factory.mktemp(request.param))
    plan = take_in(store, folder / "so-lieu.xlsx")
    key, facts = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("key", "facts"))
    yield Commune(request.param, store, plan, key, facts)
    store.close()


def test_every_row_of_every_sheet_is_accounted_for(commune):
    plan, key = commune.plan, commune.key
    places = {sheet["sheet"]: sheet for sheet in key["sheets"].values()}
    for result in plan.sheets:
        said, place = result.document(), places.pop(result.sheet)
        assert said["rows"] == sum(said[state.value] for state in State)
        assert said["rows"] - said["left_out"] == place["rows"]
        header = plan.maps[result.sheet].header
        assert [*range(header.row, header.last + 1)] == place["header_rows"]
    assert not places


def test_each_planted_defect_is_found_at_its_cell_with_its_level(commune):
    plan, key = commune.plan, commune.key
    for defect in key["defects"]:
        found = [f for f in plan.findings if (f.sheet, f.row) == (defect["sheet"], defect["row"])]
        if defect["kind"] == "namesake_not_duplicate":
            assert not found
        else:
            levels = {f.level for f in found if f.code == defect["kind"] and _stands_in(f.column, defect["column"])}
            assert levels == {LEVELS[defect["action"]]}, defect


def test_no_row_is_doubted_without_reason(commune):
    plan, key = commune.plan, commune.key
    planted = {(d["sheet"], d["row"]) for d in key["defects"]}
    doubted = {(f.sheet, f.row) for f in plan.findings if f.level is not Level.NOTICE}
    assert doubted <= planted


def test_rows_go_where_the_key_says(commune):
    plan, key = commune.plan, commune.key
    actions = Counter((d["sheet"], d["action"]) for d in key["defects"])
    states = {result.sheet: result.states for result in plan.sheets}
    supports, tallies = (key["sheets"][short]["sheet"] for short in ("kh", "sd"))
    for sheet in (supports, tallies):
        assert states[sheet][State.REJECTED] == actions[sheet, "reject_row"]
    exact = sum(d["kind"] == "exact_duplicate" for d in key["defects"])
    assert states[supports][State.DUPLICATE] == exact


def test_the_activations_are_those_of_the_facts(commune):
    store, key = commune.store, commune.key
    facts, people = commune.facts, _volunteers(store)
    once = {d["row"] for d in key["defects"] if d["kind"] == "exact_duplicate"}
    early = {d["row"] for d in key["defects"] if d["kind"] == "before_start"}
    expected = Counter(
        (
            fact["date"],
            _folded(fact["citizen"].removeprefix(f"{commune.name}/")),
            SERVICES[fact["service"]],
            STATUSES[fact["status"]],
            fact["txn"],
            tuple(sorted({fold(name.split("/")[1]) for name in fact["volunteers"]} & people)),
        )
        for fact in facts["activations"]
        if (fact["accepted"] or fact["sheet_row"] in early) and fact["sheet_row"] not in once
    )
    assert store.read(_activations) == expected


def test_names_have_their_capitals_though_the_old_font_lost_them(commune):
    names = commune.store.read(lambda session: session.scalars(select(Citizen.full_name)).all())
    assert [name for name in names if not all(word[0].isupper() for word in name.split())] == []


@pytest.mark.parametrize("month", MONTHS)
def test_the_figures_of_each_month_equal_the_key(commune, month):
    store, key = commune.store, commune.key
    expected = key["periods"][month]
    assert _document(store, expected)["indicators"] == expected["indicators"]


def test_the_figures_since_the_start_equal_the_key(commune):
    store, key = commune.store, commune.key
    whole = _document(store, key["cumulative"])
    assert whole["indicators"] == key["cumulative"]["indicators"]
    assert _document(store, key["periods"]["2023-12"])["since"] == key["cumulative"]["indicators"]


def test_the_targets_equal_the_key(commune):
    store, key = commune.store, commune.key
    for span in (key["cumulative"], key["periods"]["2023-12"]):
        reached = _document(store, span)["targets"]
        for code, target in key["targets"].items():
            percent = None if target["percent"] == "-" else float(target["percent"].rstrip("%").replace(",", "."))
            assert reached[code] == {"target": target["target"], "percent": percent}, code


def _document(store: Any, span: dict[str, str]) -> dict[str, Any]:
    days = Span(date.fromisoformat(span["from"]), date.fromisoformat(span["to"]))
    return store.read(lambda session: published.document(counting.count(session, days)))


def _stands_in(column: str, columns: str) -> bool:
    first, _, last = columns.partition(":")
    return first <= column <= (last or first)


def _folded(citizen: str) -> str:
    """A number as it is; name, year and village without marks, for TCVN3 loses the capitals."""
    return citizen if citizen.isdigit() else fold(citizen)


def _volunteers(store: Any) -> set[str]:
    return {fold(name) for name in store.read(lambda session: session.scalars(select(Volunteer.full_name)).all())}


def _activations(session: Session) -> Counter[tuple[Any, ...]]:
    rows = session.execute(
        select(Activation, Citizen, Service.code, Village)
        .join(Citizen, Citizen.id == Activation.citizen_id)
        .join(Service, Service.id == Activation.service_id)
        .outerjoin(Village, Village.id == Citizen.village_id)
        .options(selectinload(Activation.volunteers))
    )
    return Counter(
        (
            done.day.isoformat(),
            citizen.personal_number or fold(f"{citizen.full_name}|{citizen.born.year}|Thôn {village.name}"),
            service,
            done.status,
            done.transaction_day.isoformat() if done.transaction_day else None,
            tuple(sorted(fold(person.full_name) for person in done.volunteers)),
        )
        for done, citizen, service, village in rows
    )
