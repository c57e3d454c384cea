"""What every workbook of ours has in common: its letters, its few colours, and the page it is printed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FONT: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
EDGE = "#B4C9E2"
HEADING, HEADING_TEXT, NEEDED = "#1B4B82", "#FFFFFF", "#7A4A00"
THEIRS = "#E4EDF7"  # headings that came with somebody's file
FAULT, FAULT_EDGE, FAULT_TEXT = "#FBE7E5", "#E3A7A2", "#A3231B"

LINE, ROOM = 20, 4  # pixels; a capital with two marks («Ễ») stands higher than the line it is on
_A4 = 9
_UPRIGHT, _TURNED = 100, 230  # characters that are still legible side by side on one page


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column: words are not torn apart, so that a little room is lost in each."""
    return sum(max(1, -(-len(line) // max(1, width - 3))) for line in text.split("\n"))


def on_a4(sheet: Worksheet, width: int, *, title: str, office: str = "", day: str = "", headings: int = 1) -> None:
    """How a sheet is printed: columns of `width` characters side by side, the rows of headings on every page."""
    sheet.set_paper(_A4)
    if width > _UPRIGHT:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.4, top=0.75, bottom=0.6)
    sheet.hide_gridlines(0)  # so they are printed too
    sheet.repeat_rows(0, headings - 1)
    sheet.fit_to_pages(-(-width // _TURNED), 0)
    sheet.set_header(f"&L&9 {_plain(office)}&C&12&B{_plain(title)}&R&9 {_plain(day)}")
    sheet.set_footer("&R&9Trang &P/&N")


def _plain(text: str) -> str:
    return text.replace("&", "&&")
