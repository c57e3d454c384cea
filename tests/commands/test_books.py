import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from hoaian_desktop.store import vault
from tests.commands.conftest import PASSPHRASE, ROOT, command

NOVEMBER = ("--from", "2023-11-01", "--to", "2023-11-30")


@pytest.mark.parametrize(
    ("unit", "superior", "since"),
    [("old-21703", "HUYỆN ĐOÀN HOÀI ÂN", "2023-06-30"), ("new-21703", "TỈNH ĐOÀN GIA LAI", "2025-07-01")],
)
def test_a_new_book_is_of_its_era_and_gives_its_recovery_code_once(tmp_path, unit, superior, since):
    book, sheet, paper = tmp_path / "sổ mới", tmp_path / "phieu.pdf", tmp_path / "bc.pdf"
    made = command("new", "--book", book, "--unit", unit, "--recovery-sheet", sheet, "--json")
    assert made.code == 0, made.err
    assert made.document == {"book": str(book), "unit": unit, "recovery_sheet": str(sheet)}
    code = made.err.split("khóa): ")[1].split()[0]
    assert len(code.replace("-", "")) == 40
    printed = text_of(sheet)
    assert all(group in printed for group in code.split("-"))
    assert code.encode() not in b"".join(path.read_bytes() for path in book.rglob("*") if path.is_file())

    days = ("--from", since, "--to", since[:5] + "12-31")
    assert command("report", "--book", book, *days, "--output", paper).code == 0
    text = text_of(paper)
    assert superior in text
    assert "CỘNG HÒA XÃ HỘI" not in text


def test_what_new_is_told_stands_on_the_paper(tmp_path):
    book, paper = tmp_path / "book", tmp_path / "bc.pdf"
    told = ("--superior", "HUYỆN ĐOÀN AN LÃO", "--secretary", "Lê Thị Ngọc Ánh", "--since", "2023-09-02")
    assert command("new", "--book", book, "--unit", "old-21703", *told, dear=True).code == 0
    assert cost_of_a_guess(book) == {vault.COST}
    assert command("report", "--book", book, *NOVEMBER, "--output", paper).code == 0
    text = text_of(paper)
    assert "HUYỆN ĐOÀN AN LÃO" in text
    assert "Lê Thị Ngọc Ánh" in text
    assert "2/9/2023" in text


def test_a_book_is_not_made_where_something_lies_nor_for_a_unit_that_is_not(tmp_path):
    (tmp_path / "thư.txt").write_text("của người khác", encoding="utf-8")
    refused = command("new", "--book", tmp_path, "--unit", "old-21703")
    assert (refused.code, refused.out) == (1, b"")
    assert "đã có tệp" in refused.err
    refused = command("new", "--book", tmp_path / "book", "--unit", "old-99999")
    assert (refused.code, refused.out) == (1, b"")
    assert "old-99999" in refused.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["thư.txt"]


def test_there_is_no_practice_book_of_a_unit_elsewhere(tmp_path):
    refused = command("practice", "--book", tmp_path / "none", "--unit", "old-52")
    assert refused.code == 1
    assert not (tmp_path / "none").exists()


def test_the_data_file_holds_no_readable_text(an_tin):
    raw = (an_tin / "book.db").read_bytes()
    assert not raw.startswith(b"SQLite format 3")
    for word in ("Nguyễn", "VNeID", "CREATE TABLE", "052"):
        assert raw.count(word.encode()) <= (3 if word == "052" else 0)  # three digits occur by chance


@pytest.mark.parametrize("name", ["figures", "check", "import"])
def test_a_wrong_passphrase_is_refused_with_its_sentence_and_nothing_on_stdout(an_tin, tmp_path, name):
    more = {
        "figures": NOVEMBER,
        "import": (tmp_path / "so-lieu.xlsx",),
    }.get(name, ())
    refused = command(name, "--book", an_tin, *more, "--json", passphrase=PASSPHRASE + "?")
    assert (refused.code, refused.out) == (1, b"")
    assert refused.err.startswith("Mật khẩu chưa đúng.")
    assert list(tmp_path.iterdir()) == []


def test_without_a_passphrase_and_nobody_to_ask_the_command_says_so(an_tin):
    refused = command("figures", "--book", an_tin, *NOVEMBER, passphrase=None)
    assert (refused.code, refused.out) == (1, b"")
    assert "HOAIAN_PASSPHRASE" in refused.err


def test_a_folder_that_is_no_book_is_told_from_none_at_all(tmp_path):
    (tmp_path / "leer").mkdir()
    assert "không phải là sổ" in command("figures", "--book", tmp_path / "leer", *NOVEMBER).err
    assert "Không tìm thấy thư mục" in command("figures", "--book", tmp_path / "none", *NOVEMBER).err


def test_a_backup_brings_back_the_same_figures(own_copy, tmp_path):
    book, copy = own_copy(), tmp_path / "usb"
    copy.mkdir()
    before = command("figures", "--book", book, *NOVEMBER, "--json").out
    kept = command("backup", "--book", book, "--to", copy, "--json")
    assert kept.code == 0, kept.err
    (file,) = copy.iterdir()
    assert kept.document == {"file": str(file)}
    assert command("restore", "--from", file, "--book", tmp_path / "again").code == 0
    assert command("figures", "--book", tmp_path / "again", *NOVEMBER, "--json").out == before


