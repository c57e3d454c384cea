"""Invented people: nobody here exists. Numbers are of the low running range that is kept for tests."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from hoaian_desktop.practice import names
from hoaian_desktop.records import Citizen, Village, Volunteer
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.partial_date import PartialDate

PREFIXES = (
    "032", "033", "034", "035", "036", "037", "038", "039", "070", "076", "077", "078", "079", "081", "082", "083",
    "084", "085", "086", "088", "089", "090", "091", "093", "094", "096", "097", "098",
)  # fmt: skip
LAST_SERIAL = 1_599  # 15 communes have a hundred each; real numbers are drawn from a million
_OFTEN_OLD = (16, 17, 18, 20, 22, 25, 28, 31, 34, 37, 40, 43, 46, 49, 52, 55, 58, 61, 64, 67, 70, 74, 79, 84, 90)


class People:
    """Draws people of one commune; two draws of the same commune are the same people."""

    def __init__(self, rng: Random, *, order: int, code: str, highland: bool, year: int) -> None:
        self._rng = rng
        self._first_serial = order * 100
        self._code = code
        self._highland = highland
        self._year = year
        self._serials: Counter[str] = Counter()
        self._nameless: set[tuple[str, int]] = set()
        self._members: set[str] = set()

    def citizen(self) -> Citizen:
        """Somebody of 16 to 90 years; some have no number, no phone, or only a year of birth."""
        rng = self._rng
        sex = rng.choice(("male", "female"))
        low = rng.randrange(len(_OFTEN_OLD) - 1)
        year = self._year - rng.randint(_OFTEN_OLD[low], _OFTEN_OLD[low + 1])
        # Who is 16 this year may be 15 on the day; the practice data keep to grown-ups who sign for themselves.
        year = min(year, self._year - 17)
        name = self._name(sex)
        number = self._number(sex, year) if rng.random() > 0.08 else None
        while number is None and (fold(name), year) in self._nameless:
            name = self._name(sex)
        self._nameless.add((fold(name), year))
        return Citizen(
            full_name=name,
            sex=sex,
            born=self._born(year, whole=0.72, month=0.04),
            personal_number=number,
            phone=self._phone() if rng.random() > 0.24 else None,
        )

    def volunteer(self, village: Village | None, *, branch: str) -> Volunteer:
        """A young person of 16 to 33; names are unique inside the commune, as registers keep them apart."""
        rng = self._rng
        sex = rng.choice(("male", "female"))
        year = self._year - rng.randint(17, 33)
        name = self._name(sex)
        while fold(name) in self._members:
            name = self._name(sex)
        self._members.add(fold(name))
        joined = year + rng.randint(15, 17)
        position = rng.choices(("member", "branch-deputy", "committee", "youth", "federation"), (70, 5, 4, 15, 6))[0]
        unionist = position not in {"youth", "federation"}
        return Volunteer(
            full_name=name,
            sex=sex,
            born=self._born(year, whole=0.85, month=0.03),
            branch=branch,
            position=position,
            village_id=village.id if village else None,
            joined=rng.choice((PartialDate(joined, 3, 26), PartialDate(joined, rng.randint(1, 12))))
            if unionist
            else None,
            member_code=f"{self._code}{len(self._members):04d}" if unionist and rng.random() < 0.7 else None,
            phone=self._phone() if rng.random() > 0.06 else None,
            status="active",
        )

    def adult(self) -> tuple[str, str, PartialDate, str | None]:
        """Name, sex, birth year and phone of somebody villagers listen to."""
        sex = self._rng.choices(("male", "female"), (4, 1))[0]
        return self._name(sex), sex, PartialDate(self._year - self._rng.randint(45, 74)), self._phone()

    def _name(self, sex: str) -> str:
        rng, male = self._rng, sex == "male"
        if self._highland and rng.random() < 0.75:
            name = rng.choice(names.HIGHLAND_MALE if male else names.HIGHLAND_FEMALE)
            return name if rng.random() < 0.35 else _with_syllable(rng, name)
        middle = rng.choice(names.MALE_MIDDLE if male else names.FEMALE_MIDDLE)
        return f"{rng.choice(names.FAMILY)} {middle} {rng.choice(names.MALE_GIVEN if male else names.FEMALE_GIVEN)}"

    def _number(self, sex: str, year: int) -> str:
        century_and_sex = 2 * ((year - 1900) // 100) + (sex == "female")
        start = f"052{century_and_sex}{year % 100:02d}"
        self._serials[start] += 1
        return f"{start}{self._first_serial + self._serials[start]:06d}"

    def _born(self, year: int, *, whole: float, month: float) -> PartialDate:
        drawn = self._rng.random()
        if drawn < whole:
            return PartialDate.from_date(date.fromordinal(date(year, 1, 1).toordinal() + self._rng.randrange(365)))
        return PartialDate(year, self._rng.randint(1, 12)) if drawn < whole + month else PartialDate(year)

    def _phone(self) -> str:
        return f"{self._rng.choice(PREFIXES)}{self._rng.randrange(10_000_000):07d}"


def _with_syllable(rng: Random, name: str) -> str:
    """A further given name made of the sounds of the first ones, so that a whole village can be named."""
    onset = rng.choice(("Bl", "Br", "Kr", "Pr", "Hl", "R", "T", "N", "Kh", "Ch"))
    rest = rng.choice(("ơn", "ưn", "inh", "ơi", "oan", "ênh", "ương", "el", "ôm", "ăm", "ia", "ốt"))
    return f"{name.rsplit(' ', 1)[0]} {onset}{rest}"
