"""The letter in Word: heading, title, body and signature, set like the PDF and still to be edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hoaian_desktop.report_content import Heading, ReportContent, Signature
from hoaian_desktop.reports import fonts, word_styles
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.header_layouts import Piece, layout_of
from hoaian_desktop.reports.layout import MM, Column
from hoaian_desktop.reports.letterhead import fitted_pieces
from hoaian_desktop.reports.lines import Fitted, balanced, wrap
from hoaian_desktop.reports.signature import LABEL, recipient_texts
from hoaian_desktop.reports.word_xml import Cell, Set, columns, paragraph, row, run, table
from hoaian_desktop.reports.wording import BodyLine, body

_WIDTHS = columns((at.ISSUER.width, at.UNION.width))
_LINE = Set(word_styles.CENTRED)
_GAP = 8.0
_BODY_WIDTH = at.PORTRAIT.text_width * MM


def letter(content: ReportContent) -> Iterator[str]:
    """The letter's blocks, from the heading to the signature."""
    yield _heading(content.heading, content.type_name)
    yield from _title(content.type_name, content.subject, content.addressee)
    yield from _body(body(content))
    yield _signature(content.signature, content.recipients[: at.MOST_RECIPIENTS], len(content.recipients))
    for line in recipient_texts(content.recipients)[at.MOST_RECIPIENTS :]:
        yield paragraph(run(line), Set(word_styles.RECIPIENT))


def _heading(heading: Heading, type_name: str) -> str:
    """Two columns without edges: names above, number and date level with one another below."""
    layout = layout_of(heading.layout)
    left = _set(layout.left, heading, type_name, at.ISSUER)
    right = _set(layout.right, heading, type_name, at.UNION)
    rows = (("".join(left[:-1]), "".join(right[:-1]) or paragraph("", _LINE)), (left[-1], right[-1]))
    return table([row(map(Cell, each), _WIDTHS) for each in rows], _WIDTHS, ruled=False)


def _set(pieces: Sequence[Piece], heading: Heading, type_name: str, column: Column) -> list[str]:
    """The paragraphs of a column's pieces, shrunk together where they share their size."""
    return [
        _line(fitted, piece) + (_rule(fitted.lines[-1]) if piece.ruled else "")
        for piece, fitted in fitted_pieces(pieces, heading, type_name, column)
    ]


def _line(fitted: Fitted, piece: Piece) -> str:
    size = None if fitted.size == at.TEXT_SIZE else fitted.size
    words = run("\n".join(fitted.lines), bold=piece.face == "bold", italic=piece.face == "italic", size=size)
    return paragraph(words, _LINE)


def _rule(name: str) -> str:
    """A line as long as the Union's name: the edge of a paragraph of no height, drawn in from both sides."""
    beside = (at.UNION.width * MM - fonts.width(name, fonts.BOLD, at.UNION_SIZE)) / 2
    form = Set(word_styles.CENTRED, before=1.5, line=3, left=beside, right=beside, rule_above=True)
    return paragraph(run("", size=2), form)


def _title(type_name: str, subject: str, addressee: str) -> Iterator[str]:
    wide = at.PORTRAIT.text_width * MM
    yield paragraph(run(type_name), Set(word_styles.TITLE))
    lines = balanced(subject, fonts.BOLD, at.TEXT_SIZE, wide * 0.88)
    yield paragraph(run("\n".join(lines)), Set(word_styles.SUBJECT))
    dashes = Set(word_styles.CENTRED, after=at.AFTER / 2, line=at.TEXT_LEADING * 0.8)
    yield paragraph(run(at.DASHES), dashes)
    if addressee.strip():
        words = addressee if addressee.startswith("Kính gửi") else f"Kính gửi: {addressee}"
        lines = balanced(words, fonts.REGULAR, at.TEXT_SIZE, wide * 0.9)
        form = Set(word_styles.CENTRED, after=at.AFTER + 3, line=at.TEXT_LEADING)
        yield paragraph(run("\n".join(lines)), form)


def _body(lines: Sequence[BodyLine]) -> Iterator[str]:
    ending = _ending_begins(lines)
    for place, line in enumerate(lines):
        style = word_styles.HEADINGS[min(line.level, 2) - 1] if line.level else word_styles.BODY
        yield paragraph(run(" ".join(line.text.split())), Set(style, with_next=place >= ending))


def _ending_begins(lines: Sequence[BodyLine]) -> int:
    """Where the stretch begins that stays with the signature: two lines of text at the least."""
    start, many = len(lines), 0
    while start and many < 2:
        start -= 1
        if not lines[start].level:
            many += len(wrap(lines[start].text, fonts.REGULAR, at.TEXT_SIZE, _BODY_WIDTH))
    return start


def _signature(signature: Signature, recipients: Sequence[str], many: int) -> str:
    listed = recipient_texts(recipients)
    if listed and many > len(recipients):
        listed[-1] = f"{listed[-1].removesuffix('.')};"  # the list goes on below
    left = paragraph(run(LABEL, bold=True, italic=True, size=at.RECIPIENTS_LABEL), Set(word_styles.NORMAL, before=_GAP))
    left += "".join(paragraph(run(line), Set(word_styles.RECIPIENT)) for line in listed)
    right = paragraph(run(signature.authority, bold=True), Set(word_styles.CENTRED, before=_GAP))
    right += paragraph(run(signature.title), _LINE)
    right += paragraph(run(signature.name, bold=True), Set(word_styles.CENTRED, before=at.SEAL))
    cells = (Cell(left if listed else paragraph("", _LINE)), Cell(right))
    return table([row(cells, _WIDTHS)], _WIDTHS, ruled=False)
