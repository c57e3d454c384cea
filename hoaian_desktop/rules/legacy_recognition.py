"""Whether texts are Vietnamese of an old encoding: read in it, words that cannot be syllables become some.

Asked of a whole column, for one word proves little: «Phó» is a word as it stands, and is Phú in TCVN3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from string import punctuation
from unicodedata import is_normalized

from hoaian_desktop.rules.legacy_text import Encoding, convert, is_unicode
from hoaian_desktop.rules.syllables import VOWELS, can_be_name, is_syllable, tone_apart

_AROUND_WORDS = punctuation + "«»“”‘’…–"
_AFTER_VIQR = "".join(sign for sign in _AROUND_WORDS if sign not in "^(+`~")  # of these a letter is made
_BETWEEN_WORDS = re.compile(r"""[\s!-,./:-@\[-`{-~–…-]+""")
_BETWEEN_VIQR = re.compile(r"""[\s!"#$%&*,/:;<=>\[\]{|}–…-]+""")
_LIKE_VIQR = re.compile(r"[aeoAEO]\^|[aA]\(|[ouOU]\+|[dD][dD]|[aeiouyAEIOUY][`~]")
# Neither plain, nor a letter that Vietnamese shares with the West, nor one that only it has, nor a mark apart.
_STRANGE = re.compile("[^\x00-\x7fÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u036f]")
_ENOUGH, _ENOUGH_VIQR = 3, 6  # distinct words that became syllables, to be certain


@dataclass(frozen=True)
class Recognised:
    """What texts are written in; `mixed` where others among them are Unicode: only those that read better are meant."""

    encoding: Encoding
    certain: bool
    mixed: bool = False


@dataclass(frozen=True)
class Evidence:
    """How many different words read better in an encoding, how many worse, how many make no sense either way.

    `strong` of the better ones hold a sign that no Vietnamese has in Unicode.
    """

    better: int = 0
    strong: int = 0
    worse: int = 0
    senseless: int = 0

    @property
    def against(self) -> int:
        """How many words speak against the encoding."""
        return self.worse + self.senseless

    @property
    def speaks(self) -> bool:
        """Whether there is something to it: a word with a strange sign or two without, and few against."""
        return self.better + self.strong >= 2 and 3 * self.against <= self.better


class _Verdict(Enum):
    SAME = auto()
    BETTER = auto()
    CLEARLY_BETTER = auto()
    WORSE = auto()
    SENSELESS = auto()


def recognise(texts: Sequence[str]) -> Recognised | None:
    """Say in which encoding the texts of a column are; None where they are Unicode, no Vietnamese, or too few to tell.

    Certain is a column that is no Vietnamese otherwise: several impossible words become syllables, next to none does
    not, and no text holds a letter that only Unicode has.
    """
    joined = "\n".join(texts)
    if joined.isascii() and not _is_like_viqr(joined):
        return None
    mixed = is_unicode(joined)
    if mixed and not _STRANGE.search(joined) and not _is_like_viqr(joined):
        return None if is_normalized("NFC", joined) else Recognised(Encoding.DECOMPOSED, certain=True)
    others = "\n".join(text for text in texts if not is_unicode(text)) if mixed else joined
    found = {encoding: weigh([others], encoding) for encoding in _tried(others)}
    likely = [encoding for encoding, evidence in found.items() if _is_likely(encoding, evidence, mixed=mixed)]
    if likely:
        best = max(likely, key=lambda encoding: found[encoding].better - found[encoding].against)
        return Recognised(best, not mixed and _is_certain(best, found[best]), mixed)
    return Recognised(Encoding.DECOMPOSED, certain=True) if not is_normalized("NFC", joined) else None


def weigh(texts: Iterable[str], encoding: Encoding) -> Evidence:
    """Count what the words of `texts`, each once, are in `encoding` against what they are as they stand."""
    words = dict.fromkeys(_words("\n".join(texts), encoding))
    verdicts = [_verdict(word, encoding) for word in words]
    clearly = verdicts.count(_Verdict.CLEARLY_BETTER)
    return Evidence(
        better=clearly + verdicts.count(_Verdict.BETTER),
        strong=clearly,
        worse=verdicts.count(_Verdict.WORSE),
        senseless=verdicts.count(_Verdict.SENSELESS),
    )


def reads_better(text: str, encoding: Encoding) -> bool:
    """Say whether a single text is better Vietnamese in `encoding`: no word is worse, and more gain than do not."""
    if is_unicode(text):
        return encoding is Encoding.DECOMPOSED and not is_normalized("NFC", text)
    evidence = weigh([text], encoding)
    return evidence.better > evidence.senseless and not evidence.worse


def _tried(text: str) -> Iterator[Encoding]:
    if not text.isascii():
        yield from (Encoding.TCVN3, Encoding.VNI, Encoding.CP1258)
    if _is_like_viqr(text):
        yield Encoding.VIQR


def _is_like_viqr(text: str) -> bool:
    # Most columns have none of these signs, and to look for one of them costs next to nothing.
    return (any(sign in text for sign in "^(+`~") or "dd" in text.lower()) and _LIKE_VIQR.search(text) is not None


def _is_likely(encoding: Encoding, evidence: Evidence, *, mixed: bool) -> bool:
    if encoding is Encoding.VIQR:  # plain keys are English as well
        return evidence.speaks and evidence.strong >= _ENOUGH
    return evidence.speaks and (evidence.strong > 0 or not mixed)


def _is_certain(encoding: Encoding, evidence: Evidence) -> bool:
    enough = _ENOUGH_VIQR if encoding is Encoding.VIQR else _ENOUGH
    return evidence.better >= enough and evidence.strong > 0 and 10 * evidence.against <= evidence.better


def _words(text: str, encoding: Encoding) -> Iterator[str]:
    """The words in which the encoding could show: VIQR is written on plain keys, no other is."""
    viqr = encoding is Encoding.VIQR
    for word in (_BETWEEN_VIQR if viqr else _BETWEEN_WORDS).split(text):
        if word.isascii() is viqr:
            yield word


@lru_cache(maxsize=1 << 15)  # a hundred thousand names have some hundred words
def _verdict(word: str, encoding: Encoding) -> _Verdict:
    if any(sign.isdecimal() for sign in word):
        return _Verdict.SAME
    made = convert(word, encoding)
    before, after = word.lstrip(_AROUND_WORDS), made.strip(_AROUND_WORDS)
    before = before.rstrip(_AFTER_VIQR if encoding is Encoding.VIQR else _AROUND_WORDS)
    if made == word or before == after:
        return _Verdict.SAME
    was, is_now = is_syllable(before), is_syllable(after)
    if was:
        return _Verdict.SAME if is_now else _Verdict.WORSE
    if is_now and len(after) > 1:
        return _Verdict.CLEARLY_BETTER if _is_strange(word, encoding) else _Verdict.BETTER
    if is_now or not _has_vowel(after) or (can_be_name(after) and not can_be_name(before)):
        return _Verdict.SAME  # one letter, an abbreviation («§VTN»), a name of the highlands
    return _Verdict.SENSELESS


def _is_strange(word: str, encoding: Encoding) -> bool:
    """Whether a word holds a sign that no Vietnamese text in Unicode would have there."""
    if encoding is Encoding.VIQR:
        return _is_like_viqr(word)
    return _STRANGE.search(word) is not None


def _has_vowel(word: str) -> bool:
    return any(letter in VOWELS for letter in tone_apart(word)[0])
