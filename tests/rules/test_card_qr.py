import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.practice import names
from hoaian_desktop.rules import card_qr
from hoaian_desktop.rules.card_qr import from_bytes, looks_like_card, parse, read_typed
from hoaian_desktop.rules.keystrokes import Method, keys_of
from hoaian_desktop.rules.partial_date import PartialDate

TODAY = date(2023, 11, 20)
ADDRESS = "Thôn Năng An, Ân Tín, Hoài Ân, Bình Định"
AN = f"052099001234|211234567|Nguyễn Văn Ẩn|01021999|Nam|{ADDRESS}|15042021"
SENTENCES = (
    card_qr.NOT_A_CARD, card_qr.TOO_SHORT, card_qr.BAD_NUMBER, card_qr.BAD_DATE, card_qr.BAD_SEX, card_qr.BAD_NAME,
    card_qr.BROKEN_LETTERS,
)  # fmt: skip


def read(payload):
    return parse(payload, today=TODAY)


def as_windows_shows(text, page):
    """UTF-8 as a program shows it that takes it for a code page; what the page lacks stays as it is."""
    shown = []
    for byte in text.encode():
        try:
            shown.append(bytes((byte,)).decode(page))
        except UnicodeDecodeError:
            shown.append(chr(byte))
    return "".join(shown)


def test_a_card_of_seven_parts_says_everything():
    card = read(AN)
    assert (card.number, card.old_number, card.full_name) == ("052099001234", "211234567", "Nguyễn Văn Ẩn")
    assert (card.born, card.sex, card.issued) == (PartialDate(1999, 2, 1), "male", date(2021, 4, 15))
    assert card.address == ADDRESS


@pytest.mark.parametrize(
    ("payload", "old", "issued"),
    [
        (AN.replace("211234567", ""), "", date(2021, 4, 15)),
        (AN.replace("211234567|", ""), "", date(2021, 4, 15)),  # six parts: no old number at all
        (AN.removesuffix("|15042021"), "211234567", None),  # six parts: no day of issue
        (AN.replace("15042021", ""), "211234567", None),
        (AN + "||Nguyễn Văn Cha|Trần Thị Mẹ|", "211234567", date(2021, 4, 15)),
        (AN + "|052099000001", "211234567", date(2021, 4, 15)),
        (AN.replace("15042021", "15/04/2021").replace("01021999", "01/02/1999"), "211234567", date(2021, 4, 15)),
        (f"\ufeff {AN}\r\n", "211234567", date(2021, 4, 15)),
        (unicodedata.normalize("NFD", AN), "211234567", date(2021, 4, 15)),
        (AN.replace("Nguyễn Văn Ẩn", "NGUYỄN VĂN ẨN"), "211234567", date(2021, 4, 15)),
    ],
)
def test_every_shape_of_the_payload_is_the_same_person(payload, old, issued):
    card = read(payload)
    assert (card.number, card.full_name, card.born) == ("052099001234", "Nguyễn Văn Ẩn", PartialDate(1999, 2, 1))
    assert (card.old_number, card.issued) == (old, issued)
    assert looks_like_card(payload)


def test_a_name_that_is_not_all_capitals_is_left_as_the_card_writes_it():
    assert read(AN.replace("Nguyễn Văn Ẩn", "Siu H’lan")).full_name == "Siu H’lan"


@pytest.mark.parametrize(
    ("born", "read_as"),
    [("00001958", PartialDate(1958)), ("1958", PartialDate(1958)), ("00/03/1958", PartialDate(1958, 3))],
)
def test_who_does_not_know_the_day_of_birth_keeps_the_year(born, read_as):
    assert read(AN.replace("01021999", born)).born == read_as


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        ("|".join(AN.split("|")[:5]), card_qr.TOO_SHORT),
        (AN[1:], card_qr.BAD_NUMBER),
        (AN.replace("052099001234", "05209900123O"), card_qr.NOT_A_CARD),
        ("https://vneid.gov.vn", card_qr.NOT_A_CARD),
        ("", card_qr.NOT_A_CARD),
        (AN.replace("01021999", "31021999"), card_qr.BAD_DATE),
        (AN.replace("01021999", "01022030"), card_qr.BAD_DATE),
        (AN.replace("15042021", "15132021"), card_qr.BAD_DATE),
        (AN.replace("15042021", "15042031"), card_qr.BAD_DATE),
        (AN.replace("|Nam|", "|Na|"), card_qr.BAD_SEX),
        (AN.replace("Nguyễn Văn Ẩn", ""), card_qr.BAD_NAME),
        (AN.replace("Nguyễn Văn Ẩn", "Nguyễn Văn 4n"), card_qr.BAD_NAME),
        (AN.replace("Nguyễn Văn Ẩn", "Nguy?n V?n ?n"), card_qr.BROKEN_LETTERS),
        (AN.replace("Nguyễn Văn Ẩn", "Nguyá»n VÄn áº¨n"), card_qr.BROKEN_LETTERS),
        (AN.replace("Nguyễn Văn Ẩn", "HÃ Văn An"), card_qr.BROKEN_LETTERS),
    ],
)
def test_what_is_no_whole_card_is_refused_in_a_sentence_that_repeats_nothing_of_it(payload, sentence):
    with pytest.raises(ValueError) as refused:
        read(payload)
    assert str(refused.value) == sentence
    assert refused.value.__cause__ is None
    assert "052099001234" not in repr(refused.value)


