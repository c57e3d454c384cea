"""A list on its way out: real dates and numbers, nothing a spreadsheet carries out, and all of it comes back in."""

from __future__ import annotations

import csv
import os
import subprocess
import tempfile
from datetime import date, datetime
from functools import partial
from pathlib import Path
from shutil import which

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from hoaian_desktop.errors import BookError, Cancelled, ExportRefused
from hoaian_desktop.exchange import cells_out, exporting, guard, importing, mapping, noting, outgoing, yum
from hoaian_desktop.exchange.findings import Level
from hoaian_desktop.exchange.headers import heading_key
from hoaian_desktop.exchange.workbook import Sheet, Workbook
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Change, Office, Volunteer
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import keeping
from hoaian_desktop.services.listings import ACTIVATIONS, EVENTS, VOLUNTEERS
from hoaian_desktop.services.lists import Filter, Query
from hoaian_desktop.store import change_log
from hoaian_desktop.store.store import Store
from tests import builders
from tests.exchange import rich
from tests.exchange.conftest import TODAY, planned, take_in

EVERY_KIND = [kind.key for kind in mapping.KINDS]


def written(store: Store, path: Path, *parts: outgoing.Part, whole: bool = False) -> exporting.Written:
    noted = store.run(partial(noting.note, parts=parts)) if whole else None
    return store.read(partial(exporting.export, parts=parts, path=path, noted=noted))


def cells(path: Path, title: str) -> list[dict[str, object]]:
    """The rows of a sheet by its headings, as openpyxl reads them."""
    sheet = openpyxl.load_workbook(path)[title]
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def contents(store: Store) -> dict[str, list[tuple[str, ...]]]:
    """Everything the import knows about every record, whatever their ids."""

    def operation(session):
        found = {}
        for key in EVERY_KIND:
            part = outgoing.whole(key)
            query = select(*(column.value for column in part.columns))
            if part.listing.beside is not None:
                query = part.listing.beside.join(query.select_from(part.listing.record))
            found[key] = sorted(tuple(map(str, row)) for row in session.execute(query))
        return found

    return store.read(operation)


def remarks(plan: importing.Plan) -> list[tuple[str, str]]:
    return [(finding.sheet, finding.message) for finding in plan.findings if finding.level is not Level.NOTICE]


# ── What we export, we import back ───────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fill=rich.books())
def test_whatever_is_in_a_book_comes_back_unchanged(fill):
    with tempfile.TemporaryDirectory(prefix="hoaian-") as folder:
        rooms = [Path(folder, name) for name in ("one", "two")]
        for room in rooms:
            room.mkdir()
        book, other = map(builders.a_store, rooms)
        book.run(fill)
        file = Path(folder, "xuat.xlsx")
        written(book, file, *map(outgoing.whole, EVERY_KIND), whole=True)
        again = planned(book, file)
        assert (again.new, again.changed, remarks(again)) == ((), (), [])
        into_empty = take_in(other, file)
        assert remarks(into_empty) == []
        assert contents(other) == contents(book)
        book.close()
        other.close()


def test_the_whole_sample_comes_back_unchanged(an_tin, store, tmp_path):
    book, _ = an_tin
    parts = [outgoing.whole(key) for key in EVERY_KIND]
    file = tmp_path / "xuat.xlsx"
    book.read(partial(exporting.export, parts=parts, path=file, noted=noting.Noted(0)))
    again = planned(book, file)
    assert (again.new, again.changed) == ((), ())
    take_in(store, file)
    assert contents(store) == contents(book)


def test_a_text_file_comes_back_unchanged(store, tmp_path):
    store.run(partial(builders.a_volunteer, branch="=1+1", notes="-\n'@ dòng hai", born=PartialDate(1999, 5)))
    file = tmp_path / "tnv.csv"
    written(store, file, outgoing.whole("volunteers"), whole=True)
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfH")  # else Excel takes it for Windows-1258
    assert b",'=1+1," in raw
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = [[guard.unguarded(cell) for cell in row] for row in csv.reader(text)]
    book = Workbook("0", (Sheet("tnv", rows),))
    plan = store.read(partial(importing.plan, workbook=book, today=TODAY, kind="volunteers"))
    assert (plan.new, plan.changed, remarks(plan)) == ((), (), [])


