"""Figures as they are reported: what the book counts, and what the office has set by hand or counted late.

What was set in a month stays in the sums over that month. Sums of what came to light late need nothing added: they
are counted by the day it happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from hoaian_desktop.indicators import counting, published
from hoaian_desktop.indicators.catalogue import BY_CODE, BY_KEY, adds_over_periods
from hoaian_desktop.indicators.figures import Corrected, Count, Counts, Figures, TargetFigure, Why
from hoaian_desktop.records import Correction, LateDecision, Report, ReportingPeriod, ReportVersion
from hoaian_desktop.rules import periods
from hoaian_desktop.rules.periods import Span

REPLACED = "replaced"


@dataclass(frozen=True)
class SetByHand:
    """A figure of one period set by hand."""

    value: int
    reason: str


@dataclass(frozen=True)
class Late:
    """What a closed period has more than it reported, by key; `into` is the period that reports it, None if none."""

    of: Span
    into: Span | None
    figures: Mapping[str, int]


@dataclass(frozen=True)
class Changes:
    """Everything in the book that makes reported figures differ from counted ones."""

    manual: Mapping[Span, Mapping[str, SetByHand]] = field(default_factory=dict)
    late: tuple[Late, ...] = ()

    @cached_property
    def into(self) -> Mapping[Span, Mapping[str, int]]:
        """What comes to each period from earlier ones; figures that do not add up over periods never do."""
        found: dict[Span, dict[str, int]] = {}
        for late in self.late:
            if late.into is not None:
                there = found.setdefault(late.into, {})
                for key, more in late.figures.items():
                    if adds_over_periods(key):
                        there[key] = there.get(key, 0) + more
        return found


def figures(session: Session, span: Span) -> Figures:
    """Every figure of the period, the one before, the year, since the counting start, as they are reported.

    The period before is what its newest closed version says, if there is one.
    """
    counted = counting.count(session, span)
    changes = load(session)
    frozen = _reported(session, periods.previous(span))
    if frozen:
        counted = replace(counted, previous={**counted.previous, **frozen})
    if not changes.manual and not changes.late:
        return counted
    return _Work(session, span, counted, changes, keep_previous=bool(frozen)).figures()


def of_period(session: Session, span: Span, keys: Sequence[str], since: date) -> Counts:
    """Some figures of one period as they would be reported now."""
    return of_periods(session, [span], keys, since)[0]


def with_previous(session: Session, span: Span, keys: Sequence[str], since: date) -> tuple[Counts, Counts]:
    """Some figures of a period and of the one before, as its report would say them now."""
    before = periods.previous(span)
    now, previous = of_periods(session, [span, before], keys, since)
    frozen = _reported(session, before)
    return now, {key: frozen.get(key, count) for key, count in previous.items()}


def of_periods(session: Session, spans: Sequence[Span], keys: Sequence[str], since: date) -> list[Counts]:
    """Some figures of several periods as they would be reported now."""
    changes = load(session)
    counted = counting.count_spans(session, spans, since, keys)
    if not changes.manual and not changes.late:
        return counted
    added = _Added(session, since, changes, spans)
    return [
        {key: _more(count, added.in_period(key, span, count)) for key, count in counts.items()}
        for span, counts in zip(spans, counted, strict=True)
    ]


def load(session: Session) -> Changes:
    """What was set by hand and what was decided on late figures, of the whole book: there is little of either."""
    manual: dict[Span, dict[str, SetByHand]] = {}
    for first, last, key, value, reason in session.execute(_set_by_hand()):
        if key in BY_KEY:
            manual.setdefault(Span(first, last), {})[key] = SetByHand(value, reason)
    return Changes(manual, tuple(_late(session)))


def _late(session: Session) -> Iterator[Late]:
    for first, last, other_first, other_last, stored in session.execute(_decided()):
        known = {key: more for key, more in stored.items() if key in BY_KEY}
        yield Late(Span(first, last), Span(other_first, other_last) if other_first else None, known)


# Every look at a figure asks these two: putting them together anew took several times longer than their answer.


@cache
def _set_by_hand() -> Select[date, date, str, int, str]:
    return (
        select(ReportingPeriod.first_day, ReportingPeriod.last_day, Correction.key, Correction.value, Correction.reason)
        .join(Report, Report.id == Correction.report_id)
        .join(ReportingPeriod, ReportingPeriod.id == Report.period_id)
        .where(Correction.archived.is_(False), ReportingPeriod.archived.is_(False))
    )


@cache
def _decided() -> Select[date, date, date, date, dict[str, int]]:
    source, into = aliased(Report), aliased(Report)
    period, other = aliased(ReportingPeriod), aliased(ReportingPeriod)
    return (
        select(period.first_day, period.last_day, other.first_day, other.last_day, LateDecision.figures)
        .join(ReportVersion, ReportVersion.id == LateDecision.version_id)
        .join(source, source.id == ReportVersion.report_id)
        .join(period, period.id == source.period_id)
        .outerjoin(into, into.id == LateDecision.report_id)
        .outerjoin(other, other.id == into.period_id)
        .where(LateDecision.archived.is_(False), ReportVersion.state != REPLACED)
        .order_by(period.last_day, LateDecision.id)
    )


def _reported(session: Session, span: Span) -> dict[str, Count]:
    document = session.scalar(
        select(ReportVersion.figures)
        .join(Report, Report.id == ReportVersion.report_id)
        .join(ReportingPeriod, ReportingPeriod.id == Report.period_id)
        .where(
            ReportingPeriod.first_day == span.first,
            ReportingPeriod.last_day == span.last,
            ReportingPeriod.archived.is_(False),
        )
        .order_by(ReportVersion.number.desc())
        .limit(1)
    )
    return published.counts(document) if document else {}


def _more(count: Count, added: int) -> Count:
    return replace(count, added=added) if added else count


class _Added:
    """How many more than counted each figure is reported with; counts the periods that were corrected once, together.

    `within` are the spans that will be asked about: only what was corrected inside them is counted.
    """

    def __init__(self, session: Session, since: date, changes: Changes, within: Sequence[Span]) -> None:
        self._changes = changes
        inside = [
            span
            for span in sorted(changes.manual, key=lambda one: (-one.days, one))
            if any(_holds(outer, span) for outer in within)
        ]
        self._corrected = inside  # the longest first: a quarter says for its months
        keys = {key for span in inside for key in changes.manual[span]}
        counts = counting.count_spans(session, inside, since, sorted(keys)) if inside else []
        self._counted = dict(zip(inside, counts, strict=True))

    def in_period(self, key: str, span: Span, count: Count) -> int:
        """For the period's own cell: what was set, else late figures and what was set in parts of it."""
        manual = self._changes.manual.get(span, {}).get(key)
        if manual is not None:
            return manual.value - (count.counted or 0)
        return self._changes.into.get(span, {}).get(key, 0) + self.in_sum(key, span)

    def in_sum(self, key: str, outer: Span) -> int:
        """For a cell that sums up a span."""
        return sum(more for _, more in self.inside(key, outer))

    def inside(self, key: str, outer: Span) -> list[tuple[Span, int]]:
        """What was set by hand within a span, for a figure that adds up: the periods, and by how much."""
        if not adds_over_periods(key):
            return []
        found: list[tuple[Span, int]] = []
        for span in self._corrected:
            if not _holds(outer, span) or any(_overlap(span, one) for one, _ in found):
                continue
            if keys := self.set_for(key, span):
                found.append((span, sum(self._own(one, span) for one in keys)))
        return sorted(found)

    def set_for(self, key: str, span: Span) -> tuple[str, ...]:
        """The keys set in a period that move this figure: itself, else what it is the sum of."""
        manual = self._changes.manual.get(span, {})
        if key in manual:
            return (key,)
        return tuple(one for one in BY_KEY[key][0].sum_of if one in manual) if key in BY_CODE else ()

    def _own(self, key: str, span: Span) -> int:
        counted = self._counted[span][key].counted or 0
        late = self._changes.into.get(span, {}).get(key, 0)
        return self._changes.manual[span][key].value - counted - late


