"""A Biểu as a sheet: the paper's table, with numbers that are numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range

from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.lines import balanced, wrap
from hoaian_desktop.reports.wording import attached_to
from hoaian_desktop.reports.workbook.look import EDGE, GROUP, HEAD, LINE, ROOM, Look, pitch, pixels
from hoaian_desktop.reports.workbook.values import number_in

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from hoaian_desktop.report_content import Annex, ReportContent, Row

_TALLEST = 546  # pixels: no row of Excel is higher
_SIDE = 1.6 * MM
_BOX = {"border": 1, "border_color": EDGE}
_FACES: dict[str, dict[str, Any]] = {
    "group": {"bold": True, "bg_color": GROUP},
    "sub": {"italic": True},
    "total": {"bold": True},
}


def fill(sheet: Worksheet, look: Look, annex: Annex, content: ReportContent) -> None:
    """Title, table and footnotes; the head stays in sight and is printed on every page."""
    last = len(annex.widths) - 1
    for column, wide in enumerate(annex.widths):
        sheet.set_column_pixels(column, column, pixels(wide))
    head = _title(sheet, look, annex, content, last)
    _head(sheet, look, annex, head)
    place = head + 2
    for each in annex.rows:
        _row(sheet, look, annex, each, place)
        place += 1
    _notes(sheet, look, annex, place, last)
    sheet.freeze_panes(head + 2, 0)
    sheet.repeat_rows(head, head + 1)
    sheet.ignore_errors({"number_stored_as_text": xl_range(head, 0, place, last)})  # «1.1» is the name of a line
    sheet.print_area(0, 0, max(place + len(annex.notes), head + 2) - 1, last)
    look.on_paper(sheet, at.LANDSCAPE)
    sheet.fit_to_pages(1, 0)


def _title(sheet: Worksheet, look: Look, annex: Annex, content: ReportContent, last: int) -> int:
    """The lines above the table; returns the row of the table's head."""
    wide = sum(annex.widths) * MM * 0.97
    middle = {"align": "center", "text_wrap": True, "font_size": at.TEXT_SIZE}
    lines = (
        (annex.code, fonts.BOLD, {"bold": True}),
        (annex.title, fonts.BOLD, {"bold": True}),
        (attached_to(content), fonts.ITALIC, {"italic": True}),
    )
    for row, (text, font, face) in enumerate(lines):
        broken = balanced(text, font, at.TEXT_SIZE, wide) if fonts.width(text, font, at.TEXT_SIZE) > wide else [text]
        sheet.set_row_pixels(row, _tall(len(broken), LINE + 4))
        look.write_across(sheet, row, last, "\n".join(broken), **middle, **face)
    return len(lines)


def _head(sheet: Worksheet, look: Look, annex: Annex, row: int) -> None:
    many = 1
    for column, (text, wide) in enumerate(zip(annex.columns, annex.widths, strict=True)):
        lines = balanced(text, fonts.BOLD, at.TABLE_SIZE, wide * MM - _SIDE)
        many = max(many, len(lines))
        face = {"bold": True, "bg_color": HEAD, "align": "center", "text_wrap": True}
        look.write(sheet, row, column, "\n".join(lines), **_BOX, **face)
        look.write(sheet, row + 1, column, f"({column + 1})", **_BOX, italic=True, font_size=10, align="center")
    sheet.set_row_pixels(row, _tall(many) + ROOM)


def _row(sheet: Worksheet, look: Look, annex: Annex, row: Row, place: int) -> None:
    """One line of the Biểu, as high as its longest cell."""
    last = len(annex.widths) - 1
    tall = LINE
    if row.kind == "group" and last > 1:
        sheet.merge_range(place, 1, place, last, "", look.of(**_BOX, **_FACES["group"]))
    for column, text in enumerate(row.cells[: 2 if row.kind == "group" else last + 1]):
        form = _form(annex, row, column)
        kind = annex.kinds[column] if column < len(annex.kinds) else "text"
        mark = next((f'" ({number})"' for at_column, number in row.marks if at_column == column), "")
        if (number := number_in(text, kind)) is not None:
            sheet.write_number(
                place, column, number.value, look.of(**form, num_format=number.form + mark, shrink=True)
            )  # never «###»
            continue
        wide = sum(annex.widths[1:]) if row.kind == "group" and column else annex.widths[column]
        size = form.get("font_size", at.TABLE_SIZE)
        tall = max(tall, _line_count(text, size, wide * MM - _SIDE) * pitch(size))
        look.write(sheet, place, column, " ".join(text.split()), **form, text_wrap=True, num_format=f"@{mark}")
    sheet.set_row_pixels(place, min(_TALLEST, tall + ROOM))


def _line_count(text: str, size: float, room: float) -> int:
    # Nearly every cell is one line: measuring it whole spares breaking it.
    return 1 if fonts.width(text, fonts.REGULAR, size) <= room else len(wrap(text, fonts.REGULAR, size, room))


def _form(annex: Annex, row: Row, column: int) -> dict[str, Any]:
    """How a cell is set: as on paper, notes small and upright."""
    align = annex.alignments[column]
    if column == len(annex.widths) - 1 and align == "left":
        return {**_BOX, "align": align, "font_size": at.NOTE_SIZES[1]}
    form = {**_BOX, **_FACES.get(row.kind, {}), "align": align}
    return {**form, "indent": 1} if row.kind == "sub" and column == 1 else form


def _notes(sheet: Worksheet, look: Look, annex: Annex, place: int, last: int) -> None:
    wide = sum(annex.widths) * MM * 0.97
    for number, note in enumerate(annex.notes, start=1):
        text = f"({number}) {note}"
        sheet.set_row_pixels(place, _tall(len(wrap(text, fonts.REGULAR, 11, wide)), LINE - 2))
        look.write_across(sheet, place, last, text, font_size=11, text_wrap=True)
        place += 1


def _tall(lines: int, line: int = LINE) -> int:
    return min(_TALLEST, lines * line + ROOM)
