from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.rules import document
from hoaian_desktop.rules.document import DocumentNumber
from hoaian_desktop.rules.periods import Span


def test_numbers_below_ten_get_a_zero():
    assert document.document_number(5, "BC", "ĐTN") == "05-BC/ĐTN"
    assert document.document_number(12, "KH", "ĐTN") == "12-KH/ĐTN"
    assert document.document_number(1289, "QĐ", "TWĐTN-CTĐ") == "1289-QĐ/TWĐTN-CTĐ"


def test_the_number_can_be_left_to_the_pen():
    assert document.document_number(None, "BC", "ĐTN") == "     -BC/ĐTN"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("05-BC/ĐTN", DocumentNumber(5, "BC", "ĐTN")),
        ("Số: 12-BC/ĐTN", DocumentNumber(12, "BC", "ĐTN")),
        ("12 BC/ĐTN", DocumentNumber(12, "BC", "ĐTN")),
        ("12/BC-ĐTN", DocumentNumber(12, "BC", "ĐTN")),
        ("1836 QĐ/TWĐTN", DocumentNumber(1836, "QĐ", "TWĐTN")),
        ("06- CT/TW", DocumentNumber(6, "CT", "TW")),
        ("29-HD/TWĐTN-VP", DocumentNumber(29, "HD", "TWĐTN-VP")),
    ],
)
def test_older_forms_are_read(written, read):
    assert document.parse_document_number(written) == read


def test_every_form_is_printed_in_the_unions_own():
    assert str(document.parse_document_number("5/BC-ĐTN")) == "05-BC/ĐTN"


@pytest.mark.parametrize("written", ["", "BC/ĐTN", "12", "12345-BC/ĐTN", "năm-BC/ĐTN"])
def test_what_is_no_number_gets_a_sentence(written):
    with pytest.raises(ValueError, match="Hãy ghi như 05-BC/ĐTN"):
        document.parse_document_number(written)


@given(st.integers(1, 9999), st.sampled_from(["BC", "KH", "TTr", "QĐ"]), st.sampled_from(["ĐTN", "ĐX", "TWĐTN-VP"]))
def test_numbers_come_back_as_written(number, kind, body):
    read = document.parse_document_number(document.document_number(number, kind, body))
    assert read == DocumentNumber(number, kind, body)


@pytest.mark.parametrize(
    ("unit", "span", "version", "name"),
    [
        ("Ân Tín", Span.month(2023, 11), 1, "BC_CDS_AnTin_2023-11_v1.pdf"),
        ("Đak Mang", Span.quarter(2023, 4), 2, "BC_CDS_DakMang_2023-Q4_v2.pdf"),
        ("Tăng Bạt Hổ", Span.year(2023), None, "BC_CDS_TangBatHo_2023.pdf"),
        (
            "Ân Tín",
            Span(date(2023, 11, 15), date(2023, 12, 14)),
            1,
            "BC_CDS_AnTin_2023-11-15_2023-12-14_v1.pdf",
        ),
    ],
)
def test_files_are_named_without_marks(unit, span, version, name):
    assert document.file_name("BC_CDS", unit, span, version, "pdf") == name
    assert document.file_name("BC_CDS", unit, span, version, ".pdf") == name


def test_the_issuing_body_is_in_capitals():
    assert document.issuer_line("commune", "Ân Tín") == "BCH ĐOÀN XÃ ÂN TÍN"
    assert document.issuer_line("xã", "Ân Tín") == "BCH ĐOÀN XÃ ÂN TÍN"
    assert document.issuer_line("town", "Tăng Bạt Hổ") == "BCH ĐOÀN THỊ TRẤN TĂNG BẠT HỔ"
    assert document.issuer_line("district", "Hoài Ân") == "HUYỆN ĐOÀN HOÀI ÂN"
    assert document.issuer_line("province", "Gia Lai") == "TỈNH ĐOÀN GIA LAI"


def test_each_era_has_its_superior():
    assert document.default_superior(date(2024, 3, 20)) == "HUYỆN ĐOÀN HOÀI ÂN"
    assert document.default_superior(date(2025, 6, 30)) == "HUYỆN ĐOÀN HOÀI ÂN"
    assert document.default_superior(date(2025, 8, 20)) == "TỈNH ĐOÀN GIA LAI"


def test_prose_calls_the_superior_by_its_short_name():
    assert document.superior_short("HUYỆN ĐOÀN HOÀI ÂN") == "Huyện đoàn"
    assert document.superior_short("BCH HUYỆN ĐOÀN HOÀI ÂN") == "Huyện đoàn"
    assert document.superior_short("TỈNH ĐOÀN GIA LAI") == "Tỉnh đoàn"
    assert document.superior_full("HUYỆN ĐOÀN HOÀI ÂN") == "Huyện đoàn Hoài Ân"
    assert document.superior_full("Tỉnh đoàn Gia Lai") == "Tỉnh đoàn Gia Lai"
    assert document.superior_short("ĐOÀN KHỐI") == "Đoàn Khối"
