"""What the file says about a record that is there already: blanks are filled, known values stay and are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hoaian_desktop.exchange.lines import Line
from hoaian_desktop.exchange.reading import words_of_field
from hoaian_desktop.exchange.shelf import Entry
from hoaian_desktop.records import field_of
from hoaian_desktop.rules.names import clean, modern
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services.citizens import lost_its_marks

NOTHING = (None, "", ())


def merge(line: Line, entry: Entry, values: Mapping[str, Any]) -> bool:
    """Fill what the record lacks; say where the file differs. Returns whether anything was filled."""
    filled = False
    for name, value in values.items():
        known = entry.values.get(name)
        if known == value:
            continue
        if adds(known, value):
            entry.fill(name, value)
            filled = True
        elif differs(known, value):
            words = words_of_field(field_of(entry.record, name))
            message = f"Trong sổ ghi {words} khác với tệp. Nội dung trong sổ được giữ nguyên."
            line.tell("differs_from_book", message, name)
    return filled


def adds(known: Any, value: Any) -> bool:
    """Whether the value says more than what is known: a blank is filled, a year gets its day, a name its marks."""
    if value in NOTHING:
        return False
    if known in NOTHING:
        return True
    if isinstance(known, PartialDate) and isinstance(value, PartialDate):
        return refines(known, value)
    if isinstance(known, tuple):
        return set(known) < set(value)  # a helper who was not in the list when the file came first
    return isinstance(known, str) and isinstance(value, str) and lost_its_marks(known, value)


def differs(known: Any, value: Any) -> bool:
    """Whether the two cannot both be right."""
    if value in NOTHING or known in NOTHING or known == value:
        return False
    if isinstance(known, PartialDate) and isinstance(value, PartialDate):
        return not (refines(known, value) or refines(value, known))
    if isinstance(known, str) and isinstance(value, str):
        return not (same_text(known, value) or lost_its_marks(known, value) or lost_its_marks(value, known))
    if isinstance(known, tuple):
        return not (set(known) <= set(value) or set(value) <= set(known))
    return True


def refines(vague: PartialDate, exact: PartialDate) -> bool:
    """Whether the second says the same as the first, and more."""
    more = exact.iso()
    return more.startswith(vague.iso()) and len(more) > len(vague.iso())


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same but for case and the spelling of oà."""
    return modern(clean(one)).casefold() == modern(clean(other)).casefold()
