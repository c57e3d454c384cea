"""Pages that number themselves, and the document they are collected in: always a PDF/A file, see `archive`."""

from __future__ import annotations

import hashlib
import threading
import time
from calendar import timegm
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from hoaian_desktop.reports import fonts, seal
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.archive import Attachment, archived
from hoaian_desktop.reports.layout import MM, Sheet
from hoaian_desktop.reports.seal import Seal

PROGRAM = "Sổ chuyển đổi số"

_drawing = threading.Lock()


@dataclass(frozen=True)
class Identity:
    """What a document says of itself; `day` stands for the time it was made, so the same data gives the same bytes."""

    title: str
    author: str
    subject: str
    day: date


class NumberedPage(PageTemplate):
    """The pages of one part: numbered in the top margin from the second on, below the footer's words and the seal."""

    def __init__(
        self, name: str, sheet: Sheet, footer: str = "", footer_right: str = "", seal: Seal | None = None
    ) -> None:
        box = Frame(
            sheet.left * MM, sheet.bottom * MM, sheet.text_width * MM, sheet.text_height * MM, 0, 0, 0, 0, id=name
        )
        super().__init__(id=name, frames=[box], pagesize=(sheet.width * MM, sheet.height * MM))
        self.sheet = sheet
        self.footer = footer
        self.footer_right = footer_right
        self.seal = seal
        self.count = 0

    def beforeDrawPage(self, canv: Canvas, _document: Any) -> None:  # noqa: N802
        """Draw the page number and the footer."""
        self.count += 1
        sheet = self.sheet
        canv.saveState()
        if self.count > 1:
            canv.setFont(fonts.REGULAR, at.TEXT_SIZE)
            canv.drawCentredString(sheet.axis * MM, (sheet.height - at.NUMBER_HEIGHT) * MM, str(self.count))
        canv.setFont(fonts.REGULAR, at.FOOTER_SIZE)
        canv.setFillGray(at.FOOTER_GREY)
        if self.footer:
            canv.drawString(sheet.left * MM, at.FOOTER_HEIGHT * MM, self.footer)
        if self.footer_right:
            canv.drawRightString((sheet.width - sheet.right) * MM, at.FOOTER_HEIGHT * MM, self.footer_right)
        if self.seal:
            left = sheet.width - sheet.right - at.SEAL_CODE
            seal.draw(canv, self.seal, left * MM, at.SEAL_CODE_HEIGHT * MM, at.SEAL_CODE * MM)
        canv.restoreState()


class _Paper(Canvas):
    """A canvas whose time is the document's own: neither the clock nor the environment reaches the file."""

    day: date

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        stamp = self._doc._timeStamp
        stamp.t = timegm((self.day.year, self.day.month, self.day.day, 0, 0, 0, 0, 0, 0))
        stamp.lt = time.struct_time((self.day.year, self.day.month, self.day.day, 0, 0, 0, 0, 1, 0))
        stamp.YMDhms = tuple(stamp.lt)[:6]
        stamp.tzname, stamp.dhh, stamp.dmm = "UTC", 0, 0
        self._doc.signature = hashlib.md5(self.day.isoformat().encode(), usedforsecurity=False)


def build(
    story: Sequence[Flowable],
    templates: Sequence[NumberedPage],
    identity: Identity,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Lay the flowables out on the pages and return the PDF/A-3u; only Tinos is used, the language is Vietnamese."""
    fonts.register()
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pageTemplates=list(templates),
        pagesize=templates[0].pagesize,
        title=identity.title,
        author=identity.author,
        subject=identity.subject,
        creator=PROGRAM,
        producer=PROGRAM,
        lang="vi-VN",
        displayDocTitle=True,
        initialFontName=fonts.REGULAR,
        invariant=1,
        pageCompression=1,
    )
    maker = type("_DatedPaper", (_Paper,), {"day": identity.day})
    with _plain_streams():
        document.build(list(story), canvasmaker=maker)
    return archived(target.getvalue(), attachments)


@contextmanager
def _plain_streams() -> Iterator[None]:
    # ReportLab knows this switch only as a global; it is put back, and nobody else draws meanwhile.
    with _drawing:
        before = rl_config.useA85
        rl_config.useA85 = 0
        try:
            yield
        finally:
            rl_config.useA85 = before
