"""A book or a workbook that somebody harmed: its sentence by the command and in the window, and nothing more harmed.

What is typed wrongly is tried in `tests/services/test_activations.py` and `tests/ui/tabs/test_activations_tab.py`;
cells of a workbook in `tests/exchange/test_bad_workbooks.py`; every harm of the engine in `tests/store/test_book.py`.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import func, select

from hoaian_desktop.records import Activation, Citizen
from hoaian_desktop.store import book as books
from tests.commands.conftest import command
from tests.faults.conftest import PASSPHRASE
from tests.ui.conftest import _fresh_settings, on_screen, qapp, tasks  # noqa: F401 — fixtures
from tests.ui.dialogs.conftest import keeper, opened, rest  # noqa: F401 — fixtures
from ui import waiting
from ui.dialogs.importing.wizard import CHECK, ImportWizard
from ui.dialogs.unlock import UnlockWindow

pytestmark = pytest.mark.faults
NOVEMBER = ("--from", "2023-11-01", "--to", "2023-11-30")


def cut(folder):
    data = folder / "book.db"
    os.truncate(data, data.stat().st_size // 2)


def flip(folder, place=2000):
    data = bytearray((folder / "book.db").read_bytes())
    data[place] ^= 0x20
    (folder / "book.db").write_bytes(data)


HARMS = {
    "truncated file": (cut, "bị hỏng"),
    "flipped byte": (flip, "bị hỏng"),
    "empty file": (lambda folder: (folder / "book.db").write_bytes(b""), "trống rỗng"),
    "keys cut": (lambda folder: (folder / "book.keys").write_bytes(b"{"), "book.keys"),
    "keys gone": (lambda folder: (folder / "book.keys").unlink(), "book.keys"),
    "data gone": (lambda folder: (folder / "book.db").unlink(), "book.db"),
    "plain database": (lambda folder: (folder / "book.db").write_bytes(b"SQLite format 3\0" * 400), "không mã hóa"),
}


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.name != "lock"
            and path.is_file()}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_book_gets_its_sentence_by_every_command_and_is_left_as_it_is(folder, tmp_path, harm):
    do, sentence = HARMS[harm]
    do(folder)
    before = contents(folder)
    for name, more in {"figures": NOVEMBER, "backup": ("--to", tmp_path / "sao.hoaian"), "migrate": ()}.items():
        refused = command(name, "--book", folder, *more, passphrase=PASSPHRASE)
        assert (refused.code, refused.out) == (1, b"")
        assert sentence in refused.err
        assert refused.err.count("\n") == 1
    assert contents(folder) == before
    assert not (tmp_path / "sao.hoaian").exists()


@pytest.mark.parametrize("harm", [*HARMS, "wrong passphrase"])
def test_a_harmed_book_gets_its_sentence_in_the_window_and_is_left_as_it_is(
    folder, keeper, rest, on_screen, harm  # noqa: F811
):  # fmt: skip
    do, sentence = HARMS.get(harm, (lambda _: None, "mật khẩu chưa đúng"))
    do(folder)
    before = contents(folder)
    window = on_screen(UnlockWindow(folder, keeper))
    got = []
    window.opened.connect(got.append)
    rest()
    window.passphrase.line.setText(PASSPHRASE if harm in HARMS else "sai hẳn rồi")
    window.unlock()
    rest()
    assert sentence in window.strip.text()
    assert got == []
    assert contents(folder) == before


def test_a_byte_flipped_deep_inside_is_found_by_the_check_and_costs_no_copy(folder):
    flip(folder, (folder / "book.db").stat().st_size // 4096 // 2 * 4096 + 100)
    before = contents(folder)
    found = command("check", "--book", folder, "--json", passphrase=PASSPHRASE)
    assert found.code == 1
    assert "pages" in [one["code"] for one in found.document["findings"]]
    after = contents(folder)
    assert {name: after[name] for name in before if name.startswith("backups")} == {
        name: before[name] for name in before if name.startswith("backups")
    }


@pytest.mark.parametrize("part", range(1, 10))
def test_whichever_byte_was_flipped_every_finding_of_the_check_is_one_clear_sentence(folder, part):
    flip(folder, (folder / "book.db").stat().st_size // 4096 * part // 10 * 4096 + 100)
    found = command("check", "--book", folder, "--json", passphrase=PASSPHRASE)
    assert found.code == 1
    for one in found.document["findings"]:
        words = one["message"]
        assert words.count("Hãy") == 1 and words.count(". ") <= 1 and words.endswith("."), words
        assert not words.startswith("Bảng Tệp"), words


@pytest.mark.parametrize("name", ["figures", "check", "backup", "import", "report", "restore"])
def test_a_wrong_passphrase_changes_not_one_byte(folder, tmp_path, name):
    before = contents(folder)
    (copy, *_) = (folder / "backups").iterdir()
    more = {
        "figures": NOVEMBER, "import": (a_workbook(tmp_path / "so.xlsx"),), "restore": ("--from", copy),
        "report": (*NOVEMBER, "--output", tmp_path / "bc.pdf", "--close"),
    }.get(name, ())  # fmt: skip
    refused = command(name, "--book", folder, *more, passphrase=PASSPHRASE.upper())
    assert (refused.code, refused.out) == (1, b"")
    assert "ật khẩu chưa đúng" in refused.err
    assert contents(folder) == before


# ── Workbooks ────────────────────────────────────────────────────────────────────────────────────────────────────────

HEADER = ("STT", "Ngày", "Họ và tên", "Năm sinh", "Số CCCD", "Thôn", "Dịch vụ", "Trạng thái", "Ghi chú")
GOOD = (1, "12/11/2023", "Nguyễn Thị Lan", 1960, "052160000001", "Năng An", "VNeID mức 1", "Đã kích hoạt", "")
CELLS = {
    "31/02": ({"Ngày": "31/02/2023"}, "error"),
    "future date": ({"Ngày": "12/11/2099"}, "error"),
    "11-digit number": ({"Số CCCD": 52160000001}, "notice"),
    "10-digit number": ({"Số CCCD": "0521600000"}, "error"),
    "10,000 characters": ({"Ghi chú": "a" * 10_000}, "error"),
    "emoji in a name": ({"Họ và tên": "Lan 😀"}, "error"),
    "emoji in a note": ({"Ghi chú": "vui 😀"}, ""),
    "NFD": ({"Họ và tên": unicodedata.normalize("NFD", "Nguyễn Thị Hạnh")}, ""),
}


def a_workbook(path: Path, *rows, header=HEADER) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Kích hoạt")
        for at, row in enumerate((header, *(rows or (GOOD,)))):
            sheet.write_row(at, 0, row)
    return path


def with_cell(about):
    row = list(GOOD)
    for name, value in about.items():
        row[HEADER.index(name)] = value
    return row


@pytest.mark.parametrize("bad", CELLS)
def test_a_bad_cell_is_named_by_the_command_and_nothing_else_is_lost(folder, tmp_path, bad):
    about, level = CELLS[bad]
    good = [2, "12/11/2023", "Bùi Văn Tám", 1958, "052058000002", *GOOD[5:]]
    before = number_of(folder)
    ran = command("import", "--book", folder, a_workbook(tmp_path / "so.xlsx", with_cell(about), good), "--json",
                  passphrase=PASSPHRASE)  # fmt: skip
    assert ran.code == 0, ran.err
    (sheet,) = ran.document["sheets"]
    said = [one for one in ran.document["findings"] if one["row"] == 2 and one["code"] != "new_village"]
    assert [one["level"] for one in said] == ([level] if level else [])
    assert sheet["rejected"] == (level == "error")
    assert number_of(folder) == before + 2 - sheet["rejected"]
    if said:
        assert all(one["message"].endswith(".") for one in said)
        assert "Nguyễn Thị Lan" not in ran.err + str(said)
    assert "Nguyễn Thị Hạnh" in names_in(folder) or bad != "NFD"


def test_missing_columns_are_named_by_the_command_and_the_book_stays(folder, tmp_path):
    without = [text for text in HEADER if text not in ("Họ và tên", "Dịch vụ")]
    rows = [cell for text, cell in zip(HEADER, GOOD, strict=True) if text in without]
    before = number_of(folder)
    ran = command("import", "--book", folder, a_workbook(tmp_path / "so.xlsx", rows, header=without), "--kind",
                  "activations", "--json", passphrase=PASSPHRASE)  # fmt: skip
    (missing,) = [one for one in ran.document["findings"] if one["code"] == "missing_column"]
    assert "Họ và tên" in missing["message"] and "Dịch vụ" in missing["message"]
    assert ran.document["sheets"][0]["rejected"] == 1
    assert number_of(folder) == before


@pytest.mark.parametrize("bad", [*CELLS, "missing columns", "truncated file", "empty file"])
def test_the_same_is_said_in_the_window(store, tasks, opened, tmp_path, bad):  # noqa: F811
    about, level = CELLS.get(bad, ({}, "error"))
    path = a_workbook(tmp_path / "so.xlsx", with_cell(about))
    if bad == "missing columns":
        path = a_workbook(path, GOOD[:2] + GOOD[3:], header=HEADER[:2] + HEADER[3:])
    elif bad in ("truncated file", "empty file"):
        path.write_bytes(path.read_bytes()[: 2000 if bad == "truncated file" else 0])
    from datetime import date

    dialog = opened(ImportWizard(None, tasks, lambda: date(2023, 12, 20)))
    dialog.read(path)
    waiting.settle(tasks)
    dialog.show_step(CHECK)
    told = dialog.check.findings.model()
    said = [told.index(at, 0).data() for at in range(told.rowCount()) if told.index(at, 1).data() in ("1", "2")]
    if bad in ("truncated file", "empty file"):
        assert "Hãy" in dialog.strip.text()
    elif level:
        assert {"error": "Lỗi", "notice": "Lưu ý"}[level] in said
    else:
        assert "Lỗi" not in said
    assert store.read(lambda session: session.scalar(select(func.count()).select_from(Citizen))) == 0


def number_of(folder):
    book = books.open_book(folder, PASSPHRASE)
    number = book.store.read(lambda session: session.scalar(select(func.count()).select_from(Activation)))
    book.close(copy=False)
    return number


def names_in(folder):
    book = books.open_book(folder, PASSPHRASE)
    names = set(book.store.read(lambda session: session.scalars(select(Citizen.full_name)).all()))
    book.close(copy=False)
    return names
