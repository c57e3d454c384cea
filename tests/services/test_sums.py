"""What the lines under the lists add up, and what is said of a period: nothing put aside, nothing made up."""

from __future__ import annotations

from datetime import date

from hoaian_desktop.records import Activation, CampaignEvent, Tally, Volunteer
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import activations, campaigns, keeping, missing, offices, overview, volunteers
from hoaian_desktop.services.lists import Query
from tests.builders import TODAY, a_citizen, a_store, a_tally, a_volunteer, an_activation, an_event

EVERYTHING = Query(archived=True)


def test_what_is_archived_is_shown_but_never_counted(store):
    def fill(session):
        an_activation(session, a_citizen(session, "Nguyễn Văn Khải"))
        aside = [
            (Activation, an_activation(session, a_citizen(session, "Bùi Thị Ái")).id),
            (Tally, a_tally(session).id),
            (CampaignEvent, an_event(session).id),
            (Volunteer, a_volunteer(session).id),
        ]
        for record, id_ in aside:
            keeping.archive(session, record, (id_,))

    store.run(fill)
    assert store.read(lambda s: activations.totals(s, EVERYTHING)) == (1, 1, 1)
    assert store.read(lambda s: activations.tally_totals(s, EVERYTHING)) == (0, 0, 0)
    assert store.read(lambda s: campaigns.totals(s, EVERYTHING)).events == 0
    assert store.read(lambda s: volunteers.totals(s, EVERYTHING)).people == 0


def _beside(store):
    shown = store.read(lambda s: overview.load(s, today=TODAY))
    return next(figure.beside for figure in shown.figures if figure.key == "3.2.buoi")


def test_minutes_nobody_wrote_down_are_missing_and_no_broadcast_took_none(store):
    assert store.read(lambda s: campaigns.totals(s, Query())).minutes == 0
    assert _beside(store) == "0 phút"
    store.run(an_event)
    assert store.read(lambda s: campaigns.totals(s, Query())).minutes is None
    assert _beside(store) == "— phút"
    store.run(lambda s: an_event(s, "Phát thanh", minutes=15))
    assert store.read(lambda s: campaigns.totals(s, Query())).minutes == 15
    assert _beside(store) == "15 phút"


def _dissolved(store, span):
    found = store.read(lambda s: missing.find(s, span, None))
    return [each for each in found if "không còn" in each.words]


def test_a_period_after_the_units_last_day_is_a_finding(store):
    assert _dissolved(store, Span.month(2025, 6)) == []
    [found] = _dissolved(store, Span.month(2025, 7))
    assert found.words == "Xã Ân Tín không còn từ 01/07/2025"
    assert found.detail == "Kỳ này do xã Vạn Đức báo cáo; sổ này vẫn in HUYỆN ĐOÀN HOÀI ÂN"
    assert (found.weight, found.tab) == (missing.Weight.FAULT, "office")


def test_a_unit_of_today_has_no_last_day(tmp_path):
    new = a_store(tmp_path, _a_new_unit(), since=date(2025, 7, 1))
    assert new.read(offices.dissolved) is None
    assert _dissolved(new, Span.month(2026, 1)) == []
    new.close()


def _a_new_unit():
    return next(u.key for u in offices.bundled_units() if u.valid_to is None and u.kind == "commune")
