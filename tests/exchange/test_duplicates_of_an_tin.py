"""The desk over the sample workbook: it finds the planted second entries, and merging them gives the key's figures."""

from __future__ import annotations

from functools import partial

from hoaian_desktop.indicators import counting
from hoaian_desktop.records import Citizen
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import duplicates, merges
from tests.builders import a_store
from tests.exchange.conftest import AN_TIN, take_in


def test_the_planted_second_entries_are_offered_and_merging_them_takes_them_out_of_the_figures(tmp_path, key, facts):
    store = a_store(tmp_path)
    try:
        take_in(store, AN_TIN / "so-lieu.xlsx")
        citizen_of = {a["sheet_row"]: a["citizen"] for a in facts["activations"]}
        planted = [d for d in key["defects"] if d["kind"] == "near_duplicate_no_number"]
        expected = {(citizen_of[d["same_as_row"]], citizen_of[d["row"]].split("/")[1].split("|")[0]) for d in planted}
        found = store.read(duplicates.pairs)
        numbers = store.read(
            lambda session: {p.ids: [session.get(Citizen, id_).personal_number for id_ in p.ids] for p in found}
        )
        assert all(None in pair for pair in numbers.values())  # the namesakes have two numbers
        wanted = [p for p in found if (_number(numbers[p.ids]), fold(p.first.full_name)) in expected]
        assert {(_number(numbers[p.ids]), fold(p.first.full_name)) for p in wanted} == expected
        assert all(p.likeness.high for p in wanted)

        december = Span.month(2023, 12)
        before = store.read(lambda session: counting.count(session, december)).cumulative
        for pair in wanted:
            merge = store.read(partial(merges.preview, one_id=pair.first.id, other_id=pair.second.id))
            store.run(partial(merges.merge, keep_id=merge.keep_id, other_id=merge.other_id, values=merge.proposed()))
        after = store.read(lambda session: counting.count(session, december)).cumulative
        for code, name in (("2.2", "VNeID mức 2"), ("2.9.nguoi", "2.9")):
            assert after[code].named - before[code].named == sum(d["if_merged"][name] for d in planted)
    finally:
        store.close()


def _number(numbers):
    return next((number for number in numbers if number), None)
