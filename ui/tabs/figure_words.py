"""What a figure is, in words: how it is counted and how it adds up. The declarations say it, nothing is said twice."""

from __future__ import annotations

from collections.abc import Mapping

from hoaian_desktop.indicators.catalogue import Indicator, Part
from hoaian_desktop.indicators.countings import Accounts, Counting, Distinct, HighestLevelOne, Rows, Stock

_ONCE: Mapping[type[Counting], str] = {
    Rows: "cộng từng bản ghi trong kỳ",
    Accounts: "mỗi người mỗi dịch vụ một lần",
    HighestLevelOne: "mỗi người một lần",
    Stock: "tính vào ngày cuối kỳ",
}


def how_counted(part: Part) -> str:
    """«bản ghi có tên và số đếm, mỗi người một lần»."""
    source = "bản ghi có tên và số đếm" if part.tally is not None else "bản ghi"
    once = f"mỗi {part.unit} một lần" if isinstance(part.named, Distinct) else _ONCE.get(type(part.named), "")
    return f"{source}, {once}" if once else source


def how_added(indicator: Indicator) -> str:
    """Whether months of it add up to a year."""
    return "cộng được qua các kỳ" if indicator.adds_over_periods else "không cộng qua các kỳ"
