"""What is private in a file looks here as it does in the lists: its first and last figures only."""

from __future__ import annotations

from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules import personal_number, phone

_MASKS = {Kind.PERSONAL_NUMBER: personal_number.mask, Kind.PHONE: phone.mask}


def masked(field: Field | None, text: str) -> str:
    """A cell's text as anybody may see it; as it is where the field is not private or it holds no digits."""
    mask = _MASKS.get(field.kind) if field else None
    digits = "".join(sign for sign in text if sign.isdigit())
    return mask(digits) if mask and digits else text
