"""A month by commands: figures, the report, the workbook."""

import json
import subprocess
import sys
import zlib
from datetime import date

import pytest
import xlsxwriter
from sqlalchemy import select

from hoaian_desktop import papers
from hoaian_desktop.records import VersionFile
from hoaian_desktop.reports import letter
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.store import book as books
from tests import builders
from tests.commands.conftest import PASSPHRASE, ROOT, command
from tests.exchange.test_bad_workbooks import HEADER, row

NOVEMBER = ("--from", "2023-11-01", "--to", "2023-11-30")
DECEMBER = ("--from", "2023-12-01", "--to", "2023-12-31")
SAMPLE = ROOT / "tests" / "data" / "an-tin"


def test_the_figures_of_a_month_have_the_published_shape(an_tin):
    ran = command("figures", "--book", an_tin, *NOVEMBER, "--json")
    assert ran.err == ""
    document = ran.document
    assert (document["unit"], document["from"], document["to"]) == ("old-21703", "2023-11-01", "2023-11-30")
    assert {"indicators", "previous", "year", "since", "targets"} <= set(document)
    for block in ("previous", "year"):
        assert set(document[block]) == set(document["indicators"])
    assert document["indicators"]["1.1"] == {"to": 2}
    level_two = document["indicators"]["2.2"]
    assert level_two["named"] + level_two["tally"] == level_two["total"] > 0
    assert document["targets"]["2.3"]["target"] == 460
    assert document["targets"]["2.8"] == {"target": None, "percent": None}


def test_the_figures_can_be_read_by_people_too(an_tin):
    shown = command("figures", "--book", an_tin, *NOVEMBER)
    lines = shown.out.decode("utf-8").splitlines()
    assert lines[0] == "Tháng 11 năm 2023"
    assert any(line.startswith("2.3") and "tài khoản" in line for line in lines)


def test_an_empty_book_has_noughts_where_it_counts_and_null_where_nothing_is_known(empty):
    document = command("figures", "--book", empty, "--from", "2025-11-01", "--to", "2025-11-30", "--json").document
    assert document["indicators"]["2.3"] == {"named": 0, "tally": 0, "total": 0}
    assert document["indicators"]["1.5"]["nguoi"] == 0
    assert document["targets"] == {}


def test_a_closed_report_prints_the_same_bytes_again_whatever_happens_to_the_book(own_copy, tmp_path):
    book = own_copy()
    first, again, later = (tmp_path / f"{name}.pdf" for name in ("first", "again", "later"))
    closed = command("report", "--book", book, *DECEMBER, "--output", first, "--close", "--json")
    assert closed.code == 0, closed.err
    assert (closed.document["version"], closed.document["name"]) == (1, "BC_CDS_AnTin_2023-12_v1.pdf")
    assert command("report", "--book", book, *DECEMBER, "--output", again, "--json").document["version"] == 1
    opened = books.open_book(book, PASSPHRASE)
    opened.store.run(lambda session: builders.an_activation(session, day=date(2023, 12, 24)))
    opened.close(copy=False)
    assert command("report", "--book", book, *DECEMBER, "--output", later).code == 0
    assert first.read_bytes() == again.read_bytes() == later.read_bytes()
    assert first.read_bytes().startswith(b"%PDF-")

    refused = command("report", "--book", book, *DECEMBER, "--output", later, "--close")
    assert (refused.code, "đã chốt bản v1" in refused.err, "--reason" in refused.err) == (1, True, True)
    again = ("--close", "--reason", "Bổ sung một lượt hỗ trợ", "--json")
    second = command("report", "--book", book, *DECEMBER, "--output", later, *again).document
    assert second["version"] == 2
    assert later.read_bytes() != first.read_bytes()


