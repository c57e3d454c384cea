"""Who shares Tên and Họ with a typed line, whatever the marks and the middle name: looked up by indexes alone.

Statements are put together once: that takes longer than to answer them, and they are asked at every pause of typing.
What to look for comes as one list, so that they stay the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Boolean, String, and_, bindparam, case, func, or_, select, true, type_coerce
from sqlalchemy.orm import Session, aliased

from hoaian_desktop.records import Citizen
from hoaian_desktop.rules.likeness import Person
from hoaian_desktop.rules.names import fold, key_ranges
from hoaian_desktop.rules.partial_date import PartialDate

_LOOKED_AT = 400  # people of one Tên and Họ, and of one year or village, that are weighed: far more than there are

_wanted = func.json_each(bindparam("wanted")).table_valued("value")
_begin, _end = (func.json_extract(_wanted.c.value, place) for place in ("$[0]", "$[1]"))
# As a plain condition on «archived» SQLite takes the index of that column and walks through everybody.
_people = (
    select(Citizen.id, Citizen.full_name, Citizen.born, Citizen.village_id)
    .add_columns(Citizen.phone, Citizen.personal_number, Citizen.sex)
    .where(case((Citizen.archived, 1), else_=0) == 0)
    .limit(_LOOKED_AT)
)

# The names there are, by steps from one key to the next: a few dozen, be they borne by thousands.
_at, _whole = aliased(Citizen), aliased(Citizen)
_first = select(func.min(_at.sort_key)).where(_at.sort_key >= _begin, _at.sort_key < _end).scalar_subquery()
_steps = select(_first.label("key"), _end.label("end")).select_from(_wanted).cte("steps", recursive=True)
_next = select(func.min(_at.sort_key)).where(_at.sort_key > _steps.c.key, _at.sort_key < _steps.c.end).scalar_subquery()
_steps = _steps.union_all(select(_next, _steps.c.end).where(_steps.c.key.is_not(None)))
_NAMES = select(select(_whole.full_name).where(_whole.sort_key == _steps.c.key).limit(1).scalar_subquery()).where(
    _steps.c.key.is_not(None)
)

# Those names with a year: the index of folded text holds it. «!» follows the space that ends a name.
_born = type_coerce(Citizen.born, String)
_OF_YEARS = _people.join(
    _wanted, and_(Citizen.search_text >= _wanted.c.value, Citizen.search_text < _wanted.c.value.concat("!"))
).where(
    or_(_born.is_(None), func.substr(_born, 1, 4).in_(bindparam("years", expanding=True))),
    # In another village the year is not enough (`likeness.SUGGESTED`): it takes the very day, or a phone to compare.
    or_(
        Citizen.village_id.is_(None),
        Citizen.village_id == bindparam("village"),
        _born.in_(bindparam("birthdays", expanding=True)),
        bindparam("anywhere", type_=Boolean) == true(),
    ),
)

# Without a year nobody else can be likely enough.
_NEARBY = _people.join(_wanted, and_(Citizen.sort_key >= _begin, Citizen.sort_key < _end)).where(
    or_(func.coalesce(Citizen.village_id, 0) == bindparam("village"), Citizen.phone == bindparam("phone"))
)


def namesakes(session: Session, typed: Person) -> Iterator[tuple[int, Person]]:
    """The id and what is weighed of everybody who could be likely enough for what else is typed.

    They are born in that year, one off or with two digits swapped, and in the village unless the very day or a phone
    may speak for them; where no year is typed they live in the village or have the phone. With a number typed, those
    who have one are left out: two numbers are two people.
    """
    ranges = json.dumps(key_ranges(typed.name))
    if typed.known_birth is not None:
        names = sorted({fold(name) for name in session.scalars(_NAMES, {"wanted": ranges})})
        about = {
            "years": _years_like(typed.known_birth.year),
            "village": typed.village,
            "birthdays": _days_like(typed.known_birth),
            "anywhere": typed.village is None or bool(typed.phone),
        }
        rows = session.execute(_OF_YEARS, {"wanted": json.dumps(names), **about}) if names else ()
    else:
        rows = session.execute(_NEARBY, {"wanted": ranges, "village": typed.village, "phone": typed.phone})
    for id_, name, born, village, phone, number, sex in rows:
        if not (typed.number and number):
            yield id_, Person(name, born, village, phone, number, sex)


def _years_like(year: int) -> list[str]:
    """The year as stored, one off, and with two digits swapped."""
    text = str(year)
    swapped = {f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}" for at in (1, 2)}
    return sorted({text, str(year - 1), str(year + 1)} | swapped)


def _days_like(day: PartialDate) -> list[str]:
    """The birthday as stored, and with day and month swapped where that is one too."""
    swapped = [PartialDate(day.year, day.day, day.month)] if day.day and day.day <= 12 else []
    return [each.iso() for each in (day, *swapped)]
