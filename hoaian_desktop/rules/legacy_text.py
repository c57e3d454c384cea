"""Vietnamese from before Unicode: what the tables of TCVN3 (.Vn fonts), VNI, VIQR and Windows-1258 stand for.

Such text looks right only in its own font; to a program «NguyÔn V¨n ¢n» is what is written. Which text is legacy at
all is told by the name of its font, or by `legacy_recognition`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from hoaian_desktop.rules.names import TONES, clean, nfc


class Encoding(StrEnum):
    """A way of writing Vietnamese that is not composed Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    VIQR = "viqr"
    DECOMPOSED = "decomposed"  # letters and their marks apart: macOS, and UniKey's «Unicode tổ hợp»
    CP1258 = "cp1258"  # Windows-1258 that was taken for a Western code page


_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = tuple(TONES)
_BREVE, _HAT, _HORN = "\u0306", "\u0302", "\u031b"

# Letters no other table has, and marks of their own: whoever wrote them wrote Unicode.
_UNICODE_ONLY = re.compile(f"[ĂăĐđĨĩŨũƠơƯưẠ-ỹ{TONES}{_BREVE}{_HAT}{_HORN}]")

# A small letter with a tone has no capital in TCVN3; the H fonts draw small letters as capitals.
_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
_CP1258 = str.maketrans("ÃãÐðÕõÝýÌÒÞìòþ", "ĂăĐđƠơƯư" + _GRAVE + _HOOK + _TILDE + _ACUTE + _DOT + "₫")


def _vni_table() -> Mapping[str, str]:
    """What a VNI font draws as one letter: a vowel and the sign behind it, or one of eight signs that stand alone."""
    tones = dict(zip("øûõùï", TONES, strict=True))
    hats = {"â": _HAT, **{sign: _HAT + tone for sign, tone in zip("àåãáä", TONES, strict=True)}}
    breves = {"ê": _BREVE, **{sign: _BREVE + tone for sign, tone in zip("èúüéë", TONES, strict=True)}}
    table = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
    for vowels, signs in (("aeouyôö", tones), ("aeo", hats), ("a", breves)):
        for vowel in vowels:
            table.update({vowel + sign: nfc(table.get(vowel, vowel) + mark) for sign, mark in signs.items()})
    # The letter says the case; its sign may be of either, as in «AÙnh» and «Aùnh».
    small = list(table.items())
    table.update({key.upper(): letter.upper() for key, letter in small})
    table.update({key[0].upper() + key[1:]: letter.upper() for key, letter in small})
    table.update({key[0] + key[1:].upper(): letter for key, letter in small})
    return table


_VNI = _vni_table()
_VNI_SIGNS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_VIQR_SHAPES = {"^": _HAT, "(": _BREVE, "+": _HORN}
_VIQR_TONES = {"`": _GRAVE, "?": _HOOK, "~": _TILDE, "'": _ACUTE, ".": _DOT}
_VIQR_LETTER = re.compile(
    r"""\\(?P<plain>.) | (?P<stroke>[dD][dD])
    | (?P<vowel>[aeouiyAEOUIY]) (?P<shape>(?<=[aeoAEO])\^|(?<=[aA])\(|(?<=[ouOU])\+)? (?P<tone>[`?~']|\.(?!\.))?""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")


def convert(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """Return legacy `text` in composed Unicode; `capitals` for fonts that draw small letters as capitals.

    Text with letters that only Unicode has comes back as it is, composed.
    """
    if is_unicode(text):
        return nfc(text)
    plain = text.isascii() and encoding is not Encoding.VIQR
    made = text if plain else nfc(_CONVERTERS[encoding](text))
    return made.upper() if capitals else made


def is_unicode(text: str) -> bool:
    """Say whether `text` holds a letter that only Unicode Vietnamese has: Ạ to ỹ, ă, đ, ĩ, ũ, ơ, ư, or marks apart."""
    return not text.isascii() and _UNICODE_ONLY.search(text) is not None


_FONT = re.compile(r"(?:(?P<tcvn3>\.vn)|vni[- ])\s*[a-z].*?(?P<capitals>h)?", re.IGNORECASE)


def of_font(name: str) -> tuple[Encoding, bool] | None:
    """Return the encoding a font is made for and whether it draws capitals only; None for any other font.

    «.VnTimeH» is TCVN3 in capitals; fonts of VNI keep their capitals in the text.
    """
    found = _FONT.fullmatch(name.strip())
    if found is None:
        return None
    return (Encoding.TCVN3, found["capitals"] is not None) if found["tcvn3"] else (Encoding.VNI, False)


def proper_capitals(name: str) -> str:
    """Return a name of TCVN3 with the capitals that table could not hold: «Lê Thị ánh» is «Lê Thị Ánh».

    Only a vowel with a tone begins small for that reason, and only beside words that do begin large.
    """
    cleaned = clean(name)
    if cleaned.istitle():
        return cleaned  # as nearly every name: each word has its capital
    words = cleaned.split(" ")
    lost = [bool(word) and _has_no_capital(word[0]) for word in words]
    if not any(lost) or any(word[:1].islower() for word, gone in zip(words, lost, strict=True) if not gone):
        return " ".join(words)
    return " ".join(word[0].upper() + word[1:] if gone else word for word, gone in zip(words, lost, strict=True))


def _has_no_capital(letter: str) -> bool:
    return letter.islower() and any(mark in TONES for mark in unicodedata.normalize("NFD", letter))


def _from_tcvn3(text: str) -> str:
    # Some programs replace the sign of the micro, à, by the Greek letter that looks like it.
    return text.replace("\u03bc", "µ").translate(_TCVN3)


def _from_vni(text: str) -> str:
    return _VNI_SIGNS.sub(lambda found: _VNI[found[0]], text)


def _from_cp1258(text: str) -> str:
    return text.translate(_CP1258)


def _from_viqr(text: str) -> str:
    return "".join(_viqr_pieces(text))


def _viqr_pieces(text: str) -> Iterator[str]:
    """The text in pieces; addresses are nobody's Vietnamese."""
    end = 0
    for address in _ADDRESS.finditer(text):
        yield _VIQR_LETTER.sub(_viqr_letter, text[end : address.start()])
        yield address[0]
        end = address.end()
    yield _VIQR_LETTER.sub(_viqr_letter, text[end:])


def _viqr_letter(found: re.Match[str]) -> str:
    if plain := found["plain"]:
        return plain
    if stroke := found["stroke"]:
        return "Đ" if stroke[0] == "D" else "đ"
    return found["vowel"] + _VIQR_SHAPES.get(found["shape"] or "", "") + _VIQR_TONES.get(found["tone"] or "", "")


_CONVERTERS: Mapping[Encoding, Callable[[str], str]] = {
    Encoding.TCVN3: _from_tcvn3,
    Encoding.VNI: _from_vni,
    Encoding.VIQR: _from_viqr,
    Encoding.DECOMPOSED: nfc,
    Encoding.CP1258: _from_cp1258,
}
