"""Vietnamese phone numbers: stored as 0xxxxxxxxx, shown as 0905 123 456, masked as 0905***456.

Ten digits since 15/9/2018. A new prefix may appear any day: an unknown one is a doubt, never an error. A phone is
optional and may be shared by a family: it identifies nobody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hoaian_desktop.rules.doubts import Doubt, Level, Rule, Words
from hoaian_desktop.rules.names import clean

FIELD = "phone"
LENGTH = 10

ZERO_RESTORED = Rule(
    "phone-zero-restored", Level.HINT, FIELD, "thêm số 0 ở đầu số điện thoại",
    "Đã thêm số 0 bị mất ở đầu số điện thoại.",
)  # fmt: skip
OLD_PREFIX = Rule(
    "phone-old-prefix", Level.HINT, FIELD, "đổi đầu số cũ 11 chữ số", "Đã đổi đầu số cũ {old} thành {new}."
)
UNKNOWN_PREFIX = Rule(
    "phone-prefix", Level.SOFT, FIELD, "đầu số chưa gặp bao giờ", "Đầu số {said} chưa gặp bao giờ. Hãy xem lại số."
)
LANDLINE = Rule(
    "phone-landline", Level.HINT, FIELD, "số máy bàn",
    "Đây là số máy bàn, không nhận được mã xác thực. Hãy hỏi số di động nếu có.",
)  # fmt: skip

REPAIRS = frozenset({ZERO_RESTORED.code, OLD_PREFIX.code})
"""What was put right in a number, and has to be told once."""

_MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}")
_LANDLINE = re.compile(r"02[0-9]{9}")  # Bình Định: 0256 and seven digits
_BETWEEN = re.compile(r"[\s.\-–()]")
_SEVERAL = re.compile(r"[0-9]{9,}\s*[/;,]\s*\+?[0-9]{9,}")
_OF_SPREADSHEET = re.compile(r"([0-9]+)\.0")
_TELEX = re.compile(r"[wsfrxj]?(\+?[0-9]+)[wsfrxj]?", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:\+84|0084|84(?=[0-9]{9,10}$))0?")

# The eleven-digit prefixes until 2018 and what became of them.
OLD_PREFIXES = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037", "0168": "038",
    "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


@dataclass(frozen=True)
class Phone:
    """A phone number as stored, and what was repaired or looks odd."""

    number: str
    doubts: tuple[Doubt, ...] = ()


def parse(text: str) -> Phone:
    """Read a mobile or landline number in any usual writing; raises ValueError with a sentence."""
    digits, said = _read(text)
    return Phone(digits, tuple(rule.doubt(words) for rule, words in said.items()))


def is_kept(text: str) -> bool:
    """Whether the text is a mobile number as it is stored: then nothing is repaired and nothing said."""
    return _MOBILE.fullmatch(text) is not None


def said(text: str | None) -> Mapping[Rule, Words]:
    """What the rules above say of a number as it was typed; nothing if it is no number at all."""
    try:
        digits, found = _read(text or "")
    except ValueError:
        return {}
    return {**found, LANDLINE: {}} if _LANDLINE.fullmatch(digits) else found


def show(number: str) -> str:
    """Return a stored number in groups: 0905 123 456, a landline 0256 3870 123."""
    if len(number) == LENGTH:
        return f"{number[:4]} {number[4:7]} {number[7:]}"
    if len(number) == LENGTH + 1:
        return f"{number[:4]} {number[4:8]} {number[8:]}"
    return number


def mask(number: str) -> str:
    """Return a stored number as lists and exports show it: 0912***678."""
    if len(number) <= 7:
        return "*" * max(len(number) - 3, 0) + number[-3:]
    return number[:4] + "*" * (len(number) - 7) + number[-3:]


def _read(text: str) -> tuple[str, dict[Rule, Words]]:
    if is_kept(text):
        return text, {}
    digits, said = _repair(_digits_of(text))
    if _LANDLINE.fullmatch(digits):
        return digits, said
    if len(digits) < LENGTH:
        raise ValueError(f"Số điện thoại còn thiếu {LENGTH - len(digits)} chữ số (mới có {len(digits)} trong 10).")
    if len(digits) > LENGTH:
        raise ValueError(f"Số điện thoại thừa {len(digits) - LENGTH} chữ số (có {len(digits)}, chỉ cần 10).")
    if digits[0] != "0":
        raise ValueError("Số điện thoại phải bắt đầu bằng số 0.")
    if not _MOBILE.fullmatch(digits):
        said[UNKNOWN_PREFIX] = {"said": digits[:3]}
    return digits, said


def _digits_of(text: str) -> str:
    typed = clean(text)
    if whole := _OF_SPREADSHEET.fullmatch(typed):
        typed = whole[1]
    if _SEVERAL.search(_BETWEEN.sub("", typed)):
        raise ValueError("Mỗi ô chỉ ghi một số điện thoại.")
    found = _TELEX.fullmatch(_BETWEEN.sub("", typed))
    if found is None:
        raise ValueError("Số điện thoại chỉ gồm chữ số." if typed else "Hãy nhập số điện thoại.")
    return _COUNTRY.sub("0", found[1], count=1) if _COUNTRY.match(found[1]) else found[1]


def _repair(digits: str) -> tuple[str, dict[Rule, Words]]:
    said: dict[Rule, Words] = {}
    lost_mobile = len(digits) == 9 and digits[0] in "35789"
    lost_long = len(digits) == 10 and (digits[0] == "2" or "0" + digits[:3] in OLD_PREFIXES)
    if lost_mobile or lost_long:
        digits = "0" + digits
        said[ZERO_RESTORED] = {}
    if len(digits) == LENGTH + 1 and (new := OLD_PREFIXES.get(digits[:4])):
        said[OLD_PREFIX] = {"old": digits[:4], "new": new}
        digits = new + digits[4:]
    return digits, said
