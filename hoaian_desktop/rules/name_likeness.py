"""How alike two Vietnamese names are, 0 to 1, and in which words they differ: lost tones, swapped middles, slips.

Two names may differ in one sign and be two people (Thủy and Thúy, An and Ân): what only a slip can explain weighs
little, what could be another name weighs much. Nothing here decides that two people are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from hoaian_desktop.rules.names import fold, modern, words

FAMILY, MIDDLE, GIVEN = 0.30, 0.25, 0.45  # people are known by their Tên; Họ are few
OTHER_GIVEN, OTHER_FAMILY = 0.45, 0.60  # the most that is left where one of them is another name
SAME = "trùng họ tên"
JOINED = "dính hoặc tách chữ"
LOST = "mất dấu"
ORDER = "đảo thứ tự chữ"
MIDDLE_ORDER = "đảo tên đệm"
MIDDLE_MISSING = "thiếu tên đệm"
MIDDLE_OTHER = "khác tên đệm"

_PLAIN_MIDDLES = frozenset({"van", "thi"})  # say the sex and are often left out
_ONE_FAMILY = {frozenset(pair) for pair in (("vo", "vu"), ("huynh", "hoang"), ("chau", "chu"))}  # South and North
_TONES_OF_ONE_SOUND = str.maketrans({"\u0303": "\u0309"})  # hỏi and ngã are one sound south of Nghệ An
_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx]"
_NUCLEUS = (
    "oai|oao|oay|oeo|uao|uay|ieu|yeu|uoi|uou|uya|uye|uyu|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|"
    "[aeiouy]"
)
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_NUCLEUS})(?:ng|nh|ch|[cmnpt])?")
_TELEX = ((re.compile(r"([aeod])\1"), r"\1"), (re.compile(r"(?<=[aou])w|w(?=[aou])"), ""), (re.compile(r"w"), "u"))
_TELEX_TONE = re.compile(r"(?<=[aeiouy])(?:[sfrxj](?=(?:ng|nh|ch|[cmnpt])?$))|(?<=[aeiouycghmnpt])[sfrxj]$")
_SOUNDS = (  # what is written alike in one's own dialect: the sign for both, and what people call the slip
    (re.compile(r"(?<!^)y$|(?<![aou])y(?=[a-z])"), "i", "lẫn i/y"),
    (re.compile(r"^x"), "s", "lẫn s/x"),
    (re.compile(r"^tr"), "ch", "lẫn ch/tr"),
    (re.compile(r"^(?:gi|d|r)(?=[aeiouy])"), "z", "lẫn d/gi/r"),
    (re.compile(r"n(?:g|h)?$"), "n", "lẫn n/ng"),
    (re.compile(r"[ct]$"), "t", "lẫn c/t"),
    (re.compile(r"^l(?=[aeiouy])"), "n", "lẫn l/n"),
)


class Likeness(NamedTuple):
    """How alike, 0 to 1, and the Vietnamese words for why."""

    share: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Name:
    """A name taken apart once, for many comparisons."""

    spelt: str  # one spelling: composed, no case, the tone on its usual vowel
    words: tuple[str, ...]
    folded: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Name:
        """Take a name apart; case, NFD, invisible signs and oà or òa are the same from here on."""
        # «N.V. An» is three words.
        parts = [_spelt(part) for part in words(text.replace(".", ". "))]
        spelt = tuple(part for part, _ in parts)
        return cls(" ".join(spelt), spelt, tuple(folded for _, folded in parts))

    @property
    def bare(self) -> bool:
        """Whether it has no mark at all, as typed without UniKey."""
        return self.spelt.isascii()


@lru_cache(maxsize=1 << 15)
def _spelt(word: str) -> tuple[str, str]:
    """A word in its one spelling, and folded; the words of a hundred thousand names are a few hundred."""
    return modern(word).casefold(), fold(word)


def nearest(folded: str, among: Mapping[int, str], number: int) -> list[int]:
    """The keys of so many folded names that look most like one, the nearest first: whom to compare it with.

    Some hundred times faster than `compare`, and as much rougher.
    """
    return [key for _, _, key in process.extract(folded, among, scorer=fuzz.WRatio, limit=number)]


def compare(one: Name, other: Name) -> Likeness:
    """How alike two names are; the same both ways round."""
    if not one.words or not other.words:
        return Likeness(0.0, ())
    if one.spelt == other.spelt:
        return Likeness(1.0, (SAME,))
    if one.folded == other.folded and (one.bare or other.bare):
        return Likeness(0.97, (LOST,))
    if "".join(one.folded) == "".join(other.folded):
        if one.folded != other.folded:
            return Likeness(0.95, (JOINED,))
    elif sorted(one.folded) == sorted(other.folded):
        return _reordered(one, other)
    return _by_parts(one, other)


def _reordered(one: Name, other: Name) -> Likeness:
    ends = (one.folded[0], one.folded[-1]) == (other.folded[0], other.folded[-1])
    if ends:
        return Likeness(0.93, (MIDDLE_ORDER,))
    # «Trần Ngọc Minh» and «Trần Minh Ngọc» are as good names as «An Nguyễn Văn» is none.
    turned = one.folded[1:] + one.folded[:1] == other.folded or other.folded[1:] + other.folded[:1] == one.folded
    return Likeness(0.88 if turned and len(one.folded) > 2 else 0.72, (ORDER,))


def _by_parts(one: Name, other: Name) -> Likeness:
    given, why_given = _word(one.words[-1], other.words[-1])
    if given < 0.5:
        why_given = why_given or ("khác tên",)
    if len(one.words) == len(other.words) == 1:
        return Likeness(given, why_given)
    if len(one.words) == 1 or len(other.words) == 1:
        return Likeness(0.7 * given, _told("thiếu họ", why_given))
    family, why_family = _family(one, other)
    middle, why_middle = _middles(one, other)
    share = FAMILY * family + MIDDLE * middle + GIVEN * given
    if given < 0.5:
        share = min(share, OTHER_GIVEN)
    if family < 0.5:
        share = min(share, OTHER_FAMILY)
    return Likeness(share, _told(why_family, why_middle, why_given))


def _family(one: Name, other: Name) -> Likeness:
    if frozenset((one.folded[0], other.folded[0])) in _ONE_FAMILY:
        return Likeness(0.65, ("hai cách viết họ",))
    found = _word(one.words[0], other.words[0])
    return found if found.share >= 0.5 or found.reasons else Likeness(found.share, ("khác họ",))


def _middles(one: Name, other: Name) -> Likeness:
    first, second = one.words[1:-1], other.words[1:-1]
    plain, others = one.folded[1:-1], other.folded[1:-1]
    if first == second:
        return Likeness(1.0, ())
    if len(first) == len(second):
        if sorted(plain) == sorted(others) and plain != others:
            return Likeness(0.9, (MIDDLE_ORDER,))
        if {"van", "thi"} <= {*plain, *others} and set(plain) != set(others):
            return Likeness(0.1, (MIDDLE_OTHER,))  # a man and a woman
        pairs = [_word(*pair) for pair in zip(first, second, strict=True)]
        if min(pair.share for pair in pairs) >= 0.5:
            return Likeness(
                sum(pair.share for pair in pairs) / len(pairs), tuple(why for pair in pairs for why in pair.reasons)
            )
        return Likeness(0.2, (MIDDLE_OTHER,))
    short, long = sorted((plain, others), key=len)
    missing = list(long)
    for part in short:
        if part not in missing:
            return Likeness(0.4 * fuzz.ratio("".join(plain), "".join(others)) / 100, (MIDDLE_OTHER,))
        missing.remove(part)
    return Likeness(0.85 if set(missing) <= _PLAIN_MIDDLES else 0.72, (MIDDLE_MISSING,))


def _told(*parts: str | tuple[str, ...]) -> tuple[str, ...]:
    """Every reason once, in order."""
    flat = [why for part in parts for why in ((part,) if isinstance(part, str) else part)]
    return tuple(dict.fromkeys(flat))


@lru_cache(maxsize=1 << 15)
def _word(one: str, other: str) -> Likeness:
    """How alike two words of a name are. Words are few, so nearly every answer is known already."""
    if one == other:
        return Likeness(1.0, ())
    plain, others = fold(one), fold(other)
    if plain == others:
        return _marks(one, other)
    if _is_initial(one, others) or _is_initial(other, plain):
        return Likeness(0.7, ("viết tắt",))
    if _without_telex(plain) == others or _without_telex(others) == plain:
        return Likeness(0.93, ("gõ sai Telex",))
    for sound, sign, why in _SOUNDS:
        if sound.sub(sign, plain) == sound.sub(sign, others):
            return Likeness(0.95 if why == "lẫn i/y" else 0.78, (why,))
    return _slip(plain, others)


def _marks(one: str, other: str) -> Likeness:
    """Two words with the same letters: which marks differ decides."""
    first, second = unicodedata.normalize("NFD", one), unicodedata.normalize("NFD", other)
    if first.translate(_TONES_OF_ONE_SOUND) == second.translate(_TONES_OF_ONE_SOUND):
        return Likeness(0.95, ("lẫn hỏi ngã",))
    if one.isascii() or other.isascii():
        return Likeness(0.75, ("thiếu dấu",))  # An or Ân: beside words with marks it may be a name of its own
    return Likeness(0.62, ("khác dấu",))


def _is_initial(short: str, whole: str) -> bool:
    """Whether «N.» or «n» stands for a longer word; A and Y are names of their own."""
    letter = fold(short).rstrip(".")
    dotted = short.endswith(".")
    return len(letter) == 1 and len(whole) > 1 and whole.startswith(letter) and (dotted or letter not in "ay")


def _without_telex(folded: str) -> str:
    """A word typed in Telex with the IME off: «nguyeenx» is nguyen, «dduwcs» is duc."""
    for keys, letter in _TELEX:
        folded = keys.sub(letter, folded)
    return _TELEX_TONE.sub("", folded)


def _slip(one: str, other: str) -> Likeness:
    distance = DamerauLevenshtein.distance(one, other, score_cutoff=2)
    longest = max(len(one), len(other))
    if distance == 1 and longest > 2:
        # «Nguyne» can only be a slip; «Lan» and «Loan» are two names.
        slipped = not (_SYLLABLE.fullmatch(one) and _SYLLABLE.fullmatch(other))
        return Likeness(0.88 if slipped else 0.45, ("sai một chữ cái" if slipped else "khác một chữ cái",))
    if distance == 2 and longest > 4 and not (_SYLLABLE.fullmatch(one) and _SYLLABLE.fullmatch(other)):
        return Likeness(0.7, ("sai hai chữ cái",))
    return Likeness(0.4 * fuzz.ratio(one, other) / 100, ())
