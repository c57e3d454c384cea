"""How likely two persons of the book are one: 0 to 100, with the reasons in Vietnamese words.

The personal number decides: the same is one person, two valid ones are two people however alike the rest is. Without
it name, birth date, village and phone are weighed; a name alone never reaches `HIGH`, and no score merges anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import DamerauLevenshtein

from hoaian_desktop.rules import name_likeness
from hoaian_desktop.rules.name_likeness import Name
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.personal_number import PersonalNumber, shape_fault

HIGH = 75  # worth looking at first
SUGGESTED = 64  # worth a glance while a line is typed
LEAST = 50  # below it a pair is not offered
OF_NAME = 55  # what a name alone can give
WEAK_NAME, OF_WEAK_NAME = 0.62, 45  # twins share all but the Tên: a weak name keeps a pair below what is offered
UNSURE = 99  # only the number makes it 100
# Why 64, seen on 400 people of a book of 60,000 and as many lines about nobody in it: her name with the marks lost and
# her village alone give 64; a swapped middle name and the year 65; a swapped or missing middle name, or a year one off,
# with her village 71 to 80. All of them are found, and one line in a hundred about somebody new suggests a stranger.
# At 63 begins «same name, same year, another village»: strangers in one line of five.

SAME_NUMBER = "trùng số định danh"
OTHER_NUMBER = "khác số định danh"


@dataclass(frozen=True)
class Person:
    """What is weighed of one person; `village` is anything that can be equal."""

    name: str
    born: PartialDate | None = None
    village: object = None
    phone: str | None = None
    number: str | None = None
    sex: str | None = None

    @cached_property
    def parts(self) -> Name:
        """The name taken apart."""
        return Name.of(self.name)

    @cached_property
    def valid_number(self) -> PersonalNumber | None:
        """The number if it can be one; an old or cut one decides nothing."""
        return PersonalNumber(self.number) if self.number and shape_fault(self.number) is None else None

    @cached_property
    def known_birth(self) -> PartialDate | None:
        """The birth date as written, else the year in the number; 1 January stands for «only the year»."""
        if self.born is None:
            return PartialDate(self.valid_number.birth_year) if self.valid_number else None
        return PartialDate(self.born.year) if (self.born.month, self.born.day) == (1, 1) else self.born


@dataclass(frozen=True)
class Likeness:
    """How likely two persons are one, and why."""

    score: int
    reasons: tuple[str, ...]

    @property
    def high(self) -> bool:
        """Whether more than the name speaks for one person."""
        return self.score >= HIGH


def compare(one: Person, other: Person, least: int = 0) -> Likeness:
    """Weigh two persons; the same both ways round. A pair that cannot reach `least` is not looked into: score 0."""
    if one.number and other.number and one.valid_number and other.valid_number:
        same = one.valid_number == other.valid_number
        return Likeness(100, (SAME_NUMBER,)) if same else Likeness(0, (OTHER_NUMBER,))
    beside = (_births(one, other), _villages(one, other), _phones(one, other), _sexes(one, other))
    points = sum(points for points, _ in beside)
    if OF_NAME + points < least:
        return Likeness(0, ())
    share, reasons = name_likeness.compare(one.parts, other.parts)
    # Half alike is not alike: most names share the family or «Thị».
    score = OF_NAME * max(0.0, (share - 0.5) / 0.5) + points
    most = OF_WEAK_NAME if share < WEAK_NAME else UNSURE
    return Likeness(round(min(most, max(0.0, score))), (*reasons, *(why for _, why in beside if why)))


def _births(one: Person, other: Person) -> tuple[float, str]:
    first, second = one.known_birth, other.known_birth
    if first is None or second is None:
        return 0, ""
    if first.year != second.year:
        return _years(first.year, second.year)
    if first.day and second.day:
        return _days(first, second)
    if first.month and second.month and first.month != second.month:
        return 6, "cùng năm sinh, khác tháng"
    return 18, "cùng năm sinh"


def _days(first: PartialDate, second: PartialDate) -> tuple[float, str]:
    if first == second:
        return 28, "cùng ngày sinh"
    if (first.day, first.month) == (second.month, second.day):
        return 20, "đảo ngày tháng sinh"
    if _slips(first.iso(), second.iso()) == 1:
        return 12, "ngày sinh lệch một chữ số"
    return -4, "cùng năm sinh, khác ngày"


def _years(first: int, second: int) -> tuple[float, str]:
    if abs(first - second) == 1:
        return 4, "năm sinh lệch một năm"  # the age counted from conception
    if _slips(str(first), str(second)) == 1:
        return 0, "năm sinh lệch một chữ số"
    return -35, "khác năm sinh"


def _villages(one: Person, other: Person) -> tuple[float, str]:
    if one.village is None or other.village is None:
        return 0, ""
    return (12, "cùng thôn") if one.village == other.village else (-10, "khác thôn")


def _phones(one: Person, other: Person) -> tuple[float, str]:
    if not one.phone or not other.phone:
        return 0, ""
    if one.phone == other.phone:
        return 17, "trùng điện thoại"  # families share one: it adds, it never decides
    return (5, "điện thoại lệch một số") if _slips(one.phone, other.phone) == 1 else (0, "")


def _sexes(one: Person, other: Person) -> tuple[float, str]:
    first, second = _sex(one), _sex(other)
    return (-20, "khác giới tính") if first and second and first != second else (0, "")


def _sex(person: Person) -> str | None:
    return person.sex or (str(person.valid_number.sex) if person.valid_number else None)


def _slips(one: str, other: str) -> int:
    return DamerauLevenshtein.distance(one, other, score_cutoff=1)
