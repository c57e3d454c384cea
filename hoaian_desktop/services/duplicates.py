"""The duplicate desk: who may be in the book twice, how two citizens become one, and who was called another person."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    case,
    cast,
    func,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Citizen, DifferentPersons
from hoaian_desktop.rules.likeness import HIGH, LEAST, Likeness, Person, compare
from hoaian_desktop.rules.partial_date import PartialDate

MOST = 300  # pairs a person may look through in one sitting
CROWD = 60  # more people than that behind one key tell nothing; the finer keys find what is alike among them
_DIGITS = "0123456789 "
_EVERY = 2_000  # persons between two looks at whether to stop

Ids = tuple[int, int]  # the smaller one first


@dataclass(frozen=True)
class Known:
    """One person of a pair, as a list shows her."""

    id: int
    full_name: str
    born: PartialDate | None
    village_id: int | None
    numbered: bool


@dataclass(frozen=True)
class Pair:
    """Two citizens who may be one, and why; `different` if somebody has called them two people."""

    first: Known
    second: Known
    likeness: Likeness
    different: bool = False

    @property
    def ids(self) -> Ids:
        """Both ids, the smaller one first."""
        return self.first.id, self.second.id


def pairs(
    session: Session,
    most: int = MOST,
    *,
    least: int = LEAST,
    village_id: int | None = None,
    remembered: bool = False,
    progress: Progress | None = None,
) -> list[Pair]:
    """The likeliest pairs first. With `village_id` one of the two lives there; `remembered` shows «khác người» too.

    Work grows with the citizens, not with their square: only who shares a key is compared. Raises Cancelled.
    """
    progress = progress or Progress()
    apart = _different(session)
    likely = _candidates(session, progress)
    if not remembered:
        likely -= apart
    known = _people(session, {id_ for ids in likely for id_ in ids}, progress)
    progress.words = "Đang so từng cặp…"
    found = []
    for first, second in progress.over(likely):
        one, other = known[first], known[second]
        if village_id is not None and village_id not in (one.village, other.village):
            continue
        likeness = compare(one, other, least)
        if likeness.score >= least:
            found.append((-likeness.score, first, second, likeness))
    return [
        Pair(_known(first, known[first]), _known(second, known[second]), likeness, (first, second) in apart)
        for _, first, second, likeness in heapq.nsmallest(most, found)
    ]


def count(session: Session, progress: Progress | None = None) -> int:
    """How many pairs more than a name speaks for: what the badge says."""
    return len(pairs(session, 1_000, least=HIGH, progress=progress))


def different(session: Session, one_id: int, other_id: int) -> None:
    """Remember that two citizens are two people: they are not offered again."""
    ids = _in_order(one_id, other_id)
    if session.get(DifferentPersons, ids) is None:
        made = DifferentPersons(
            first_id=ids[0], second_id=ids[1], at=session.info["now"]().replace(tzinfo=None), by=session.info["user"]
        )
        session.add(made)
        session.flush()


def not_different(session: Session, one_id: int, other_id: int) -> None:
    """Take «khác người» back."""
    kept = session.get(DifferentPersons, _in_order(one_id, other_id))
    if kept is not None:
        session.delete(kept)
        session.flush()


def hand_on(session: Session, gone_id: int, kept_id: int) -> None:
    """Who was called somebody else than one citizen is somebody else than the one she became; nobody than herself."""
    about = DifferentPersons.first_id.in_((gone_id, kept_id)) | DifferentPersons.second_id.in_((gone_id, kept_id))
    known = {(pair.first_id, pair.second_id): pair for pair in session.scalars(select(DifferentPersons).where(about))}
    for ids, pair in known.items():
        if gone_id not in ids:
            continue
        session.delete(pair)
        other_id = sum(ids) - gone_id
        first, second = _in_order(other_id, kept_id)
        if other_id != kept_id and (first, second) not in known:
            session.add(DifferentPersons(first_id=first, second_id=second, at=pair.at, by=pair.by))
    session.flush()


def _in_order(one_id: int, other_id: int) -> Ids:
    return (one_id, other_id) if one_id < other_id else (other_id, one_id)


def _different(session: Session) -> set[Ids]:
    rows = session.execute(select(DifferentPersons.first_id, DifferentPersons.second_id))
    return {(first, second) for first, second in rows}


def _candidates(session: Session, progress: Progress) -> set[Ids]:
    """Pairs that share a key and of whom one has no number: two numbers are two people."""
    progress.words = "Đang tìm người có thể trùng…"
    found: set[Ids] = set()
    rows = session.execute(_blocks(), execution_options={"yield_per": _EVERY})
    for part in rows.scalars().partitions():
        progress.check()
        for listed in part:
            signed = [int(id_) for id_ in listed.split(",")]
            found |= {_in_order(abs(a), abs(b)) for a, b in combinations(signed, 2) if a < 0 or b < 0}
    return found


_KEYS: tuple[tuple[str, ...], ...] = (
    ("beginning", "given", "year"),  # slips in the middle, another village, lost marks
    ("given", "year", "village_id"),  # another or mistyped Họ
    ("front", "year", "village_id"),  # a mistyped Tên
    ("squeezed", "village_id"),  # a year that is missing or wrong, joined words
    ("squeezed",),  # the same for a rare name whose village is missing too
    ("born", "village_id"),  # everything in the name may be wrong
    ("phone",),
)


def _keyed() -> CTE:
    """Every citizen with the keys people are found by, from the folded text that is stored anyway."""
    name = func.rtrim(Citizen.search_text, _DIGITS)  # no name has a digit: what follows it are number and phone
    front = func.rtrim(name, func.replace(name, " ", ""))  # all words but the last
    born = type_coerce(Citizen.born, String)
    # The sign says who has no number: such a person can be a second entry of anybody.
    signed = case((Citizen.personal_number.is_(None), -Citizen.id), else_=Citizen.id)
    return (
        select(
            signed.label("signed"),
            func.substr(name, 1, 3).label("beginning"),
            front.label("front"),
            func.substr(name, func.length(front) + 1).label("given"),
            func.replace(name, " ", "").label("squeezed"),
            func.substr(born, 1, 4).label("year"),
            case((func.length(born) == 10, born), else_=null()).label("born"),
            Citizen.village_id.label("village_id"),
            Citizen.phone.label("phone"),
        )
        .where(Citizen.archived.is_(False))
        .cte("people")
    )


def _blocks() -> CompoundSelect[str]:
    """The signed ids of those who share a key, somebody without a number among them; crowds left out."""
    people = _keyed()  # worked out once for all keys
    return union_all(*(_block(people, [people.c[name] for name in key]) for key in _KEYS))


def _block(people: CTE, key: list[ColumnElement[str]]) -> Select[str]:
    return (
        select(func.aggregate_strings(cast(people.c.signed, String), ","))
        .where(*[column.is_not(None) for column in key])
        .group_by(*key)
        .having(func.count().between(2, CROWD), func.min(people.c.signed) < 0)
    )


def _people(session: Session, wanted: set[int], progress: Progress) -> dict[int, Person]:
    """What is weighed of the wanted citizens, read in one walk."""
    found: dict[int, Person] = {}
    if not wanted:
        return found
    rows = session.execute(
        select(
            Citizen.id,
            Citizen.full_name,
            type_coerce(Citizen.born, String),
            Citizen.village_id,
            Citizen.phone,
            Citizen.personal_number,
            Citizen.sex,
        )
        .where(Citizen.archived.is_(False), Citizen.id.between(min(wanted), max(wanted)))
        .execution_options(yield_per=_EVERY)
    )
    for part in rows.partitions():
        progress.check()
        for id_, name, born, village, phone, number, sex in part:
            if id_ in wanted:
                found[id_] = Person(name, _date(born) if born else None, village, phone, number, sex)
    return found


@lru_cache(maxsize=1 << 15)
def _date(iso: str) -> PartialDate:
    return PartialDate.from_iso(iso)  # many people share a date; reading it takes longer than comparing two


def _known(id_: int, person: Person) -> Known:
    village = person.village if isinstance(person.village, int) else None
    return Known(id_, person.name, person.born, village, person.valid_number is not None)
