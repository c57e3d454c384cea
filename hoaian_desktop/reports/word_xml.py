"""Runs, paragraphs and tables of a Word document as XML text: parsed once, far quicker than an object for each cell.

Lengths are points here and twentieths of a point in the file; the user's text is escaped and never markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from xml.sax.saxutils import escape

from hoaian_desktop.reports.layout import MM

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def twips(points: float) -> int:
    """Points as Word counts lengths."""
    return round(points * 20)


def run(text: str, *, bold: bool = False, italic: bool = False, size: float | None = None, raised: bool = False) -> str:
    """A stretch of text in one face; `size` in points where it is not the style's, line ends become breaks."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{_face(bold, italic, size, raised)}{lines}</w:r>"


@cache
def _face(bold: bool, italic: bool, size: float | None, raised: bool) -> str:
    marks = "<w:b/>" * bold + "<w:i/>" * italic
    marks += "" if size is None else f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    marks += '<w:vertAlign w:val="superscript"/>' * raised
    return f"<w:rPr>{marks}</w:rPr>" if marks else ""


@dataclass(frozen=True)
class Set:
    """How one paragraph is set where it differs from its style; lengths in points."""

    style: str
    align: str = ""  # left, center, right, both
    before: float | None = None
    after: float | None = None
    line: float | None = None  # the pitch, at least
    left: float = 0
    right: float = 0
    with_next: bool = False
    rule_above: bool = False


def paragraph(runs: str, form: Set, section: str = "") -> str:
    """A paragraph of runs; `section` are the properties of the section that ends with it."""
    return f"<w:p>{_properties(form, section)}{runs}</w:p>"


@cache
def _properties(form: Set, section: str) -> str:
    parts = [f'<w:pStyle w:val="{form.style}"/>']
    if form.with_next:
        parts.append("<w:keepNext/>")
    if form.rule_above:
        parts.append('<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>')
    spacing = ""
    if form.before is not None:
        spacing += f' w:before="{twips(form.before)}"'
    if form.after is not None:
        spacing += f' w:after="{twips(form.after)}"'
    if form.line is not None:
        spacing += f' w:line="{twips(form.line)}" w:lineRule="atLeast"'
    if spacing:
        parts.append(f"<w:spacing{spacing}/>")
    if form.left or form.right:
        parts.append(f'<w:ind w:left="{twips(form.left)}" w:right="{twips(form.right)}"/>')
    if form.align:
        parts.append(f'<w:jc w:val="{form.align}"/>')
    return f"<w:pPr>{''.join(parts)}{section}</w:pPr>"


def nothing(section: str = "") -> str:
    """The paragraph that has to follow a table, as low as can be."""
    low = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>'
    return f"<w:p><w:pPr>{low}{section}</w:pPr></w:p>"


@dataclass(frozen=True)
class Cell:
    """One cell: its paragraphs, over how many columns it goes, and its ground (RRGGBB)."""

    inside: str
    over: int = 1
    ground: str = ""
    middle: bool = False


def row(cells: Iterable[Cell], widths: Sequence[int], *, heads: bool = False) -> str:
    """A row that is never cut; `widths` are those of the columns in twips, `heads` repeats it on every page."""
    made, at = [], 0
    for cell in cells:
        wide = sum(widths[at : at + cell.over])
        at += cell.over
        made.append(f"<w:tc>{_cell(wide, cell.over, cell.ground, cell.middle)}{cell.inside}</w:tc>")
    repeat = "<w:tblHeader/>" if heads else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(made)}</w:tr>"


@cache
def _cell(wide: int, over: int, ground: str, middle: bool) -> str:
    parts = f'<w:tcW w:w="{wide}" w:type="dxa"/>'
    parts += f'<w:gridSpan w:val="{over}"/>' if over > 1 else ""
    parts += f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
    parts += '<w:vAlign w:val="center"/>' if middle else ""
    return f"<w:tcPr>{parts}</w:tcPr>"


def table(rows: Iterable[str], widths: Sequence[int], *, ruled: bool, side: float = 0, edge: float = 0) -> str:
    """A table whose columns are as wide as said, in twips; `side` and `edge` are a cell's margins in points."""
    borders = "".join(
        f'<w:{name} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for name in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{name} w:w="{twips(wide)}" w:type="dxa"/>'
        for name, wide in (("top", edge), ("left", side), ("bottom", edge), ("right", side))
    )
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f"{f'<w:tblBorders>{borders}</w:tblBorders>' if ruled else ''}"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def columns(millimetres: Sequence[float]) -> list[int]:
    """The columns' widths in twips; they add up to what the millimetres add up to."""
    edges, so_far = [0], 0.0
    for wide in millimetres:
        so_far += wide
        edges.append(twips(so_far * MM))
    return [stop - start for start, stop in pairwise(edges)]
