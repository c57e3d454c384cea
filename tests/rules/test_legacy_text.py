"""Every letter of the old encodings comes back, in names as they are; what is Unicode already stays."""

import json
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.practice import names
from hoaian_desktop.rules.legacy_text import Encoding, convert, is_unicode, of_font, proper_capitals
from hoaian_desktop.rules.names import nfc
from tests.old_letters import LETTERS, WRITTEN, half_composed

LOSSLESS = [encoding for encoding in Encoding if encoding is not Encoding.TCVN3]
UNITS = json.loads((Path(__file__).parents[2] / "resources/data/units.json").read_text(encoding="utf-8"))
full_names = st.builds(
    lambda *parts: " ".join(parts),
    st.sampled_from(names.FAMILY),
    st.sampled_from(names.MALE_MIDDLE + names.FEMALE_MIDDLE),
    st.sampled_from(names.MALE_GIVEN + names.FEMALE_GIVEN),
)
written = full_names | st.sampled_from(
    [
        *names.HIGHLAND_MALE,
        *names.HIGHLAND_FEMALE,
        *names.BROADCASTS,
        *names.SESSIONS,
        *(unit["name"] for unit in UNITS),
    ]
)


@pytest.mark.parametrize("encoding", LOSSLESS)
def test_every_letter_comes_back(encoding):
    assert {letter: convert(WRITTEN[encoding](letter), encoding) for letter in LETTERS} == {
        letter: letter for letter in LETTERS
    }


def test_every_letter_of_tcvn3_comes_back_and_toned_capitals_as_the_small_letters_they_are_stored_as():
    for letter in LETTERS:
        expected = letter if letter.islower() or letter in "ABCDEGHIKLMNOPQRSTUVXYĂÂĐÊÔƠƯ" else letter.lower()
        assert convert(WRITTEN[Encoding.TCVN3](letter), Encoding.TCVN3) == expected


@given(written, st.sampled_from(LOSSLESS))
def test_a_name_comes_back(text, encoding):
    assert convert(WRITTEN[encoding](text), encoding) == nfc(text)


@given(written)
def test_a_name_of_tcvn3_comes_back_but_for_the_capitals_that_were_lost(text):
    made = convert(WRITTEN[Encoding.TCVN3](text), Encoding.TCVN3)
    assert made.casefold() == text.casefold()
    assert convert(WRITTEN[Encoding.TCVN3](text.lower()), Encoding.TCVN3, capitals=True) == text.upper()


@given(full_names)
def test_the_capitals_of_a_persons_name_can_be_had_back(name):
    assert proper_capitals(convert(WRITTEN[Encoding.TCVN3](name), Encoding.TCVN3)) == name


@given(written)
def test_letters_with_their_tones_apart_are_composed(text):
    assert convert(half_composed(text), Encoding.CP1258) == convert(half_composed(text), Encoding.DECOMPOSED) == text


@given(written.filter(is_unicode), st.sampled_from(list(Encoding)), st.booleans())
def test_what_is_unicode_already_is_never_changed(text, encoding, capitals):
    assert convert(text, encoding, capitals=capitals) == text


@pytest.mark.parametrize(
    ("text", "encoding", "meant"),
    [
        ("NguyÔn V¨n ¢n", Encoding.TCVN3, "Nguyễn Văn Ân"),
        ("ñy viên Ban Th\xadêng vô".replace("viên", "viªn"), Encoding.TCVN3, "ủy viên Ban Thường vụ"),
        ("Ho\u03bcng", Encoding.TCVN3, "Hoàng"),  # the sign of the micro came as the Greek letter
        ("Vieät Nam", Encoding.VNI, "Việt Nam"),
        ("ÑÖÔØNG AÙnh Aùnh Kyø Mî", Encoding.VNI, "ĐƯỜNG Ánh Ánh Kỳ Mỵ"),
        ("Nguye^~n Va(n A^n, DDu+o+`ng", Encoding.VIQR, "Nguyễn Văn Ân, Đường"),
        ("o+? dda^u va^.y\\? a\\(n\\) ...", Encoding.VIQR, "ở đâu vậy? a(n) ..."),
        ("hoi? nga.nguyen@o.vn, www.co.vn", Encoding.VIQR, "hoỉ nga.nguyen@o.vn, www.co.vn"),
        ("Ðýõìng Vãn Viêòt", Encoding.CP1258, "Đướng Văn Việt"),
        (normalize("NFD", "Đường"), Encoding.DECOMPOSED, "Đường"),
        ("052099001234", Encoding.TCVN3, "052099001234"),
    ],
)
def test_old_text_reads_as_it_was_meant(text, encoding, meant):
    assert convert(text, encoding) == meant


def test_a_font_of_capitals_makes_capitals():
    assert convert("§oµn x· ¢n Phong", Encoding.TCVN3, capitals=True) == "ĐOÀN XÃ ÂN PHONG"


@pytest.mark.parametrize(
    ("font", "meant"),
    [
        (".VnTime", (Encoding.TCVN3, False)),
        (".VnTimeH", (Encoding.TCVN3, True)),
        (".VnArial Narrow", (Encoding.TCVN3, False)),
        (".VnArial NarrowH", (Encoding.TCVN3, True)),
        (".vntimeh", (Encoding.TCVN3, True)),
        ("VNI-Times", (Encoding.VNI, False)),
        ("VNI-Brush", (Encoding.VNI, False)),
        ("VNI Helve", (Encoding.VNI, False)),
        ("Times New Roman", None),
        ("UVN Van", None),
        ("Vni", None),
        (".Vn", None),
        ("", None),
    ],
)
def test_the_name_of_a_font_says_what_was_typed_in_it(font, meant):
    assert of_font(font) == meant


@pytest.mark.parametrize(
    ("name", "proper"),
    [
        ("Tạ Hoàng út", "Tạ Hoàng Út"),
        ("ánh", "Ánh"),
        ("Nguyễn Như ý", "Nguyễn Như Ý"),
        ("Lê Thị Mỹ", "Lê Thị Mỹ"),
        ("nguyễn thị ánh", "nguyễn thị ánh"),  # typed small: nobody knows what was lost
        ("ủy viên Ban Thường vụ", "ủy viên Ban Thường vụ"),
        ("", ""),
    ],
)
def test_only_the_capitals_tcvn3_lacks_are_put_back(name, proper):
    assert proper_capitals(name) == proper