def test_a_copy_that_is_not_there_or_not_ours_is_refused(tmp_path):
    refused = command("restore", "--from", tmp_path / "none.hoaian", "--book", tmp_path / "again")
    assert (refused.code, refused.out) == (1, b"")
    assert "Không tìm thấy tệp none.hoaian" in refused.err
    (tmp_path / "other.hoaian").write_bytes(b"PK not really")
    refused = command("restore", "--from", tmp_path / "other.hoaian", "--book", tmp_path / "again")
    assert (refused.code, refused.out) == (1, b"")
    assert refused.err.startswith("Bản sao lưu này bị hỏng")


def test_a_sound_book_is_found_sound(an_tin):
    found = command("check", "--book", an_tin, "--json")
    assert found.code == 0, found.err
    assert found.document["ok"] is True


@pytest.mark.parametrize("harm", ["cut", "flipped", "emptied", "keys"])
def test_a_damaged_book_is_found_damaged(own_copy, harm):
    book = own_copy()
    data = bytearray((book / "book.db").read_bytes())
    if harm == "cut":
        del data[len(data) // 2 :]
    elif harm == "flipped":
        data[len(data) // 2] ^= 0xFF
    elif harm == "emptied":
        data.clear()
    else:
        (book / "book.keys").write_text("{", encoding="utf-8")
    (book / "book.db").write_bytes(data)
    found = command("check", "--book", book, "--json")
    assert found.code == 1
    assert found.document["ok"] is False
    errors = [finding for finding in found.document["findings"] if finding["level"] == "error"]
    assert errors
    assert all(set(finding) == {"code", "level", "message"} for finding in errors)
    assert errors[0]["message"] in found.err


def test_a_book_of_today_needs_no_migration(an_tin):
    before = (an_tin / "book.db").read_bytes()
    done = command("migrate", "--book", an_tin, "--json")
    assert done.code == 0
    assert done.document["book"] == str(an_tin)
    assert (an_tin / "book.db").read_bytes() == before
    assert not [copy for copy in (an_tin / "backups").iterdir() if "nang-cap" in copy.name]


def cost_of_a_guess(book):
    return {slot.cost for slot in vault.read(book / "book.keys").slots}


def text_of(file):
    document = pypdfium2.PdfDocument(file)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_a_report_and_a_copy_for_others_can_be_read_by_others_and_the_books_own_files_not(own_copy, tmp_path):
    book = own_copy()
    assert command("report", "--book", book, *NOVEMBER, "--output", tmp_path / "bc.pdf").code == 0
    assert command("backup", "--book", book, "--to", tmp_path / "sao.hoaian").code == 0
    (tmp_path / "thường").touch()
    usual = (tmp_path / "thường").stat().st_mode
    assert [(tmp_path / name).stat().st_mode for name in ("bc.pdf", "sao.hoaian")] == [usual, usual]
    (own, *_) = command("backup", "--book", book, "--json").document.values()
    assert stat.S_IMODE(Path(own).stat().st_mode) == stat.S_IMODE((book / "book.keys").stat().st_mode) == 0o600


def test_a_refused_restore_leaves_no_folder_behind(an_tin, tmp_path):
    (copy, *_) = (an_tin / "backups").iterdir()
    refused = command("restore", "--from", copy, "--book", tmp_path / "mới", passphrase="không phải cụm này")
    assert (refused.code, refused.out) == (1, b"")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_goes_over_another_units_book_only_by_force_and_that_book_is_kept(an_tin, empty):
    (copy, *_) = (an_tin / "backups").iterdir()
    before = (empty / "book.db").read_bytes()
    refused = command("restore", "--from", copy, "--book", empty)
    assert (refused.code, refused.out) == (1, b"")
    assert "là của sổ khác" in refused.err and "--force" in refused.err
    assert (empty / "book.db").read_bytes() == before
    assert command("restore", "--from", copy, "--book", empty, "--force").code == 0
    assert command("figures", "--book", empty, *NOVEMBER, "--json").document["unit"] == "old-21703"
    assert len(list((empty / "backups").glob("truoc-phuc-hoi-*.hoaian"))) == 1


def test_days_after_the_unit_was_dissolved_are_counted_with_a_word_about_its_successor(an_tin, tmp_path):
    later = ("--from", "2025-08-01", "--to", "2025-08-31")
    for name, more in (("figures", ("--json",)), ("report", ("--output", tmp_path / "bc.pdf"))):
        ran = command(name, "--book", an_tin, *later, *more)
        assert ran.code == 0
        assert "xã Ân Tín chỉ có đến ngày 30/06/2025, nay thuộc xã Vạn Đức" in ran.err
    assert "chỉ có đến" not in command("figures", "--book", an_tin, *NOVEMBER).err


@pytest.mark.skipif(os.name != "posix", reason="pipes of a POSIX shell")
def test_whoever_reads_only_the_first_lines_hears_no_complaint(an_tin):
    days = " ".join(NOVEMBER)
    line = f"{shlex.quote(sys.executable)} -m hoaian_desktop figures --book {shlex.quote(str(an_tin))} {days} --json"
    shell = f"( {line}; echo $? >&2 ) | true"
    environment = {**os.environ, "HOAIAN_PASSPHRASE": PASSPHRASE}
    ran = subprocess.run(["sh", "-c", shell], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert ran.stderr == "0\n"
