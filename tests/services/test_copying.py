"""What is copied from a list pastes into a spreadsheet as what it is, and gives no personal number away."""

from __future__ import annotations

from datetime import date

import pytest

from hoaian_desktop.errors import Cancelled
from hoaian_desktop.progress import Progress
from hoaian_desktop.services import copying
from hoaian_desktop.services.listings import ACTIVATIONS, TALLIES, VOLUNTEERS
from tests.builders import a_citizen, a_tally, a_volunteer, an_activation


def copy(store, listing, ids, names, **about):
    return store.read(lambda s: copying.copied(s, listing, ids, names, **about))


def test_rows_are_lines_with_tabs_under_a_heading_in_the_order_asked_for(store):
    def fill(session):
        people = [
            a_citizen(session, name, personal_number=f"05209900012{n}") for n, name in enumerate(["An Ba", "Bùi"])
        ]
        return [an_activation(session, person, day=date(2023, 11, 5 + n)).id for n, person in enumerate(people)]

    first, second = store.run(fill)
    made = copy(store, ACTIVATIONS, [second, first], ["full_name", "day", "personal_number", "team_id"])
    assert made.text.split("\r\n") == [
        "Họ và tên\tNgày\tSố định danh\tTổ",
        "Bùi\t06/11/2023\t052*****0121\t—",
        "An Ba\t05/11/2023\t052*****0120\t—",
        "",
    ]
    assert made.rows == 2
    assert "052099000120" not in made.html and "052*****0120" in made.html


def test_phones_are_masked(store):
    id_ = store.run(lambda s: a_volunteer(s, phone="0905662315").id)
    listing = VOLUNTEERS
    names = [field.name for field in listing.fields]
    assert "0905662315" not in copy(store, listing, [id_], names).text + copy(store, listing, [id_], names).html


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("=1+1", "'=1+1"),
        ("+84 905", "'+84 905"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("hai\tcột\nhai dòng\r\nnữa", "hai cột hai dòng nữa"),
        ('"Người tốt" việc tốt', '"""Người tốt"" việc tốt"'),
        ("1 < 2 & 3", "1 < 2 & 3"),
    ],
)
def test_no_cell_breaks_the_table_or_is_carried_out(store, typed, line):
    id_ = store.run(lambda s: a_tally(s, notes=typed).id)
    made = copy(store, TALLIES, [id_], ["notes"])
    assert made.text.split("\r\n")[1] == line
    assert made.html.count("<td") == 1 and '<td class="t">' in made.html
    assert "1 < 2" not in made.html


def test_numbers_and_days_are_told_to_a_spreadsheet_of_any_language(store):
    id_ = store.run(lambda s: a_tally(s, 5535, day=date(2023, 11, 5)).id)
    made = copy(store, TALLIES, [id_], ["day", "number"])
    assert made.text.split("\r\n")[1] == "05/11/2023\t5535"
    assert 'x:num="5535"' in made.html
    assert 'x:num="45235"' in made.html  # 5 November 2023, as spreadsheets count days


def test_a_long_copy_can_be_stopped(store):
    ids = store.run(lambda s: [a_tally(s).id for _ in range(3)])
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        copy(store, TALLIES, ids, ["number"], progress=progress)


def test_many_rows_are_read_page_by_page(store, monkeypatch):
    monkeypatch.setattr(copying, "PAGE", 2)
    ids = store.run(lambda s: [a_tally(s, number).id for number in range(5)])
    made = copy(store, TALLIES, ids, ["number"])
    assert made.text.split() == ["Số", "người", *map(str, range(5))]
