"""What the practice data hold would pass every rule that a clerk's entry has to pass."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from hoaian_desktop import fields
from hoaian_desktop.fields import Kind
from hoaian_desktop.practice.people import LAST_SERIAL
from hoaian_desktop.practice.shares import DISTRICT
from hoaian_desktop.records import (
    Activation,
    Campaign,
    CampaignEvent,
    Citizen,
    Directive,
    InfluentialPerson,
    Membership,
    Office,
    Service,
    Tally,
    Target,
    Team,
    Village,
    Volunteer,
    fields_of,
)
from hoaian_desktop.rules import phone
from hoaian_desktop.rules.activation_facts import ActivationFacts
from hoaian_desktop.rules.activation_rules import doubts_of
from hoaian_desktop.rules.doubts import hard
from hoaian_desktop.rules.personal_number import PersonalNumber, agrees_with

TODAY = date(2026, 1, 5)
RECORDS = (
    Activation, Campaign, CampaignEvent, Citizen, Directive, InfluentialPerson, Membership, Office, Tally, Target, Team,
    Village, Volunteer,
)  # fmt: skip


@pytest.mark.parametrize("unit_key", ["old-21703", "new-21703"])
def test_no_support_is_refused_by_a_rule(filled, unit_key):
    def look(session):
        rows = session.execute(
            select(Activation, Citizen, Service)
            .join(Citizen, Citizen.id == Activation.citizen_id)
            .join(Service, Service.id == Activation.service_id)
        )
        since = session.scalar(select(Office.since))
        codes = Counter()
        for activation, citizen, service in rows:
            facts = ActivationFacts(
                day=activation.day, service_code=service.code, service_valid_to=service.valid_to, level=service.level,
                status=activation.status, transaction_day=activation.transaction_day, born=citizen.born,
                sex=citizen.sex, number=citizen.personal_number, reason=activation.reason, guardian=citizen.guardian,
            )  # fmt: skip
            found = doubts_of(facts, today=TODAY, since=since)
            assert not hard(found)
            codes.update(doubt.code for doubt in found)
        return codes

    assert filled(unit_key).read(look) == Counter()


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__tablename__)
def test_every_value_can_be_shown_and_typed_again(filled, record):
    columns = [f for f in fields_of(record) if f.kind not in {Kind.REFERENCE, Kind.REFERENCES}]
    kept = filled("old-21703").read(lambda session: session.scalars(select(record)).all())
    assert kept
    for item in kept:
        for field in columns:
            value = getattr(item, field.name)
            assert fields.parse(field, fields.edit_text(field, value), today=TODAY) == value, field.label


def test_every_number_is_of_the_invented_range_and_agrees_with_sex_and_year(filled):
    people = filled(DISTRICT).read(lambda session: session.scalars(select(Citizen)).all())
    numbered = [person for person in people if person.personal_number]
    assert len(numbered) > 4500
    for person in numbered:
        number = PersonalNumber(person.personal_number)
        assert number.province_code == "052"
        assert 1 <= int(number.digits[6:]) <= LAST_SERIAL
        assert agrees_with(number, sex=person.sex, birth_year=person.born.year) == []


def test_people_are_16_to_90_on_the_day_they_are_helped(filled):
    rows = filled(DISTRICT).read(
        lambda session: session.execute(
            select(Activation.day, Citizen.born).join(Citizen, Citizen.id == Activation.citizen_id)
        ).all()
    )
    ages = [born.oldest_age_on(day) for day, born in rows]
    assert min(born.youngest_age_on(day) for day, born in rows) >= 16
    assert 85 <= max(ages) <= 91


def test_every_phone_begins_as_phones_do(filled):
    phones = select(Citizen.phone).where(Citizen.phone.is_not(None))
    numbers = filled("old-21703").read(lambda session: session.scalars(phones).all())
    assert [found for found in map(phone.parse, numbers) if found.doubts] == []


def test_whoever_has_no_number_is_told_apart_by_name_and_year(filled):
    people = filled("old-21703").read(lambda session: session.scalars(select(Citizen)).all())
    nameless = Counter((p.search_text.split(" 0")[0], p.born.year) for p in people if not p.personal_number)
    assert max(nameless.values()) == 1


def test_a_volunteer_helps_only_with_a_team_at_work(filled):
    early = select(Activation.id).join(Team, Team.id == Activation.team_id).where(Activation.day < Team.started)
    assert filled("old-21703").read(lambda session: session.scalars(early).all()) == []
