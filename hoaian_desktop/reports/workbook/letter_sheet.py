"""The first sheet: who reports to whom, number and date, the words, who signs; and what else the workbook holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hoaian_desktop.reports import fonts, wording
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.header_layouts import Piece, layout_of
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.letterhead import words_of
from hoaian_desktop.reports.lines import balanced, wrap
from hoaian_desktop.reports.signature import LABEL, recipient_texts
from hoaian_desktop.reports.workbook.look import Look, pitch, pixels

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from hoaian_desktop.report_content import ReportContent

_SHARE = 0.97
_SCALE = 94  # per cent: a page that Excel is told to fit takes no page break, so that there has to be room enough
_ROOM = MM * _SHARE * _SHARE  # points of text in each millimetre of a column
_WIDE = at.PORTRAIT.text_width * _ROOM
_PAGE = pixels(at.PORTRAIT.text_height * 100 / _SCALE) - 20  # a little less: printers differ
_AFTER = 4  # pixels below each row
_MOST_LINES = 20  # in one row: Excel's rows end at 546 pixels
_CENTRE: dict[str, Any] = {"align": "center", "text_wrap": True, "font_size": at.TEXT_SIZE}
_BODY: dict[str, Any] = {"align": "justify", "valign": "top", "text_wrap": True, "font_size": at.TEXT_SIZE}

_HEADING: dict[str, Any] = {"bold": True, "text_wrap": True, "font_size": at.TEXT_SIZE}

_Part = tuple[str, dict[str, Any]]


class _Sheet:
    """A sheet of two columns, those of the letter's heading, filled from the top."""

    def __init__(self, sheet: Worksheet, look: Look) -> None:
        self._sheet, self._look = sheet, look
        self.row = 0
        self._used = 0  # pixels of the page that is being filled
        self._together: list[tuple[int, int]] = []  # rows and heights of what goes with the row that comes next
        self._breaks: list[int] = []

    def beside(self, left: str, right: str, left_face: dict[str, Any], right_face: dict[str, Any]) -> None:
        """One row of the two columns, as high as the taller text."""
        tall = 0
        for column, (text, face, of) in enumerate(((left, left_face, at.ISSUER), (right, right_face, at.UNION))):
            tall = max(tall, _tall(text, face, of.width * _ROOM))
            self._look.write(self._sheet, self.row, column, text, **face)
        self._next(tall)

    def across(self, text: str, *, with_next: bool = False, **face: Any) -> None:
        """Lines over both columns; a very long text goes on in the next rows."""
        font = fonts.BOLD if face.get("bold") else fonts.REGULAR
        size = face.get("font_size", at.TABLE_SIZE)
        lines = wrap(text, font, size, _WIDE)
        for first in range(0, len(lines), _MOST_LINES):
            part = lines[first : first + _MOST_LINES]
            self._look.write_across(self._sheet, self.row, 1, " ".join(part), **face)
            self._next(len(part) * pitch(size), with_next=with_next)

    def signed(self, left: Sequence[_Part], right: Sequence[_Part]) -> None:
        """The foot of the letter in one row, which stays on one page."""
        tall = 0
        for column, (parts, of) in enumerate(((left, at.ISSUER), (right, at.UNION))):
            written = [(text, face) for text, face in parts if text]
            if written:
                self._look.write_parts(self._sheet, self.row, column, written)
            heights = (_tall(text.removesuffix("\n"), face, of.width * _ROOM) for text, face in written)
            tall = max(tall, sum(heights))
        self._next(tall)

    def link(self, name: str, words: str) -> None:
        """A row that leads to another sheet: its name, and what it is about."""
        self._sheet.write_url(
            self.row, 0, f"internal:'{name}'!A1", self._look.of(font_color="#1B4B82", underline=1), name
        )
        self._look.write(self._sheet, self.row, 1, words, text_wrap=True)
        self._next(_tall(words, {}, at.UNION.width * _ROOM))

    def gap(self, height: int) -> None:
        """Leave `height` pixels."""
        self._row(height)

    def _next(self, tall: int, *, with_next: bool = False) -> None:
        height = tall + _AFTER
        if self._used + height > _PAGE:
            self._used = sum(high for _, high in self._together)
            if self._together:
                self._breaks.append(self._together[0][0])
                self._sheet.set_h_pagebreaks(self._breaks)
        if not with_next:
            self._together.clear()
        self._row(height, with_next=with_next)

    def _row(self, height: int, *, with_next: bool = False) -> None:
        self._sheet.set_row_pixels(self.row, height)
        if with_next or self._together:
            self._together.append((self.row, height))
        self._used += height
        self.row += 1


