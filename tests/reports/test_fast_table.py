"""The table of any length: its bytes, its pages, its cells."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from hoaian_desktop.report_content import Annex, Row
from hoaian_desktop.reports import fonts, letter
from hoaian_desktop.reports.fast_table import FastTable
from tests.reports.papers import a_letter, a_table, printed


def operators(*rows, **more):
    """What a small table of three columns writes on a page of its own."""
    fonts.register()
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0, initialFontName=fonts.REGULAR)
    (table,) = FastTable.of(("STT", "Ten", "So"), (10, 20, 15), ("center", "left", "right"), rows, **more)
    table.wrap(500, 500)
    table.canv = canvas
    table.draw()
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        return [(str(name), [*map(str, given)]) for given, name in pikepdf.parse_content_stream(document.pages[0])]


def test_the_operators_of_a_small_table_are_these_and_no_others():
    stream = operators(Row("main", ("1", "An", "35")), Row("group", ("I", "Binh", "")))
    assert [" ".join(given) for name, given in stream if name == "re"] == [
        "0 46.8 127.5591 32.2", "0 0 127.5591 16.6",
    ]  # fmt: skip
    ends = [tuple(" ".join(given) for _, given in pair) for pair in pairwise(stream) if pair[1][0] == "l"]
    assert ends == [
        ("0 79", "127.5591 79"),
        ("0 46.8", "127.5591 46.8"),
        ("0 33.2", "127.5591 33.2"),
        ("0 16.6", "127.5591 16.6"),
        ("0 0", "127.5591 0"),
        ("0 79", "0 0"),
        ("28.34646 79", "28.34646 0"),
        ("127.5591 79", "127.5591 0"),
        ("85.03937 79", "85.03937 16.6"),  # not through the heading
    ]
    assert written(stream) == [
        ("6.834361 65.45", "12", "ST"),
        ("10.17128 51.85", "12", "T"),  # the heading is wrapped in the middle of its cell
        ("46.69096 58.65", "12", "Ten"),
        ("99.9623 58.65", "12", "So"),
        ("8.34315 35.95", "10", "(1)"),
        ("50.86284 35.95", "10", "(2)"),
        ("100.4691 35.95", "10", "(3)"),
        ("11.17323 20.65", "12", "1"),
        ("31.74803 20.65", "12", "An"),
        ("112.1575 20.65", "12", "35"),
        ("11.83827 4.05", "12", "I"),
        ("31.74803 4.05", "12", "Binh"),
    ]


def written(stream):
    """Where each text begins, its size, and the text."""
    found, at, size = [], "", ""
    for name, given in stream:
        if name == "Tm":
            at = " ".join(given[-2:])
        elif name == "Tf":
            size = given[1]
        elif name == "Tj":
            found.append((at, size, given[0]))
    return found


def many(rows):
    annex = a_table(rows)
    return letter.render(replace(a_letter("Nội dung."), annexes=(annex,)))


def test_every_page_has_the_header_and_every_row_stands_once():
    pages = printed(many(400))[1:]
    assert len(pages) > 10
    for page in pages:
        assert page.line("STT").font == "Tinos-Bold"
        assert page.line("(3)").size == 10
        assert max(line.base for line in page.lines if line.size > 8) <= 190
    names = [line.text for page in pages for line in page.lines if line.text.startswith("Tổ công nghệ số thôn")]
    assert names == [f"Tổ công nghệ số thôn {n}" for n in range(1, 401)]


def test_the_same_long_table_has_the_same_bytes():
    assert many(120) == many(120)


def test_the_pages_of_a_long_table_grow_with_its_rows_and_share_one_measurement():
    rows = [Row("main", (str(n), "An")) for n in range(5000)]
    (table,) = FastTable.of(("STT", "Tên"), (10, 30), ("center", "left"), rows)
    parts = []
    while True:
        if table.wrap(500, 480)[1] <= 480:
            break
        part, _, table = table.split(500, 480)
        parts.append(part)
    parts.append(table)
    assert all(part.table is table.table for part in parts)
    assert [part.first for part in parts[1:]] == [part.stop for part in parts[:-1]]
    assert parts[-1].stop == 5000


def test_numbers_end_in_one_line_and_words_begin_in_one():
    rows = tuple(Row("main", (str(n), f"Thôn {n}", f"{n * 977}")) for n in range(1, 12))
    annex = Annex("Biểu 02", "DANH SÁCH", ("STT", "Thôn", "Số"), (20, 100, 40), ("center", "left", "right"), rows)
    page = printed(letter.render(replace(a_letter("Nội dung."), annexes=(annex,))))[1]
    numbers = [line for line in page.lines if line.text.strip() in {f"{n * 977}" for n in range(1, 12)}]
    assert len({round(line.right, 1) for line in numbers}) == 1
    assert len({round(line.left, 1) for line in page.lines if line.text.startswith("Thôn ")}) == 1


def test_one_huge_cell_is_cut_by_lines_and_a_word_without_end_by_letters():
    rows = (Row("main", ("1", "Ư" * 300, "ghi chú dài " * 900)), Row("main", ("2", "sau", "")))
    annex = replace(a_table(0), rows=rows)
    pages = printed(letter.render(replace(a_letter("Nội dung."), annexes=(annex,))))[1:]
    assert pages[0].line("…")
    assert max(line.right for page in pages for line in page.lines) <= 277.3
    assert [line.text for page in pages for line in page.lines if line.text == "sau"] == ["sau"]


def test_hostile_names_are_printed_as_typed():
    name = "<b>A & B</b> {{x}} (ngoặc) \\ 100%"
    annex = replace(a_table(0), rows=(Row("main", ("1", name, "")),))
    page = printed(letter.render(replace(a_letter("Nội dung."), annexes=(annex,))))[1]
    assert page.line("<b>").text == name


def test_a_marked_number_names_its_note_below_the_table():
    annex = replace(a_table(2), notes=("Sửa theo phiếu đếm giấy ngày 12/11/2023.",))
    first = replace(annex.rows[0], cells=("1", "Tổ thôn Năng An", "35"), marks=((2, 1),))
    annex = replace(annex, rows=(first, annex.rows[1]))
    page = printed(letter.render(replace(a_letter("Nội dung."), annexes=(annex,))))[1]
    assert page.line("35 (1)").size == 11  # the column of notes is set smaller
    note = page.line("(1) Sửa theo")
    assert note.size == 11
    assert note.base > page.line("Tổ công nghệ số thôn 2").base


@pytest.mark.parametrize("rows", [23, 24, 25, 26])
def test_a_note_never_stands_on_a_page_without_a_row(rows):
    annex = replace(a_table(rows), notes=("Một lời ghi chú.", "Một lời nữa."))
    last = printed(letter.render(replace(a_letter("Nội dung."), annexes=(annex,))))[-1]
    assert last.line("(1) Một lời ghi chú.")
    assert any(line.text.startswith("Tổ công nghệ số thôn") for line in last.lines)


@pytest.mark.parametrize("rows", [23, 24, 25, 26])
def test_a_sum_never_stands_alone_on_its_page(rows):
    annex = a_table(rows)
    annex = replace(annex, rows=(*annex.rows, Row("total", ("", "Cộng", ""))))
    last = printed(letter.render(replace(a_letter("Nội dung."), annexes=(annex,))))[-1]
    assert any(line.text.startswith("Tổ công nghệ số thôn") for line in last.lines)
    assert last.line("Cộng").font == "Tinos-Bold"
