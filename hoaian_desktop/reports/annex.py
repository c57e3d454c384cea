"""A table on landscape pages of its own: title, column numbers, rows that are never cut, a header on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Table, TableStyle

from hoaian_desktop.report_content import Annex, ReportContent, Row
from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.flowables import CentredLines, Line
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.lines import balanced, wrap
from hoaian_desktop.reports.wording import attached_to

_HEAD = Color(0.925, 0.933, 0.945)
_GROUP = Color(0.965, 0.97, 0.98)
_SIDE = 1.2 * MM
_EDGE = 1.9
_MOST_LINES = 24
_FACES = {"group": fonts.BOLD, "main": fonts.REGULAR, "sub": fonts.ITALIC, "total": fonts.BOLD}
_INDENT = 3 * MM

Command = tuple[Any, ...]


def story(annex: Annex, content: ReportContent, name: str) -> list[Flowable]:
    """The annex as flowables; `name` is its bookmark."""
    return [_title(annex, content, name), table(annex)]


def _title(annex: Annex, content: ReportContent, name: str) -> Flowable:
    wide = at.LANDSCAPE.text_width * MM
    texts = [(annex.code, fonts.BOLD), *((t, fonts.BOLD) for t in _even(annex.title, fonts.BOLD, wide))]
    texts += [(t, fonts.ITALIC) for t in _even(attached_to(content), fonts.ITALIC, wide)]
    lines = [Line(text, font, at.TEXT_SIZE, 17.0) for text, font in texts]
    outline = (name, f"{annex.code}. {annex.title}", 0)
    return CentredLines(lines, wide / 2, after=6, outline=outline)


def _even(text: str, font: str, wide: float) -> list[str]:
    # Runs of blanks are room for the pen: they survive only in a text that needs no wrapping.
    return [text] if fonts.width(text, font, at.TEXT_SIZE) <= wide else balanced(text, font, at.TEXT_SIZE, wide)


def table(annex: Annex) -> Flowable:
    """The table alone. Cells are broken into lines beforehand, which is far quicker than a paragraph in each."""
    widths = [width * MM for width in annex.widths]
    head, numbers = _header(annex, widths)
    cells, heights = [head, numbers], [_tall(head, at.TABLE_PITCH) + 2, at.TABLE_PITCH]
    commands = _frame(annex)
    for place, row in enumerate(annex.rows, start=2):
        texts, sizes = _cells(row, annex, widths)
        cells.append(texts)
        heights.append(_tall(texts, *[_pitch(size) for size in sizes]))
        commands += _row_style(place, row, sizes)
    for first, last in _together(annex.rows):
        commands.append(("NOSPLIT", (0, first + 2), (0, last + 2)))
    return Table(cells, widths, heights, repeatRows=2, style=TableStyle(commands))


def _header(annex: Annex, widths: list[float]) -> tuple[list[str], list[str]]:
    head = [
        "\n".join(balanced(text, fonts.BOLD, at.TABLE_SIZE, width - 2 * _SIDE))
        for text, width in zip(annex.columns, widths, strict=True)
    ]
    return head, [f"({place})" for place in range(1, len(widths) + 1)]


def _frame(annex: Annex) -> list[Command]:
    every = ((0, 0), (-1, -1))
    commands: list[Command] = [
        ("FONT", *every, fonts.REGULAR, at.TABLE_SIZE, at.TABLE_PITCH),
        ("GRID", *every, 0.5, Color(0, 0, 0)),
        ("VALIGN", *every, "MIDDLE"),
        ("LEFTPADDING", *every, _SIDE),
        ("RIGHTPADDING", *every, _SIDE),
        ("TOPPADDING", *every, 0),
        ("BOTTOMPADDING", *every, _EDGE),
    ]
    for column, alignment in enumerate(annex.alignments):
        commands.append(("ALIGN", (column, 2), (column, -1), alignment.upper()))
    return [
        *commands,
        ("ALIGN", (0, 0), (-1, 1), "CENTER"),
        ("FONT", (0, 0), (-1, 0), fonts.BOLD, at.TABLE_SIZE, at.TABLE_PITCH),
        ("BACKGROUND", (0, 0), (-1, 0), _HEAD),
        ("FONT", (0, 1), (-1, 1), fonts.ITALIC, 10, 10),
    ]


def _cells(row: Row, annex: Annex, widths: list[float]) -> tuple[list[str], list[float]]:
    """A row's texts broken into lines, and the size of each."""
    texts, sizes = [], []
    for column, text in enumerate(row.cells):
        room = widths[column] - 2 * _SIDE - (_INDENT if row.kind == "sub" and column == 1 else 0)
        if row.kind == "group":
            room = sum(widths[1:]) - 2 * _SIDE
        is_note = column == len(widths) - 1 and annex.alignments[column] == "left"
        size, lines = _sized(text, _face(row, is_note), room, at.NOTE_SIZES if is_note else (at.TABLE_SIZE,))
        if len(lines) > _MOST_LINES:
            lines = [*lines[: _MOST_LINES - 1], "…"]
        texts.append("\n".join(lines))
        sizes.append(size)
    return texts, sizes


def _sized(text: str, font: str, room: float, sizes: tuple[float, ...]) -> tuple[float, list[str]]:
    for size in sizes:
        if fonts.width(text, font, size) <= room:
            return size, [" ".join(text.split())]
    return sizes[min(1, len(sizes) - 1)], wrap(text, font, sizes[min(1, len(sizes) - 1)], room)


def _face(row: Row, is_note: bool) -> str:
    return fonts.REGULAR if is_note else _FACES.get(row.kind, fonts.REGULAR)


def _together(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """First and last place of rows that stay on one page: a heading and its first row, a row and what is «trong đó»."""
    first = 0
    for place, row in enumerate(rows):
        if row.kind != "sub" and not (place and rows[place - 1].kind == "group"):
            if first < place - 1:
                yield first, place - 1
            first = place
    if first < len(rows) - 1:
        yield first, len(rows) - 1


def _row_style(place: int, row: Row, sizes: list[float]) -> list[Command]:
    face = _FACES.get(row.kind, fonts.REGULAR)
    commands: list[Command] = []
    if face != fonts.REGULAR:
        commands.append(("FONTNAME", (0, place), (-1, place), face))
        commands.append(("FONTNAME", (-1, place), (-1, place), _face(row, is_note=True)))
    if row.kind == "sub":
        commands.append(("LEFTPADDING", (1, place), (1, place), _SIDE + _INDENT))
    if row.kind == "group":
        commands += [("SPAN", (1, place), (-1, place)), ("BACKGROUND", (0, place), (-1, place), _GROUP)]
    if sizes[-1] != at.TABLE_SIZE:
        commands.append(("FONTSIZE", (-1, place), (-1, place), sizes[-1]))
        commands.append(("LEADING", (-1, place), (-1, place), _pitch(sizes[-1])))
    return commands


def _pitch(size: float) -> float:
    return size * at.TABLE_PITCH / at.TABLE_SIZE


def _tall(cells: list[str], *pitches: float) -> float:
    """The height of a row; with one pitch all cells share it."""
    each = pitches * len(cells) if len(pitches) == 1 else pitches
    return max((text.count("\n") + 1) * pitch for text, pitch in zip(cells, each, strict=True)) + 2 * _EDGE - 0.8
