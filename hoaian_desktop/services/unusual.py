"""Figures unlike the office's own last periods of the same kind, by a measure that one odd period cannot bend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hoaian_desktop.indicators import published
from hoaian_desktop.indicators.figures import Count, Counts
from hoaian_desktop.records import Report, ReportingPeriod, ReportVersion
from hoaian_desktop.rules.periods import Span

WATCHED: Mapping[str, str] = {
    "2.1": "Tài khoản mức 1",
    "2.2": "Tài khoản mức 2",
    "2.5": "Hồ sơ DVC nộp thành công",
    "2.6": "Tài khoản VssID",
    "2.7": "Tài khoản thanh toán, ví",
    "2.4.nguoi": "Người được hướng dẫn DVC",
    "2.9.nguoi": "Người dân được hỗ trợ",
    "1.5.luot": "Lượt đoàn viên, thanh niên",
    "3.1.buoi": "Buổi tuyên truyền",
    "3.2.buoi": "Buổi phát thanh",
}
"""The key figures by the words they are named with in a finding."""

PERIODS = 12
FEWEST = 6
_FAR = 3.5  # robust deviations from the median
_TO_DEVIATION = 1.4826  # of the median absolute deviation, where figures are scattered as usual
_LEAST = 5  # a difference below this is never worth a word
_SHARE = 0.3  # nor one below this share of the median


@dataclass(frozen=True)
class Unusual:
    """A figure far from the usual ones: its value, and between which numbers the usual ones lie."""

    key: str
    name: str
    value: int
    low: int
    high: int
    periods: int  # how many it is compared with

    @property
    def is_high(self) -> bool:
        """Whether it is more than usual, not less."""
        return self.value > self.high


def find(before: Sequence[Mapping[str, Count]], now: Counts) -> tuple[Unusual, ...]:
    """The watched figures among `now` that are unlike those of the reports `before`, the farthest first."""
    found = []
    for key, name in WATCHED.items():
        value = now[key].total if key in now else None
        usual = [counts[key].total for counts in before if key in counts]
        known = [number for number in usual if number is not None]
        if value is None or len(known) < FEWEST:
            continue
        far = distance(value, known)
        if far is not None:
            kept = [number for number in known if distance(number, known) is None]
            found.append((far, Unusual(key, name, value, min(kept), max(kept), len(known))))
    return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0]))


def history(session: Session, span: Span, kind: str) -> list[dict[str, Count]]:
    """What the last reports of a kind said, by key; periods in which nothing at all was done are none."""
    newest = (
        select(ReportVersion.report_id, func.max(ReportVersion.number).label("number"))
        .group_by(ReportVersion.report_id)
        .subquery()
    )
    documents = session.scalars(
        select(ReportVersion.figures)
        .join(newest, (newest.c.report_id == ReportVersion.report_id) & (newest.c.number == ReportVersion.number))
        .join(Report, Report.id == ReportVersion.report_id)
        .join(ReportingPeriod, ReportingPeriod.id == Report.period_id)
        .where(
            ReportingPeriod.archived.is_(False),
            ReportingPeriod.kind == kind,
            ReportingPeriod.last_day < span.first,
        )
        .order_by(ReportingPeriod.last_day.desc())
        .limit(PERIODS)
    )
    return [counts for counts in map(published.counts, documents) if any(_of_watched(counts))]


def distance(value: int, known: Sequence[int]) -> float | None:
    """How many robust deviations a number lies off the median of the known ones; None if it is not far."""
    middle = median(known)
    off = abs(value - middle)
    if off < max(_LEAST, _SHARE * middle):
        return None
    deviation = _TO_DEVIATION * median(abs(number - middle) for number in known)
    if off <= _FAR * deviation:
        return None
    return off / deviation if deviation else off


def _of_watched(counts: Mapping[str, Count]) -> Iterator[int]:
    for key in WATCHED:
        if key in counts and (total := counts[key].total):
            yield total
