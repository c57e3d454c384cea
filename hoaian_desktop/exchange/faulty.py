"""The rows that were not taken in, as a workbook to repair: the sheets as they came, what is wrong in each cell."""

from __future__ import annotations

import datetime
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoaian_desktop.exchange import day_order
from hoaian_desktop.exchange import sheet_paper as paper
from hoaian_desktop.exchange.findings import Finding, Level, State
from hoaian_desktop.exchange.headers import SEARCHED_ROWS
from hoaian_desktop.exchange.mapping import SheetMap
from hoaian_desktop.exchange.workbook import Cell, Row, Sheet, is_blank, letters, text_of, words_of
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.names import clean
from hoaian_desktop.store import files

if TYPE_CHECKING:
    from hoaian_desktop.exchange.importing import Plan

REASON = "Lý do chưa nhập"  # the heading of our own column, which is passed over when the file comes back
AUTHOR = "Sổ chuyển đổi số"
TITLE = "Dòng chưa nhập"
_FIRST_YEAR = 1900  # of a true date in Excel
_LONGEST = 32_767  # signs in a cell
_MOST_COMMENTS = 5_000  # in one sheet: with many more, Excel hardly opens it; the reasons stand in our column too
_REASON_WIDTH = 46  # characters
_NARROW, _WIDE = 6, 24
_LOOKED_AT = 200  # rows, for the width of a column
_HIGHEST = 500  # pixels: a row that fills the screen cannot be scrolled past
_CELL = {**paper.FONT, "text_wrap": True}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NAME_LENGTH = 31


@dataclass(frozen=True)
class _Part:
    """The rejected rows of one sheet, by their number there, and the errors of each."""

    sheet: Sheet
    mapping: SheetMap
    rows: Sequence[int]
    errors: dict[int, list[Finding]]
    of_sheet: Sequence[Finding]
    month_first: Mapping[int, day_order.Doubt | None]  # columns, and why they were asked about

    @property
    def width(self) -> int:
        """How many columns are filled, ours not counted."""
        header = range(self.mapping.header.row, self.mapping.header.last + 1)
        return max(
            (at + 1 for row in (*header, *self.rows) for at, cell in enumerate(self.row(row)) if not is_blank(cell)),
            default=0,
        )

    def row(self, number: int) -> Row:
        return self.sheet.rows[number - 1]

    def cell(self, number: int, column: int) -> Cell:
        """A cell as it is meant: a date of a month-first column is written out, so that it cannot be turned again."""
        row = self.row(number)
        cell = row[column] if column < len(row) else ""
        if column not in self.month_first or is_blank(cell):
            return cell
        turned = day_order.month_first(cell, self.month_first[column])
        return show_date(_day(turned)) if isinstance(turned, datetime.date) else turned

    def heading(self, column: int) -> str:
        """What the column is called in a sentence."""
        texts = self.mapping.header.texts
        return (self.mapping.header.whole(column) if column < len(texts) else "") or f"Cột {letters(column)}"


def without_reasons(sheet: Sheet) -> Sheet:
    """The sheet without the column of reasons that `write` has added to it."""
    for at, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and clean(cell) == REASON:
                cut = [[*r[:column], "", *r[column + 1 :]] if column < len(r) else r for r in sheet.rows[at:]]
                return replace(sheet, rows=[*sheet.rows[:at], *cut])
    return sheet


def write(plan: Plan, path: Path) -> int:
    """Write the rejected rows of a plan to an .xlsx file, whole or not at all; returns how many there are.

    Each sheet has its headings, its rejected rows with what was typed over them, the faulty cells tinted and
    commented, and a last column with the reasons. Without a rejected row nothing is written. Raises BookError.
    """
    parts = tuple(_parts(plan))
    if parts:
        content = _content(parts)
        with files.replacing(path) as beside:
            beside.write_bytes(content)
    return sum(len(part.rows) for part in parts)