def _tall(text: str, face: dict[str, Any], wide: float) -> int:
    """The height in pixels of a text whose lines are at most `wide` points."""
    size = face.get("font_size", at.TABLE_SIZE)
    return sum(len(wrap(line, fonts.BOLD, size, wide)) for line in text.split("\n")) * pitch(size)


def fill(sheet: Worksheet, look: Look, content: ReportContent, annexes: Sequence[str]) -> None:
    """Write the letter; `annexes` are the names of the sheets that follow."""
    for column, of in enumerate((at.ISSUER, at.UNION)):
        sheet.set_column_pixels(column, column, pixels(of.width * _SHARE))
    page = _Sheet(sheet, look)
    _heading(page, content)
    lines = wording.body(content)
    for place, line in enumerate(lines, start=1):
        # A heading goes with its text, the closing words with the signature.
        with_next = bool(line.level) or place == len(lines)
        page.across(line.text, with_next=with_next, **(_HEADING if line.level else _BODY))
    page.gap(10)
    _signature(page, content)
    page.gap(20)
    _about(page, content, annexes)
    sheet.print_area(0, 0, page.row - 1, 1)
    look.on_paper(sheet, at.PORTRAIT)
    sheet.set_print_scale(_SCALE)


def _face(piece: Piece | None) -> dict[str, Any]:
    if piece is None:
        return _CENTRE
    said = {"bold": piece.face == "bold", "italic": piece.face == "italic", "underline": int(piece.ruled)}
    return {**_CENTRE, **{name: value for name, value in said.items() if value}}


def _heading(page: _Sheet, content: ReportContent) -> None:
    bold = {**_CENTRE, "bold": True}
    layout = layout_of(content.heading.layout)
    # As on paper: the last of both columns stand level, the others from the top.
    beside = [*layout.right[:-1], *[None] * (len(layout.left) - len(layout.right)), layout.right[-1]]
    for pieces in zip(layout.left, beside, strict=True):
        left, right = (words_of(piece, content.heading, content.type_name) if piece else "" for piece in pieces)
        page.beside(left, right, _face(pieces[0]), _face(pieces[1]))
    page.gap(20)
    page.across(content.type_name, **{**bold, "font_size": at.TYPE_SIZE})
    for text in balanced(content.subject, fonts.BOLD, at.TEXT_SIZE, _WIDE * 0.88):
        page.across(text, **bold)
    page.across(at.DASHES, **_CENTRE)
    if content.addressee.strip():
        words = content.addressee
        page.across(words if words.startswith("Kính gửi") else f"Kính gửi: {words}", **_CENTRE)
    page.gap(8)


def _signature(page: _Sheet, content: ReportContent) -> None:
    """Nơi nhận on the left, who signs on the right, with room for the seal between title and name."""
    signature, listed = content.signature, recipient_texts(content.recipients)
    seal = "\n" * round(at.SEAL / 0.75 / pitch(at.TEXT_SIZE))
    bold = {**_CENTRE, "bold": True}
    signer = [(f"{signature.authority}\n", bold), (f"{signature.title}\n{seal}", _CENTRE), (signature.name, bold)]
    label = {"bold": True, "italic": True, "font_size": at.RECIPIENTS_LABEL}
    beside, below = listed[:_MOST_LINES], listed[_MOST_LINES:]
    small: dict[str, Any] = {"font_size": at.RECIPIENTS_SIZE}
    names = [(f"{LABEL}\n", label), ("\n".join(beside), small)] if beside else []
    page.signed(names, signer)
    for line in below:
        page.across(line, **small, text_wrap=True)


def _about(page: _Sheet, content: ReportContent, annexes: Sequence[str]) -> None:
    """What the file is: its code, whether it is a draft, and the sheets that follow."""
    plain: dict[str, Any] = {"text_wrap": True}
    page.beside("Mã báo cáo", content.code, plain, plain)
    page.beside("Tình trạng", wording.state_line(content) or "Bản đã chốt", plain, plain)
    for name, annex in zip(annexes, content.annexes, strict=True):
        page.link(name, annex.title)
