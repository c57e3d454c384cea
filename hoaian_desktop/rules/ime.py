"""What an input method did to a name a scanner typed, taken back where only one name can have been meant.

A scanner sends keys in one of four ways: letters with their marks, letters without any, the keys of Telex, or the keys
of VNI; and UniKey may be off, or take those keys for typing. `keystrokes` says what arrives; this goes back. Marks that
were never sent cannot be had back, and a name from which two could have come is put up for correction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hoaian_desktop.rules.keystrokes import Method, compose, takes_back
from hoaian_desktop.rules.names import TONES, clean, fold, nfc
from hoaian_desktop.rules.syllables import can_be_name, is_marked, is_syllable, tone_apart

ADVICE = "Hãy chuyển UniKey sang tiếng Anh (E) trước khi quét thẻ."

# Family names that lose themselves in others without their marks, and the middle names everybody knows.
_FAMILY_WORDS = """
An Âu Bạch Bành Bế Bồ Bùi Ca Cái Cam Cao Cát Châu Chế Chu Chung Chử Cồ Cổ Cù Cung Danh Diệp Doãn Dư Dương Đái Đàm
Đan Đào Đặng Đậu Điền Điêu Đinh Đoàn Đỗ Đồng Đổng Đới Đường Giang Giáp Hà Hạ Hàn Hán Hình Hoa Hoàng Hồ Hồng Hứa
Huỳnh Hùng Kha Khổng Khúc Khương Kiều Kim La Lã Lạc Lại Lâm Lê Liêu Liễu Lò Lỗ Lộc Lục Lư Lữ Lương Lưu Lý Ma Mạc Mai
Mạnh Mâu Mẫn Nghiêm Ngô Ngụy Nguyễn Nhan Nhâm Nhữ Ninh Nông Ông Phạm Phan Phí Phó Phù Phùng Phương Quách Quan Quản
Sầm Sơn Sử Tạ Tăng Tấn Tất Thạch Thái Thân Thi Thiều Thôi Tiêu Tiền Tiết Tô Tôn Tống Trà Trang Trầm Trần Trịnh Triệu
Trình Trương Từ Tưởng Ung Uông Ứng Văn Vi Viên Võ Vũ Vương Vưu Xa
"""
_FAMILIES = frozenset(_FAMILY_WORDS.split())
_FOLDED_FAMILIES = frozenset(map(fold, _FAMILIES))
_MIDDLES = {"van": "văn", "thi": "thị"}
_HIGHLAND_FIRST = frozenset(("a", "y", "đinh", "siu", "nay", "rơ", "ksor", "kpă", "rcom", "rah", "hồ"))

_ACUTE, _HOOK = TONES[3], TONES[1]
_FINAL_KEYS = {"s": _ACUTE, "r": _HOOK}  # the only keys of Telex a highland name ends in
_BROKEN = re.compile(r"[?\ufffd\x80-\x9f]")
_BETWEEN_WORDS = re.compile(r"[\s,;./()\-–]+")


@dataclass(frozen=True)
class Unmangled:
    """A name as it was meant, or as it came where that is not sure; `method` is what was undone."""

    text: str
    certain: bool
    method: Method | None = None


def unmangle(text: str, *, beside: str = "", fired: bool | None = None) -> Unmangled:
    """Take back what an input method did to a scanned name.

    `beside` is other text of the same scan, as it came: marks that are whole there prove that marks are sent at all.
    `fired` says whether letters were taken back while the name came in; without that no method was at work.
    """
    arrived = clean(text)
    name = arrived.split()
    if not name or _BROKEN.search(arrived):
        return Unmangled(arrived, certain=False)
    other = [word for word in _BETWEEN_WORDS.split(clean(beside)) if word]
    for method in Method:
        if (made := _composed(name, method)) is not None:
            certain = _is_surely_raw(name, made, other, method)
            return Unmangled(" ".join(made), certain, method)
    sound = all(map(can_be_name, name)) and not _lost_marks(name)
    certain = sound and _marks_were_sent(name + other) and not _may_have_been_changed(name, fired)
    return Unmangled(arrived, certain)


def undo(text: str, method: Method | None) -> str:
    """Return other text of a scan whose name was typed by `method`: only words that become syllables change."""
    if method is None:
        return clean(text)
    words = clean(text).split(" ")
    return " ".join(made if is_syllable(_bare(made := compose(word, method))) else word for word in words)


def _bare(word: str) -> str:
    return word.strip(",;.()-–")


def _composed(name: list[str], method: Method) -> list[str] | None:
    """The name if its words are keys of `method`, else None."""
    pressed = [word for word in name if _looks_pressed(word, method)]
    if not pressed:
        return None
    made = [compose(word, method) for word in name]
    return made if all(map(can_be_name, made)) else None


def _looks_pressed(word: str, method: Method) -> bool:
    """Say whether a word can be nothing but keys: VNI leaves digits, Telex a spelling no name has."""
    if is_marked(word):
        return False
    if method is Method.VNI:
        return any(letter.isdecimal() for letter in word)
    return word.isalpha() and not can_be_name(word) and compose(word, method) != word


def _is_surely_raw(name: list[str], made: list[str], other: list[str], method: Method) -> bool:
    # A half of the word with marks and the other in keys: UniKey gave some back, and nobody knows which were meant.
    if any(map(is_marked, name + other)) or _lost_marks(made):
        return False
    # A scanner that spells a name out does not know that a second s takes the first one back.
    if any(takes_back(word, method) for word in name):
        return False
    if method is Method.VNI:
        return True
    highland = _is_highland(made)
    return not any(
        before != after and can_be_name(before) and (highland or not is_syllable(after))
        for before, after in zip(name, made, strict=True)
    )


def _is_highland(name: list[str]) -> bool:
    return name[0].casefold() in _HIGHLAND_FIRST or not all(map(is_syllable, name))


def _lost_marks(name: list[str]) -> bool:
    """Say whether a name has the shape of one whose marks were left out: Nguyen, Tran Van."""
    first = name[0]
    if first.capitalize() not in _FAMILIES and fold(first) in _FOLDED_FAMILIES:
        return True
    return any(_MIDDLES.get(word.casefold()) is not None for word in name[1:-1])


def _marks_were_sent(words: list[str]) -> bool:
    return any(is_marked(word) and is_syllable(word) and not list(_before_telex(word)) for word in words)


def _may_have_been_changed(name: list[str], fired: bool | None) -> bool:
    """Say whether Telex could have made this name of another: Lả of Lar, or given Hlé back as Hles."""
    if fired is False or not _is_highland(name):
        return False
    return any(
        list(_before_telex(word)) or (not is_syllable(word) and compose(word, Method.TELEX) != nfc(word))
        for word in name
    )


def _before_telex(word: str) -> Iterator[str]:
    """The highland words of which Telex makes `word`."""
    letters, tones = tone_apart(word)
    tries = [letters + key for key, tone in _FINAL_KEYS.items() if tones == tone]
    tries += ["w" + one[1:] for one in (letters, *tries) if one.startswith("ư")]
    for tried in tries:
        if can_be_name(tried) and fold(compose(tried, Method.TELEX)) == fold(word):
            yield tried
