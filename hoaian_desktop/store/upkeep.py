"""What every row keeps without being asked: composed letters, who and when, search keys.

Told of values, not of records, so that one record of a form and a hundred thousand rows of a file are kept alike.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import JSON, String, inspect
from sqlalchemy.orm import Session

from hoaian_desktop.records.base import Findable
from hoaian_desktop.rules import names


@dataclass(frozen=True)
class _Plan:
    """What is to be done to rows of one class: worked out once, used for every row."""

    strings: tuple[str, ...]
    documents: tuple[str, ...]  # JSON columns
    searched: tuple[str, ...]  # empty: not findable
    by_given_name: bool
    search_length: int
    sort_length: int


@cache
def _plan(kind: type[Any]) -> _Plan:
    columns = [(item.key, item.columns[0]) for item in inspect(kind).column_attrs]
    lengths = {key: column.type.length or 0 for key, column in columns if isinstance(column.type, String)}
    searched: tuple[str, ...] = getattr(kind, "__searched__", ()) if issubclass(kind, Findable) else ()
    return _Plan(
        strings=tuple(key for key in lengths if key not in {"search_text", "sort_key"}),
        documents=tuple(key for key, column in columns if isinstance(column.type, JSON)),
        searched=searched,
        by_given_name=searched[:1] == ("full_name",),
        search_length=lengths.get("search_text", 0),
        sort_length=lengths.get("sort_key", 0),
    )


def now(session: Session) -> datetime.datetime:
    """The time as it is stored: of the wall clock, without a zone."""
    told: datetime.datetime = session.info["now"]()
    return told.replace(tzinfo=None)


def stamps(session: Session, *, new: bool) -> dict[str, Any]:
    """Who changes a record and when; of a new one also who made it."""
    who, at = session.info["user"], now(session)
    changed = {"changed_at": at, "changed_by": who}
    return {"created_at": at, "created_by": who, **changed} if new else changed


def composed(kind: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are to be stored otherwise: what came decomposed (macOS, some web pages) is composed."""
    plan = _plan(kind)
    found: dict[str, Any] = {}
    for key in plan.strings:
        value = values.get(key)
        if isinstance(value, str) and not value.isascii() and not unicodedata.is_normalized("NFC", value):
            found[key] = names.nfc(value)
    for key in plan.documents:
        value = values.get(key)
        if value is not None and (whole := _composed(value)) != value:
            found[key] = whole
    return found


def keys_of(kind: Any) -> tuple[str, ...]:
    """The columns that `search_keys` fills."""
    return ("search_text", "sort_key") if _plan(kind).searched else ()


def search_keys(kind: Any, value_of: Callable[[str], Any]) -> dict[str, str]:
    """The folded text and the Vietnamese sort key of a row; nothing for a kind that is not found by typing."""
    plan = _plan(kind)
    if not plan.searched:
        return {}
    first, *others = (value_of(name) or "" for name in plan.searched)
    text = names.fold(" ".join((first, *filter(None, others))))
    key = names.sort_key(first) if plan.by_given_name else names.collation_key(first)
    return {"search_text": text[: plan.search_length], "sort_key": key[: plan.sort_length]}


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return names.nfc(value)
    if isinstance(value, dict):
        return {_composed(key): _composed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_composed(inner) for inner in value]
    return value
