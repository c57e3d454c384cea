"""Behind each figure stand exactly the records it counts, in the practice book."""

from functools import partial

import pytest
from sqlalchemy import select

from hoaian_desktop.indicators import counting
from hoaian_desktop.indicators.catalogue import BY_KEY
from hoaian_desktop.records import Activation, CampaignEvent, Membership, Tally
from hoaian_desktop.records.activation import activation_volunteer
from hoaian_desktop.records.campaign import event_volunteer
from hoaian_desktop.records.team import team_village
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import lists
from hoaian_desktop.services.listings import LISTING_OF
from hoaian_desktop.services.lists import Query
from tests.builders import SINCE
from ui import sample
from ui.tabs.behind import behind
from ui.tabs.report_table import CUMULATIVE, PERIOD, PREVIOUS, span_of


@pytest.fixture(scope="module")
def practised(practice):
    book = sample.open_book(practice)
    yield book.store
    book.close(copy=False)


@pytest.fixture(scope="module")
def december(practised):
    return practised.read(lambda session: counting.count(session, Span.month(2023, 12)))


@pytest.mark.parametrize("key", BY_KEY)
def test_a_figure_opens_exactly_the_records_it_counts(practised, december, key):
    counted = {PREVIOUS: december.previous, PERIOD: december.period, CUMULATIVE: december.cumulative}
    part = BY_KEY[key][1]
    for column, counts in counted.items():
        for tally in (False, True) if part.tally is not None else (False,):
            number = practised.read(partial(recount, key=key, span=span_of(december, column), tally=tally))
            assert number == (counts[key].tally if tally else counts[key].named), column


def recount(session, *, key, span, tally):
    _, what = behind(key, span, tally=tally)
    part = BY_KEY[key][1]
    record = (part.tally if tally else part.named).record
    ids = lists.find(session, LISTING_OF[record], Query(behind=what)).ids
    return number_of(session, key, list(ids), span, tally=tally)


def number_of(session, key, ids, span, *, tally):
    """What these records amount to, counted by hand: persons once, turns by day, minutes and people added up."""
    part = BY_KEY[key][1]
    if tally:
        return sum(tally.number for tally in recalled(session, Tally, ids))
    records = recalled(session, part.named.record, ids)
    if part.named.record is Activation and str(part.unit) == "người" and key != "2.1.muc_1_cao_nhat":
        return len({record.citizen_id for record in records})
    if part.named.record is Membership:
        return len({record.volunteer_id for record in records})
    added = {"3.1.luot": "reach", "3.2.phut": "minutes", "3.3.luot": "reach", "3.4.nguoi": "reach", "3.5": "leaflets",
             "4.2.ho": "households"}  # fmt: skip
    if key in added:
        amounts = [getattr(record, added[key]) for record in records]
        return sum(amount or 0 for amount in amounts) if amounts or key != "3.5" else None
    if key == "3.2.cum_loa":
        return len({record.village_id for record in records} - {None})
    if key == "1.3.thon":
        rows = session.execute(select(team_village.c.team_id, team_village.c.village_id))
        return len({village for team, village in rows if team in set(ids)})
    if key.startswith("1.5.luot"):
        return len(volunteer_turns(session, key, set(ids), span))
    return len(records)


def recalled(session, record, ids):
    """The records of these ids, one for each."""
    known = {each.id: each for each in session.scalars(select(record).where(record.id.in_(ids)))}
    return [known[id_] for id_ in ids]


def volunteer_turns(session, key, ids, span):
    supports = session.execute(
        select(activation_volunteer.c.volunteer_id, Activation.day).join(
            Activation, Activation.id == activation_volunteer.c.activation_id
        )
    )
    events = session.execute(
        select(event_volunteer.c.volunteer_id, CampaignEvent.day).join(
            CampaignEvent, CampaignEvent.id == event_volunteer.c.event_id
        )
    )
    helped = {tuple(row) for row in supports if row.volunteer_id in ids and row.day in span and row.day >= SINCE}
    came = [tuple(row) for row in events if row.volunteer_id in ids and row.day in span and row.day >= SINCE]
    return {"1.5.luot_chien_dich": came, "1.5.luot_ho_tro": helped}.get(key, helped | set(came))


def test_the_practice_book_has_something_in_most_figures(december):
    assert sum(bool(count.total) for count in december.cumulative.values()) > 0.85 * len(BY_KEY)
