"""A six-page report as it is kept, against plain ReportLab flowables of the same pages; Word and Excel of the same."""

from __future__ import annotations

import io
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
)
from sqlalchemy.orm import Session

from hoaian_desktop import papers
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import fonts, letter, packet, word, workbook
from hoaian_desktop.reports.seal import Seal
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import packets, reporting
from tests.benchmarks.measure import Result, compare, seconds
from tests.builders import a_store
from ui.widgets.page_view import draw_page

PAGES = 6
SHARP = 2.0  # points of the screen in a point of paper: the width of a page on a screen at 150 %
_words = "Trong kỳ các tổ công nghệ số đã đến từng hộ, hướng dẫn người dân kích hoạt tài khoản định danh điện tử. " * 5


def run() -> list[Result]:
    """The archive file, and the seconds of the others; first the report must really have six pages.

    Every round draws another seal's code.
    """
    content, facts = _content()
    fonts.register()
    digests = (f"{number:064x}" for number in count())

    def archive() -> bytes:
        digest = next(digests)
        attached = packet.attachment(packet.build(replace(facts, content=content, digest=digest)))
        return letter.render(content, Seal(content.code, digest), [attached])

    def ours() -> float:
        return seconds(archive)

    def floor() -> float:
        return seconds(lambda: _plain(content))

    pdf = archive()
    return [
        compare("report", ours, floor, aim=2.5),
        _in_time("report work", archive, 0.3),
        _in_time("report page on screen", lambda: draw_page(pdf, 0, SHARP), 0.1),
        _in_time("report word", lambda: word.render(content), 0.5),
        _in_time("report excel", lambda: workbook.render(content), 0.5),
    ]


def _in_time(name: str, work: Callable[[], object], aim: float) -> Result:
    """Seconds after the import; the floor is the aim, as for whatever a clerk waits for."""
    work()
    value = statistics.median(seconds(work) for _ in range(7))
    return Result(name, round(value, 6), aim, round(value / aim, 3), 1.0, "s")


def _content() -> tuple[ReportContent, packet.Facts]:
    """The closed report of an empty office, its sections stretched until the whole has six pages."""
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder))
        facts = store.run(_closed)
        store.close()
    content = facts.content
    for many in range(60):
        first = replace(content.sections[0], paragraphs=(_words,) * many)
        long = replace(content, sections=(first, *content.sections[1:]))
        if _pages(letter.render(long)) == PAGES:
            return long, facts
    raise AssertionError("no length gives six pages")


def _closed(session: Session) -> packet.Facts:
    version = papers.close_period(session, reporting.ensure_period(session, Span.month(2023, 11)).id)
    facts = packets.facts_of(session, version)
    assert facts is not None
    return facts


def _pages(pdf: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _cell(text: str, wide: float, style: ParagraphStyle) -> str | Paragraph:
    """A plain string where it fits, as a sensible script has it; a paragraph only where words must wrap."""
    return text if stringWidth(text, "Tinos", 12) <= wide - 12 else Paragraph(text, style)


def _plain(content: ReportContent) -> bytes:
    body = ParagraphStyle(
        "body", fontName="Tinos", fontSize=14, leading=19, alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=6
    )
    cell = ParagraphStyle("cell", fontName="Tinos", fontSize=12, leading=14)
    heading = content.heading
    story: list[Flowable] = [
        Paragraph(text, body)
        for text in (heading.superior, heading.issuer, content.type_name, content.subject, content.opening)
    ]
    for section in content.sections:
        story.append(Paragraph(section.title, body))
        story += [Paragraph(text, body) for text in section.paragraphs]
    story += [Paragraph(content.closing, body), NextPageTemplate("wide"), PageBreak()]
    for annex in content.annexes:
        widths = [width * mm for width in annex.widths]
        lines = [annex.columns, *((*row.cells, *[""] * len(widths))[: len(widths)] for row in annex.rows)]
        rows = [[_cell(text, wide, cell) for text, wide in zip(line, widths, strict=True)] for line in lines]
        table = LongTable(rows, colWidths=widths, repeatRows=1)
        table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), "Tinos", 12, 14)])
        story.append(table)
    out = io.BytesIO()
    wide = landscape(A4)
    templates = [
        PageTemplate("tall", Frame(30 * mm, 20 * mm, 160 * mm, 257 * mm), pagesize=A4),
        PageTemplate("wide", Frame(20 * mm, 20 * mm, 257 * mm, 170 * mm), pagesize=wide),
    ]
    BaseDocTemplate(out, pagesize=A4, pageTemplates=templates).build(story)
    return out.getvalue()
