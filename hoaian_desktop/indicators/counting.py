"""Counts the catalogue over a book, for the spans a report shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.indicators.catalogue import BY_CODE, BY_KEY, Part, parts
from hoaian_desktop.indicators.figures import Count, Counts, Figures, TargetFigure
from hoaian_desktop.records import AdministrativeUnit, Office, Record, Target
from hoaian_desktop.rules import periods
from hoaian_desktop.rules.periods import Span


def count(session: Session, span: Span) -> Figures:
    """Every figure of the period, the one before, the year, since the counting start, and the targets."""
    unit, since = session.execute(
        select(AdministrativeUnit.key, Office.since).join(Office, Office.unit_id == AdministrativeUnit.id)
    ).one()
    year = Span(date(span.last.year, 1, 1), span.last)
    cumulative = Span(min(since, span.last), span.last)
    spans = (span, periods.previous(span), year, cumulative)
    counted = count_spans(session, spans, since)
    return Figures(
        unit=unit,
        first=span.first,
        last=span.last,
        since=since,
        period=counted[0],
        previous=counted[1],
        year=counted[2],
        cumulative=counted[3],
        targets=_targets(session, span, since),
    )


def count_spans(session: Session, spans: Sequence[Span], since: date, keys: Sequence[str] = ()) -> list[Counts]:
    """The figures of each span, in one statement a figure; all keys unless some are named."""
    results: list[dict[str, Count]] = [{} for _ in spans]
    for key, _, part in parts():
        if keys and key not in keys:
            continue
        for result, counted in zip(results, _count_part(session, part, spans, since), strict=True):
            result[key] = counted
    return list(results)


def behind(key: str, span: Span, *, tally: bool = False) -> tuple[type[Record], Select[int]]:
    """The records that make up a figure: their class and a SELECT of their ids (needs the parameter `since`)."""
    part = BY_KEY[key][1]
    counting = part.tally if tally and part.tally is not None else part.named
    return counting.record, counting.behind(span)


def _count_part(session: Session, part: Part, spans: Sequence[Span], since: date) -> list[Count]:
    named = session.execute(part.named.counted(spans), {"since": since}).all()
    if named and len(named[0]) > len(spans):
        return [Count(sum(_words(named, at).values()), by=tuple(_words(named, at).items())) for at in range(len(spans))]
    tallies: Sequence[Any] = [None] * len(spans)
    if part.tally is not None:
        tallies = session.execute(part.tally.counted(spans), {"since": since}).one()
    numbers = named[0] if named else [0] * len(spans)
    return [Count(number, tally) for number, tally in zip(numbers, tallies, strict=True)]


def _words(rows: Sequence[Any], at: int) -> dict[str, int]:
    words = {choices.name("influence_role", row[0]): row[at + 1] for row in rows if row[at + 1]}
    return dict(sorted(words.items()))


def _targets(session: Session, span: Span, since: date) -> Mapping[str, TargetFigure]:
    """The office's own targets in force at the period's end; reached is counted inside the target's own dates."""
    found = session.scalars(
        select(Target)
        .where(
            Target.archived.is_(False),
            Target.team_id.is_(None),
            Target.village_id.is_(None),
            Target.first_day <= span.last,
            Target.last_day >= span.last,
        )
        .order_by(Target.indicator, Target.first_day, Target.id)
    ).all()
    reached: dict[str, TargetFigure] = {}
    for target in found:
        if indicator := BY_CODE.get(target.indicator):
            key = indicator.figure_key(indicator.main)
            own = Span(target.first_day, span.last)
            done = count_spans(session, [own], since, [key])[0][key].total
            reached[target.indicator] = TargetFigure(target.value, done)
    return reached
