"""Figures as published data: the JSON of the command `figures`, and of packets."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hoaian_desktop.indicators.catalogue import CATALOGUE, Indicator, Part
from hoaian_desktop.indicators.countings import Accounts, Rows
from hoaian_desktop.indicators.figures import Count, Counts, Figures


def document(figures: Figures) -> dict[str, Any]:
    """The whole document: the same codes, parts and names in each block; missing is null."""
    cumulative = figures.first == figures.since and (figures.first.year, figures.first.month) != (
        figures.last.year,
        figures.last.month,
    )
    return {
        "unit": figures.unit,
        "from": figures.first.isoformat(),
        "to": figures.last.isoformat(),
        "indicators": block(figures.period, cumulative=cumulative),
        "previous": block(figures.previous),
        "year": block(figures.year),
        "since": block(figures.cumulative, cumulative=True),
        "targets": {
            code: {"target": target.target, "percent": _percent(target.percent)}
            for code, target in figures.targets.items()
        },
        "more": block(figures.period, published=False),
    }


def definitions() -> dict[str, Any]:
    """What each figure means, by indicator code and part, with its unit of measure and what it may be added up over.

    Different persons, and what stands on a period's last day, are not the sum of shorter periods, whatever the rest
    of the indicator is.
    """
    return {
        indicator.code: {
            "name": indicator.name,
            "definition": indicator.definition,
            "parts": {part.key: _definition(indicator, part) for part in indicator.parts},
        }
        for indicator in CATALOGUE
    }


def _definition(indicator: Indicator, part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "unit": part.unit.value,
        "adds_over_units": indicator.adds_over_units,
        "adds_over_periods": indicator.adds_over_periods and isinstance(part.named, Rows | Accounts),
    }


def block(counts: Counts, *, cumulative: bool = False, published: bool = True) -> dict[str, Any]:
    """One span's figures, by indicator code. Parts that need the counting start stand only in a `cumulative` block."""
    codes: dict[str, Any] = {}
    for indicator in CATALOGUE:
        shown = [p for p in indicator.parts if p.published is published and (cumulative or not p.only_cumulative)]
        values: dict[str, Any] = {}
        for part in shown:
            value = _value(part, counts[indicator.figure_key(part)])
            if part.key:
                values[part.key] = value
            else:
                values.update(value if isinstance(value, dict) else {"total": value})
        if values:
            codes[indicator.code] = values
    return codes


def _percent(exact: Decimal | None) -> float | None:
    """One decimal, half up, as every report writes it."""
    return None if exact is None else float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _value(part: Part, count: Count) -> Any:
    if part.tally is not None:
        return {"named": count.named, "tally": count.tally, "total": count.total}
    if count.by or part.key == "theo_vai_tro":
        return dict(count.by)
    return count.named
