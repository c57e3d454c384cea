"""Supports of a period that a soft rule speaks of and nobody has let stand: how many, and what they are about.

The rules themselves are in `rules/activation_rules.py`. Those that look at nothing but what is stored are asked here
in SQL, all in one statement: among thousands of supports a month most have nothing to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Date, String, and_, bindparam, case, cast, exists, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from hoaian_desktop.indicators.countings import AnySelect
from hoaian_desktop.records import Activation, Citizen, Confirmation, Service, Team
from hoaian_desktop.rules.activation_checks import DVC_ACCOUNT, DVC_ACCOUNT_END, LEVEL_2_AGE, TRANSACTED
from hoaian_desktop.rules.activation_rules import BY_CODE
from hoaian_desktop.rules.periods import Span

_born = type_coerce(Citizen.born, String)
_born_first = func.substr(_born + "-01-01", 1, 10)
_born_last = func.substr(_born + "-12-31", 1, 10)  # of a month its 31st, which sorts like its last day
_service_end = func.coalesce(Service.valid_to, case((Service.code == DVC_ACCOUNT, DVC_ACCOUNT_END)))
_fourth = cast(func.substr(Citizen.personal_number, 4, 1), type_=Activation.id.type)
_said_sex = case((_fourth % 2 == 0, "male"), else_="female")
_said_year = 1900 + 50 * (_fourth - _fourth % 2) + cast(func.substr(Citizen.personal_number, 5, 2), _fourth.type)


@dataclass(frozen=True)
class Unconfirmed:
    """How many supports, the first person of them, and how often each rule speaks, the most frequent first."""

    records: int
    person: str
    rules: tuple[tuple[str, int], ...]  # title of the rule, how many


def find(session: Session, span: Span, since: date) -> Unconfirmed | None:
    """The supports of a period with doubts nobody has let stand; None if there are none."""
    statement, codes = _statement()
    days = {"first": span.first, "last": span.last, "since": since}
    number, person, *sums = session.execute(statement, days).one()
    if not number:
        return None
    counted = [(BY_CODE[code].title, many) for code, many in zip(codes, sums, strict=True) if many]
    return Unconfirmed(number, person.partition("\n")[2], tuple(sorted(counted, key=lambda pair: -pair[1])))


@cache
def _statement() -> tuple[AnySelect, tuple[str, ...]]:
    """What is asked for the days `first` to `last` and the counting start `since`, and the codes it sums up.

    Made once: every look at a report asks it, and making it took longer than its answer.
    """
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    open_ = {code: and_(said, ~_confirmed(code)) for code, said in _conditions(bindparam("since", type_=Date)).items()}
    rows: AnySelect = (
        select(
            func.count(),
            func.min(Citizen.sort_key + "\n" + Citizen.full_name),
            *(func.sum(case((said, 1), else_=0)) for said in open_.values()),
        )
        .select_from(Activation)
        .join(Citizen, Citizen.id == Activation.citizen_id)
        .join(Service, Service.id == Activation.service_id)
        .outerjoin(Team, Team.id == Activation.team_id)
        .where(Activation.archived.is_(False), Activation.day.between(first, last), or_(*open_.values()))
    )
    return rows, tuple(open_)


def _conditions(since: date | ColumnElement[date]) -> dict[str, ColumnElement[bool]]:
    """When each rule speaks, by its code."""
    day, ended = Activation.day, _service_end
    return {
        "before-start": day < since,
        "service-ended": and_(ended.is_not(None), Service.code != DVC_ACCOUNT, day > ended),
        "dvc-account-ended": and_(Service.code == DVC_ACCOUNT, day > ended),
        "service-not-yet": and_(Service.valid_from.is_not(None), day < Service.valid_from),
        "level2-maybe-under-6": and_(
            Service.level == 2,
            Citizen.born.is_not(None),
            _born_last > func.strftime("%Y-%m-%d", day, f"-{LEVEL_2_AGE} years"),
        ),
        "born-after-day": and_(Citizen.born.is_not(None), _born_first > type_coerce(day, String)),
        "number-sex": and_(Citizen.personal_number.is_not(None), Citizen.sex.is_not(None), Citizen.sex != _said_sex),
        "number-year": and_(
            Citizen.personal_number.is_not(None),
            Citizen.born.is_not(None),
            cast(func.substr(_born, 1, 4), _fourth.type) != _said_year,
        ),
        "transaction-without-day": and_(Activation.status == TRANSACTED, Activation.transaction_day.is_(None)),
        "transaction-before-support": and_(
            Activation.transaction_day.is_not(None), Activation.transaction_day < Activation.day
        ),
        "transaction-not-in-status": and_(
            Activation.transaction_day.is_not(None), Activation.status != TRANSACTED
        ),
        "outside-team-life": and_(
            Activation.team_id.is_not(None),
            or_(day < Team.started, and_(Team.ended.is_not(None), day > Team.ended)),
        ),
    }  # fmt: skip


def _confirmed(code: str) -> ColumnElement[bool]:
    return exists().where(
        Confirmation.record == Activation.__tablename__,
        Confirmation.record_id == Activation.id,
        Confirmation.code == code,
    )
