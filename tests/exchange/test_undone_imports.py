"""An import is one step: undone and redone whole, and the same file can be taken in again after it was undone."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from hoaian_desktop.exchange import importing, workbook
from hoaian_desktop.exchange.findings import State
from hoaian_desktop.records import Activation, Citizen, Membership, Step, Tally, Team, Village, Volunteer
from hoaian_desktop.services import undoing
from tests.builders import TODAY

FILE = Path(__file__).parents[1] / "data" / "an-tin" / "so-lieu.xlsx"
KINDS = (Activation, Tally, Citizen, Volunteer, Team, Membership, Village)


def take_in(store, book):
    plan = store.read(partial(importing.plan, workbook=book, today=TODAY))
    store.run(partial(importing.apply, planned=plan))
    return plan.count(State.IMPORTED), plan.count(State.UPDATED)


def alive(session):
    return [session.scalar(select(func.count()).where(kind.archived.is_(False))) for kind in KINDS]


def test_an_import_is_undone_redone_and_taken_in_again_after_undo(store):
    book = workbook.read(FILE)
    before = store.read(alive)
    imported = take_in(store, book)
    after = store.read(alive)
    assert after > before
    words = store.run(undoing.undo).words
    assert words.startswith("Nhập ") and words.endswith(" dòng từ Excel")
    assert store.read(alive) == before
    store.run(undoing.redo)
    assert store.read(alive) == after
    store.run(undoing.undo)
    again = take_in(store, book)
    assert store.read(alive) == after
    assert sum(again) == sum(imported)
    assert store.read(lambda s: s.scalars(select(Step.state).order_by(Step.id)).all()) == ["dropped", "done"]
