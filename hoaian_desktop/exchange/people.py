"""Citizens of a file: one person for a number; without a number one for name, birth year and village together."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hoaian_desktop.exchange.letting_go import let_go
from hoaian_desktop.exchange.lines import Line
from hoaian_desktop.exchange.merging import merge, same_text
from hoaian_desktop.exchange.shelf import Entry, Shelf
from hoaian_desktop.records import Citizen
from hoaian_desktop.rules.names import fold
from hoaian_desktop.services.citizens import lost_its_marks

PersonKey = tuple[str, int | None, Entry | None]


class Citizens:
    """Finds and adds the people of a file."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._by_number: dict[str, Entry] = {}
        self._without: dict[PersonKey, Entry] = {}
        self._met_without: list[tuple[Line, Entry]] = []
        for entry in shelf.all(Citizen):
            self._remember(entry)

    def with_number(self, number: str | None) -> Entry | None:
        """The person who has a number, in the book or earlier in the file."""
        return self._by_number.get(number) if number else None

    def known(self, values: dict[str, Any]) -> Entry | None:
        """The person a row means, if known; by name alone nobody is recognised."""
        if number := values.get("personal_number"):
            return self._by_number.get(number)
        key = _key(values)
        return None if key[1:] == (None, None) else self._without.get(key)

    def take(self, line: Line, values: dict[str, Any], known: Entry | None) -> tuple[Entry, bool, bool]:
        """The person of a row, added or filled; whether anything was gained; whether the typed name lost its marks."""
        numbered = bool(values.get("personal_number"))
        if known is None:
            entry = self._shelf.add(Citizen, dict(values), line.row)
            self._remember(entry)
        else:
            entry = known
        if not numbered:
            self._met_without.append((line, entry))
        if known is None:
            return entry, False, False
        if known.archived:  # undone once: she comes back as the file tells her
            known.bring_back()
            for name, value in values.items():
                known.fill(name, value)
            return known, True, False
        typed, name = values["full_name"], str(entry.values["full_name"])
        if typed == name:
            return entry, merge(line, entry, values), False
        lost = lost_its_marks(typed, name)
        others = {key: value for key, value in values.items() if key != "full_name"}
        gained = merge(line, entry, others)
        if lost_its_marks(name, typed):
            entry.fill("full_name", typed)
            gained = True
        elif not lost and not same_text(name, typed):
            self._say_other_name(line, numbered)
        return entry, gained, lost

    def finish(self) -> None:
        """Warn about rows without a number whose person may be one with a number, wherever that one stands.

        Then every row is known, and nobody is looked for any more.
        """
        numbered: dict[PersonKey, list[Entry]] = defaultdict(list)
        for entry in self._by_number.values():
            numbered[_key(entry.values)].append(entry)
        for line, entry in self._met_without:
            key = _key(entry.values)
            if key[1] is None or not (alike := numbered.get(key)):
                continue
            where = f"ở dòng {alike[0].row}" if alike[0].row else "đã có trong sổ"
            line.warn(
                "near_duplicate_no_number",
                f"Có thể là cùng người với công dân {where} (trùng tên, năm sinh, thôn, có số định danh). "
                "Vẫn được tính riêng cho tới khi có người gộp hai mục.",
                "personal_number",
            )
        for kept in (numbered, self._met_without, self._without, self._by_number):
            let_go(kept)

    def _remember(self, entry: Entry) -> None:
        if number := entry.values.get("personal_number"):
            self._by_number[number] = entry
        elif not entry.archived:
            self._without.setdefault(_key(entry.values), entry)

    @staticmethod
    def _say_other_name(line: Line, numbered: bool) -> None:
        if numbered:
            message = "Số định danh này đã ghi cho một họ tên khác. Hãy xem lại số hoặc họ tên; tên đã có được giữ."
            line.warn("number_name_mismatch", message, "full_name")
        else:
            message = "Tên khác dấu với người cùng năm sinh, cùng thôn đã có; được coi là một người."
            line.warn("name_marks_differ", message, "full_name")


def _key(values: dict[str, Any]) -> PersonKey:
    born = values.get("born")
    return fold(values["full_name"]), born.year if born else None, values.get("village_id")
