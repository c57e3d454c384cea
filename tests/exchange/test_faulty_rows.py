"""Rejected rows go out with their reasons, are mended in Excel, and come back: those rows, and nothing twice."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pytest
from sqlalchemy import func, select

from hoaian_desktop.errors import BookError
from hoaian_desktop.exchange import faulty, workbook
from hoaian_desktop.exchange.decisions import Decisions, SheetDecision
from hoaian_desktop.exchange.findings import Level, State
from hoaian_desktop.records import Activation, CampaignEvent, Citizen, Tally, Volunteer
from tests.exchange.conftest import SAMPLES, planned, take_in
from tests.exchange.test_bad_workbooks import HEADER, row
from tests.exchange.test_what_is_not_taken_in import EVENT, TALLIES, a_tally

SHEET = "Kích hoạt"


@pytest.fixture
def faulty_rows(tmp_path):
    """Writes the rejected rows of a plan; gives the file and what openpyxl sees in it."""

    def write(plan, name="loi.xlsx"):
        path = tmp_path / name
        assert faulty.write(plan, path) == plan.count(State.REJECTED)
        return path, openpyxl.load_workbook(path)

    return write


def mend(path, cells):
    """Type into cells as in Excel: {(sheet, "C2"): value}."""
    book = openpyxl.load_workbook(path)
    for (sheet, place), value in cells.items():
        book[sheet][place] = value
    book.save(path)
    return path


def number_of(store, record):
    return store.read(lambda session: session.scalar(select(func.count(record.id)).where(record.archived.is_(False))))


def test_it_can_be_handed_to_somebody_on_paper(store, written, faulty_rows):
    long = row(day="31/02/2023", notes="Xem lại " * 20)
    _, book = faulty_rows(take_in(store, written({SHEET: [HEADER, long]})))
    page = book[SHEET]
    assert page.page_setup.paperSize == 9 and page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.print_title_rows == "$1:$1"
    note = page.cell(2, HEADER.index("Ghi chú") + 1)
    assert note.alignment.wrap_text and page.row_dimensions[2].height >= 7 * 15, "all of its lines are seen"


def test_the_rows_go_out_as_they_came_with_the_reasons_at_their_cells(store, written, faulty_rows):
    rows = [row(), row(day="31/02/2023", name="Tống Công Minh", number="052170000002", service="VNeID 9")]
    formula = Decisions({SHEET: SheetDecision(cells={(3, HEADER.index("Ghi chú")): "=1+1"})})
    _, book = faulty_rows(take_in(store, written({SHEET: [HEADER, *rows]}), decisions=formula))
    page = book[SHEET]
    assert [cell.value for cell in page[1]] == [*HEADER, "Lý do chưa nhập"]
    assert [cell.value for cell in page[2]][:-2] == rows[1][:-1]
    assert page["E2"].data_type == "s" and page["E2"].number_format == "@"
    assert (page["J2"].value, page["J2"].data_type) == ("=1+1", "s")
    assert page.max_row == 2
    assert [at.coordinate for at in page[2] if at.comment] == ["B2", "H2"]
    assert page["B2"].comment.author == "Sổ chuyển đổi số"
    assert page["B2"].comment.text.strip() and page["B2"].comment.text.strip() in page["K2"].value
    assert page["K2"].value.splitlines()[0].startswith("Ngày: ")
    assert page["K2"].value.splitlines()[1].startswith("Dịch vụ: ")
    assert page["B2"].fill.fgColor.rgb == "FFFBE7E5" and page["C2"].fill.fgColor.rgb != "FFFBE7E5"


def test_one_row_of_headings_mended_comes_back_once(store, written, faulty_rows):
    rows = [row(), row(day="31/02/2023", name="Tống Công Minh", number="052170000002"), row(name="", number="")]
    original = written({SHEET: [HEADER, *rows]})
    path, _ = faulty_rows(take_in(store, original))
    assert number_of(store, Activation) == 1
    mend(path, {(SHEET, "B2"): "28/02/2023", (SHEET, "C3"): "Lê Thị Hoa"})
    plan = take_in(store, path)
    assert (plan.count(State.IMPORTED), plan.count(State.REJECTED)) == (2, 0)
    assert not [one for one in plan.findings if one.level is Level.ERROR or one.code == "unknown_column"]
    names = store.read(lambda session: set(session.scalars(select(Citizen.full_name))))
    assert names == {"Nguyễn Thị Bưởi", "Tống Công Minh", "Lê Thị Hoa"}
    for again in (path, original):
        assert take_in(store, again).count(State.IMPORTED) == 0
    assert number_of(store, Activation) == 3


def test_two_rows_of_merged_headings_come_back_as_they_were(store, tmp_path, faulty_rows):
    path = tmp_path / "hai-dong.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Danh sách đoàn viên"
    for cells in (
        ("DANH SÁCH ĐOÀN VIÊN",),
        ("STT", "Họ và tên", "Ngày sinh", None, "Điện thoại"),
        (None, None, "Nam", "Nữ", None),
        (1, "Đặng Hữu Phước", "31/02/2000", None, "0905123456"),
        (2, "Lê Thị Thu Hà", None, "11/05/2001", None),
        (3, "Tống Thị Mai", None, "30/02/2001", None),
    ):
        page.append(cells)
    for place in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"):
        page.merge_cells(place)
    book.save(path)
    file, written = faulty_rows(take_in(store, path))
    page = written["Danh sách đoàn viên"]
    assert sorted(map(str, page.merged_cells.ranges)) == ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]
    assert [page.cell(2, at).value for at in (3, 4)] == ["Nam", "Nữ"] and page["F1"].value == faulty.REASON
    assert [page.cell(at, 2).value for at in (3, 4)] == ["Đặng Hữu Phước", "Tống Thị Mai"]
    assert page["F3"].value.startswith("Ngày sinh / Nam: ")
    mend(file, {(page.title, "C3"): "28/02/2000", (page.title, "D4"): "28/02/2001"})
    plan = take_in(store, file)
    assert (plan.count(State.IMPORTED), plan.count(State.REJECTED)) == (2, 0)
    people = store.read(lambda session: dict(session.execute(select(Volunteer.full_name, Volunteer.sex)).all()))
    assert people == {"Đặng Hữu Phước": "male", "Lê Thị Thu Hà": "female", "Tống Thị Mai": "female"}


def test_two_rows_of_headings_that_nothing_merges_come_back_too(store, written, faulty_rows):
    above = ["STT", "Ngày", "Loại hoạt động", "Nội dung", "Kết quả", ""]
    below = ["", "", "", "", "Số phút phát thanh", "Lượt người nghe/tiếp cận"]
    wrong = [2, "06/08/2023", "Phát thanh", "Phát thanh buổi sáng", "mười", 25]
    path, _ = faulty_rows(take_in(store, written({"Tuyên truyền": [above, below, EVENT, wrong]})))
    mend(path, {("Tuyên truyền", "E3"): 10})
    plan = take_in(store, path)
    assert (plan.count(State.IMPORTED), plan.count(State.REJECTED)) == (1, 0)
    assert sorted(store.read(lambda s: s.scalars(select(CampaignEvent.reach)).all())) == [25, 40]


def test_rows_still_wrong_go_out_again_with_one_column_of_reasons(store, written, faulty_rows):
    path, _ = faulty_rows(take_in(store, written({SHEET: [HEADER, row(day="31/02/2023")]})))
    plan = take_in(store, path)
    assert plan.count(State.REJECTED) == 1
    _, again = faulty_rows(plan, "lan-hai.xlsx")
    assert [cell.value for cell in again[SHEET][1]].count(faulty.REASON) == 1


def test_a_reason_is_never_taken_for_a_note_below_the_table_nor_for_data(store, written, faulty_rows):
    # The reason speaks of day, month and year, as a place and a date above a signature do.
    headings = [text for text in HEADER if text != "STT"]
    cells = row(day="tháng 8", number="", service="")[1:]
    path, _ = faulty_rows(planned(store, written({SHEET: [headings, cells]})))
    assert planned(store, path).count(State.REJECTED) == 1
    mend(path, {(SHEET, f"{letter}2"): None for letter in "ABCDEFGHI"})
    assert planned(store, path).count(State.REJECTED) == 0


def test_what_was_typed_over_a_cell_goes_out_and_dates_are_never_turned_twice(store, written, faulty_rows):
    days = HEADER.index("Ngày")
    rows = [
        row(day=datetime(2023, 5, 11), name="Lê Thị Hoa", number="052170000001", service="?"),
        row(day="25/11/2023", name="Lê Thị Lan", number="052170000002"),
    ]
    sheets = written({SHEET: [HEADER, *rows]})
    decided = SheetDecision(month_first=frozenset({days}), cells={(2, HEADER.index("SĐT")): "0912345678"})
    path, book = faulty_rows(take_in(store, sheets, decisions=Decisions({SHEET: decided})))
    assert (book[SHEET]["B2"].value, book[SHEET]["F2"].value) == ("05/11/2023", "0912345678")
    mend(path, {(SHEET, "H2"): "VNeID mức 2"})
    take_in(store, path)
    found = store.read(lambda session: sorted(session.scalars(select(Activation.day))))
    assert found == [date(2023, 11, 5), date(2023, 11, 25)]


def test_a_sheet_without_a_column_it_needs_goes_out_with_the_reason_in_every_row(store, written, faulty_rows):
    without = [TALLIES[:-2], [*a_tally(3)[:-2]]]
    path, book = faulty_rows(planned(store, written({"Số đếm": without, SHEET: [HEADER, row()]})))
    page = book["Số đếm"]
    assert book.sheetnames == ["Số đếm"]
    assert "thiếu cột: " in page["A1"].comment.text and "thiếu cột: " in page["G2"].value
    mend(path, {("Số đếm", "H1"): "Số người", ("Số đếm", "H2"): 3})
    take_in(store, path)
    assert store.read(lambda session: session.scalars(select(Tally.number)).all()) == [3]


def test_nothing_is_written_where_nothing_was_rejected_or_nothing_can_be(store, written, tmp_path):
    assert faulty.write(planned(store, written({SHEET: [HEADER, row()]})), tmp_path / "loi.xlsx") == 0
    assert not (tmp_path / "loi.xlsx").exists()
    plan = planned(store, written({SHEET: [HEADER, row(name="")]}))
    with pytest.raises(BookError, match="Không có thư mục"):
        faulty.write(plan, tmp_path / "khong-co" / "loi.xlsx")


def test_names_only_other_programs_allow_become_names_excel_opens():
    taken = set()
    long = "Danh sách: [đoàn viên] / tình nguyện viên năm 2023"
    names = [faulty._name(name, taken) for name in (long, long, "'?'", "KÍCH HOẠT", "Kích hoạt")]
    assert len({name.casefold() for name in names}) == 5
    assert all(len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names)


@pytest.mark.parametrize("commune", ["an-tin", "an-thanh"])
def test_the_rejected_rows_of_a_whole_commune_come_back_with_the_same_errors(store, commune, faulty_rows):
    plan = planned(store, SAMPLES / commune / "so-lieu.xlsx")
    path, _ = faulty_rows(plan)
    again = planned(store, path)
    assert again.count(State.REJECTED) == plan.count(State.REJECTED) > 5
    assert again.count(State.IMPORTED) + again.count(State.LEFT_OUT) == 0

    def errors(of):
        return sorted((one.sheet, one.column, one.code) for one in of.findings if one.level is Level.ERROR)

    assert errors(again) == errors(plan)
    before = {sheet.name: sheet for sheet in workbook.read(SAMPLES / commune / "so-lieu.xlsx").sheets}
    for sheet in workbook.read(path).sheets:
        rows = [r for r, state in next(s for s in plan.sheets if s.sheet == sheet.name).rows.items()
                if state is State.REJECTED]  # fmt: skip
        header = again.maps[sheet.name].header.last
        for new, old in zip(sheet.rows[header:], sorted(rows), strict=True):
            kept = [*before[sheet.name].rows[old - 1], *[""] * 40][: len(new) - 1]
            assert list(new[:-1]) == kept
