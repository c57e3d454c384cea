"""What ties a closed report's paper to its file: its code and digest, printed and as a QR in every page's footer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from hoaian_desktop.rules import document

_FORM = "seal"
_MASK = 0  # a reader undoes any; trying all eight for the prettiest takes as long as half a letter
_DENSE = re.compile(r"[0-9A-Z $%*+\-./:]+")  # what a QR packs two letters at a time
_READ = re.compile(r"(?P<code>\S+) (?P<digest>[0-9A-F]{64})")

Modules = tuple[tuple[bool, ...], ...]


@dataclass(frozen=True)
class Seal:
    """Which frozen version a page belongs to: the printed code, and the SHA-256 of its content and figures in hex."""

    code: str  # AT-2023-11-V1
    digest: str

    @property
    def words(self) -> str:
        """What stands beside the QR, to be compared by eye."""
        return f"Mã báo cáo: {self.code} · Mã kiểm tra: {document.check_code(self.digest)}"

    @property
    def payload(self) -> str:
        """What the QR holds: the code and the whole digest, in letters a QR packs densely."""
        return f"{self.code} {self.digest.upper()}"


def read(payload: str) -> Seal | None:
    """The seal in a QR that was read from paper; None for a QR of something else."""
    found = _READ.fullmatch(payload.strip())
    return Seal(found["code"], found["digest"].lower()) if found else None


def draw(canv: Any, seal: Seal, left: float, bottom: float, size: float) -> None:
    """Draw the QR into a square of `size` points; its modules are drawn once a document and shown on each page."""
    modules = _modules(seal)
    across = len(modules)
    if not canv.hasForm(_FORM):
        canv.beginForm(_FORM, 0, 0, across, across)
        canv.drawPath(_dark(canv.beginPath(), modules), stroke=0, fill=1)
        canv.endForm()
    canv.saveState()
    canv.setFillGray(0)  # the form takes the page's colour
    canv.translate(left, bottom)
    canv.scale(size / across, size / across)
    canv.doForm(_FORM)
    canv.restoreState()


@lru_cache(maxsize=8)
def _modules(seal: Seal) -> Modules:
    """The QR's rows from above, True where it is dark."""
    from reportlab.graphics.barcode import qrencoder

    symbol = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    if _DENSE.fullmatch(seal.payload):
        symbol.addData(qrencoder.QRAlphaNum(seal.payload))
    else:  # the code of free days has an underscore: only the digest can be packed
        symbol.addData(qrencoder.QR8bitByte(f"{seal.code} "))
        symbol.addData(qrencoder.QRAlphaNum(seal.digest.upper()))
    symbol.version = symbol.calculate_version()
    symbol.makeImpl(False, _MASK)
    return tuple(tuple(map(bool, row)) for row in symbol.modules)


def _dark(path: Any, modules: Modules) -> Any:
    """Add the dark modules to a path, neighbours in a row as one bar; a module is a point wide."""
    for above, row in enumerate(modules, start=1):
        column = 0
        for dark, run in groupby(row):
            wide = len(list(run))
            if dark:
                path.rect(column, len(modules) - above, wide, 1)
            column += wide
    return path
