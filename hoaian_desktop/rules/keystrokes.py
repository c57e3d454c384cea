"""What Telex and VNI make of keys, as UniKey does it, and which keys a word is typed with.

A word begins anew at every sign that is no key of the method; a letter that arrives with its mark is such a sign. The
same key twice takes its mark back and stands for itself, and then so does every further key of that word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hoaian_desktop.rules.names import TONES, nfc
from hoaian_desktop.rules.syllables import NUCLEI, VOWELS, is_syllable

_BREVE, _HAT, _HORN, _STROKE = "\u0306", "\u0302", "\u031b", "-"
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = tuple(TONES)
_OPEN_PAIRS = frozenset(("oa", "oe", "uy"))
_KEEPS_PLAIN_U = re.compile(r"(?:|h|th|kh)")  # thuở, huơ: only the o takes the horn, unless a letter follows


class Method(StrEnum):
    """A way of typing Vietnamese on plain keys."""

    TELEX = "telex"
    VNI = "vni"


@dataclass
class _Letter:
    base: str
    mark: str = ""
    upper: bool = False
    from_w: bool = False  # Telex writes ư for a w without a vowel before it

    @property
    def small(self) -> str:
        return "đ" if self.mark == _STROKE else nfc(self.base + self.mark)


@dataclass
class _Word:
    letters: list[_Letter] = field(default_factory=list)
    tone: str = ""
    literal: bool = False
    retoned: bool = False  # a second tone took the place of the first, or was taken away

    def add(self, key: str) -> None:
        self.letters.append(_Letter(key.lower(), upper=key.isupper()))
        _spread_horn(self)

    def undo(self, key: str) -> None:
        self.add(key)
        self.literal = True

    def nucleus(self) -> range:
        """Where the vowels lie; the u of qu and the i of gi belong to what is before them."""
        small = [letter.small for letter in self.letters]
        start = next((at for at, one in enumerate(small) if one in VOWELS), len(small))
        if start and small[start - 1 : start + 1] in (["q", "u"], ["g", "i"]) and small[start + 1 : start + 2]:
            start += small[start + 1] in VOWELS
        end = start
        while end < len(small) and small[end] in VOWELS:
            end += 1
        return range(start, end)

    def text(self, *, modern: bool) -> str:
        at = _tone_place(self, modern=modern) if self.tone else -1
        made = []
        for number, letter in enumerate(self.letters):
            shown = nfc(letter.small + (self.tone if number == at else ""))
            made.append(shown.upper() if letter.upper else shown)
        return "".join(made)


def _tone_place(word: _Word, *, modern: bool) -> int:
    vowels = word.nucleus()
    shaped = [at for at in vowels if word.letters[at].mark]
    if shaped:
        return shaped[-1]
    if len(vowels) <= 1:
        return vowels.start if len(vowels) else -1
    if len(vowels) >= 3 or vowels.stop < len(word.letters):
        return vowels[1]
    pair = "".join(word.letters[at].small for at in vowels)
    return vowels[1] if modern and pair in _OPEN_PAIRS else vowels[0]


def _spread_horn(word: _Word) -> None:
    vowels = word.nucleus()
    if len(vowels) >= 2 and vowels.start + 2 < len(word.letters):
        first, second = word.letters[vowels[0]], word.letters[vowels[1]]
        if (first.small, second.small) == ("u", "ơ"):
            first.mark = _HORN


def _set_tone(word: _Word, key: str, tone: str) -> None:
    if not word.nucleus():
        word.add(key)
    elif word.tone == tone:
        word.tone = ""
        word.undo(key)
    else:
        word.retoned = word.retoned or bool(word.tone)
        word.tone = tone


def _clear_tone(word: _Word, key: str) -> None:
    if word.tone:
        word.tone, word.retoned = "", True
    else:
        word.add(key)


def _set_mark(word: _Word, key: str, bases: str, mark: str) -> None:
    """Put a mark on the last vowel of `bases` that can carry it; take it back where it is already."""
    vowels = word.nucleus()
    for at in reversed(vowels):
        letter = word.letters[at]
        if letter.base not in bases or letter.mark == mark:
            continue
        before, letter.mark = letter.mark, mark
        if _is_nucleus(word, vowels):
            return
        letter.mark = before
    for at in reversed(vowels):
        letter = word.letters[at]
        if letter.base in bases and letter.mark == mark:
            letter.mark = ""
            word.undo(key)
            return
    word.add(key)


def _is_nucleus(word: _Word, vowels: range) -> bool:
    made = "".join(word.letters[at].small for at in vowels)
    return any(nucleus.startswith(made) for nucleus in NUCLEI) or made in ("ưo", "uơ", "oă", "uă")


def _set_horn(word: _Word, key: str, bases: str) -> None:
    vowels = word.nucleus()
    pair = [word.letters[at] for at in vowels[:2]]
    if [letter.small for letter in pair] in (["u", "o"], ["u", "ô"]) and "o" in bases:
        onset = "".join(letter.small for letter in word.letters[: vowels.start])
        pair[1].mark = _HORN
        if vowels.start + 2 < len(word.letters) or not _KEEPS_PLAIN_U.fullmatch(onset):
            pair[0].mark = _HORN
        return
    if [letter.small for letter in pair] == ["u", "a"]:
        pair[0].mark = _HORN  # mưa
        return
    _set_mark(word, key, bases, _HORN)


def _telex_w(word: _Word, key: str) -> None:
    vowels = word.nucleus()
    pair = "".join(word.letters[at].small for at in vowels[:2])
    if not vowels:
        word.letters.append(_Letter("u", _HORN, key.isupper(), from_w=True))
    elif (last := word.letters[-1]).from_w:
        last.base, last.mark, last.from_w, word.literal = "w", "", False, True
    elif pair not in ("ua", "ưa") and any(word.letters[at].base == "a" for at in vowels):
        _set_mark(word, key, "a", _BREVE)
    else:
        _set_horn(word, key, "ou")


def _set_stroke(word: _Word, key: str) -> None:
    first = word.letters[0] if word.letters else None
    if first is None or first.base != "d":
        word.add(key)
    elif first.mark:
        first.mark = ""
        word.undo(key)
    else:
        first.mark = _STROKE


_Press = Callable[[_Word, str], None]
_TELEX: Mapping[str, _Press] = {
    "s": lambda word, key: _set_tone(word, key, _ACUTE),
    "f": lambda word, key: _set_tone(word, key, _GRAVE),
    "r": lambda word, key: _set_tone(word, key, _HOOK),
    "x": lambda word, key: _set_tone(word, key, _TILDE),
    "j": lambda word, key: _set_tone(word, key, _DOT),
    "z": _clear_tone,
    "a": lambda word, key: _set_mark(word, key, "a", _HAT),
    "e": lambda word, key: _set_mark(word, key, "e", _HAT),
    "o": lambda word, key: _set_mark(word, key, "o", _HAT),
    "w": _telex_w,
    "d": _set_stroke,
}
_VNI: Mapping[str, _Press] = {
    "1": _TELEX["s"],
    "2": _TELEX["f"],
    "3": _TELEX["r"],
    "4": _TELEX["x"],
    "5": _TELEX["j"],
    "0": _clear_tone,
    "6": lambda word, key: _set_mark(word, key, "aeo", _HAT),
    "7": lambda word, key: _set_horn(word, key, "ou"),
    "8": lambda word, key: _set_mark(word, key, "a", _BREVE),
    "9": _set_stroke,
}
_METHODS = {Method.TELEX: (_TELEX, re.compile(r"[A-Za-z]+")), Method.VNI: (_VNI, re.compile(r"[A-Za-z][A-Za-z0-9]*"))}


def compose(text: str, method: Method, *, modern: bool = False, checked: bool = False) -> str:
    """Return what stands in a field after `text` came in key by key.

    `modern` puts the tone of hoà on the a; `checked` is UniKey's spelling check, which gives the keys back where they
    make no Vietnamese syllable.
    """
    presses, run = _METHODS[method]

    def typed(found: re.Match[str]) -> str:
        made = _type(found[0], presses).text(modern=modern)
        return found[0] if checked and not is_syllable(made) else made

    return run.sub(typed, nfc(text))


def takes_back(text: str, method: Method) -> bool:
    """Say whether a key in a word took back or replaced what one before it had done."""
    presses, run = _METHODS[method]
    words = [_type(found, presses) for found in run.findall(nfc(text))]
    return any(word.literal or word.retoned for word in words)


def _type(keys: str, presses: Mapping[str, _Press]) -> _Word:
    word = _Word()
    for key in keys:
        press = presses.get(key.lower())
        if press is None or word.literal:
            word.add(key)
        else:
            press(word, key)
    return word


_WORD = re.compile(r"[^\W\d_]+")
_TELEX_MARKS = {_BREVE: "w", _HORN: "w"}  # a hat repeats its letter
_VNI_MARKS = {_BREVE: "8", _HORN: "7", _HAT: "6"}
_KEYS_OF_TONES = {
    Method.TELEX: dict(zip(TONES, "frxsj", strict=True)),
    Method.VNI: dict(zip(TONES, "23415", strict=True)),
}


def keys_of(text: str, method: Method, *, tone_last: bool = True) -> str:
    """Return the keys that type `text`: Nguyeenx or Nguye64n; the tone after its word, or right after its vowel."""
    return _WORD.sub(lambda found: _keys_of_word(found[0], method, tone_last), nfc(text))


def _keys_of_word(word: str, method: Method, tone_last: bool) -> str:
    made, kept = [], ""
    tones = _KEYS_OF_TONES[method]
    for letter in nfc(word):
        if letter in "đĐ":
            made.append(("d" if letter == "đ" else "D") + ("9" if method is Method.VNI else "d"))
            continue
        base, *marks = tuple(unicodedata.normalize("NFD", letter))
        made.append(base)
        for mark in marks:
            if mark in tones:
                kept = tones[mark]
            elif method is Method.VNI:
                made.append(_VNI_MARKS[mark])
            else:
                made.append(_TELEX_MARKS.get(mark, base.lower()))
        if kept and not tone_last:
            made.append(kept)
            kept = ""
    return "".join(made) + kept
