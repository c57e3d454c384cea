"""When each rule of an activation speaks: the words its sentence needs, or None where there is nothing to say."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from hoaian_desktop.rules import personal_number as numbers
from hoaian_desktop.rules import phone
from hoaian_desktop.rules.activation_facts import ActivationFacts, KnownName, Recognised
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.doubts import Rule, Words
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.personal_number import PersonalNumber

DVC_ACCOUNT = "dvc-account"
DVC_ACCOUNT_END = date(2024, 6, 30)  # for citizens; organisations had a year more
LEVEL_2_AGE = 6
GUARDIAN_AGE = 16
FAR_YEARS = 5  # a slip of the year rather than a forgotten paper
FAILED = "failed"
TRANSACTED = "transacted"
ACTIVATED = "activated"
ORDER = ("guided", "registered", "installed", ACTIVATED, TRANSACTED)
"""How far a support came; a failure stands outside."""

NOTHING: Words = {}

# The day


def future_day(facts: ActivationFacts) -> Words | None:
    """The day of support has not come."""
    return _future(facts.day, facts.today)


def future_transaction(facts: ActivationFacts) -> Words | None:
    """The day of the transaction has not come."""
    return _future(facts.transaction_day, facts.today)


def before_start(facts: ActivationFacts) -> Words | None:
    """The day lies before the counting start."""
    if facts.day is None or facts.since is None or facts.day >= facts.since:
        return None
    return {"since": show_date(facts.since)}


def far_past(facts: ActivationFacts) -> Words | None:
    """The day is so long ago that the year is likely a slip."""
    if facts.day is None or facts.today is None:
        return None
    if facts.day.year > facts.today.year - FAR_YEARS:
        return None
    far = (facts.today.year - FAR_YEARS, facts.today.month, facts.today.day)
    return _day(facts.day, years=FAR_YEARS) if (facts.day.year, facts.day.month, facts.day.day) < far else None


# The service


def level_2_under_6(facts: ActivationFacts) -> Words | None:
    """Level 2 for a child surely under six."""
    if facts.level != 2 or facts.born is None or facts.day is None or is_grown_up(facts.born, facts.day):
        return None
    return NOTHING if facts.born.oldest_age_on(facts.day) < LEVEL_2_AGE else None


def level_2_maybe_under_6(facts: ActivationFacts) -> Words | None:
    """Level 2 for a child who may be under six, the birth date being known in part."""
    if facts.level != 2 or facts.born is None or facts.day is None or is_grown_up(facts.born, facts.day):
        return None
    if level_2_under_6(facts) is not None:
        return None
    return NOTHING if facts.born.youngest_age_on(facts.day) < LEVEL_2_AGE else None


def portal_account_ended(facts: ActivationFacts) -> Words | None:
    """An account of the National Portal after their end."""
    return _ended(facts) if facts.service_code == DVC_ACCOUNT else None


def service_ended(facts: ActivationFacts) -> Words | None:
    """Any other service after its last day."""
    return _ended(facts) if facts.service_code != DVC_ACCOUNT else None


def service_not_yet(facts: ActivationFacts) -> Words | None:
    """A service before its first day."""
    begin = facts.service_valid_from
    return _day(begin) if facts.day is not None and begin is not None and facts.day < begin else None


def same_service_again(facts: ActivationFacts) -> Words | None:
    """The same account of the same person works already."""
    if (before := facts.same_before) is None:
        return None
    return _day(before.day, service=facts.service_name, team=f" ({before.team})" if before.team else "")


# The person


def number_shape(facts: ActivationFacts) -> Words | None:
    """The number is not twelve digits."""
    fault = numbers.shape_fault(facts.number) if facts.number and _number(facts) is None else None
    return {"fault": fault} if fault else None


def other_sex(facts: ActivationFacts) -> Words | None:
    """The number says the other sex."""
    number = _number(facts)
    return numbers.other_sex(number, facts.sex) if number else None


def other_year(facts: ActivationFacts) -> Words | None:
    """The number says another year of birth."""
    number = _number(facts)
    return numbers.other_year(number, facts.born.year if facts.born else None) if number else None


def unknown_province(facts: ActivationFacts) -> Words | None:
    """No province ever had the code in the number."""
    number = _number(facts)
    if number is None or not facts.provinces or number.province(facts.provinces) is not None:
        return None
    return {"said": number.province_code}


def born_after_day(facts: ActivationFacts) -> Words | None:
    """Nobody is helped before birth."""
    return NOTHING if facts.born is not None and facts.day is not None and facts.born.first_day > facts.day else None


def guardian_under_16(facts: ActivationFacts) -> Words | None:
    """A minor without a guardian."""
    if facts.born is None or facts.day is None or facts.guardian or is_grown_up(facts.born, facts.day):
        return None
    if born_after_day(facts) is not None:
        return None
    return NOTHING if facts.born.youngest_age_on(facts.day) < GUARDIAN_AGE else None


def said_of_phone(rule: Rule) -> Callable[[ActivationFacts], Words | None]:
    """The test of one of the rules of `phone`."""
    return lambda facts: phone.said(facts.phone).get(rule) if facts.phone else None


def maybe_known(facts: ActivationFacts) -> Words | None:
    """Somebody of this name is in the book."""
    return {"name": facts.alike} if facts.alike else None


def name_of_other_supports(facts: ActivationFacts) -> Words | None:
    """The person whose support was opened would bear another name in her other supports."""
    name = _renamed(facts, Recognised.OPENED)
    return _names(name) if name is not None and name.others else None  # else a slip put right: nothing bears the name


def number_of_another_name(facts: ActivationFacts) -> Words | None:
    """The number belongs to somebody of another name."""
    name = _renamed(facts, Recognised.NUMBER)
    return _names(name) if name else None


def name_marks_differ(facts: ActivationFacts) -> Words | None:
    """The person known by name, year and village is written with other marks."""
    name = _renamed(facts, Recognised.LIKENESS)
    return _names(name) if name else None


# What came of it


def failed_without_reason(facts: ActivationFacts) -> Words | None:
    """A failure without its reason."""
    return NOTHING if facts.status == FAILED and not facts.reason else None


def transaction_without_day(facts: ActivationFacts) -> Words | None:
    """A transaction without its day."""
    return NOTHING if facts.status == TRANSACTED and facts.transaction_day is None else None


def transaction_before_support(facts: ActivationFacts) -> Words | None:
    """A transaction before the support."""
    done = facts.transaction_day
    return NOTHING if done is not None and facts.day is not None and done < facts.day else None


def transaction_not_in_status(facts: ActivationFacts) -> Words | None:
    """A day of transaction, but a status that has none."""
    return NOTHING if facts.transaction_day is not None and facts.status != TRANSACTED else None


def status_backwards(facts: ActivationFacts) -> Words | None:
    """The same service had come further for this person by then."""
    before = facts.furthest
    if before is None or facts.status not in ORDER or before.status not in ORDER:
        return None
    reached, now = ORDER.index(before.status), ORDER.index(facts.status)
    # An account that worked and works again is the same account: another rule says so.
    if now >= reached or now >= ORDER.index(ACTIVATED):
        return None
    return _day(before.day, status=before.status_words)


# Who helped, and what it stands for


def outside_team_life(facts: ActivationFacts) -> Words | None:
    """The team did not work on the day."""
    if facts.team is None or facts.day is None:
        return None
    ended = facts.team.ended
    return _day(facts.day) if facts.day < facts.team.started or (ended is not None and facts.day > ended) else None


def helper_not_in_team(facts: ActivationFacts) -> Words | None:
    """Somebody who helped was no member of the team on the day."""
    if facts.team is None or not facts.team.has_stranger:
        return None
    return NOTHING if outside_team_life(facts) is None else None  # on a day without a team nobody is a member


def more_names_than_heads(facts: ActivationFacts) -> Words | None:
    """A tally would get more names than it counts."""
    tally = facts.tally
    return {"number": tally.number, "named": tally.named} if tally and tally.named > tally.number else None


def _day(day: date, **words: object) -> Words:
    return {"day": show_date(day), **words}


def _future(day: date | None, today: date | None) -> Words | None:
    return _day(day) if day is not None and today is not None and day > today else None


def _ended(facts: ActivationFacts) -> Words | None:
    end = facts.service_valid_to or (DVC_ACCOUNT_END if facts.service_code == DVC_ACCOUNT else None)
    return _day(end) if facts.day is not None and end is not None and facts.day > end else None


def is_grown_up(born: PartialDate, day: date) -> bool:
    """Whether somebody is older than every rule asks for, whatever the month and day: that of nearly everybody."""
    return day.year - born.year > GUARDIAN_AGE


def _number(facts: ActivationFacts) -> PersonalNumber | None:
    return _well_formed(facts.number) if facts.number else None


@lru_cache(16)  # several rules ask for the number of one record
def _well_formed(number: str) -> PersonalNumber | None:
    try:
        return PersonalNumber(number)
    except ValueError:
        return None


def _renamed(facts: ActivationFacts, by: Recognised) -> KnownName | None:
    return facts.name if facts.name is not None and facts.name.by is by else None


def _names(name: KnownName) -> Words:
    return {"known": name.known, "typed": name.typed, "others": name.others}
