"""The foot of a letter: the signer's block on the right, Nơi nhận on the left, both beginning level."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from hoaian_desktop.report_content import Signature
from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.flowables import CentredLines, Line, draw_lines, name_place
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.lines import fit, wrap

LABEL = "Nơi nhận:"
ROOM_BEGINS, ROOM_ENDS = "signature-begins", "signature-ends"
"""The names, in the file, of two corners of the room for signature and seal: upper left and lower right."""
_PITCH = 18.0


class SignatureBlock(Flowable):
    """Who signs, room for the seal, and who receives the letter; it is never cut."""

    def __init__(self, signature: Signature, recipients: Sequence[str]) -> None:
        super().__init__()
        room = (at.UNION.width - at.GAP) * MM
        self.signer = [
            *_centred(signature.authority, fonts.BOLD, room),
            *_centred(signature.title, fonts.REGULAR, room),
        ]
        self.name = _centred(signature.name, fonts.BOLD, room)
        self.recipients = recipients

    @property
    def _signer_height(self) -> float:
        return sum(line.pitch for line in (*self.signer, *self.name)) + at.SEAL

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size: the taller of the two columns."""
        list_height = _PITCH + len(self.recipients) * at.RECIPIENTS_PITCH
        self.width, self.height = width, max(self._signer_height, list_height if self.recipients else 0)
        return self.width, self.height

    def draw(self) -> None:
        """Draw both columns from the same height."""
        axis = (at.UNION.axis - at.PORTRAIT.left) * MM
        base = draw_lines(self.canv, self.signer, axis, self.height)
        draw_lines(self.canv, self.name, axis, base - at.SEAL)
        half = at.UNION.width * MM / 2
        name_place(self.canv, ROOM_BEGINS, axis - half, base)
        name_place(self.canv, ROOM_ENDS, axis + half, base - at.SEAL)
        if not self.recipients:
            return
        height = self.height - _PITCH + at.TEXT_SIZE * 0.25
        self.canv.setFont(fonts.BOLD_ITALIC, at.RECIPIENTS_LABEL)
        self.canv.drawString(0, height, LABEL)
        self.canv.setFont(fonts.REGULAR, at.RECIPIENTS_SIZE)
        for line in self.recipients:
            height -= at.RECIPIENTS_PITCH
            self.canv.drawString(0, height, line)


def signature_block(signature: Signature, recipients: Sequence[str]) -> tuple[SignatureBlock, list[Flowable]]:
    """The block, and below it what a very long Nơi nhận has more than fits beside a signature."""
    lines = recipient_lines(recipients)
    more: list[Flowable] = [_MoreRecipients(line) for line in lines[at.MOST_RECIPIENTS :]]
    return SignatureBlock(signature, lines[: at.MOST_RECIPIENTS]), more


def recipient_lines(recipients: Sequence[str]) -> list[str]:
    """The list as printed: a dash before each, «;» between them and a full stop at the end."""
    names = [name for given in recipients if (name := given.strip().removeprefix("-").strip().rstrip(";.").strip())]
    lines: list[str] = []
    for place, name in enumerate(names, start=1):
        stop = "." if place == len(names) else ";"
        lines += wrap(f"- {name}{stop}", fonts.REGULAR, at.RECIPIENTS_SIZE, (at.ISSUER.width - at.GAP) * MM)
    return lines


class _MoreRecipients(CentredLines):
    """One more line of Nơi nhận."""

    def __init__(self, text: str) -> None:
        super().__init__([Line(text, fonts.REGULAR, at.RECIPIENTS_SIZE, at.RECIPIENTS_PITCH)], 0)

    def draw(self) -> None:
        """Draw it at the left edge."""
        self.canv.setFont(fonts.REGULAR, at.RECIPIENTS_SIZE)
        self.canv.drawString(0, 0.25 * at.RECIPIENTS_SIZE, self.lines[0].text)


def _centred(text: str, font: str, room: float) -> list[Line]:
    (fitted,) = fit([(text, font)], at.NAME_SIZES, room)
    return [Line(line, font, fitted.size, _PITCH) for line in fitted.lines]
