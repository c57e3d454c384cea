"""Biểu 01 from figures: one row for each part of the catalogue, every cell as it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hoaian_desktop.report_content import Annex, Row
from hoaian_desktop.reports.footnotes import Footnotes
from hoaian_desktop.reports.phrases import inside
from hoaian_desktop.rules import dates
from hoaian_desktop.rules.numbers import MISSING, show_count, show_percent

if TYPE_CHECKING:
    from hoaian_desktop.indicators.catalogue import Indicator, Part
    from hoaian_desktop.indicators.figures import Count, Counts, Figures

CODE = "Biểu 01"
_VILLAGE = "thôn"  # as the catalogue says it
_WIDTHS = (12.0, 92.0, 21.0, 18.0, 15.0, 15.0, 17.0, 20.5, 14.0, 32.5)
_KINDS = ("text", "text", "text", "count", "count", "count", "count", "count", "percent", "text")
_BLOCKS = {"previous": 4, "period": 5, "year": 6, "cumulative": 7}  # where each block of the figures stands
_ALIGNMENTS = ("center", "left", "center", "right", "right", "right", "right", "right", "right", "left")


def annex_of(
    figures: Figures, catalogue: Sequence[Indicator], groups: Mapping[str, str], span: str, *, village: str = _VILLAGE
) -> Annex:
    """The annex for a span named as in «tháng 11 năm 2023»; groups without a row are left out.

    `village` is what the parts of the unit are called.
    """
    rows: list[Row] = []
    footnotes = Footnotes(figures, _BLOCKS)
    for group, title in groups.items():
        own = [indicator for indicator in catalogue if indicator.group == group]
        body = [row for indicator in own for row in _rows_of(indicator, figures, footnotes)]
        if body:
            rows += [Row("group", (group, title.upper(), *[""] * 8)), *body]
    return Annex(
        code=CODE,
        title=f"Kết quả thực hiện các chỉ tiêu chuyển đổi số, Đề án 06 {span}".upper(),
        columns=_columns(figures),
        widths=_WIDTHS,
        alignments=_ALIGNMENTS,
        rows=tuple(_worded(row, village) for row in rows),
        kinds=_KINDS,
        notes=footnotes.notes,
    )


def _worded(row: Row, village: str) -> Row:
    """The row with the unit's own word where the catalogue counts thôn."""
    *before, note = row.cells
    before[2] = village if before[2] == _VILLAGE else before[2]
    return replace(row, cells=(*before, note.replace(_VILLAGE, village)))


def _columns(figures: Figures) -> tuple[str, ...]:
    since = figures.since
    return (
        "STT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu giao", "Kỳ trước", "Trong kỳ", "Lũy kế năm",
        f"Lũy kế từ {since.day:02d}/{dates.padded_month(since.month)}/{since.year}", "% đạt", "Ghi chú",
    )  # fmt: skip


def _rows_of(indicator: Indicator, figures: Figures, footnotes: Footnotes) -> list[Row]:
    rows = []
    for part in indicator.parts:
        if part.shown not in ("main", "sub", "total"):
            continue
        is_main = part is indicator.parts[0]
        key = indicator.figure_key(part)
        note = _note(indicator, part, figures, is_main=is_main)
        cells = (
            indicator.code if is_main else "",
            part.name,
            str(part.unit.value),
            *_target(indicator.code if is_main else key, figures, key)[:1],
            _shown(figures.previous, key),
            _shown(figures.period, key),
            _shown(figures.year, key),
            _shown(figures.cumulative, key),
            *_target(indicator.code if is_main else key, figures, key)[1:],
            note,
        )
        rows.append(Row(str(part.shown.value), cells, footnotes.marks(key)))
    return rows


def _target(code: str, figures: Figures, key: str) -> tuple[str, str]:
    """What was asked for and the per cent reached; missing where nothing was asked for."""
    target = figures.targets.get(code) or figures.targets.get(key)
    if target is None or target.target is None:
        return MISSING, MISSING
    percent = target.percent
    return show_count(target.target), show_percent(percent).removesuffix("%")


def _shown(counts: Counts, key: str) -> str:
    count = counts.get(key)
    return show_count(None if count is None else count.total)


def _note(indicator: Indicator, part: Part, figures: Figures, *, is_main: bool) -> str:
    """What the notes column says of this period: the tallies in the figure and the parts that have no row."""
    words: list[str] = []
    count = figures.period.get(indicator.figure_key(part))
    if count is not None and count.tally:
        words.append(f"gồm {show_count(count.tally)} số đếm")
    if is_main:
        for other in indicator.parts:
            if other.shown == "note" and (noted := figures.period.get(indicator.figure_key(other))) is not None:
                words += _noted(other, noted)
        if part.unit == "người" and indicator.group != "I" and not indicator.adds_over_periods:
            words.append("không cộng dồn")
    return "; ".join(words)


def _noted(part: Part, count: Count) -> list[str]:
    if count.by:
        return [f"{show_count(number)} {inside(name)}" for name, number in count.by if number]
    if not count.total or part.key == "theo_vai_tro":
        return []
    return [f"{show_count(count.total)} {part.name}"]
