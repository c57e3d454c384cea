"""A printed cell as what Excel calculates with: «1.650» is a number, «98,5» one with a decimal, «20/11/2023» a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from hoaian_desktop.exchange.cells_out import day_number

_COUNT = re.compile(r"([-−]?)(\d{1,3}(?:\.\d{3})*|\d+)")
_DECIMAL = re.compile(r"([-−]?)(\d{1,3}(?:\.\d{3})*|\d+)(?:,(\d+))?(%?)")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MOST_DIGITS = 15  # more than these a spreadsheet forgets


@dataclass(frozen=True)
class Number:
    """A number and the format that shows it as it was printed."""

    value: float
    form: str


def number_in(text: str, kind: str) -> Number | None:
    """The number in a cell of a column of this kind; None for what is a text: names, «—», nothing."""
    read = _READERS.get(kind)
    return read(text.strip()) if read else None


def _count(text: str) -> Number | None:
    found = _COUNT.fullmatch(text)
    if found is None or len(digits := found[2].replace(".", "")) > _MOST_DIGITS:
        return None
    return Number(-int(digits) if found[1] else int(digits), "#,##0")


def _percent(text: str) -> Number | None:
    found = _DECIMAL.fullmatch(text)
    if found is None or len(digits := found[2].replace(".", "")) > _MOST_DIGITS:
        return None
    value = float(f"{digits}.{found[3] or 0}") * (-1 if found[1] else 1)
    places = "0" * max(1, len(found[3] or ""))
    if found[4]:
        return Number(round(value / 100, 10), f"0.{places}%")
    return Number(value, f"#,##0.{places}")


def _day(text: str) -> Number | None:
    found = _DAY.fullmatch(text)
    try:
        serial = day_number(date(int(found[3]), int(found[2]), int(found[1]))) if found else None
    except ValueError:
        return None
    return None if serial is None else Number(serial, "dd/mm/yyyy")


_READERS: Mapping[str, Callable[[str], Number | None]] = {"count": _count, "percent": _percent, "date": _day}
