"""One support and its person, kept together: what the rules say, and whose name may change."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from hoaian_desktop.errors import ConflictError, RuleRefused, ValidationError
from hoaian_desktop.indicators import counting
from hoaian_desktop.records import Activation, Citizen, Confirmation
from hoaian_desktop.rules.doubts import Level
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import activations, citizens, confirmations, keeping
from tests.builders import (
    SINCE,
    TODAY,
    USER,
    a_citizen,
    a_membership,
    a_team,
    a_village,
    a_volunteer,
    an_activation,
    the_service,
)

NUMBER = "052099000127"  # a man born in 1999
OTHER = "052187004417"  # a woman born in 1987
LATER = date(2024, 8, 5)


@pytest.fixture
def keep(store):
    """Keeps one support; what is not named is ordinary."""

    def keep(*, service="vneid-2", today=TODAY, confirmed=(), id_=None, version=None, **about):
        def operation(session):
            values = {
                "day": date(2023, 11, 12), "status": "activated", "service_id": the_service(session, service).id,
                "full_name": "Nguyễn Văn Khải", **about,
            }  # fmt: skip
            return activations.save(session, values, today=today, id_=id_, version=version, confirmed=confirmed)

        return store.run(operation)

    return keep


@pytest.fixture
def codes(store):
    """The doubts about one support, code and level."""

    def codes(*, service="vneid-2", today=TODAY, id_=None, **about):
        def operation(session):
            values = {
                "day": date(2023, 11, 12), "status": "activated", "service_id": the_service(session, service).id,
                "full_name": "Nguyễn Văn Khải", **about,
            }  # fmt: skip
            return {doubt.code: doubt.level for doubt in activations.doubts(session, values, today=today, id_=id_)}

        return store.read(operation)

    return codes


def people(store):
    return store.read(lambda session: session.scalars(select(Citizen).order_by(Citizen.id)).all())


# ── Rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("about", "code", "level"),
    [
        ({"personal_number": NUMBER, "sex": "female"}, "number-sex", Level.SOFT),
        ({"personal_number": NUMBER, "born": PartialDate(1998)}, "number-year", Level.SOFT),
        ({"day": date(2023, 6, 29)}, "before-start", Level.SOFT),
        ({"day": date(2023, 11, 21)}, "future-date", Level.HARD),
        ({"status": "transacted", "transaction_day": date(2023, 11, 21)}, "future-transaction", Level.HARD),
        ({"born": PartialDate(2017, 11, 13)}, "level2-under-6", Level.HARD),
        ({"born": PartialDate(2017)}, "level2-maybe-under-6", Level.SOFT),
        ({"status": "failed"}, "failed-without-reason", Level.SOFT),
        ({"status": "transacted"}, "transaction-without-day", Level.SOFT),
        ({"service": "dvc-account", "day": date(2024, 7, 1), "today": LATER}, "dvc-account-ended", Level.SOFT),
    ],
)
def test_each_rule_speaks_with_its_weight(codes, about, code, level):
    assert codes(**about)[code] is level


@pytest.mark.parametrize(
    "about",
    [
        {"personal_number": NUMBER, "sex": "male", "born": PartialDate(1999)},
        {"born": PartialDate(2017, 11, 12), "guardian": "Nguyễn Văn Ba"},  # six years old that day
        {"born": PartialDate(2019), "service": "vneid-1", "guardian": "Nguyễn Văn Ba"},
        {"service": "dvc-account", "day": date(2024, 6, 30), "today": LATER},
        {"day": SINCE},
        {"day": TODAY},
    ],
)
def test_what_is_right_is_not_doubted(codes, about):
    assert codes(**about) == {}


def test_a_child_whose_birth_the_book_knows_gets_no_level_two_by_leaving_it_blank(store, keep, codes):
    store.run(lambda s: a_citizen(s, "Nguyễn Bé Na", personal_number="052319000001", born=PartialDate(2019)).id)
    assert codes(full_name="Nguyễn Bé Na", personal_number="052319000001")["level2-under-6"] is Level.HARD
    with pytest.raises(RuleRefused) as refused:
        keep(full_name="Nguyễn Bé Na", personal_number="052319000001")
    assert refused.value.code == "level2-under-6"


@pytest.mark.parametrize("typed", ["0905 123 456", "+84 905.123.456", "84905123456", "0905123456"])
def test_a_phone_is_kept_in_one_form(store, keep, typed):
    keep(phone=typed)
    assert [c.phone for c in people(store)] == ["0905123456"]


@pytest.mark.parametrize(("typed", "kept"), [("1999", "1999"), ("5/1999", "1999-05"), ("11/5/1999", "1999-05-11")])
def test_a_date_of_birth_may_be_known_in_part(store, keep, typed, kept):
    keep(born=typed)
    assert [c.born.iso() for c in people(store)] == [kept]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("day", "31/02/2023"),
        ("personal_number", "52099001234"),
        ("full_name", "Trần 😀"),
        ("full_name", "Trần " + "a" * 10_000),
        ("notes", "a" * 10_000),
        ("place", "a" * 10_000),
        ("phone", "0905"),
        ("born", "32/13/1999"),
    ],
)
def test_bad_input_is_refused_under_its_field_and_nothing_is_kept(store, keep, field, typed):
    with pytest.raises(ValidationError) as refused:
        keep(**{field: typed})
    assert list(refused.value.messages) == [field]
    assert people(store) == []


def test_emoji_stay_in_notes_and_decomposed_letters_are_composed(store, keep):
    import unicodedata

    kept = keep(full_name=unicodedata.normalize("NFD", "Nguyễn Thị Hạnh"), notes="Cảm ơn 😀🇻🇳")
    assert [c.full_name for c in people(store)] == ["Nguyễn Thị Hạnh"]
    assert kept.notes == "Cảm ơn 😀🇻🇳"


@pytest.mark.parametrize("record", ["tally", "event"])
def test_what_is_counted_lies_on_a_day_that_has_come(store, record):
    from hoaian_desktop.records import CampaignEvent, Tally

    kind, values = {
        "tally": (Tally, {"service_id": 1, "number": 3}),
        "event": (CampaignEvent, {"subject": "Phát thanh"}),
    }[record]
    with pytest.raises(ValidationError, match=r"21/11/2023 chưa tới"):
        store.run(lambda s: keeping.save(s, kind, {**values, "day": date(2023, 11, 21)}, today=TODAY))
    assert store.read(lambda s: s.scalar(select(func.count()).select_from(kind))) == 0


def test_the_same_account_again_is_confirmed_once_and_counted_once(store, keep, codes):
    about = {"personal_number": NUMBER}
    keep(**about)
    assert codes(**about) == {"same-service-again": Level.SOFT}
    again = keep(**about, confirmed=("same-service-again",))
    assert store.read(lambda s: activations.confirmed_codes(s, again.id)) == {"same-service-again"}
    counted = store.read(lambda s: counting.count_spans(s, [Span(SINCE, TODAY)], SINCE, ["2.2"]))
    assert counted[0]["2.2"].total == 1
    # Another level, a failure, and a second dossier are no repetition.
    assert codes(**about, service="vneid-1") == {}
    assert "same-service-again" not in codes(**about, status="failed")
    keep(**about, service="dvc-dossier")
    assert codes(**about, service="dvc-dossier") == {}


def test_a_team_that_did_not_work_that_day_is_doubted_and_a_stranger_among_the_helpers_hinted(store, codes):
    def fill(session):
        team = a_team(session, started=date(2023, 10, 1))
        a_membership(session, team, a_volunteer(session))
        return team.id, a_volunteer(session, "Bùi Văn Xa").id

    team_id, stranger = store.run(fill)
    assert codes(team_id=team_id, day=date(2023, 9, 30)) == {"outside-team-life": Level.SOFT}
    assert codes(team_id=team_id, volunteers=(stranger,)) == {"helper-not-in-team": Level.HINT}


def test_a_helper_who_had_left_the_team_by_then_is_hinted(store, codes):
    def fill(session):
        team, left, stays = a_team(session), a_volunteer(session), a_volunteer(session, "Đặng Hữu Phước")
        a_membership(session, team, left, ended=date(2023, 11, 11))
        a_membership(session, team, stays)
        return team.id, left.id, stays.id

    team_id, left, stays = store.run(fill)
    assert codes(team_id=team_id, volunteers=(stays, left), day=date(2023, 11, 11)) == {}
    assert codes(team_id=team_id, volunteers=(stays, left)) == {"helper-not-in-team": Level.HINT}
    assert codes(team_id=team_id, volunteers=(stays,)) == {}


def test_guidance_after_the_account_works_is_a_step_back(keep, codes):
    kept = keep(personal_number=NUMBER)
    about = {"personal_number": NUMBER, "status": "guided"}
    assert codes(**about, day=date(2023, 11, 15)) == {"status-backwards": Level.SOFT}
    assert codes(**about, day=date(2023, 11, 1)) == {}  # guided first, activated later: as it should be
    assert codes(**about, service="vneid-1") == {}
    assert codes(**about, id_=kept.id) == {}  # her own status is put right
    keep(personal_number=NUMBER, service="dvc-dossier")
    assert codes(**about, service="dvc-dossier", day=date(2023, 11, 15)) == {}  # each dossier is a new act


def test_a_province_nobody_has_and_an_old_phone_are_told(codes):
    assert codes(personal_number="063099000127") == {"number-province": Level.SOFT}
    assert codes(phone="0168 123 4567") == {"phone-old-prefix": Level.HINT}
    assert codes(phone="0381234567") == {}


# ── What was confirmed ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def asked(store):
    """The codes asked about when a stored support is saved again with some values changed."""

    def asked(id_, **changes):
        def operation(session):
            values = {**activations.values_of(session, id_), **changes}
            found = activations.to_confirm(session, values, today=TODAY, id_=id_)
            return [doubt.code for doubt in found if doubt.level is Level.SOFT]

        return store.read(operation)

    return asked


def test_a_confirmed_doubt_is_asked_again_only_when_what_it_is_about_changes(keep, asked):
    kept = keep(personal_number=NUMBER, born=PartialDate(1998), sex="female", confirmed=("number-year", "number-sex"))
    assert asked(kept.id) == asked(kept.id, place="Nhà văn hóa thôn") == []
    assert asked(kept.id, born=PartialDate(1997)) == ["number-year"]
    assert asked(kept.id, personal_number="052099000128") == ["number-sex", "number-year"]
    keep(id_=kept.id, personal_number=NUMBER, born=PartialDate(1997), sex="female", confirmed=("number-year",))
    assert asked(kept.id) == []


def test_a_change_that_asked_nobody_voids_what_was_confirmed(keep, store, asked):
    kept = keep(personal_number=NUMBER, born=PartialDate(1998), confirmed=("number-year",))

    def a_minute_later(session):
        session.info["now"] = lambda: datetime(2023, 11, 20, 8, 16)
        keeping.save(session, Citizen, {"born": PartialDate(1997)}, id_=kept.citizen_id)

    store.run(a_minute_later)
    assert asked(kept.id) == ["number-year"]


def test_the_history_says_who_confirmed_what_and_when(store, keep):
    kept = keep(personal_number=NUMBER, born=PartialDate(1998), confirmed=("number-year",))
    [line] = store.read(lambda s: confirmations.lines(s, "activation", kept.id))
    assert (line.at, line.by, line.action) == (datetime(2023, 11, 20, 8, 15), USER, "confirmed")
    assert (line.field, line.after) == ("Ngày sinh", "năm sinh khác số định danh")


def test_consent_is_counted_once_for_the_book_and_never_a_doubt_of_a_record(store, keep, codes):
    kept = keep(full_name="Trần Thị Ba")
    keep(full_name="Võ Ngọc Toàn", consent_on=date(2023, 11, 12))
    assert store.read(citizens.without_consent) == 1
    assert codes(full_name="Đinh Văn Tới") == {}
    store.run(lambda s: keeping.archive(s, Citizen, (kept.citizen_id,)))
    assert store.read(citizens.without_consent) == 0


# ── Whose support it is ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_number_of_somebody_else_is_said_and_changes_nobodys_name_unasked(store, keep, codes):
    keep(personal_number=NUMBER)
    wrong = {"full_name": "Trần Thị Hoa", "personal_number": NUMBER, "service": "vssid"}
    assert codes(**wrong)["number-of-another-name"] is Level.SOFT
    with pytest.raises(RuleRefused, match=r"Số định danh này là của Nguyễn Văn Khải") as refused:
        keep(**wrong)
    assert refused.value.field == "personal_number"
    assert [c.full_name for c in people(store)] == ["Nguyễn Văn Khải"]
    assert store.read(lambda s: s.scalar(select(func.count()).select_from(Activation))) == 1
    # With the button «Vẫn lưu» the clerk says that the book had it wrong.
    keep(**wrong, confirmed=("number-of-another-name",))
    assert [c.full_name for c in people(store)] == ["Trần Thị Hoa"]


def test_the_question_about_a_name_is_asked_anew_each_time(store, keep):
    kept = keep(personal_number=NUMBER)
    keep(personal_number=OTHER, full_name="Phạm Thị Bích Hạnh")
    moved = {"full_name": "Nguyễn Văn Khải", "personal_number": OTHER, "day": date(2023, 11, 12), "service_id": 2}
    store.run(lambda s: s.add(Confirmation(record="activation", record_id=kept.id, code="number-of-another-name",
                                           at=s.info["now"](), by="test")))  # fmt: skip
    asked = store.read(lambda s: activations.to_confirm(s, moved, today=TODAY, id_=kept.id))
    assert "number-of-another-name" in [doubt.code for doubt in asked]


@pytest.mark.parametrize("typed", ["nguyen van khai", "NGUYỄN VĂN KHẢI", "Nguyễn  Văn Khải "])
def test_another_spelling_of_her_name_is_no_other_name(store, keep, codes, typed):
    keep(personal_number=NUMBER)
    assert codes(full_name=typed, personal_number=NUMBER, service="vssid") == {}
    keep(full_name=typed, personal_number=NUMBER, service="vssid")
    assert [c.full_name for c in people(store)] == ["Nguyễn Văn Khải"]


def test_a_slip_in_the_only_support_is_put_right_without_a_question(store, keep, codes):
    kept = keep(full_name="Nguyễn Văn Kai")
    assert codes(id_=kept.id) == {}
    keep(id_=kept.id)
    assert [c.full_name for c in people(store)] == ["Nguyễn Văn Khải"]


def test_a_name_that_other_supports_bear_changes_in_all_of_them_only_when_confirmed(store, keep, codes):
    keep(personal_number=NUMBER)
    second = keep(personal_number=NUMBER, service="vssid")
    about = {"id_": second.id, "service": "vssid", "personal_number": NUMBER, "full_name": "Trần Thị Hoa"}
    assert codes(**about) == {"name-of-other-supports": Level.SOFT}
    with pytest.raises(RuleRefused, match="còn 1 lượt hỗ trợ khác"):
        keep(**about)
    before = store.read(lambda s: activations.values_of(s, second.id))
    keep(**about, confirmed=("name-of-other-supports",))
    assert [c.full_name for c in people(store)] == ["Trần Thị Hoa"]
    # «Hoàn tác» hands the values back as they were, the person among them.
    store.run(lambda s: activations.save(s, before, today=TODAY, id_=second.id))
    assert [c.full_name for c in people(store)] == ["Nguyễn Văn Khải"]


def test_a_support_moved_to_a_known_number_erases_nothing_there(store, keep):
    kept = keep(personal_number=NUMBER)
    keep(personal_number=OTHER, full_name="Phạm Thị Bích Hạnh", phone="0905123456", sex="female", service="vssid")
    before = store.read(lambda s: activations.values_of(s, kept.id))
    form = {**before, "full_name": "Phạm Thị Bích Hạnh", "personal_number": OTHER}
    form.pop("citizen_id")
    store.run(lambda s: activations.save(s, form, today=TODAY, id_=kept.id))
    khai, hanh = people(store)
    assert (hanh.phone, hanh.sex, hanh.full_name) == ("0905123456", "female", "Phạm Thị Bích Hạnh")
    assert khai.full_name == "Nguyễn Văn Khải"
    store.run(lambda s: activations.save(s, before, today=TODAY, id_=kept.id))
    assert store.read(lambda s: s.get_one(Activation, kept.id)).citizen_id == khai.id
    assert [c.personal_number for c in people(store)] == [NUMBER, OTHER]


def test_taking_back_a_move_of_somebody_without_a_number_leaves_the_other_person_alone(store, keep):
    kept = keep()
    keep(personal_number=OTHER, full_name="Phạm Thị Bích Hạnh", service="vssid")
    before = store.read(lambda s: activations.values_of(s, kept.id))
    keep(id_=kept.id, personal_number=OTHER, full_name="Phạm Thị Bích Hạnh")
    store.run(lambda s: activations.save(s, before, today=TODAY, id_=kept.id))
    assert [(c.full_name, c.personal_number) for c in people(store)] == [
        ("Nguyễn Văn Khải", None),
        ("Phạm Thị Bích Hạnh", OTHER),
    ]


def test_a_new_number_puts_right_that_of_the_person_it_was_opened_for(store, keep):
    kept = keep(personal_number=NUMBER)
    keep(id_=kept.id, personal_number="052099000128")
    assert [c.personal_number for c in people(store)] == ["052099000128"]


def test_two_unknown_people_of_one_name_are_two_and_the_second_is_hinted(store, keep, codes):
    keep(full_name="Nguyễn Thị Lan")
    assert codes(full_name="Nguyễn Thị Lan") == {"maybe-known": Level.HINT}
    keep(full_name="Nguyễn Thị Lan")
    assert len(people(store)) == 2


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        ({"born": "1960"}, {"born": "1960"}, 1),
        ({"born": "12/5/1960"}, {"born": "1960"}, 1),
        ({"village": True}, {"village": True}, 1),
        ({"born": "1960", "village": True}, {"born": "1960", "village": True}, 1),
        ({"born": "1960"}, {"born": "1961"}, 2),
        ({"born": "1960"}, {}, 2),
        ({}, {"village": True}, 2),
        ({"born": "1960", "village": True}, {"born": "1960"}, 2),
    ],
)
def test_without_a_number_year_and_village_decide_and_one_must_be_known(store, keep, first, second, number):
    village_id = store.run(lambda s: a_village(s).id)
    for given, service in ((first, "vneid-1"), (second, "vssid")):
        about = {"village_id": village_id} if given.get("village") else {}
        if "born" in given:
            about["born"] = given["born"]
        keep(full_name="Nguyễn Thị Lan", service=service, **about)
    assert len(people(store)) == number


def test_other_marks_on_the_same_letters_are_asked_about(store, keep, codes):
    keep(full_name="Nguyễn Thị Hòa", born="1960")
    about = {"full_name": "Nguyễn Thị Hóa", "born": PartialDate(1960), "service": "vssid"}
    assert codes(**about) == {"name-marks-differ": Level.SOFT}
    with pytest.raises(RuleRefused, match="Nguyễn Thị Hòa, cùng năm sinh và thôn"):
        keep(**about)
    assert [c.full_name for c in people(store)] == ["Nguyễn Thị Hòa"]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(store, keep):
    kept = keep(personal_number=NUMBER)
    seen = kept.version
    keep(id_=kept.id, personal_number=NUMBER, place="Nhà văn hóa")
    with pytest.raises(ConflictError):
        keep(id_=kept.id, version=seen, personal_number=NUMBER, place="Trụ sở")
    assert store.read(lambda s: s.get_one(Activation, kept.id)).place == "Nhà văn hóa"


def test_an_import_and_the_window_know_the_same_person(store, keep):
    """The rule of imports and that of the form: one number, else name with year and village."""
    from hoaian_desktop.exchange.people import Citizens
    from hoaian_desktop.exchange.shelf import Shelf

    store.run(lambda s: an_activation(s, a_citizen(s, "Nguyễn Thị Lan", born=PartialDate(1960))).id)
    store.run(lambda s: an_activation(s, a_citizen(s, "Bùi Văn Tám", born=None)).id)

    def compare(session):
        known = Citizens(Shelf(session))
        for name, born in (("Nguyễn Thị Lan", PartialDate(1960)), ("Bùi Văn Tám", None), ("Nguyễn Thị Lan", None)):
            entry = known.known({"full_name": name, "born": born})
            found = citizens.same_without_number(session, name, born, None)
            assert (entry.id if entry else None) == (found.id if found else None)

    store.read(compare)
