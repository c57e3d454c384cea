"""Rows of a list as a table that pastes into a spreadsheet; personal numbers and phones stay masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from sqlalchemy.orm import Session

from hoaian_desktop import fields
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.services import lists
from hoaian_desktop.services.lists import Listing

PAGE = 1000
_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_FORMULA = ("=", "+", "-", "@")
_FIRST_SERIAL = date(1899, 12, 30)  # day 0 of spreadsheets


@dataclass(frozen=True)
class Copied:
    """The same table twice: as lines with tabs, and as HTML that says what is text, a number or a date."""

    text: str
    html: str
    rows: int


def copied(
    session: Session,
    listing: Listing,
    ids: Sequence[int],
    names: Sequence[str],
    *,
    progress: Progress | None = None,
) -> Copied:
    """The columns `names` of the rows `ids`, both in their order, under a heading. Raises Cancelled."""
    at = {field.name: place for place, field in enumerate(listing.fields)}
    shown = [listing.fields[at[name]] for name in names]
    lines = ["\t".join(_line_cell(field.label) for field in shown)]
    made = ["<tr>" + "".join(f"<th>{escape(field.label)}</th>" for field in shown) + "</tr>"]
    pages = range(0, len(ids), PAGE)
    for start in progress.over(pages) if progress else pages:
        for row in lists.rows(session, listing, ids[start : start + PAGE]):
            cells = [(field, row.cells[at[field.name]]) for field in shown]
            lines.append("\t".join(_line_cell(_bare(field, cell)) for field, cell in cells))
            made.append("<tr>" + "".join(_html_cell(field, cell) for field, cell in cells) + "</tr>")
    return Copied("\r\n".join(lines) + "\r\n", _page(made), len(lines) - 1)


def _bare(field: Field, cell: object) -> str:
    """As shown, but numbers without the dots of thousands: an English Excel would read 5.535 as five and a half."""
    return str(cell) if field.kind is Kind.COUNT and isinstance(cell, int) else fields.mask(field, cell)


def _line_cell(words: str) -> str:
    words = _BREAKS.sub(" ", words)
    if words.startswith(_FORMULA):
        return f"'{words}"  # else what somebody typed would be carried out as a formula
    return '"' + words.replace('"', '""') + '"' if words.startswith('"') else words


def _html_cell(field: Field, cell: object) -> str:
    if field.kind is Kind.COUNT and isinstance(cell, int):
        return f'<td align="right" x:num="{cell}" sdval="{cell}">{cell}</td>'
    if field.kind is Kind.DATE and isinstance(cell, date):
        serial = (cell - _FIRST_SERIAL).days
        # A serial number is the same day in every language; «05/11/2023» is not.
        return f'<td class="d" x:num="{serial}" sdval="{serial}" sdnum="1066;0;DD/MM/YYYY">{show_date(cell)}</td>'
    return f'<td class="t">{escape(_BREAKS.sub(" ", fields.mask(field, cell)))}</td>'


def _page(rows: Iterable[str]) -> str:
    looks = r'td.t{mso-number-format:"\@"} td.d{mso-number-format:"dd\/mm\/yyyy"}'
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">'
        f"<style>{looks}</style></head><body><table>\n" + "\n".join(rows) + "\n</table></body></html>"
    )
