"""The QR on a citizen's card: plain text, parts between bars. Only what the program keeps is taken out of it.

number | old number | name | birth | sex | address | day of issue | … The old number may be empty or its part missing,
further parts are passed over (thẻ căn cước 2024, Thông tư 16/2024/TT-BCA). What is refused is told in a fixed
sentence: no message ever repeats a word of a card.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hoaian_desktop.rules import ime
from hoaian_desktop.rules.dates import make_date
from hoaian_desktop.rules.names import TONES, check_name, clean, fold, nfc, proper
from hoaian_desktop.rules.partial_date import EARLIEST_YEAR, PartialDate
from hoaian_desktop.rules.syllables import can_be_name, is_marked

FEWEST_PARTS = 6

NOT_A_CARD = "Mã này không phải mã QR của thẻ căn cước. Hãy quét mã QR trên thẻ."
TOO_SHORT = "Mã QR đọc chưa trọn: thiếu phần của thẻ. Hãy quét lại."
BAD_NUMBER = "Không đọc được đủ 12 số định danh trên mã QR. Hãy quét lại hoặc nhập tay."
BAD_DATE = "Không đọc được ngày trên mã QR. Hãy quét lại hoặc nhập tay."
BAD_SEX = "Không đọc được giới tính trên mã QR. Hãy quét lại hoặc nhập tay."
BAD_NAME = "Không đọc được họ và tên trên mã QR. Hãy quét lại hoặc nhập tay."
BROKEN_LETTERS = f"Chữ trên mã QR bị lỗi bảng mã, không thể đọc chắc chắn. {ime.ADVICE} Nếu vẫn lỗi, hãy nhập tay."

_AROUND = " \t\r\n\0\ufeff"  # not every blank: half of a broken à looks like one
_MANGLED_BOM = "ï»¿"
_START = re.compile(r"[0-9]{12}\|")
_DIGIT_DATE = re.compile(r"(\d{2})/?(\d{2})/?(\d{4})|(\d{2})/?(\d{4})|(\d{4})")
_SEXES = {"nam": "male", "nu": "female"}
_SEX_KEYS = {"nuwx": "nu", "nuxw": "nu", "nu74": "nu", "nu47": "nu"}
_OLD_LENGTHS = (9, 12)
_CODE_PAGES = ("latin-1", "cp1252", "cp1258")
_MARKS = frozenset(TONES) | frozenset("\u0306\u0302\u031b\u030c")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzđñčƀ")
_WORD_OF_CARD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, repr=False)
class Card:
    """What a card says of its holder; shown by nobody by accident, so it has no representation of its values."""

    number: str
    old_number: str
    full_name: str
    born: PartialDate
    sex: str  # male or female
    address: str
    issued: date | None


@dataclass(frozen=True, repr=False)
class Reading:
    """A card that came in as keys, and whether its name is surely the one on it."""

    card: Card
    certain: bool


def looks_like_card(text: str) -> bool:
    """Say whether text has the shape of a card's payload: twelve digits and bars."""
    bare = _bare(text)
    return _START.match(bare) is not None and bare.count("|") >= FEWEST_PARTS - 2


def parse(payload: str, *, today: date) -> Card:
    """Read a payload whose letters came through whole or are surely repairable; raises ValueError with a sentence."""
    parts = _split(_repaired(payload), today)
    if not _is_ours(parts.name):
        raise ValueError(BROKEN_LETTERS)
    if check_name(parts.name) is not None:
        raise ValueError(BAD_NAME)
    return parts.card(proper(parts.name), parts.address)


def from_bytes(payload: bytes, *, today: date) -> Card:
    """Read what a photo's QR holds; bytes that are not UTF-8 must have exactly one Vietnamese reading."""
    return parse(_decoded(payload), today=today)


def read_typed(payload: str, *, fired: bool | None, today: date) -> Reading:
    """Read a payload that came as keys; digits are trusted, the name is what `ime` can answer for.

    `fired` says whether letters were taken back while it came in. Raises ValueError with a sentence.
    """
    parts = _split(_repaired(payload), today, typed=True)
    found = ime.unmangle(parts.name, beside=parts.address, fired=fired)
    if not _is_ours(found.text):
        raise ValueError(BROKEN_LETTERS)
    certain = found.certain and check_name(found.text) is None
    return Reading(parts.card(proper(found.text), ime.undo(parts.address, found.method)), certain)


@dataclass(frozen=True, repr=False)
class _Parts:
    number: str
    old_number: str
    name: str
    born: PartialDate
    sex: str
    address: str
    issued: date | None

    def card(self, name: str, address: str) -> Card:
        # Of an address nobody keeps more than a look: one that is not whole is left out.
        shown = clean(address) if _is_ours(address) else ""
        return Card(self.number, self.old_number, name, self.born, self.sex, shown, self.issued)


def _bare(text: str) -> str:
    return text.strip(_AROUND).removeprefix(_MANGLED_BOM)


