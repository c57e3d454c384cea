"""The book as an import sees it: records that are there and records the file will add, found by the words of files."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop import choices, paths
from hoaian_desktop.exchange.decisions import Meaning
from hoaian_desktop.exchange.findings import Level
from hoaian_desktop.exchange.headers import heading_key
from hoaian_desktop.exchange.reading import Remark
from hoaian_desktop.exchange.unmatched import MOST_COMPARED, Known, Unknown, Unmatched
from hoaian_desktop.fields import Kind
from hoaian_desktop.records import (
    Campaign,
    Citizen,
    Directive,
    InfluentialPerson,
    Office,
    Record,
    Service,
    Team,
    Village,
    Volunteer,
    fields_of,
)
from hoaian_desktop.rules import villages
from hoaian_desktop.rules.names import clean, fold, modern
from hoaian_desktop.services import undoing
from hoaian_desktop.services.citizens import lost_its_marks

# What others refer to. Other references (a unit) stay numbers.
REFERRED: tuple[type[Record], ...] = (
    Village, Service, Volunteer, Team, InfluentialPerson, Citizen, Campaign, Directive,
)  # fmt: skip
_WORDS: Mapping[type[Record], str] = {Directive: "number", Volunteer: "full_name", InfluentialPerson: "full_name"}
_MORE: Mapping[type[Record], tuple[str, ...]] = {Service: ("code", "level")}
_TABLES = {record.__tablename__: record for record in REFERRED}
_UNIQUE = (Village, Citizen)
_PEOPLE = frozenset({"volunteer", "influential_person"})


@dataclass(eq=False, slots=True)
class Entry:
    """A record in the book (`id`) or one that will be (None). References among its values are entries too."""

    record: type[Record]
    values: dict[str, Any]
    id: int | None = None
    archived: bool = False
    changes: dict[str, Any] = field(default_factory=dict)  # of a record in the book: what the file adds to it
    row: int | None = None  # where in the file it was first met

    def fill(self, name: str, value: Any) -> None:
        """Set a value and remember that it has to be written."""
        self.values[name] = value
        if self.id is not None:
            self.changes[name] = value

    def bring_back(self) -> None:
        """Let an archived record be one of the book again: the file names what only it may be called."""
        self.archived = False
        self.changes["archived"] = False


class Names:
    """Entries by their words: as written (either spelling of oà), and without marks."""

    def __init__(self) -> None:
        self._written: dict[str, list[Entry]] = defaultdict(list)
        self._folded: dict[str, list[Entry]] = defaultdict(list)

    def add(self, words: str, entry: Entry) -> None:
        """Let an entry be found by these words."""
        self._written[modern(clean(words)).casefold()].append(entry)
        self._folded[fold(words)].append(entry)

    def written(self, words: str) -> list[Entry]:
        """Those of exactly these words, whatever the case."""
        return self._written.get(modern(clean(words)).casefold(), [])

    def alike(self, words: str) -> list[Entry]:
        """Those written so; if there are none, those that differ only in marks."""
        return self.written(words) or self._folded.get(fold(words), [])


class Shelf:
    """Everything an import looks things up in. It reads each table once, when first asked, and writes nothing."""

    def __init__(self, session: Session, meanings: Mapping[tuple[str, str], int | Meaning] | None = None) -> None:
        """`meanings` are those of words the user decided about, by table and folded words."""
        self._session = session
        self._decided = meanings or {}
        self._loaded: dict[type[Record], dict[int, Entry]] = {}
        self._names: dict[type[Record], Names] = {}
        self._services: dict[str, Entry] = {}  # by every spelling
        self._meant: dict[tuple[str, str], Entry | None] = {}  # what `refer` and `village` have answered for good
        self.unknown = Unknown()
        self.new: list[Entry] = []
        self.unit_id, self.since = session.execute(select(Office.unit_id, Office.since)).one()

    def changed(self) -> list[Entry]:
        """The records of the book that gain something from the file."""
        return [entry for table in self._loaded.values() for entry in table.values() if entry.changes]

    def all(self, record: type[Record]) -> list[Entry]:
        """Every record of the book's table, archived ones too, but not what was undone: the file may bring it again.

        Villages and citizens are all there: their names and numbers can be given to no second one.
        """
        entries = self._table(record).values()
        if record in _UNIQUE or not any(entry.archived for entry in entries):
            return list(entries)
        undone = undoing.undone_additions(self._session, record)
        return [entry for entry in entries if not (entry.archived and entry.id in undone)]

    def add(self, record: type[Record], values: dict[str, Any], row: int) -> Entry:
        """A record that the file adds; later rows find it."""
        entry = Entry(record, values, row=row)
        self.new.append(entry)
        if record in REFERRED and record is not Citizen:
            self.names(record).add(_words(entry), entry)
            self._meant.clear()
        return entry

    def refer(self, table: str, words: str) -> tuple[Entry | None, Remark | None]:
        """The record meant by the words of a file; None and a warning where none or several are meant."""
        if (meant := self._meant.get((table, words))) is not None:
            return meant, None
        if (table, words) in self._meant:  # for good nothing, as the user said
            return None, None
        record, is_person = _TABLES[table], table in _PEOPLE
        decided = self._decided.get((table, fold(words)))
        if decided is not None:
            self.unknown.note(table, words)
            self._meant[table, words] = self._as_decided(record, words, decided)
            return self._meant[table, words], None
        if record is Service:
            found = [service] if (service := self.service(words)) else []
        elif is_person:
            found = self.people(record, words)
        else:
            found = self.names(record).alike(words)
        if len(found) == 1:
            self._meant[table, words] = found[0]
            return found[0], None
        self.unknown.count(table, words)
        noun = record.__title__
        shown = "" if is_person else f" “{words if len(words) <= 60 else words[:60] + '…'}”"
        if found:
            message = f"Có nhiều {noun} cùng tên{shown} trong sổ. Hãy chọn lại sau khi nhập."
            return None, Remark(f"ambiguous_{table}", Level.WARNING, message)
        message = f"{noun[:1].upper()}{noun[1:]}{shown} không có trong danh sách của sổ."
        return None, Remark(f"unknown_{table}", Level.WARNING, message)

    def heading_values(self) -> Mapping[str, Collection[str]]:
        """What headings may say by themselves: a service, or a sex."""
        self.service("")
        sexes = {heading_key(choice.name) for choice in choices.of("sex")}
        return {"service_id": {heading_key(name) for name in self._services}, "sex": sexes}

    def service(self, words: str) -> Entry | None:
        """A service by its name, its code or another spelling of it; numbers keep their value («mức 01»)."""
        if not self._services:
            kept = [entry for entry in self.all(Service) if not entry.archived]
            by_code = {entry.values["code"]: entry for entry in kept}
            self._services = {text: by_code[code] for text, code in _service_codes().items() if code in by_code}
            self._services |= {fold(entry.values["name"]): entry for entry in kept}
        return self._services.get(fold(words))

    def _as_decided(self, record: type[Record], words: str, decided: int | Meaning) -> Entry | None:
        """What the user says that the words mean; what was to be new is added once and found from then on."""
        if decided is Meaning.NOTHING:
            return None
        if decided is Meaning.NEW:
            made = {_WORDS.get(record, "name"): clean(words), **({"started": self.since} if record is Team else {})}
            return next(iter(self.names(record).written(words)), None) or self.add(record, made, 0)
        return self._table(record).get(int(decided))

    def village(self, words: str, row: int) -> tuple[Entry | None, Remark | None]:
        """The village meant, whatever word for its kind stands before it; a new one is added and told."""
        if (meant := self._meant.get(("village", words))) is not None:
            return meant, None
        kind, name = villages.read(words)
        decided = self._decided.get(("village", fold(name)))
        if decided is not None:
            self.unknown.note("village", name)
        if decided is not None and decided is not Meaning.NEW:
            return self._as_decided(Village, name, decided), None
        if found := self.names(Village).alike(name):
            if found[0].archived:
                found[0].bring_back()
            self._meant["village", words] = found[0]
            return found[0], None
        kind, name = kind or "thon", villages.proper(name)
        if decided is None:
            self.unknown.count("village", name)
        entry = self.add(Village, {"name": name, "kind": kind, "unit_id": self.unit_id}, row)
        words = f"{choices.name('village_kind', kind)} {name}"
        return entry, Remark("new_village", Level.NOTICE, f"Thêm {words} vào danh sách của sổ.")

    @staticmethod
    def is_village(words: str) -> bool:
        """Whether the words begin with the word for a kind of village."""
        return bool(villages.read(words).kind)

    def unmatched(self) -> tuple[Unmatched, ...]:
        """The words that name nothing the book had, with what they may mean: the most frequent first."""
        found: list[Unmatched] = []
        for table, met in groupby(self.unknown.most_frequent(), key=lambda each: each[0][0]):
            known = Known(self._choices(table))
            for at, (_, (words, rows)) in enumerate(met):
                found.append(Unmatched(table, words, rows, known.alike(words) if at < MOST_COMPARED else ()))
        return tuple(found)

    def _choices(self, table: str) -> dict[int, str]:
        kept = self._table(_TABLES[table]).values()
        return {entry.id: _words(entry) for entry in kept if entry.id is not None and not entry.archived}

    def people(self, record: type[Record], name: str) -> list[Entry]:
        """Those of this name; a name typed without marks also finds the one with them. Archived ones come last."""
        found = [entry for entry in self.names(record).alike(name) if _same_or_lost(name, entry.values["full_name"])]
        return [entry for entry in found if not entry.archived] or found

    def names(self, record: type[Record]) -> Names:
        """The names of a table's records."""
        if record not in self._names:
            self._names[record] = Names()
            for entry in self.all(record):
                self._names[record].add(_words(entry), entry)
        return self._names[record]

    def _table(self, record: type[Record]) -> dict[int, Entry]:
        if record not in self._loaded:
            self._loaded[record] = {entry.id or 0: entry for entry in self._read(record)}
        return self._loaded[record]

    def _read(self, record: type[Record]) -> Iterable[Entry]:
        fields = fields_of(record)
        single = [f for f in fields if f.kind is not Kind.REFERENCES]
        names = [*(f.name for f in single), *_MORE.get(record, ())]
        columns = [getattr(record, name) for name in names]
        rows = self._session.execute(select(record.id, record.archived, *columns)).all()
        entries = {row[0]: Entry(record, dict(zip(names, row[2:], strict=True)), row[0], row[1]) for row in rows}
        for f in single:
            if f.kind is Kind.REFERENCE and f.refers_to in _TABLES:
                others = self._table(_TABLES[f.refers_to]) if rows else {}
                for entry in entries.values():
                    entry.values[f.name] = others.get(entry.values[f.name] or 0)
        for f in fields:
            if f.kind is Kind.REFERENCES:
                self._read_links(record, f.name, f.refers_to, entries)
        return entries.values()

    def _read_links(self, record: type[Record], name: str, table: str, entries: dict[int, Entry]) -> None:
        link = getattr(record, name).property.secondary
        others = self._table(_TABLES[table]) if entries else {}
        linked: dict[int, list[Entry]] = defaultdict(list)
        for own, other in self._session.execute(select(*link.c)):
            linked[own].append(others[other])
        for id_, entry in entries.items():
            entry.values[name] = tuple(linked.get(id_, ()))


def _same_or_lost(typed: str, known: str) -> bool:
    same = modern(clean(typed)).casefold() == modern(clean(known)).casefold()
    return same or lost_its_marks(typed, known)


def _words(entry: Entry) -> str:
    return str(entry.values[_WORDS.get(entry.record, "name")])


@cache
def _service_codes() -> Mapping[str, str]:
    """The code of a bundled service by each of its spellings."""
    bundled = json.loads(paths.resource("data", "services.json").read_text(encoding="utf-8"))
    return {fold(name): raw["code"] for raw in bundled for name in (raw["code"], raw["name"], *raw["aliases"])}
