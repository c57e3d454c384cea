"""How headings are numbered: I., II. and below them 1., 2.; every rendering numbers alike."""

from __future__ import annotations

from collections.abc import Sequence

from hoaian_desktop.report_content import Section

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """A Roman numeral, for 1 and more."""
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def numbered(sections: Sequence[Section]) -> list[str]:
    """The headings as printed: «I. CÔNG TÁC CHỈ ĐẠO», «1. Tổ công nghệ số cộng đồng»."""
    headings: list[str] = []
    upper = lower = 0
    for section in sections:
        if section.level == 1:
            upper, lower = upper + 1, 0
            headings.append(f"{roman(upper)}. {section.title.upper()}")
        else:
            lower += 1
            headings.append(f"{lower}. {section.title}")
    return headings
