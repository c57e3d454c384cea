"""What is seen of a signature on paper: who signed, for whom, when; a small page of its own with its own letters."""

from __future__ import annotations

import io
from datetime import datetime

from reportlab.pdfgen.canvas import Canvas

from hoaian_desktop.reports import fonts
from hoaian_desktop.reports.lines import fit
from hoaian_desktop.signature_facts import Certificate, clock

HEADING = "ĐÃ KÝ SỐ"
_INK = (0.106, 0.294, 0.51)  # as a pen writes: told apart from what is printed
_FRAME = 0.75
_EDGE = 6.0
_SIZES = (10.0, 9.0, 8.0, 7.0)
_PITCH = 1.22


def draw(certificate: Certificate, at: datetime, width: float, height: float) -> bytes:
    """A PDF of one page, `width` × `height` points, that says whose signature it is and when it was made."""
    fonts.register()
    target = io.BytesIO()
    canvas = Canvas(target, (width, height), initialFontName=fonts.REGULAR, invariant=1)
    canvas.setStrokeColorRGB(*_INK)
    canvas.setFillColorRGB(*_INK)
    canvas.setLineWidth(_FRAME)
    canvas.rect(_FRAME / 2, _FRAME / 2, width - _FRAME, height - _FRAME)
    lines = _lines(certificate, at, width - 2 * _EDGE, height - _EDGE)
    tall = sum(size * _PITCH for _, _, size in lines)
    base = (height + tall) / 2
    for text, font, size in lines:
        base -= size * _PITCH
        canvas.setFont(font, size)
        canvas.drawString(_EDGE, base + size * (_PITCH - 1) + size * 0.06, text)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _lines(certificate: Certificate, at: datetime, width: float, height: float) -> list[tuple[str, str, float]]:
    """The lines with face and size, as large as they fit."""
    zone = f"{at:%z}"
    said = [
        (HEADING, fonts.BOLD),
        (f"Người ký: {certificate.owner}", fonts.REGULAR),
        *([(f"Cơ quan: {certificate.organisation}", fonts.REGULAR)] if certificate.organisation else []),
        (f"Thời gian ký: {clock(at)} ({zone[:3]}:{zone[3:]})", fonts.REGULAR),
    ]
    made: list[tuple[str, str, float]] = []
    for size in _SIZES:
        made = []
        for text, font in said:
            (fitted,) = fit([(fonts.printable(text), font)], (size,), width)
            made += [(line, font, size) for line in fitted.lines]
        if sum(size * _PITCH for _ in made) <= height:
            break
    return made
