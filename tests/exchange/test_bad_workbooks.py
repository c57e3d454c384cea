"""Files that are no workbooks, and workbooks that are wrong: each ends in clear sentences, nothing is lost."""

from __future__ import annotations

import struct
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from sqlalchemy import func, select

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange import workbook, zipped
from hoaian_desktop.exchange.findings import Level, State
from hoaian_desktop.exchange.workbook import letters, text_of
from hoaian_desktop.records import Activation, Citizen, Tally, Village, Volunteer
from tests.exchange.conftest import AN_TIN, planned, take_in

HEADER = ["STT", "Ngày", "Họ và tên", "Năm sinh", "Số CCCD", "SĐT", "Thôn", "Dịch vụ", "Trạng thái", "Ghi chú"]
DAY = date(2023, 8, 5)


def row(**about):
    """One row of HEADER; what is not named is ordinary."""
    cells = {
        "day": DAY, "name": "Nguyễn Thị Bưởi", "born": 1970, "number": "052170000001", "phone": "0905123456",
        "village": "Thôn Năng An", "service": "VNeID mức 2", "status": "Đã kích hoạt", "notes": "",
    }  # fmt: skip
    cells.update(about)
    return [1, *cells.values()]


def found(plan, code):
    return [finding for finding in plan.findings if finding.code == code]


def test_a_letter_named_like_a_workbook_is_refused(tmp_path):
    path = tmp_path / "thu.xlsx"
    path.write_text("Kính gửi các chi đoàn\nĐề nghị gửi số liệu", encoding="utf-8")
    with pytest.raises(ImportRefused, match="bị hỏng hoặc không phải là bảng tính"):
        workbook.read(path)


def test_another_kind_of_file_is_refused(tmp_path):
    path = tmp_path / "thu.pdf"
    path.write_bytes(b"%PDF-1.7 and so on")
    with pytest.raises(ImportRefused, match="Chỉ nhập được tệp"):
        workbook.read(path)


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "trong.xlsx"
    path.touch()
    with pytest.raises(ImportRefused, match="Tệp trống"):
        workbook.read(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ImportRefused, match="Không tìm thấy tệp"):
        workbook.read(tmp_path / "khong-co.xlsx")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(tmp_path, share):
    whole = (AN_TIN / "so-lieu.xlsx").read_bytes()
    path = tmp_path / "dut.xlsx"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ImportRefused):
        workbook.read(path)


@pytest.mark.parametrize("at", range(500, 100_000, 9_000))
def test_a_damaged_file_is_refused_or_read_but_never_a_crash(tmp_path, at):
    content = bytearray((AN_TIN / "so-lieu.xlsx").read_bytes())
    content[at : at + 40] = bytes(40)
    path = tmp_path / "hong.xlsx"
    path.write_bytes(content)
    try:
        assert workbook.read(path).sheets
    except ImportRefused as refusal:
        assert str(refusal)


@pytest.mark.parametrize("name", ["khoa.xlsx", "khoa.xls"])
def test_a_workbook_with_a_password_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(compound_file("EncryptedPackage"))
    with pytest.raises(ImportRefused, match="mật khẩu"):
        workbook.read(path)


def test_a_workbook_with_the_ending_of_another_kind_is_read_by_its_content(tmp_path):
    path = tmp_path / "so-lieu.ods"
    path.write_bytes((AN_TIN / "so-lieu.xlsx").read_bytes())
    assert len(workbook.read(path).sheets) == 8


def test_a_zip_without_a_workbook_is_refused(tmp_path):
    path = tmp_path / "anh.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("anh.txt", "x")
    with pytest.raises(ImportRefused, match="bị hỏng"):
        workbook.read(path)


