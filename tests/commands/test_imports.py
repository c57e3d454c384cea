"""Files and folders taken in by command, their faulty rows written out, imports listed and taken back."""

from __future__ import annotations

import json

import pytest
import xlsxwriter

from hoaian_desktop.exchange import workbook
from tests.commands.conftest import command
from tests.commands.test_refusals import digest, refused

HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Điện thoại")
PEOPLE = [(1, "Lê Thị Thu Hà", "11/05/2001", "Nữ", "0905123456"), (2, "Đặng Hữu Phước", "31/02/2000", "Nam", "")]
MENDED = (2, "Đặng Hữu Phước", "28/02/2000", "Nam", "")


def a_file(path, *rows):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Tình nguyện viên")
        for at, row in enumerate((HEADINGS, *rows)):
            page.write_row(at, 0, row)
    return path


@pytest.fixture
def file(tmp_path):
    return a_file(tmp_path / "so.xlsx", *PEOPLE)


def test_the_faulty_rows_are_written_and_come_back_mended(empty, file, tmp_path):
    rejected = tmp_path / "loi.xlsx"
    ran = command("import", "--book", empty, file, "--rejected", rejected, "--json")
    assert ran.code == 0, ran.err
    assert set(ran.document) == {"batch", "sheets", "findings"}
    assert (ran.document["sheets"][0]["imported"], ran.document["sheets"][0]["rejected"]) == (1, 1)
    assert f"Đã ghi 1 dòng lỗi kèm lý do: {rejected}" in ran.err
    assert [row[1] for row in workbook.read(rejected).sheets[0].rows] == ["Họ và tên", "Đặng Hữu Phước"]
    mended = a_file(tmp_path / "sua.xlsx", MENDED)
    again = command("import", "--book", empty, mended, "--rejected", rejected, "--json")
    assert again.document["sheets"][0]["imported"] == 1
    assert "Không có dòng lỗi nào" in again.err


def test_a_look_beforehand_writes_the_faulty_rows_and_nothing_into_the_book(empty, file, tmp_path):
    before = digest(empty).digest()
    ran = command(
        "import", "--book", empty, file, "--dry-run", "--as-is", "--rejected", tmp_path / "loi.xlsx", "--json"
    )
    assert (ran.code, ran.document["batch"]) == (0, None), ran.err
    assert (tmp_path / "loi.xlsx").exists()
    assert digest(empty).digest() == before


def test_every_workbook_of_a_folder_goes_in_with_an_account_and_faulty_rows_of_its_own(empty, tmp_path):
    folder = tmp_path / "thang-11"
    folder.mkdir()
    a_file(folder / "to-2.xlsx", PEOPLE[1])
    a_file(folder / "to-10.xlsx", *PEOPLE)
    ran = command("import", "--book", empty, folder, "--rejected", tmp_path / "loi.xlsx", "--json")
    assert [account["sheets"][0]["rejected"] for account in ran.document] == [1, 1]
    assert [account["batch"] is None for account in ran.document] == [True, False]
    assert ran.code == 1 and "to-2.xlsx: Không có dòng nào nhận được" in ran.err
    assert sorted(path.name for path in tmp_path.glob("loi*")) == ["loi-to-10.xlsx", "loi-to-2.xlsx"]
    (tmp_path / "rong").mkdir()
    none = command("import", "--book", empty, tmp_path / "rong", "--json")
    assert (none.code, none.out) == (1, b"")
    assert "rong: " in none.err and "không có bảng tính nào" in none.err


def test_where_the_faulty_rows_cannot_be_written_nothing_is_taken_in(empty, file, tmp_path):
    before, kept = digest(empty).digest(), file.read_bytes()
    for place, said in (
        (tmp_path / "loi.pdf", "không có đuôi .xlsx"),
        (tmp_path / "khong-co" / "loi.xlsx", "Không có thư mục"),
        (file, "trùng với tệp được nhập"),
    ):
        assert said in refused(command("import", "--book", empty, file, "--rejected", place, "--json"))
    assert digest(empty).digest() == before
    assert file.read_bytes() == kept


