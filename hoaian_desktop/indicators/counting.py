"""Counts the catalogue over a book, for the spans a report shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.indicators.catalogue import BY_CODE, BY_KEY, parts
from hoaian_desktop.indicators.countings import AnySelect, Days, values_of
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
    counted = count_spans(session, (span, periods.previous(span), year, cumulative), since)
    return Figures(
        unit=unit,
        first=span.first,
        last=span.last,
        since=since,
        period=counted[0],
        previous=counted[1],
        year=counted[2],
        cumulative=counted[3],
        targets=reached(session, span.last, since),
    )


def count_spans(session: Session, spans: Sequence[Span], since: date, keys: Sequence[str] = ()) -> list[Counts]:
    """The figures of each span, in one statement a figure; all keys unless some are named."""
    results: list[dict[str, Count]] = [{} for _ in spans]
    for key, _, _ in parts():
        if keys and key not in keys:
            continue
        for result, counted in zip(results, _count_part(session, key, spans, since), strict=True):
            result[key] = counted
    return list(results)


def behind(key: str, span: Span, *, tally: bool = False) -> tuple[type[Record], Select[int]]:
    """The records that make up a figure: their class and a SELECT of their ids (needs the parameter `since`)."""
    part = BY_KEY[key][1]
    counting = part.tally if tally and part.tally is not None else part.named
    return counting.record, counting.behind(span)


def targets_in_force(session: Session, day: date) -> dict[str, Target]:
    """The office's own targets that cover a day, by indicator code; of several the one that began last."""
    found = session.scalars(
        select(Target)
        .where(
            Target.archived.is_(False),
            Target.team_id.is_(None),
            Target.village_id.is_(None),
            Target.first_day <= day,
            Target.last_day >= day,
        )
        .order_by(Target.indicator, Target.first_day, Target.id)
    )
    return {target.indicator: target for target in found if target.indicator in BY_CODE}


def reached(session: Session, day: date, since: date) -> Mapping[str, TargetFigure]:
    """Each target in force with what was reached from its own first day up to `day`."""
    targets = targets_in_force(session, day)
    keys = {code: BY_CODE[code].figure_key(BY_CODE[code].main) for code in targets}
    done: dict[str, int | None] = {}
    for first in sorted({target.first_day for target in targets.values()}):
        wanted = [keys[code] for code, target in targets.items() if target.first_day == first]
        counts = count_spans(session, [Span(first, day)], since, wanted)[0]
        done |= {key: counts[key].total for key in wanted}
    return {code: TargetFigure(target.value, done[keys[code]]) for code, target in targets.items()}


@cache
def _statements(key: str, spans: int) -> tuple[AnySelect, AnySelect | None]:
    """How a figure and its tallies are counted for so many spans. Building takes longer than counting a small book."""
    part = BY_KEY[key][1]
    days = [Days.named(at) for at in range(spans)]
    return part.named.counted(days), part.tally.counted(days) if part.tally is not None else None


def _count_part(session: Session, key: str, spans: Sequence[Span], since: date) -> list[Count]:
    one_by_one, tallied = _statements(key, len(spans))
    values = {"since": since, **values_of(spans)}
    named = session.execute(one_by_one, values).all()
    if named and len(named[0]) > len(spans):
        return [Count(sum(_words(named, at).values()), by=tuple(_words(named, at).items())) for at in range(len(spans))]
    tallies: Sequence[Any] = [None] * len(spans)
    if tallied is not None:
        tallies = session.execute(tallied, values).one()
    numbers = named[0] if named else [0] * len(spans)
    return [Count(number, tally) for number, tally in zip(numbers, tallies, strict=True)]


def _words(rows: Sequence[Any], at: int) -> dict[str, int]:
    words = {choices.name("influence_role", row[0]): row[at + 1] for row in rows if row[at + 1]}
    return dict(sorted(words.items()))
