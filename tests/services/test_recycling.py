"""The recycle bin: everything put aside is found again and comes back."""

from __future__ import annotations

from hoaian_desktop.records import Activation, Citizen, Team
from hoaian_desktop.services import keeping, recycling, undoing
from tests.builders import USER, a_citizen, a_tally, a_team, an_activation


def test_what_was_archived_and_what_was_undone_is_listed_newest_first(store):
    team = store.run(a_team)
    store.run(lambda s: keeping.archive(s, Team, (team.id,)))
    store.run(lambda s: an_activation(s, a_citizen(s, "Nguyễn Văn An")))
    store.run(undoing.undo)
    found = store.read(recycling.find)
    assert [(line.kind, line.name, line.by, line.reason) for line in found.lines] == [
        ("công dân", "Nguyễn Văn An", USER, "Hoàn tác: Thêm lượt hỗ trợ Nguyễn Văn An"),
        ("lượt hỗ trợ", "Nguyễn Văn An", USER, "Hoàn tác: Thêm lượt hỗ trợ Nguyễn Văn An"),
        ("tổ", "Tổ CNSCĐ thôn Năng An", USER, None),
    ]
    assert found.number == 3


def test_it_is_searched_by_kind_and_name_without_marks(store):
    store.run(lambda s: (a_tally(s), an_activation(s, a_citizen(s, "Nguyễn Văn An"))))
    store.run(undoing.undo)
    found = store.read(lambda s: recycling.find(s, "luot ho tro van an"))
    assert [line.table for line in found.lines] == ["activation"]
    assert store.read(lambda s: recycling.find(s, "so dem 23")).number == 1
    assert store.read(lambda s: recycling.find(s, "khong co")).lines == ()


def test_several_of_different_kinds_come_back_in_one_step(store):
    made = store.run(lambda s: (a_team(s), an_activation(s)))
    store.run(undoing.undo)
    chosen = [("team", made[0].id), ("activation", made[1].id)]
    assert store.run(lambda s: recycling.restore(s, chosen)) == 2
    assert store.read(recycling.find).lines == ()
    archived = store.read(
        lambda s: [s.get(Citizen, made[1].citizen_id).archived, s.get(Activation, made[1].id).archived]
    )
    assert archived == [False, False]
    store.run(undoing.undo)
    assert store.read(recycling.find).number == 3


def test_only_the_newest_are_shown_and_all_are_counted(store, monkeypatch):
    monkeypatch.setattr(recycling, "MOST", 3)
    store.run(lambda s: [a_tally(s) for _ in range(5)])
    store.run(undoing.undo)
    found = store.read(recycling.find)
    assert (len(found.lines), found.number) == (3, 5)
