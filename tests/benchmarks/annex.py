"""An annex of ten thousand rows against the same pages written by hand, and how it grows to a hundred thousand."""

from __future__ import annotations

import io
from dataclasses import replace

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from hoaian_desktop.report_content import Annex, ReportContent, Row
from hoaian_desktop.reports import fonts, letter
from hoaian_desktop.reports.layout import MM
from tests.benchmarks.measure import Result, compare, seconds
from tests.reports.papers import a_letter

ROWS = 10_000
MANY = 100_000
_TALL = 16.6  # a row of one line
_ON_A_PAGE = 27
_VILLAGES = ("Năng An", "Vạn Hội 1", "Thanh Lương", "Đại Định", "Thế Thạnh 2")


def run() -> list[Result]:
    """The annex against the floor, and ten times as many rows against ten times the annex."""
    fonts.register()
    content = annexed(ROWS)
    annex = content.annexes[0]
    ratio = compare(
        "annex",
        lambda: seconds(lambda: letter.render(content)),
        lambda: seconds(lambda: by_hand(annex)),
        aim=3,
        rounds=5,
    )
    return [ratio, _growth()]


def _growth() -> Result:
    """Ten times the rows against ten times the time; once, for it takes long enough to be steady."""
    many, few = annexed(MANY), annexed(ROWS)
    least = MANY / ROWS * min(seconds(lambda: letter.render(few)) for _ in range(3))
    value = seconds(lambda: letter.render(many))
    return Result("annex-growth", round(value, 6), round(least, 6), round(value / least, 3), 1.5, "s")


def annexed(rows: int) -> ReportContent:
    """A letter with a list of so many teams."""
    annex = Annex(
        code="Biểu 02",
        title="DANH SÁCH TỔ CÔNG NGHỆ SỐ",
        columns=("STT", "Tên tổ", "Thôn", "Số thành viên", "Ngày quyết định", "Ghi chú"),
        widths=(15, 92, 50, 30, 30, 40),
        alignments=("center", "left", "left", "right", "center", "left"),
        rows=tuple(
            Row(
                "main",
                (f"{n}", f"Tổ công nghệ số số {n}", _VILLAGES[n % 5], f"{n % 23}", f"{n % 28 + 1:02d}/11/2023", ""),
            )
            for n in range(1, rows + 1)
        ),
    )
    return replace(a_letter("Nội dung."), annexes=(annex,))


def by_hand(annex: Annex) -> bytes:
    """The same rows, rules and header, placed by a script that knows that every cell takes one line."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4), pageCompression=1)
    edges = [20 * MM]
    for width in annex.widths:
        edges.append(edges[-1] + width * MM)
    for start in range(0, len(annex.rows), _ON_A_PAGE):
        lines = [annex.columns, *(row.cells for row in annex.rows[start : start + _ON_A_PAGE])]
        top = 190 * MM
        canvas.lines([(edges[0], top - _TALL * n, edges[-1], top - _TALL * n) for n in range(len(lines) + 1)])
        canvas.lines([(x, top, x, top - _TALL * len(lines)) for x in edges])
        text = canvas.beginText()
        text.setFont("Tinos", 12)
        for at, cells in enumerate(lines, start=1):
            base = top - _TALL * at + 4
            for column, words in enumerate(cells):
                if not words:
                    continue
                x = edges[column] + 3.4
                side = annex.alignments[column]
                if side != "left":
                    wide = stringWidth(words, "Tinos", 12)
                    x = edges[column + 1] - 3.4 - wide
                    if side == "center":
                        x = (edges[column] + edges[column + 1] - wide) / 2
                text.setTextOrigin(x, base)
                text.textOut(words)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
