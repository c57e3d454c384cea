"""Vietnamese names and words: normal forms, search form, order, spelling and what a name may hold.

Order (CLDR collation vi): letters beat tones over a whole word, and the tone is the word's, so Hoà equals Hòa.
A stored key holds only 0–9 and a–z, in pairs (a letter and its shape; 0 and the tone that ends a word): so
SQLite's BINARY order and every PostgreSQL collation agree on it.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse, product
from math import prod

MAX_NAME = 80
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of the alphabet

# Left behind by web pages, Zalo and Word; they are invisible and break every comparison.
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_GONE = dict.fromkeys(map(ord, _INVISIBLE))
_MARKS_OF_NAMES = frozenset(" '’.-")
_TONE = f"([{TONES}])"
_END = r"(?![^\W\d_]|[\u0300-\u036f])"
# Open syllables in oa, oe, uy are the only ones with two spellings; the u of qu is no vowel.
_SECOND_VOWEL = re.compile(rf"((?<![qQ])[uU](?=[yY])|[oO](?=[aAeE]))([aAeEyY]){_TONE}{_END}")
_AFTER_QU = re.compile(rf"([qQ][uU]){_TONE}([yY]){_END}")

_BREVE, _HAT, _HORN = "\u0306", "\u0302", "\u031b"
_SHAPES = {
    "a" + _BREVE: "a1", "a" + _HAT: "a2", "đ": "d1", "e" + _HAT: "e1", "o" + _HAT: "o1", "o" + _HORN: "o2",
    "u" + _HORN: "u1",
}  # fmt: skip
_SHAPES_OF = {f"{letter}0": "012" if letter in "ao" else "01" for letter in "adeou"}
_SHAPES_OF["00"] = "012345"  # the tone inside «Ánh-Thu»
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")
_BETWEEN_WORDS = re.compile(r"[\s\-–]+")
_LONGEST_NUMBER = 99
_MOST_SHAPES = 36  # «Đoàn» has 18, two words joined by a hyphen more; a key held down has thousands


def nfc(text: str) -> str:
    """Return `text` with composed letters, the only form that is stored, compared and drawn."""
    return unicodedata.normalize("NFC", text)


@lru_cache(16)  # one text goes through several rules, each of which cleans it
def clean(text: str) -> str:
    """Return one line of composed text: no invisible signs, single ordinary spaces, none at the ends."""
    # Invisible signs go first: one may stand between a letter and its mark.
    if text.isascii():
        return " ".join(text.split())
    seen = text if _INVISIBLE.isdisjoint(text) else text.translate(_GONE)
    return " ".join(nfc(seen).split())


def fold(text: str) -> str:
    """Return `text` as it is compared in searches: no case, no marks, đ as d, single spaces."""
    small = clean(text).casefold()
    if small.isascii():
        return small
    return " ".join(map(_without_marks, small.split(" ")))


@lru_cache(4096)  # as for the keys: a book has some hundred words in its names
def _without_marks(word: str) -> str:
    # đ is a letter of its own: decomposition leaves it whole.
    plain = unicodedata.normalize("NFD", word).replace("đ", "d")
    return "".join(filterfalse(unicodedata.combining, plain))


def modern(text: str) -> str:
    """Return composed `text` with one spelling of oà/òa, oẻ/ỏe and uý/úy: the tone on the first vowel.

    For comparing, not for storing: people write their own names as they like. Quý stays Quý.
    """
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    apart = _SECOND_VOWEL.sub(r"\1\3\2", apart)
    return nfc(_AFTER_QU.sub(r"\1\3\2", apart))


def words(name: str) -> list[str]:
    """Return the words of a name, cleaned."""
    return clean(name).split()


def given_name(full: str) -> str:
    """Return the Tên, the last word; people are addressed and listed by it."""
    return words(full)[-1] if words(full) else ""


def family_and_middle(full: str) -> str:
    """Return Họ and đệm, all words but the last; empty for a name of one word."""
    return " ".join(words(full)[:-1])


def sort_key(full_name: str) -> str:
    """Return the key that orders people by Tên, then Họ, then đệm; stored with the record."""
    parts = words(full_name)
    return "".join(map(_word_key, parts[-1:] + parts[:-1]))


def collation_key(text: str) -> str:
    """Return the key that orders ordinary text as written; numbers by value, so Thôn 2 comes before Thôn 10."""
    return "".join(map(_word_key, words(text)))


@lru_cache(4096)  # a book has some hundred words in its names
def _word_key(word: str) -> str:
    # «Ánh-Thu» is two words here.
    return "".join(map(_part_key, filter(None, _BETWEEN_WORDS.split(word))))


def _part_key(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.casefold())
    tone = max((TONES.index(mark) + 1 for mark in apart if mark in TONES), default=0)
    toneless = nfc("".join(mark for mark in apart if mark not in TONES))
    return "".join(map(_token_key, _TOKEN.findall(toneless))) + f"0{tone}"


def _token_key(token: str) -> str:
    if "0" <= token[0] <= "9":
        digits = (token.lstrip("0") or "0")[:_LONGEST_NUMBER]
        return f"1{len(digits):02d}{digits}"
    return "".join(map(_letter_key, token))


def _letter_key(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    if known := _SHAPES.get(apart):
        return known
    # Foreign marks are passed over; other scripts follow the alphabet by code point.
    return f"{apart[0]}0" if "a" <= apart[0] <= "z" else f"z9{ord(apart[0]):06x}"


def key_ranges(name: str) -> list[tuple[str, str]]:
    """Return where the stored keys of people with this Tên and Họ begin and end, if any of its marks may be missing.

    A name of one word has keys of its own: nobody with a Họ is among them.
    """
    parts = words(name)
    if not parts:
        return []
    given = [f"{shape}0{tone}" for shape in _shapes(parts[-1]) for tone in range(len(TONES) + 1)]
    if len(parts) == 1:
        return [(key, f"{key}!") for key in given]  # «!» lies before whatever a further word begins with
    family = _shapes(parts[0])
    return [(f"{first}{second}0", f"{first}{second}0~") for first, second in product(given, family)]


def _shapes(word: str) -> list[str]:
    """What the stored key of a word can begin with, its tone left open: «thuong» has six, among them Thương's.

    A word that can be marked in more ways than any real one is taken as it is written.
    """
    key = collation_key(fold(word))[:-2]  # without the tone
    pairs = [key[at : at + 2] for at in range(0, len(key), 2)]
    choices = [[f"{pair[0]}{shape}" for shape in _SHAPES_OF.get(pair, pair[1])] for pair in pairs]
    if prod(map(len, choices)) > _MOST_SHAPES:
        return [collation_key(word)[:-2]]
    return ["".join(letters) for letters in product(*choices)]


def proper(name: str) -> str:
    """Return a name typed wholly in capitals with capitals only at the beginnings; any other name cleaned."""
    cleaned = clean(name)
    if not cleaned.isupper():
        return cleaned
    return re.sub(r"[^\W\d_]+", lambda word: word[0][0] + word[0][1:].lower(), cleaned)


def check_name(text: str) -> str | None:
    """Return the sentence that says why `text` cannot be a person's name, or None.

    Letters and marks of any script, spaces, apostrophe, hyphen and dot are allowed; one word is enough.
    """
    cleaned = clean(text)
    if not cleaned:
        return "Hãy nhập họ và tên."
    if len(cleaned) > MAX_NAME:
        return f"Họ và tên dài quá {MAX_NAME} ký tự. Hãy kiểm tra lại."
    if cleaned.replace(" ", "").isalpha():
        return None  # as nearly every name
    if any(letter.isdigit() for letter in cleaned):
        return "Họ và tên không được có chữ số."
    for letter in cleaned:
        if letter not in _MARKS_OF_NAMES and unicodedata.category(letter)[0] not in "LM":
            return f"Họ và tên không được có ký hiệu “{letter}”."
    if not any(letter.isalpha() for letter in cleaned):
        return "Họ và tên phải có chữ cái."
    return None
