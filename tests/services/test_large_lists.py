"""A list of a million is walked through by indexes: SQLite, which knows no statistics of a book, is led there."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from hoaian_desktop.rules.likeness import Person
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import activations, citizens, lists
from hoaian_desktop.services.listings import ACTIVATIONS
from hoaian_desktop.services.lists import Query
from tests.builders import a_citizen, an_activation, in_one_flush


@pytest.fixture
def plan_of(store):
    """What SQLite means to do for everything an operation asks."""

    def plans(operation):
        asked = []

        def note(connection, cursor, statement, values, context, many):
            if statement.lstrip().startswith(("SELECT", "WITH")):
                asked.append((statement, values))

        event.listen(store.engine, "before_cursor_execute", note)
        try:
            store.read(operation)
        finally:
            event.remove(store.engine, "before_cursor_execute", note)
        with store.engine.connect() as connection:
            return [
                " | ".join(line[3] for line in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values))
                for statement, values in asked
            ]

    return plans


def test_the_first_page_by_day_is_read_off_one_index(plan_of):
    (plan,) = plan_of(lambda s: lists.first(s, ACTIVATIONS, Query()))
    assert plan == "SCAN activation USING COVERING INDEX ix_activation_shown"


def test_the_first_page_by_name_follows_the_names_in_order(plan_of):
    (plan,) = plan_of(lambda s: lists.first(s, ACTIVATIONS, Query(sort="full_name")))
    assert plan.startswith("SCAN citizen USING COVERING INDEX ix_citizen_sort_key")
    assert plan.endswith("USE TEMP B-TREE FOR LAST TERM OF ORDER BY")


def test_turns_persons_and_accounts_are_counted_without_a_row_being_looked_at(plan_of):
    for plan in plan_of(lambda s: activations.totals(s, Query())):
        assert "COVERING INDEX ix_activation_person" in plan and "citizen" not in plan.replace("citizen_id", "")


def test_somebody_called_alike_is_looked_up_by_her_name(plan_of):
    (plan,) = plan_of(lambda s: citizens.alike(s, "Nguyễn Văn An", None, None))
    assert "search_text>? AND search_text<?" in plan


def test_who_a_line_may_mean_is_looked_up_by_ten_and_ho_and_the_year_within_the_index(store, plan_of):
    store.run(lambda s: a_citizen(s, "Nguyễn Văn Án", born=PartialDate(1990)))
    typed = Person("Nguyễn Văn An", PartialDate(1987), 1, sex="male")
    names, people = plan_of(lambda s: citizens.suggestions(s, typed))
    assert names.count("SEARCH citizen") == names.count("COVERING INDEX ix_citizen_sort_key (sort_key>") + 1 == 3
    assert "INDEX ix_citizen_sort_key (sort_key=?)" in names  # how one of each name is written
    assert people.endswith("SEARCH citizen USING INDEX ix_citizen_search_text_born (search_text>? AND search_text<?)")


@pytest.mark.parametrize("typed", [Person("Nguyễn Văn An", None, 1, "0905123456"), Person("An", None, 1)])
def test_without_a_year_she_is_looked_up_by_ten_and_ho_too(plan_of, typed):
    (plan,) = plan_of(lambda s: citizens.suggestions(s, typed))
    assert plan.endswith("SEARCH citizen USING INDEX ix_citizen_sort_key (sort_key>? AND sort_key<?)")


@pytest.mark.parametrize("query", [Query(), Query(sort="full_name"), Query(sort="team_id"), Query("khai")])
def test_first_rows_and_all_ids_agree_with_the_whole_answer(store, query):
    def fill(session):
        with in_one_flush(session):
            people = [a_citizen(session, f"Nguyễn Văn Khải {at % 7}") for at in range(130)]
        with in_one_flush(session):
            for person in people:
                an_activation(session, person)

    store.run(fill)
    whole = store.read(lambda s: lists.find(s, ACTIVATIONS, query))
    few = store.read(lambda s: lists.first(s, ACTIVATIONS, query))
    assert store.read(lambda s: lists.ordered(s, ACTIVATIONS, query)) == whole.ids
    assert (few.ids[: lists.FIRST_ROWS], few.rows) == (whole.ids[: lists.FIRST_ROWS], whole.rows)
    assert few.whole == (len(few.ids) == 130)
