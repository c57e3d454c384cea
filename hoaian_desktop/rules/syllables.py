"""Which words can be Vietnamese syllables, and which can at least be names of the highlands (Bana, H’re, Jrai).

A syllable is an onset, a rime and one tone; rimes that end in c, ch, p, t take only sắc and nặng.
"""

import re
import unicodedata

from hoaian_desktop.rules.names import TONES, nfc

VOWELS = "aăâeêioôơuưy"
_ONSETS = "b c d đ g h k l m n p r s t v x ch gh gi kh ng ngh nh ph qu th tr"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uê uêch uênh uc ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
uy uya uych uyên uyêt uynh uyt uyu
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y ych yên yêm yêt yêu ynh yt
"""
ONSETS = frozenset(("", *_ONSETS.split()))
RIMES = frozenset(_RIMES.split())
NUCLEI = frozenset(found[0] for rime in RIMES if (found := re.match(f"[{VOWELS}]+", rime)))

_STOPPED = re.compile(r"(?:[cpt]|ch)$")
_SHARP_OR_HEAVY = frozenset(TONES[3:])  # sắc, nặng
# Any consonants before, one of these after; no vowel written twice: that is typing, not writing.
_HIGHLAND = re.compile(r"(?!.*([a-z])\1)[b-df-hj-np-tv-xzđñčƀ]{0,4}[aăâeêĕiĭoôơŏuưŭy]{1,3}(?:ng|nh|ch|[ptkcmnlrshwy])?")
_MARKS_OF_LETTERS = frozenset("\u0306\u0302\u031b\u030c\u0303")  # breve, hat, horn; caron and tilde of the highlands
_APOSTROPHES = re.compile(r"[’'.-]")


def tone_apart(word: str) -> tuple[str, str]:
    """Return a word in small letters without its tones, and those tones in their order."""
    apart = unicodedata.normalize("NFD", nfc(word).casefold())
    if any(letter in apart for letter in ("n\u0303", "N\u0303")):  # ñ is a letter, no tone
        apart = apart.replace("n\u0303", "ñ")
    tones = "".join(mark for mark in apart if mark in TONES)
    return nfc("".join(mark for mark in apart if mark not in TONES)), tones


def is_syllable(word: str) -> bool:
    """Say whether `word` is a syllable as Vietnamese is spelled; the place of its tone is not looked at."""
    letters, tones = tone_apart(word)
    if len(tones) > 1:
        return False
    for cut in range(min(4, len(letters) + 1)):
        onset, rime = letters[:cut], letters[cut:]
        if onset in ONSETS and (rime in RIMES or (onset == "gi" and not rime)):
            return not _STOPPED.search(rime) or tones in _SHARP_OR_HEAVY
    return False


def can_be_name(word: str) -> bool:
    """Say whether `word` is a syllable, or can be one of a highland name: H’Lan, Blưn, Ksor, Hmưnh."""
    if is_syllable(word):
        return True
    pieces = [piece for piece in _APOSTROPHES.split(word) if piece]
    return bool(pieces) and all(map(_is_highland, pieces))


def is_marked(word: str) -> bool:
    """Say whether a word has a letter that plain English keys do not have."""
    return not nfc(word).replace("’", "'").isascii()


def _is_highland(piece: str) -> bool:
    letters, tones = tone_apart(piece)
    return len(tones) <= 1 and (len(letters) == 1 or _HIGHLAND.fullmatch(letters) is not None)
