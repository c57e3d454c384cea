"""What a list is asked for, in words: for the chips of conditions, and the strip above it after a jump."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from hoaian_desktop import fields
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services.conditions import OPERATORS, VALUELESS, Operator
from hoaian_desktop.services.lists import Filter, Listing

Named = Callable[[str, int], str]  # the words of a record by its table and id

_WORDS: Mapping[Operator, str] = {
    Operator.IS: "là",
    Operator.IS_NOT: "khác",
    Operator.ONE_OF: "là một trong",
    Operator.CONTAINS: "có chứa",
    Operator.LACKS: "không chứa",
    Operator.FROM: "từ",
    Operator.UP_TO: "đến",
    Operator.BETWEEN: "trong khoảng",
    Operator.EMPTY: "chưa có",
    Operator.FILLED: "đã có",
}
_OF_MEASURES = {Operator.IS: "bằng"}
_OF_SEVERAL = {Operator.IS: "có", Operator.IS_NOT: "không có", Operator.ONE_OF: "có một trong"}


def operator(field: Field, how: Operator) -> str:
    """The words of an operator as they follow a field's name."""
    special = _OF_SEVERAL if field.kind is Kind.REFERENCES else {}
    if Operator.BETWEEN in OPERATORS[field.kind]:
        special = _OF_MEASURES
    return special.get(how, _WORDS[how])


def condition(field: Field, wanted: Filter, named: Named) -> str:
    """«Ngày sinh từ 1990», «Tổ khác Tổ Năng An», «Chưa có số định danh»."""
    verb = operator(field, wanted.how)
    if wanted.how in VALUELESS:
        return f"{verb[:1].upper()}{verb[1:]} {field.label[:1].lower()}{field.label[1:]}"
    if wanted.how is Operator.BETWEEN and isinstance(wanted.value, tuple):
        ends = ("…" if end is None else _value(field, end, named) for end in wanted.value)
        return f"{field.label} {verb} {' – '.join(ends)}"
    values = wanted.value if isinstance(wanted.value, tuple) else (wanted.value,)
    return f"{field.label} {verb} {', '.join(_value(field, value, named) for value in values)}"


def _value(field: Field, value: object, named: Named) -> str:
    if field.refers_to and isinstance(value, int):
        return named(field.refers_to, value)
    if Operator.CONTAINS in OPERATORS[field.kind]:
        return f"“{value}”"
    return fields.show(field, value)


def words(listing: Listing, text: str, filters: tuple[Filter, ...]) -> str:
    """«“Năng An” · chưa có ngày sinh · tháng 12 năm 2023»; empty if nothing is asked for."""
    return " · ".join([f"“{text}”"] * bool(text) + [_of(listing, wanted) for wanted in filters])


def _of(listing: Listing, wanted: Filter) -> str:
    field, _ = listing.asked[wanted.name]
    match wanted.value:
        case None:
            return f"chưa có {field.label[:1].lower()}{field.label[1:]}"
        case (date() as first, date() as last):
            return Span(first, last).label
        case value:
            return f"{field.label[:1].lower()}{field.label[1:]} {wanted.words or fields.show(field, value)}"
