"""How the sheets of a report look: the paper's face and greys, one format for each kind of cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hoaian_desktop.exchange.guard import is_dangerous
from hoaian_desktop.exchange.sheet_paper import FONT
from hoaian_desktop.reports import layout as at

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from hoaian_desktop.reports.layout import Sheet

HEAD, GROUP, EDGE = "#ECEEF1", "#F6F7FA", "#000000"
LINE, ROOM = 21, 2  # pixels at 12 points; a capital with two marks («Ễ») stands higher than its line
LONGEST = 32_000  # letters in one cell; Excel takes a few more

_A4 = 9
_MM = 25.4  # in an inch: margins are inches here
_PIXELS = 96 / _MM


class Look:
    """The formats of one workbook, each made once, and what stands at the foot of its pages."""

    def __init__(self, book: Workbook, foot: str) -> None:
        self._book, self._foot = book, foot
        self._made: dict[frozenset[tuple[str, Any]], Format] = {}

    def of(self, **properties: Any) -> Format:
        """The format with these properties of xlsxwriter over the paper's own face."""
        key = frozenset(properties.items())
        if key not in self._made:
            self._made[key] = self._book.add_format({**FONT, "font_size": at.TABLE_SIZE, **properties})
        return self._made[key]

    def write(self, sheet: Worksheet, row: int, column: int, text: str, **properties: Any) -> None:
        """A text that stays one, whatever it begins with."""
        form = self._of_text(text, properties)
        if text:
            sheet.write_string(row, column, text[:LONGEST], form)
        else:
            sheet.write_blank(row, column, None, form)

    def write_across(self, sheet: Worksheet, row: int, last: int, text: str, **properties: Any) -> None:
        """A text over the columns from the first to `last`."""
        if last:
            sheet.merge_range(row, 0, row, last, "", self._of_text(text, properties))
        self.write(sheet, row, 0, text, **properties)

    def write_parts(self, sheet: Worksheet, row: int, column: int, parts: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Lines of several faces in one cell, two at the least; no page break can part them."""
        pieces: list[Any] = []
        for text, face in parts:
            pieces += [self.of(**face), text]
        sheet.write_rich_string(row, column, *pieces, self.of(**{**parts[0][1], "text_wrap": True, "valign": "top"}))

    def _of_text(self, text: str, properties: dict[str, Any]) -> Format:
        # Excel leaves what is quoted a text also after somebody has typed in its cell.
        return self.of(**properties, **({"quote_prefix": True} if is_dangerous(text) else {}))

    def on_paper(self, sheet: Worksheet, paper: Sheet) -> None:
        """A4 with the margins of the guide, numbered, with what the report is below."""
        sheet.set_paper(_A4)
        if paper.width > paper.height:
            sheet.set_landscape()
        sheet.set_margins(
            left=paper.left / _MM, right=paper.right / _MM, top=paper.top / _MM, bottom=paper.bottom / _MM
        )
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        font = '&"Times New Roman,Regular"&8'
        sheet.set_footer(f"&L{font}{self._foot[:150].replace('&', '&&')}&R{font} &P/&N")


def pixels(millimetres: float) -> int:
    """A column's width on screen; printed it has its millimetres, so that a page need not be made smaller."""
    return int(millimetres * _PIXELS)


def pitch(size: float) -> int:
    """The height of a line at this size, in pixels."""
    return round(size * LINE / at.TABLE_SIZE)
