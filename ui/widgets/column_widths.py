"""How wide columns are: as their fields say, the user's own widths kept, what is left over or missing shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from PySide6.QtGui import QFontMetrics

from hoaian_desktop import choices
from hoaian_desktop.fields import Field, Kind
from ui.theme import font, text_width
from ui.widgets import badge
from ui.widgets.row_delegate import PADDING

_ROOMY = {
    Kind.NAME,
    Kind.TEXT,
    Kind.INDICATOR,
    Kind.NOTE,
    Kind.REFERENCE,
    Kind.REFERENCES,
}  # take the width that is left over
# How narrow a column may become, as a part of its own width, before the table scrolls sideways.
_NARROWEST = {Kind.NAME: 0.8, Kind.CHOICE: 0.9, Kind.REFERENCE: 0.85} | dict.fromkeys(
    (Kind.TEXT, Kind.INDICATOR, Kind.NOTE, Kind.REFERENCES), 0.55
)
_WHOLE = {"service"}  # what is looked for first in a list of supports is cut last
_KEY = 0.88
_ARROW = 8


def fitted(shown: Sequence[tuple[int, Field]], chosen: Mapping[str, int], key: str, room: int) -> dict[int, int]:
    """Widths of the columns `shown` in `room` pixels; `chosen` are the user's own, `key` is the heavier column."""
    own = {at: chosen.get(field.name, width_of(field)) for at, field in shown}
    free = {at: field for at, field in shown if field.name not in chosen}
    spare = room - sum(own.values())
    if spare > 0:
        own = _shared(own, {at: float(own[at]) for at, field in free.items() if field.kind in _ROOMY}, spare)
    for last in (False, True):
        missing = min(0, room - sum(own.values()))
        gives = {at: float(own[at] - _narrowest(f, f.name == key, last=last)) for at, f in free.items()}
        own = _shared(own, gives, max(missing, -int(sum(gives.values()))))
    return own


def _shared(widths: dict[int, int], shares: dict[int, float], spare: int) -> dict[int, int]:
    """Widths with `spare` pixels, or fewer by it, divided in these shares."""
    whole = sum(shares.values())
    return {at: int(width + (spare * shares.get(at, 0.0) / whole if whole else 0)) for at, width in widths.items()}


def _heading(field: Field) -> int:
    return _words(field.label)


# Every list asks for these when it is opened, filled and resized; measuring took most of the time of fitting it.
@cache
def _words(label: str) -> int:
    return QFontMetrics(font(12, 600)).horizontalAdvance(label) + 2 * PADDING + _ARROW


@cache
def _widest_badge(states: str) -> int:
    return 2 * PADDING + max(badge.width_of(choice.short) for choice in choices.of(states))


def width_of(field: Field) -> int:
    """The width a field asks for: of its characters, its heading, or its widest badge."""
    heading = _heading(field)
    if field.choices in badge.STATES:
        return max(heading, _widest_badge(field.choices))
    return max(text_width(field.width) + 2 * PADDING, heading)


def _narrowest(field: Field, is_key: bool = False, *, last: bool = False) -> int:
    """How narrow a column may become, first and `last`, when the others have given all they can."""
    whole = field.choices in badge.STATES or (field.refers_to in _WHOLE and not last)
    part = 1.0 if whole else _KEY if is_key and not last else _NARROWEST.get(field.kind, 1.0)
    return max(_heading(field), round(width_of(field) * part))