def test_a_card_shows_nothing_of_itself_in_a_traceback_or_log():
    card = read(AN)
    reading = read_typed(AN, fired=False, today=TODAY)
    for shown in (repr(card), str(card), f"{reading}"):
        assert "052099" not in shown
        assert "Nguyễn" not in shown


@pytest.mark.parametrize("page", ["latin-1", "cp1252", "cp1258"])
@pytest.mark.parametrize("name", ["Nguyễn Văn Ẩn", "Đặng Thị Hà", "Võ Thị Mỹ Lệ", "Trần Đình À", "Đinh Văn Blưn"])
def test_utf8_taken_for_a_code_page_is_put_right(page, name):
    broken = as_windows_shows(AN.replace("Nguyễn Văn Ẩn", name), page)
    assert broken != AN
    assert read(broken).full_name == name
    assert read(broken).address == ADDRESS
    reading = read_typed(broken, fired=False, today=TODAY)
    assert (reading.card.full_name, reading.certain) == (name, True)


def test_half_repairable_letters_are_refused_not_guessed():
    broken = as_windows_shows(AN, "cp1252").replace("\x85", "").replace("…", "")
    with pytest.raises(ValueError, match="bảng mã"):
        read(broken)
    with pytest.raises(ValueError, match="bảng mã"):
        read_typed(broken, fired=None, today=TODAY)


def test_bytes_are_utf8_or_have_exactly_one_vietnamese_reading():
    for payload in (AN.encode(), AN.encode("utf-8-sig"), AN.encode("utf-16")):
        assert from_bytes(payload, today=TODAY).full_name == "Nguyễn Văn Ẩn"
    windows = unicodedata.normalize("NFD", "Trần Văn Hòa").replace("a\u0302", "â").replace("a\u0306", "ă")
    old = f"052099001234||{windows}|01021999|Nam|Hoài Nhơn|15042021".replace("ơ", "ơ").replace("o\u031b", "ơ")
    assert from_bytes(old.encode("cp1258"), today=TODAY).full_name == "Trần Văn Hòa"
    at = AN.encode().index("ễ".encode())
    for damaged in (AN.encode()[:at] + b"\xff" + AN.encode()[at + 3 :], AN.encode()[: at + 1] + AN.encode()[at + 2 :]):
        with pytest.raises(ValueError, match="bảng mã"):
            from_bytes(damaged, today=TODAY)


@pytest.mark.parametrize("method", list(Method))
def test_a_card_typed_in_the_keys_of_an_input_method_is_undone_whole(method):
    reading = read_typed(keys_of(AN, method), fired=False, today=TODAY)
    assert (reading.card.full_name, reading.certain) == ("Nguyễn Văn Ẩn", True)
    assert reading.card.address == ADDRESS
    woman = AN.replace("Nam", "Nữ").replace("Văn", "Thị")
    assert read_typed(keys_of(woman, method), fired=False, today=TODAY).card.sex == "female"


def test_letters_an_input_method_left_among_digits_are_taken_out():
    reading = read_typed(AN.replace("052099001234", "0520990w01234").replace("01021999", "01s021999"), fired=True,
                         today=TODAY)  # fmt: skip
    assert (reading.card.number, reading.card.born) == ("052099001234", PartialDate(1999, 2, 1))
    with pytest.raises(ValueError, match="12 số"):
        read_typed(AN.replace("052099001234", "05209900w234"), fired=True, today=TODAY)


def test_a_name_without_its_marks_is_put_up_for_correction():
    reading = read_typed(f"052099001234||Nguyen Van An|01021999|Nam|{ADDRESS}|15042021", fired=False, today=TODAY)
    assert (reading.card.full_name, reading.certain) == ("Nguyen Van An", False)


def test_what_is_no_card_does_not_look_like_one():
    for text in ("052099001234", "Nguyễn Văn An", "05209900123||||||", "052099001234|An", "a|b|c|d|e|f", ""):
        assert not looks_like_card(text)


@given(st.text(max_size=60))
def test_any_text_is_a_card_or_one_of_our_sentences(text):
    for reader in (parse, lambda payload, today: read_typed(payload, fired=None, today=today)):
        try:
            reader(text, today=TODAY)
        except ValueError as refused:
            assert str(refused) in SENTENCES


@given(st.lists(st.text(max_size=14), min_size=6, max_size=11), st.binary(max_size=6), st.integers(0, 80))
def test_no_damage_ever_leads_to_anything_but_a_card_or_a_sentence(parts, noise, at):
    for payload in (
        ("|".join(["052099001234", *parts])).encode("utf-8", "replace"),
        AN.encode()[:at] + noise + AN.encode()[at:],
    ):
        try:
            from_bytes(payload, today=TODAY)
        except ValueError as refused:
            assert str(refused) in SENTENCES


PEOPLE = st.one_of(
    st.sampled_from(names.HIGHLAND_MALE + names.HIGHLAND_FEMALE),
    st.builds(
        lambda *words: " ".join(words),
        st.sampled_from(names.FAMILY),
        st.sampled_from(names.MALE_MIDDLE + names.FEMALE_MIDDLE),
        st.sampled_from(names.MALE_GIVEN + names.FEMALE_GIVEN),
    ),
)


@given(PEOPLE, st.sampled_from(["latin-1", "cp1252", "cp1258"]))
def test_every_invented_person_survives_a_wrong_code_page(name, page):
    assert read(as_windows_shows(AN.replace("Nguyễn Văn Ẩn", name), page)).full_name == name