def test_a_file_that_unpacks_without_end_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(zipped, "MOST_UNPACKED", 20 << 20)
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/bom.bin", "w") as bomb:
        piece = bytes(1 << 20)
        for _ in range(zipped.MOST_UNPACKED // len(piece) + 1):
            bomb.write(piece)
    with pytest.raises(ImportRefused, match="quá lớn"):
        workbook.read(path)


def test_one_cell_far_away_is_refused_instead_of_filling_the_memory(written):
    path = written({"Kích hoạt": [HEADER]})
    far = path.with_name("xa.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(far, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", cell)
            target.writestr(part, content)
    with pytest.raises(ImportRefused, match="quá lớn"):
        workbook.read(far)


def test_a_workbook_without_rows_is_refused(written):
    with pytest.raises(ImportRefused, match="không có dòng nào"):
        workbook.read(written({"Trang 1": []}))


def test_a_workbook_without_a_header_is_refused(store, written):
    path = written({"Trang 1": [["gạo", 12], ["muối", 3]]})
    with pytest.raises(ImportRefused, match="tiêu đề"):
        planned(store, path)


def test_missing_columns_are_named_and_no_row_goes_in(store, written):
    header = [text for text in HEADER if text not in ("Họ và tên", "Dịch vụ")]
    path = written({"Kích hoạt": [header, [1, DAY, 1970, "052170000001", "", "Năng An", "Đã kích hoạt", ""]]})
    plan = take_in(store, path, kind="activations")
    (finding,) = found(plan, "missing_column")
    assert finding.level is Level.ERROR
    assert "Dịch vụ" in finding.message and "Họ và tên" in finding.message
    assert plan.count(State.REJECTED) == 1
    assert store.read(lambda s: s.scalar(select(func.count(Activation.id)))) == 0


def test_a_sheet_nobody_knows_is_left_out_and_told(store, written):
    path = written({"Kích hoạt": [HEADER, row()], "Thu chi": [["Khoản", "Tiền"], ["Nước", 20]]})
    plan = planned(store, path)
    assert plan.sheets[1].document() == {
        "sheet": "Thu chi", "kind": None, "rows": 2, "imported": 0, "updated": 0, "duplicate": 0, "rejected": 0,
        "left_out": 2,
    }  # fmt: skip
    assert found(plan, "unknown_sheet")[0].sheet == "Thu chi"


@pytest.mark.parametrize(
    ("about", "column", "code"),
    [
        ({"day": "31/02/2023"}, "B", "invalid_date"),
        ({"day": "5/8"}, "B", "invalid_date"),
        ({"day": "hôm qua"}, "B", "invalid_date"),
        ({"day": "Nguyễn Thị Bưởi"}, "B", "invalid_date"),
        ({"day": date(2032, 8, 5)}, "B", "future_date"),
        ({"day": ""}, "B", "missing_value"),
        ({"name": "😀"}, "C", "invalid_name"),
        ({"name": "   "}, "C", "missing_name"),
        ({"name": "a" * 10_000}, "C", "invalid_name"),
        ({"born": "11/13/1999"}, "D", "invalid_date"),
        ({"number": "123"}, "E", "invalid_number"),
        ({"number": "211234567"}, "E", "invalid_number"),
        ({"village": "x" * 10_000}, "G", "too_long"),
        ({"service": "My Viettel"}, "H", "unknown_service"),
        ({"service": "VNeID mức 2", "born": 2019, "number": ""}, "H", "level2_under_6"),
        ({"status": "chắc là được"}, "I", "unknown_choice"),
        ({"status": ""}, "I", "missing_value"),
        ({"notes": "x" * 10_000}, "J", "too_long"),
    ],
)
def test_a_wrong_cell_keeps_its_row_out_and_is_named(store, written, about, column, code):
    path = written({"Kích hoạt": [HEADER, row(**about), row(number="052170000002", name="Lê Văn Ổi")]})
    plan = take_in(store, path)
    errors = {(f.row, f.column, f.code) for f in plan.findings if f.level is Level.ERROR}
    assert errors == {(2, column, code)}
    assert all(len(f.message) < 400 and "Bưởi" not in f.message for f in plan.findings)
    assert store.read(lambda s: s.scalars(select(Citizen.full_name)).all()) == ["Lê Văn Ổi"]
    assert plan.sheets[0].document()["rejected"] == 1


def test_a_wrong_phone_is_left_blank_and_told(store, written):
    plan = take_in(store, written({"Kích hoạt": [HEADER, row(phone="12345")]}))
    (finding,) = found(plan, "invalid_phone")
    assert (finding.level, finding.column) == (Level.WARNING, "F")
    assert store.read(lambda s: s.scalars(select(Citizen.phone)).all()) == [None]


def test_lost_zeros_come_back_with_a_notice(store, written):
    plan = take_in(store, written({"Kích hoạt": [HEADER, row(number=52170000001.0, phone=905123456.0)]}))
    assert store.read(lambda s: s.execute(select(Citizen.personal_number, Citizen.phone)).one()) == (
        "052170000001",
        "0905123456",
    )
    assert found(plan, "number_11_digits")[0].level is Level.NOTICE
    assert found(plan, "phone_zero_restored")[0].level is Level.NOTICE


def test_decomposed_letters_and_invisible_signs_are_composed_and_cleaned(store, written):
    decomposed = "Nguye\u0302\u0303n Thi\u0323 Bu\u031bo\u031b\u0309i\u200b "
    take_in(store, written({"Kích hoạt": [HEADER, row(name=decomposed, village="tho\u0302n  Na\u0306ng\xa0An")]}))
    assert store.read(lambda s: s.scalars(select(Citizen.full_name)).all()) == ["Nguyễn Thị Bưởi"]
    assert store.read(lambda s: s.scalars(select(Village.name)).all()) == ["Năng An"]


def test_emoji_and_right_to_left_marks_in_notes_do_no_harm(store, written):
    take_in(store, written({"Kích hoạt": [HEADER, row(notes="cảm ơn 😀\u202egnốc")]}))
    assert store.read(lambda s: s.scalars(select(Activation.notes)).one()).startswith("cảm ơn 😀")


def test_the_header_may_stand_below_titles_and_be_written_in_another_way(store, written):
    titles = [["ĐOÀN XÃ ÂN TÍN"], ["DANH SÁCH KÍCH HOẠT"], []]
    header = ["TT", "NGÀY HỖ TRỢ", "HỌ TÊN", "Năm sinh (*)", "CCCD", "Số điện thoại", "Thôn/khu phố",
              "Nội dung hỗ trợ", "Kết quả", "Ghi chú:"]  # fmt: skip
    total = ["", "", "Tổng cộng", "", "", "", "", 2]
    path = written({"T8": [*titles, header, row(), [], row(number="052170000002", name="Tống Công Minh"), total]})
    plan = take_in(store, path)
    assert plan.sheets[0].document() == {
        "sheet": "T8", "kind": "activations", "rows": 4, "imported": 2, "updated": 0, "duplicate": 0, "rejected": 0,
        "left_out": 2,
    }  # fmt: skip
    assert [f.row for f in found(plan, "total_row")] == [8]


def test_a_formula_brings_its_value_and_a_cell_that_looks_like_one_stays_text(store, tmp_path):
    path = tmp_path / "cong-thuc.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Số đếm")
        sheet.write_row(0, 0, ["Ngày", "Dịch vụ", "Trạng thái", "Số người", "Ghi chú"])
        sheet.write_datetime(1, 0, datetime(2023, 8, 5), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_row(1, 1, ["VssID", "Đã kích hoạt"])
        sheet.write_formula(1, 3, "=3+4", None, 7)
        sheet.write_string(1, 4, "=cmd|' /C calc'!A0")
    take_in(store, path)
    assert store.read(lambda s: s.execute(select(Tally.number, Tally.notes)).one()) == (7, "=cmd|' /C calc'!A0")


def test_rows_of_another_size_and_stray_types_do_no_harm(store, written):
    ragged = [HEADER, row()[:9], [*row(number="052170000002"), "ngoài bảng", 3], [True, True, True]]
    plan = take_in(store, written({"Kích hoạt": ragged}))
    assert plan.count(State.IMPORTED) == 2
    assert plan.count(State.REJECTED) == 1


def test_a_plain_list_of_volunteers_goes_in(store, written):
    rows = [["Họ tên", "Năm sinh", "SĐT", "Chi đoàn"], ["LÊ THỊ HÀ", 2001, "0905 123 456", "Năng An"]]
    plan = take_in(store, written({"Danh sách ĐVTN": rows}))
    assert plan.sheets[0].kind == "volunteers"
    assert store.read(lambda s: s.scalars(select(Volunteer.full_name)).all()) == ["Lê Thị Hà"]


def test_columns_are_lettered_as_in_the_spreadsheet():
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_a_cell_as_text_keeps_what_was_seen():
    assert [text_of(cell) for cell in (52170000001.0, 1.5, DAY, "a\x00b\nc", None, True)] == [
        "52170000001", "1.5", "2023-08-05", "ab\nc", "", "True",
    ]  # fmt: skip


def compound_file(stream: str) -> bytes:
    """The container in which Office keeps an encrypted workbook, with one empty stream of that name."""
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD

    def entry(name: str, kind: int, child: int = free) -> bytes:
        text = f"{name}\0".encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII16sIQQIQ", text, len(text), kind, 1, free, free, child, bytes(16), 0, 0, 0, end, 0
        )

    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head = struct.pack(
        "<8s16sHHHHH6s9I", magic, bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, 1, 1, 0, 4096, end, 0, end, 0
    )
    sectors = struct.pack("<109I", 0, *[free] * 108) + struct.pack("<128I", table, end, *[free] * 126)
    return head + sectors + entry("Root Entry", 5, child=1) + entry(stream, 2) + bytes(256)