def _parts(plan: Plan) -> Iterator[_Part]:
    by_name = {sheet.name: sheet for sheet in plan.workbook.sheets}
    for result in plan.sheets:
        rows = sorted(row for row, state in result.rows.items() if state is State.REJECTED)
        if not rows:
            continue
        mapping, decision = plan.maps[result.sheet], plan.decisions.of(result.sheet)
        errors: dict[int, list[Finding]] = {row: [] for row in rows}
        of_sheet = []
        for found in plan.findings:
            if found.level is Level.ERROR and found.sheet == result.sheet:
                if found.row in errors:
                    errors[found.row].append(found)
                elif found.row <= mapping.header.last:
                    of_sheet.append(found)
        sheet = without_reasons(decision.edited(by_name[result.sheet]))
        doubts = day_order.doubts(sheet, mapping) if decision.month_first else {}
        month_first = {column: doubts.get(column) for column in decision.month_first}
        yield _Part(sheet, mapping, rows, errors, of_sheet, month_first)


def _content(parts: Sequence[_Part]) -> bytes:
    import xlsxwriter

    kept = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(kept, {"in_memory": True, **safe}) as book:
        book.set_properties({"author": AUTHOR, "title": TITLE})
        looks, taken = _Looks(book), set[str]()
        for part in parts:
            name = _name(part.sheet.name, taken)
            _write_part(book.add_worksheet(name), part, looks)
    return kept.getvalue()


def _name(name: str, taken: set[str]) -> str:
    """The sheet's name; what only other programs allow is left out."""
    plain = _NOT_IN_NAMES.sub(" ", name).strip(" '")[:_NAME_LENGTH].strip(" '") or "Trang"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        end = f" {number}"
        found = plain[: _NAME_LENGTH - len(end)] + end
    taken.add(found.casefold())
    return found