def test_imports_are_listed_and_one_of_them_is_taken_back(empty, file):
    assert command("imports", "--book", empty, "--json").document == []
    assert "Sổ chưa có lần nhập nào." in command("imports", "--book", empty).out.decode("utf-8")
    batch = command("import", "--book", empty, file, "--json").document["batch"]
    [listed] = command("imports", "--book", empty, "--json").document
    assert listed | {"at": ""} == {
        "batch": batch, "at": "", "by": "Đinh Văn Lành", "rows": {"volunteers": 1}, "condition": "stands",
        "added": 1, "standing": 1, "changed": 0,
    }  # fmt: skip
    assert "1 dòng, thêm 1 mục, còn 1; sửa 0 mục." in command("imports", "--book", empty).out.decode("utf-8")
    ran = command("undo-import", "--book", empty, batch, "--json")
    assert ran.code == 0, ran.err
    assert (ran.document["condition"], ran.document["standing"]) == ("taken-back", 0)
    assert "1 mục vào thùng rác" in ran.err
    assert command("imports", "--book", empty, "--json").document == [ran.document]
    assert "đã được hoàn tác" in refused(command("undo-import", "--book", empty, batch, "--json"))
    assert "Không có lần nhập nào mang số này" in refused(command("undo-import", "--book", empty, batch + 1, "--json"))


def test_records_changed_since_are_named_and_the_import_stays_unless_forced(empty, file, tmp_path):
    batch = command("import", "--book", empty, a_file(tmp_path / "1.xlsx", MENDED), "--json").document["batch"]
    later = a_file(tmp_path / "2.xlsx", (*MENDED[:-1], "0912345678"))
    assert command("import", "--book", empty, later, "--json").document["sheets"][0]["updated"] == 1
    said = refused(command("undo-import", "--book", empty, batch, "--json"))
    assert "vì 1 mục đã được sửa sau khi nhập: tình nguyện viên Đặng Hữu Phước." in said
    assert json.loads(command("imports", "--book", empty, "--json").out)[1]["condition"] == "stands"
    ran = command("undo-import", "--book", empty, batch, "--force", "--json")
    assert (ran.code, ran.document["standing"]) == (0, 0)


def a_whole_book(path, *targets):
    """A workbook with people and targets."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Tình nguyện viên")
        for at, row in enumerate((HEADINGS, *PEOPLE)):
            page.write_row(at, 0, row)
        page = book.add_worksheet("Chỉ tiêu")
        for at, row in enumerate((("Mã", "Chỉ tiêu", "Chỉ tiêu giao", "Kỳ", "Lần giao"), *targets)):
            page.write_row(at, 0, row)
    return path


def test_targets_alone_are_taken_out_of_a_whole_workbook(empty, tmp_path):
    given = (("2.3", "", 1650, "01/7/2025 - 31/12/2025", 1), ("2.3", "", 1800, "01/7/2025 - 31/12/2025", 2))
    ran = command("targets", "--book", empty, a_whole_book(tmp_path / "so.xlsx", *given), "--json")
    assert ran.code == 0, ran.err
    assert [(sheet["kind"], sheet["imported"]) for sheet in ran.document["sheets"]] == [(None, 0), ("targets", 2)]
    figures = command("figures", "--book", empty, "--from", "2025-11-01", "--to", "2025-11-30", "--json")
    assert figures.document["targets"]["2.3"]["target"] == 1800


def test_a_workbook_without_targets_is_refused_in_a_sentence(empty, file):
    before = digest(empty).digest()
    ran = command("targets", "--book", empty, file)
    assert (ran.code, digest(empty).digest()) == (1, before)
    assert "Tệp không có trang “Chỉ tiêu”" in ran.err
