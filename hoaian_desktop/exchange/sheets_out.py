"""What a sheet of ours looks like, on screen and on A4; lists that go out and templates look the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from hoaian_desktop.exchange import cells_out
from hoaian_desktop.exchange.guard import SIGNS, is_dangerous
from hoaian_desktop.exchange.outgoing import Part
from hoaian_desktop.exchange.sheet_paper import EDGE, FONT, HEADING, HEADING_TEXT, LINE, NEEDED, ROOM, lines_of, on_a4
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules.dates import show_date

DATE, COUNT, TEXT = "dd/mm/yyyy", "#,##0", "@"

_HEAD = {
    **FONT, "bold": True, "font_color": HEADING_TEXT, "bg_color": HEADING, "text_wrap": True,
    "border": 1, "border_color": EDGE,
}  # fmt: skip
_NARROW, _WIDE = 7, 44  # characters
_ARROW = 3  # the button of the filter stands beside the heading
_LONG = (Kind.NOTE, Kind.TEXT, Kind.REFERENCE, Kind.REFERENCES, Kind.INDICATOR)
_AS_TEXT = (Kind.PHONE, Kind.PERSONAL_NUMBER, Kind.PARTIAL_DATE)

Write = Callable[[int, int, Any], object]


def new_workbook(path: Any, *, title: str, company: str, constant_memory: bool = True) -> Workbook:
    """An empty workbook in which no text ever becomes a formula, a link or a number."""
    made = xlsxwriter.Workbook(
        path,
        {
            "constant_memory": constant_memory,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    made.set_properties({"title": title, "company": company})
    return made


@contextmanager
def closed_or_left(book: Workbook) -> Iterator[Workbook]:
    """Close the workbook, which writes it; where its rows could not be written, it is not packed either."""
    try:
        yield book
    except BaseException:
        for sheet in book.worksheets():
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()
        book.fileclosed = True  # else it complains when it is collected
        raise
    try:
        book.close()
    except XlsxFileError as error:
        raise (error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError()) from error


class Look:
    """The formats of one workbook, and how sheets in it are set up."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.head = book.add_format(_HEAD)
        self.needed = book.add_format({**_HEAD, "bg_color": NEEDED})
        self.plain = book.add_format(FONT)
        self.long = book.add_format({**FONT, "text_wrap": True})
        self.date = book.add_format({**FONT, "num_format": DATE, "align": "center"})
        self.count = book.add_format({**FONT, "num_format": COUNT})
        self.text = book.add_format({**FONT, "num_format": TEXT})
        self.year = book.add_format({**FONT, "num_format": "0", "align": "center"})
        self.part = book.add_format({**FONT, "num_format": TEXT, "align": "center"})
        # Excel shows such a text as it is, and leaves it a text also after somebody has typed in its cell.
        self._tall: dict[int, int] = {}  # the row being written, and its lines where it has several
        self.quoted = book.add_format({**FONT, "text_wrap": True, "quote_prefix": True})

    def of(self, field: Field) -> Format:
        """How cells of a field look, typed ones too."""
        if field.kind in _AS_TEXT:
            return self.part if field.kind is Kind.PARTIAL_DATE else self.text
        by_kind = {Kind.DATE: self.date, Kind.COUNT: self.count}
        return by_kind.get(field.kind, self.long if field.kind in _LONG else self.plain)

    def begin(
        self, sheet: Worksheet, columns: Sequence[Field], widths: Sequence[int], *, title: str, office: str,
        day: str = "", needed: Iterable[str] = (), hints: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Headings that stay in sight, and the page it is printed on: A4, the headings on every page, its number."""
        required = frozenset(needed)
        tall = max(-(-(len(field.label) + _ARROW) // width) for field, width in zip(columns, widths, strict=True))
        sheet.set_default_row((LINE + ROOM) * 0.75)
        sheet.set_row_pixels(0, tall * LINE + 8)
        for at, (field, width) in enumerate(zip(columns, widths, strict=True)):
            sheet.set_column(at, at, width, self.of(field))
            sheet.write_string(0, at, field.label, self.needed if field.name in required else self.head)
            if hint := (hints or {}).get(field.name):
                sheet.write_comment(0, at, hint, {"x_scale": 1.8, "font_size": 9})
        sheet.freeze_panes(1, 0)
        on_a4(sheet, sum(widths), title=title, office=office, day=day)

    def finish(self, sheet: Worksheet, columns: Sequence[Field], rows: int) -> None:
        """The filters, once it is known how far the rows go; numbers as text are meant to be text."""
        last = max(rows, 1)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        if spots := [xl_range(1, at, last, at) for at, field in enumerate(columns) if field.kind in _AS_TEXT]:
            sheet.ignore_errors({"number_stored_as_text": " ".join(spots), "two_digit_text_year": " ".join(spots)})

    def writers(self, sheet: Worksheet, part: Part, widths: Sequence[int], *, masked: bool) -> list[Write]:
        """For each column what puts a value that is there into a cell."""
        return [
            self._writer(sheet, column.field, width, masked=masked)
            for column, width in zip(part.columns, widths, strict=True)
        ]

    def _writer(self, sheet: Worksheet, field: Field, width: int, *, masked: bool) -> Write:
        if field.kind is Kind.COUNT:
            number = sheet.write_number
            return lambda row, at, value: number(row, at, value, self.count)
        if field.kind is Kind.DATE:
            return partial(self._date, sheet)
        if field.kind is Kind.PARTIAL_DATE:
            return partial(self._partial_date, sheet, {})
        return self._text(sheet, cells_out.text_of(field, masked=masked), self.of(field), width)

    def _text(self, sheet: Worksheet, text_of: cells_out.Text, usual: Format, width: int) -> Write:
        string, quoted, wraps = sheet.write_string, self.quoted, usual is self.long
        tall = self._tall

        def write(row: int, at: int, value: Any) -> None:
            text = value if text_of is str else text_of(value)
            string(row, at, text, quoted if text[0] in SIGNS and is_dangerous(text) else usual)
            if wraps and (len(text) > width or "\n" in text) and (lines := lines_of(text, width)) > tall.get(row, 1):
                tall.clear()
                tall[row] = lines
                # LibreOffice gives it no room by itself. Rows are written when the next one is begun.
                sheet.set_row_pixels(row, lines * LINE + ROOM)

        return write

    def _date(self, sheet: Worksheet, row: int, at: int, value: Any) -> None:
        number = cells_out.day_number(value)
        if number is None:
            sheet.write_string(row, at, show_date(value), self.part)
        else:
            sheet.write_number(row, at, number, self.date)

    def _partial_date(self, sheet: Worksheet, known: dict[str, Any], row: int, at: int, iso: str) -> None:
        value = known.get(iso)
        if value is None:
            value = known[iso] = cells_out.partial_date(iso)
        if isinstance(value, str):
            sheet.write_string(row, at, value, self.part)
        elif isinstance(value, int):
            sheet.write_number(row, at, value, self.year)
        else:
            self._date(sheet, row, at, value)


def widths(columns: Sequence[Field], texts: Iterable[Sequence[str]]) -> list[int]:
    """How many characters each column takes: its heading in two lines, and what stands in the first rows."""
    found = [max(_NARROW, _heading(field)) for field in columns]
    for row in texts:
        for at, text in enumerate(row):
            found[at] = max(found[at], max(map(len, text.split("\n"))))
    return [min(_WIDE, width + 1) for width in found]


def _heading(field: Field) -> int:
    longest = max(map(len, field.label.split()))
    return max(longest, -(-len(field.label) // 2) + 1) + _ARROW
