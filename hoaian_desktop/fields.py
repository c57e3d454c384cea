"""What a field is: one declaration that table, form, filter, workbook, printed list and change log read.

A `Field` is frozen data; `show`, `parse` and `read_all` are pure. What does not fit here is a page of its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hoaian_desktop import choices
from hoaian_desktop.errors import ValidationError
from hoaian_desktop.rules import dates, names, numbers, personal_number, phone
from hoaian_desktop.rules.partial_date import PartialDate

MISSING = "—"
LONGEST = {"name": 120, "text": 250, "note": 4000}


class Kind(StrEnum):
    """How a value is typed, kept and shown."""

    NAME = "name"  # of a person
    TEXT = "text"
    NOTE = "note"  # several lines
    DATE = "date"
    PARTIAL_DATE = "partial_date"  # year only, month and year, or the whole date
    COUNT = "count"  # a whole number, never negative
    INDICATOR = "indicator"  # a code of the catalogue, picked from it; unknown ones of a file are kept
    CHOICE = "choice"  # a code of `choices.of(field.choices)`
    FLAG = "flag"
    PHONE = "phone"
    PERSONAL_NUMBER = "personal_number"
    REFERENCE = "reference"  # id of a record of table `refers_to`
    REFERENCES = "references"  # several of them


@dataclass(frozen=True)
class Field:
    """One field of a record, stated once in `records/` and read everywhere else."""

    name: str
    label: str
    kind: Kind
    required: bool = False
    width: int = 12  # in characters, on screen and on paper
    section: str = ""
    aliases: tuple[str, ...] = ()  # other headings met in workbooks
    choices: str = ""  # the list in resources/data/choices.json
    refers_to: str = ""  # the table a reference points to
    hint: str = ""  # placeholder and tooltip
    listed: bool = True  # a column of the table by default


def show(field: Field, value: object) -> str:
    """`value` as the user reads it; missing is «—», never blank and never 0. References arrive as their words."""
    if value is None or value == "" or value == ():
        return MISSING
    shower = _SHOW.get(field.kind)
    return shower(field, value) if shower else str(value)


def mask(field: Field, value: object) -> str:
    """`value` with the middle of personal numbers and phones hidden (Law 91/2025: least data by default)."""
    if value and field.kind is Kind.PERSONAL_NUMBER:
        return personal_number.mask(str(value))
    if value and field.kind is Kind.PHONE:
        return phone.mask(str(value))
    return show(field, value)


def edit_text(field: Field, value: object) -> str:
    """`value` as text to be changed in an editor: like `show`, but empty where nothing is."""
    return "" if value is None or value == "" else show(field, value)


def parse(field: Field, text: str, *, today: datetime.date) -> object:
    """The value meant by `text`; None if empty. Raises ValueError whose message tells the user what to type."""
    text = text.strip() if field.kind is Kind.NOTE else names.clean(text)
    if not text:
        if field.required:
            raise ValueError(f"Cần nhập {field.label[:1].lower()}{field.label[1:]}.")
        return None
    longest = LONGEST.get(field.kind, 250)
    if len(text) > longest:
        raise ValueError(f"Dài {len(text)} ký tự, tối đa {longest}. Hãy rút gọn.")
    return _PARSE[field.kind](field, text, today)


def read_all(fields: Iterable[Field], raw: Mapping[str, object], *, today: datetime.date) -> dict[str, object]:
    """Values of a whole form: text is parsed, other values pass. Raises ValidationError with a sentence per field."""
    values: dict[str, object] = {}
    messages: dict[str, str] = {}
    for field in fields:
        if field.name not in raw:
            continue
        value = raw[field.name]
        try:
            if isinstance(value, str):
                values[field.name] = parse(field, value, today=today)
            elif field.required and (value is None or value == ()):
                raise ValueError(f"Cần chọn {field.label[:1].lower()}{field.label[1:]}.")
            else:
                values[field.name] = value
        except ValueError as error:
            messages[field.name] = str(error)
    if messages:
        raise ValidationError(messages)
    return values


def _parse_name(field: Field, text: str, today: datetime.date) -> str:
    if fault := names.check_name(text):
        raise ValueError(fault)
    return names.proper(text)


def _parse_choice(field: Field, text: str, today: datetime.date) -> str:
    code = choices.code(field.choices, text)
    if code is None:
        known = ", ".join(choice.name for choice in choices.of(field.choices))
        raise ValueError(f"“{text}” không có trong danh sách. Hãy chọn: {known}.")
    return code


def _parse_indicator(field: Field, text: str, today: datetime.date) -> str:
    return choices.code(field.choices, text) or text


def _parse_flag(field: Field, text: str, today: datetime.date) -> bool:
    return names.fold(text) in {"x", "co", "true", "1", "dung"}


def _show_date(field: Field, value: object) -> str:
    return dates.show_date(value) if isinstance(value, datetime.date) else str(value)


def _show_count(field: Field, value: object) -> str:
    return numbers.show_count(value) if isinstance(value, int) else str(value)


_PARSE: Mapping[Kind, Callable[[Field, str, datetime.date], object]] = {
    Kind.NAME: _parse_name,
    Kind.TEXT: lambda field, text, today: text,
    Kind.NOTE: lambda field, text, today: names.nfc(text),
    Kind.DATE: lambda field, text, today: dates.parse_date(text, today=today),
    Kind.PARTIAL_DATE: lambda field, text, today: PartialDate.parse(text, today=today),
    Kind.COUNT: lambda field, text, today: numbers.parse_count(text),
    Kind.CHOICE: _parse_choice,
    Kind.INDICATOR: _parse_indicator,
    Kind.FLAG: _parse_flag,
    Kind.PHONE: lambda field, text, today: phone.parse(text).number,
    Kind.PERSONAL_NUMBER: lambda field, text, today: personal_number.PersonalNumber.parse(text).digits,
}

_SHOW: Mapping[Kind, Callable[[Field, object], str]] = {
    Kind.DATE: _show_date,
    Kind.COUNT: _show_count,
    Kind.INDICATOR: lambda field, value: choices.name(field.choices, str(value)),
    Kind.CHOICE: lambda field, value: choices.name(field.choices, str(value)),
    Kind.FLAG: lambda field, value: "Có" if value else "Không",
    Kind.PHONE: lambda field, value: phone.show(str(value)),
}