@pytest.mark.parametrize("kind", mapping.KINDS, ids=lambda kind: kind.key)
def test_every_heading_that_goes_out_means_its_own_field(kind):
    meant = kind.headings()
    for column in outgoing.whole(kind.key).columns:
        assert meant[heading_key(column.field.label)] == column.field


@pytest.mark.parametrize("text", ["", "Nhà", "=1+1", "+84", "-5", "@a", "\tx", "\rx", "'=1", "''+", "'Tên", "a=b"])
def test_what_is_made_harmless_is_read_back_as_it_was(text):
    assert guard.unguarded(guard.guarded(text)) == text
    assert guard.guarded(text)[:1] not in set("=+-@\t\r")


# ── The cells ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_dates_and_numbers_are_real_and_numbers_of_people_are_text(store, tmp_path):
    def operation(session):
        helped = builders.a_citizen(session, personal_number="052099000001", phone="0905123456", born=PartialDate(1999))
        builders.an_activation(session, helped)
        builders.a_tally(session, 2450)
        builders.a_volunteer(session, born=PartialDate(1999, 11), joined=PartialDate(2015, 3, 26))

    store.run(operation)
    file = tmp_path / "xuat.xlsx"
    written(store, file, *map(outgoing.whole, ("activations", "tallies", "volunteers")), whole=True)
    (support,) = cells(file, "Kích hoạt")
    assert support["Ngày"] == datetime(2023, 11, 12)
    assert (support["Số định danh"], support["Điện thoại"]) == ("052099000001", "0905123456")
    assert (support["Ngày sinh"], support["Trạng thái"], support["Dịch vụ"]) == (1999, "Đã kích hoạt", "VNeID mức 2")
    assert cells(file, "Số đếm")[0]["Số người"] == 2450
    (member,) = cells(file, "Tình nguyện viên")
    assert (member["Ngày sinh"], member["Ngày vào Đoàn"]) == ("11/1999", datetime(2015, 3, 26))
    sheet = openpyxl.load_workbook(file)["Kích hoạt"]
    assert {sheet.cell(2, at).number_format for at in range(1, 10) if sheet.cell(1, at).value == "Số định danh"} == {
        "@"
    }


