"""A column of an old encoding is told from its words; anything else is left in peace."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.practice import names
from hoaian_desktop.rules.legacy_recognition import Recognised, reads_better, recognise
from hoaian_desktop.rules.legacy_text import Encoding
from hoaian_desktop.rules.names import fold
from tests.old_letters import WRITTEN, cp1258, decomposed, half_composed, tcvn3, viqr, vni

RESOURCES = Path(__file__).parents[2] / "resources"
GIVEN = (*names.MALE_GIVEN, *names.FEMALE_GIVEN)
KIN = [
    f"{family} {middle} {given}"
    for at, family in enumerate(dict.fromkeys(names.FAMILY))
    for middle, given in zip(names.MALE_MIDDLE + names.FEMALE_MIDDLE, GIVEN[at:] + GIVEN[:at], strict=False)
]
HIGHLAND = [*names.HIGHLAND_MALE, *names.HIGHLAND_FEMALE]
PHRASES = [*names.BROADCASTS, *names.SESSIONS, *names.VISITS, *names.POSTS, *names.TRAININGS]
OLD = [Encoding.TCVN3, Encoding.VNI, Encoding.VIQR, Encoding.CP1258]


def words_of_the_resources() -> list[str]:
    """Every text of the lists that ship with the program, and every line of its help."""

    def texts(thing):
        if isinstance(thing, str):
            yield thing
        elif isinstance(thing, list | dict):
            for one in thing.values() if isinstance(thing, dict) else thing:
                yield from texts(one)

    lists = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((RESOURCES / "data").glob("*.json"))]
    helped = [
        line for path in sorted((RESOURCES / "help").glob("*.md")) for line in path.read_text("utf-8").splitlines()
    ]
    return [*dict.fromkeys(texts(lists)), *filter(None, helped)]


UNICODE = [*KIN, *HIGHLAND, *PHRASES, *words_of_the_resources(), *(word for name in KIN for word in name.split())]
PLAIN = [
    *map(fold, KIN), *(fold(name).title() for name in KIN), "052099001234", "0905 123 456", "+84905123456", "3,5",
    "30/06/2023", "30.6.2023", "2023-06-30", "nga.nguyen+doan@gmail.com", "a.b@c.vn", "https://o.vn/a?b=c'd", "x", "X",
    "80/QD-UBND", "V1", "A(1)", "a(n)", "N/A", "C++", "O+", "AB+", "(x)", "50%", "12^3", "~10", "5'", "Who's there?",
    "I'm here.", "Don't add it; we're fine.", "The address is wrong (see note).", "Add more data to (a)", "to+do", "A+",
    "middle daddy add odd", "e.g. a.m. p.m.", "TP.HCM", "Q.1", "P.Hoi Thuong", "Thi.", "Ai?", "ho`", "Nguyen Van An",
]  # fmt: skip
WESTERN = [
    "Müller", "für", "Größe", "über", "schön", "Café", "Élise", "René", "naïve", "Noël", "garçon", "São Paulo",
    "mañana", "señor", "København", "façade", "déjà vu", "10 m²", "25 °C", "½", "±5", "µ", "§ 5", "© 2023", "€", "…",
    "–", "«Nam»", "“Nam”", "x×y", "÷", "ª", "№ 5", "à la carte", "Hòa", "Lý", "Hà", "Lê Công Hoàng", "Bé", "Phó",
    "Thôn Bình Hòa",
]  # fmt: skip


@given(st.lists(st.sampled_from(UNICODE), min_size=1, max_size=40))
def test_no_column_of_real_vietnamese_is_taken_for_an_old_one(texts):
    assert recognise(texts) is None


def test_not_even_all_of_it_at_once():
    assert recognise(UNICODE) is None
    assert recognise([text for text in UNICODE if text.isascii()]) is None


@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=40))
def test_no_column_of_plain_keys_is_taken_for_an_old_one(texts):
    assert recognise(texts) is None


@given(st.lists(st.sampled_from(WESTERN + PLAIN), min_size=1, max_size=40))
def test_nothing_of_the_west_is_surely_an_old_one(texts):
    found = recognise([*texts, "µm"])  # which might be «àm»
    assert found is None or not found.certain


def test_the_west_as_a_whole_is_not_even_suspected():
    assert recognise(WESTERN) is None
    assert [text for text in WESTERN if recognise([text])] == []


@pytest.mark.parametrize("encoding", OLD)
@pytest.mark.parametrize(
    "texts", [KIN[:12], KIN, PHRASES, [*KIN, *HIGHLAND, *PHRASES]], ids=["few", "many", "phrases", "all"]
)
def test_a_column_of_an_old_encoding_is_surely_recognised(encoding, texts):
    assert recognise([WRITTEN[encoding](text) for text in texts]) == Recognised(encoding, certain=True)


@given(st.lists(st.sampled_from(KIN), min_size=25, max_size=60, unique=True), st.sampled_from(OLD))
def test_any_two_dozen_names_are_enough(texts, encoding):
    assert recognise([WRITTEN[encoding](text) for text in texts]) == Recognised(encoding, certain=True)


@given(st.lists(st.sampled_from(KIN), min_size=1, max_size=30), st.sampled_from(OLD))
def test_it_is_never_taken_for_another_encoding(texts, encoding):
    found = recognise([WRITTEN[encoding](text) for text in texts])
    assert found is None or not found.certain or found.encoding is encoding  # «Võ» alone may be either


@given(st.lists(st.sampled_from(KIN), min_size=1, max_size=30), st.sampled_from([decomposed, half_composed]))
def test_marks_apart_are_recognised(texts, writing):
    apart = [writing(text) for text in (*texts, "Lê Văn Tám")]
    assert recognise(apart) == recognise([*apart, *KIN]) == Recognised(Encoding.DECOMPOSED, certain=True)


def test_one_word_is_enough_to_suspect_but_not_to_be_sure():
    assert recognise(["Nam", tcvn3("Nữ"), "Nam"]) == Recognised(Encoding.TCVN3, certain=False)
    assert recognise([tcvn3("Phú")]) is None  # «Phó» is a word as it stands


@pytest.mark.parametrize("writing", [tcvn3, vni, cp1258])
def test_old_cells_among_unicode_ones_are_for_a_person_to_decide(writing):
    encoding = next(encoding for encoding, other in WRITTEN.items() if other is writing)
    texts = [*KIN[:30], *map(writing, KIN[30:50])]
    assert recognise(texts) == Recognised(encoding, certain=False, mixed=True)
    assert [text for text in KIN if reads_better(text, encoding)] == []
    assert all(reads_better(writing(text), encoding) for text in ("Nguyễn Văn Ẩn", "Đặng Thị Mỹ Huệ"))


def test_viqr_among_unicode_is_found_too():
    assert recognise([*KIN[:30], *map(viqr, KIN[30:50])]) == Recognised(Encoding.VIQR, certain=False, mixed=True)


def test_codes_and_addresses_beside_old_text_do_not_hide_it():
    texts = [*map(tcvn3, KIN[:20]), "80/Q§-UBND", "nga@o.vn", "Q§ 12", "§VTN", "VNeID møc 2", "x", ""]
    assert recognise(texts) == Recognised(Encoding.TCVN3, certain=True)
