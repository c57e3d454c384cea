"""Letters that a typeface may lack: emoji, Chinese signs, anything else that would come out of the printer as a box."""

from __future__ import annotations

import unicodedata
from collections.abc import Container

from hoaian_desktop.rules.names import nfc

# Parts of an emoji that are no picture of their own, and signs that other programs leave behind: they take no room.
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f\u20e3")


def undrawable(text: str, letters: Container[str]) -> tuple[str, ...]:
    """Each letter of `text` that would be seen but is not among `letters`, once, in the order met."""
    return tuple(dict.fromkeys(letter for letter in nfc(text) if not is_drawable(letter, letters)))


def is_drawable(letter: str, letters: Container[str]) -> bool:
    """Whether a composed letter can be set with `letters`, or leaves no mark on paper anyway."""
    return letter in letters or letter in INVISIBLE or letter.isspace() or unicodedata.category(letter) == "Cc"


def sentence(place: str, lacking: tuple[str, ...]) -> str:
    """What to say of letters that cannot be printed, naming each by its number too: a box tells nobody which it was."""
    shown = ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in lacking[:5])
    more = " và chữ khác" if len(lacking) > 5 else ""
    return f"{place} có chữ {shown}{more} không in được trên giấy. Hãy xóa hoặc thay chữ đó."