def test_a_sheet_is_ready_to_be_read_filtered_and_printed(store, tmp_path):
    store.run(builders.a_volunteer)
    file = tmp_path / "xuat.xlsx"
    written(store, file, outgoing.whole("volunteers"))
    sheet = openpyxl.load_workbook(file)["Tình nguyện viên"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:K2")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.print_title_rows) == (
        9,
        "landscape",
        "$1:$1",
    )
    assert sheet["A1"].font.bold and sheet["A1"].fill.fgColor.rgb == "FF1B4B82"
    assert sheet.column_dimensions["A"].width > len("Lê Thị Thu Hà")
    assert "Tình nguyện viên" in sheet.oddHeader.center.text
    assert "20/11/2023" in sheet.oddHeader.right.text


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
def test_no_cell_is_ever_carried_out(store, tmp_path, text):
    store.run(partial(builders.a_volunteer, branch=text, notes="https://example.com"))
    file = tmp_path / "xuat.xlsx"
    written(store, file, outgoing.whole("volunteers"))
    sheet = openpyxl.load_workbook(file)["Tình nguyện viên"]
    cell = sheet["D2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert [one.hyperlink for one in sheet[2]] == [None] * len(sheet[2])


def test_a_day_older_than_spreadsheets_is_text_and_comes_back(store, tmp_path):
    store.run(partial(builders.an_influencer, born=PartialDate(1900, 1, 5)))
    file = tmp_path / "xuat.xlsx"
    written(store, file, outgoing.whole("influencers"))
    assert cells(file, "Người có uy tín")[0]["Năm sinh"] == "05/01/1900"
    assert planned(store, file).changed == ()


# ── Which rows and columns ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_list_goes_out_as_it_stands(store, tmp_path):
    def operation(session):
        for name, position in (("Bùi An", "member"), ("Cao Ân", "secretary"), ("Lê Ba", "member")):
            builders.a_volunteer(session, name, position=position)

    store.run(operation)
    query = Query(sort="full_name", descending=True, filters=(Filter("position", "member"),))
    part = outgoing.as_shown(VOLUNTEERS, query, ["turns", "full_name", "sex"])
    file = tmp_path / "xuat.xlsx"
    assert written(store, file, part).total == 2
    rows = cells(file, "Tình nguyện viên")
    assert [list(row) for row in rows] == [["Số ngày", "Họ và tên", "Giới tính"]] * 2
    assert [row["Họ và tên"] for row in rows] == ["Lê Ba", "Bùi An"]


def test_what_a_list_shows_is_still_what_the_import_knows(store, tmp_path):
    def operation(session):
        village = builders.a_village(session, "T2")
        village.kind = "lang"
        builders.an_event(session, minutes=20, village_id=village.id)
        builders.an_activation(session, builders.a_citizen(session, born=PartialDate(1999, 3, 1)))

    store.run(operation)
    file = tmp_path / "xuat.xlsx"
    shown = [outgoing.as_shown(of, Query(), [field.name for field in of.fields]) for of in (EVENTS, ACTIVATIONS)]
    written(store, file, *shown, whole=True)
    (event,) = cells(file, "Tuyên truyền")
    assert (event["Loại hoạt động"], event["Số phút"], event["Thôn"], event["TNV"]) == ("Phát thanh", 20, "Làng T2", 0)
    assert cells(file, "Kích hoạt")[0]["Ngày sinh"] == datetime(1999, 3, 1)
    again = planned(store, file)
    assert (again.new, again.changed) == ((), ())


def test_what_was_put_aside_goes_out_only_where_it_is_shown_and_is_named(store, tmp_path):
    gone = store.run(lambda session: builders.a_volunteer(session, "Cao Ân").id)
    store.run(partial(builders.a_volunteer, full_name="Bùi An"))
    store.run(partial(keeping.archive, record=Volunteer, ids=(gone,)))
    file = tmp_path / "xuat.xlsx"
    written(store, file, outgoing.whole("volunteers"))
    assert [row["Họ và tên"] for row in cells(file, "Tình nguyện viên")] == ["Bùi An"]
    written(store, file, outgoing.whole("volunteers", Query(archived=True)))
    rows = cells(file, "Tình nguyện viên")
    assert [(row["Họ và tên"], row["Đã lưu trữ"]) for row in rows] == [("Bùi An", "Không"), ("Cao Ân", "Có")]


def test_an_empty_list_is_a_sheet_of_headings(store, tmp_path):
    file = tmp_path / "xuat.xlsx"
    assert written(store, file, outgoing.whole("teams")).total == 0
    assert cells(file, "Tổ công nghệ số") == []


# ── Numbers of people ────────────────────────────────────────────────────────────────────────────────────────────────


def test_numbers_are_masked_unless_it_was_noted_who_took_them(store, tmp_path):
    helped = partial(builders.a_citizen, personal_number="052099003380", phone="0905123456")
    store.run(lambda session: builders.an_activation(session, helped(session)))
    file = tmp_path / "xuat.xlsx"
    assert written(store, file, outgoing.whole("activations")).masked
    (row,) = cells(file, "Kích hoạt")
    assert (row["Số định danh"], row["Điện thoại"]) == ("052*****3380", "0905***456")
    exported = select(Change).where(Change.action == noting.ACTION)
    assert store.read(lambda session: session.scalars(exported).all()) == []

    assert not written(store, file, outgoing.whole("activations"), whole=True).masked
    assert cells(file, "Kích hoạt")[0]["Số định danh"] == "052099003380"
    office = store.read(lambda session: session.scalars(select(Office)).one())
    newest = store.read(partial(keeping.history, record=Office, id_=office.id))[0]
    assert (newest.action, newest.by, newest.after) == ("exported", builders.USER, "Kích hoạt: 1 dòng")
    assert "Khải" not in f"{newest}"


def test_the_line_in_the_log_keeps_its_chain_whole(store):
    store.run(partial(noting.note, parts=[outgoing.whole("teams")]))
    store.run(builders.a_team)
    with store.engine.connect() as connection:
        assert change_log.first_broken(connection) is None


def test_members_go_to_the_national_system_with_phone_number_and_day_of_joining(store, tmp_path):
    def operation(session):
        born = PartialDate(2000, 5, 1)
        known = {"phone": "0905123456", "joined": PartialDate(2015, 3, 26), "branch": "Chi đoàn thôn Năng An"}
        builders.a_volunteer(session, "Lê Thị Hoà", born=born, **known)
        builders.a_citizen(session, "Lê Thị Hòa", born=born, sex="female", personal_number="052300000001")
        builders.a_volunteer(session, "Bùi An", born=PartialDate(2000))  # by the year alone nobody is known
        builders.a_citizen(session, "Bùi An", born=PartialDate(2000), sex="female", personal_number="052300000002")
        builders.a_volunteer(session, "Cao Ân", position="youth")
        builders.a_volunteer(session, "Đỗ Ba", status="moved")

    store.run(operation)
    file = tmp_path / "yum.xlsx"
    with pytest.raises(ExportRefused, match="xác nhận xuất đủ số"):
        written(store, file, yum.part())
    assert not file.exists()
    written(store, file, yum.part(), whole=True)
    rows = cells(file, "Đoàn viên")
    assert [row["Họ và tên"] for row in rows] == ["Bùi An", "Lê Thị Hoà"]
    hoa = rows[1]
    assert (hoa["Số điện thoại"], hoa["Số CCCD"]) == ("0905123456", "052300000001")
    assert (hoa["Ngày vào Đoàn"], hoa["Giới tính"], hoa["Chi đoàn"]) == (
        datetime(2015, 3, 26), "Nữ", "Chi đoàn thôn Năng An",
    )  # fmt: skip
    assert rows[0]["Số CCCD"] is None


def test_of_two_citizens_alike_nobodys_number_is_taken(store, tmp_path):
    def operation(session):
        born = PartialDate(2000, 5, 1)
        builders.a_volunteer(session, "Bùi An", born=born)
        for number in ("052300000001", "052300000002"):
            builders.a_citizen(session, "Bùi An", born=born, sex="female", personal_number=number)

    store.run(operation)
    file = tmp_path / "yum.xlsx"
    written(store, file, yum.part(), whole=True)
    assert cells(file, "Đoàn viên")[0]["Số CCCD"] is None


# ── What goes wrong ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_stopped_export_leaves_the_file_that_was_there(store, tmp_path):
    store.run(builders.a_volunteer)
    for name in ("xuat.xlsx", "xuat.csv"):
        file = tmp_path / name
        file.write_text("của hôm qua")
        progress = Progress()
        progress.cancel()
        with pytest.raises(Cancelled):
            store.read(partial(exporting.export, parts=[outgoing.whole("volunteers")], path=file, progress=progress))
        assert file.read_text() == "của hôm qua"
    assert sorted(path.name for path in tmp_path.glob("*x*")) == ["xuat.csv", "xuat.xlsx"]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("xuat.pdf", "tệp .xlsx hoặc .csv"),
        ("khong-co/xuat.xlsx", "Không có thư mục"),
        ("xuat.xlsx/xuat.csv", "Không có thư mục"),
    ],
)
def test_a_place_that_will_not_do_is_told_in_a_sentence(store, tmp_path, name, words):
    (tmp_path / "xuat.xlsx").touch()
    with pytest.raises((ExportRefused, BookError), match=words):
        written(store, tmp_path / name, outgoing.whole("teams"))


