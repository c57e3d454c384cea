"""What is still needed of a target, as icon, colour and words: the same on every page that shows one."""

from __future__ import annotations

from typing import NamedTuple

from hoaian_desktop.rules.aims import Aim
from hoaian_desktop.rules.numbers import MISSING, show_count, show_percent


class Needed(NamedTuple):
    """An icon, the token of its colour, the words, and the style sheet's role of a label with them."""

    icon: str
    token: str
    words: str
    role: str


def needed(aim: Aim) -> Needed:
    """What is still needed, in a word or two."""
    if aim.missing is None:
        return Needed("minus", "mut", MISSING, "muted")
    if aim.reached:
        return Needed("circle-check", "ok", "đã đạt", "good")
    week = aim.needed_per_week
    if week is None:
        return Needed("triangle-alert", "warn", f"thiếu {show_count(aim.missing)}", "doubt")
    words = f"cần thêm {show_count(week)}/tuần"
    return Needed("triangle-alert", "warn", words, "doubt") if aim.behind else Needed("arrow-right", "mut", words, "")


def in_words(aim: Aim, unit: str) -> str:
    """A whole sentence about a target: «lũy kế 40 tài khoản · đạt 52,0% · còn thiếu 38 · cần thêm 6/tuần»."""
    parts = [f"lũy kế {show_count(aim.done)} {unit}", f"đạt {show_percent(aim.percent)}"]
    if aim.reached or aim.missing is None:
        return " · ".join([*parts, *(["đã đạt"] if aim.reached else [])])
    parts.append(f"còn thiếu {show_count(aim.missing)}")
    if aim.needed_per_week is not None:
        parts.append(f"cần thêm {show_count(aim.needed_per_week)}/tuần đến {aim.span.last:%d/%m/%Y}")
    return " · ".join(parts)
