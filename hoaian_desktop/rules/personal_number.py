"""The 12-digit personal number (số định danh, số CCCD): structure, doubts and mask.

Structure (Thông tư 59/2021/TT-BCA): 3 digits province of birth registration, 1 digit century and sex, 2 digits year
of birth, 6 random digits; there is no check digit. A false shape is an error, everything else only a doubt.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Self

from hoaian_desktop.rules.doubts import Doubt, Level, Rule, Words
from hoaian_desktop.rules.names import clean

LENGTH = 12
OLD_PAPER_LENGTH = 9
FIELD = "personal_number"

OTHER_SEX = Rule(
    "number-sex", Level.SOFT, "sex", "giới tính khác số định danh",
    "Theo số định danh, người này là {said}; phiếu ghi {written}.", also=(FIELD,),
)  # fmt: skip
OTHER_YEAR = Rule(
    "number-year", Level.SOFT, "born", "năm sinh khác số định danh",
    "Theo số định danh, người này sinh năm {said}; phiếu ghi {written}.", also=(FIELD,),
)  # fmt: skip
UNKNOWN_PROVINCE = Rule(
    "number-province", Level.SOFT, FIELD, "mã tỉnh không có trong danh mục",
    "Mã tỉnh {said} của số định danh không có trong danh mục. Hãy xem lại thẻ.",
)  # fmt: skip

_DIGITS = re.compile(r"[0-9]+")
_BETWEEN = re.compile(r"[\s.\-–]")
_OF_SPREADSHEET = re.compile(r"([0-9]+)\.0")
_SCIENTIFIC = re.compile(r"([0-9])[.,]?([0-9]*)[eE]\+?([0-9]{1,2})")


class Sex(StrEnum):
    """Sex as the personal number and the forms know it; the codes of the list `sex`."""

    MALE = "male"
    FEMALE = "female"

    @property
    def label(self) -> str:
        """The word on cards and forms."""
        return "Nam" if self is Sex.MALE else "Nữ"


_SEXES = {str(digit): Sex.FEMALE if digit % 2 else Sex.MALE for digit in range(10)}


class Restored(NamedTuple):
    """A number as text, and whether a lost zero was put back, which must be told."""

    digits: str
    noticed: bool


@dataclass(frozen=True)
class PersonalNumber:
    """A number of the right shape: 12 digits, as text, because it begins with a zero."""

    digits: str

    def __post_init__(self) -> None:
        if fault := shape_fault(self.digits):
            raise ValueError(fault)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 12 digits, with or without spaces, dots and dashes; raises ValueError with a sentence."""
        return cls(bare(text))

    @property
    def sex(self) -> Sex:
        """The sex the fourth digit says."""
        return _SEXES[self.digits[3]]

    @property
    def birth_year(self) -> int:
        """The year of birth the fourth to sixth digits say."""
        return 1900 + 100 * (int(self.digits[3]) // 2) + int(self.digits[4:6])

    @property
    def province_code(self) -> str:
        """The three digits of the province where the birth was registered."""
        return self.digits[:3]

    def province(self, provinces: Mapping[str, str]) -> str | None:
        """Return the province's name from a mapping of three-digit codes, or None if the code is not there."""
        return provinces.get(self.province_code)

    def __str__(self) -> str:
        return self.digits


def agrees_with(number: PersonalNumber, *, sex: Sex | str | None, birth_year: int | None) -> list[Doubt]:
    """What the number says otherwise than the form; doubts, never errors (Thông tư 59/2021/TT-BCA)."""
    found = ((OTHER_SEX, other_sex(number, sex)), (OTHER_YEAR, other_year(number, birth_year)))
    return [rule.doubt(words) for rule, words in found if words is not None]


def other_sex(number: PersonalNumber, sex: Sex | str | None) -> Words | None:
    """Both sexes in words if the form says another than the number."""
    if sex is None or sex == number.sex:
        return None
    return {"said": number.sex.label, "written": Sex(sex).label}


def other_year(number: PersonalNumber, birth_year: int | None) -> Words | None:
    """Both years if the form says another than the number."""
    if birth_year is None or birth_year == number.birth_year:
        return None
    return {"said": number.birth_year, "written": birth_year}


def province_doubts(number: PersonalNumber, provinces: Mapping[str, str]) -> list[Doubt]:
    """Return a doubt for a code no province had; births abroad and newer tables have codes of their own."""
    if number.province(provinces) is not None:
        return []
    return [UNKNOWN_PROVINCE.doubt({"said": number.province_code})]


def bare(text: str) -> str:
    """Return what was typed without spaces, dots, dashes and a spreadsheet's «.0» or «E+10».

    Raises ValueError where the spreadsheet has rounded the number: the lost digits must never be made up.
    """
    typed = clean(text)
    if number := _SCIENTIFIC.fullmatch(typed):
        # 12 digits show at most 11 places after the point; fewer places than the exponent means digits are gone.
        if len(number[2]) < int(number[3]) - 1:
            raise ValueError("Excel đã làm tròn số này. Hãy định dạng cột là Văn bản và nhập lại đủ 12 chữ số.")
        return str(int(Decimal(f"{number[1]}.{number[2]}") * 10 ** int(number[3])))
    if whole := _OF_SPREADSHEET.fullmatch(typed):
        typed = whole[1]
    return _BETWEEN.sub("", typed)


def restore_zero(text: str) -> Restored:
    """Return the number with the zero a spreadsheet dropped: 52099001234 means 052099001234.

    Only 11 digits that do not begin with 0 are repaired, since every province's code begins with one.
    """
    digits = bare(text)
    if re.fullmatch(r"[1-9][0-9]{10}", digits):
        return Restored("0" + digits, noticed=True)
    return Restored(digits, noticed=False)


def zero_restored(number: PersonalNumber) -> Doubt:
    """Return the notice that goes with a number whose zero was put back."""
    sentence = f"Đã thêm số 0 bị mất ở đầu số định danh: {mask(number.digits)}."
    return Doubt("number-zero-restored", sentence, field=FIELD)


def is_old_paper(text: str) -> bool:
    """Say whether this is a nine-digit CMND number, out of use since 01/01/2025, kept as an old paper's number."""
    return re.fullmatch(r"[0-9]{9}", _BETWEEN.sub("", clean(text))) is not None


def shape_fault(digits: str) -> str | None:
    """Return the sentence that says what is wrong with the shape of a number, or None."""
    if not digits:
        return "Hãy nhập số định danh."
    if not _DIGITS.fullmatch(digits):
        return "Số định danh chỉ gồm chữ số."
    if len(digits) == OLD_PAPER_LENGTH:
        return "Đây là số CMND 9 chữ số, không còn giá trị từ 01/01/2025. Hãy nhập số định danh 12 chữ số."
    if len(digits) == LENGTH - 1 and digits[0] != "0":
        return "Số định danh còn thiếu 1 chữ số, thường là số 0 ở đầu. Hãy nhập đủ 12 chữ số."
    if len(digits) < LENGTH:
        return f"Số định danh còn thiếu {LENGTH - len(digits)} chữ số (mới có {len(digits)} trong 12)."
    if len(digits) > LENGTH:
        return f"Số định danh thừa {len(digits) - LENGTH} chữ số (có {len(digits)}, chỉ cần 12)."
    return None


def mask(number: str) -> str:
    """Return a stored number as lists and exports show it: 052*****1234; a short one keeps its last four digits."""
    if len(number) <= 4:
        return number
    shown = 3 if len(number) >= LENGTH else 0
    return number[:shown] + "*" * (len(number) - shown - 4) + number[-4:]
