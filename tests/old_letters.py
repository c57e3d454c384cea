"""Vietnamese as it was written before Unicode: what the program reads back, made by rules of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from unicodedata import normalize

from hoaian_desktop.rules.legacy_text import Encoding

LETTERS = "".join(
    letter + letter.upper()
    for letter in "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT, _BREVE, _HAT, _HORN = "\u0300\u0309\u0303\u0301\u0323\u0306\u0302\u031b"

_TCVN3 = {
    "a": "aµ¶·¸¹", "ă": "¨»¼½¾Æ", "â": "©ÇÈÉÊË", "e": "eÌÎÏÐÑ", "ê": "ªÒÓÔÕÖ", "i": "i×ØÜÝÞ", "o": "oßáâãä",
    "ô": "«åæçèé", "ơ": "¬êëìíî", "u": "uïñòóô", "ư": "\xadõö÷øù", "y": "yúûüýþ",
}  # fmt: skip
_TCVN3_ALONE = {"đ": "®", "Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}
_VNI_SHAPES = {"ơ": "ô", "ư": "ö"}
_VNI_TONES = dict(zip(_GRAVE + _HOOK + _TILDE + _ACUTE + _DOT, "øûõùï", strict=True))
_VNI_HATS = dict(zip(_GRAVE + _HOOK + _TILDE + _ACUTE + _DOT, "àåãáä", strict=True))
_VNI_BREVES = dict(zip(_GRAVE + _HOOK + _TILDE + _ACUTE + _DOT, "èúüéë", strict=True))
_VNI_ALONE = {"ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ", "ì": "ì", "í": "í"}
_VIQR = {_GRAVE: "`", _HOOK: "?", _TILDE: "~", _ACUTE: "'", _DOT: ".", _BREVE: "(", _HAT: "^", _HORN: "+"}
_TONES = _GRAVE + _HOOK + _TILDE + _ACUTE + _DOT


def tcvn3(text: str) -> str:
    """As the .Vn fonts have it: a capital with a tone is stored as the small letter."""
    return "".join(map(_tcvn3, normalize("NFC", text)))


def vni(text: str) -> str:
    """As the VNI fonts have it: a letter, then a sign in its case."""
    return "".join(map(_vni, normalize("NFC", text)))


def viqr(text: str) -> str:
    """On plain keys; a sign that would be taken for a mark has a backslash before it."""
    made = ""
    for letter in normalize("NFC", text):
        if made[-1:].lower() in tuple("aeiouyd") and letter in "`?~'.(^+dD":
            made += "\\"
        made += {"đ": "dd", "Đ": "DD"}.get(letter) or _viqr(letter)
    return made


def decomposed(text: str) -> str:
    """Every mark apart, as macOS names its files."""
    return normalize("NFD", text)


def half_composed(text: str) -> str:
    """Letters with their shape and tones apart: UniKey's «Unicode tổ hợp», and Windows-1258 read rightly."""
    return "".join("".join(_tone_apart(letter)) for letter in normalize("NFC", text))


def cp1258(text: str) -> str:
    """As bytes of Windows-1258 that were taken for a Western code page."""
    return "".join(_cp1258(letter) for letter in normalize("NFC", text))


WRITTEN: Mapping[Encoding, Callable[[str], str]] = {
    Encoding.TCVN3: tcvn3,
    Encoding.VNI: vni,
    Encoding.VIQR: viqr,
    Encoding.DECOMPOSED: decomposed,
    Encoding.CP1258: cp1258,
}


def _tone_apart(letter: str) -> tuple[str, str]:
    """A letter with its shape, and its tone."""
    apart = normalize("NFD", letter)
    tone = next((mark for mark in apart if mark in _TONES), "")
    return normalize("NFC", apart.replace(tone, "")), tone


def _tcvn3(letter: str) -> str:
    if letter in _TCVN3_ALONE:
        return _TCVN3_ALONE[letter]
    plain, tone = _tone_apart(letter.lower())
    if plain not in _TCVN3 or letter in "AEIOUY":
        return letter
    return _TCVN3[plain][_TONES.index(tone) + 1 if tone else 0]


def _vni(letter: str) -> str:
    small = letter.lower()
    made = _VNI_ALONE.get(small) or _vni_of(*_tone_apart(small))
    return made.upper() if letter != small else made


def _vni_of(plain: str, tone: str) -> str:
    base, *shape = normalize("NFD", plain)
    if shape == [_HAT]:
        return base + _VNI_HATS.get(tone, "â")
    if shape == [_BREVE]:
        return base + _VNI_BREVES.get(tone, "ê")
    return _VNI_SHAPES.get(plain, plain) + _VNI_TONES.get(tone, "")


def _viqr(letter: str) -> str:
    plain, tone = _tone_apart(letter)
    return "".join(_VIQR.get(sign, sign) for sign in normalize("NFD", plain) + tone)


def _cp1258(letter: str) -> str:
    try:
        return letter.encode("cp1258").decode("cp1252")
    except UnicodeEncodeError:
        return "".join(sign.encode("cp1258").decode("cp1252") for sign in _tone_apart(letter) if sign)
