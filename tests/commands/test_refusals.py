"""Commands given nonsense: a sentence on stderr, nothing on stdout, 1 or 2 to the shell, and nothing harmed."""

import hashlib
import unicodedata
from pathlib import Path

import pytest

from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import reporting
from hoaian_desktop.store import book as books
from tests.commands.conftest import PASSPHRASE, ROOT, command, process

NOVEMBER = ("--from", "2023-11-01", "--to", "2023-11-30")
WORKBOOK = ROOT / "tests" / "data" / "an-tin" / "so-lieu.xlsx"
ENGLISH = ("usage", "error", "Traceback", "required", "invalid", "argument")


def digest(folder):
    """SHA-256 over every file of a book but the lock."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return hashlib.sha256(b"".join(str(path.relative_to(folder)).encode() + path.read_bytes() for path in files))


def refused(ran, code=1):
    """The sentence of a refusal; it is Vietnamese, ends as sentences do, and stdout is clean."""
    assert (ran.code, ran.out) == (code, b""), ran.err
    assert not [word for word in ENGLISH if word in ran.err], ran.err
    assert "!" not in ran.err
    return ran.err


BOOKLESS = {
    "figures": NOVEMBER,
    "report": (*NOVEMBER, "--output", "bc.pdf"),
    "import": ("a.xlsx",),
    "targets": ("a.xlsx",),
    "imports": (),
    "undo-import": ("1",),
    "backup": (),
    "check": (),
    "migrate": (),
}


@pytest.mark.parametrize("name", BOOKLESS)
@pytest.mark.parametrize("place", ["none", "empty", "file"])
def test_every_command_says_what_is_wrong_with_the_place_of_the_book(tmp_path, name, place):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_bytes(b"")
    said = refused(command(name, "--book", tmp_path / place, *BOOKLESS[name], "--json"))
    assert "không phải là sổ" in said if place == "empty" else "Không tìm thấy thư mục sổ" in said
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["new", "practice", "restore", *BOOKLESS])
@pytest.mark.parametrize("wrong", [(), ("--book",), ("--book", "x", "--không-có"), ("--book", "x", "thừa", "--json=1")])
def test_every_command_explains_itself_when_it_is_not_understood(name, wrong):
    said = refused(command(name, *wrong), 2)
    assert said.startswith("cách dùng: hoaian_desktop")
    assert said.count("cách dùng:") == 1


@pytest.mark.parametrize("day", ["2023-02-31", "31/02/2023", "hôm nay", "", "2023-11", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_not_understood(day):
    assert "không phải là ngày" in refused(command("figures", "--book", "x", "--from", day, "--to", "2023-11-30"), 2)


def test_a_book_is_neither_made_twice_nor_in_a_file(made_new, tmp_path):
    before = digest(made_new).digest()
    for name in ("new", "practice"):
        assert "đã có tệp" in refused(command(name, "--book", made_new, "--unit", "old-21703"))
    assert digest(made_new).digest() == before
    (tmp_path / "tệp").write_bytes(b"x")
    for place in (tmp_path / "tệp", tmp_path / "tệp" / "sổ"):
        assert "không phải thư mục" in refused(command("new", "--book", place, "--unit", "old-21703"))
    assert "quá dài" in refused(command("new", "--book", tmp_path / ("a" * 300), "--unit", "old-21703"))


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (("--secretary", "Trần 😀"), "😀"),
        (("--secretary", "Trần " + "a" * 10_000), "tối đa"),
        (("--superior", "a" * 10_000), "tối đa"),
        (("--superior", "HUYỆN ĐOÀN 😀 a中"), "Cơ quan cấp trên có chữ “😀” (U+1F600), “中” (U+4E2D) không in được"),
        (("--since", "2099-01-01"), "chưa tới"),
        (("--recovery-sheet", "không-có/phieu.pdf"), "Không có thư mục"),
        (("--recovery-sheet", "book.keys"), ".pdf"),
    ],
)
def test_a_book_that_cannot_be_set_up_leaves_nothing_behind(tmp_path, about, said):
    made = command("new", "--book", tmp_path / "sổ", "--unit", "old-21703", *about)
    assert said in refused(made)
    assert list(tmp_path.iterdir()) == []


def test_a_blank_passphrase_is_none(tmp_path):
    made = command("new", "--book", tmp_path / "sổ", "--unit", "old-21703", passphrase="   ")
    assert "HOAIAN_PASSPHRASE" in refused(made)
    assert not (tmp_path / "sổ").exists()


@pytest.mark.parametrize(
    ("name", "weak"), [("new", "1"), ("new", "matkhau2023"), ("new", "Xã Ân Tín 2023"), ("practice", "hoaian1234567")]
)
def test_a_passphrase_the_wizard_would_refuse_makes_no_book_by_a_command_either(tmp_path, name, weak):
    said = refused(command(name, "--book", tmp_path / "sổ", "--unit", "old-21703", passphrase=weak))
    assert said.startswith("Cụm mật khẩu chưa dùng được. ")
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_would_be_printed_as_boxes_is_named_before_anything_is_drawn_or_closed(own_copy, tmp_path):
    book, paper = own_copy(), tmp_path / "bc.pdf"
    december = ("--from", "2023-12-01", "--to", "2023-12-31")
    opened = books.open_book(book, PASSPHRASE)

    def written(session):
        period = reporting.ensure_period(session, Span.month(2023, 12))
        report = reporting.report_of(session, period.id)
        report.narrative = {**report.narrative, "causes": "Do mưa 🌧 kéo dài."}

    opened.store.run(written)
    opened.close(copy=False)
    before = digest(book).digest()
    for more in ((), ("--close",)):
        said = refused(command("report", "--book", book, *december, "--output", paper, *more, "--json"))
        assert "Nguyên nhân” có chữ “🌧” (U+1F327) không in được" in said
        assert not paper.exists()
    assert digest(book).digest() == before
    # What was frozen before goes out as ever.
    assert command("report", "--book", book, *NOVEMBER, "--output", paper).code == 0


def test_a_copy_never_replaces_the_book_or_another_file(own_copy, tmp_path):
    book = own_copy()
    letter = tmp_path / "thư.docx"
    letter.write_bytes(b"somebody else wrote this")
    before = digest(book).digest()
    for target in (book / "book.db", book / "book.keys", book / "mới.hoaian", book, letter):
        refused(command("backup", "--book", book, "--to", target, "--json"))
        assert digest(book).digest() == before
    assert letter.read_bytes() == b"somebody else wrote this"
    assert "Không có thư mục" in refused(command("backup", "--book", book, "--to", tmp_path / "a" / "b.hoaian"))
    again = tmp_path / "sao.hoaian"
    for _ in range(2):  # an older copy may be replaced
        assert command("backup", "--book", book, "--to", again).code == 0
    assert command("restore", "--from", again, "--book", tmp_path / "mới").code == 0


def test_an_output_that_cannot_be_written_leaves_book_and_file_alone(own_copy, tmp_path):
    book = own_copy()
    before = digest(book).digest()
    (tmp_path / "là-thư-mục.pdf").mkdir()
    outputs = ("là-thư-mục.pdf", "không-có/bc.pdf", "bc.txt", "bc")
    for output in outputs:
        refused(command("report", "--book", book, *NOVEMBER, "--output", tmp_path / output, "--json"))
    # What cannot be written is not closed either.
    refused(command("report", "--book", book, *NOVEMBER, "--output", tmp_path / "không-có/bc.pdf", "--close"))
    assert digest(book).digest() == before
    assert list((tmp_path / "là-thư-mục.pdf").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("không-có.xlsx",), "không-có.xlsx: Không tìm thấy tệp"),
        ((Path(__file__).parent,), "không có bảng tính nào"),
        ((WORKBOOK, "--sheet", "Không có"), "không có trang này"),
        ((WORKBOOK, "--kind", "không có"), "Hãy chọn: villages, volunteers"),
    ],
)
def test_a_workbook_that_cannot_be_taken_in_changes_nothing(empty, arguments, said):
    before = digest(empty).digest()
    assert said in refused(command("import", "--book", empty, *arguments, "--json"))
    assert digest(empty).digest() == before


def test_a_copy_that_is_a_folder_or_an_unfit_place_is_refused(an_tin, tmp_path):
    (copy, *_) = (an_tin / "backups").iterdir()
    assert "Không tìm thấy tệp" in refused(command("restore", "--from", ".", "--book", tmp_path / "mới"))
    (tmp_path / "tệp").write_bytes(b"x")
    assert "không phải thư mục" in refused(command("restore", "--from", copy, "--book", tmp_path / "tệp"))
    assert (tmp_path / "tệp").read_bytes() == b"x"
    refused(command("restore", "--from", copy, "--book", tmp_path / "mới", passphrase="sai"))
    assert not (tmp_path / "mới" / "book.db").exists()
    # The folder a refused restore has made takes the right one afterwards.
    assert command("restore", "--from", copy, "--book", tmp_path / "mới").code == 0


def test_figures_are_counted_for_any_two_days(an_tin):
    spans = {
        "before the counting start": ("2022-01-01", "2022-12-31"),
        "across both eras": ("2025-05-01", "2025-08-31"),
        "everything": ("1900-01-01", "2199-12-31"),
        "one day": ("2023-11-12", "2023-11-12"),
    }
    found = {}
    for name, (first, last) in spans.items():
        ran = command("figures", "--book", an_tin, "--from", first, "--to", last, "--json")
        assert ran.code == 0, (name, ran.err)
        found[name] = ran.document["indicators"]["2.3"]["total"]
    assert found["before the counting start"] == found["across both eras"] == 0
    assert found["everything"] > found["one day"] >= 0


def test_a_report_before_the_counting_start_is_drawn_and_counts_nothing(an_tin, tmp_path):
    days = ("--from", "2022-01-01", "--to", "2022-01-31")
    drawn = command("report", "--book", an_tin, *days, "--output", tmp_path / "bc.pdf", "--json")
    assert drawn.code == 0, drawn.err
    assert drawn.document["name"] == "BC_CDS_AnTin_2022-01.pdf"


# ── What only a process of its own shows ─────────────────────────────────────────────────────────────────────────────


def test_vietnamese_goes_through_a_locale_that_knows_only_ascii_from_another_working_folder(own_copy, tmp_path):
    book = own_copy().rename(tmp_path / "Sổ Đoàn xã Ân Tín, năm 2023")
    locale = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}
    decomposed = unicodedata.normalize("NFD", PASSPHRASE)
    assert decomposed != PASSPHRASE
    elsewhere = tmp_path / "nơi khác"
    elsewhere.mkdir()
    ran = process(
        "report", "--book", Path("..") / book.name, *NOVEMBER, "--output", "Báo cáo tháng 11.pdf", "--json",
        passphrase=decomposed, cwd=elsewhere, locale=locale,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert ran.document["file"] == "Báo cáo tháng 11.pdf"  # JSON is the only thing on stdout
    assert (elsewhere / "Báo cáo tháng 11.pdf").read_bytes().startswith(b"%PDF-")
    assert "Đã ghi bản chốt số 1: Báo cáo tháng 11.pdf" in ran.err


def test_a_refusal_of_the_program_itself_is_one_sentence(tmp_path):
    ran = process("check", "--book", tmp_path / "không có", "--json", cwd=tmp_path)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err == "Không tìm thấy thư mục sổ. Hãy kiểm tra ổ đĩa hoặc USB đã cắm, rồi chọn lại thư mục.\n"


def test_a_path_of_two_hundred_letters_with_spaces_is_a_book_like_any_other(tmp_path):
    book = tmp_path / "Đoàn xã Ân Tín" / ("thư mục rất dài " * 8).strip() / "Sổ 2023"
    assert len(str(book)) > 200
    assert command("new", "--book", book, "--unit", "old-21703").code == 0
    kept = command("backup", "--book", book, "--json")
    assert kept.code == 0, kept.err
    found = command("check", "--book", book, "--json")
    assert found.document["ok"] is True