class _Work:
    """The figures of one report put together with the reasons for what differs from the book."""

    def __init__(
        self, session: Session, span: Span, counted: Figures, changes: Changes, *, keep_previous: bool
    ) -> None:
        self._span, self._before, self._changes = span, counted, changes
        self._year, self._cumulative = periods.year_to_date(span), Span(min(counted.since, span.last), span.last)
        self._sums = {"year": self._year, "cumulative": self._cumulative}
        self._previous = periods.previous(span)
        self._keep_previous = keep_previous
        self._targets = {
            code: Span(target.first_day, span.last)
            for code, target in counting.targets_in_force(session, span.last).items()
        }
        within = [span, self._year, self._cumulative, self._previous, *self._targets.values()]
        self._added = _Added(session, counted.since, changes, within)

    def figures(self) -> Figures:
        before, added = self._before, self._added
        previous = before.previous
        if not self._keep_previous:
            previous = {key: _more(c, added.in_period(key, self._previous, c)) for key, c in previous.items()}
        return replace(
            before,
            period={key: _more(c, added.in_period(key, self._span, c)) for key, c in before.period.items()},
            previous=previous,
            year={key: _more(c, added.in_sum(key, self._year)) for key, c in before.year.items()},
            cumulative={key: _more(c, added.in_sum(key, self._cumulative)) for key, c in before.cumulative.items()},
            targets={code: self._target(code, target) for code, target in before.targets.items()},
            corrections=tuple(one for key in before.period for one in self._reasons(key)),
        )

    def _target(self, code: str, target: TargetFigure) -> TargetFigure:
        span, key = self._targets.get(code), BY_CODE[code].figure_key(BY_CODE[code].main)
        if span is None or target.done is None:
            return target
        return replace(target, done=target.done + self._added.in_sum(key, span))

    def _reasons(self, key: str) -> Iterator[Corrected]:
        count, manual = self._before.period[key], self._changes.manual.get(self._span, {})
        blocks = {"period": self._span, **self._sums}
        inside = {name: dict(self._added.inside(key, block)) for name, block in blocks.items()}
        own = tuple(name for name, found in inside.items() if found.get(self._span))
        if key in manual:
            one = manual[key]
            columns = ("period", *(name for name in own if name != "period"))
            added = one.value - (count.counted or 0)
            yield Corrected(key, Why.MANUAL, columns, added, count.counted, one.value, one.reason)
        else:
            if own:
                parts = self._added.set_for(key, self._span)
                yield Corrected(key, Why.PARTS, own, inside[own[0]][self._span], parts=parts)
            yield from self._carried(key)
        others = sorted({span for found in inside.values() for span in found if span != self._span})
        for span in others:
            columns = tuple(name for name, found in inside.items() if found.get(span))
            if columns:
                yield Corrected(key, Why.EARLIER, columns, inside[columns[0]][span], span=span)
        yield from self._left(key)

    def _carried(self, key: str) -> Iterator[Corrected]:
        for late in self._changes.late:
            more = late.figures.get(key, 0)
            if late.into == self._span and more and adds_over_periods(key):
                yield Corrected(key, Why.LATE, ("period",), more, span=late.of)

    def _left(self, key: str) -> Iterator[Corrected]:
        """What sums hold by its day and no report says, though the period it was in is among them."""
        for late in self._changes.late:
            more = late.figures.get(key, 0)
            columns = tuple(name for name, block in self._sums.items() if _holds(block, late.of))
            if late.into is None and late.of != self._span and more and columns and adds_over_periods(key):
                yield Corrected(key, Why.LEFT, columns, more, span=late.of)


def _holds(outer: Span, span: Span) -> bool:
    return outer.first <= span.first and span.last <= outer.last


def _overlap(one: Span, other: Span) -> bool:
    return one.first <= other.last and other.first <= one.last
