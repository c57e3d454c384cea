"""Citizens found by what was typed: parts of names and numbers in any order, and words of where they live."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select
from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.records import AdministrativeUnit, Citizen, Office, Village, parts
from hoaian_desktop.rules.names import fold

_EXACT = 3  # letters up to which the index alone is sure
_NUMBER = re.compile(r"\+?[0-9][0-9.\-–]*")
_COUNTRY = re.compile(r"(?:\+84|0084)0?")


@dataclass(frozen=True)
class _Place:
    """A village with its unit, as words one after the other: «thon nang an xa an tin»."""

    village_id: int | None  # None: somewhere in the office's own unit
    words: tuple[str, ...]
    kinds: frozenset[str]  # «thon», «xa»: not a place by themselves

    def is_named_by(self, run: Sequence[str]) -> bool:
        """Whether the words, two at least, follow one another here; those of a name may be cut short.

        One word alone, «an», would make a place of the given name of everybody who is not in the book yet.
        """
        starts = range(len(self.words) - len(run) + 1)
        return (
            len(run) > 1
            and not self.kinds.issuperset(run)
            and any(all(map(self._begins, self.words[at:], run)) for at in starts)
        )

    def _begins(self, word: str, typed: str) -> bool:
        return word == typed if word in self.kinds else word.startswith(typed)


def typed_words(text: str) -> list[str]:
    """Folded words; a phone or a number without its dots, dashes and +84."""
    return [_bare(word) if _NUMBER.fullmatch(word) else word for word in fold(text).split()]


def citizens(session: Session, words: Sequence[str], *, at_start: bool = False) -> ColumnElement[bool]:
    """The condition on `Citizen` that all words are met.

    Names and numbers come first. Only if nobody has them all, words at the end or at the beginning may be where people
    live: «nguyen van an an tin» narrows to Ân Tín, while «nguyen van an» does not widen to everybody of thôn Năng An.
    """
    words = typed_words(" ".join(words))
    own = _own(words, at_start=at_start)
    known = _places(session) if len(words) > 1 else []
    ways = [(rest, [place for place in known if place.is_named_by(run)]) for rest, run in _divided(words)]
    # To look whether anybody has all the words takes as long as the list itself: only where it decides something.
    ways = [(rest, places) for rest, places in ways if places]
    if ways and not _anybody(session, own):
        for rest, places in ways:
            condition = and_(_own(rest, at_start=at_start), _live_in(places))
            if _anybody(session, condition):
                return condition
    return own


def _bare(word: str) -> str:
    return re.sub(r"[^0-9]", "", _COUNTRY.sub("0", word))


def _own(words: Sequence[str], *, at_start: bool) -> ColumnElement[bool]:
    if not words:
        return and_(True)
    lead = " " if at_start else ""
    text = literal(lead) + Citizen.search_text if at_start else Citizen.search_text
    surely = [func.instr(text, lead + word) > 0 for word in words if len(lead + word) > _EXACT]
    return and_(Citizen.id.in_(parts.ids_with(words, at_start=at_start)), *surely)


def _anybody(session: Session, condition: ColumnElement[bool]) -> bool:
    return session.scalar(select(Citizen.id).where(condition).limit(1)) is not None


def _divided(words: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Every way to take words off the end, or else the beginning, for a place; as few as possible first."""
    for number in range(2, len(words)):
        yield words[:-number], words[-number:]
        yield words[number:], words[:number]
    yield (), words


def _places(session: Session) -> list[_Place]:
    unit = AdministrativeUnit
    rows = session.execute(
        select(Village.id, Village.kind, Village.search_text, unit.kind, unit.search_text).join(
            unit, unit.id == Village.unit_id
        )
    )
    found = []
    for id_, kind, name, above, unit_name in rows:
        village_kind, unit_kind = _kind("village_kind", kind), _kind("unit_kind", above)
        words = (*village_kind, *name.split(), *unit_kind, *unit_name.split())
        found.append(_Place(id_, words, frozenset({*village_kind, *unit_kind})))
    home = session.execute(select(unit.kind, unit.search_text).join(Office, Office.unit_id == unit.id)).first()
    if home is not None:
        kinds = _kind("unit_kind", home[0])
        found.append(_Place(None, (*kinds, *home[1].split()), frozenset(kinds)))
    return found


def _kind(of: str, code: str) -> list[str]:
    return fold(choices.name(of, code)).split()


def _live_in(places: Sequence[_Place]) -> ColumnElement[bool]:
    """In one of the villages; of whom no village is known is taken to live in the office's own unit."""
    ids = [place.village_id for place in places if place.village_id is not None]
    unknown = Citizen.village_id.is_(None) if len(ids) < len(places) else false()
    return or_(Citizen.village_id.in_(ids), unknown)
