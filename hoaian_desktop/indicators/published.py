"""Figures as published data: the JSON of the command `figures`, and of packets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hoaian_desktop.indicators.catalogue import CATALOGUE, Part, parts
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
        **_corrections(figures),
    }


def counts(document: Mapping[str, Any]) -> dict[str, Count]:
    """The period's figures of a document, by key; what it does not hold is left out."""
    found: dict[str, Count] = {}
    blocks = [document.get(name, {}) for name in ("indicators", "more")]
    for key, indicator, part in parts():
        for values in (block_.get(indicator.code, {}) for block_ in blocks):
            if (part.key or "total") in values:
                found[key] = _read(values[part.key] if part.key else values)
    return found


def _read(stored: Any) -> Count:
    if not isinstance(stored, dict):
        return Count(stored)
    if "total" not in stored:
        by = tuple(sorted(stored.items()))
        return Count(sum(stored.values()), by=by)
    named, tally, total = stored.get("named"), stored.get("tally"), stored["total"]
    if named is None and tally is None:
        return Count(total)
    return Count(named, tally, added=(total or 0) - (named or 0) - (tally or 0))


def _corrections(figures: Figures) -> dict[str, Any]:
    """What the book counts and what is reported instead, of the period; why is printed, not published."""
    changed = {key: count for key, count in figures.period.items() if count.added}
    if not changed:
        return {}
    return {"corrections": {key: {"counted": c.counted, "reported": c.total} for key, c in changed.items()}}


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
    return count.total
