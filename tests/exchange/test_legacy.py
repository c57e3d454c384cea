"""An office's workbook in TCVN3 reads in Unicode; an ordinary one is not touched."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.exchange import fonts, headers, legacy, legacy_columns, workbook
from hoaian_desktop.exchange.fonts import NO_FONTS, SheetFonts
from hoaian_desktop.exchange.mapping import mapping_of
from hoaian_desktop.exchange.workbook import Sheet
from hoaian_desktop.rules.legacy_text import Encoding, proper_capitals
from hoaian_desktop.rules.names import fold
from tests.exchange.conftest import AN_TIN
from tests.old_letters import cp1258, decomposed, tcvn3, viqr, vni

AN_PHONG = AN_TIN.parent / "an-phong" / "so-lieu.xlsx"
OLD = AN_TIN.parent / "legacy" / "danh-sach.xls"
NAMES = ["Nguyễn Văn Ẩn", "Trần Thị Mỹ Huệ", "Đặng Đình Phúc", "Võ Thế Dũng", "Lê Thị Ánh", "Phạm Quốc Trung"]
TABLE = [
    ["Danh sách tình nguyện viên", "", "", "", ""],
    ["STT", "Họ và tên", "Giới tính", "Số CCCD", "Thôn"],
    *([number, name, "Nữ", "052099001234", "Thôn Phú Lộc"] for number, name in enumerate(NAMES, 1)),
]


@pytest.fixture(scope="module")
def an_phong():
    """The sheets of the commune, read by their fonts."""
    found = fonts.of_workbook(AN_PHONG)
    return {sheet.name: unicode(sheet, found[sheet.name]) for sheet in workbook.read(AN_PHONG).sheets}


@pytest.fixture(scope="module")
def facts():
    return json.loads(AN_PHONG.with_name("facts.json").read_text(encoding="utf-8"))


def unicode(sheet, known=NO_FONTS):
    return legacy.apply(sheet, legacy.decide(sheet, known))


def old(write, table=TABLE):
    """A table as an office of old typed it."""
    return Sheet("Trang", [[write(cell) if isinstance(cell, str) else cell for cell in row] for row in table])


def column_of(sheet, heading):
    at = next(at for at, text in enumerate(sheet.rows[3]) if text == heading)
    return [row[at] for row in sheet.rows[4:]]


def parts(cells):
    return {part.strip().casefold() for cell in cells for part in str(cell).split(",") if part.strip()}


def plain(name):
    return name.removeprefix("an-phong/").casefold()


def test_every_name_of_the_commune_reads_as_the_facts_have_it(an_phong, facts):
    members = column_of(an_phong["Thanh vien"], "Họ và tên")
    assert [name.casefold() for name in members] == [plain(member["name"]) for member in facts["members"]]
    assert parts(column_of(an_phong["Thanh vien"], "Tổ")) == {plain(member["team"]) for member in facts["members"]}
    assert column_of(an_phong["To cong nghe so"], "Tên tổ") == [
        team["name"].removeprefix("an-phong/") for team in facts["teams"]
    ]
    helpers = chain.from_iterable(row["volunteers"] for row in facts["activations"])
    assert {plain(name) for name in helpers} <= parts(column_of(an_phong["Kich hoat"], "ĐVTN hỗ trợ"))
    events = an_phong["Tuyen truyen"]
    for heading, kept in (("ĐVTN tham gia", "volunteers"), ("Người có uy tín tham gia", "ncut")):
        named = {plain(name) for event in facts["events"] for name in event[kept]}
        assert parts(column_of(events, heading)) == named
    kinds = [event["kind"] for event in facts["events"]]
    assert column_of(events, "Loại hoạt động")[: len(kinds)] == kinds
    trusted = an_phong["Nguoi co uy tin"]
    named = map(str.casefold, column_of(trusted, "Họ và tên"))
    assert dict(zip(named, column_of(trusted, "Vai trò"), strict=True)) == {
        plain(name): role for name, role in facts["ncut"].items()
    }


def test_citizens_without_a_number_are_known_by_what_was_read(an_phong, facts):
    rows = an_phong["Kich hoat"].rows
    without = [(row["sheet_row"], row["citizen"]) for row in facts["activations"] if "/" in row["citizen"]]
    assert without
    for number, citizen in without:
        name, _, village = citizen.removeprefix("an-phong/").split("|")
        assert fold(str(rows[number - 1][2])) == fold(name)
        assert str(rows[number - 1][7]).casefold() == village.casefold()


def test_the_capitals_lost_in_names_of_the_commune_can_be_had_back(an_phong, facts):
    names = column_of(an_phong["Nguoi co uy tin"], "Họ và tên")
    assert "Tạ Hoàng út" in names
    assert {proper_capitals(name) for name in names} == {name.removeprefix("an-phong/") for name in facts["ncut"]}


def test_nothing_of_tcvn3_is_left_in_the_commune(an_phong):
    letters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
    for sheet in an_phong.values():
        for cell in chain.from_iterable(sheet.rows):
            if isinstance(cell, str):
                assert not re.sub(rf"[{letters}\x20-\x7e]", "", cell.lower()), cell
        assert legacy.decide(sheet) == ()


def test_every_sheet_of_the_commune_is_recognised_by_its_headings(an_phong):
    assert [mapping_of(sheet).kind.key for sheet in an_phong.values()] == [
        "teams", "members", "volunteers", "activations", "tallies", "events", "influencers", "targets",
    ]  # fmt: skip
    assert {mapping_of(sheet).header.row for sheet in an_phong.values()} == {4}
    assert not any(mapping_of(sheet).missing for sheet in an_phong.values())


def test_titles_in_a_font_of_capitals_are_capitals(an_phong):
    assert an_phong["Kich hoat"].rows[0][0] == "ĐOÀN XÃ ÂN PHONG"
    assert an_phong["Kich hoat"].rows[-1][0] == "Tổng cộng"


def test_without_its_fonts_the_commune_reads_the_same_but_for_the_capitals_of_its_titles(an_phong):
    for sheet in workbook.read(AN_PHONG).sheets:
        made = legacy.decide(sheet)
        assert all(conversion.certain and conversion.encoding is Encoding.TCVN3 for conversion in made)
        read = legacy.apply(sheet, made)
        assert list(map(list, read.rows[2:])) == list(map(list, an_phong[sheet.name].rows[2:]))
        assert read.rows[0][0].upper() == an_phong[sheet.name].rows[0][0]


def test_what_was_decided_is_said_with_examples():
    sheet = next(sheet for sheet in workbook.read(AN_PHONG).sheets if sheet.name == "Kich hoat")
    made = {one.column: one for one in legacy.decide(sheet, fonts.of_workbook(AN_PHONG)["Kich hoat"])}
    assert made[2].samples[:2] == (("Hä vµ tªn", "Họ và tên"), ("Vâ C«ng Vinh", "Võ Công Vinh"))
    assert made[2].certain and not made[2].mixed and not made[2].capitals
    assert made[5].samples == (("Sè CCCD", "Số CCCD"),)
    assert all(1 <= len(one.samples) <= legacy.SAMPLES for one in made.values())


def test_a_workbook_in_unicode_stays_the_very_same():
    path = AN_TIN / "so-lieu.xlsx"
    found = fonts.of_workbook(path)
    for sheet in workbook.read(path).sheets:
        for known in (found[sheet.name], NO_FONTS):
            assert legacy.decide(sheet, known) == ()
            assert unicode(sheet, known) is sheet


def test_an_xls_of_old_reads_in_unicode():
    found = fonts.of_workbook(OLD)
    for sheet in workbook.read(OLD).sheets:
        read = unicode(sheet, found[sheet.name])
        assert read.rows[0][0] == "DANH SÁCH TÌNH NGUYỆN VIÊN"
        assert read.rows[2] == ["STT", "Họ và tên", "Ngày sinh", "Thôn", "SĐT"]
        assert [proper_capitals(row[1]) for row in read.rows[3:]] == NAMES
        assert {row[3] for row in read.rows[3:]} == {"Thôn Phú Lộc"}


@pytest.mark.parametrize("write", [tcvn3, vni, cp1258, viqr, decomposed])
def test_a_table_without_fonts_reads_in_unicode(write):
    read = unicode(old(write))
    assert [[str(cell).casefold() for cell in row] for row in read.rows] == [
        [str(cell).casefold() for cell in row] for row in TABLE
    ]
    assert headers.find(read, {"ho va ten", "gioi tinh", "so cccd"}).row == 2


def test_columns_too_short_to_tell_are_decided_by_the_ones_beside_them():
    made = {one.column: one for one in legacy.decide(old(tcvn3))}
    assert {2, 3, 4} <= made.keys()  # «N÷», «Sè CCCD», «Th«n Phó Léc»
    assert all(one.certain for one in made.values())
    alone = legacy.decide(Sheet("Trang", [["Giới tính"], [tcvn3("Nữ")], ["Nam"]]))
    assert [(one.certain, one.mixed) for one in alone] == [(False, True)]


def test_a_table_that_is_half_unicode_is_for_a_person_to_decide():
    half = [*TABLE, *([9, tcvn3(name), tcvn3("Nữ"), "", tcvn3("Thôn Tân Hòa")] for name in NAMES)]
    made = legacy.decide(Sheet("Trang", half))
    assert next((one.column, one.certain, one.mixed) for one in made) == (1, False, True)
    read = legacy.apply(Sheet("Trang", half), made)
    assert read.rows[: len(TABLE)] == TABLE
    assert [proper_capitals(row[1]) for row in read.rows[len(TABLE) :]] == NAMES


def test_unicode_typed_into_cells_of_an_old_font_is_left_alone():
    known = SheetFonts(dict.fromkeys(range(5), ".VnTime"), {(2, at): ".VnTimeH" for at in range(5)})
    assert legacy.decide(Sheet("Trang", TABLE), known) == ()


def test_cells_that_could_be_either_are_left_alone_beside_unicode():
    table = [["Họ và tên", "Thôn"], ["Lê Thị Mỹ", "Bình Hòa"], ["Võ Văn Bảy", "Bình Long"]]
    known = SheetFonts(dict.fromkeys(range(2), ".VnTime"), {(row, at): ".VnTime" for row in (1, 2, 3) for at in (0, 1)})
    assert legacy.decide(Sheet("Trang", table), known) == ()


def test_old_headings_over_new_data_read_in_unicode_without_a_question():
    table = [TABLE[0], [tcvn3(cell) for cell in TABLE[1]], *TABLE[2:]]
    known = SheetFonts(dict.fromkeys(range(5), "Arial"), {(2, at): ".VnTime" for at in range(5)})
    made = legacy.decide(Sheet("Trang", table), known)
    assert [(one.column, one.certain) for one in made] == [(1, True), (2, True), (3, True), (4, True)]
    assert legacy.apply(Sheet("Trang", table), made).rows == TABLE


def test_only_the_columns_that_were_agreed_to_are_changed():
    sheet = old(tcvn3)
    chosen = [one for one in legacy.decide(sheet) if one.column == 4]
    read = legacy.apply(sheet, chosen)
    assert read.rows[3][4] == "Thôn Phú Lộc"
    assert read.rows[3][:4] == sheet.rows[3][:4]


def test_rows_of_any_length_and_cells_of_any_kind_pass_through():
    rows = [*old(tcvn3).rows, (), [1.5, date(2023, 6, 30)], [True], [None, tcvn3("Đặng")], [1, 1.0, tcvn3("Nữ")]]
    read = unicode(Sheet("Trang", rows, frozenset({(9, 2)})))
    assert [list(row) for row in read.rows[len(TABLE) :]] == [
        [], [1.5, date(2023, 6, 30)], [True], [None, "Đặng"], [1, 1.0, "Nữ"],
    ]  # fmt: skip
    assert isinstance(read.rows[-1][0], int)
    assert read.formulas == frozenset({(9, 2)})


cells = st.sampled_from(
    [*NAMES, "Hòa", "Lý Hà", "x", "", "052099001234", "Nữ", "a@b.vn", 3, 2.5, date(2023, 6, 30), True]
)


@given(
    st.lists(st.lists(cells, max_size=6), max_size=30), st.sampled_from([".VnTime", ".VnTimeH", "VNI-Times", "Arial"])
)
def test_unicode_comes_out_as_it_went_in_whatever_the_fonts_say(rows, font):
    rows = [["Nguyễn Thị Ẩn"] * 6, *rows]
    known = SheetFonts(dict.fromkeys(range(6), font), {(1, at): font for at in range(6)})
    sheet = Sheet("Trang", rows)
    assert [list(row) for row in unicode(sheet, known).rows] == rows


def test_a_sheet_of_a_hundred_thousand_rows_is_decided_by_a_part_of_them(monkeypatch):
    monkeypatch.setattr(legacy_columns, "MOST_ROWS", 100)
    rows = [*old(tcvn3).rows * 100, *([[None, tcvn3("Ẵm"), "", "", ""]] * 3)]
    read = unicode(Sheet("Trang", rows))
    assert read.rows[-1][1] == "ẵm"
