"""Where on a finished paper the signature goes: the room that the letter's layout left above the signer's name."""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from hoaian_desktop.errors import NoPlaceToSign
from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.signature import ROOM_BEGINS, ROOM_ENDS

if TYPE_CHECKING:
    from hoaian_desktop.report_content import Signature

_TAKEN = 0.35
"""The share of a line's size that its letters reach below the base line or a box keeps clear of it."""


@dataclass(frozen=True)
class Place:
    """A rectangle on a page, in whole points from the page's lower left corner; the first page is 0."""

    page: int
    left: int
    bottom: int
    right: int
    top: int

    @classmethod
    def around(cls, page: int, left: float, bottom: float, right: float, top: float) -> Place:
        """The largest rectangle of whole points inside."""
        return cls(page, ceil(left), ceil(bottom), floor(right), floor(top))

    @property
    def width(self) -> int:
        """Points from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Points from bottom to top."""
        return self.top - self.bottom

    def within(self, margin: int) -> Place:
        """The rectangle without `margin` points at each side."""
        return Place(self.page, self.left + margin, self.bottom + margin, self.right - margin, self.top - margin)


def find(pdf: bytes, signature: Signature) -> Place:
    """The room for signature and seal: named in the file, or in older files between the printed title and name.

    Raises NoPlaceToSign.
    """
    place = _named(pdf) or _read(pdf, signature)
    if place is None or place.height < at.SEAL / 2:
        raise NoPlaceToSign
    return place


def _named(pdf: bytes) -> Place | None:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        corners = [_destination(document, name) for name in (ROOM_BEGINS, ROOM_ENDS)]
        if None in corners:
            return None
        (page, left, top), (other, right, bottom) = (corner for corner in corners if corner is not None)
        return Place.around(page, left, bottom, right, top) if page == other else None


def _destination(document: Any, name: str) -> tuple[int, float, float] | None:
    import pikepdf

    found = document.Root.get("/Dests", pikepdf.Dictionary()).get(f"/{name}")
    if found is None and "/Names" in document.Root and "/Dests" in document.Root.Names:
        found = pikepdf.NameTree(document.Root.Names.Dests).get(name)
    if found is None:
        return None
    page, _, across, up, *_ = found
    return pikepdf.Page(page).index, float(across), float(up)


def _read(pdf: bytes, signature: Signature) -> Place | None:
    """Versions closed before corners were named: the last portrait page that has title and name printed below it."""
    import pypdfium2

    title, name = fonts.printable(signature.title).strip(), fonts.printable(signature.name).strip()
    if not title or not name:
        return None
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number in reversed(range(len(document))):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                if page.get_width() > page.get_height():
                    continue  # annexes lie on their side
                titles, names = _bases(text, title), _bases(text, name)
                if names and (above := [base for base in titles if base > names[-1]]):
                    half, middle = at.UNION.width * MM / 2, at.UNION.axis * MM
                    top = above[-1] - _TAKEN * at.TEXT_SIZE
                    bottom = names[-1] + at.TEXT_SIZE
                    return Place.around(number, middle - half, bottom, middle + half, top)
    return None


def _bases(text: Any, words: str) -> list[float]:
    """How high each line stands that says `words` in the signer's column, from the top of the page down."""
    found = []
    search = text.search(words, match_case=True)
    while (hit := search.get_next()) is not None:
        first, count = hit
        left, bottom, _, _ = text.get_charbox(first)
        right = text.get_charbox(first + count - 1)[2]
        if abs((left + right) / 2 - at.UNION.axis * MM) < at.TEXT_SIZE:
            found.append(float(bottom))
    return sorted(found, reverse=True)
