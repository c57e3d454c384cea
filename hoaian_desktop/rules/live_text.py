"""Text with live figures in it: «Đã kích hoạt ⟦2.3:period:exact⟧ tài khoản» follows the book until it is closed.

A live figure is written as ⟦key:column:style⟧; the two brackets are on no keyboard. Whatever else stands in a text is
what somebody typed and stays as typed. The one text that could be mistaken, a whole ⟦a:b:c⟧ that was typed or pasted,
is kept with a «=» behind its first bracket (one more where there are some already), and shown without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"⟦(=*)([a-z0-9_.]{1,40}):([a-z_]{1,20}):([a-z]{1,10})⟧")


@dataclass(frozen=True)
class Token:
    """One live figure: which figure, which of its numbers, and how it is said. Whether it is known others say."""

    key: str  # 2.4.nguoi
    column: str = "period"
    style: str = "exact"

    def __str__(self) -> str:
        return f"⟦{self.key}:{self.column}:{self.style}⟧"


Piece = str | Token
Shown = Callable[[Token], str | None]
"""What a token says now; None where it is not known."""


def literal(text: str) -> str:
    """What somebody typed, as it is kept: nothing in it is taken for a live figure."""
    return _TOKEN.sub(lambda found: f"⟦={found[0][1:]}", text)


def pieces(source: str) -> Iterator[Piece]:
    """What a kept text is made of: words as they were typed, and live figures; no two words beside each other."""
    words, at = "", 0
    for found in _TOKEN.finditer(source):
        words += source[at : found.start()]
        at = found.end()
        if found[1]:
            words += f"⟦{found[0][2:]}"
            continue
        if words:
            yield words
        words = ""
        yield Token(found[2], found[3], found[4])
    if words + source[at:]:
        yield words + source[at:]


def source_of(parts: Iterable[Piece]) -> str:
    """The kept text of words and live figures: `pieces` the other way round."""
    kept, words = "", ""
    for part in parts:
        if isinstance(part, Token):
            kept, words = kept + literal(words) + str(part), ""
        else:
            words += part
    return kept + literal(words)


def filled(source: str, shown: Shown) -> str:
    """The text as it reads now; a figure nobody knows stays as it was typed."""
    return "".join(_said(part, shown) if isinstance(part, Token) else part for part in pieces(source))


def _said(token: Token, shown: Shown) -> str:
    said = shown(token)
    return str(token) if said is None else said
