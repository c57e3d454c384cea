"""The fonts of a workbook are read from its beginning; a file that is broken or hostile has none."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from hoaian_desktop.exchange import fonts
from hoaian_desktop.exchange.fonts import SheetFonts
from tests.exchange.conftest import AN_TIN

AN_PHONG = AN_TIN.parent / "an-phong" / "so-lieu.xlsx"
OLD = AN_TIN.parent / "legacy" / "danh-sach.xls"


@pytest.fixture
def lined(tmp_path):
    """Writes one sheet; a cell is a text and its font."""

    def write(rows, name="tep.xlsx"):
        with xlsxwriter.Workbook(tmp_path / name, {"strings_to_numbers": False}) as book:
            made = {}
            sheet = book.add_worksheet("Trang")
            for number, row in enumerate(rows):
                for column, (value, font) in enumerate(row):
                    if font not in made:
                        made[font] = book.add_format({"font_name": font})
                    sheet.write(number, column, value, made[font])
        return tmp_path / name

    return write


def changed(path: Path, part: str, change) -> Path:
    """The same archive with one part changed."""
    made = path.with_name(f"khac-{path.name}")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            content = before.read(info)
            after.writestr(info.filename, change(content) if info.filename == part else content)
    return made


def test_a_workbook_of_tcvn3_says_so_in_its_fonts():
    found = fonts.of_workbook(AN_PHONG)
    assert list(found) == [
        "To cong nghe so", "Thanh vien", "Doan vien", "Kich hoat", "So dem", "Tuyen truyen", "Nguoi co uy tin",
        "Chi tieu",
    ]  # fmt: skip
    assert {font for sheet in found.values() for font in sheet.columns.values()} == {".VnTime"}
    assert found["Kich hoat"].top[1, 0] == found["Kich hoat"].top[2, 0] == ".VnTimeH"
    assert found["Kich hoat"].top[4, 2] == ".VnTime"


def test_an_xls_of_old_has_fonts_too():
    found = fonts.of_workbook(OLD)
    assert found["Danh sach"].columns == {0: ".VnTime", 1: ".VnTime", 2: ".VnTime", 3: ".VnTime", 4: "Arial"}
    assert found["Danh sach"].top[1, 0] == ".VnTimeH"
    assert set(found["Danh sach VNI"].columns.values()) == {"VNI-Times", "Arial"}


def test_the_font_of_a_column_is_that_of_most_of_its_data(lined):
    rows = [[("Họ và tên", ".VnTimeH")], *[[("Nguyễn", "Arial")]] * 30, *[[("NguyÔn", ".VnTime")]] * 40]
    found = fonts.of_workbook(lined(rows))["Trang"]
    assert found.columns == {0: ".VnTime"}
    assert found.top[1, 0] == ".VnTimeH"
    assert len(found.top) == fonts.TOP_ROWS


def test_numbers_and_empty_cells_say_nothing_about_writing(lined):
    found = fonts.of_workbook(lined([[("x", "Arial"), (1, ".VnTime"), (None, ".VnTime")]]))
    assert found["Trang"] == SheetFonts({0: "Arial"}, {(1, 0): "Arial"})


def test_only_the_beginning_of_a_sheet_is_read(lined):
    path = lined([[("x", "Arial")]] * fonts.LOOKED_AT + [[("x", ".VnTime")]] * 2 * fonts.LOOKED_AT)
    assert fonts.of_workbook(path)["Trang"].columns == {0: "Arial"}


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_document_type_is_refused_before_it_defines_anything(lined, part):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (at, b"&a%s;" % (b"" if at == 0 else b"%d" % (at - 1)) * 10) for at in range(30)
    )
    hostile = bomb + b'<!ENTITY x SYSTEM "file:///etc/passwd">]>'

    def change(content):
        return hostile + content.partition(b"?>")[2].replace(b"<row", b"&a29;&x;<row", 1)

    assert fonts.of_workbook(changed(lined([[("x", ".VnTime")]]), part, change)) == {}


@pytest.mark.parametrize("at", range(200, 100_000, 7_000))
@pytest.mark.parametrize("source", [AN_PHONG, OLD], ids=["xlsx", "xls"])
def test_a_damaged_file_has_fonts_or_none_but_is_no_fault(tmp_path, source, at):
    content = bytearray(source.read_bytes())
    at %= len(content)
    content[at : at + 60] = bytes(60)
    path = tmp_path / source.name
    path.write_bytes(content)
    assert isinstance(fonts.of_workbook(path), dict)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.7, 0.99])
@pytest.mark.parametrize("source", [AN_PHONG, OLD], ids=["xlsx", "xls"])
def test_a_truncated_file_is_no_fault(tmp_path, source, share):
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes()[: int(source.stat().st_size * share)])
    assert isinstance(fonts.of_workbook(path), dict)


def test_what_is_no_workbook_has_no_fonts(tmp_path):
    path = tmp_path / "thu.xlsx"
    assert fonts.of_workbook(path) == {}
    path.write_bytes(b"")
    assert fonts.of_workbook(path) == {}
    path.write_text("Họ và tên;Thôn", encoding="utf-8")
    assert fonts.of_workbook(path) == {}
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("anh.txt", "x")
    assert fonts.of_workbook(path) == {}


def test_the_reader_of_old_workbooks_is_not_there_before_one_comes():
    code = "import sys, hoaian_desktop.exchange.legacy; sys.exit('xlrd' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
