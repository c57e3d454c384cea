"""What may be asked of a field in a list: the operators of its kind, and each of them in SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, func, or_, true, type_coerce

from hoaian_desktop.fields import Kind
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.partial_date import PartialDate


class Operator(StrEnum):
    """How a field is compared; the words are kept in saved views."""

    IS = "is"
    IS_NOT = "is-not"  # also where nothing is known
    ONE_OF = "one-of"
    CONTAINS = "contains"
    LACKS = "lacks"  # also where nothing is known
    FROM = "from"
    UP_TO = "up-to"
    BETWEEN = "between"
    EMPTY = "empty"
    FILLED = "filled"


_WORDS = (Operator.CONTAINS, Operator.LACKS, Operator.EMPTY, Operator.FILLED)
_MEASURES = (Operator.IS, Operator.FROM, Operator.UP_TO, Operator.BETWEEN, Operator.EMPTY, Operator.FILLED)
_ENTRIES = (Operator.IS, Operator.IS_NOT, Operator.ONE_OF, Operator.EMPTY, Operator.FILLED)

OPERATORS: Mapping[Kind, tuple[Operator, ...]] = {
    Kind.NAME: _WORDS,
    Kind.TEXT: _WORDS,
    Kind.NOTE: _WORDS,
    Kind.PHONE: _WORDS,
    Kind.PERSONAL_NUMBER: _WORDS,
    Kind.DATE: _MEASURES,
    Kind.PARTIAL_DATE: _MEASURES,
    Kind.COUNT: _MEASURES,
    Kind.CHOICE: _ENTRIES,
    Kind.INDICATOR: _ENTRIES,
    Kind.REFERENCE: _ENTRIES,
    Kind.REFERENCES: _ENTRIES,
    Kind.FLAG: (Operator.IS,),
}
"""The operators offered for each kind of field, in the order of the list they are picked from."""

VALUELESS = frozenset({Operator.EMPTY, Operator.FILLED})

Clause = ColumnElement[bool]
_DIGITS = {Kind.PHONE, Kind.PERSONAL_NUMBER}
_AFTER_A_DASH = "~"  # sorts after «1999-12-31», before «2000»


def clause(kind: Kind, asked: Any, how: Operator, value: object) -> Clause:
    """The condition on `asked`: an expression, or for several references the SELECT of their ids.

    Where a list is asked without an operator, None means that nothing is there and two days mean a stretch.
    """
    if how is Operator.IS and value is None:
        how = Operator.EMPTY
    elif how is Operator.IS and isinstance(value, tuple):
        how = Operator.BETWEEN
    if kind is Kind.REFERENCES:
        return _several(asked, how, value)
    if how is Operator.EMPTY:
        return _empty(kind, asked)
    if how is Operator.FILLED:
        return ~_empty(kind, asked)
    if kind is Kind.PARTIAL_DATE:
        return _partial(type_coerce(asked, String), how, value)
    return _PLAIN[how](kind, asked, value)


def _empty(kind: Kind, asked: Any) -> Clause:
    missing: Clause = asked.is_(None)
    return or_(missing, asked == "") if Operator.CONTAINS in OPERATORS[kind] else missing


def _contains(kind: Kind, asked: Any, value: object) -> Clause:
    typed = str(value)
    if kind in _DIGITS:
        found: Clause = asked.contains(re.sub(r"[\s.\-]", "", typed), autoescape=True)
        return found
    return func.fold(asked).contains(fold(typed), autoescape=True)


def _between(kind: Kind, asked: Any, value: object) -> Clause:
    first, last = _pair(value)
    bounds = [] if first is None else [asked >= first]
    return and_(true(), *bounds, *([] if last is None else [asked <= last]))


def _one_of(kind: Kind, asked: Any, value: object) -> Clause:
    found: Clause = asked.in_(_several_values(value))
    return found


_PLAIN: Mapping[Operator, Callable[[Kind, Any, object], Clause]] = {
    Operator.IS: lambda kind, asked, value: asked == value,
    Operator.IS_NOT: lambda kind, asked, value: asked.is_distinct_from(value),
    Operator.ONE_OF: _one_of,
    Operator.CONTAINS: _contains,
    Operator.LACKS: lambda kind, asked, value: or_(asked.is_(None), ~_contains(kind, asked, value)),
    Operator.FROM: lambda kind, asked, value: asked >= value,
    Operator.UP_TO: lambda kind, asked, value: asked <= value,
    Operator.BETWEEN: _between,
}


def _partial(asked: Any, how: Operator, value: object) -> Clause:
    """Dates as ISO text of which the end may be unknown: 1999 means the whole year, 5/1999 the month."""
    if how is Operator.BETWEEN:
        first, last = _pair(value)
        bounds = [] if first is None else [asked >= _iso(first)]
        return and_(true(), *bounds, *([] if last is None else [asked < _iso(last) + _AFTER_A_DASH]))
    iso = _iso(value)
    if how is Operator.FROM:
        since: Clause = asked >= iso
        return since
    until: Clause = asked < iso + _AFTER_A_DASH
    return until if how is Operator.UP_TO else and_(asked >= iso, until)


def _iso(value: object) -> str:
    return value.iso() if isinstance(value, PartialDate) else value.isoformat() if isinstance(value, date) else ""


def _several(asked: Select[Any], how: Operator, value: object) -> Clause:
    if how is Operator.EMPTY:
        return ~asked.exists()
    if how is Operator.FILLED:
        return asked.exists()
    ids = _several_values(value) if how is Operator.ONE_OF else (value,)
    there = asked.where(asked.selected_columns[0].in_(ids)).exists()
    return ~there if how is Operator.IS_NOT else there


def _pair(value: object) -> tuple[Any, Any]:
    first, last = value if isinstance(value, tuple) else (value, value)
    return first, last


def _several_values(value: object) -> Sequence[Any]:
    return value if isinstance(value, tuple) else (value,)
