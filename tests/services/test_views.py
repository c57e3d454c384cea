"""A clerk keeps a filter under a name and finds it again, today's «tháng này» included."""

from __future__ import annotations

import json
from datetime import date

import pytest

from hoaian_desktop.errors import GoneError, RuleRefused, ValidationError
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.stretches import stretches
from hoaian_desktop.services import views
from hoaian_desktop.services.conditions import Operator
from hoaian_desktop.services.listings import ACTIVATIONS, VOLUNTEERS
from hoaian_desktop.services.lists import Filter, Query
from tests.builders import TODAY

QUERY = Query(
    text="nang an",
    sort="full_name",
    descending=True,
    filters=(
        Filter("status", ("activated", "transacted"), Operator.ONE_OF),
        Filter("born", (PartialDate(1990), PartialDate(1999, 5)), Operator.BETWEEN),
        Filter("day", (date(2023, 11, 1), None), Operator.BETWEEN),
        Filter("team_id", 3, Operator.IS_NOT),
        Filter("full_name", "an", Operator.CONTAINS),
        Filter("phone", None, Operator.EMPTY),
    ),
    archived=True,
)


def keep(store, name="Cần gọi lại", query=QUERY, listing=ACTIVATIONS, **about):
    return store.run(lambda s: views.save(s, listing, name, query, today=TODAY, **about))


def kept(store, listing=ACTIVATIONS, today=TODAY):
    return store.read(lambda s: views.all_of(s, listing, today=today))


def test_a_view_comes_back_as_it_was_kept(store):
    keep(store)
    [view] = kept(store)
    assert (view.name, view.query) == ("Cần gọi lại", QUERY)
    assert kept(store, VOLUNTEERS) == []


def test_a_view_is_plain_json(store):
    made = views.as_json(ACTIVATIONS, QUERY, today=TODAY)
    assert views.from_json(ACTIVATIONS, json.loads(json.dumps(made)), today=TODAY) == QUERY


def test_this_month_is_the_month_in_which_the_view_is_used(store):
    november = (date(2023, 11, 1), date(2023, 11, 30))
    keep(store, query=Query(filters=(Filter("day", november),)))
    assert kept(store)[0].query.filters == (Filter("day", november),)
    assert kept(store, today=date(2024, 2, 9))[0].query.filters == (
        Filter("day", (date(2024, 2, 1), date(2024, 2, 29))),
    )


def test_days_somebody_typed_stay_those_days(store):
    november = (date(2023, 11, 1), date(2023, 11, 30))
    keep(store, query=Query(filters=(Filter("day", november, Operator.BETWEEN),)))
    assert kept(store, today=date(2024, 2, 9))[0].query.filters[0].value == november


def test_the_usual_stretches_are_right_on_the_first_of_january():
    by_name = dict(stretches(date(2024, 1, 1)))
    assert by_name["Tháng trước"].label == "tháng 12 năm 2023"
    assert (by_name["Quý này"].first, by_name["Quý này"].last) == (date(2024, 1, 1), date(2024, 3, 31))
    assert by_name["Năm trước"].first == date(2023, 1, 1)


def test_the_same_name_is_refused_until_overwriting_is_wanted(store):
    first = keep(store)
    with pytest.raises(RuleRefused) as refusal:
        keep(store, "CẦN GỌI LẠI", Query(text="khác"))
    assert refusal.value.code == views.TAKEN
    assert kept(store)[0].query == QUERY
    again = keep(store, "Cần gọi lại", Query(text="khác"), overwrite=True)
    assert again.id == first.id
    assert [view.query.text for view in kept(store)] == ["khác"]


def test_views_are_renamed_deleted_and_stand_in_vietnamese_order(store):
    for name in ("Đã gọi", "Dân chưa có số", "Ẩn"):
        keep(store, name)
    assert [view.name for view in kept(store)] == ["Ẩn", "Dân chưa có số", "Đã gọi"]
    ids = {view.name: view.id for view in kept(store)}
    with pytest.raises(ValidationError, match="Đã có bộ lọc"):
        store.run(lambda s: views.rename(s, ids["Ẩn"], "đã gọi"))
    store.run(lambda s: views.rename(s, ids["Ẩn"], "  Bà con  ở xa "))
    store.run(lambda s: views.delete(s, ids["Đã gọi"]))
    assert [view.name for view in kept(store)] == ["Bà con ở xa", "Dân chưa có số"]
    with pytest.raises(GoneError):
        store.run(lambda s: views.delete(s, ids["Đã gọi"]))


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_needs_a_short_name(store, name):
    with pytest.raises(ValidationError):
        keep(store, name)


def test_conditions_a_program_does_not_know_are_left_out():
    odd = {
        "sort": "gone",
        "filters": [
            {"name": "gone", "how": "is", "value": 1},
            {"name": "day", "how": "newer", "value": 1},
            {"name": "day", "how": "is", "stretch": "next-decade"},
            {"name": "status", "how": "is", "value": "failed"},
        ],
    }
    found = views.from_json(ACTIVATIONS, odd, today=TODAY)
    assert found == Query(filters=(Filter("status", "failed"),))
