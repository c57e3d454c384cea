"""The clean sample goes in whole: every row has its place, every defect its treatment, every figure is right."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from hoaian_desktop.exchange import importing, workbook
from hoaian_desktop.exchange.findings import Level, State
from hoaian_desktop.indicators import counting, published
from hoaian_desktop.records import Activation, Change, Citizen, ImportBatch, Service, Target, Village, fields_of
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.store.change_log import first_broken
from tests.builders import a_copy
from tests.exchange.conftest import AN_TIN, planned, take_in

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


def test_every_row_of_every_sheet_is_accounted_for(an_tin, key):
    _, plan = an_tin
    rows = {sheet["sheet"]: sheet["rows"] for sheet in key["sheets"].values()}
    for result in plan.sheets:
        said = result.document()
        assert said["rows"] == rows.pop(result.sheet)
        assert said["rows"] == sum(said[state.value] for state in State)
    assert not rows


def test_each_planted_defect_is_found_at_its_cell_with_its_level(an_tin, key):
    _, plan = an_tin
    found = {(f.sheet, f.row, f.column, f.code): f.level for f in plan.findings}
    for defect in key["defects"]:
        at = (defect["sheet"], defect["row"], defect["column"], defect["kind"])
        if defect["kind"] == "namesake_not_duplicate":
            assert not [f for f in plan.findings if (f.sheet, f.row) == at[:2]]
        else:
            assert found[at] is LEVELS[defect["action"]], at


def test_no_row_is_doubted_without_reason(an_tin, key):
    _, plan = an_tin
    planted = {(d["sheet"], d["row"]) for d in key["defects"]}
    doubted = {(f.sheet, f.row) for f in plan.findings if f.level is not Level.NOTICE}
    assert doubted <= planted


def test_rows_go_where_the_key_says(an_tin, key):
    _, plan = an_tin
    actions = Counter((d["sheet"], d["action"]) for d in key["defects"])
    states = {result.sheet: result.states for result in plan.sheets}
    for sheet in ("Kích hoạt", "Số đếm"):
        assert states[sheet][State.REJECTED] == actions[sheet, "reject_row"]
    exact = sum(d["kind"] == "exact_duplicate" for d in key["defects"])
    assert states["Kích hoạt"][State.DUPLICATE] == exact


def test_the_activations_are_those_of_the_facts(an_tin, facts, key):
    store, _ = an_tin
    people = {name.split("/")[1] for name in _volunteers(facts)}
    once = {d["row"] for d in key["defects"] if d["kind"] == "exact_duplicate"}
    early = {d["row"] for d in key["defects"] if d["kind"] == "before_start"}
    expected = Counter(
        (
            fact["date"],
            fact["citizen"].removeprefix("an-tin/"),
            SERVICES[fact["service"]],
            STATUSES[fact["status"]],
            fact["txn"],
            tuple(sorted(name.split("/")[1] for name in fact["volunteers"] if name.split("/")[1] in people)),
        )
        for fact in facts["activations"]
        if (fact["accepted"] or fact["sheet_row"] in early) and fact["sheet_row"] not in once
    )
    assert store.read(_activations) == expected


@pytest.mark.parametrize("month", MONTHS)
def test_the_figures_of_each_month_equal_the_key(an_tin, key, month):
    store, _ = an_tin
    expected = key["periods"][month]
    assert _document(store, expected)["indicators"] == expected["indicators"]


def test_the_figures_since_the_start_equal_the_key(an_tin, key):
    store, _ = an_tin
    whole = _document(store, key["cumulative"])
    assert whole["indicators"] == key["cumulative"]["indicators"]
    assert _document(store, key["periods"]["2023-12"])["since"] == key["cumulative"]["indicators"]


def test_the_targets_equal_the_key(an_tin, key):
    store, _ = an_tin
    for span in (key["cumulative"], key["periods"]["2023-12"]):
        reached = _document(store, span)["targets"]
        for code, target in key["targets"].items():
            percent = None if target["percent"] == "-" else float(target["percent"].rstrip("%").replace(",", "."))
            assert reached[code] == {"target": target["target"], "percent": percent}, code


def test_a_target_that_was_not_set_stays_unknown(an_tin):
    store, _ = an_tin
    assert store.read(lambda s: s.scalars(select(Target.value).where(Target.indicator == "2.6")).all()) == [None]


def test_the_same_file_again_doubles_nothing_and_says_so(taken_in, tmp_path):
    store = a_copy(taken_in[0], tmp_path)
    before = store.read(_everything)
    assert before["activation"]
    again = take_in(store, AN_TIN / "so-lieu.xlsx")
    assert store.read(_everything) == before
    store.close()
    assert again.count(State.IMPORTED) == again.count(State.UPDATED) == 0
    assert "file_imported_before" in {finding.code for finding in again.findings}


def test_a_dry_run_changes_nothing(store):
    before = store.read(_everything)
    plan = planned(store, AN_TIN / "so-lieu.xlsx")
    assert plan.count(State.IMPORTED) > 1000
    assert store.read(_everything) == before
    assert plan.document()["batch"] is None


def test_the_batch_and_the_log_say_what_came_in(an_tin):
    store, plan = an_tin

    def look(session: Session) -> tuple[ImportBatch, int, int | None]:
        batch = session.scalars(select(ImportBatch)).one()
        reason = f"Nhập tệp, lần {batch.id}"
        logged = session.scalar(select(func.count()).where(Change.reason == reason, Change.action == "added"))
        return batch, logged, first_broken(session.connection())

    batch, logged, broken = store.read(look)
    assert batch.file_digest == plan.workbook.digest
    assert batch.sheets == plan.document()["sheets"]
    assert logged == len(plan.new)
    assert broken is None


def test_what_came_in_is_found_by_typing(an_tin):
    store, _ = an_tin
    rows = store.read(lambda s: s.execute(select(Citizen.full_name, Citizen.search_text, Citizen.sort_key)).all())
    assert all(fold(name) in text and key for name, text, key in rows)


def test_no_finding_names_a_person_or_shows_a_whole_number(an_tin):
    store, plan = an_tin
    said = " ".join(finding.message for finding in plan.findings)
    for name, number in store.read(lambda s: s.execute(select(Citizen.full_name, Citizen.personal_number)).all()):
        assert name not in said
        assert number is None or number not in said


def test_a_book_that_changed_meanwhile_is_planned_for_again(store, taken_in, tmp_path):
    plan = planned(store, AN_TIN / "so-lieu.xlsx")
    store.close()
    store = a_copy(taken_in[0], tmp_path)  # as it is after somebody else took the file in
    before = store.read(_everything)
    batch = store.run(partial(importing.apply, planned=plan))
    assert sum(sheet["imported"] for sheet in batch.sheets) == 0
    assert store.read(_everything) == before
    store.close()


def test_a_workbook_is_recognised_by_its_bytes():
    read = workbook.read(AN_TIN / "so-lieu.xlsx")
    assert read.digest == workbook.read(AN_TIN / "so-lieu.xlsx").digest
    assert len(read.digest) == 64
    assert [sheet.name for sheet in read.sheets][3] == "Kích hoạt"


def _document(store: Any, span: dict[str, str]) -> dict[str, Any]:
    days = Span(date.fromisoformat(span["from"]), date.fromisoformat(span["to"]))
    return store.read(lambda session: published.document(counting.count(session, days)))


def _volunteers(facts: dict[str, Any]) -> set[str]:
    """Everyone in the list of volunteers: the sheet itself says who."""
    sheet = next(s for s in workbook.read(AN_TIN / "so-lieu.xlsx").sheets if s.name.startswith("Đoàn viên"))
    return {f"an-tin/{row[1]}" for row in sheet.rows[1:]}


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
            citizen.personal_number or f"{fold(citizen.full_name)}|{citizen.born.year}|Thôn {village.name}",
            service,
            done.status,
            done.transaction_day.isoformat() if done.transaction_day else None,
            tuple(sorted(person.full_name for person in done.volunteers)),
        )
        for done, citizen, service, village in rows
    )


def _everything(session: Session) -> dict[str, list[Any]]:
    """All records but the batches, as they stand."""
    kept = {}
    for record in (Activation, Citizen, Village, Target):
        columns = [getattr(record, f.name) for f in fields_of(record) if f.kind.value != "references"]
        kept[record.__tablename__] = session.execute(select(record.id, record.version, *columns)).all()
    return kept
