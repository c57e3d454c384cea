"""One cell on its way out: from the value of a field to what a text file or a spreadsheet holds."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from hoaian_desktop import choices, fields
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.partial_date import PartialDate

MASKED = frozenset({Kind.PHONE, Kind.PERSONAL_NUMBER})
"""What is hidden in the middle unless the user asked for it, confirmed, and it was noted."""

_DAY_ZERO = datetime.date(1899, 12, 30).toordinal()
_FIRST_SURE = 61  # 1/3/1900: spreadsheets believe in a 29/2/1900 and disagree on the days before

Text = Callable[[Any], str]


def text_of(field: Field, *, masked: bool) -> Text:
    """How the values of a field are written as text. Partial dates come as ISO text, references as their words."""
    if field.kind in MASKED:
        return (lambda value: fields.mask(field, value)) if masked else str
    return _TEXTS[field.kind](field) if field.kind in _TEXTS else str


def day_number(day: datetime.date) -> int | None:
    """The day as spreadsheets count; None where two of them would not agree."""
    serial = day.toordinal() - _DAY_ZERO
    return serial if serial >= _FIRST_SURE else None


def partial_date(iso: str) -> datetime.date | int | str:
    """A whole date, a year as a number, or month and year as text: each is read back as what it was."""
    if len(iso) == len("1999"):
        return int(iso)
    return datetime.date.fromisoformat(iso) if len(iso) == len("1999-11-05") else str(PartialDate.from_iso(iso))


def _choice(field: Field) -> Text:
    names: dict[str, str] = {}

    def words(code: str) -> str:
        if code not in names:
            names[code] = choices.name(field.choices, code)
        return names[code]

    return words


_TEXTS: Mapping[Kind, Callable[[Field], Text]] = {
    Kind.DATE: lambda _: show_date,
    Kind.PARTIAL_DATE: lambda _: lambda iso: str(PartialDate.from_iso(iso)),
    Kind.CHOICE: _choice,
    Kind.INDICATOR: _choice,
    Kind.FLAG: lambda field: lambda value: fields.show(field, value),
}
