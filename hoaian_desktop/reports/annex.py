"""A table on landscape pages of its own: title, column numbers, rows that are never cut, a header on every page."""

from __future__ import annotations

from reportlab.platypus import Flowable

from hoaian_desktop.report_content import Annex, ReportContent
from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.fast_table import FastTable
from hoaian_desktop.reports.flowables import CentredLines, Line
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.lines import balanced
from hoaian_desktop.reports.wording import attached_to


def story(annex: Annex, content: ReportContent, name: str) -> list[Flowable]:
    """The annex as flowables; `name` is its bookmark."""
    return [_title(annex, content, name), *table(annex)]


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


def table(annex: Annex) -> list[Flowable]:
    """The table alone, with its footnotes below."""
    return FastTable.of(annex.columns, annex.widths, annex.alignments, annex.rows, notes=annex.notes)
