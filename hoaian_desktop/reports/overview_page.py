"""The overview on A4: key figures, targets, the chart as vectors, teams and villages, what is still to be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Spacer
from reportlab.platypus import Table as Grid

from hoaian_desktop.reports import chart_drawing, fonts
from hoaian_desktop.reports.board import Page, Table
from hoaian_desktop.reports.flowables import BODY, Text
from hoaian_desktop.reports.layout import MM, Sheet
from hoaian_desktop.reports.lines import wrap
from hoaian_desktop.reports.pages import Identity, NumberedPage, build
from hoaian_desktop.rules.dates import show_date

_SHEET = Sheet(210, 297, left=20, right=15, top=15, bottom=15)
_SIZE, _PITCH, _SIDE, _EDGE = 10.0, 12.5, 1.2 * MM, 2.0
_CHART_HEIGHT = 62 * MM
_GREY, _RULE = Color(0.925, 0.933, 0.945), Color(0.6, 0.63, 0.67)
_PLAIN = ParagraphStyle(
    "overview", BODY, fontSize=_SIZE, leading=_PITCH, firstLineIndent=0, alignment=TA_LEFT, spaceAfter=2
)
_TITLE = ParagraphStyle("overview-title", _PLAIN, fontName=fonts.BOLD, fontSize=15, leading=19)
_PART = ParagraphStyle(
    "overview-part", _PLAIN, fontName=fonts.BOLD, fontSize=11, leading=14, spaceBefore=8, spaceAfter=3
)


def render(page: Page) -> bytes:
    """The page as PDF; more teams and villages than it holds go on to the next."""
    fonts.register()
    identity = Identity(page.title, page.office, "Tổng quan của kỳ báo cáo", page.day)
    footer = f"{page.office} · in ngày {show_date(page.day)}"
    return build(list(_story(page)), [NumberedPage("overview", _SHEET, footer)], identity)


def _story(page: Page) -> Iterator[Flowable]:
    wide = _SHEET.text_width * MM
    yield Text.plain(page.office, _PLAIN)
    yield Text.plain(page.title, _TITLE)
    yield Text.plain(page.about, _PLAIN)
    yield Spacer(0, 4)
    yield _table(page.figures, wide)
    yield Text.plain("Tiến độ so với chỉ tiêu", _PART)
    if page.targets.rows:
        yield _table(page.targets, wide)
    else:
        yield Text.plain("Chưa có chỉ tiêu được giao cho kỳ này.", _PLAIN)
    drawn = chart_drawing.drawing(page.chart, wide, _CHART_HEIGHT)
    yield KeepTogether([Text.plain(page.chart_title, _PART), drawn])
    for table in page.places:
        if table.rows:
            yield Spacer(0, 8)
            yield _table(table, wide)
    yield Text.plain("Cần làm trước khi chốt kỳ", _PART)
    for line in page.missing or ("Không còn việc gì trước khi chốt.",):
        yield Text.plain(f"– {line}", _PLAIN)


def _table(table: Table, wide: float) -> Flowable:
    widths = _widths(table, wide)
    rows = [[_cell(text, width, fonts.BOLD) for text, width in zip(table.heads, widths, strict=True)]]
    rows += [[_cell(text, width) for text, width in zip(row, widths, strict=True)] for row in table.rows]
    heights = [max(cell.count("\n") + 1 for cell in row) * _PITCH + 2 * _EDGE for row in rows]
    every = ((0, 0), (-1, -1))
    style: list[tuple[Any, ...]] = [
        ("FONT", *every, fonts.REGULAR, _SIZE, _PITCH),
        ("FONT", (0, 0), (-1, 0), fonts.BOLD, _SIZE, _PITCH),
        ("BACKGROUND", (0, 0), (-1, 0), _GREY),
        ("LINEBELOW", *every, 0.4, _RULE),
        ("VALIGN", *every, "MIDDLE"),
        ("LEFTPADDING", *every, _SIDE),
        ("RIGHTPADDING", *every, _SIDE),
        ("TOPPADDING", *every, 0),
        ("BOTTOMPADDING", *every, _EDGE),
        *(("ALIGN", (at_, 0), (at_, -1), "RIGHT") for at_ in range(1, len(widths)) if _is_figures(table, at_)),
    ]
    return Grid(rows, widths, heights, repeatRows=1, style=style)


def _is_figures(table: Table, column: int) -> bool:
    """Whether a column holds figures: something in it begins with a digit, or nothing is known in all of it."""
    texts = [row[column] for row in table.rows]
    return any(text[:1].isdigit() for text in texts) or all(text[:1] in "—+−" for text in texts)


def _widths(table: Table, wide: float) -> list[float]:
    """Columns as wide as their words; the names take what is left, at least two fifths. Headings break where needed."""
    room = wide * 3 / 5
    whole = [_wide(table, column, table.heads[column : column + 1]) for column in range(1, len(table.heads))]
    broken = [_wide(table, column, table.heads[column].split()) for column in range(1, len(table.heads))]
    others = whole if sum(whole) <= room else broken
    if sum(others) > room:
        others = [width * room / sum(others) for width in others]
    return [wide - sum(others), *others]


def _wide(table: Table, column: int, heads: Sequence[str]) -> float:
    cells = [fonts.width(row[column], fonts.REGULAR, _SIZE) for row in table.rows]
    return max([*cells, *(fonts.width(head, fonts.BOLD, _SIZE) for head in heads)]) + 2 * _SIDE + 2


def _cell(text: str, width: float, face: str = fonts.REGULAR) -> str:
    return "\n".join(wrap(text, face, _SIZE, width - 2 * _SIDE)) or " "
