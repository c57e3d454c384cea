"""Targets in a grid: by office, team and village, issue after issue, kept in one step."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from hoaian_desktop.indicators import counting, placed
from hoaian_desktop.indicators.placed import Place
from hoaian_desktop.records import Activation, Directive, Target
from hoaian_desktop.rules.aims import Aim
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import keeping, targets, undoing
from hoaian_desktop.services.targets import NAMED, By, Page
from tests.builders import (
    SINCE,
    TODAY,
    a_citizen,
    a_membership,
    a_tally,
    a_target,
    a_team,
    a_village,
    a_volunteer,
    an_activation,
    an_event,
    the_service,
)

AUTUMN = Span(SINCE, date(2023, 12, 31))


def load(store, page):
    return store.read(partial(targets.load, page=page, today=TODAY))


def save(store, page, entries, directive_id=None):
    return store.run(
        partial(
            undoing.noted,
            operation=partial(targets.save, page=page, entries=entries, directive_id=directive_id),
        )
    )


def stored(store):
    asked = select(Target.indicator, Target.value, Target.issue).where(Target.archived.is_(False))
    return store.read(lambda session: [tuple(row) for row in session.execute(asked.order_by(Target.id))])


@pytest.mark.parametrize(
    ("done", "target", "today", "needed"),
    [
        (3, 12, date(2023, 11, 20), 2),  # 9 in 41 days: 9 · 7 / 41 = 1.54
        (1414, 1650, date(2023, 11, 16), 37),  # 236 in 45 days: 36.7
        (371, 400, date(2023, 11, 16), 5),  # 29 in 45 days: 4.51
        (0, 10, date(2023, 12, 28), 10),  # in the last week all that is left
        (0, 10, date(2023, 12, 31), 10),
        (0, 10, date(2024, 1, 1), None),
        (12, 12, date(2023, 11, 20), 0),
        (5, 0, date(2023, 11, 20), 0),
        (None, 12, date(2023, 11, 20), None),
        (3, None, date(2023, 11, 20), None),
    ],
)
def test_what_is_needed_every_week_is_what_a_clerk_reckons_by_hand(done, target, today, needed):
    assert Aim(AUTUMN, done, target, today).needed_per_week == needed


def test_a_target_of_nought_has_no_per_cent_and_is_reached():
    aim = Aim(AUTUMN, 5, 0, TODAY)
    assert (aim.percent, aim.missing, aim.reached) == (None, 0, True)
    assert Aim(AUTUMN, 5, None, TODAY).missing is None


def test_nought_is_kept_an_empty_cell_is_put_aside_and_a_dash_is_a_target_not_set(store):
    store.run(lambda session: [a_target(session, "2.1", 40), a_target(session, "2.2", 50)])
    page = Page(AUTUMN)
    before = load(store, page)
    assert [before.entry((code, None)) for code in ("2.1", "2.2", "2.3")] == [40, 50, None]
    save(store, page, {("2.1", None): None, ("2.2", None): 0, ("2.3", None): 150, ("2.8", None): NAMED})
    after = load(store, page)
    assert [after.entry((code, None)) for code in ("2.1", "2.2", "2.3", "2.8")] == [None, 0, 150, NAMED]
    in_force = store.read(lambda session: {c: t.value for c, t in counting.targets_in_force(session, TODAY).items()})
    assert in_force == {"2.2": 0, "2.3": 150, "2.8": None}


def test_all_cells_are_one_step_that_can_be_undone(store):
    store.run(lambda session: a_target(session, "2.1", 40))
    kept = save(store, Page(AUTUMN), {("2.1", None): None, ("2.2", None): 7, ("2.3", None): 8})
    assert kept.answer == 3
    step = store.run(partial(undoing.undo, step_id=kept.step))
    assert step.words == "Sửa 3 chỉ tiêu từ ngày 30/06/2023 đến ngày 31/12/2023"
    assert stored(store) == [("2.1", 40, 1)]


def test_a_later_issue_takes_the_place_of_the_one_before_which_stays_to_be_seen(store):
    first = Page(AUTUMN)
    save(store, first, {("2.3", None): 150, ("2.2", None): 60})
    assert store.read(lambda session: targets.latest_issue(session, AUTUMN, By.OFFICE)) == 1
    second = Page(AUTUMN, issue=2)
    save(store, second, {("2.3", None): 180})
    assert store.read(lambda session: targets.latest_issue(session, AUTUMN, By.OFFICE)) == 2
    grid = load(store, second)
    assert (grid.entry(("2.3", None)), grid.before(("2.3", None)).value) == (180, 150)
    assert (grid.entry(("2.2", None)), grid.aim(("2.2", None), None).target) == (None, 60)
    in_force = store.read(lambda session: {c: t.value for c, t in counting.targets_in_force(session, TODAY).items()})
    assert in_force == {"2.2": 60, "2.3": 180}
    assert load(store, first).entry(("2.3", None)) == 150


def test_the_issue_goes_before_the_first_day(store):
    def fill(session):
        a_target(session, "2.3", 150, issue=2)
        a_target(session, "2.3", 99, first_day=date(2023, 10, 1))

    store.run(fill)
    assert store.read(lambda session: counting.targets_in_force(session, TODAY)["2.3"].value) == 150


def two_teams(session):
    """Năng An: an account and 4 without names, one citizen of An Hòa; Vạn Hội: a guided citizen; one without a team."""
    nang_an, van_hoi = a_team(session), a_team(session, "Tổ CNSCĐ thôn Vạn Hội 2")
    village = a_village(session, "An Hòa")
    first, second, loose = (a_citizen(session) for _ in range(3))
    first.village_id = village.id
    an_activation(session, first, team_id=nang_an.id, day=date(2023, 8, 1))
    an_activation(session, first, team_id=van_hoi.id, day=date(2023, 9, 1))  # counted where it came first
    an_activation(session, second, "dvc-login", team_id=van_hoi.id)
    an_activation(session, loose)
    a_tally(session, 4, team_id=nang_an.id)
    a_membership(session, nang_an, a_volunteer(session, "Lê Thị Thu Hà"))
    an_event(session, village_id=village.id)
    return nang_an.id, van_hoi.id, village.id


def test_a_figure_is_told_by_team_and_village_where_its_records_say_so(store):
    nang_an, van_hoi, village = store.run(two_teams)
    by_team = store.read(
        lambda session: placed.count_by(
            session, ["2.3", "2.4.nguoi", "1.2.nguoi", "1.5.luot"], AUTUMN, SINCE, Place.TEAM
        )
    )
    assert by_team["2.3"] == {nang_an: 5, None: 1}
    assert by_team["2.4.nguoi"] == {van_hoi: 1}
    assert by_team["1.2.nguoi"] == {nang_an: 1}
    assert "1.5.luot" not in by_team
    by_village = store.read(
        lambda session: placed.count_by(session, ["2.3", "3.2.buoi", "1.2.nguoi"], AUTUMN, SINCE, Place.VILLAGE)
    )
    assert by_village["2.3"][village] == 1
    assert by_village["3.2.buoi"] == {village: 1}
    assert "1.2.nguoi" not in by_village


def test_teams_add_up_to_the_whole_office_where_the_figure_adds_up(store):
    store.run(two_teams)
    keys = ["2.2", "2.3", "2.5", "2.6"]
    whole, by_team = store.read(
        lambda session: (
            counting.count_spans(session, [AUTUMN], SINCE, keys)[0],
            placed.count_by(session, keys, AUTUMN, SINCE, Place.TEAM),
        )
    )
    assert {key: count.total for key, count in whole.items()} == {
        key: sum(counted.values()) for key, counted in by_team.items()
    }


def test_the_grid_of_teams_shows_each_teams_way_and_the_offices_own_target(store):
    nang_an, van_hoi, _ = store.run(two_teams)
    store.run(lambda session: a_target(session, "2.3", 150))
    page = Page(AUTUMN, By.TEAM)
    save(store, page, {("2.3", nang_an): 60, ("2.3", van_hoi): 0, ("1.5", nang_an): 9})
    grid = load(store, page)
    assert [column.place for column in grid.columns] == [nang_an, van_hoi]
    assert grid.office == {"2.3": 150}
    assert grid.aim(("2.3", nang_an), 60).missing == 55
    assert grid.aim(("2.3", van_hoi), 0).done == 0
    assert grid.aim(("1.5", nang_an), 9).done is None  # days of volunteers name no team
    assert load(store, Page(AUTUMN)).entry(("2.3", None)) == 150


def test_a_directive_is_of_the_whole_issue(store):
    plan = store.run(partial(keeping.save, record=Directive, values={"number": "12-KH/ĐTN"})).id
    save(store, Page(AUTUMN), {("2.3", None): 150}, directive_id=plan)
    grid = load(store, Page(AUTUMN))
    assert grid.directive_id == plan
    assert [given.directive for given in grid.given["2.3", None]] == ["12-KH/ĐTN"]


def test_the_days_on_offer_begin_with_those_targets_were_given_for(store):
    assert store.read(partial(targets.usual_stretch, today=TODAY)) == Span.year(2023)
    store.run(lambda session: a_target(session))
    assert store.read(partial(targets.usual_stretch, today=TODAY)) == AUTUMN
    offered = store.read(partial(targets.stretches, today=TODAY))
    assert [offered[0].span, offered[1].span] == [AUTUMN, Span.year(2023)]


def test_figures_by_team_equal_a_slow_count_that_shares_nothing_with_the_sql(store):
    """Some hundred supports by chance: accounts by who came first, people once a team, dossiers by their own day."""
    chance = random.Random(5)
    span = Span(date(2023, 9, 1), date(2023, 10, 31))
    services = {"vneid-1": "2.3", "vneid-2": "2.3", "wallet": "2.7", "dvc-dossier": "2.4"}
    rows: list[dict] = []

    def fill(session):
        teams = [a_team(session, f"Tổ số {at}").id for at in range(3)]
        people = [a_citizen(session).id for _ in range(9)]
        for _ in range(150):
            day = date(2023, 8, 1) + timedelta(days=chance.randrange(110))
            status = chance.choice(("guided", "activated", "transacted"))
            row = {
                "who": chance.choice(people), "service": chance.choice(list(services)), "day": day, "status": status,
                "team": chance.choice([None, *teams]),
                "paid": day + timedelta(days=3) if status == "transacted" else None,
            }  # fmt: skip
            made = Activation(
                citizen_id=row["who"], service_id=the_service(session, row["service"]).id, day=day, status=status,
                team_id=row["team"], transaction_day=row["paid"],
            )  # fmt: skip
            session.add(made)
            session.flush()
            rows.append({**row, "id": made.id})

    store.run(fill)

    def accounts(code):
        firsts: dict = {}
        for row in rows:
            if services[row["service"]] == code and row["status"] in ("activated", "transacted"):
                key = (row["who"], row["service"])
                firsts[key] = min(firsts.get(key, row), row, key=lambda each: (each["day"], each["id"]))
        return dict(Counter(row["team"] for row in firsts.values() if row["day"] in span))

    guided = [row for row in rows if services[row["service"]] == "2.4"]
    people = {(row["team"], row["who"]) for row in guided if row["day"] in span}
    dossiers = Counter(row["team"] for row in guided if row["paid"] and row["paid"] in span)
    keys = ["2.3", "2.7", "2.4.nguoi", "2.5"]
    counted = store.read(lambda session: placed.count_by(session, keys, span, SINCE, Place.TEAM))
    assert {key: {team: n for team, n in by.items() if n} for key, by in counted.items()} == {
        "2.3": accounts("2.3"),
        "2.7": accounts("2.7"),
        "2.4.nguoi": dict(Counter(team for team, _ in people)),
        "2.5": dict(dossiers),
    }
