"""A Biểu in Word: a table of real widths whose head is on every page and whose rows are never cut."""

from __future__ import annotations

from collections.abc import Iterator

from hoaian_desktop.report_content import Annex, ReportContent, Row
from hoaian_desktop.reports import fonts, word_styles
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.word_xml import Cell, Set, columns, paragraph, row, run, table
from hoaian_desktop.reports.wording import attached_to

HEAD, GROUP = "ECEEF1", "F6F7FA"
_SIDE, _EDGE, _INDENT = 1.2 * MM, 1.0, 3 * MM
_SMALLEST = 7.0
_BOLD = frozenset(("group", "total"))


def annex(table_of: Annex, content: ReportContent) -> Iterator[str]:
    """The annex's blocks: title, table, footnotes."""
    yield paragraph(run(f"{table_of.code}\n{table_of.title}"), Set(word_styles.ANNEX))
    source = Set(word_styles.CENTRED, after=6, line=17, with_next=True)
    yield paragraph(run(attached_to(content), italic=True), source)
    yield table(_rows(table_of), columns(table_of.widths), ruled=True, side=_SIDE, edge=_EDGE)
    for number, note in enumerate(table_of.notes, start=1):
        yield paragraph(run(f"({number}) {note}"), Set(word_styles.NOTE))


def _rows(annex: Annex) -> Iterator[str]:
    widths = columns(annex.widths)
    head = Set(word_styles.COLUMN_HEAD)
    yield row(
        (Cell(paragraph(run(text), head), ground=HEAD, middle=True) for text in annex.columns), widths, heads=True
    )
    places = (paragraph(_place(number), Set(word_styles.CELL, align="center")) for number in range(1, len(widths) + 1))
    yield row((Cell(place, middle=True) for place in places), widths, heads=True)
    after = [*annex.rows[1:], Row("", ())]
    for each, following in zip(annex.rows, after, strict=True):
        # A heading stays with its first row, a row with what is «trong đó».
        with_next = each.kind == "group" or following.kind == "sub"
        yield row(_cells(each, annex, with_next=with_next), widths)


def _place(number: int) -> str:
    return run(f"({number})", italic=True, size=10)


def _cells(row: Row, annex: Annex, *, with_next: bool) -> Iterator[Cell]:
    marks = dict(row.marks)
    ground = GROUP if row.kind == "group" else ""
    last = len(annex.widths) - 1
    for column, text in enumerate(row.cells[: last + 1]):
        if row.kind == "group" and column > 1:
            return
        is_note = column == last and annex.alignments[column] == "left"
        indent = _INDENT if row.kind == "sub" and column == 1 else 0
        form = Set(word_styles.CELL, align=annex.alignments[column], left=indent, with_next=with_next)
        face = "" if is_note else row.kind
        size = _note_size(text, annex.widths[column]) if is_note else _figure_size(text, annex, column)
        runs = run(" ".join(text.split()), bold=face in _BOLD, italic=face == "sub", size=size)
        if column in marks:
            runs += run(f" ({marks[column]})", bold=face in _BOLD, raised=True)
        over = last if row.kind == "group" and column == 1 else 1
        yield Cell(paragraph(runs, form), over=over, ground=ground, middle=True)


def _figure_size(text: str, annex: Annex, column: int) -> float | None:
    """The size in which a long figure is not broken; None for what fits and for words, which may be broken."""
    room = annex.widths[column] * MM - 2 * _SIDE
    if column >= len(annex.kinds) or annex.kinds[column] == "text":
        return None
    if fonts.width(text, fonts.BOLD, at.TABLE_SIZE) <= room:
        return None
    return max(_SMALLEST, int(at.TABLE_SIZE * 2 * room / fonts.width(text, fonts.BOLD, at.TABLE_SIZE)) / 2)


def _note_size(text: str, wide: float) -> float:
    """The largest size in which the note is one line, else a small one in several."""
    room = wide * MM - 2 * _SIDE
    needed = fonts.width(text, fonts.REGULAR, 1)  # at one point
    return next((size for size in at.NOTE_SIZES if size * needed <= room), at.NOTE_SIZES[1])
