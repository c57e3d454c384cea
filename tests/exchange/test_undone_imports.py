"""An import is one step: undone and redone whole, and the same file can be taken in again after it was undone."""

from __future__ import annotations

from sqlalchemy import func, select

from hoaian_desktop.exchange.findings import State
from hoaian_desktop.records import Activation, Citizen, Membership, Step, Tally, Team, Village, Volunteer
from hoaian_desktop.services import undoing
from tests.builders import a_copy
from tests.exchange.conftest import AN_TIN, take_in

FILE = AN_TIN / "so-lieu.xlsx"
KINDS = (Activation, Tally, Citizen, Volunteer, Team, Membership, Village)


def changed(plan):
    return plan.count(State.IMPORTED) + plan.count(State.UPDATED)


def alive(session):
    return [session.scalar(select(func.count()).where(kind.archived.is_(False))) for kind in KINDS]


def test_an_import_is_undone_redone_and_taken_in_again_after_undo(store, taken_in, tmp_path):
    before = store.read(alive)
    store.close()
    folder, plan = taken_in
    store = a_copy(folder, tmp_path)
    after = store.read(alive)
    assert after > before
    words = store.run(undoing.undo).words
    assert words.startswith("Nhập ") and words.endswith(" dòng từ Excel")
    assert store.read(alive) == before
    store.run(undoing.redo)
    assert store.read(alive) == after
    store.run(undoing.undo)
    again = take_in(store, FILE)
    assert store.read(alive) == after
    assert changed(again) == changed(plan)
    assert store.read(lambda s: s.scalars(select(Step.state).order_by(Step.id)).all()) == ["dropped", "done"]
    store.close()
