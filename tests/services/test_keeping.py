"""Records are kept as they were entered."""

from __future__ import annotations

from datetime import date

import pytest

from hoaian_desktop import choices
from hoaian_desktop.errors import ValidationError
from hoaian_desktop.records import Service, Volunteer
from hoaian_desktop.services import keeping, services
from tests.builders import TODAY


def test_a_position_that_was_emptied_stays_empty(store):
    kept = store.run(lambda s: keeping.save(s, Volunteer, {"full_name": "Lê Thị Thu Hà", "position": None}))
    assert kept.position is None
    assert store.read(lambda s: s.get(Volunteer, kept.id).position) is None
    assert kept.version == 1


def test_a_position_nobody_spoke_of_is_the_usual_one(store):
    kept = store.run(lambda s: keeping.save(s, Volunteer, {"full_name": "Lê Thị Thu Hà"}))
    assert kept.position == "member"


def test_a_service_of_ones_own_gets_a_code_of_its_name(store):
    add = {"name": "Hướng dẫn thanh toán tiền điện", "counts_in": "2.7"}
    made = store.run(lambda s: services.add(s, add, today=TODAY))
    assert (made.name, made.counts_in) == ("Hướng dẫn thanh toán tiền điện", "2.7")
    assert made.code == "own-huong-dan-thanh-toan-t"


def test_two_services_with_the_same_beginning_are_told_apart(store):
    names = ["Hướng dẫn thanh toán tiền điện", "Hướng dẫn thanh toán tiền nước", "Hướng dẫn thanh toán viện phí"]
    made = [store.run(lambda s, name=name: services.add(s, {"name": name}, today=TODAY)) for name in names]
    assert len({each.code for each in made}) == 3
    assert all(len(each.code) <= Service.code.type.length for each in made)


def test_a_service_without_a_name_is_refused_under_the_field(store):
    with pytest.raises(ValidationError) as refused:
        store.run(lambda s: services.add(s, {"name": "", "valid_from": date(2023, 1, 1)}, today=TODAY))
    assert list(refused.value.messages) == ["name"]


def test_narrow_places_have_short_words():
    assert choices.short("team_kind", "community") == "Tổ CNSCĐ"
    assert choices.short("union_position", "member") == choices.name("union_position", "member")
    assert choices.short("team_kind", "from-a-newer-program") == "from-a-newer-program"
