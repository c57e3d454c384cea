"""What the rules of an activation look at: the typed values, and what only the book knows, as plain facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.personal_number import Sex


@dataclass(frozen=True)
class TeamLife:
    """The chosen team's first and last day, and whether some helper was no member of it on the day."""

    started: date
    ended: date | None = None
    has_stranger: bool = False


@dataclass(frozen=True)
class Earlier:
    """Another support of the same person with the same service: its day, team and status in words."""

    day: date
    status: str
    status_words: str = ""
    team: str | None = None


class Recognised(StrEnum):
    """By what the book knows the person."""

    OPENED = "opened"  # the form was opened for her
    NUMBER = "number"
    LIKENESS = "likeness"  # name without marks, birth year, village


@dataclass(frozen=True)
class KnownName:
    """A known person whose name would become another one; `others` is how many other supports bear it."""

    known: str
    typed: str
    by: Recognised
    others: int = 0


@dataclass(frozen=True)
class TallyHeads:
    """The tally whose heads get names: how many it counts, and how many persons would stand for them."""

    number: int
    named: int


@dataclass(slots=True)  # not frozen: an import makes one for each of its rows, and that would take eight times as long
class ActivationFacts:
    """The values of an activation and its citizen that the rules look at; codes as in the lists of choices.

    What is left out is not known, and nothing is doubted because of it. `phone` is as it was typed.
    """

    day: date | None
    service_code: str = ""
    service_name: str = ""
    service_valid_from: date | None = None
    service_valid_to: date | None = None
    level: int | None = None
    status: str = ""
    transaction_day: date | None = None
    born: PartialDate | None = None
    sex: Sex | str | None = None
    number: str | None = None
    phone: str | None = None
    reason: str | None = None
    guardian: str | None = None
    provinces: Mapping[str, str] = field(default_factory=dict)
    team: TeamLife | None = None
    same_before: Earlier | None = None  # the account already works
    furthest: Earlier | None = None  # up to the day, the support that came furthest
    name: KnownName | None = None
    alike: str | None = None  # somebody of the same name, who may be the same person
    tally: TallyHeads | None = None
    today: date | None = None  # set when the rules are asked
    since: date | None = None
