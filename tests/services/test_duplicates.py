"""Who may be in the book twice, and how two entries of one person become one, with a way back; nothing counts twice."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from hoaian_desktop.errors import Cancelled, ConflictError, GoneError, NothingToUndo, RuleRefused, ValidationError
from hoaian_desktop.indicators import counting
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Activation, Citizen, DifferentPersons, Step, Tally
from hoaian_desktop.rules.likeness import HIGH, Person
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import citizens, duplicates, merges, undoing
from tests.builders import a_citizen, a_number, a_tally, a_village, an_activation

BORN = PartialDate(1958)
NOVEMBER = Span.month(2023, 11)


def names(store, **about):
    found = store.read(partial(duplicates.pairs, **about))
    return [{pair.first.full_name, pair.second.full_name} for pair in found]


def two(session, one="Nguyễn Văn Khải", other="Nguyen Van Khai", **about):
    """A man with a number and the same man typed again without marks and number; their ids."""
    village = a_village(session).id
    first = a_citizen(session, one, born=BORN, village_id=village, **{"personal_number": a_number(), **about})
    return first.id, a_citizen(session, other, born=BORN, village_id=village).id


def indicators(store):
    counted = store.read(lambda session: counting.count(session, NOVEMBER)).period
    return {key: (count.named, count.total) for key, count in counted.items()}


def citizen(store, id_):
    return store.read(lambda session: session.get(Citizen, id_))


# Finding


@pytest.mark.parametrize(
    "other",
    ["Nguyen Van Khai", "Nguyễn Khải", "NGUYỄN VĂN KHẢI", "Nguyển Văn Khải", "Nguyễn Văn Khaỉ", "Nguyễn VănKhải",
     "Nguyne Văn Khải", "Nguyễn Văn Khaii"],
)  # fmt: skip
def test_the_same_man_typed_another_way_is_found(store, other):
    store.run(partial(two, other=other))
    assert names(store) == [{"Nguyễn Văn Khải", other}]


def test_namesakes_with_two_numbers_are_never_offered(store):
    store.run(lambda s: [a_citizen(s, born=BORN, personal_number=a_number(), phone="0905123456") for _ in range(2)])
    assert names(store, least=0) == []


def test_one_name_alone_is_not_worth_looking_at_first(store):
    store.run(lambda s: [a_citizen(s, "Huỳnh Thị Xuyến", born=None, sex=None) for _ in range(2)])
    assert names(store, least=HIGH) == []
    assert store.read(duplicates.count) == 0


def test_the_likeliest_pair_stands_first_and_a_village_narrows_the_list(store):
    def fill(session):
        far = a_village(session, "Thanh Lương").id
        a_citizen(session, "Bùi Thị Thủy", born=BORN, village_id=far, sex=None)
        a_citizen(session, "Bùi Thị Thúy", born=BORN, village_id=far, sex=None)
        two(session)
        return far

    far = store.run(fill)
    khai, thuy = {"Nguyễn Văn Khải", "Nguyen Van Khai"}, {"Bùi Thị Thủy", "Bùi Thị Thúy"}
    assert names(store) == [khai, thuy]
    assert names(store, most=1) == [khai]
    assert names(store, village_id=far) == [thuy]
    assert names(store, least=HIGH) == [khai]
    assert store.read(duplicates.count) == 1


def test_one_phone_and_a_slip_in_the_year_bring_two_together(store):
    def fill(session):
        a_citizen(session, "Đinh Ka Rưm", born=PartialDate(1985), phone="0905123456")
        a_citizen(session, "Đinh Ka Rum", born=PartialDate(1958), phone="0905123456")

    store.run(fill)
    assert names(store) == [{"Đinh Ka Rưm", "Đinh Ka Rum"}]


def test_a_crowd_that_shares_one_phone_is_not_compared_each_with_each(store):
    store.run(lambda s: [a_citizen(s, "Lê Thị " + "BCDPGHKLMN"[n % 10] + "aeiouy"[n // 10], phone="0905123456",
                                   born=PartialDate(1930 + n)) for n in range(duplicates.CROWD - 1)])  # fmt: skip
    assert len(store.read(lambda s: duplicates._candidates(s, Progress()))) > 1000
    store.run(lambda s: [a_citizen(s, name, phone="0905123456", born=None) for name in ("Võ Sỹ", "Hồ Thị Bé")])
    assert len(store.read(lambda s: duplicates._candidates(s, Progress()))) < 10


def test_the_archived_are_not_offered(store):
    store.run(partial(two, archived=True))
    assert names(store) == []


def test_the_search_can_be_stopped(store):
    store.run(two)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        store.read(partial(duplicates.pairs, progress=progress))


def test_other_people_is_remembered_and_can_be_taken_back(store):
    one, other = store.run(two)
    store.run(partial(duplicates.different, one_id=other, other_id=one))
    store.run(partial(duplicates.different, one_id=one, other_id=other))  # twice is once
    assert names(store) == []
    assert [pair.different for pair in store.read(partial(duplicates.pairs, remembered=True))] == [True]
    store.run(partial(duplicates.not_different, one_id=one, other_id=other))
    assert len(names(store)) == 1


# What would happen


def test_the_preview_keeps_who_has_the_number_and_proposes_the_fuller_values(store):
    def fill(session):
        village = a_village(session).id
        bare = a_citizen(session, "Nguyen Van Khai", born=PartialDate(1958, 3, 12), phone="0905123456")
        known = a_citizen(session, "Nguyễn Văn Khải", born=BORN, village_id=village, personal_number=a_number())
        return bare.id, known.id

    bare, known = store.run(fill)
    merge = store.read(partial(merges.preview, one_id=bare, other_id=known))
    assert (merge.keep_id, merge.other_id) == (known, bare)
    proposed = merge.proposed()
    assert (proposed["full_name"], str(proposed["born"]), proposed["phone"]) == (
        "Nguyễn Văn Khải", "12/03/1958", "0905123456",
    )  # fmt: skip
    assert next(line.words for line in merge.lines if line.field.name == "village_id") == ("Năng An", None)


def test_the_preview_names_the_services_both_have(store):
    def fill(session):
        one, other = two(session)
        for id_, service in ((one, "vneid-1"), (one, "vneid-2"), (other, "vneid-2"), (other, "dvc-dossier")):
            an_activation(session, session.get(Citizen, id_), service)
        an_activation(session, session.get(Citizen, one), "dvc-dossier")  # each dossier is a new one
        return one, other

    one, other = store.run(fill)
    merge = store.read(partial(merges.preview, one_id=one, other_id=other))
    assert merge.doubles == ("VNeID mức 2",)
    assert merge.following == 2
    assert [[done.service for done in side if done.double] for side in merge.histories] == [["VNeID mức 2"]] * 2


# Merging


def test_merging_moves_the_activations_and_counts_a_double_service_once(store):
    def fill(session):
        one, other = two(session)
        for id_, service in ((one, "vneid-2"), (other, "vneid-2"), (other, "vssid")):
            an_activation(session, session.get(Citizen, id_), service)
        an_activation(session, session.get(Citizen, other), "wallet", archived=True)
        a_tally(session, 23)
        return one, other

    one, other = store.run(fill)
    before = indicators(store)
    assert (before["2.2"], before["2.9.nguoi"][0]) == ((2, 2), 2)
    store.run(partial(merges.merge, keep_id=one, other_id=other))
    after = indicators(store)
    assert (after["2.2"], after["2.6"], after["2.9.nguoi"][0]) == ((1, 1), (1, 1), 1)
    assert set(store.read(lambda s: s.scalars(select(Activation.citizen_id)).all())) == {one}
    assert store.read(lambda s: s.scalars(select(Tally.number)).all()) == [23]
    assert citizen(store, other).archived
    assert store.read(lambda s: s.scalars(select(Step.words).order_by(Step.id.desc())).first()) == (
        "Gộp người trùng Nguyễn Văn Khải"
    )


def test_of_each_field_the_chosen_value_is_kept_and_blanks_are_filled(store):
    def fill(session):
        one = a_citizen(session, "Nguyễn Văn Khải", born=BORN, phone="0905123456", personal_number=a_number())
        other = a_citizen(session, "Nguyễn Văn Khãi", born=PartialDate(1958, 3, 12), village_id=a_village(session).id)
        return one.id, other.id

    one, other = store.run(fill)
    chosen = {"born": PartialDate(1958, 3, 12), "full_name": "Nguyễn Văn Khãi"}
    kept = store.run(partial(merges.merge, keep_id=one, other_id=other, values=chosen))
    assert (kept.full_name, str(kept.born), kept.phone) == ("Nguyễn Văn Khãi", "12/03/1958", "0905123456")
    assert kept.village_id is not None


@pytest.mark.parametrize("numbered_first", [True, False])
def test_the_number_goes_over_and_comes_back_with_undo_and_redo(store, numbered_first):
    def fill(session):
        one = a_citizen(session, born=BORN, personal_number=a_number() if numbered_first else None)
        other = a_citizen(session, born=BORN, personal_number=None if numbered_first else a_number())
        an_activation(session, one, "vneid-2")
        an_activation(session, other, "vneid-2")
        return one.id, other.id

    one, other = store.run(fill)
    keep, gone = (other, one) if numbered_first else (one, other)  # the kept one has no number of her own
    number = citizen(store, gone).personal_number
    before = indicators(store)

    def state():
        supports = store.read(lambda s: s.execute(select(Activation.id, Activation.citizen_id)).all())
        who = {id_: (citizen(store, id_).personal_number, citizen(store, id_).archived) for id_ in (keep, gone)}
        return who, sorted(tuple(row) for row in supports)

    apart = state()
    noted = store.run(partial(undoing.noted, operation=partial(merges.merge, keep_id=keep, other_id=gone)))
    together = state()
    assert together[0] == {keep: (number, False), gone: (None, True)}
    store.run(partial(undoing.undo, step_id=noted.step))
    assert state() == apart
    assert indicators(store) == before
    store.run(undoing.redo)
    assert state() == together
    assert indicators(store)["2.2"] == (1, 1)


def told_apart(store):
    rows = store.read(lambda s: s.scalars(select(DifferentPersons)).all())
    return {(pair.first_id, pair.second_id, pair.at, pair.by) for pair in rows}


def three(store):
    """The ids of three people of one name."""
    return store.run(lambda s: [a_citizen(s, born=BORN).id for _ in range(3)])


def tell_apart(store, one, other):
    store.run(partial(duplicates.different, one_id=one, other_id=other))


def merged(store, keep, other):
    store.run(partial(merges.merge, keep_id=keep, other_id=other))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_who_was_somebody_else_is_somebody_else_than_whom_she_became_and_undo_gives_back_what_was(store, order):
    ids = three(store)
    ann, ben, chi = (ids[at] for at in order)
    tell_apart(store, ann, ben)
    ((*_, at, by),) = before = told_apart(store)
    merged(store, chi, ben)
    after = told_apart(store)
    assert after == {(*sorted((ann, chi)), at, by)}
    assert names(store) == []
    for act, known in ((undoing.undo, before), (undoing.redo, after), (undoing.undo, before), (undoing.undo, set())):
        store.run(act)
        assert told_apart(store) == known


def test_two_told_apart_and_merged_all_the_same_are_nobody_else_than_themselves(store):
    ann, ben, chi = three(store)
    for one, other in ((ann, chi), (ann, ben), (ben, chi)):
        tell_apart(store, one, other)
    before = told_apart(store)
    merged(store, ann, chi)
    assert [ids for *ids, _, _ in told_apart(store)] == [[ann, ben]]
    merged(store, ben, ann)
    assert told_apart(store) == set()
    store.run(undoing.undo)
    store.run(undoing.undo)
    assert told_apart(store) == before


def test_telling_two_apart_is_one_step_and_what_was_undone_before_is_not_done_again(store):
    ann, ben, chi = three(store)
    tell_apart(store, ann, ben)
    tell_apart(store, ben, ann)  # says nothing new
    merged(store, chi, ben)
    store.run(undoing.undo)
    store.run(partial(duplicates.not_different, one_id=ann, other_id=ben))
    words = store.read(lambda s: s.execute(select(Step.words, Step.state).order_by(Step.id)).all())
    assert [tuple(row) for row in words][1:] == [
        ("Ghi khác người Nguyễn Văn Khải, Nguyễn Văn Khải", "done"),
        ("Gộp người trùng Nguyễn Văn Khải", "dropped"),
        ("Bỏ ghi khác người Nguyễn Văn Khải, Nguyễn Văn Khải", "done"),
    ]
    with pytest.raises(NothingToUndo):
        store.run(undoing.redo)
    store.run(undoing.undo)
    assert [ids for *ids, _, _ in told_apart(store)] == [[ann, ben]]


def test_two_numbers_are_two_people_and_are_not_merged(store):
    one, other = store.run(lambda s: [a_citizen(s, personal_number=a_number()).id for _ in range(2)])
    with pytest.raises(RuleRefused):
        store.run(partial(merges.merge, keep_id=one, other_id=other))


def test_nobody_is_merged_with_herself_or_with_who_is_gone_or_has_changed(store):
    one, other = store.run(two)
    with pytest.raises(RuleRefused):
        store.run(partial(merges.merge, keep_id=one, other_id=one))
    with pytest.raises(ConflictError):
        store.run(partial(merges.merge, keep_id=one, other_id=other, versions=(1, 7)))
    store.run(partial(merges.merge, keep_id=one, other_id=other))
    for act in (
        partial(merges.merge, keep_id=one, other_id=other),
        partial(merges.preview, one_id=one, other_id=other),
    ):
        with pytest.raises(GoneError):
            store.run(act)


def test_a_refused_merge_leaves_both_as_they_were(store):
    one, other = store.run(two)
    with pytest.raises(ValidationError):
        store.run(partial(merges.merge, keep_id=one, other_id=other, values={"full_name": ""}))
    assert not citizen(store, other).archived


# While a line is typed


def suggested(store, name, born=BORN, village=None, **about):
    typed = Person(name, born, village, about.pop("phone", None), about.pop("number", None), about.pop("sex", None))
    return store.read(partial(citizens.suggestions, typed=typed, **about))


@pytest.mark.parametrize(
    ("typed", "born", "why"),
    [
        ("Nguyễn Văn Khải", BORN, "trùng họ tên"),
        ("nguyen van khai", BORN, "mất dấu"),
        ("nguyen van khai", None, "mất dấu"),
        ("Nguyễn Khải", BORN, "thiếu tên đệm"),
        ("Nguyễn Văn Khãi", BORN, "lẫn hỏi ngã"),
        ("Nguyễn Văn Khải", PartialDate(1959), "năm sinh lệch một năm"),
        ("Nguyễn Văn Khải", PartialDate(1985), "năm sinh lệch một chữ số"),
    ],
)
def test_a_known_person_is_suggested_whatever_slipped_in_name_or_year(store, typed, born, why):
    def fill(session):
        two(session, other="Nguyễn Thị Khải")
        return a_village(session).id

    found, *_ = suggested(store, typed, born, store.run(fill))
    assert (found.full_name, found.village) == ("Nguyễn Văn Khải", "Năng An") and why in found.likeness.reasons


def test_a_middle_name_turned_round_is_suggested_with_what_was_done_for_her(store):
    store.run(lambda s: an_activation(s, a_citizen(s, "Trần Thị Ngọc Lan", sex="female", born=BORN), "vssid"))
    (found,) = suggested(store, "Trần Ngọc Thị Lan", sex="female")
    assert (found.full_name, found.supports) == ("Trần Thị Ngọc Lan", 1)
    assert suggested(store, "Trần Ngọc Thị Lan", sex="male") == []


def test_a_name_alone_or_with_the_year_of_another_village_suggests_nobody(store):
    here = store.run(lambda s: (two(s), a_village(s, "Vĩnh Đức").id)[1])
    assert suggested(store, "Nguyễn Văn Khải", None) == []
    assert suggested(store, "Nguyễn Văn Khải", village=here) == []
    assert suggested(store, " ") == []
    assert suggested(store, "Nguyễn Văn Khải", PartialDate(1990)) == []


def test_who_was_called_another_person_has_another_number_or_is_archived_is_not_suggested(store):
    one, other = store.run(two)
    known = citizen(store, one)

    def ask(**about):
        return [found.id for found in suggested(store, known.full_name, BORN, known.village_id, **about)]

    assert ask() == [one, other]
    assert ask(not_these={one}) == [other]
    assert ask(most=1) == [one]
    assert ask(number=a_number()) == [other]
    store.run(partial(merges.merge, keep_id=one, other_id=other))
    assert ask() == [one]


def test_no_more_than_three_are_suggested(store):
    village = store.run(
        lambda s: [a_citizen(s, born=BORN, village_id=a_village(s).id) for _ in range(5)][-1].village_id
    )
    assert len(suggested(store, "Nguyễn Văn Khải", village=village)) == 3
