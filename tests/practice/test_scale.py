from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from hoaian_desktop.indicators import counting
from hoaian_desktop.practice.shares import DISTRICT, NEW_DAYS, OLD_DAYS, SHARES, days_of, shares_of
from hoaian_desktop.records import (
    Activation,
    AdministrativeUnit,
    Campaign,
    CampaignEvent,
    Citizen,
    Directive,
    Office,
    Service,
    Target,
    Team,
    Village,
)
from hoaian_desktop.services import offices

AN_TIN = "old-21703"
VAN_DUC = "new-21703"


def count(store, span):
    figures = store.read(lambda session: counting.count(session, span))
    return {key: counted.total for key, counted in figures.cumulative.items()}


def test_the_district_has_the_figures_of_2023(filled):
    counts = count(filled(DISTRICT), OLD_DAYS)
    assert counts["1.1.to"] == 19
    assert counts["1.2.nguoi"] == 153
    assert counts["1.5.nguoi"] == 1214
    assert counts["2.3"] == 5535
    assert counts["2.3"] == counts["2.1"] + counts["2.2"]


def test_the_teams_stand_in_all_fifteen_communes(filled):
    communes = (
        select(func.count(Village.unit_id.distinct()))
        .select_from(Team)
        .join(Team.villages)
        .where(Team.kind == "community")
    )
    assert filled(DISTRICT).read(lambda session: session.scalar(communes)) == 15


def test_an_tin_has_its_share(filled):
    counts = count(filled(AN_TIN), OLD_DAYS)
    assert (counts["1.1.to"], counts["1.2.nguoi"], counts["1.5.nguoi"], counts["2.3"]) == (2, 16, 109, 480)


def test_a_commune_since_the_reform_has_the_shares_of_those_it_was_formed_from(filled):
    before = [share for share in SHARES if share.key in {"old-21694", "old-21703", "old-21706"}]
    counts = count(filled(VAN_DUC), NEW_DAYS)
    assert counts["2.3"] == sum(share.accounts for share in before)
    assert counts["1.5.nguoi"] == sum(share.volunteers for share in before)
    assert counts["2.8"] > 50  # personal signatures are new in these days


def test_every_commune_of_either_era_has_practice_data_with_village_names_of_its_own():
    communes = [unit for unit in offices.bundled_units() if unit.kind in {"commune", "town"}]
    assert len(communes) == 20
    for unit in communes:
        names = [name for _, share in shares_of(unit.key) for name in share.villages]
        assert len(names) == len(set(names)), unit.name


def test_the_people_of_an_tin_are_the_same_alone_and_within_the_district(filled):
    numbers = select(Citizen.personal_number).where(Citizen.personal_number.is_not(None))
    alone = set(filled(AN_TIN).read(lambda session: session.scalars(numbers).all()))
    assert alone <= set(filled(DISTRICT).read(lambda session: session.scalars(numbers).all()))


@pytest.mark.parametrize(
    ("unit_key", "superior", "issuer", "since"),
    [
        (AN_TIN, "HUYỆN ĐOÀN HOÀI ÂN", "BCH ĐOÀN XÃ ÂN TÍN", date(2023, 6, 30)),
        (VAN_DUC, "TỈNH ĐOÀN GIA LAI", "BCH ĐOÀN XÃ VẠN ĐỨC", date(2025, 7, 1)),
        (DISTRICT, "TỈNH ĐOÀN BÌNH ĐỊNH", "HUYỆN ĐOÀN HOÀI ÂN", date(2023, 6, 30)),
    ],
)
def test_the_office_writes_to_the_body_above_it_in_its_era(filled, unit_key, superior, issuer, since):
    office = filled(unit_key).read(lambda session: session.scalars(select(Office)).one())
    assert (office.superior, office.issuer, office.since) == (superior, issuer, since)


@pytest.mark.parametrize("unit_key", [AN_TIN, VAN_DUC])
def test_services_are_used_only_while_they_are_valid(filled, unit_key):
    outside = (
        select(func.count())
        .select_from(Activation)
        .join(Service, Service.id == Activation.service_id)
        .where((Activation.day > Service.valid_to) | (Activation.day < Service.valid_from))
    )
    assert filled(unit_key).read(lambda session: session.scalar(outside)) == 0


def test_sundays_are_busy_and_summer_is_busier_than_winter(filled):
    days = filled(DISTRICT).read(lambda session: session.scalars(select(Activation.day)).all())
    by_weekday, by_month = Counter(day.weekday() for day in days), Counter(day.month for day in days)
    assert by_weekday.most_common(1)[0][0] == 6
    assert by_month[7] > by_month[9] > by_month[12] > 300
    assert set(days) <= {
        date.fromordinal(at) for at in range(OLD_DAYS.first.toordinal(), OLD_DAYS.last.toordinal() + 1)
    }


def test_the_book_has_something_of_everything(filled):
    def look(session):
        kinds = Counter(session.scalars(select(CampaignEvent.kind)))
        statuses = Counter(session.scalars(select(Activation.status)))
        return (
            kinds,
            statuses,
            [session.scalar(select(func.count()).select_from(r)) for r in (Campaign, Directive, Target)],
        )

    kinds, statuses, (campaigns, directives, targets) = filled(AN_TIN).read(look)
    assert set(kinds) == {"broadcast", "session", "post", "training", "launch"}
    assert kinds["broadcast"] > 20
    assert set(statuses) == {"guided", "registered", "installed", "activated", "transacted", "failed"}
    assert (campaigns, directives) == (4, 3)
    assert targets > 10


def test_some_people_have_no_number_some_no_phone_and_some_only_a_year_of_birth(filled):
    people = filled(AN_TIN).read(lambda session: session.scalars(select(Citizen)).all())
    assert 0.03 < sum(p.personal_number is None for p in people) / len(people) < 0.15
    assert 0.15 < sum(p.phone is None for p in people) / len(people) < 0.35
    assert 0.15 < sum(p.born.month is None for p in people) / len(people) < 0.35


def test_the_same_account_twice_happens_and_is_counted_once(filled):
    def look(session):
        counted = Activation.status.in_(("activated", "transacted"))
        level = Activation.service_id.in_(select(Service.id).where(Service.level.is_not(None)))
        return session.scalar(select(func.count()).select_from(Activation).where(counted, level))

    named = filled(AN_TIN).read(lambda session: counting.count(session, OLD_DAYS)).cumulative["2.3"].named
    assert filled(AN_TIN).read(look) > named


def test_every_commune_knows_its_villages_by_kind(filled):
    rows = filled(DISTRICT).read(
        lambda session: session.execute(
            select(AdministrativeUnit.name, Village.kind).join(Village, Village.unit_id == AdministrativeUnit.id)
        ).all()
    )
    assert {kind for name, kind in rows if name == "Tăng Bạt Hổ"} == {"khu-pho"}
    assert {kind for name, kind in rows if name == "Bok Tới"} == {"lang"}
    assert days_of("old-21718") == OLD_DAYS
