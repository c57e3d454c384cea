"""Files made to harm: each ends in one sentence or is read right, within seconds and little memory; the book stays.

One process of its own, with a limit on its memory and time, takes in the whole set, file after file.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from hoaian_desktop.exchange import refusals
from hoaian_desktop.store import book as books
from tests.builders import set_up
from tests.commands.conftest import PASSPHRASE, command
from tests.data.hostile import large
from tests.store.plain import CHEAP

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only there a process tells its peak")

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = ROOT / "tests" / "data" / "hostile"
MOST_MEMORY = 300  # megabytes, of which the program itself takes a third
LONGEST = 20  # seconds of a busy machine; alone it is three at most

TAKING_IN = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from hoaian_desktop import jobs
from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange import workbook
from hoaian_desktop.store import book as books
from tests import compiled
compiled.share()
resource.setrlimit(resource.RLIMIT_AS, (1500 << 20, 1500 << 20))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
reading = workbook.read
def read_and_told(path):
    read = reading(path)
    answer["sheets"] = [
        [one.name, len(one.rows), [row[:4] for row in one.rows[:3]], sorted(one.formulas), sorted(one.errors)]
        for one in read.sheets
    ]
    return read
workbook.read = read_and_told
opened = books.open_book(Path(sys.argv[1]), sys.argv[2])
for name in sys.argv[3:]:
    begin, answer = time.process_time(), {"file": Path(name).name}
    try:
        jobs.import_workbook(opened.store, Path(name), today=date(2024, 1, 10))
    except ImportRefused as refusal:
        answer["refused"] = str(refusal)
    answer["seconds"] = time.process_time() - begin
    status = Path("/proc/self/status").read_text()
    answer["memory"] = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    print(json.dumps(answer, default=str), flush=True)
opened.close(copy=False)
"""

REFUSED = {
    "mat-khau.xlsx": refusals.PASSWORD,
    "mat-khau.xls": refusals.PASSWORD,
    "mat-khau.ods": refusals.PASSWORD,
    "dut.xlsx": refusals.DAMAGED,
    "vong-lap.xls": refusals.DAMAGED,
    "excel-2003-cut.xls": refusals.DAMAGED,
    "excel-2003-hong.xls": refusals.DAMAGED,
    "khong-phai-bang.xls": refusals.DAMAGED,
    "noi-doi-kich-thuoc.xlsx": refusals.DAMAGED,
    "noi-doi-kich-thuoc.xls": refusals.TOO_LARGE,
    "mot-phan-nhieu-trang.xlsx": refusals.DAMAGED,
    "trung-ten-phan.xlsx": refusals.DAMAGED,
    "ruot-lap.xlsx": refusals.DAMAGED,
    "trang-utf16.xlsx": refusals.DAMAGED,
    "pdf.csv": refusals.DAMAGED,
    "xlsb.xlsx": refusals.BINARY,
    "xxe-trang.xlsx": refusals.UNSAFE,
    "xxe-chuoi.xlsx": refusals.UNSAFE,
    "xxe.ods": refusals.UNSAFE,
    "ty-tieng-cuoi-trang.xlsx": refusals.UNSAFE,
    "ty-tieng-cuoi-chuoi.xlsx": refusals.UNSAFE,
    "o-xa.xlsx": refusals.TOO_LARGE,
    "o-xa.xls": refusals.TOO_LARGE,
    "o-xa-nhay-don.xlsx": refusals.TOO_LARGE,
    "o-xa-tien-to.xlsx": refusals.TOO_LARGE,
    "o-xa-hang-cot.xlsx": refusals.TOO_LARGE,
    "301-cot.xlsx": refusals.TOO_LARGE,
    "chu-lap.xls": refusals.TOO_LARGE,
    "lap-dong.ods": refusals.TOO_LARGE,
    "lap-cot.ods": refusals.TOO_LARGE,
    "lap-ca-hai.ods": refusals.TOO_LARGE,
    "lap-chu.ods": refusals.TOO_LARGE,
    "sylk.xls": refusals.OLD_TEXT,
    "sylk.csv": refusals.OLD_TEXT,
    "xml-2003.xls": refusals.OLD_TEXT,
    "trang-dong-goi.xls": refusals.WEB_ARCHIVE,
    "trang-web-khong-bang.xls": refusals.NO_TABLE,
    "trang-web-do.xls": refusals.NO_ROWS,
    "nhi-phan.csv": refusals.NOT_TEXT,
    "khong-byte.xlsx": refusals.EMPTY,
    # Made here, for they are large.
    "bom-zip.xlsx": refusals.TOO_LARGE,
    "bom-xml-200-mb.xlsx": refusals.TOO_LARGE,
    "trieu-chuoi.xlsx": refusals.TOO_LARGE,
    "chuoi-lap.xlsx": refusals.TOO_LARGE,
    "tram-nghin-o-gop.xlsx": refusals.TOO_LARGE,
    "o-gop-chong.xlsx": refusals.TOO_LARGE,
    "van-trang.xlsx": refusals.TOO_LARGE,
    "van-phan.xlsx": refusals.TOO_LARGE,
    "61-mb.xlsx": refusals.TOO_LARGE,
    "trang-web-gop.xls": refusals.TOO_LARGE,
    "o-10-mb.xlsx": refusals.LONG_CELL,
    "o-10-mb-chuoi.xlsx": refusals.LONG_CELL,
    "o-10-mb.csv": refusals.LONG_CELL,
    "o-10-mb.xls": refusals.LONG_CELL,
    "trang-web-long.xls": refusals.NO_ROWS,
    "trang-web-the-ho.xls": refusals.NO_ROWS,
    "thu-muc.xlsx": refusals.FOLDER,
}

