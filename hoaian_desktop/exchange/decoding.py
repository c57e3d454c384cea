"""Bytes as text: Unicode with and without a mark, Windows-1258, or the old one-byte fonts as they are."""

from __future__ import annotations

import codecs
import re
import unicodedata

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000
# In Windows-1258 a tone follows its vowel; in TCVN3 and VNI these bytes are letters or stand elsewhere.
_TONES = re.compile(rb"[\xcc\xd2\xde\xec\xf2]")
_TONED = re.compile(rb"[aeiouyAEIOUY\xe2\xc2\xe3\xc3\xea\xca\xf4\xd4\xf5\xd5\xfd\xdd][\xcc\xd2\xde\xec\xf2]")
_BAR_D = re.compile(rb"\xf0")  # đ of Windows-1258; no letter of TCVN3 or VNI
_LOW = re.compile(rb"[\xa1-\xaa\xac-\xaf\xb2-\xba\xbc-\xbf]")  # two in five letters of TCVN3, hardly one of the others
_HIGH = re.compile(rb"[\xc0-\xff]")


def decode(content: bytes) -> str:
    """The text; NUL is left out. What is in no encoding of Unicode and not Windows-1258 keeps its bytes as CP1252.

    So TCVN3 and VNI arrive as a workbook in those fonts holds them, for whoever converts columns later. What a web
    page says of its own encoding is not asked: it is wrong as often as not, and the bytes tell.
    """
    return _decoded(content).replace("\0", "")


def _decoded(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    if wide := _wide(content):
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _is_nearly_utf8(content):
        return content.decode("utf-8", "replace")
    if _is_1258(content[:_SAMPLE]):
        return unicodedata.normalize("NFC", content.decode("cp1258", "replace"))
    return "".join(_CP1252[byte] for byte in content) if _GAPS.search(content) else content.decode("cp1252")


_GAPS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # unassigned in CP1252; Windows keeps them as control signs
_CP1252 = [
    bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for byte in range(256)
]  # fmt: skip


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of a table's digits, separators and blanks is zero."""
    sample = content[: _SAMPLE & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 < len(sample) // 2 or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_nearly_utf8(content: bytes) -> bool:
    """Whether all but a few letters are UTF-8, as after a cut or in a file put together from two."""
    text = content[:_SAMPLE].decode("utf-8", "replace")
    broken = text.count("�")
    whole = sum(sign > "\x7f" for sign in text) - broken
    return whole > 20 * broken


def _is_1258(sample: bytes) -> bool:
    high, low = len(_HIGH.findall(sample)), len(_LOW.findall(sample))
    if low * 10 > high:
        return False
    tones = len(_TONES.findall(sample))
    if not tones:
        return _BAR_D.search(sample) is not None
    return len(_TONED.findall(sample)) * 10 >= tones * 9
