"""Words put together: lists, and names as they stand inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence


def listed(texts: Sequence[str], between: str = ", ") -> str:
    """Join texts; with commas the last two are joined by «và»."""
    if between != ", " or len(texts) < 2:
        return between.join(texts)
    return f"{between.join(texts[:-1])} và {texts[-1]}"


def inside(name: str) -> str:
    """A name as it stands inside a sentence: its first letter small."""
    return name[:1].lower() + name[1:]


def joined(sentences: Sequence[str]) -> list[str]:
    """One paragraph of the sentences there are; none if there are none."""
    said = " ".join(sentence for sentence in sentences if sentence)
    return [said] if said else []
