"""How hard a passphrase is to guess; no dictionary, only what people here type first."""

import math
import re
from dataclasses import dataclass

from hoaian_desktop.rules.names import fold, nfc

MINIMUM = 10  # characters
ENOUGH = 2  # the lowest level that is taken

# Folded, without spaces; longest first, so that "matkhau" goes before "mat".
_COMMON = (
    "chuyendoiso", "huyendoan", "matkhau", "password", "doanvien", "thanhnien", "congnghe", "tinhdoan", "binhdinh",
    "vietnam", "hoaian", "doanxa", "gialai", "anhyeuem", "xinchao", "nguyen", "admin", "bithu", "doantn", "dtn",
)  # fmt: skip
_ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_STEPS = frozenset(pair for row in _ROWS for pair in zip(row, row[1:] + row[0], strict=True))
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_BITS = (30.0, 45.0, 65.0)  # from here on level 2, 3, 4
_SENTENCES = (
    f"Quá ngắn: cần ít nhất {MINIMUM} ký tự.",
    "Yếu: dễ đoán. Hãy ghép vài từ không liên quan với nhau.",
    "Tạm được. Thêm một từ nữa sẽ tốt hơn.",
    "Khá mạnh.",
    "Mạnh.",
)


@dataclass(frozen=True)
class Strength:
    """Level 0 (too short) to 4, and the sentence beside the bar."""

    level: int
    sentence: str

    @property
    def accepted(self) -> bool:
        """Whether a book may be locked with it."""
        return self.level >= ENOUGH


def normal_form(text: str) -> str:
    """Return the passphrase as keys are made from it: UniKey may compose letters in two ways."""
    return nfc(text)


def strength(text: str, *, unit_name: str = "") -> Strength:
    """Judge a passphrase by length, kinds of signs, repeats, runs and words everybody here would try."""
    typed = normal_form(text)
    if len(typed) < MINIMUM:
        return Strength(0, _SENTENCES[0])
    bits = _surprising_signs(typed, unit_name) * math.log2(_pool(typed))
    level = 1 + sum(bits >= bound for bound in _BITS)
    return Strength(level, _SENTENCES[level])


def _surprising_signs(typed: str, unit_name: str) -> int:
    plain = re.sub(r"\s", "", fold(typed))
    known = {fold(unit_name).replace(" ", ""), *_COMMON}
    for word in sorted(known - {""}, key=lambda word: (-len(word), word)):
        plain = plain.replace(word, "\0")  # a known word surprises as much as one sign
    plain = _YEAR.sub("\0", plain)
    # A sign that repeats or continues the one before it surprises nobody; nor does the same pair again.
    kept = [after for before, after in zip("\1" + plain, plain, strict=False) if not _follows(before, after)]
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1)}
    return min(len(kept), len(pairs) + 1)


def _follows(before: str, after: str) -> bool:
    return before == after or (before, after) in _STEPS or (after, before) in _STEPS


def _pool(typed: str) -> int:
    kinds = (
        (re.search(r"[a-z]", typed), 26),
        (re.search(r"[A-Z]", typed), 26),
        (re.search(r"[0-9]", typed), 10),
        (re.search(r"[^A-Za-z0-9\s]", typed), 33),
    )
    return max(2, sum(size for found, size in kinds if found))
