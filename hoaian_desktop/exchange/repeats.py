"""Which row of a file repeats which record of the book, so that the same file again doubles nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from hoaian_desktop.exchange.merging import NOTHING, differs
from hoaian_desktop.exchange.shelf import Entry, Shelf
from hoaian_desktop.records import Activation, CampaignEvent, Record, Tally
from hoaian_desktop.rules.names import fold

Key = tuple[Any, ...]
_OF_PERSON = ("born", "village_id", "personal_number")


class Repeats:
    """The activations, tallies and events of the book; each can be repeated by one row."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._unmet: dict[type[Record], dict[Key, list[Entry]]] = {}

    def match(self, record: type[Record], values: Mapping[str, Any]) -> Entry | None:
        """The record that a row repeats, the most alike first: nothing in it differs from the row.

        One citizen, service, status and day are the same activation even where the rest differs.
        """
        pool = self._pool(record).get(_KEYS[record](values))
        if not pool:
            return None
        found = [entry for entry in pool if not conflict(entry.values, values)]
        if not found and record is Activation:
            found = pool
        if not found:
            return None
        best = max(found, key=lambda entry: _likeness(entry.values, values))
        pool.remove(best)
        return best

    def bare_person(self, person: Mapping[str, Any], values: Mapping[str, Any]) -> Entry | None:
        """Whom a bare name means: by itself nobody, but the very same support tells that it was imported before."""
        if not _is_bare(person):
            return None
        unmet = self._bare.get(_bare_key(person, values))
        if not unmet:
            return None
        best = max(unmet, key=lambda entry: _likeness(entry.values, values))
        unmet.remove(best)
        citizen: Entry = best.values["citizen_id"]
        return citizen

    @cached_property
    def _bare(self) -> dict[Key, list[Entry]]:
        found: dict[Key, list[Entry]] = defaultdict(list)
        for entry in self._shelf.all(Activation):
            if _is_bare(person := entry.values["citizen_id"].values):
                found[_bare_key(person, entry.values)].append(entry)
        return found

    def _pool(self, record: type[Record]) -> dict[Key, list[Entry]]:
        if record not in self._unmet:
            self._unmet[record] = defaultdict(list)
            for entry in self._shelf.all(record):
                self._unmet[record][_KEYS[record](entry.values)].append(entry)
        return self._unmet[record]


def conflict(known: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether something in both cannot be right at once."""
    return any(differs(known.get(name), value) for name, value in values.items())


def may_be(known: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether people of one name may be one person: birth and sex agree, or else nothing at all differs."""
    sure = known.get("born") and values.get("born")
    names = ("born", "sex") if sure else tuple(values)
    return not conflict(known, {name: values[name] for name in names if name in values})


def _likeness(known: Mapping[str, Any], values: Mapping[str, Any]) -> int:
    """How many values are the same, less those only the record has."""
    same = sum(bool(known.get(name) == value) for name, value in values.items())
    return same - sum(value not in NOTHING and name not in values for name, value in known.items())


def _is_bare(person: Mapping[str, Any]) -> bool:
    return not any(person.get(name) for name in _OF_PERSON)


def _bare_key(person: Mapping[str, Any], values: Mapping[str, Any]) -> Key:
    return fold(person["full_name"]), values["day"], values["service_id"], values["status"]


def _activation_key(values: Mapping[str, Any]) -> Key:
    return values["day"], values["citizen_id"], values["service_id"], values["status"]


def _tally_key(values: Mapping[str, Any]) -> Key:
    return values["day"], values["service_id"], values["status"], values["number"]


def _event_key(values: Mapping[str, Any]) -> Key:
    return values["day"], values["kind"], fold(values["subject"])


_KEYS: Mapping[type[Record], Callable[[Mapping[str, Any]], Key]] = {
    Activation: _activation_key,
    Tally: _tally_key,
    CampaignEvent: _event_key,
}