class _Looks:
    """The formats of one workbook, each made when it is first needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}
        head = {
            **paper.FONT,
            "bold": True,
            "align": "center",
            "text_wrap": True,
            "border": 1,
            "border_color": paper.EDGE,
        }
        self.head = book.add_format({**head, "bg_color": paper.THEIRS})
        self.head_wrong = book.add_format({**head, "bg_color": paper.FAULT})
        self.reason = book.add_format({**_CELL, "font_color": paper.FAULT_TEXT})

    def of(self, number_format: str, *, wrong: bool) -> Any:
        """A cell shown in a format, tinted if it is wrong."""
        key = number_format, wrong
        if key not in self._made:
            tint = {"bg_color": paper.FAULT, "border": 1, "border_color": paper.FAULT_EDGE} if wrong else {}
            self._made[key] = self._book.add_format({**_CELL, "num_format": number_format, **tint})
        return self._made[key]


def _write_part(page: Any, part: _Part, looks: _Looks) -> None:
    header, width = part.mapping.header, part.width
    places = {letters(at): at for at in range(width)}
    page.set_comments_author(AUTHOR)
    widths = _widths(part)
    _write_header(page, part, widths, looks)
    headings = header.last - header.row + 1
    comments = 0
    for at, number in enumerate(part.rows, headings):
        wrong: dict[int, list[str]] = {}
        for found in part.errors[number]:
            wrong.setdefault(places.get(found.column, width), []).append(found.message)
        for column in range(width):
            _write_cell(page, at, column, part.cell(number, column), looks, wrong=column in wrong)
            if column in wrong and comments < _MOST_COMMENTS:
                comments += 1
                _comment(page, at, column, "\n".join(dict.fromkeys(wrong[column])))
        reason = _reason(part, number, places)
        page.write_string(at, width, reason, looks.reason)
        _make_room(page, at, [*(words_of(part.cell(number, column)) for column in range(width)), reason], widths)
    for column, characters in enumerate(widths):
        page.set_column(column, column, characters)
    page.freeze_panes(headings, 0)
    paper.on_a4(page, sum(widths), title=f"{TITLE}: {part.sheet.name}", headings=headings)


def _widths(part: _Part) -> list[int]:
    """How many characters each column takes, our own too."""
    longest = [_NARROW] * part.width
    for number in part.rows[:_LOOKED_AT]:
        for column in range(part.width):
            longest[column] = max(longest[column], *map(len, words_of(part.cell(number, column)).split("\n")))
    return [*(min(_WIDE, length + 2) for length in longest), _REASON_WIDTH]


def _make_room(page: Any, at: int, texts: Sequence[str], widths: Sequence[int]) -> None:
    """Make a row as high as its longest text asks for: LibreOffice does not do it by itself."""
    lines = max(paper.lines_of(text, width) for text, width in zip(texts, widths, strict=True))
    page.set_row_pixels(at, min(_HIGHEST, lines * paper.LINE + paper.ROOM))


def _write_header(page: Any, part: _Part, widths: Sequence[int], looks: _Looks) -> None:
    header, width = part.mapping.header, part.width
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in part.sheet.merged:
        top, bottom, right = max(top, header.row), min(bottom, header.last), min(right, width - 1)
        cells = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if len(cells) > 1 and not cells & covered:  # a damaged file may have merged a cell twice
            covered |= cells
            text = _text(part.cell(top, left))
            page.merge_range(top - header.row, left, bottom - header.row, right, text, looks.head)
    for number in range(header.row, header.last + 1):
        alone = [column for column in range(width) if (number, column) not in covered]
        for column in alone:
            page.write_string(number - header.row, column, _text(part.cell(number, column)), looks.head)
        texts = [_text(part.cell(number, column)) for column in alone]
        _make_room(page, number - header.row, [*texts, REASON], [*(widths[column] for column in alone), widths[-1]])
    # In the first row only: merged downwards it could be taken for what makes the rows below it headings.
    page.write_string(0, width, REASON, looks.head)
    if part.of_sheet:
        page.write_string(0, 0, _text(part.cell(header.row, 0)), looks.head_wrong)
        _comment(page, 0, 0, "\n".join(found.message for found in part.of_sheet))


def _write_cell(page: Any, row: int, column: int, cell: Cell, looks: _Looks, *, wrong: bool) -> None:
    """A cell as it was: texts stay texts, with their zeros, also after somebody has typed in them."""
    if isinstance(cell, datetime.date) and cell.year < _FIRST_YEAR:
        cell = show_date(_day(cell))
    if isinstance(cell, float) and not math.isfinite(cell):
        cell = str(cell)
    if is_blank(cell):
        if wrong:
            page.write_blank(row, column, None, looks.of("@", wrong=True))
    elif isinstance(cell, str):
        page.write_string(row, column, _text(cell), looks.of("@", wrong=wrong))
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell, looks.of("General", wrong=wrong))
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell, looks.of("0" if abs(cell) >= 1e9 else "General", wrong=wrong))
    else:
        page.write_datetime(row, column, cell, looks.of(_format(cell), wrong=wrong))


def _format(cell: Cell) -> str:
    if isinstance(cell, datetime.datetime) and cell.time() != datetime.time():
        return "dd/mm/yyyy hh:mm"
    if isinstance(cell, datetime.date):
        return "dd/mm/yyyy"
    return "hh:mm:ss" if isinstance(cell, datetime.time) else "[h]:mm:ss"


def _reason(part: _Part, number: int, places: Mapping[str, int]) -> str:
    said = [
        f"{part.heading(places[found.column])}: {found.message}" if found.column in places else found.message
        for found in part.errors[number]
    ] or [found.message for found in part.of_sheet]
    return "\n".join(dict.fromkeys(said))[:_LONGEST]


def _comment(page: Any, row: int, column: int, words: str) -> None:
    lines = sum(-(-len(line) // 40) for line in words.split("\n"))
    about = {"author": AUTHOR, "font_size": 9, "width": 260, "height": 22 + 15 * lines}
    page.write_comment(row, column, words[:_LONGEST], about)


def _text(cell: Cell) -> str:
    return text_of(cell)[:_LONGEST]


def _day(cell: datetime.date) -> datetime.date:
    return cell.date() if isinstance(cell, datetime.datetime) else cell
