"""The pieces a letter is made of: centred lines, headed paragraphs, the end that keeps the signature company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName
from reportlab.platypus import Flowable, Paragraph

from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at

BODY = ParagraphStyle(
    "body",
    fontName=fonts.REGULAR,
    bulletFontName=fonts.REGULAR,
    fontSize=at.TEXT_SIZE,
    leading=at.TEXT_LEADING,
    alignment=TA_JUSTIFY,
    firstLineIndent=at.INDENT,
    spaceAfter=at.AFTER,
    allowWidows=0,
    allowOrphans=0,
)
HEADING = ParagraphStyle("heading", BODY, fontName=fonts.BOLD, alignment=TA_LEFT)

_BELOW = 0.21
"""The share of a line's pitch that lies below its base."""


class Text(Paragraph):
    """A paragraph of plain text. `outline` = (name, words, depth) makes it a bookmark."""

    outline: tuple[str, str, int] | None = None

    @classmethod
    def plain(cls, text: str, style: ParagraphStyle = BODY) -> Text:
        """The paragraph for a user's text: no markup in it has a meaning."""
        fonts.register()
        return cls(escape(text), style)

    @property
    def is_heading(self) -> bool:
        """Whether the next paragraph has to stay with this one."""
        return self.outline is not None

    def line_count(self, width: float) -> int:
        """How many lines it takes at `width` points."""
        self.wrap(width, 1e6)
        return len(self.blPara.lines)

    def split(self, width: float, height: float) -> list[Text]:
        """Cut it; the bookmark stays with the upper part."""
        parts: list[Text] = super().split(width, height)
        if parts:
            parts[0].outline = self.outline
        return parts

    def draw(self) -> None:
        """Draw the lines, and set the bookmark where they begin."""
        if self.outline:
            mark(self.canv, self.outline, self.height)
        super().draw()


def mark(canv: Any, outline: tuple[str, str, int], top: float) -> None:
    """Put an entry into the document's outline that leads to height `top` of the present frame."""
    name, words, depth = outline
    canv.bookmarkHorizontal(name, 0, top)
    canv.addOutlineEntry(words, name, depth)


def name_place(canv: Any, name: str, x: float, y: float) -> None:
    """Give a point of the present frame a name that is kept in the file: a named destination of the document."""
    across, up = canv.absolutePosition(x, y)
    catalog = canv._doc.Catalog
    if getattr(catalog, "Dests", None) is None:
        catalog.Dests = PDFDictionary()
    where = [canv._doc.thisPageRef(), PDFName("XYZ"), round(across, 2), round(up, 2), 0]  # 0: the zoom stays
    catalog.Dests[name] = PDFArray(where)


@dataclass(frozen=True)
class Line:
    """One line on an axis: text, face, size and how far its base lies below the one before, in points."""

    text: str
    font: str
    size: float
    pitch: float


class CentredLines(Flowable):
    """Lines set on one axis, `axis` points from the left edge of the text box."""

    def __init__(
        self,
        lines: Sequence[Line],
        axis: float,
        *,
        before: float = 0,
        after: float = 0,
        outline: tuple[str, str, int] | None = None,
    ) -> None:
        super().__init__()
        self.lines, self.axis = tuple(lines), axis
        self.spaceBefore, self.spaceAfter = before, after
        self.outline = outline

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size: the whole width, the sum of the pitches."""
        self.width, self.height = width, sum(line.pitch for line in self.lines)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines from the top."""
        if self.outline:
            mark(self.canv, self.outline, self.height)
        draw_lines(self.canv, self.lines, self.axis, self.height)


def draw_lines(canv: Any, lines: Sequence[Line], axis: float, top: float) -> float:
    """Draw lines centred on `axis` below `top`; return the last base line."""
    base = top
    for line in lines:
        base -= line.pitch
        canv.setFont(line.font, line.size)
        canv.drawCentredString(axis, base + line.pitch * _BELOW, line.text)
    return base


class Ending(Flowable):
    """The last paragraphs and the signature: wherever the page ends, two lines of text go with the signature."""

    def __init__(self, paragraphs: Sequence[Text], signature: Flowable, *, gap: float) -> None:
        super().__init__()
        self.paragraphs, self.signature, self.gap = tuple(paragraphs), signature, gap

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size when nothing is cut."""
        self.width = width
        tall = sum(text.wrap(width, 1e6)[1] + text.style.spaceAfter for text in self.paragraphs)
        self.height = tall + self.gap + self.signature.wrap(width, 1e6)[1]
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Leave as many lines on this page as allowed; nothing if none may stay."""
        lines = [text.line_count(width) for text in self.paragraphs]
        lowest = None
        for whole, cut, used in self._cuts(lines):
            if used > height:
                break
            lowest = whole, cut
        if lowest is None:
            return []
        whole, cut = lowest
        if not cut:
            return [*self.paragraphs[:whole], Ending(self.paragraphs[whole:], self.signature, gap=self.gap)]
        upper, lower = self._fresh(whole).split(width, cut * at.TEXT_LEADING + 1)
        rest = (lower, *self.paragraphs[whole + 1 :])
        return [*self.paragraphs[:whole], upper, Ending(rest, self.signature, gap=self.gap)]

    def _fresh(self, index: int) -> Text:
        text = self.paragraphs[index]
        text.wrap(self.width, 1e6)
        return text

    def _cuts(self, lines: list[int]) -> Iterator[tuple[int, int, float]]:
        """Every allowed cut from the top: whole paragraphs, lines of the next one, height taken."""
        texts = [0 if text.is_heading else count for text, count in zip(self.paragraphs, lines, strict=True)]
        used, left = 0.0, sum(texts)
        for index, count in enumerate(lines):
            # A cut inside leaves two lines on either side, and two lines for the signature.
            for cut in range(2, count - 1):
                yield index, cut, used + cut * at.TEXT_LEADING
            used += count * at.TEXT_LEADING
            left -= texts[index]
            if left < 2:
                return
            if not self.paragraphs[index].is_heading:
                yield index + 1, 0, used
            used += self.paragraphs[index].style.spaceAfter

    def draw(self) -> None:
        """Draw the paragraphs and the signature below them."""
        top = self.height
        for text in self.paragraphs:
            tall = text.wrap(self.width, 1e6)[1]
            text.drawOn(self.canv, 0, top - tall)
            top -= tall + text.style.spaceAfter
        top -= self.gap
        self.signature.drawOn(self.canv, 0, top - self.signature.wrap(self.width, 1e6)[1])