def test_a_folder_in_place_of_the_file_is_told(store, tmp_path):
    (tmp_path / "xuat.xlsx").mkdir()
    with pytest.raises(BookError, match="Tên đã chọn là một thư mục"):
        written(store, tmp_path / "xuat.xlsx", outgoing.whole("teams"))


def test_two_lists_do_not_fit_into_one_text_file(store, tmp_path):
    with pytest.raises(ExportRefused, match="một danh sách"):
        written(store, tmp_path / "xuat.csv", outgoing.whole("teams"), outgoing.whole("targets"))


def test_libreoffice_opens_it(store, tmp_path):
    office = os.environ.get("HOAIAN_SOFFICE") or which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine")
    store.run(partial(builders.a_volunteer, born=PartialDate(1999, 11, 5), phone="0905123456"))
    file = tmp_path / "xuat.xlsx"
    written(store, file, outgoing.whole("volunteers"), whole=True)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    told = ["--headless", "--norestore", profile, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([office, *told, "--outdir", tmp_path, file], check=True, capture_output=True, timeout=120)
    text = (tmp_path / "xuat.csv").read_text(encoding="utf-8")
    assert text.splitlines()[1].startswith("Lê Thị Thu Hà,05/11/1999,Nữ,")
    assert "0905123456" in text


def test_a_day_number_is_that_of_spreadsheets():
    days = [date(1900, 3, 1), date(2023, 11, 20), date(1900, 2, 28)]
    assert [cells_out.day_number(day) for day in days] == [61, 45250, None]
