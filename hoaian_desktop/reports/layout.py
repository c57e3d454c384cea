"""Geometry and sizes of the Union's papers (29-HD/TWĐTN-VP), in millimetres and points."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True)
class Sheet:
    """A paper with its margins, in millimetres."""

    width: float
    height: float
    left: float
    right: float
    top: float = 20
    bottom: float = 20

    @property
    def text_width(self) -> float:
        """Width of the text box in millimetres."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height of the text box in millimetres."""
        return self.height - self.top - self.bottom

    @property
    def axis(self) -> float:
        """The middle of the text box in millimetres from the paper's left edge."""
        return self.left + self.text_width / 2


PORTRAIT = Sheet(210, 297, left=30, right=20)
LANDSCAPE = Sheet(297, 210, left=20, right=20)


@dataclass(frozen=True)
class Column:
    """A stretch of the text box: its middle and its width, in millimetres from the paper's left edge."""

    axis: float
    width: float


ISSUER = Column(axis=67, width=74)
UNION = Column(axis=147, width=86)
GAP = 0.5
"""Millimetres that two neighbouring columns stay apart, half of it in each."""

NAME_SIZES = (14.0, 13.0, 12.0)
UNION_SIZE = 15.0
TYPE_SIZE = 16.0
TEXT_SIZE = 14.0
TEXT_LEADING = 19.0
HEADER_PITCH = 16.4
INDENT = 10.0 * MM
AFTER = 6.0
RULE = 0.75
DASHES = "-----------"
RECIPIENTS_LABEL = 12.0
RECIPIENTS_SIZE = 11.0
RECIPIENTS_PITCH = 14.4
SEAL = 28.0 * MM
"""Room for signature and seal."""
MOST_RECIPIENTS = 30
"""Lines of Nơi nhận beside the signature; more than that go on below it."""

NUMBER_HEIGHT = 13.0
"""The page number's base line, in millimetres from the paper's upper edge."""
FOOTER_HEIGHT = 10.5
"""The footer's base line, in millimetres from the paper's lower edge."""
FOOTER_SIZE = 8.0
FOOTER_GREY = 0.45
SEAL_CODE = 12.5
"""The side of the QR in a closed report's footer, in millimetres: it keeps 2 mm of white to the text above."""
SEAL_CODE_HEIGHT = 5.5
"""Its lower edge above the paper's lower edge; printers reach 5 mm from there."""

TABLE_SIZE = 12.0
TABLE_PITCH = 13.6
NOTE_SIZES = (11.0, 10.0, 9.0)
