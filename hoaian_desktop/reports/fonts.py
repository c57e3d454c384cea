"""The bundled typeface Tinos, and text made fit to be drawn with it."""

from __future__ import annotations

import unicodedata
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from hoaian_desktop.paths import resource
from hoaian_desktop.rules.letters import INVISIBLE, undrawable

REGULAR = "Tinos"
BOLD = "Tinos-Bold"
ITALIC = "Tinos-Italic"
BOLD_ITALIC = "Tinos-BoldItalic"
SCREEN = "Noto Sans"
"""The face of the screen, by the name Qt knows it under: charts are drawn for both."""
UNKNOWN = "□"

_FILES = {
    REGULAR: "Tinos-Regular.ttf",
    BOLD: "Tinos-Bold.ttf",
    ITALIC: "Tinos-Italic.ttf",
    BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}


@cache
def register() -> frozenset[str]:
    """Make Tinos known to ReportLab, once; return the letters that all four faces have."""
    faces = []
    for name, file in _FILES.items():
        font = TTFont(name, str(resource("fonts", file)))
        pdfmetrics.registerFont(font)
        faces.append({chr(code) for code in font.face.charToGlyph})
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
    return frozenset.intersection(*map(frozenset, faces))


@cache
def register_face(name: str) -> None:
    """Make one face known to ReportLab: one of Tinos, or that of the screen."""
    if name in _FILES:
        register()
    else:
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", f"{name.replace(' ', '')}-Regular.ttf"))))


def missing(text: str) -> tuple[str, ...]:
    """The letters of `text` that Tinos lacks."""
    return undrawable(text, register())


def printable(text: str) -> str:
    """Return `text` composed (ReportLab places no marks), with □ for what Tinos lacks; line ends stay."""
    letters = register()
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    if letters.issuperset(composed) and composed.isprintable():
        return composed
    return "".join(_drawn(letter, letters) for letter in composed if letter not in INVISIBLE)


def _drawn(letter: str, letters: frozenset[str]) -> str:
    if letter == "\n":
        return letter
    if letter.isspace() or unicodedata.category(letter) == "Cc":
        return " "
    return letter if letter in letters else UNKNOWN


def width(text: str, font: str, size: float) -> float:
    """The drawn length of `text` in points."""
    register()
    return float(pdfmetrics.stringWidth(text, font, size))
