"""The closed lists a user picks from (kinds, roles, reasons): of `resources/data/choices.json`, or supplied by code."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from hoaian_desktop import paths
from hoaian_desktop.rules.names import fold


@dataclass(frozen=True)
class Choice:
    """One entry of a list: the code that is stored, the words on screen, other spellings met in files.

    `short` are the words where there is little room; the name itself where the list gives none.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    short: str = ""


@cache
def _lists() -> dict[str, tuple[Choice, ...]]:
    raw = json.loads(paths.resource("data", "choices.json").read_text(encoding="utf-8"))
    return {
        name: tuple(
            Choice(c["code"], c["name"], tuple(c.get("aliases", ())), c.get("short", c["name"])) for c in entries
        )
        for name, entries in raw.items()
    }


_supplied: dict[str, tuple[Choice, ...]] = {}


def supply(list_name: str, entries: Iterable[Choice]) -> None:
    """Give a list that is declared in code above this module: the catalogue supplies its indicators."""
    _supplied[list_name] = tuple(entries)


def of(list_name: str) -> tuple[Choice, ...]:
    """The entries of a list in their own order."""
    return _supplied[list_name] if list_name in _supplied else _lists()[list_name]


@cache
def provinces() -> dict[str, str]:
    """The provinces by the three digits a personal number begins with."""
    found: dict[str, str] = json.loads(paths.resource("data", "provinces.json").read_text(encoding="utf-8"))
    return found


@cache
def _names(list_name: str) -> dict[str, str]:
    return {choice.code: choice.name for choice in of(list_name)}


def name(list_name: str, code: str) -> str:
    """The Vietnamese words of a code; an unknown code (from a newer program) shows as it is."""
    return _names(list_name).get(code, code)


@cache
def _short(list_name: str) -> dict[str, str]:
    return {choice.code: choice.short for choice in of(list_name)}


def short(list_name: str, code: str) -> str:
    """The words of a code for a narrow place; an unknown code shows as it is."""
    return _short(list_name).get(code, code)


@cache
def _codes(list_name: str) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for choice in of(list_name):
        for text in (choice.code, choice.name, *choice.aliases):
            spellings.setdefault(fold(text), choice.code)
    return spellings


def code(list_name: str, text: str) -> str | None:
    """The code meant by `text`, whatever its case and marks; None if no entry is meant."""
    return _codes(list_name).get(fold(text))
