"""One declaration of a chart: the same numbers as SVG, on paper and as a table."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pypdfium2
import pytest

from hoaian_desktop.reports import chart_drawing, overview_page
from hoaian_desktop.reports.board import Page, Table
from hoaian_desktop.reports.charts import PAPER, Chart, Kind, Mark, Plot, Series, steps

CHART = Chart(
    ("9", "10", "11/23"),
    (Series("VNeID mức 1, 2", (1210, 96, None)), Series("Dịch vụ công", (35, 0, None))),
    "lượt",
    mark=Mark(1.5, "mốc lũy kế 30/6/2023"),
)
SIZE = (500, 210)


def texts_of_svg(chart):
    root = ElementTree.fromstring(chart_drawing.svg(chart, *SIZE, PAPER))
    return [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]


def a_page(**about):
    nothing = Table(("Tên", "Số"), ())
    kept = {
        "office": "BCH ĐOÀN XÃ ÂN TÍN", "title": "Tổng quan kỳ tháng 11/2023", "about": "01/11/2023 – 30/11/2023",
        "day": date(2023, 11, 16), "figures": nothing, "targets": nothing, "chart_title": "Lượt hỗ trợ",
        "chart": CHART, "places": (), "missing": (), **about,
    }  # fmt: skip
    return Page(**kept)


def read(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        sizes = [document.get_page_size(at) for at in range(len(document))]
        return "\n".join(page.get_textpage().get_text_bounded() for page in document), sizes
    finally:
        document.close()


def test_screen_and_paper_show_the_same_numbers():
    on_screen = texts_of_svg(CHART)
    for words in ("1.245", "96", "—", "9", "10", "11/23", "VNeID mức 1, 2", "Dịch vụ công", "mốc lũy kế 30/6/2023"):
        assert words in on_screen
    on_paper, sizes = read(overview_page.render(a_page()))
    assert [text for text in on_screen if text not in on_paper] == []
    assert [tuple(round(side) for side in size) for size in sizes] == [(595, 842)]
    assert [numbers for _, numbers in CHART.table] == [(1210, 96, None), (35, 0, None), (1245, 96, None)]


def test_a_chart_on_paper_is_made_of_vectors():
    pdf = overview_page.render(a_page())
    assert b"/Subtype /Image" not in pdf
    document = pypdfium2.PdfDocument(pdf)
    kinds = [each.type for each in document[0].get_objects()]
    document.close()
    assert kinds.count(2) > len(CHART.labels) * len(CHART.series)  # paths: bars, axis, legend


def test_a_bar_is_as_high_as_its_number_and_stands_on_the_one_below():
    plot = Plot(CHART, *SIZE, 9)
    (first, lower), (second, upper) = plot.bars(0)
    assert (first, second) == (0, 1)
    assert upper.y == pytest.approx(lower.y + lower.height)
    assert upper.height / lower.height == pytest.approx(35 / 1210)
    assert list(plot.bars(2)) == []  # nothing is known: nothing is drawn, and «—» stands above
    assert [number for number, _ in plot.bars(1)] == [0]


def test_bars_beside_each_other_do_not_overlap_and_each_says_its_number():
    chart = Chart(("2.1", "2.2"), (Series("Giao", (220, 0)), Series("Đạt", (187, None))), kind=Kind.BESIDE)
    (_, given), (_, done) = Plot(chart, *SIZE, 9).bars(0)
    assert given.x + given.width <= done.x
    assert {"220", "187"} <= set(texts_of_svg(chart))
    assert chart.words_at(0) == "2.1\nĐạt: 187\nGiao: 220"


def test_the_place_under_the_mouse_is_a_label():
    plot = Plot(CHART, *SIZE, 9)
    assert [plot.label_at(plot.x(at) + 1) for at in range(3)] == [0, 1, 2]
    assert plot.label_at(0) is None and plot.label_at(499) is None


def test_hostile_words_are_drawn_as_they_are():
    chart = Chart(("<b>11</b>",), (Series("A & B {{x}}", (1,)),))
    assert {"<b>11</b>", "A & B {{x}}"} <= set(texts_of_svg(chart))


def test_colours_are_those_of_the_look_exactly():
    drawn = chart_drawing.svg(CHART, *SIZE, PAPER).decode()
    assert set(re.findall("#[0-9A-F]{6}", drawn)) <= {
        *PAPER.series,
        PAPER.text,
        PAPER.muted,
        PAPER.line,
        PAPER.ground,
        PAPER.mark,
    }
    assert "rgb(" not in drawn


@pytest.mark.parametrize("highest", [0, 1, 3, 7, 10, 99, 101, 438, 5535, 123456])
def test_the_axis_is_round_and_high_enough(highest):
    axis = steps(highest)
    assert axis[0] == 0 and axis[-1] >= highest
    assert 2 <= len(axis) <= 6
    assert len({after - before for before, after in pairwise(axis)}) == 1


def test_a_long_list_of_teams_goes_on_to_the_next_page_with_its_headings():
    rows = tuple((f"Tổ CNSCĐ thôn số {at}", "chậm", "1.234", "12/11/2023", "40 / 230", "17,4%") for at in range(60))
    heads = ("Tổ", "Tình hình", "Lượt trong kỳ", "Gần nhất", "Lũy kế / giao", "% đạt")
    text, sizes = read(overview_page.render(a_page(places=(Table(heads, rows),), missing=("Chưa có số báo cáo",))))
    assert len(sizes) > 1 and text.count("Lượt trong kỳ") == len(sizes)
    assert "Tổ CNSCĐ thôn số 59" in text and "– Chưa có số báo cáo" in text
