"""What lies in `resources/` is whole: units, codes, words, pictures, letters and licences."""

import json
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase.ttfonts import TTFont

RESOURCES = Path(__file__).parents[2] / "resources"
DATA = sorted((RESOURCES / "data").glob("*.json"))
HELP = sorted((RESOURCES / "help").glob("*.md"))
FONTS = sorted((RESOURCES / "fonts").glob("*.ttf"))
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = {unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY", TONES)}
SIGNS = set("đĐ0123456789“”–—…−×%₫")


def load(name: str) -> Any:
    return json.loads((RESOURCES / "data" / f"{name}.json").read_text(encoding="utf-8"))


def fold(text: str) -> str:
    """Fold as the program does, written apart so that a fault in either shows here."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def lists_of_words() -> list[Any]:
    lists = {**load("choices"), "services": load("services"), "initiatives": load("initiatives")}
    return [pytest.param(entries, id=name) for name, entries in lists.items()]


def units_with(prefix: str, kinds: set[str]) -> list[dict[str, Any]]:
    return [unit for unit in load("units") if unit["key"].startswith(prefix) and unit["kind"] in kinds]


def in_force(unit: dict[str, Any], on: date) -> bool:
    return (unit["valid_from"] or "") <= on.isoformat() <= (unit["valid_to"] or "9999")


# ── Units and provinces ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_old_district_has_one_town_and_fourteen_communes():
    assert Counter(unit["kind"] for unit in units_with("old-", {"xã", "thị trấn"})) == {"xã": 14, "thị trấn": 1}
    assert {unit["parent"] for unit in units_with("old-", {"xã", "thị trấn"})} == {"old-544"}


def test_the_new_province_has_five_communes_of_ours():
    new = units_with("new-", {"xã", "thị trấn"})
    assert {unit["name"] for unit in new} == {"Hoài Ân", "Ân Hảo", "Vạn Đức", "Ân Tường", "Kim Sơn"}
    assert {unit["parent"] for unit in new} == {"new-52"}


def test_each_old_commune_went_whole_into_one_new_commune():
    successors = Counter(unit["successor"] for unit in units_with("old-", {"xã", "thị trấn"}))
    assert successors == {"new-21688": 4, "new-21697": 3, "new-21703": 3, "new-21715": 3, "new-21727": 2}
    assert set(successors) == {unit["key"] for unit in units_with("new-", {"xã"})}


def test_the_district_ended_without_a_successor():
    (district,) = units_with("old-", {"huyện"})
    assert (district["successor"], district["valid_to"], district["parent"]) == (None, "2025-06-30", "old-52")


def test_every_parent_and_successor_is_a_unit_of_the_list():
    keys = Counter(unit["key"] for unit in load("units"))
    named = {unit[role] for unit in load("units") for role in ("parent", "successor")} - {None}
    assert named <= set(keys)
    assert set(keys.values()) == {1}


@pytest.mark.parametrize(
    ("on", "name"),
    [(date(2023, 11, 20), "Tăng Bạt Hổ"), (date(2025, 6, 30), "Tăng Bạt Hổ"), (date(2025, 7, 1), "Hoài Ân")],
)
def test_code_21688_means_another_commune_by_date(on: date, name: str):
    assert [unit["name"] for unit in load("units") if unit["code"] == "21688" and in_force(unit, on)] == [name]


def test_five_old_communes_have_minority_residents():
    minority = {unit["name"] for unit in load("units") if unit["minority"]}
    assert minority == {"Ân Sơn", "Ân Mỹ", "Đak Mang", "Bok Tới", "Ân Tường Đông"}


def test_no_spelling_names_two_units_of_one_kind_and_era():
    spellings: dict[tuple[str, str, str], set[str]] = {}
    for unit in load("units"):
        for text in (unit["name"], *unit["aliases"]):
            spellings.setdefault((unit["key"][:3], unit["kind"], fold(text)), set()).add(unit["key"])
    assert {place: keys for place, keys in spellings.items() if len(keys) > 1} == {}


def test_there_are_63_province_codes_and_all_begin_with_zero():
    provinces = load("provinces")
    assert len(provinces) == len(set(provinces.values())) == 63
    assert all(re.fullmatch(r"0\d{2}", code) for code in provinces)
    assert (provinces["052"], provinces["064"]) == ("Bình Định", "Gia Lai")


# ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", [*DATA, *HELP], ids=lambda path: path.name)
def test_every_text_is_composed_and_calm(path: Path):
    text = path.read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert "!" not in text


@pytest.mark.parametrize("entries", lists_of_words())
def test_every_code_is_short_english_and_unique(entries: list[dict[str, Any]]):
    codes = [entry["code"] for entry in entries]
    assert len(codes) == len(set(codes)) > 1
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in codes)


@pytest.mark.parametrize("entries", lists_of_words())
def test_every_word_folds_to_one_code_of_its_list(entries: list[dict[str, Any]]):
    words = [fold(word) for entry in entries for word in (entry["name"], *entry["aliases"])]
    assert [word for word, times in Counter(words).items() if times > 1] == []


@pytest.mark.parametrize("entries", lists_of_words())
def test_no_code_reads_like_the_word_of_another_code(entries: list[dict[str, Any]]):
    codes = {word: entry["code"] for entry in entries for word in map(fold, (entry["name"], *entry["aliases"]))}
    assert {word: code for word, code in codes.items() if word in codes.values() and word != code} == {}


def test_every_kind_of_unit_is_in_the_list_of_kinds():
    assert {unit["kind"] for unit in load("units")} <= {kind["name"] for kind in load("choices")["unit_kind"]}


def test_the_services_are_the_nine_with_their_dates():
    services = {service["code"]: service for service in load("services")}
    assert list(services) == (
        ["vneid-1", "vneid-2", "dvc-account", "dvc-login", "dvc-dossier", "vssid", "wallet", "payment", "signature"]
    )
    assert {code: service["level"] for code, service in services.items() if service["level"]} == {
        "vneid-1": 1,
        "vneid-2": 2,
    }
    assert services["dvc-account"]["valid_to"] == "2024-06-30"
    assert services["dvc-login"]["valid_from"] == "2024-07-01"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Định danh điện tử mức 1", "vneid-1"),
        ("VNEID mức độ 02", "vneid-2"),
        ("TK dịch vụ công", "dvc-account"),
        ("Nộp hồ sơ dịch vụ công", "dvc-dossier"),
        ("VSSID", "vssid"),
        ("Ví ĐT", "wallet"),
        ("Mobile Money", "wallet"),
        ("TK thanh toán", "payment"),
        ("My Viettel", None),
        ("Sổ sức khỏe điện tử", None),
    ],
)
def test_a_service_as_offices_write_it_is_known_or_not(written: str, code: str | None):
    found = [
        service["code"]
        for service in load("services")
        if fold(written) in {fold(word) for word in (service["name"], *service["aliases"])}
    ]
    assert found == ([code] if code else [])


def test_the_statuses_stand_in_the_order_of_the_work():
    statuses = [status["code"] for status in load("choices")["activation_status"]]
    assert statuses == ["guided", "registered", "installed", "activated", "transacted", "failed"]


# ── Pictures, letters, licences ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_every_icon_is_a_drawing_that_takes_the_theme_colour(path: Path):
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(root) > 0
    if path.stem != "app":  # the application's own icon keeps its colours
        assert root.get("stroke") == "currentColor"


def test_the_application_icon_has_the_sizes_windows_asks_for():
    content = (RESOURCES / "icons" / "app.ico").read_bytes()
    count = int.from_bytes(content[4:6], "little")
    assert {content[6 + 16 * index] or 256 for index in range(count)} == {16, 32, 48, 256}


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_font_has_all_vietnamese_letters_and_signs(path: Path):
    face = TTFont(path.stem, str(path)).face
    missing = [sign for sign in sorted(LETTERS | SIGNS) if not face.charToGlyph.get(ord(sign))]
    assert missing == []


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_the_digits_of_every_font_are_equally_wide(path: Path):
    face = TTFont(path.stem, str(path)).face
    assert len({face.charWidths[ord(digit)] for digit in "0123456789"}) == 1


def test_the_guide_has_a_page_for_every_tab():
    tabs = {"tong-quan", "to-cong-nghe-so", "tinh-nguyen-vien", "kich-hoat", "chien-dich", "bao-cao"}
    assert {path.stem for path in HELP} == tabs | {"bat-dau", "nhap-excel", "sao-luu"}
    assert all(path.read_text(encoding="utf-8").startswith("# ") for path in HELP)


def test_the_fonts_are_the_eight_the_design_names():
    assert [path.stem for path in FONTS] == [
        *(f"NotoSans-{weight}" for weight in ("Bold", "Medium", "Regular", "SemiBold")),
        *(f"Tinos-{style}" for style in ("Bold", "BoldItalic", "Italic", "Regular")),
    ]


def test_every_licence_named_is_there_and_every_licence_there_is_named():
    folder = RESOURCES / "licenses"
    named = set(re.findall(r"`([^`]+\.txt)`", (folder / "THIRD-PARTY.md").read_text(encoding="utf-8")))
    assert named == {path.name for path in folder.glob("*.txt")}


def test_every_component_named_with_a_version_is_the_locked_one():
    lock = (RESOURCES.parent / "requirements.lock").read_text(encoding="utf-8")
    locked = {name.replace("-", "_"): version for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.M)}
    table = (RESOURCES / "licenses" / "THIRD-PARTY.md").read_text(encoding="utf-8").lower().replace("-", "_")
    versions = {name: re.search(rf"^\| {name}[ ,|].*?\| ([\d.]+(?:post\d+)?) \|", table, re.M) for name in locked}
    together = {"pyside6_essentials", "shiboken6"}  # one row, in words
    assert {name for name, found in versions.items() if not found} == together
    assert {name: found[1] for name, found in versions.items() if found} == {
        name: version for name, version in locked.items() if name not in together
    }