def test_an_earlier_version_is_printed_by_its_number_whatever_program_and_fonts_have_become(
    own_copy, tmp_path, monkeypatch
):
    book = own_copy()
    first, second, again = (tmp_path / f"{name}.pdf" for name in ("first", "second", "again"))
    assert command("report", "--book", book, *DECEMBER, "--output", first, "--close").code == 0
    opened = books.open_book(book, PASSPHRASE)
    opened.store.run(lambda session: builders.an_activation(session, day=date(2023, 12, 24)))
    opened.close(copy=False)
    reopened = ("--close", "--reason", "Bổ sung một lượt hỗ trợ")
    assert command("report", "--book", book, *DECEMBER, "--output", second, *reopened).code == 0
    monkeypatch.setattr(letter, "END_MARK", ".")  # a later program draws the letter in another way
    for number, paper in ((1, first), (2, second)):
        ran = command("report", "--book", book, *DECEMBER, "--output", again, "--version", number, "--json")
        assert ran.document["version"] == number, ran.err
        assert again.read_bytes() == paper.read_bytes()
    none = command("report", "--book", book, *DECEMBER, "--output", again, "--version", 3)
    assert (none.code, none.out) == (1, b"")
    assert "không có bản chốt số 3. Các bản đã chốt: 1, 2." in none.err
    never = command("report", "--book", book, "--from", "2023-12-05", "--to", "2023-12-06", "--output", again,
                    "--version", 1)  # fmt: skip
    assert (never.code, "chưa được chốt" in never.err) == (1, True)
    assert command("report", "--book", book, *DECEMBER, "--output", again, "--version", "0").code == 2
    assert command("report", "--book", book, *DECEMBER, "--output", again, "--version", "1", "--close").code == 2


def test_a_version_closed_before_papers_were_kept_is_drawn_from_its_content(own_copy, tmp_path):
    book, paper = own_copy(), tmp_path / "bc.pdf"
    opened = books.open_book(book, PASSPHRASE)
    kept = opened.store.read(lambda session: papers.paper(session, Span.month(2023, 11)))

    def as_of_old(session):
        for file in session.scalars(select(VersionFile)):
            session.delete(file)

    opened.store.run(as_of_old)
    opened.close(copy=False)
    assert command("report", "--book", book, *NOVEMBER, "--output", paper).code == 0
    assert paper.read_bytes() == kept.frozen
    assert command("check", "--book", book).code == 0


def test_the_check_finds_a_frozen_paper_that_is_not_what_was_closed(own_copy):
    book = own_copy()
    opened = books.open_book(book, PASSPHRASE)

    def altered(session):
        last = session.scalars(select(VersionFile).order_by(VersionFile.id.desc())).first()
        last.content = zlib.compress(b"%PDF-")

    opened.store.run(altered)
    opened.close(copy=False)
    found = command("check", "--book", book, "--json")
    assert found.code == 1
    assert [(one["code"], one["message"]) for one in found.document["findings"] if one["level"] == "error"] == [
        (
            "reports",
            "Bản báo cáo đã chốt số 1 của kỳ từ 01/11/2023 đến 30/11/2023 không còn nguyên như lúc chốt. "
            "Hãy phục hồi từ bản sao lưu gần nhất.",
        )
    ]


def test_a_draft_is_no_version(an_tin, tmp_path):
    drawn = command("report", "--book", an_tin, *DECEMBER, "--output", tmp_path / "bc.pdf", "--json")
    assert drawn.code == 0, drawn.err
    assert drawn.document["version"] is None
    assert drawn.document["file"] == str(tmp_path / "bc.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["bc.pdf"]


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ""])
def test_other_kinds_of_file_come_later_and_say_so(an_tin, tmp_path, ending):
    refused = command("report", "--book", an_tin, *NOVEMBER, "--output", tmp_path / f"bc{ending}")
    assert (refused.code, refused.out) == (1, b"")
    assert ".pdf" in refused.err
    assert list(tmp_path.iterdir()) == []


def test_a_report_into_a_folder_that_is_not_there_is_refused(an_tin, tmp_path):
    refused = command("report", "--book", an_tin, *NOVEMBER, "--output", tmp_path / "none" / "bc.pdf")
    assert (refused.code, refused.out) == (1, b"")
    assert "Không có thư mục" in refused.err


def test_a_workbook_gives_the_figures_of_its_answers_and_tells_no_personal_data(tmp_path):
    book = tmp_path / "book"
    assert command("new", "--book", book, "--unit", "old-21703", "--secretary", "Lê Thị Ngọc Ánh").code == 0
    taken = command("import", "--book", book, SAMPLE / "so-lieu.xlsx", "--json")
    assert taken.code == 0, taken.err
    account = taken.document
    assert account["batch"] is not None
    for sheet in account["sheets"]:
        states = ("imported", "updated", "duplicate", "rejected", "left_out")
        assert sheet["rows"] == sum(sheet[state] for state in states)
    assert {finding["level"] for finding in account["findings"]} <= {"error", "warning", "notice"}

    key = json.loads((SAMPLE / "key.json").read_text(encoding="utf-8"))
    november = key["periods"]["2023-11"]
    document = command("figures", "--book", book, *NOVEMBER, "--json").document
    assert document["indicators"] == november["indicators"]

    facts = json.loads((SAMPLE / "facts.json").read_text(encoding="utf-8"))
    secrets = set(_personal(facts))
    assert len(secrets) > 500
    assert [secret for secret in secrets if secret in taken.err] == []


