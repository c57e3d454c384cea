"""A report as a workbook: first the letter, then a sheet for each Biểu. The same content gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING

from hoaian_desktop.exchange.sheet_paper import FONT
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import wording

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

LETTER = "Báo cáo"

_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def render(content: ReportContent, foot: str = "") -> bytes:
    """The whole report: figures are numbers, days are days, and whatever else was typed stays the text it was.

    `foot` stands at the foot of every page, where it is to say more than the report's code.
    """
    from hoaian_desktop.reports.workbook import annex_sheet, letter_sheet
    from hoaian_desktop.reports.workbook.look import Look

    shown = wording.every_text(content, wording.typed)
    made = io.BytesIO()
    book = _blank(made, shown)
    words = (foot or wording.code_line(shown), wording.state_line(shown))
    look = Look(book, " · ".join(text for text in words if text))
    names = sheet_names(LETTER, *(annex.code for annex in shown.annexes))
    sheets = [book.add_worksheet(name) for name in names]
    letter_sheet.fill(sheets[0], look, shown, names[1:])
    for sheet, annex in zip(sheets[1:], shown.annexes, strict=True):
        annex_sheet.fill(sheet, look, annex, shown)
    book.close()
    return made.getvalue()


def sheet_names(*wanted: str) -> list[str]:
    """Names that Excel takes, each once: without signs it forbids, not too long."""
    names: list[str] = []
    for want in wanted:
        plain = " ".join(want.translate(_NOT_IN_NAMES).split()) or "Biểu"
        name, number = _cut(plain, _LONGEST_NAME), 1
        while name.casefold() in map(str.casefold, names):
            number += 1
            tail = f" ({number})"
            name = _cut(plain, _LONGEST_NAME - len(tail)) + tail
        names.append(name)
    return names


def _cut(name: str, most: int) -> str:
    """A name no longer than so many of the units Excel counts in; a rare letter takes two."""
    return name.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore").strip()


def _blank(target: io.BytesIO, content: ReportContent) -> Workbook:
    """A workbook made in memory (no name ever lies in a folder for passing files), of the report's own day."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            # Columns are measured in digits of this face: as wide as those of Calibri, and on every system.
            "default_format_properties": {"font_name": FONT["font_name"], "font_size": 11},
        },
    )
    day = datetime.combine(content.heading.day or content.heading.month, time())
    texts = {"title": wording.title(content), "subject": content.subject, "keywords": content.code}
    makers = {"author": content.issuer_long, "company": content.issuer_long}
    book.set_properties({**_short(texts.items()), **_short(makers.items()), "created": day})
    return book


def _short(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: text[:255] for name, text in texts}