BY_COMMAND = ("mat-khau.xlsx", "o-xa.xls", "xxe-trang.xlsx")

GOODS = [["gạo", 12], ["muối", 3]]
TYPED = [["gạo", "12"], ["muối", "3"]]

# What is no list of ours is read, and then refused for want of a header: the rows, cells without a value, errors.
READ = {
    "khong-tieu-de.xlsx": GOODS,
    "chi-tieu-de.xlsx": [["Ngày", "Dịch vụ", "Trạng thái", "Số người"]],
    "chi-tieu-de.csv": [["Ngày", "Dịch vụ", "Trạng thái", "Số người"]],
    "duoi-csv.csv": GOODS,
    "duoi-ods.ods": GOODS,
    "duoi-xlsx.xlsx": TYPED,
    "duong-dan-thoat.xlsx": GOODS,
    "ten-trang-gach-cheo.xlsx": GOODS,
    "macro.xlsm": GOODS,
    "lien-ket-ngoai.xlsx": [["gạo", 12]],
    "cong-thuc.xlsx": [["gạo", 7, "", ""]],
    "300-cot.xlsx": [[0, 1, 2, 3]],
    "long-sau.xlsx": [[1]],
    "phai-sang-trai.xlsx": [["\u202eoạg\u200f", 12], ["muối\u2066", 3]],
    "lenh.xlsx": [["=cmd|' /C calc'!A0", "+1+1"], ["@SUM(A1)", "-2"]],
    "lenh.csv": [["=cmd|' /C calc'!A0", "1"], ["\t@SUM(1)", "2"]],
    "dong-trong.ods": [[1, 1], [1, 1]],
    "trang-web.xls": [["gạo", "Số"], ["052170000001", "0905"]],
    "nul.csv": TYPED,
    "utf-16.csv": TYPED,
    "xuong-dong.csv": [["gạo", "12"], ["muối", "3\nký"], ["tiêu", "4"]],
    "nhay-ho.csv": [["ống", "5"], ['"ống 2', "6"], ["muối", "3"]],
    "trieu-dong-trong.xlsx": [["gạo", 1], ["gạo", 2]],
    "trieu-dong-trong.csv": [["gạo", "12"]],
    "dau-phay.csv": [["a"]],
    "ngoac.csv": [["a\na"]] * 3,
    "o-khong-ten.xlsx": [[1] * 4] * 3,
    "nhay-don-tien-to.xlsx": [[1]] * 3,
    "trang-web-chu-thich.xls": [["a", "b"]],
    "excel-2003.xls": None,
}


def digest_of(folder):
    """SHA-256 over everything in every table of the closed book."""
    book = books.open_book(folder, PASSPHRASE)
    try:

        def dump(session):
            names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).all()
            return [(name, sorted(map(repr, session.execute(text(f'SELECT * FROM "{name}"'))))) for name in names]

        return hashlib.sha256(repr(book.store.read(dump)).encode()).hexdigest()
    finally:
        book.close(copy=False)


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """What became of each file, and the digest of the book before and after all of them."""
    room = tmp_path_factory.mktemp("hostile")
    made = room / "made"
    made.mkdir()
    large.make(made)
    whole = (HOSTILE / "excel-2003.xls").read_bytes()
    (made / "excel-2003-cut.xls").write_bytes(whole[:20_000])
    (made / "excel-2003-hong.xls").write_bytes(whole[:665] + bytes(2) + whole[667:])  # the reader itself falls over it
    book, _ = books.create(room / "book", passphrase=PASSPHRASE, user_name="Nguyễn Thị Thử", cost=CHEAP)
    set_up(book.store)
    book.close(copy=False)
    before = digest_of(room / "book")
    files = [path for folder in (HOSTILE, made) for path in folder.iterdir() if path.suffix not in (".py", "")]
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", TAKING_IN, room / "book", PASSPHRASE, *files],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    by_command = command("import", "--book", room / "book", *(HOSTILE / name for name in BY_COMMAND))
    return {answer["file"]: answer for answer in answers}, by_command, before, digest_of(room / "book")


def test_every_file_of_the_set_is_told_of(taken):
    assert set(taken[0]) == {*REFUSED, *READ}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_ends_in_one_sentence(taken, name):
    answer = taken[0][name]
    assert answer.get("refused") == REFUSED[name]
    assert str(ROOT) not in answer["refused"] and name not in answer["refused"]


@pytest.mark.parametrize("name", READ)
def test_what_only_looks_hostile_is_read_right(taken, name):
    ((_, _, rows, formulas, errors),) = taken[0][name]["sheets"]
    if READ[name] is not None:
        assert rows == [row[:4] for row in READ[name][:3]]
    assert formulas == ([[1, 2]] if name == "cong-thuc.xlsx" else [])
    assert errors == {"cong-thuc.xlsx": [[1, 3]], "excel-2003.xls": [[3, 3]]}.get(name, [])


def test_none_of_them_takes_long_or_much_memory(taken):
    spent = {name: (answer["seconds"], answer["memory"]) for name, answer in taken[0].items()}
    assert {name: one for name, one in spent.items() if one[0] > LONGEST or one[1] > MOST_MEMORY} == {}


def test_the_command_says_the_same_sentences(taken):
    _, ran, _, _ = taken
    assert ran.code == 1
    assert [line for line in ran.err.splitlines() if line] == [f"{name}: {REFUSED[name]}" for name in BY_COMMAND]


def test_the_book_is_as_before(taken):
    *_, before, after = taken
    assert before == after


def test_nothing_is_written_beside_the_book(taken):
    assert not Path("/tmp/thoat.txt").exists()
