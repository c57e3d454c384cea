"""A list too long to be read at once: its first rows come first, the ids of all others a moment later."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from hoaian_desktop.records import Activation
from hoaian_desktop.services import listings, lists
from tests.builders import PLAIN, a_citizen, a_number, a_store, an_activation, the_service, the_store
from ui.widgets.record_table import RecordTable


@pytest.fixture(scope="module")
def thousand(tmp_path_factory) -> Path:
    """A book with a thousand supports of one man, closed; every test takes a copy."""
    folder = tmp_path_factory.mktemp("thousand")
    made = a_store(folder)

    def fill(session):
        about = {
            "citizen_id": a_citizen(session, "Nguyễn Văn Khải", personal_number=a_number()).id,
            "service_id": the_service(session).id,
            "status": "activated",
        }
        session.add_all(Activation(day=date(2023, 7, 1 + at % 28), **about) for at in range(1000))

    made.run(fill)
    made.close()
    return folder / PLAIN


@pytest.fixture
def store(thousand, tmp_path):
    """The store over a copy of that book."""
    shutil.copy(thousand, tmp_path)
    made = the_store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def long_list(tasks, on_screen):
    """The list of those supports, just asked for, and the operations it asks the book for."""
    made = RecordTable(tasks, listings.ACTIVATIONS, picks=True)
    made.resize(1000, 320)
    on_screen(made)
    asked, read = [], tasks.read

    def counted(owner, operation, *arguments, **about):
        asked.append(operation.func)
        read(owner, operation, *arguments, **about)

    tasks.read = counted
    made.reload()
    return made, asked


def whole(qtbot, table):
    """Wait until the ids of all rows are known."""
    qtbot.waitUntil(lambda: table.model.rowCount() > lists.FIRST_ROWS and table.model.is_whole)


def test_the_first_rows_are_there_before_the_ids_of_all_others(long_list, qtbot):
    table, asked = long_list
    shown = []
    table.loaded.connect(lambda: shown.append((table.count(), table.current_row() is not None, list(asked))))
    whole(qtbot, table)
    assert shown[0] == (lists.FIRST_ROWS, True, [lists.first])
    assert asked[1] == lists.ordered
    assert table.count() == 1000 and table.view.currentIndex().row() == 0


def test_a_jump_asks_for_two_pages_at_most(long_list, qtbot, settled):
    table, asked = long_list
    whole(qtbot, table)
    qtbot.waitUntil(lambda: not table.model._soon.isActive())
    settled()
    asked.clear()
    for row in (255, 700):  # astride two pages, and within one
        table.view.scrollTo(table.model.index(row, 0), table.view.ScrollHint.PositionAtCenter)
        qtbot.waitUntil(lambda row=row: table.model.row_at(row) is not None)
        settled()
        assert asked.count(lists.rows) <= 2 and set(asked) <= {lists.rows}
        asked.clear()


def test_a_record_further_down_becomes_the_current_one_once_it_is_known(long_list, qtbot, store):
    table, _ = long_list
    ids = store.read(lambda s: lists.ordered(s, listings.ACTIVATIONS, table.query()))
    table.select_id(ids[900])
    whole(qtbot, table)
    assert table.current_id() == ids[900] and table.view.currentIndex().row() == 900


def test_a_row_saved_while_the_ids_are_on_their_way_is_on_top_and_counted_once(long_list, qtbot, store):
    table, asked = long_list
    with qtbot.waitSignal(table.loaded):
        pass
    new = store.run(lambda session: an_activation(session, day=date(2023, 11, 19)).id)
    (row,) = store.read(lambda s: lists.rows(s, listings.ACTIVATIONS, [new]))
    table.put(row, new=True)
    whole(qtbot, table)
    assert table.count() == 1001 and table.model.id_at(0) == new == table.current_id()
    assert asked.count(lists.find) == 0


def test_a_saved_row_asks_the_book_for_nothing(long_list, qtbot, settled, store):
    table, asked = long_list
    whole(qtbot, table)
    settled()
    asked.clear()
    new = store.run(lambda session: an_activation(session, day=date(2023, 11, 19)).id)
    (row,) = store.read(lambda s: lists.rows(s, listings.ACTIVATIONS, [new]))
    table.put(row, new=True)
    assert table.model.row_at(0) == row
    assert asked == []
