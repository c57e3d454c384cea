"""Breaking short texts into lines: to fit a width, to a smaller size, or into lines that look even."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hoaian_desktop.reports import fonts

# A title is not broken inside these; the second word of each pair stays with the first.
_TOGETHER = frozenset(
    (
        "chuyển đổi", "đổi số", "đề án", "thực hiện", "kết quả", "công tác", "công nghệ", "nghệ số", "cộng đồng",
        "thanh niên", "tình nguyện", "hỗ trợ", "dịch vụ", "vụ công", "định danh", "danh điện", "điện tử", "tài khoản",
        "uy tín", "báo cáo", "hoạt động", "nhiệm vụ", "phương hướng", "người dân", "hoài ân", "tổng kết", "sơ kết",
        "chỉ tiêu", "đơn vị", "thị trấn", "đoàn thị", "đoàn xã", "bch đoàn", "tăng bạt", "bạt hổ",
        "ban chấp", "chấp hành", "ban thường", "thường vụ",
    )
)  # fmt: skip
_BEFORE = frozenset(("đến", "của", "và", "trong", "về", "giai"))
_SPANS = frozenset(("tháng", "quý", "tuần", "năm", "từ"))
_BEFORE_YEAR = frozenset(("đầu", "cuối", "i", "ii", "iii", "iv"))
_NUMBERED = frozenset(("tháng", "quý", "năm", "tuần", "ngày", "án", "số"))

_MOST_LINES = 5


@dataclass(frozen=True)
class Fitted:
    """Lines of one size that keep inside a width."""

    size: float
    lines: tuple[str, ...]


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Break `text` at spaces into lines of at most `width` points; a word that is too long is broken by letters."""
    lines: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}" if current else word
        if fonts.width(longer, font, size) <= width:
            current = longer
            continue
        if current:
            lines.append(current)
        *whole, current = _pieces(word, font, size, width)
        lines += whole
    return [*lines, current] if current or not lines else lines


def _pieces(word: str, font: str, size: float, width: float) -> list[str]:
    pieces = [""]
    if fonts.width(word, font, size) <= width:
        return [word]
    for letter in word:
        if pieces[-1] and fonts.width(pieces[-1] + letter, font, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def fit(texts: Sequence[tuple[str, str]], sizes: Sequence[float], width: float) -> list[Fitted]:
    """Set (text, font) pairs in the largest common size that keeps each on one line, else wrapped at the first size."""
    for size in sizes:
        if all(fonts.width(text, font, size) <= width for text, font in texts):
            return [Fitted(size, (text,)) for text, _ in texts]
    return [Fitted(sizes[0], _at_most(balanced(text, font, sizes[0], width))) for text, font in texts]


def _at_most(lines: list[str]) -> tuple[str, ...]:
    # No name of an office is so long; a text pasted into the wrong field must not push the letter off its page.
    return tuple(lines) if len(lines) <= _MOST_LINES else (*lines[:_MOST_LINES], "…")


def balanced(text: str, font: str, size: float, width: float) -> list[str]:
    """Break a title into as few lines as fit, even ones, at places where the sense allows it."""
    least = wrap(text, font, size, width)
    words = text.split()
    if not 2 <= len(least) <= 6 or max(fonts.width(word, font, size) for word in words) > width:
        return least
    space = fonts.width(" ", font, size)
    ends = [0.0]
    for word in words:
        ends.append(ends[-1] + fonts.width(word, font, size) + space)
    ideal = ends[-1] / len(least)
    # best[n][i]: the least cost of setting the first i words in n lines, and where the last of them begins
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in least:
        row: dict[int, tuple[float, int]] = {}
        for start, (cost, _from) in best[-1].items():
            for stop in range(start + 1, len(words) + 1):
                long = ends[stop] - ends[start] - space
                if long > width:
                    break
                new = cost + ((long - ideal) / ideal) ** 2 + (_break_cost(words, stop) if stop < len(words) else 0)
                if stop not in row or new < row[stop][0]:
                    row[stop] = (new, start)
        best.append(row)
    cuts = [len(words)]
    for row in reversed(best[1:]):
        cuts.append(row[cuts[-1]][1])
    cuts.reverse()
    return [" ".join(words[a:b]) for a, b in pairwise(cuts)]


def _break_cost(words: Sequence[str], place: int) -> float:
    before, after = words[place - 1].casefold(), words[place].casefold()
    following = words[place + 1] if place + 1 < len(words) else ""
    if before == "trong":
        return 1.0
    if f"{before} {after}" in _TOGETHER or (before in _NUMBERED and after[0].isdigit()):
        return 2.0
    if after == "năm" and (before.isdigit() or before in _BEFORE_YEAR):
        return 1.0
    if before.isdigit() and after == "tháng" and not following.isdigit():
        return 1.0
    # «Đề án 06 tháng 11» misreads: the span of the report begins a line of its own.
    if after in _SPANS or (after.isdigit() and following == "tháng"):
        return -0.5
    return 0.0 if before[-1] in ",;:" or after in _BEFORE or after[0] in "“(" else 0.25