def _split(payload: str, today: date, *, typed: bool = False) -> _Parts:
    parts = payload.split("|")
    if len(parts) == 1:
        raise ValueError(NOT_A_CARD)
    number = _digits(parts[0], typed=typed)
    if len(number) != 12:
        # What has no number in front is another code altogether.
        raise ValueError(BAD_NUMBER if number else NOT_A_CARD)
    if len(parts) < FEWEST_PARTS:
        raise ValueError(TOO_SHORT)
    # The old number may be missing: sex stands behind the birth, and nothing else is Nam or Nữ.
    start = next((at for at in (2, 1) if _sex(parts[at + 2])), None)
    if start is None:
        raise ValueError(BAD_SEX)
    name, born, sex, address, *rest = parts[start:]
    birth = _birth(_digits(born, typed=typed), today)
    issued = _issued(_digits(rest[0], typed=typed), today) if rest else None
    old = _digits(parts[1], typed=True) if start == 2 else ""
    return _Parts(number, old if len(old) in _OLD_LENGTHS else "", name, birth, _sex(sex), address, issued)


def _digits(text: str, *, typed: bool) -> str:
    bare = "".join(text.split())
    # Telex leaves a letter in a row of digits; a digit it never takes away.
    kept = re.sub(r"[^\W\d_]|[\u0300-\u036f]", "", nfc(bare)) if typed else bare
    return kept if re.fullmatch(r"[0-9/]*", kept) else ""


def _sex(text: str) -> str:
    word = fold(text)
    return _SEXES.get(_SEX_KEYS.get(word, word), "")


def _birth(text: str, today: date) -> PartialDate:
    found = _DIGIT_DATE.fullmatch(text)
    if found is None:
        raise ValueError(BAD_DATE)
    day, month, year = found.group(1), found.group(2) or found.group(4), found.group(3) or found.group(5) or text
    # Who does not know the day has zeros there, or nothing.
    known = [int(part) for part in (month, day) if part is not None and int(part)]
    try:
        born = PartialDate(int(year), *known)
    except ValueError:
        raise ValueError(BAD_DATE) from None
    if born.first_day > today or born.year < EARLIEST_YEAR:
        raise ValueError(BAD_DATE)
    return born


def _issued(text: str, today: date) -> date | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{2})/?(\d{2})/?(\d{4})", text)
    if found is None:
        raise ValueError(BAD_DATE)
    day, month, year = map(int, found.groups())
    try:
        issued = make_date(year, month, day)
    except ValueError:
        raise ValueError(BAD_DATE) from None
    if issued > today:
        raise ValueError(BAD_DATE)
    return issued


# Letters


def _repaired(payload: str) -> str:
    """The payload with UTF-8 that was read as another code page put right; left alone where that is not certain."""
    bare = payload.strip(_AROUND)
    made = {text for page in _CODE_PAGES if (text := _read_again(bare, page)) is not None}
    good = {text for text in made if _is_vietnamese(text)}
    return _bare(good.pop() if len(good) == 1 else bare)


def _read_again(text: str, page: str) -> str | None:
    """UTF-8 out of text that a code page was read with; None unless every letter goes there and back."""
    if text.isascii():
        return None
    try:
        raw = b"".join(_byte(letter, page) for letter in text)
        return raw.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _byte(letter: str, page: str) -> bytes:
    # Windows leaves the five bytes its pages do not use as they are.
    if 0x80 <= ord(letter) < 0xA0:
        return bytes((ord(letter),))
    return letter.encode(page)


def _decoded(payload: bytes) -> str:
    if payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = payload.decode("utf-16", "replace")
        if "\ufffd" in text:
            raise ValueError(BROKEN_LETTERS)
        return text
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    readings = {text for text in _old_readings(payload) if _is_vietnamese(text)}
    if len(readings) != 1:
        raise ValueError(BROKEN_LETTERS)
    return readings.pop()


def _old_readings(payload: bytes) -> Iterator[str]:
    for page in ("cp1258", "cp1252"):
        try:
            yield nfc(payload.decode(page))
        except UnicodeDecodeError:
            continue


def _is_vietnamese(text: str) -> bool:
    """Say whether text has marked words, and every one of them is a syllable or can be of a name."""
    found = [word for word in _WORD_OF_CARD.findall(nfc(text)) if is_marked(word)]
    return bool(found) and _is_ours(text) and all(map(can_be_name, found))


def _is_ours(text: str) -> bool:
    """Say whether a text holds no letter or sign that only a wrong code page puts there."""
    for word in re.split(r"[\s’'.,;:/()\-–|]+", clean(text)):
        # A marked capital inside a word is half of a broken letter (HÃ, NguyÃn); TĐC is an abbreviation.
        if (
            (len(word) == 2 or not word.isupper())
            and not text.isupper()
            and any(one.isupper() and not one.isascii() for one in word[1:])
        ):
            return False
        for one in unicodedata.normalize("NFD", word.casefold()):
            if one == "?" or not (one.isascii() or one in _MARKS or one in _LETTERS):
                return False
    return True
