"""The clean sample goes in whole: every row has its place, every defect its treatment, every figure is right."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hoaian_desktop.exchange import importing, workbook
from hoaian_desktop.exchange.findings import State
from hoaian_desktop.records import Activation, Change, Citizen, ImportBatch, Target, Village, fields_of
from hoaian_desktop.rules.names import fold
from hoaian_desktop.store.change_log import first_broken
from tests.builders import a_copy
from tests.exchange.conftest import AN_TIN, planned, take_in


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


def _everything(session: Session) -> dict[str, list[Any]]:
    """All records but the batches, as they stand."""
    kept = {}
    for record in (Activation, Citizen, Village, Target):
        columns = [getattr(record, f.name) for f in fields_of(record) if f.kind.value != "references"]
        kept[record.__tablename__] = session.execute(select(record.id, record.version, *columns)).all()
    return kept
