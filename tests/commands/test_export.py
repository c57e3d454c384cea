"""Lists leave the book by command: masked unless asked for, and what was asked for is in the log."""

from __future__ import annotations

import openpyxl
import pytest

from tests.commands.conftest import command


def test_a_list_is_written_and_told(an_tin, tmp_path):
    file = tmp_path / "to.xlsx"
    ran = command("export", "--book", an_tin, "teams", "--output", file, "--json")
    assert ran.code == 0
    assert ran.document == {
        "file": str(file), "masked": True, "sheets": [{"sheet": "Tổ công nghệ số", "kind": "teams", "rows": 3}],
    }  # fmt: skip
    assert "3 dòng (số định danh, điện thoại được che)" in ran.err
    assert openpyxl.load_workbook(file).sheetnames == ["Tổ công nghệ số"]


def test_everything_goes_out_whole_and_comes_back_as_known(own_copy, tmp_path):
    book, file = own_copy(), tmp_path / "ca-so.xlsx"
    assert command("export", "--book", book, "all", "--unmasked", "--output", file).code == 0
    account = command("import", "--book", book, file, "--dry-run", "--json").document
    assert len(account["sheets"]) >= 8
    assert {(sheet["imported"], sheet["updated"], sheet["rejected"]) for sheet in account["sheets"]} == {(0, 0, 0)}
    assert {finding["level"] for finding in account["findings"]} == {"notice"}
    assert command("check", "--book", book).code == 0  # the log's chain is whole


def test_the_members_file_goes_out_only_with_whole_numbers(own_copy, tmp_path):
    book, file = own_copy(), tmp_path / "yum.csv"
    refused = command("export", "--book", book, "yum", "--output", file)
    assert (refused.code, file.exists()) == (1, False)
    assert "--unmasked" in refused.err
    assert command("export", "--book", book, "yum", "--output", file, "--unmasked").code == 0
    assert file.read_text(encoding="utf-8-sig").startswith("Họ và tên,Ngày sinh,Giới tính,Số điện thoại,Số CCCD,")


def test_an_empty_sheet_to_fill_in_is_written(an_tin, tmp_path):
    file = tmp_path / "mau.xlsx"
    ran = command("export", "--book", an_tin, "activations", "teams", "--template", "--output", file, "--json")
    assert ran.document == {"file": str(file), "templates": ["teams", "activations"]}
    assert openpyxl.load_workbook(file).sheetnames == ["Tổ công nghệ số", "Kích hoạt", "Hướng dẫn"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nguoi",), "Không có danh sách “nguoi”"),
        (("teams", "teams"), "ghi hai lần"),
        (("nguoi", "--template"), "Không có tệp mẫu “nguoi”"),
    ],
)
def test_what_is_not_there_is_told(an_tin, tmp_path, arguments, words):
    ran = command("export", "--book", an_tin, *arguments, "--output", tmp_path / "xuat.xlsx")
    assert (ran.code, ran.out) == (1, b"")
    assert words in ran.err
