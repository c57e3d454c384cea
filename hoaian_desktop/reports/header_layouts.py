"""Where things stand at the top of page one, as data: one table, read by every rendering that draws a heading.

The guide of 2013 (29-HD) sets the Union's name at the right with a rule below it. Older letters, and offices that kept
their ways, have it at the left above the issuing body, and the date alone at the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hoaian_desktop.reports import layout as at

UNION = "ĐOÀN TNCS HỒ CHÍ MINH"
STARS = "***"


@dataclass(frozen=True)
class Piece:
    """One thing in a column: what it says, its face, and the sizes in points it may shrink to before it wraps.

    `says` is union, superior, issuer, stars, number or date; pieces of one `group` share their size.
    """

    says: str
    face: str  # regular, bold, italic
    sizes: tuple[float, ...] = at.NAME_SIZES
    group: str = ""
    ruled: bool = False  # a rule below it as long as its last line


@dataclass(frozen=True)
class HeaderLayout:
    """Two columns from the top; the last piece of the right one stands level with the last of the left."""

    code: str  # of the list `header_layout`
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


_SUPERIOR = Piece("superior", "regular", group="bodies")
_ISSUER = Piece("issuer", "bold", group="bodies")
_STARS = Piece("stars", "regular")
_NUMBER = Piece("number", "regular")
_DATE = Piece("date", "italic")

LAYOUTS: Mapping[str, HeaderLayout] = {
    layout.code: layout
    for layout in (
        HeaderLayout(
            "hd29",
            left=(_SUPERIOR, _ISSUER, _STARS, _NUMBER),
            right=(Piece("union", "bold", (at.UNION_SIZE,), ruled=True), _DATE),
        ),
        HeaderLayout(
            "older",
            left=(Piece("union", "regular", group="bodies"), _SUPERIOR, _ISSUER, _STARS, _NUMBER),
            right=(_DATE,),
        ),
    )
}


def layout_of(code: str) -> HeaderLayout:
    """The layout of a heading; one that a later release knows is drawn as the guide says."""
    return LAYOUTS.get(code, LAYOUTS["hd29"])