def test_of_one_sheet_alone_one_bad_file_does_not_stop_the_others(empty, tmp_path):
    path, notes = tmp_path / "so-lieu.xlsx", tmp_path / "ghi-chu.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for title, rows in (
            ("Tình nguyện viên", [("Họ và tên", "Ngày sinh"), ("Lê Thị Thu Hà", "11/05/2001")]),
            ("Kích hoạt", [HEADER, row(day="05/11/2025")]),
        ):
            sheet = workbook.add_worksheet(title)
            for at, cells in enumerate(rows):
                sheet.write_row(at, 0, cells)
    notes.write_bytes(b"not a workbook")
    taken = command("import", "--book", empty, notes, path, "--json", "--sheet", "Kích hoạt")
    assert taken.code == 1
    assert "ghi-chu.xlsx: " in taken.err
    (account,) = taken.document
    (sheet,) = account["sheets"]
    assert (sheet["sheet"], sheet["kind"] is not None) == ("Kích hoạt", True)
    assert sheet["imported"] == 1


def test_a_workbook_of_which_no_row_can_be_taken_is_refused_and_not_called_imported_next_time(empty, tmp_path):
    path = tmp_path / "so.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Số đếm")
        sheet.write_row(0, 0, ["Ngày", "Dịch vụ", "Trạng thái", "Số người"])
        sheet.write_row(1, 0, ["31/02/2026", "VNeID mức 2", "Đã kích hoạt", 3])
    for _ in range(2):
        taken = command("import", "--book", empty, path, "--json")
        assert (taken.code, taken.document["batch"]) == (1, None)
        assert "so.xlsx: Không có dòng nào nhận được nên sổ không thay đổi." in taken.err
        assert "đã nhập" not in taken.err
    assert command("import", "--book", empty, path, "--dry-run").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "còn thiếu: LỆNH"),
        (("figures", "--book", "x"), "còn thiếu: --from, --to"),
        (("figures", "--book", "x", "--from", "2023-02-31", "--to", "2023-03-01"), "không phải là ngày"),
        (("thống-kê",), "không có lựa chọn"),
        (("check", "--book", "x", "--mật-khẩu"), "không hiểu"),
        (("import", "--book", "x"), "còn thiếu: FILE"),
    ],
)
def test_what_is_not_understood_is_said_in_vietnamese_with_exit_code_2(arguments, said):
    refused = command(*arguments)
    assert (refused.code, refused.out) == (2, b"")
    assert said in refused.err
    assert "cách dùng:" in refused.err


def test_days_in_the_wrong_order_are_refused(an_tin):
    refused = command("figures", "--book", an_tin, "--from", "2023-11-30", "--to", "2023-11-01")
    assert (refused.code, refused.out) == (1, b"")
    assert "--from" in refused.err


def test_help_is_vietnamese_and_loads_nothing_heavy():
    shown = command("report", "--help")
    assert shown.code == 0
    assert "thư mục của sổ" in shown.out.decode("utf-8")
    heavy = {"sqlalchemy", "reportlab", "cryptography", "PySide6", "alembic"}
    script = f"""
import atexit, runpy, sys
atexit.register(lambda: print(sorted({heavy} & set(sys.modules))))
runpy.run_module("hoaian_desktop", run_name="__main__")
"""
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert (ran.returncode, ran.stdout.strip()) == (2, "[]")  # nothing was asked for


def _personal(facts: object) -> list[str]:
    """Every 12-digit number, phone and full name of a person among the facts."""
    found: list[str] = []
    if isinstance(facts, dict):
        for value in facts.values():
            found += _personal(value)
    elif isinstance(facts, list):
        for value in facts:
            found += _personal(value)
    elif isinstance(facts, str):
        is_number = facts.isdecimal() and len(facts) >= 9
        words = facts.split()
        is_name = 2 < len(words) < 6 and all(word.istitle() for word in words) and words[0] in _FAMILIES
        found += [facts] if is_number or is_name else []
    return found


_FAMILIES = {"Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Huỳnh", "Phan", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Đinh"}
